"""Valuations: the totals by branch and product are what the chunks of the run counted."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlalchemy import Select, select

from ops_console.base.i18n import _
from ops_console.data.queries.valuations import KIND
from ops_console.data.store import Reader, table_of, whole_sum
from ops_console.data.tables import Run, ValuationTotal
from ops_console.data.verify.findings import Finding


def totals_are_those_of_the_run(reader: Reader) -> Iterator[Finding]:
    """Coverages, and what is set aside for them, are the rows and the amount the run ended with."""
    found = {row.run_id: (row.coverages, row.set_aside) for row in reader.rows(_sums())}
    for run in reader.find(Run, kind=KIND):
        if run.finished_at is not None and found.get(run.id, (0, 0)) != (run.rows, run.amount):
            yield Finding(f"valuation_total run {run.id}", _("not what the run counted"))


@cache
def _sums() -> Select[Any]:
    total = table_of(ValuationTotal).c
    return select(
        total.run_id,
        whole_sum(total.coverages).label("coverages"),
        whole_sum(total.reserve + total.unearned).label("set_aside"),
    ).group_by(total.run_id)

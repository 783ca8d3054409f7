"""What valuations found."""

from collections.abc import Sequence
from datetime import date

from ops_console.data.store import Reader, table_of
from ops_console.data.tables import Run, ValuationTotal

KIND = "valuation-run"


def valuations(
    reader: Reader, first: date, last: date, branches: Sequence[int]
) -> list[tuple[Run, list[ValuationTotal]]]:
    """The last finished valuation of each day from one to another, with its totals by branch that issued the policies
    and product."""
    run, total = table_of(Run), table_of(ValuationTotal)
    wanted = (run.c.as_of >= first, run.c.as_of <= last, run.c.finished_at.is_not(None))
    latest = {one.as_of: one for one in reader.find(Run, *wanted, kind=KIND, order_by=("as_of", "id"))}
    return [
        (one, reader.find(ValuationTotal, total.c.branch_id.in_(branches), run_id=one.id)) for one in latest.values()
    ]

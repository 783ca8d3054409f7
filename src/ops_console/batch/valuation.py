"""valuation-run: what every policy is worth on a day, and what is set aside for it: cash value, statutory reserve,
unearned premium; for a cover with an account, what it holds.

A chunk reads its coverages once and looks each up in the table of its plan; totals by product and issuing branch are
added to those of the run in the same transaction, so that a run that was cut off goes on and counts nothing twice.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from ops_console.base.i18n import N_
from ops_console.base.money import Fen
from ops_console.batch.chunks import ChunkResult
from ops_console.batch.report import Totals, added
from ops_console.batch.runs import RunKind, Task
from ops_console.data.runs import valuation as rows
from ops_console.data.runs.chunks import Range
from ops_console.data.runs.valuation import Row, Total
from ops_console.data.store import Reader, Tx
from ops_console.data.tables import RunChunk

POLICIES_PER_CHUNK = 25_000
SERVICED_BY = Row._fields.index("branch_id")
Sums = Mapping[tuple[Any, ...], list[int]]


class _Valuation:
    """Works off the chunks of one run."""

    def __init__(self, task: Task) -> None:
        # Columns of numbers are slow to import, and this module is known to every screen.
        from ops_console.batch.valuer import Valuer

        self._valuer = Valuer(task.as_of, task.branches)

    def __call__(self, tx: Tx, chunk: RunChunk) -> ChunkResult:
        """Totals: coverages, and what is set aside for them."""
        sums = self._valuer.chunk(tx, chunk)
        if chunk.run_id:
            rows.add_totals(tx, chunk.run_id, _by_product(sums))
        return ChunkResult(added({key[SERVICED_BY]: _set_aside(*one)} for key, one in sums.items()))


def _by_product(sums: Sums) -> dict[tuple[int, str], Total]:
    found: dict[tuple[int, str], Total] = {}
    for (product, *_plan, _serviced_by, issued_by), one in sums.items():
        found.setdefault((issued_by, product), Total()).add(Total(*one))
    return found


def _set_aside(coverages: int, _cash_value: int, reserve: int, unearned: int) -> Totals:
    return Totals(coverages, Fen(reserve + unearned))


def _cut(reader: Reader, task: Task) -> Iterable[Range]:
    return rows.ranges(reader, task.branches, POLICIES_PER_CHUNK)


VALUATION = RunKind("valuation-run", N_("Policies valued"), ("premium",), _cut, _Valuation)

"""valuation-run: what every policy is worth on a day, and what is set aside for it: cash value, statutory reserve,
unearned premium; for a cover with an account, what it holds.

A chunk reads its coverages once and looks each up in the table of its plan; totals by product and issuing branch are
added to those of the run in the same transaction, so that a run that was cut off goes on and counts nothing twice.
"""

from collections.abc import Iterable, Mapping

from ops_console.base.i18n import N_
from ops_console.base.money import Fen
from ops_console.batch.chunks import ChunkResult
from ops_console.batch.report import Expected, Totals, added
from ops_console.batch.runs import RunKind, Task
from ops_console.data.runs import valuation as rows
from ops_console.data.runs.chunks import Range
from ops_console.data.runs.valuation import Row, Total
from ops_console.data.store import Reader, Tx
from ops_console.data.tables import RunChunk

POLICIES_PER_CHUNK = 25_000
PRODUCT, SERVICED_BY, ISSUED_BY = (Row._fields.index(name) for name in ("product", "branch_id", "issued_by"))


class _Valuation:
    """Works off the chunks of one run."""

    def __init__(self, task: Task) -> None:
        # Columns of numbers are slow to import, and this module is known to every screen.
        from ops_console.batch.valuer import Valuer

        self._valuer = Valuer(task.as_of, task.branches)

    def __call__(self, tx: Tx, chunk: RunChunk) -> ChunkResult:
        """Totals: coverages, and what is set aside for them."""
        found: dict[tuple[int, int, str], Total] = {}
        for key, sums in self._valuer.chunk(tx, chunk).items():
            found.setdefault((key[SERVICED_BY], key[ISSUED_BY], key[PRODUCT]), Total()).add(Total(*sums))
        if chunk.run_id:
            rows.add_totals(tx, chunk.run_id, _by_product(found))
        return ChunkResult(
            added(
                {serviced_by: Totals(one.coverages, Fen(one.reserve + one.unearned))}
                for (serviced_by, _issued_by, _product), one in found.items()
            )
        )


def _by_product(found: Mapping[tuple[int, int, str], Total]) -> dict[tuple[int, str], Total]:
    totals: dict[tuple[int, str], Total] = {}
    for (_serviced_by, issued_by, product), one in found.items():
        totals.setdefault((issued_by, product), Total()).add(one)
    return totals


def _cut(reader: Reader, task: Task) -> Iterable[Range]:
    return rows.ranges(reader, task.branches, POLICIES_PER_CHUNK)


def _expect(reader: Reader, task: Task) -> Expected:
    """Policies; a coverage each, or more."""
    return Expected(rows.policies(reader, task.branches))


VALUATION = RunKind(
    "valuation-run", N_("Policies valued"), ("premium",), _cut, _Valuation, expect=_expect, in_order=False
)

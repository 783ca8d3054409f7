"""valuation-run: what every policy is worth on a day, and what is set aside for it: cash value, statutory reserve,
unearned premium; for a cover with an account, what it holds.

A chunk reads its coverages once and looks each up in the table of its plan; totals by product and issuing branch are
added to those of the run in the same transaction, so that a run that was cut off goes on and counts nothing twice.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, NamedTuple, cast

from ops_console.base.i18n import N_
from ops_console.base.money import Fen
from ops_console.batch.book import ONE_YEAR as A_YEAR
from ops_console.batch.book import unearned_on, worth_on
from ops_console.batch.chunks import ChunkResult
from ops_console.batch.report import Totals, added
from ops_console.batch.runs import RunKind, Task
from ops_console.data.catalog_rows import catalog_of
from ops_console.data.runs import valuation as rows
from ops_console.data.runs.chunks import Range
from ops_console.data.runs.valuation import ADDITION, GROUP, OWN, PLAN, Row, Total
from ops_console.data.store import Reader, Tx
from ops_console.data.tables import RunChunk
from ops_console.rules.products.basis import ONE_YEAR, WITH_ACCOUNT, PolicyTerms, Sex
from ops_console.rules.products.dividends import for_additions
from ops_console.rules.products.plans import PlanTable, plan_table

POLICIES_PER_CHUNK = 25_000
SERVICED_BY = Row._fields.index("branch_id")


Worth = tuple[int, int, int]
"""Of a coverage: cash value, reserve without the unearned premium, and that, in fen."""
Sums = dict[tuple[Any, ...], list[int]]
"""By group (`GROUP` of a row): coverages, and what they are worth together."""


class _Plan(NamedTuple):
    """A plan's table. `paid_up`: nothing is owed on it, whatever is on its contract; `one_year`: its unearned premium
    is set aside."""

    table: PlanTable
    paid_up: bool = False
    one_year: bool = False


class Valuer:
    """Values coverages on one day; what it has worked out about plans and days serves all that follow."""

    def __init__(self, as_of: date, branches: tuple[int, ...] | None) -> None:
        self._as_of = as_of
        self._branches = branches
        self._worth = worth_on(as_of)
        self._unearned = unearned_on(as_of)
        self._plans: dict[tuple[Any, ...], _Plan] = {}

    def chunk(self, reader: Reader, chunk: RunChunk, told: Callable[[Row, Worth], None] | None = None) -> Sums:
        """The coverages of a chunk's policies, summed; each is told with its worth to who asks for it."""
        groups: dict[tuple[Any, ...], tuple[_Plan, list[int]]] = {}
        worth, held = self._worth, rows.held(reader, chunk, self._as_of)
        for row in rows.coverages(reader, chunk, self._as_of):
            (table, paid_up, one_year), sums = groups.get(row[GROUP]) or self._group(reader, row, groups)
            policy_id, no, amount, lapsed, began, paid_to, months, premium = row[OWN]
            value, reserve = worth(table, amount, began, began + A_YEAR if paid_up else paid_to)
            if held:
                in_account = held.get((policy_id, no), 0)
                value, reserve = value + in_account, reserve + in_account
            if reserve < value or lapsed:
                reserve = value
            unearned = self._unearned(began, months, paid_to, premium) if one_year else 0
            sums[0] += 1
            sums[1] += value
            sums[2] += reserve
            sums[3] += unearned
            if told:
                told(Row(*row), (value, reserve, unearned))
        scope = self._branches
        return {key: sums for key, (_plan, sums) in groups.items() if scope is None or key[SERVICED_BY] in scope}

    def _group(
        self, reader: Reader, row: tuple[Any, ...], groups: dict[tuple[Any, ...], tuple[_Plan, list[int]]]
    ) -> tuple[_Plan, list[int]]:
        plan = self._plans.get(row[PLAN])
        if plan is None:
            plan = self._plans[row[PLAN]] = _plan(reader, Row(*row))
        found = groups[row[GROUP]] = (plan, [0, 0, 0, 0])
        return found


def _plan(reader: Reader, row: Row) -> _Plan:
    basis = catalog_of(reader, row.catalog_version).products[row.product].basis
    if basis.shape in WITH_ACCOUNT:
        return _Plan(PlanTable((), row.pay_years))
    addition = row.kind == ADDITION
    terms = PolicyTerms(cast(Sex, row.sex), row.entry_age, Fen(1), row.pay_years, row.cover_years)
    table = plan_table(for_additions(basis) if addition else basis, terms)
    return _Plan(table, addition, basis.shape in ONE_YEAR)


class _Valuation:
    """Works off the chunks of one run."""

    def __init__(self, task: Task) -> None:
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

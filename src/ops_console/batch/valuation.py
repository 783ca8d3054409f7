"""valuation-run: what every policy is worth on a day, and what is set aside for it: cash value, statutory reserve,
unearned premium; for a cover with an account, what it holds.

A chunk reads its coverages once and looks each up in the table of its plan; totals by product and issuing branch are
added to those of the run in the same transaction, so that a run that was cut off goes on and counts nothing twice.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from ops_console.base.i18n import N_
from ops_console.base.money import Fen
from ops_console.batch.book import Book
from ops_console.batch.chunks import ChunkResult
from ops_console.batch.report import Totals, added
from ops_console.batch.runs import RunKind, Task
from ops_console.data.catalog_rows import catalog_of
from ops_console.data.runs import valuation as rows
from ops_console.data.runs.chunks import Range
from ops_console.data.runs.valuation import AFTER_PLAN, PLAN, POLICY_ID, PRODUCT, SERVICED_BY, Row, Total
from ops_console.data.store import Reader, Tx
from ops_console.data.tables import RunChunk
from ops_console.rules.numbers import SEQUENCES_PER_BRANCH
from ops_console.rules.products.basis import ONE_YEAR, WITH_ACCOUNT, PolicyTerms, Sex
from ops_console.rules.products.plans import PlanTable, plan_table

POLICIES_PER_CHUNK = 25_000
LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class _Plan:
    """A plan's table; `one_year`: its unearned premium is set aside."""

    table: PlanTable
    one_year: bool


Worth = tuple[tuple[Any, ...], int, int, int]
"""A coverage as it was read (`Row`), its cash value, its reserve without the unearned premium, and that, in fen."""


class Valuer:
    """Values coverages on one day; what it has worked out about plans and days serves all that follow."""

    def __init__(self, as_of: date, branches: tuple[int, ...] | None) -> None:
        self._as_of = as_of
        self._branches = branches
        self._book = Book(as_of)
        self._plans: dict[tuple[Any, ...], _Plan] = {}

    def chunk(self, reader: Reader, chunk: RunChunk) -> Iterator[Worth]:
        """The coverages of a chunk's policies, each with its worth."""
        worth, plans, branches = self._book.worth, self._plans, self._branches
        held = rows.held(reader, chunk, self._as_of)
        for row in rows.coverages(reader, chunk, self._as_of):
            policy_id, no, branch_id, amount, status, commenced, _term_from, paid_to, months, premium = row[AFTER_PLAN]
            if branches is not None and branch_id not in branches:
                continue
            plan = plans.get(row[PLAN])
            if plan is None:
                plan = plans[row[PLAN]] = _plan(reader, Row(*row))
            value, reserve = worth(plan.table, amount, commenced, paid_to)
            if held:
                in_account = held.get((policy_id, no), 0)
                value, reserve = value + in_account, reserve + in_account
            if reserve < value or status == LAPSED:
                reserve = value
            left = self._book.unearned(commenced, months, paid_to, premium) if plan.one_year else 0
            yield row, value, reserve, left


def _plan(reader: Reader, row: Row) -> _Plan:
    basis = catalog_of(reader, row.catalog_version).products[row.product].basis
    if basis.shape in WITH_ACCOUNT:
        return _Plan(PlanTable((), row.pay_years), one_year=False)
    terms = PolicyTerms(cast(Sex, row.sex), row.entry_age, Fen(1), row.pay_years, row.cover_years)
    return _Plan(plan_table(basis, terms), basis.shape in ONE_YEAR)


class _Valuation:
    """Works off the chunks of one run."""

    def __init__(self, task: Task) -> None:
        self._valuer = Valuer(task.as_of, task.branches)

    def __call__(self, tx: Tx, chunk: RunChunk) -> ChunkResult:
        """Totals: coverages, and what is set aside for them."""
        sums: dict[tuple[int, int, str], Total] = {}
        for row, value, reserve, unearned in self._valuer.chunk(tx, chunk):
            key = (row[POLICY_ID] // SEQUENCES_PER_BRANCH, row[SERVICED_BY], row[PRODUCT])
            found = sums.get(key)
            if found is None:
                found = sums[key] = Total()
            found.coverages += 1
            found.cash_value += value
            found.reserve += reserve
            found.unearned += unearned
        if chunk.run_id:
            rows.add_totals(tx, chunk.run_id, _by_product(sums))
        return ChunkResult(added({branch: _set_aside(total)} for (_issued, branch, _product), total in sums.items()))


def _by_product(sums: Mapping[tuple[int, int, str], Total]) -> dict[tuple[int, str], Total]:
    found: dict[tuple[int, str], Total] = {}
    for (issued_by, _serviced_by, product), total in sums.items():
        found.setdefault((issued_by, product), Total()).add(total)
    return found


def _set_aside(total: Total) -> Totals:
    return Totals(total.coverages, Fen(total.reserve + total.unearned))


def _cut(reader: Reader, task: Task) -> Iterable[Range]:
    return rows.ranges(reader, task.branches, POLICIES_PER_CHUNK)


VALUATION = RunKind("valuation-run", N_("Policies valued"), ("premium",), _cut, _Valuation)

"""The coverages of a range of policies, valued on a day: read once, the tables of their plans looked up, summed."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import chain
from typing import Any, NamedTuple, cast

import numpy as np

from ops_console.base.money import Fen
from ops_console.batch.book import Book, Coverages, Whole, column, summed, unearned_on
from ops_console.data.catalog_rows import catalog_of
from ops_console.data.days import FOREVER_NUMBER
from ops_console.data.runs import valuation as rows
from ops_console.data.runs.valuation import ADDITION, GROUP, OWN, PLAN, Row
from ops_console.data.store import Reader
from ops_console.data.tables import RunChunk
from ops_console.rules.products.basis import ONE_YEAR, WITH_ACCOUNT, PolicyTerms, Sex
from ops_console.rules.products.dividends import for_additions
from ops_console.rules.products.plans import PlanTable, plan_table

SERVICED_BY = Row._fields.index("branch_id")
Worth = tuple[int, int, int]
"""Of a coverage: cash value, reserve without the unearned premium, and that, in fen."""
Sums = dict[tuple[Any, ...], list[int]]
"""By group (`GROUP` of a row): coverages, and what they are worth together."""
Told = Callable[[Row, Worth], None]


class _Plan(NamedTuple):
    """Place of a plan in the book. `paid_up`: nothing is owed on it, whatever is on its contract; `one_year`: its
    unearned premium is set aside."""

    place: int
    paid_up: bool
    one_year: bool


class Valuer:
    """Values coverages on one day; what it has worked out about plans and days serves all that follow."""

    def __init__(self, as_of: date, branches: tuple[int, ...] | None) -> None:
        self._as_of = as_of
        self._branches = branches
        self._book = Book(as_of)
        self._unearned = unearned_on(as_of)
        self._plans: dict[tuple[Any, ...], _Plan] = {}

    def chunk(self, reader: Reader, chunk: RunChunk, told: Told | None = None) -> Sums:
        """The coverages of a chunk's policies, summed; each is told with its worth to who asks for it."""
        found = rows.coverages(reader, chunk, self._as_of)
        if self._branches is not None:
            found = [row for row in found if row[SERVICED_BY] in self._branches]
        if not found:
            return {}
        groups = [row[GROUP] for row in found]
        places = {key: place for place, key in enumerate(dict.fromkeys(groups))}
        group = column(map(places.__getitem__, groups))
        place, paid_up, one_year = np.array([self._plan(reader, key) for key in places], dtype=np.int64)[group].T
        own = column(chain.from_iterable(row[OWN] for row in found)).reshape(len(found), -1)
        policy, no, amount, lapsed, began, paid_to, months, premium = own.T
        owed_from = np.where(paid_up, FOREVER_NUMBER, paid_to)
        value, reserve = self._book.worth(Coverages(place, amount, began, owed_from))
        held = rows.held(reader, chunk, self._as_of)
        if held:
            in_account = column(held.get(key, 0) for key in zip(policy.tolist(), no.tolist(), strict=True))
            value, reserve = value + in_account, reserve + in_account
        reserve = np.where(lapsed, value, np.maximum(reserve, value))
        unearned = self._not_earned(one_year, began, months, paid_to, premium)
        if told:
            worths = zip(value.tolist(), reserve.tolist(), unearned.tolist(), strict=True)
            for row, worth in zip(found, worths, strict=True):
                told(Row(*row), worth)
        return dict(zip(places, summed(group, len(places), value, reserve, unearned), strict=True))

    def _not_earned(self, one_year: Whole, *columns: Whole) -> Whole:
        """The unearned premium of one-year covers; nothing for all others."""
        found = np.zeros_like(one_year)
        (places,) = np.nonzero(one_year)
        if len(places):
            given = zip(*(column[places].tolist() for column in columns), strict=True)
            found[places] = column(self._unearned(*one) for one in given)
        return found

    def _plan(self, reader: Reader, group: Sequence[Any]) -> _Plan:
        key = tuple(group[PLAN])
        if key not in self._plans:
            self._plans[key] = self._made(reader, *key)
        return self._plans[key]

    def _made(
        self,
        reader: Reader,
        product: str,
        version: int,
        sex: str,
        entry_age: int,
        pay_years: int,
        cover_years: int | None,
        kind: str | None,
    ) -> _Plan:
        basis = catalog_of(reader, version).products[product].basis
        if basis.shape in WITH_ACCOUNT:
            return _Plan(self._book.add(PlanTable((), pay_years)), paid_up=False, one_year=False)
        addition = kind == ADDITION
        terms = PolicyTerms(cast(Sex, sex), entry_age, Fen(1), pay_years, cover_years)
        table = plan_table(for_additions(basis) if addition else basis, terms)
        return _Plan(self._book.add(table), addition, basis.shape in ONE_YEAR)

"""What many coverages are worth on one day: the rules of `values` and `reserves` for whole columns at once.

Each column goes through the very expressions the rules use, in their order, so that both agree to the fen (tests/batch
proves it). Days are whole numbers yyyymmdd, as they are stored: nothing is made of a row but its amounts.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ops_console.data.days import day_number, day_of
from ops_console.rules.due_dates import due_date, instalments_due_by
from ops_console.rules.products.plans import PlanTable

Whole: TypeAlias = NDArray[np.int64]
Real: TypeAlias = NDArray[np.float64]
Day: TypeAlias = int
"""yyyymmdd."""
ONE_YEAR, ONE_MONTH = 10_000, 100
LEAP_DAY, DAY_BEFORE = 229, 228
EPOCH = 1970
Unearned = Callable[[Day, int, Day, int], int]
"""(first day, months between instalments, paid to, instalment) → the part that is not earned yet, in fen."""


class Coverages(NamedTuple):
    """Columns of coverages: place of the plan, sum assured in fen, first day, paid to."""

    plan: Whole
    sum_assured: Whole
    began: Whole
    paid_to: Whole


class Book:
    """Values coverages on one day by the tables of their plans, all of which stand in one matrix: a row a policy year,
    the first of nothing, for years in which nothing is worth anything."""

    def __init__(self, day: date) -> None:
        self._today = day_number(day)
        self._years: list[Sequence[float]] = [(0.0,) * 6]
        self._plans: list[tuple[int, int, int]] = []
        self._matrix: Real = np.zeros((1, 6))
        self._known: Whole = np.zeros((0, 3), dtype=np.int64)

    def add(self, table: PlanTable) -> int:
        """Take in a plan; returns its place."""
        self._plans.append((len(self._years), len(table.years), table.pay_years))
        self._years.extend(table.years)
        return len(self._plans) - 1

    def worth(self, of: Coverages) -> tuple[Whole, Whole]:
        """Cash value and reserve of coverages in fen, before the cash value is made the least reserve."""
        if len(self._known) < len(self._plans):
            self._matrix, self._known = np.array(self._years), np.array(self._plans, dtype=np.int64)
        first, years, pay_years = self._known[of.plan].T
        year, gone, paid = self._counted(pay_years, of.began, of.paid_to)
        row = self._matrix[np.where(year <= years, first + year - 1, 0)].T
        left, net = 1 - gone, paid - gone
        value, reserve = (before * left + after * gone + premium * net for before, after, premium in (row[:3], row[3:]))
        return _to_the_fen(value, of.sum_assured), _to_the_fen(reserve, of.sum_assured)

    def _counted(self, pay_years: Whole, began: Whole, paid_to: Whole) -> tuple[Whole, Real, Real]:
        """Policy year, and the parts of it that have gone and that are paid for: `counted_year` of the rules."""
        all_paid = paid_to >= _anniversary(began, pay_years)
        counted = np.where(all_paid, self._today, np.maximum(began, np.minimum(self._today, paid_to)))
        years = counted // ONE_YEAR - began // ONE_YEAR
        years -= counted < _anniversary(began, years)
        start, end = _ordinal(_anniversary(began, years)), _ordinal(_anniversary(began, years + 1))
        days = end - start
        paid = np.where(all_paid, 1.0, (np.minimum(_ordinal(paid_to), end) - start) / days)
        return years + 1, (_ordinal(counted) - start) / days, paid


def _anniversary(began: Whole, years: Whole) -> Whole:
    """The day so many years later; 28 February for a leap day where there is none."""
    year, day = began // ONE_YEAR + years, began % ONE_YEAR
    is_leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    return year * ONE_YEAR + np.where((day == LEAP_DAY) & ~is_leap, DAY_BEFORE, day)


def _ordinal(day: Whole) -> Whole:
    """Days since a fixed one."""
    months = (day // ONE_YEAR - EPOCH) * 12 + day // ONE_MONTH % 100 - 1
    first: Whole = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return first + day % ONE_MONTH


def _to_the_fen(per_unit: Real, sum_assured: Whole) -> Whole:
    """Half up, as `Fen.round` does: what is left of an amount after its whole fen is exact."""
    amount = np.maximum(per_unit, 0.0) * sum_assured
    whole = np.floor(amount)
    return whole.astype(np.int64) + (amount - whole >= 0.5)


def column(values: Iterable[Any]) -> Whole:
    """Whole numbers as a column."""
    return np.fromiter(values, dtype=np.int64)


def summed(groups: Whole, count: int, *columns: Whole) -> list[list[int]]:
    """By group, from 0: how many rows there are, and the sum of each column."""
    found = np.zeros((count, 1 + len(columns)), dtype=np.int64)
    np.add.at(found, groups, np.stack([np.ones_like(groups), *columns], axis=1))
    sums: list[list[int]] = found.tolist()
    return sums


def unearned_on(day: date) -> Unearned:
    """How the unearned premium of a one-year cover is found on a day: of the last instalment that was paid."""
    periods: dict[tuple[Day, int, Day], tuple[int, int]] = {}

    def period(commenced: date, months: int, paid_to: date) -> tuple[int, int]:
        """Days left and days of the period that was paid for last."""
        paid = instalments_due_by(commenced, months, paid_to) - 1
        if paid < 1 or day >= paid_to:
            return 0, 1
        start = due_date(commenced, months, paid - 1)
        days = (due_date(start, months, 1) - start).days
        return min((paid_to - day).days, days), days

    def unearned(commenced: Day, months: int, paid_to: Day, premium: int) -> int:
        key = (commenced, months, paid_to)
        found = periods.get(key)
        if found is None:
            found = periods[key] = period(day_of(commenced), months, day_of(paid_to))
        left, days = found
        return (2 * premium * left + days) // (2 * days)

    return unearned

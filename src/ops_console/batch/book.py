"""What many coverages are worth on one day: the rules of `values` and `reserves`, looked up in the tables of plans.

Each coverage is interpolated by the very expression the rules use, so that both agree to the fen (tests/batch proves
it). Days are whole numbers yyyymmdd, as they are stored: nothing is made of a row but its amounts.
"""

from dataclasses import dataclass, field
from datetime import date

from ops_console.data.days import day_number, day_of
from ops_console.rules.due_dates import due_date, instalments_due_by
from ops_console.rules.products.plans import PlanTable
from ops_console.rules.products.values import counted_year

Day = int
"""yyyymmdd."""
LEAP_DAY = 229
ONE_YEAR = 10_000
"""Between the numbers of two days a year apart."""


@dataclass
class Book:
    """Values coverages on one day, and remembers what it has worked out about days and plans."""

    day: date
    _number: Day = field(init=False)
    _spans: dict[Day, tuple[int, float, int, int]] = field(default_factory=dict)
    _slow: dict[tuple[Day, int, Day], tuple[int, float, float]] = field(default_factory=dict)
    _periods: dict[tuple[Day, int, Day], tuple[int, int]] = field(default_factory=dict)
    _ordinals: dict[Day, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._number = day_number(self.day)

    def parts(self, commenced: Day, pay_years: int, paid_to: Day) -> tuple[int, float, float]:
        """Policy year, and the parts of it that have gone and that are paid for: `counted_year` of the rules."""
        if commenced % ONE_YEAR != LEAP_DAY:
            if paid_to >= commenced + pay_years * ONE_YEAR:
                year, gone, _start, _days = self._span(commenced)
                return year, gone, 1.0
            if paid_to >= self._number:
                year, gone, start, days = self._span(commenced)
                ahead = self._ordinal(paid_to) - start
                return year, gone, 1.0 if ahead >= days else ahead / days
        key = (commenced, pay_years, paid_to)
        found = self._slow.get(key)
        if found is None:
            at = counted_year(day_of(commenced), pay_years, self.day, day_of(paid_to))
            found = self._slow[key] = (at.year, *at.parts)
        return found

    def worth(self, plan: PlanTable, sum_assured: int, commenced: Day, paid_to: Day) -> tuple[int, int]:
        """Cash value and reserve of a coverage in fen, before the cash value is made the least reserve."""
        year, gone, paid = self.parts(commenced, plan.pay_years, paid_to)
        if year > len(plan.years):
            return 0, 0
        before, after, premium, reserve_before, reserve_after, reserve_premium = plan.years[year - 1]
        left, net = 1 - gone, paid - gone
        value = before * left + after * gone + premium * net
        reserve = reserve_before * left + reserve_after * gone + reserve_premium * net
        return (
            _rounded(value * sum_assured) if value > 0 else 0,
            _rounded(reserve * sum_assured) if reserve > 0 else 0,
        )

    def unearned(self, commenced: Day, months: int, paid_to: Day, premium: int) -> int:
        """Of the last instalment that was paid: the part that is not earned yet, in fen; nothing before one was."""
        key = (commenced, months, paid_to)
        found = self._periods.get(key)
        if found is None:
            found = self._periods[key] = self._period(day_of(commenced), months, day_of(paid_to))
        left, days = found
        return (2 * premium * left + days) // (2 * days)

    def _period(self, commenced: date, months: int, paid_to: date) -> tuple[int, int]:
        """Days left and days of the period that was paid for last."""
        paid = instalments_due_by(commenced, months, paid_to) - 1
        if paid < 1 or self.day >= paid_to:
            return 0, 1
        start = due_date(commenced, months, paid - 1)
        days = (due_date(start, months, 1) - start).days
        return min((paid_to - self.day).days, days), days

    def _span(self, commenced: Day) -> tuple[int, float, int, int]:
        """The policy year the day lies in: its number, the part of it that has gone, its first day and its days."""
        found = self._spans.get(commenced)
        if found is None:
            at = counted_year(day_of(commenced), 1, self.day, date.max)
            start = self.day.toordinal() - int(at.gone * at.days)
            found = self._spans[commenced] = (at.year, float(at.gone), start, at.days)
        return found

    def _ordinal(self, day: Day) -> int:
        found = self._ordinals.get(day)
        if found is None:
            found = self._ordinals[day] = day_of(day).toordinal()
        return found


def _rounded(amount: float) -> int:
    """`Fen.round` of an amount that is not negative: what is left of it after the whole fen is exact."""
    whole = int(amount)
    return whole + (amount - whole >= 0.5)

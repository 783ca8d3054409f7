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
    """Values coverages on one day, and remembers what it has worked out about days."""

    day: date
    _number: Day = field(init=False)
    _spans: dict[Day, tuple[int, float, float, int, int]] = field(default_factory=dict)
    _slow: dict[tuple[Day, int, Day], tuple[int, float, float]] = field(default_factory=dict)
    _periods: dict[tuple[Day, int, Day], tuple[int, int]] = field(default_factory=dict)
    _ordinals: dict[Day, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._number = day_number(self.day)

    def worth(self, plan: PlanTable, sum_assured: int, commenced: Day, paid_to: Day) -> tuple[int, int]:
        """Cash value and reserve of a coverage in fen, before the cash value is made the least reserve.

        One long function, because a million coverages go through it.
        """
        years, pay_years = plan
        span = self._spans.get(commenced) or self._span(commenced)
        if commenced % ONE_YEAR != LEAP_DAY and paid_to >= commenced + pay_years * ONE_YEAR:
            year, gone, net, _start, _days = span
        elif commenced % ONE_YEAR != LEAP_DAY and paid_to >= self._number:
            year, gone, _left, start, days = span
            ahead = (self._ordinals.get(paid_to) or self._ordinal(paid_to)) - start
            net = (1.0 if ahead >= days else ahead / days) - gone
        else:
            year, gone, net = self._slowly(commenced, pay_years, paid_to)
        if year > len(years):
            return 0, 0
        before, after, premium, reserve_before, reserve_after, reserve_premium = years[year - 1]
        left = 1 - gone
        value = (before * left + after * gone + premium * net) * sum_assured
        reserve = (reserve_before * left + reserve_after * gone + reserve_premium * net) * sum_assured
        # Half up to the fen, as `Fen.round` does: what is left of an amount after its whole fen is exact.
        cash = int(value) if value > 0 else 0
        kept = int(reserve) if reserve > 0 else 0
        return cash + (value - cash >= 0.5), kept + (reserve - kept >= 0.5)

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

    def _slowly(self, commenced: Day, pay_years: int, paid_to: Day) -> tuple[int, float, float]:
        """Policy year, the part of it that has gone, and what is paid for beyond that: `counted_year` of the rules."""
        key = (commenced, pay_years, paid_to)
        found = self._slow.get(key)
        if found is None:
            at = counted_year(day_of(commenced), pay_years, self.day, day_of(paid_to))
            gone, paid = at.parts
            found = self._slow[key] = (at.year, gone, paid - gone)
        return found

    def _span(self, commenced: Day) -> tuple[int, float, float, int, int]:
        """The policy year the day lies in: its number, the parts of it that have gone and are left, its first day and
        its days."""
        at = counted_year(day_of(commenced), 1, self.day, date.max)
        gone = float(at.gone)
        found = self._spans[commenced] = (
            at.year,
            gone,
            1 - gone,
            self.day.toordinal() - int(at.gone * at.days),
            at.days,
        )
        return found

    def _ordinal(self, day: Day) -> int:
        found = self._ordinals[day] = day_of(day).toordinal()
        return found

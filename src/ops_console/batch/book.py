"""What many coverages are worth on one day: the rules of `values` and `reserves`, looked up in the tables of plans.

Each coverage is interpolated by the very expression the rules use, so that both agree to the fen (tests/batch proves
it). Days are whole numbers yyyymmdd, as they are stored: nothing is made of a row but its amounts.
"""

from collections.abc import Callable
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
Worth = Callable[[PlanTable, int, Day, Day], tuple[int, int]]
"""(plan, sum assured, first day, paid to) → cash value and reserve in fen, before the one is made the least other."""
Unearned = Callable[[Day, int, Day, int], int]
"""(first day, months between instalments, paid to, instalment) → the part that is not earned yet, in fen."""


class _Days:
    """Days and policy years that were worked out once, for all who ask for the same."""

    def __init__(self, day: date) -> None:
        self._day = day
        self._slow: dict[tuple[Day, int, Day], tuple[int, float, float]] = {}
        self.ordinals: dict[Day, int] = {}

    def ordinal(self, of: Day) -> int:
        found = self.ordinals[of] = day_of(of).toordinal()
        return found

    def span(self, began: Day, counted: Day) -> tuple[int, float, float, int, int]:
        """The policy year a day lies in: its number, the parts of it that have gone and are left, its first day and
        its days. Not for the leap day, whose anniversaries lie elsewhere."""
        ordinals = self.ordinals
        years = counted // ONE_YEAR - began // ONE_YEAR - (counted % ONE_YEAR < began % ONE_YEAR)
        begin = began + years * ONE_YEAR
        start = ordinals.get(begin) or self.ordinal(begin)
        days = (ordinals.get(begin + ONE_YEAR) or self.ordinal(begin + ONE_YEAR)) - start
        gone = ((ordinals.get(counted) or self.ordinal(counted)) - start) / days
        return years + 1, gone, 1 - gone, start, days

    def by_the_rules(self, began: Day, pay_years: int, paid_to: Day) -> tuple[int, float, float]:
        """Policy year, the part gone, and what is paid for beyond that."""
        key = (began, pay_years, paid_to)
        found = self._slow.get(key)
        if found is None:
            at = counted_year(day_of(began), pay_years, self._day, day_of(paid_to))
            gone, paid = at.parts
            found = self._slow[key] = (at.year, gone, paid - gone)
        return found


def worth_on(day: date) -> Worth:
    """How a coverage is valued on a day. One long function, because a million coverages go through it."""
    today, known, spans = day_number(day), _Days(day), dict[Day, tuple[int, float, float, int, int]]()
    ordinals, span = known.ordinals, known.span

    def worth(plan: PlanTable, sum_assured: int, began: Day, paid_to: Day) -> tuple[int, int]:
        years, pay_years = plan
        all_paid = paid_to >= began + pay_years * ONE_YEAR
        if began % ONE_YEAR == LEAP_DAY or paid_to < began:
            year, gone, net = known.by_the_rules(began, pay_years, paid_to)
            left = 1 - gone
        elif all_paid or paid_to >= today:
            found = spans.get(began)
            if found is None:
                found = spans[began] = span(began, today)
            year, gone, left, start, days = found
            net = left
            if not all_paid and (ahead := (ordinals.get(paid_to) or known.ordinal(paid_to)) - start) < days:
                net = ahead / days - gone
        else:
            # Nothing counts beyond what is paid for.
            year, gone, left, _start, _days = span(began, paid_to)
            net = 0.0
        if year > len(years):
            return 0, 0
        before, after, premium, reserve_before, reserve_after, reserve_premium = years[year - 1]
        value = (before * left + after * gone + premium * net) * sum_assured
        reserve = (reserve_before * left + reserve_after * gone + reserve_premium * net) * sum_assured
        # Half up to the fen, as `Fen.round` does: what is left of an amount after its whole fen is exact.
        cash = int(value) if value > 0 else 0
        kept = int(reserve) if reserve > 0 else 0
        return cash + (value - cash >= 0.5), kept + (reserve - kept >= 0.5)

    return worth


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

"""Working days and the ends of periods.

The start day is not counted, the last day is (Civil Code art 201). A legal period whose last day is a day off ends on
the next working day (art 203); one counted in months ends on the day of the same number, or the month's last (art
202). Saturdays and Sundays are off, save for the exceptions published each year: holidays, and the weekend days
worked to make up for them. Outside the years known, weekends alone decide, and every answer says that it is
provisional.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
SATURDAY = 5
SHORTEST_MONTH = 28


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a period; provisional when it lies where the published calendar does not reach."""

    day: date
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """``exceptions``: day → is it worked? for holidays (False) and make-up days (True), known between the two dates."""

    exceptions: Mapping[date, bool]
    last_known: date
    first_known: date = date.min

    def is_working(self, day: date) -> bool:
        return self.exceptions.get(day, day.weekday() < SATURDAY)

    def is_known(self, day: date) -> bool:
        return self.first_known <= day <= self.last_known

    def add_working_days(self, start: date, n: int) -> Deadline:
        """The ``n``-th working day after ``start``; ``start`` itself for 0. ValueError for a negative ``n``."""
        if n < 0:
            raise ValueError(f"cannot add {n} working days")
        day = start
        left = n
        while left:
            day += ONE_DAY
            left -= self.is_working(day)
        return self._deadline(start, day)

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and including ``end``; negative when ``end`` comes first."""
        if end < start:
            return -self.working_days_between(end, start)
        days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
        return sum(self.is_working(day) for day in days)

    def next_working_day(self, day: date) -> Deadline:
        """``day`` itself when it is worked, else the first worked day after it."""
        end = day
        while not self.is_working(end):
            end += ONE_DAY
        return self._deadline(day, end)

    def legal_deadline(self, start: date, days: int) -> Deadline:
        """The end of a legal period of calendar days (Civil Code art 201, 203)."""
        return self.next_working_day(start + timedelta(days=days))

    def legal_deadline_months(self, start: date, months: int) -> Deadline:
        """The end of a legal period of months or years (Civil Code art 202, 203)."""
        return self.next_working_day(add_months(start, months))

    def _deadline(self, start: date, end: date) -> Deadline:
        return Deadline(end, provisional=not (self.is_known(start) and self.is_known(end)))


WEEKENDS_ALONE = WorkCalendar({}, date.min)
"""Of which no holiday is known."""


def add_months(day: date, months: int) -> date:
    """The day of the same number ``months`` later (earlier when negative), or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if day.day <= SHORTEST_MONTH:
        return date(year, month + 1, day.day)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))

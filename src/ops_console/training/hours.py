"""What time it is in the training stores: stamps follow the business date, never the wall clock.

Each branch stamps one act after the other, from nine in the morning on, a few seconds apart.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache

from ops_console.data.days import day_number

OPENS = timedelta(hours=1)
"""Nine o'clock in China, as an instant in UTC."""
APART = timedelta(seconds=11)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Hours:
    """The stamps of one business date, branch by branch."""

    def __init__(self, day: date) -> None:
        self.day = day
        self._acts: dict[int, int] = {}

    def turn_to(self, day: date) -> None:
        """A new business date: everybody begins at nine again."""
        if day != self.day:
            self.day = day
            self._acts.clear()

    def stamp(self, branch: int) -> datetime:
        """The instant of a branch's next act."""
        act = self._acts.get(branch, 0)
        self._acts[branch] = act + 1
        return instant(self.day, act)


def instant(day: date, act: int) -> datetime:
    """The instant of the act of that number, from 0, on a day."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + OPENS + act * APART


@dataclass(frozen=True, slots=True)
class Stamp:
    """A day and an instant as the store keeps them (yyyymmdd, microseconds) and as texts show them."""

    day: int
    day_text: str
    at: int
    at_text: str


def stamp_of(day: date, at: datetime) -> Stamp:
    """Of a business date and the instant of an act on it."""
    return Stamp(day_number(day), day.isoformat(), (at - _EPOCH) // timedelta(microseconds=1), at.isoformat())


@cache
def stamp(day: date, act: int) -> Stamp:
    """Of the act of that number on a day."""
    return stamp_of(day, instant(day, act))

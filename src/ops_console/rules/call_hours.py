"""The hours in which somebody wants to be called, as they are typed: `18-20`, `18:30-20:00`, `18-`, `-12`."""

from __future__ import annotations

import re
from dataclasses import dataclass

MINUTES_AN_HOUR, HOURS_A_DAY = 60, 24
_TYPED = re.compile(r"(?:(\d{1,2})(?:[:：](\d{2}))?)?\s*[-~～至]\s*(?:(\d{1,2})(?:[:：](\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class CallHours:
    """From one minute of the day to another.

    >>> str(CallHours(18 * 60, 20 * 60 + 30))
    '18:00-20:30'
    """

    since: int
    until: int

    def __str__(self) -> str:
        return f"{_clock(self.since)}-{_clock(self.until)}"

    def lies_within(self, other: CallHours) -> bool:
        return other.since <= self.since and self.until <= other.until


def whole_hours(first: int, last: int) -> CallHours:
    """From one full hour to another."""
    return CallHours(first * MINUTES_AN_HOUR, last * MINUTES_AN_HOUR)


def read(text: str, outer: CallHours) -> CallHours:
    """Hours as typed; an end left out is that of `outer`. ValueError for what is none, or ends before it begins."""
    found = _TYPED.fullmatch(text.strip())
    if found is None or not (found[1] or found[3]):
        raise ValueError(text)
    since = _minute(found[1], found[2]) if found[1] else outer.since
    until = _minute(found[3], found[4]) if found[3] else outer.until
    if since >= until:
        raise ValueError(text)
    return CallHours(since, until)


def _minute(hour: str, minute: str | None) -> int:
    if int(hour) > HOURS_A_DAY or int(minute or 0) >= MINUTES_AN_HOUR:
        raise ValueError(hour)
    return int(hour) * MINUTES_AN_HOUR + int(minute or 0)


def _clock(minute: int) -> str:
    return f"{minute // MINUTES_AN_HOUR:02d}:{minute % MINUTES_AN_HOUR:02d}"

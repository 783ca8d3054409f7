"""Service clocks: how long something may take, when it is due, and what happens while it waits.

A standard says how long; a clock is one standard running on one case. Deadlines are calendar dates. Company clocks
stop while the case waits for something the standard names (the customer's papers, an examination) and go on when it
has come: the due date moves by the working days, or the days, the clock stood still, so that as much time is left
after the wait as before it. Legal periods of days or months that end on a day off end on the next working day (Civil
Code art 203).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from ops_console.base.labels import Label
from ops_console.rules.calendar import Deadline, WorkCalendar, add_months

HOURS_A_DAY = 24


class Unit(StrEnum):
    """What a limit is counted in."""

    WORKING_DAYS = "wd"
    DAYS = "d"
    HOURS = "h"
    MONTHS = "months"
    SAME_DAY = "same_day"


class Wait(StrEnum):
    """What a case may wait for; a standard names those that stop its clock."""

    PAPERS = "papers"
    EXAMINATION = "examination"
    INSPECTION = "inspection"
    ASSESSMENT = "assessment"
    CONSENT = "consent"
    PREMIUM = "premium"


class State(StrEnum):
    """Where a clock stands on a day."""

    RUNNING = "running"
    STOPPED = "stopped"
    OVERDUE = "overdue"
    MET = "met"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much time, in the standard's unit, by client tier; very large VIP contracts may have their own."""

    ordinary: int
    vip: int
    vip_large: int | None = None


@dataclass(frozen=True, slots=True)
class Standard:
    """``before``: counted back from the event (a reminder). ``stops_on``: the waits that stop the clock."""

    code: str
    label: Label
    limit: Limits
    unit: Unit
    stops_on: tuple[str, ...]
    source: str
    legal: bool = False
    before: bool = False

    @property
    def in_working_days(self) -> bool:
        """Same-day work is due the day it comes; a wait moves it by the working days waited."""
        return self.unit in (Unit.WORKING_DAYS, Unit.SAME_DAY)

    def allowed(self, vip: bool = False, large: bool = False) -> int:
        """The limit for a client of that tier, in the standard's unit."""
        if vip and large and self.limit.vip_large is not None:
            return self.limit.vip_large
        return self.limit.vip if vip else self.limit.ordinary


@dataclass(frozen=True, slots=True)
class Clock:
    """One standard running on one case.

    ``allowed`` is in the standard's unit; ``paused`` is what earlier stops have added: working days for a standard
    counted in them, days for all others.
    """

    standard: str
    started: date
    due: date
    allowed: int
    provisional: bool = False
    paused: int = 0
    stopped_since: date | None = None
    met_on: date | None = None


def start(
    standard: Standard,
    day: date,
    calendar: WorkCalendar,
    *,
    vip: bool = False,
    large: bool = False,
    allowed: int | None = None,
) -> Clock:
    """Start a clock on ``day``, which is not counted. ``allowed`` overrides the standard where a product sets the
    time.
    """
    limit = standard.allowed(vip, large) if allowed is None else allowed
    return _due_again(Clock(standard.code, day, day, limit), standard, calendar)


def stop(clock: Clock, standard: Standard, wait: str, day: date) -> Clock:
    """The case begins to wait on ``day``. Nothing changes when the standard does not stop for it."""
    if wait not in standard.stops_on or clock.stopped_since or clock.met_on:
        return clock
    return replace(clock, stopped_since=day)


def resume(
    clock: Clock, standard: Standard, day: date, calendar: WorkCalendar, still_out: Collection[str] = ()
) -> Clock:
    """A wait is over on ``day``: the clock goes on, due later, unless something ``still_out`` stops it too.

    What began to wait in time is not late because it came back on a day off: it is due on the next working day, or on
    that very day where the standard says the same day.
    """
    if clock.stopped_since is None or any(wait in standard.stops_on for wait in still_out):
        return clock
    if standard.in_working_days:
        stood = calendar.working_days_between(clock.stopped_since, day)
    else:
        stood = (day - clock.stopped_since).days
    again = _due_again(replace(clock, stopped_since=None, paused=clock.paused + stood), standard, calendar)
    if clock.stopped_since > clock.due or again.due >= day:
        return again
    back = Deadline(day) if standard.unit is Unit.SAME_DAY else calendar.next_working_day(day)
    return replace(again, due=back.day, provisional=again.provisional or back.provisional)


def meet(clock: Clock, day: date) -> Clock:
    """What the clock asked for was done on ``day``; the first time counts."""
    return clock if clock.met_on else replace(clock, met_on=day)


def state(clock: Clock, today: date) -> State:
    """In time is what was done, or began to wait, no later than the due day."""
    late = _measured(clock, today) > clock.due
    if clock.met_on:
        return State.MISSED if late else State.MET
    if late:
        return State.OVERDUE
    return State.STOPPED if clock.stopped_since else State.RUNNING


def remaining(clock: Clock, today: date, calendar: WorkCalendar) -> int:
    """Working days left after ``today``, negative when overdue; as at the stop, or as when met, for a clock at rest."""
    return calendar.working_days_between(_measured(clock, today), clock.due)


def _measured(clock: Clock, today: date) -> date:
    return clock.stopped_since or clock.met_on or today


def _due_again(clock: Clock, standard: Standard, calendar: WorkCalendar) -> Clock:
    deadline = _deadline(clock, standard, calendar)
    return replace(clock, due=deadline.day, provisional=deadline.provisional)


def _deadline(clock: Clock, standard: Standard, calendar: WorkCalendar) -> Deadline:
    if standard.in_working_days:
        return calendar.add_working_days(clock.started, clock.allowed + clock.paused)
    end = _plain_end(clock, standard) + timedelta(days=clock.paused)
    if standard.legal and not standard.before:
        return calendar.next_working_day(end)
    return Deadline(end)


def _plain_end(clock: Clock, standard: Standard) -> date:
    """Hours are counted in whole days, a begun day as a full one, because deadlines are dates."""
    amount = -clock.allowed if standard.before else clock.allowed
    if standard.unit is Unit.MONTHS:
        return add_months(clock.started, amount)
    if standard.unit is Unit.HOURS:
        return clock.started + timedelta(days=-(-amount // HOURS_A_DAY))
    return clock.started + timedelta(days=amount)

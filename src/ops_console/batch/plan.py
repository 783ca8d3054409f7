"""The premium department's day: which runs there are to do, in which order, how much each has to do, what stands in
the way.

The order is that of a premium's life. Customers are told before premiums are raised; premiums are raised before they
are collected; what the bank answered is booked before grace ends; what lapsed long ago is ended before anybody looks
for what is left; money that was granted is paid; and last the day is closed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from ops_console.base.i18n import N_, _
from ops_console.batch.registry import BATCHES
from ops_console.batch.report import Expected
from ops_console.batch.runs import RunKind, Task, task_of
from ops_console.data.runs.candidates import open_branches
from ops_console.data.store import Reader
from ops_console.data.tables import Branch, Run
from ops_console.desk.entry import Actor

ONE_DAY = timedelta(days=1)


class Rhythm(StrEnum):
    """On which days a run is started."""

    DAILY = "daily"
    MONTH_END = "month_end"


@dataclass(frozen=True)
class Step:
    """A run's place in the day."""

    run: str
    rhythm: Rhythm = Rhythm.DAILY


ORDER = (
    Step("notice-run"),
    Step("renewal-run"),
    Step("term-run"),
    Step("grace-run"),
    Step("account-run"),
    Step("fund-run"),
    Step("benefit-run"),
    Step("dividend-run"),
    Step("payout-run"),
    Step("expiry-run"),
    Step("callback-run"),
    Step("reminder-run"),
    Step("file-loan-run"),
    Step("valuation-run", Rhythm.MONTH_END),
    Step("day-end"),
)
"""Every run of the registry, once."""


class State(StrEnum):
    """How a run of the day stands."""

    CUT_OFF = "cut_off"
    """Begun and not finished: the next start takes it up."""
    DUE = "due"
    DONE = "done"
    NOT_TODAY = "not_today"


STATES = {
    State.CUT_OFF: N_("cut off: will be taken up"),
    State.DUE: N_("due"),
    State.DONE: N_("done"),
    State.NOT_TODAY: N_("at the end of the month"),
}


@dataclass(frozen=True)
class Line:
    """One run of the day: how it stands, how much it has to look at, and when it was finished last, for which day."""

    run: str
    label: str
    state: State
    expected: Expected
    last_as_of: date | None
    last_finished: datetime | None
    blocked: str = ""
    """Why it cannot be started now; empty when it can."""

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            "run": self.run,
            "label": _(self.label),
            "state": self.state.value,
            "rows": self.expected.rows,
            "amount": self.expected.amount,
            "last_as_of": self.last_as_of.isoformat() if self.last_as_of else None,
            "last_finished": self.last_finished.isoformat() if self.last_finished else None,
            "blocked": self.blocked,
        }


@dataclass(frozen=True)
class DayPlan:
    """The runs of a day for a branch and those below it, in order; `notes`: what should be looked at, and stops
    nothing."""

    as_of: date
    branch_id: int
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            "as_of": self.as_of.isoformat(),
            "branch_id": self.branch_id,
            "runs": [line.as_dict() for line in self.lines],
            "notes": list(self.notes),
        }


def kinds() -> Iterable[tuple[Step, RunKind]]:
    """The runs of a day in order."""
    for step in ORDER:
        yield step, BATCHES[step.run]


def is_of_day(step: Step, as_of: date) -> bool:
    """Is the run started on this day?"""
    return step.rhythm is Rhythm.DAILY or (as_of + ONE_DAY).day == 1


def plan_of(reader: Reader, actor: Actor, as_of: date, branch: int | None = None) -> DayPlan:
    """What there is to do on a day. NotAllowed outside the clerk's branches."""
    blocked = day_blocked(reader, as_of)
    tasks = [(step, kind, task_of(reader, kind.name, actor, as_of, branch)) for step, kind in kinds()]
    lines = tuple(_line(reader, task, step, kind, blocked) for step, kind, task in tasks)
    return DayPlan(as_of, tasks[0][2].branch_id, lines, tuple(_notes(reader, tasks[0][2])))


def day_blocked(reader: Reader, as_of: date) -> str:
    """Why nothing can be run for a day yet: the day before it is not closed. Empty when it can."""
    today = reader.state().business_date
    if as_of <= today:
        return ""
    behind = open_branches(reader, today, None)
    return _("The business date is {today}: run day-end for it first. Branches whose day is open: {branches}.").format(
        today=today.isoformat(), branches=", ".join(map(str, behind)) or "-"
    )


def _line(reader: Reader, task: Task, step: Step, kind: RunKind, blocked: str) -> Line:
    own = {"kind": kind.name, "branch_id": task.branch_id}
    finished = [run for run in reader.find(Run, order_by="-id", limit=10, **own) if run.finished_at is not None]
    last = finished[0] if finished else None
    expected = expected_of(reader, task, kind)
    cut_off = reader.first(Run, kind=kind.name, finished_at=None) is not None
    done = last is not None and last.as_of >= task.as_of and not expected.rows
    state = State.DONE if done else State.DUE
    if not is_of_day(step, task.as_of):
        state = State.NOT_TODAY
    elif step.rhythm is Rhythm.MONTH_END and last is not None and last.as_of >= task.as_of:
        state = State.DONE
    return Line(
        kind.name,
        kind.label,
        State.CUT_OFF if cut_off else state,
        expected,
        last.as_of if last else None,
        last.finished_at if last else None,
        blocked,
    )


def expected_of(reader: Reader, task: Task, kind: RunKind) -> Expected:
    """How much a run would look at; whether anything at all, where it doesn't say."""
    if kind.expect is not None:
        return kind.expect(reader, task)
    return Expected(sum(1 for _range in kind.cut(reader, task)))


def _notes(reader: Reader, task: Task) -> Iterable[str]:
    """Branches whose day before is still open, runs cut off for other days."""
    today = reader.state().business_date
    for branch_id in open_branches(reader, today - ONE_DAY, task.branches):
        day = reader.need(Branch, branch_id).open_day
        yield _("Branch {branch} has its day of {day} still open: what is done is booked on it until day-end.").format(
            branch=branch_id, day=day.isoformat()
        )
    for run in reader.find(Run, finished_at=None):
        if (run.as_of, run.branch_id) != (task.as_of, task.branch_id):
            yield _("{run} of {day} for branch {branch} was cut off: the next start of it takes that up first.").format(
                run=run.kind, day=run.as_of.isoformat(), branch=run.branch_id
            )

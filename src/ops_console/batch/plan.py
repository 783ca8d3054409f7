"""The premium department's day: which runs there are to do, in which order, how much each has to do, what stands in
the way.

The order is that of a premium's life. Customers are told before premiums are raised; premiums are raised before they
are collected; what the bank answered is booked before grace ends; what lapsed long ago is ended before anybody looks
for what is left; money that was granted is paid; and last the day is closed.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from ops_console.base.i18n import N_, _
from ops_console.batch.collections import unserved
from ops_console.batch.day_end import DAY_END
from ops_console.batch.registry import BATCHES
from ops_console.batch.report import Expected
from ops_console.batch.runs import RunKind, Task, task_of
from ops_console.data.queries.runs import is_at_work
from ops_console.data.runs.candidates import open_branches
from ops_console.data.store import Reader, table_of
from ops_console.data.tables import Branch, Run
from ops_console.desk.entry import Actor

ONE_DAY = timedelta(days=1)


class Rhythm(StrEnum):
    """On which days a run is started."""

    DAILY = "daily"
    MONTH_END = "month_end"


@dataclass(frozen=True)
class Step:
    """A run's place in the day. `once`: what later runs of a day bring it waits for the next day, or a day that was
    broken off and begun again would end unlike one that was not."""

    run: str
    rhythm: Rhythm = Rhythm.DAILY
    once: bool = False


ORDER = (
    # The instalment after one that renewal-run raises is the next to be told of.
    Step("notice-run", once=True),
    Step("renewal-run"),
    Step("term-run"),
    Step("bank-import"),
    Step("held-run"),
    Step("overdue-run"),
    Step("grace-run"),
    Step("account-run"),
    Step("fund-run"),
    Step("loan-run"),
    Step("termination-run"),
    Step("benefit-run"),
    Step("dividend-run"),
    Step("collection-run"),
    Step("payout-run"),
    Step("collector-run"),
    Step("orphan-run"),
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
    AT_WORK = "at_work"
    """Somebody works on it."""
    DUE = "due"
    NOTHING = "nothing"
    """Not started yet for the day, and nothing there now to look at: the runs before it may bring something."""
    DONE = "done"
    """Finished for the day, and nothing is left to look at; or the day is closed."""
    NOT_TODAY = "not_today"


STATES = {
    State.CUT_OFF: N_("cut off: will be taken up"),
    State.AT_WORK: N_("under way"),
    State.DUE: N_("due"),
    State.NOTHING: N_("nothing to do"),
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
        }


@dataclass(frozen=True)
class DayPlan:
    """The runs of a day for a branch and those below it, in order. `blocked`: why none can be started yet, empty when
    they can; `notes`: what should be looked at, and stops nothing."""

    as_of: date
    branch_id: int
    lines: tuple[Line, ...]
    blocked: str = ""
    notes: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            "as_of": self.as_of.isoformat(),
            "branch_id": self.branch_id,
            "runs": [line.as_dict() for line in self.lines],
            "blocked": self.blocked,
            "notes": list(self.notes),
        }


def plan_of(reader: Reader, actor: Actor, as_of: date, branch: int | None = None) -> DayPlan:
    """What there is to do on a day. NotAllowed outside the clerk's branches."""
    lines = [line_of(reader, step, task_of(reader, step.run, actor, as_of, branch)) for step in ORDER]
    task = task_of(reader, DAY_END.name, actor, as_of, branch)
    return DayPlan(as_of, task.branch_id, tuple(lines), day_blocked(reader, as_of), tuple(_notes(reader, task)))


def day_blocked(reader: Reader, as_of: date) -> str:
    """Why nothing can be run for a day yet: the day before it is not closed. Empty when it can."""
    today = reader.state().business_date
    if as_of <= today:
        return ""
    behind = ", ".join(str(branch) for branch in open_branches(reader, today, None))
    return _("The business date is {today}: run day-end for it first. Branches whose day is open: {branches}.").format(
        today=today.isoformat(), branches=behind
    )


def line_of(reader: Reader, step: Step, task: Task) -> Line:
    """How a run of the day stands for the branches of a task."""
    kind, last = BATCHES[step.run], _last(reader, step, task)
    expected = expected_of(reader, task, kind)
    state = _state(reader, step, task, last, lambda: expected)
    return Line(
        kind.name,
        kind.label,
        State.NOTHING if state is State.DUE and not expected.rows else state,
        expected,
        last.as_of if last else None,
        last.finished_at if last else None,
    )


def state_of(reader: Reader, step: Step, task: Task) -> State:
    """How a run of the day stands; what there is to do is counted only where that decides it."""
    return _state(reader, step, task, _last(reader, step, task), lambda: expected_of(reader, task, BATCHES[step.run]))


def _last(reader: Reader, step: Step, task: Task) -> Run | None:
    """The last run of the kind for the task's branch that was finished."""
    finished = table_of(Run).c.finished_at.is_not(None)
    return next(
        iter(reader.find(Run, finished, kind=step.run, branch_id=task.branch_id, order_by="-id", limit=1)), None
    )


def _state(reader: Reader, step: Step, task: Task, last: Run | None, expected: Callable[[], Expected]) -> State:
    if reader.first(Run, kind=step.run, finished_at=None) is not None:
        return State.AT_WORK if is_at_work(reader, step.run) else State.CUT_OFF
    if step.rhythm is Rhythm.MONTH_END and (task.as_of + ONE_DAY).day != 1:
        return State.NOT_TODAY
    if not open_branches(reader, task.as_of, task.branches):
        return State.DONE
    was_run = last is not None and last.as_of >= task.as_of
    if was_run and (step.once or step.rhythm is Rhythm.MONTH_END or not expected().rows):
        return State.DONE
    return State.DUE


def expected_of(reader: Reader, task: Task, kind: RunKind) -> Expected:
    """How much a run would look at; whether anything at all, where it doesn't say."""
    if kind.expect is not None:
        return kind.expect(reader, task)
    return Expected(sum(1 for _range in kind.cut(reader, task)))


def _notes(reader: Reader, task: Task) -> Iterable[str]:
    """Branches whose day before is still open, runs cut off for other days, banks nobody can ask."""
    today = reader.state().business_date
    for branch_id in open_branches(reader, today - ONE_DAY, task.branches):
        day = reader.need(Branch, branch_id).open_day
        yield _("Branch {branch} has its day of {day} still open: what is done is booked on it until day-end.").format(
            branch=branch_id, day=day.isoformat()
        )
    for run in reader.find(Run, finished_at=None):
        if (run.as_of, run.branch_id) != (task.as_of, task.branch_id) and not is_at_work(reader, run.kind):
            yield _("{run} of {day} for branch {branch} was cut off: the next start of it takes that up first.").format(
                run=run.kind, day=run.as_of.isoformat(), branch=run.branch_id
            )
    yield from unserved(reader, task)

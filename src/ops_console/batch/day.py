"""A day of the premium department from its first run to its day end, in the order of `plan.py`.

What was cut off goes on where it stopped: a run cut off is taken up by its next start, and one that is done and finds
nothing more to look at is passed over. The first that fails stops the day; what was done before it stays done.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Any

from ops_console.base.i18n import N_
from ops_console.base.problems import OpsError, Refused
from ops_console.batch.crew import crew_of
from ops_console.batch.plan import ORDER, State, day_blocked, state_of
from ops_console.batch.registry import BATCHES
from ops_console.batch.report import RunReport, Watch
from ops_console.batch.runs import RunKind, task_of
from ops_console.data.store import Store
from ops_console.desk.entry import Actor

Starter = Callable[[RunKind], Actor]
"""Who starts a run: one clerk all of them, or each who has the duty."""


class Came(StrEnum):
    """What came of a run of the day."""

    DONE = "done"
    TRIED = "tried"
    """Only computed."""
    BEFORE = "done_before"
    NOT_TODAY = "not_today"
    OTHERS = "for_others"
    """The clerk has no duty for it."""
    FAILED = "failed"


CAME = {
    Came.DONE: N_("done"),
    Came.TRIED: N_("only tried"),
    Came.BEFORE: N_("done before"),
    Came.NOT_TODAY: N_("at the end of the month"),
    Came.OTHERS: N_("for others: no duty for it"),
    Came.FAILED: N_("failed"),
}


_PASSED_OVER = {State.DONE: Came.BEFORE, State.NOT_TODAY: Came.NOT_TODAY}


@dataclass(frozen=True)
class DayLine:
    """One run of the day: what came of it, and its report where it was started."""

    run: str
    came: Came
    report: RunReport | None = None
    error: OpsError | None = None

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        report = self.report
        return {
            "run": self.run,
            "came": self.came.value,
            "run_id": report.run_id if report else None,
            "rows": report.total.rows if report else 0,
            "amount": report.total.amount if report else 0,
            "resumed": report.resumed if report else False,
            "left": list(report.left) if report else [],
            "faults": list(report.faults) if report else [],
            "error": self.error.message if self.error else "",
        }


@dataclass(frozen=True)
class DayReport:
    """What came of a day, run by run up to the one that failed."""

    as_of: date
    dry_run: bool
    lines: tuple[DayLine, ...]

    @property
    def failed(self) -> DayLine | None:
        """The run that stopped the day."""
        return next((line for line in self.lines if line.came is Came.FAILED), None)

    @property
    def faults(self) -> tuple[str, ...]:
        """What the runs set aside because something unforeseen happened."""
        return tuple(fault for line in self.lines if line.report for fault in line.report.faults)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        lines = [line.as_dict() for line in self.lines]
        return {"as_of": self.as_of.isoformat(), "dry_run": self.dry_run, "runs": lines}


def run_day(
    store: Store,
    starter: Starter,
    as_of: date,
    branch: int | None = None,
    *,
    dry_run: bool = False,
    workers: int = 1,
    told: Callable[[DayLine], None] = lambda _line: None,
    progress: Watch | None = None,
) -> DayReport:
    """Do every run of a day, or compute what each would do on the store as it is now. `told` hears of each as it ends,
    `progress` of its chunks; `workers`: processes that share each.

    Refused for a day the store has not reached: then the day before is not closed. A dry run looks ahead.
    """
    with store.read() as reader:
        blocked = "" if dry_run else day_blocked(reader, as_of)
    if blocked:
        raise Refused(blocked, code="day_before", source="company default")
    lines: list[DayLine] = []
    for step in ORDER:
        kind = BATCHES[step.run]
        actor = starter(kind)
        with store.read() as reader:
            state = state_of(reader, step, task_of(reader, step.run, actor, as_of, branch))
            came = None if kind.may_be_started(reader, actor) else Came.OTHERS
        came = _PASSED_OVER.get(state, came)
        start = partial(
            kind.run, store, actor, as_of, branch, dry_run=dry_run, progress=progress, crew=crew_of(workers)
        )
        line = DayLine(kind.name, came) if came else _run(kind, start)
        lines.append(line)
        told(line)
        if line.came is Came.FAILED:
            break
    return DayReport(as_of, dry_run, tuple(lines))


def _run(kind: RunKind, start: Callable[[], RunReport]) -> DayLine:
    try:
        report = start()
        return DayLine(kind.name, Came.TRIED if report.dry_run else Came.DONE, report)
    except OpsError as error:
        return DayLine(kind.name, Came.FAILED, error=error)

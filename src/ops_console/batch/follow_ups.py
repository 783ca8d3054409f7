"""Runs that look after what waits too long: callbacks whose last day is near, papers that don't come, files that are
not given back.

Case by case, by the operations a clerk would use; what they did once they do not do again.
"""

from collections.abc import Callable

from ops_console.base.i18n import N_
from ops_console.batch.by_case import ByCase, Step
from ops_console.batch.runs import RunKind, Task
from ops_console.data.runs.candidates import Candidates
from ops_console.data.runs.follow_ups import callbacks_due, files_overdue, papers_missing
from ops_console.desk.kinds import KINDS
from ops_console.rooms.archive.overdue import ESCALATION, long_due
from ops_console.rooms.counter.reminders import ASKED, REMINDER

Finds = Callable[[Task], Candidates]
MISSING = {"application": "papers_wanted", "endorsement": "papers", "claim": "papers_wanted"}
"""Where each kind of case waits for its customer's papers."""


def _run(name: str, label: str, duty: str, operation: str, finds: Finds) -> RunKind:
    """A run that does one operation on every case found."""
    work = ByCase(finds, lambda _tx, _task, _case: Step(operation))
    return RunKind(name, label, (duty,), work.cut, work.worker, expect=work.expect)


def _callbacks(task: Task) -> Candidates:
    days = task.catalog.setting("callback_escalation")
    return callbacks_due(task.catalog.calendar.add_working_days(task.as_of, days).day, task.branches)


def _loans(task: Task) -> Candidates:
    long_ago = long_due(task.as_of, task.catalog.setting(ESCALATION), task.catalog.calendar)
    return files_overdue(task.as_of, long_ago, task.branches)


def _papers(task: Task) -> Candidates:
    latest = long_due(task.as_of, task.catalog.setting(REMINDER), task.catalog.calendar)
    places = [(KINDS[kind].state(state).room, kind, state) for kind, state in MISSING.items()]
    return papers_missing(latest, places, ASKED.values(), REMINDER, task.branches)


CALLBACKS = _run(
    "callback-run", N_("Callbacks near their last day escalated"), "callback", "callback.escalate", _callbacks
)
REMINDERS = _run(
    "reminder-run", N_("Customers reminded of missing papers"), "counter", "counter.remind_papers", _papers
)
FILE_LOANS = _run(
    "file-loan-run", N_("Readers of overdue files reminded"), "archive_keeper", "archive.remind_reader", _loans
)

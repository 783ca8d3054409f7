"""loan-run: interest of ended terms is added to loans, customers are warned of loans near the value, and contracts that
their loans have outgrown end."""

from datetime import date

from ops_console.base.i18n import N_
from ops_console.batch.by_policy import ByPolicy, Needed
from ops_console.batch.runs import RunKind, Task
from ops_console.data.runs.candidates import Candidates, with_loans
from ops_console.data.store import Reader
from ops_console.desk.view import View
from ops_console.rooms.policies import PolicyPosition
from ops_console.rooms.premium.loan_terms import loan_step


def _candidates(_reader: Reader, task: Task) -> Candidates:
    return with_loans(task.branches)


def _look(view: View, position: PolicyPosition, day: date) -> Needed | None:
    step = loan_step(view, position, day)
    return None if step is None else Needed(step.operation, step.amount)


_WORK = ByPolicy(_candidates, _look)
LOANS = RunKind(
    "loan-run",
    N_("Interest on loans, loans above the value"),
    ("premium",),
    _WORK.cut,
    _WORK.worker,
    expect=_WORK.expect,
)

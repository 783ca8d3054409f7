"""grace-run: policies whose grace is over get what the contract says, by the operations a clerk would use.

Money held pays the instalment, or a premium loan, or the policy lapses (`rooms/premium/grace.py` decides).
"""

from datetime import date, timedelta

from ops_console.base.i18n import N_
from ops_console.batch.by_policy import ByPolicy, Needed
from ops_console.batch.runs import RunKind, Task
from ops_console.data.runs.candidates import Candidates, overdue
from ops_console.data.store import Reader
from ops_console.desk.view import View
from ops_console.rooms.policies import PolicyPosition
from ops_console.rooms.premium.grace import after_grace


def _candidates(_reader: Reader, task: Task) -> Candidates:
    """Policies whose oldest instalment is older than the shortest grace there is; each is then looked at closely."""
    shortest = min((product.grace_days for product in task.catalog.products.values()), default=0)
    return overdue(task.as_of - timedelta(days=shortest), task.branches)


def _look(_view: View, position: PolicyPosition, day: date) -> Needed | None:
    operation = after_grace(position, day)
    return None if operation is None else Needed(operation, position.owed[0].amount)


_WORK = ByPolicy(_candidates, _look)
GRACE = RunKind(
    "grace-run", N_("End of grace: premium loan or lapse"), ("premium",), _WORK.cut, _WORK.worker, expect=_WORK.expect
)

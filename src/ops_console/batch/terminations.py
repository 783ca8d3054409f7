"""termination-run: contracts that lapsed long ago and were not reinstated are ended, and their cash value refunded."""

from datetime import date

from ops_console.base.i18n import N_
from ops_console.base.money import Fen
from ops_console.batch.by_policy import ByPolicy, Needed
from ops_console.batch.runs import RunKind, Task
from ops_console.batch.sold import products_sold
from ops_console.data.runs.candidates import Candidates, lapsed_by
from ops_console.data.store import Reader
from ops_console.desk.view import View
from ops_console.rooms.policies import PolicyPosition
from ops_console.rooms.premium.termination import TERMINATE, is_to_be_ended
from ops_console.rules.calendar import add_months


def _candidates(reader: Reader, task: Task) -> Candidates:
    """Lapsed for at least as long as the product with the shortest time to reinstate."""
    months = {product.reinstatement_months for product in products_sold(reader)} - {0}
    return lapsed_by(add_months(task.as_of, -min(months, default=0)), task.branches)


def _look(view: View, position: PolicyPosition, day: date) -> Needed | None:
    return Needed(TERMINATE, Fen(0)) if is_to_be_ended(view, position, day) else None


_WORK = ByPolicy(_candidates, _look)
TERMINATION = RunKind(
    "termination-run",
    N_("Contracts that lapsed long ago ended"),
    ("premium",),
    _WORK.cut,
    _WORK.worker,
    expect=_WORK.expect,
)

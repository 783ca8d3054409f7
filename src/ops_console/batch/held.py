"""held-run: money held on a policy pays the instalments it carries, before anybody is reminded or debited again."""

from datetime import date

from ops_console.base.i18n import N_
from ops_console.base.money import Fen
from ops_console.batch.by_policy import ByPolicy, Needed
from ops_console.batch.runs import RunKind, Task
from ops_console.data.runs.candidates import Candidates
from ops_console.data.runs.held import with_money_held
from ops_console.data.store import Reader
from ops_console.desk.view import View
from ops_console.rooms.policies import PolicyPosition
from ops_console.rooms.premium.collecting import allot
from ops_console.rooms.settling import HELD as HELD_WAY

OPERATION = "premium.apply_suspense"


def _candidates(_reader: Reader, task: Task) -> Candidates:
    return with_money_held(task.catalog.ledger.money[HELD_WAY], task.branches)


def _look(_view: View, position: PolicyPosition, _day: date) -> Needed | None:
    paid = allot(position.owed, Fen(0), position.suspense).paid if position.is_in_force else ()
    return Needed(OPERATION, Fen.total(one.amount for one in paid)) if paid else None


_WORK = ByPolicy(_candidates, _look)
HELD = RunKind(
    "held-run", N_("Money held used for premium owed"), ("premium",), _WORK.cut, _WORK.worker, expect=_WORK.expect
)

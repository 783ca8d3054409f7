"""dividend-run: participating contracts get their share in the surplus of a policy year, once its rate is declared."""

from datetime import date

from ops_console.base.i18n import N_
from ops_console.batch.by_policy import ByPolicy, Needed
from ops_console.batch.runs import RunKind, Task
from ops_console.data.runs.candidates import Candidates, dividends_to_come
from ops_console.data.store import Reader
from ops_console.desk.view import View
from ops_console.rooms.dividends import next_dividend
from ops_console.rooms.policies import PolicyPosition
from ops_console.rooms.premium.dividends import GRANT


def _candidates(_reader: Reader, task: Task) -> Candidates:
    """By product, up to the last anniversary whose year is declared: on 1 January the year before has ended."""
    declared_to = {
        code: min(task.as_of, date(declared.spreads[-1][0] + 1, 1, 1))
        for code, declared in task.catalog.declared.items()
        if declared.spreads
    }
    return dividends_to_come(declared_to, task.branches)


def _look(view: View, position: PolicyPosition, day: date) -> Needed | None:
    due = next_dividend(view, position, day)
    if due is None or due.amount is None:
        return None
    return Needed(GRANT, due.amount)


_WORK = ByPolicy(_candidates, _look)
DIVIDEND = RunKind(
    "dividend-run",
    N_("Dividends of the policy years declared"),
    ("premium",),
    _WORK.cut,
    _WORK.worker,
    expect=_WORK.expect,
)

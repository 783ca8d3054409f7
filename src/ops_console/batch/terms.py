"""term-run: one-year covers are offered another year in time, renewed on the day the year ends, or ended with it;
covers for more years end with their term."""

from datetime import date, timedelta

from ops_console.base.i18n import N_
from ops_console.base.money import Fen
from ops_console.batch.by_policy import ByPolicy, Needed
from ops_console.batch.runs import RunKind, Task
from ops_console.data.runs.candidates import Candidates, ending_terms
from ops_console.data.store import Reader
from ops_console.desk.view import View
from ops_console.rooms.policies import PolicyPosition
from ops_console.rooms.premium.run_out import END_COVER, covers_over
from ops_console.rooms.premium.terms import OFFER_DAYS, term_step


def _candidates(_reader: Reader, task: Task) -> Candidates:
    offered_until = task.as_of + timedelta(days=task.catalog.setting(OFFER_DAYS))
    return ending_terms(task.as_of, offered_until, task.branches)


def _look(view: View, position: PolicyPosition, day: date) -> Needed | None:
    step = term_step(view, position, day)
    if step is None:
        return Needed(END_COVER, Fen(0)) if covers_over(position, day) else None
    operation, following = step
    return Needed(operation, following.premium)


_WORK = ByPolicy(_candidates, _look)
TERM = RunKind(
    "term-run",
    N_("Covers renewed or ended with their term"),
    ("premium",),
    _WORK.cut,
    _WORK.worker,
    expect=_WORK.expect,
)

"""collector-run and orphan-run: who collects what is paid by hand, and who serves those whose agent left."""

from datetime import date

from ops_console.base.i18n import N_
from ops_console.base.money import Fen
from ops_console.batch.by_policy import ByPolicy, Needed
from ops_console.batch.runs import RunKind, Task
from ops_console.data.queries.assignments import COLLECTOR, SERVICE
from ops_console.data.runs import assigning
from ops_console.data.runs.candidates import Candidates
from ops_console.data.store import Reader
from ops_console.desk.view import View
from ops_console.rooms.policies import PolicyPosition
from ops_console.rooms.premium.assigning import BY_RULE, missing


def _to_collect(_reader: Reader, task: Task) -> Candidates:
    return assigning.to_collect(task.branches)


def _to_serve(_reader: Reader, task: Task) -> Candidates:
    return assigning.to_serve(task.as_of, task.branches)


def _without_collector(view: View, position: PolicyPosition, day: date) -> Needed | None:
    return Needed(BY_RULE, Fen(0)) if COLLECTOR in missing(view, position, day) else None


def _without_service(view: View, position: PolicyPosition, day: date) -> Needed | None:
    return Needed(BY_RULE, Fen(0)) if SERVICE in missing(view, position, day) else None


_COLLECTING = ByPolicy(_to_collect, _without_collector)
_SERVING = ByPolicy(_to_serve, _without_service)
COLLECTORS = RunKind(
    "collector-run",
    N_("Collectors found for policies paid by hand"),
    ("premium",),
    _COLLECTING.cut,
    _COLLECTING.worker,
    expect=_COLLECTING.expect,
)
ORPHANS = RunKind(
    "orphan-run",
    N_("Clerks found for policies whose agent left"),
    ("premium",),
    _SERVING.cut,
    _SERVING.worker,
    expect=_SERVING.expect,
)

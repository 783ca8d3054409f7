"""expiry-run: what has waited too long for its customer ends, by the operations a clerk would use.

Applications whose offer, examination or questionnaire was not answered are withdrawn; preservation requests whose
papers or payment did not come expire (`rooms/underwriting/expiry.py` and `rooms/preservation/expiry.py` say when).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from ops_console.base.i18n import N_
from ops_console.batch.by_case import ByCase, Step
from ops_console.batch.runs import RunKind, Task
from ops_console.catalog.model import Catalog
from ops_console.data.runs.candidates import Candidates
from ops_console.data.runs.waiting_cases import waiting
from ops_console.data.store import Reader, Tx
from ops_console.data.tables import WorkItem
from ops_console.desk.kinds import KINDS
from ops_console.rooms.preservation import expiry as requests
from ops_console.rooms.underwriting import expiry as applications


@dataclass(frozen=True)
class _Kind:
    """A kind of case that may expire: in which states, by which operation, and after which day."""

    states: tuple[str, ...]
    operation: str
    last_day: Callable[[Reader, Catalog, WorkItem], date | None]
    settings: tuple[str, ...]
    """The company's numbers of days; no case is looked at that is younger than the shortest."""


_EXPIRING = {
    "application": _Kind(
        applications.WAITING, "underwriting.expire", applications.last_day, ("offer_unanswered", "letter_overdue")
    ),
    "endorsement": _Kind(
        requests.WAITING, "preservation.expire", requests.last_day, (requests.UNANSWERED, requests.UNPAID)
    ),
}


def _candidates(task: Task) -> Candidates:
    places = [(KINDS[name].state(state).room, name, state) for name, kind in _EXPIRING.items() for state in kind.states]
    shortest = min(task.catalog.setting(code) for kind in _EXPIRING.values() for code in kind.settings)
    return waiting(places, task.as_of - timedelta(days=shortest), task.branches)


def _look(tx: Tx, task: Task, case: WorkItem) -> Step | None:
    kind = _EXPIRING[case.kind]
    until = kind.last_day(tx, task.catalog, case)
    if until is None or min(tx.state().business_date, task.as_of) <= until:
        return None
    return Step(kind.operation)


_WORK = ByCase(_candidates, _look)
EXPIRY = RunKind(
    "expiry-run",
    N_("What waited too long for its customer"),
    ("counter",),
    _WORK.cut,
    _WORK.worker,
    expect=_WORK.expect,
)

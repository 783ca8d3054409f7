"""expiry-run: what has waited too long for its customer ends, by the operations a clerk would use.

Applications whose offer, examination or questionnaire was not answered are withdrawn; preservation requests whose
papers or payment did not come expire (`rooms/underwriting/expiry.py` and `rooms/preservation/expiry.py` say when).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ops_console.base.i18n import N_
from ops_console.batch.acting import refusal_of, set_aside
from ops_console.batch.chunks import ChunkResult
from ops_console.batch.report import Totals, added
from ops_console.batch.runs import RunKind, Task
from ops_console.catalog.model import Catalog
from ops_console.data.runs.candidates import Candidates
from ops_console.data.runs.chunks import Range
from ops_console.data.runs.waiting_cases import waiting
from ops_console.data.store import Reader, Tx
from ops_console.data.tables import RunChunk, WorkItem
from ops_console.desk.kinds import KINDS
from ops_console.rooms.preservation import expiry as requests
from ops_console.rooms.underwriting import expiry as applications

CASES_PER_CHUNK = 100


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


class _Expiry:
    """Works off the chunks of one run."""

    def __init__(self, task: Task) -> None:
        self._task = task

    def __call__(self, tx: Tx, chunk: RunChunk) -> ChunkResult:
        """Totals: cases that were ended."""
        day = min(tx.state().business_date, self._task.as_of)
        totals: list[dict[int, Totals]] = []
        left: list[str] = []
        faults: list[str] = []
        for case_id in _candidates(self._task).of(tx, chunk):
            case = tx.need(WorkItem, case_id)
            with set_aside(tx, case.number, faults):
                kind = _EXPIRING[case.kind]
                until = kind.last_day(tx, self._task.catalog, case)
                if until is None or day <= until:
                    continue
                refused = refusal_of(tx, kind.operation, self._task.actor, case.number)
                if refused:
                    left.append(refused)
                else:
                    totals.append({case.branch_id: Totals(1)})
        return ChunkResult(added(totals), left=tuple(left), faults=tuple(faults))


def _candidates(task: Task) -> Candidates:
    places = [(KINDS[name].state(state).room, name, state) for name, kind in _EXPIRING.items() for state in kind.states]
    shortest = min(task.catalog.setting(code) for kind in _EXPIRING.values() for code in kind.settings)
    return waiting(places, task.as_of - timedelta(days=shortest), task.branches)


def _cut(reader: Reader, task: Task) -> Iterable[Range]:
    return _candidates(task).ranges(reader, CASES_PER_CHUNK)


EXPIRY = RunKind("expiry-run", N_("What waited too long for its customer"), ("counter",), _cut, _Expiry)

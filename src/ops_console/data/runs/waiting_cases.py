"""Cases that wait for their customer, whom the expiry run looks at closely."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, and_, or_

from ops_console.data.runs.candidates import Candidates
from ops_console.data.store import table_of
from ops_console.data.tables import WorkItem

_case = table_of(WorkItem)


def waiting(places: Iterable[tuple[str, str, str]], received: date, branches: tuple[int, ...] | None) -> Candidates:
    """Open cases in one of these places (room, kind, state) that were received by a day."""
    wanted = and_(waits_in(places), _case.c.received <= received)
    return Candidates(_case.c.id, wanted if branches is None else and_(wanted, _case.c.branch_id.in_(branches)))


def waits_in(places: Iterable[tuple[str, str, str]]) -> ColumnElement[bool]:
    """An open case in one of these places (room, kind, state): found by its room's queue, however many are over."""
    return or_(
        *(
            and_(_case.c.room == room, _case.c.open, _case.c.kind == kind, _case.c.state == state)
            for room, kind, state in places
        )
    )

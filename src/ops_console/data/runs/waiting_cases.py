"""Cases that wait for their customer, whom the expiry run looks at closely."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import and_, or_

from ops_console.data.runs.candidates import Candidates
from ops_console.data.store import table_of
from ops_console.data.tables import WorkItem

_case = table_of(WorkItem)


def waiting(places: Iterable[tuple[str, str, str]], received: date, branches: tuple[int, ...] | None) -> Candidates:
    """Open cases in one of these places (room, kind, state) that were received by a day."""
    in_place = or_(
        *(and_(_case.c.room == room, _case.c.kind == kind, _case.c.state == state) for room, kind, state in places)
    )
    wanted = and_(_case.c.open, in_place, _case.c.received <= received)
    return Candidates(_case.c.id, wanted if branches is None else and_(wanted, _case.c.branch_id.in_(branches)))

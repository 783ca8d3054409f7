"""What was done, by whom: the events of a case or a policy, newest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ops_console.data.store import Reader
from ops_console.data.tables import Clerk, Event


@dataclass(frozen=True)
class EventLook:
    """One event. `data` is as recorded: input, changes with before and after, measures."""

    id: int
    at: datetime
    day: date
    clerk: str
    door: str
    operation: str
    data: Mapping[str, Any]


def history_of(
    reader: Reader, *, case_id: int | None = None, policy_id: int | None = None, limit: int = 100
) -> tuple[EventLook, ...]:
    """The latest events of a case, or of a policy."""
    equal = {"case_id": case_id} if case_id is not None else {"policy_id": policy_id}
    names: dict[int, str] = {}
    looks = []
    for row in reader.find(Event, order_by="-id", limit=limit, **equal):
        if row.clerk_id not in names:
            clerk = reader.get(Clerk, row.clerk_id)
            names[row.clerk_id] = clerk.name if clerk else "?"
        looks.append(EventLook(row.id, row.at, row.day, names[row.clerk_id], row.door, row.operation, row.data))
    return tuple(looks)

"""What was done, by whom: the events of a case or a policy, newest first."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ops_console.data.confidential import TELLS_OF_HEALTH, is_confidential
from ops_console.data.store import Reader
from ops_console.data.tables import Clerk, Event, Party, Trace
from ops_console.rules import accounts
from ops_console.rules.identity import mask

_RESIDENT = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_NUMBERED = re.compile(r".*document(_no)?|insured|culprit|left_out")
"""Names of fields that hold the number of a document."""
_CLERKS = frozenset({"assignee_id", "deputy_id"})
_ACCOUNTS = "account_no"
_OF_PEOPLE = frozenset({"payees", "members"})
_TYPED_LINES: Mapping[str, int] = {"beneficiaries": 1, "heirs": 1, "payees": 0, "members": 1, "lowered": 0}
"""Fields of people typed with slashes, and in which part of each line the document number stands."""


@dataclass(frozen=True)
class EventLook:
    """One event. `data` is as recorded (input, changes with before and after, measures), but for numbers of documents
    and bank accounts, and what tells of somebody's health, which are masked."""

    id: int
    at: datetime
    day: date
    clerk: str
    door: str
    operation: str
    data: Mapping[str, Any]
    whys: tuple[Mapping[str, Any], ...] = ()
    """The traces of the numbers it used, but for confidential ones."""


def history_of(
    reader: Reader, *, case_id: int | None = None, policy_id: int | None = None, limit: int = 100, whys: bool = False
) -> tuple[EventLook, ...]:
    """The latest events of a case, or of a policy; with the traces of their numbers if asked for."""
    equal = {"case_id": case_id} if case_id is not None else {"policy_id": policy_id}
    names: dict[int, str] = {}
    looks = []
    for row in reader.find(Event, order_by="-id", limit=limit, **equal):
        if row.clerk_id not in names:
            clerk = reader.get(Clerk, row.clerk_id)
            names[row.clerk_id] = clerk.name if clerk else "?"
        traces = _whys(reader, row.id) if whys else ()
        data = _without_health(masked(with_names(reader, row.data)))
        look = EventLook(row.id, row.at, row.day, names[row.clerk_id], row.door, row.operation, data, traces)
        looks.append(look)
    return tuple(looks)


def _without_health(value: Any) -> Any:
    """Recorded data without what tells of somebody's health: who decides on it sees it on the case."""
    if isinstance(value, Mapping):
        return {key: "*" if key in TELLS_OF_HEALTH and part else _without_health(part) for key, part in value.items()}
    return [_without_health(part) for part in value] if isinstance(value, (list, tuple)) else value


def _whys(reader: Reader, event_id: int) -> tuple[Mapping[str, Any], ...]:
    found = (trace.body for trace in reader.find(Trace, source_id=event_id))
    return tuple(body for body in found if not is_confidential(str(body["rule"]), body["inputs"]))


def with_names(reader: Reader, value: Any, name: str = "") -> Any:
    """Recorded data, where the ids of clerks and payees stand the names of those they are."""
    if isinstance(value, Mapping):
        parts = {key: with_names(reader, part, key) for key, part in value.items()}
        party = reader.get(Party, value["party_id"]) if name in _OF_PEOPLE and "party_id" in value else None
        return {"name": party.name, **parts} if party else parts
    if isinstance(value, (list, tuple)):
        return [with_names(reader, part, name) for part in value]
    clerk = reader.get(Clerk, value) if name in _CLERKS and isinstance(value, int) else None
    return clerk.name if clerk else value


def masked(value: Any, name: str = "") -> Any:
    """Recorded data, numbers of documents and accounts masked: resident numbers wherever they stand, others by the
    field's name, or by their place in a line of people."""
    if isinstance(value, Mapping):
        return {key: masked(part, key) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [masked(part, name) for part in value]
    if not isinstance(value, str):
        return value
    if name == _ACCOUNTS:
        return accounts.mask(value)
    if name in _TYPED_LINES:
        return _masked_line(value, _TYPED_LINES[name])
    return mask(value) if _NUMBERED.fullmatch(name) else _RESIDENT.sub(lambda found: mask(found[0]), value)


def _masked_line(line: str, place: int) -> str:
    parts = line.split("/")
    return "/".join(mask(part) if at == place else accounts.mask(part) for at, part in enumerate(parts))

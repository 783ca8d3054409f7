"""The queue of a room: the open cases in a clerk's scope, by due date, page by page from wherever one stands.

Pages are cut by key, never by offset, and each branch of the scope is read from its own place in the queue's index: a
million cases cost what ten cost.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ops_console.data.days import day_number, day_of
from ops_console.data.glance import Lines, listed

PAGE = 200
"""Cases a page."""
FOUND_AT_MOST = 500

Place = tuple[int, int]
"""Where a page begins or ends: due date as yyyymmdd, and id."""


@dataclass(frozen=True)
class QueueRow:
    """One line of a queue."""

    id: int
    number: str
    kind: str
    state: str
    branch_id: int
    due: date
    received: date
    assignee_id: int | None
    assignee: str | None
    referred_to: str | None
    priority: int
    version: int
    party: str | None
    tier: str | None

    @property
    def place(self) -> Place:
        return day_number(self.due), self.id


@dataclass(frozen=True)
class RoomCounts:
    """What waits in a room: all, due today, overdue, and taken by the clerk who asks."""

    waiting: int
    due_today: int
    overdue: int
    mine: int


_ROW = """SELECT w.id, w.number, w.kind, w.state, w.branch_id, w.due, w.received, w.assignee_id, c.name, w.referred_to,
 w.priority, w.version, p.name, p.tier
 FROM work_item w LEFT JOIN party p ON p.id = w.party_id LEFT JOIN clerk c ON c.id = w.assignee_id"""


def page(
    lines: Lines,
    room: str,
    scope: Sequence[int],
    *,
    after: Place | None = None,
    before: Place | None = None,
    backward: bool = False,
    size: int = PAGE,
) -> list[QueueRow]:
    """The next cases after a place, or the last ones before it, in the order of the queue; from an end without a place.

    Pages backward when `before` is given or `backward` asks for the end of the queue.
    """
    backward = backward or before is not None
    place, sign = (before, "<") if backward else (after, ">")
    order = "due DESC, id DESC" if backward else "due, id"
    beyond = f"AND (due, id) {sign} (:due, :id)" if place else ""
    parts = " UNION ALL ".join(
        "SELECT * FROM (SELECT due, id FROM work_item WHERE room = :room AND open = true "
        f"AND branch_id = {int(branch)} {beyond} ORDER BY {order} LIMIT :size) AS b{int(branch)}"
        for branch in scope
    )
    values = {"room": room, "size": size} | ({"due": place[0], "id": place[1]} if place else {})
    keys = lines(f"SELECT due, id FROM ({parts}) AS q ORDER BY {order} LIMIT :size", values)
    rows = _rows(lines, [key for _due, key in keys])
    return sorted(rows, key=lambda row: row.place)


def found(lines: Lines, room: str, scope: Sequence[int], ids: Sequence[int]) -> list[QueueRow]:
    """Those of the cases that wait in the room, in the order of the queue."""
    rows = _rows(
        lines, ids[:FOUND_AT_MOST], f"AND w.room = :room AND w.open = true AND w.branch_id IN ({listed(scope)})", room
    )
    return sorted(rows, key=lambda row: row.place)


def mine(lines: Lines, room: str, clerk_id: int) -> list[int]:
    """Ids of the cases of a room that a clerk has taken."""
    # The room is hidden from the planner, which would read the whole queue for it.
    rows = lines(
        "SELECT id FROM work_item WHERE assignee_id = :clerk AND room || '' = :room AND open = true LIMIT :limit",
        {"clerk": clerk_id, "room": room, "limit": FOUND_AT_MOST},
    )
    return [row[0] for row in rows]


def taken(lines: Lines, clerk_id: int) -> dict[int, str]:
    """The open cases a clerk has taken, each with its room."""
    rows = lines(
        "SELECT id, room FROM work_item WHERE assignee_id = :clerk AND open = true ORDER BY due, id LIMIT :limit",
        {"clerk": clerk_id, "limit": FOUND_AT_MOST},
    )
    return {case_id: str(room) for case_id, room in rows}


def several(lines: Lines, ids: Sequence[int]) -> list[QueueRow]:
    """The lines of cases, wherever they are."""
    return sorted(_rows(lines, ids), key=lambda row: row.place)


def one(lines: Lines, case_id: int) -> QueueRow | None:
    """The line of one case, wherever it is."""
    rows = _rows(lines, [case_id])
    return rows[0] if rows else None


def counts(
    lines: Lines, rooms: Sequence[str], scope: Sequence[int], clerk_id: int, today: date
) -> dict[str, RoomCounts]:
    """What waits in each of the rooms that has open cases."""
    named = ", ".join(f"'{room}'" for room in rooms if room.isidentifier())
    where = f"room IN ({named}) AND open = true AND branch_id IN ({listed(scope)})"
    waiting = _by_room(lines, where)
    due = _by_room(lines, f"{where} AND due = :today", today=day_number(today))
    late = _by_room(lines, f"{where} AND due < :today", today=day_number(today))
    taken = _by_room(lines, "open = true AND assignee_id = :clerk", clerk=clerk_id)
    return {
        room: RoomCounts(number, due.get(room, 0), late.get(room, 0), taken.get(room, 0))
        for room, number in waiting.items()
    }


def waiting(lines: Lines, room: str, scope: Sequence[int]) -> int:
    """How many cases wait in one room."""
    ((number,),) = lines(
        f"SELECT COUNT(*) FROM work_item WHERE room = :room AND open = true AND branch_id IN ({listed(scope)})",
        {"room": room},
    )
    return int(number)


def _by_room(lines: Lines, where: str, **values: int) -> dict[str, int]:
    rows = lines(f"SELECT room, COUNT(*) FROM work_item WHERE {where} GROUP BY room", values)
    return {str(row[0]): int(row[1]) for row in rows}


def _rows(lines: Lines, ids: Sequence[int], more: str = "", room: str = "") -> list[QueueRow]:
    if not ids:
        return []
    values = {"room": room} if more else {}
    return [_row(row) for row in lines(f"{_ROW} WHERE w.id IN ({listed(ids)}) {more}", values)]


def _row(columns: Sequence[object]) -> QueueRow:
    (case_id, number, kind, state, branch, due, received, *rest) = columns
    return QueueRow(case_id, number, kind, state, branch, day_of(due), day_of(received), *rest)  # type: ignore[arg-type]

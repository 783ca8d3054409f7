"""The operations floor: what the rooms did today, how a week went, what runs left behind, which case is urgent.

Counting only, on indexes: a million cases cost what their day's work costs.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ops_console.data.at_work import at_work
from ops_console.data.days import day_number, day_of
from ops_console.data.glance import Lines, listed

WEEK = 7


@dataclass(frozen=True)
class DayFlow:
    """Cases received on a day, and closed on it: those that came to their outcome."""

    day: date
    received: int
    closed: int


@dataclass(frozen=True)
class Behind:
    """What runs and day ends left: runs cut off, how many lines each run of the day left, branches whose day is not
    closed (English and Chinese name, open day)."""

    cut_off: tuple[str, ...]
    left: tuple[tuple[str, int], ...]
    unclosed: tuple[tuple[str, str, date], ...]

    def __bool__(self) -> bool:
        return bool(self.cut_off or self.left or self.unclosed)


def done(lines: Lines, rooms: Iterable[str], scope: Sequence[int]) -> dict[str, int]:
    """Cases each room worked on in the branches' open day that no longer wait in it."""
    return {room: _done(lines, room, scope) for room in rooms}


def _done(lines: Lines, room: str, scope: Sequence[int]) -> int:
    # All operations of a room begin with its name and a dot, which a slash follows in the alphabet.
    ((number,),) = lines(
        "SELECT COUNT(DISTINCT e.case_id) FROM branch b JOIN event e ON e.branch_id = b.id AND e.day = b.open_day "
        "AND e.operation >= :first AND e.operation < :beyond JOIN work_item w ON w.id = e.case_id "
        f"WHERE b.id IN ({listed(scope)}) AND (w.open = false OR w.room <> :room)",
        {"first": f"{room}.", "beyond": f"{room}/", "room": room},
    )
    return int(number)


def week(lines: Lines, scope: Sequence[int], last: date) -> tuple[DayFlow, ...]:
    """Cases received and closed on each of the seven days that end with `last`."""
    days = [last - timedelta(days=back) for back in reversed(range(WEEK))]
    received, closed = (_by_day(lines, column, scope, days[0], last) for column in ("received", "closed_on"))
    return tuple(DayFlow(day, received.get(day, 0), closed.get(day, 0)) for day in days)


def _by_day(lines: Lines, column: str, scope: Sequence[int], first: date, last: date) -> dict[date, int]:
    rows = lines(
        f"SELECT {column}, COUNT(*) FROM work_item WHERE {column} BETWEEN :first AND :last "
        f"AND branch_id IN ({listed(scope)}) GROUP BY {column}",
        {"first": day_number(first), "last": day_number(last)},
    )
    return {day_of(day): int(number) for day, number in rows}


def behind(lines: Lines, location: str, scope: Sequence[int], today: date) -> Behind:
    """What is left behind in the branches of the scope on the business date, in the store at the location."""
    where = f"branch_id IN ({listed(scope)})"
    unfinished = lines(f"SELECT DISTINCT kind FROM run WHERE finished_at IS NULL AND {where} ORDER BY kind", {})
    left: dict[str, int] = {}
    for kind, told in lines(
        'SELECT r.kind, c."left" FROM run r JOIN run_chunk c ON c.run_id = r.id '
        f'WHERE r.as_of = :today AND r.{where} AND c."left" IS NOT NULL',
        {"today": day_number(today)},
    ):
        left[kind] = left.get(kind, 0) + len(json.loads(told))
    unclosed = lines(
        f"SELECT name_en, name_zh, open_day FROM branch WHERE id IN ({listed(scope)}) AND open_day < :today "
        "ORDER BY open_day, id",
        {"today": day_number(today)},
    )
    return Behind(
        tuple(str(kind) for (kind,) in unfinished if not at_work(lines, location, kind)),
        tuple(sorted(left.items())),
        tuple((name_en, name_zh, day_of(day)) for name_en, name_zh, day in unclosed),
    )

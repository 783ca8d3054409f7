"""Who works here: what the console needs to know of a clerk before the first screen."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ops_console.data.days import day_of
from ops_console.data.glance import Lines
from ops_console.rules.calendar import WorkCalendar

ASSIGN = "assign"
"""The kind of decision whose lowest grade the catalog sets: handing out work."""


@dataclass(frozen=True)
class StoreLook:
    """What store this is, and which day it is in it."""

    is_demo: bool
    business_date: date
    catalog_version: int
    calendar: WorkCalendar
    idle_lock: int
    """Minutes without a key after which the console locks."""


@dataclass(frozen=True)
class ClerkLook:
    """A clerk with duties and scope: the own branch and every branch below it."""

    id: int
    login: str
    name: str
    grade: str
    branch_id: int
    branch_en: str
    branch_zh: str
    language: str
    locked: bool
    password_hash: str | None
    duties: frozenset[str]
    scope: tuple[int, ...]
    rooms: tuple[str, ...]
    """Rooms the duties belong to."""
    hands_out: bool
    """Has the grade that hands out work, by itself."""
    above: frozenset[str]
    """Grades above the own: what is referred to one of them somebody else decides."""


@dataclass(frozen=True)
class ClerkLine:
    """A clerk in the list of a demo store's clerks; the grade as the catalog in force calls it."""

    id: int
    login: str
    name: str
    grade_en: str
    grade_zh: str
    branch_en: str
    branch_zh: str
    duties: tuple[str, ...]


def is_training(lines: Lines) -> bool:
    """Is it a training store? Asked of stores of any release."""
    ((is_demo,),) = lines("SELECT is_demo FROM store_state WHERE id = 1", {})
    return bool(is_demo)


def store_look(lines: Lines) -> StoreLook:
    """The store's own row, and what the console needs of the catalog in force."""
    ((is_demo, today, version),) = lines(
        "SELECT is_demo, business_date, catalog_version FROM store_state WHERE id = 1", {}
    )
    return StoreLook(
        bool(is_demo), day_of(today), version, _calendar(lines, version), _setting(lines, version, "idle_lock")
    )


def _setting(lines: Lines, version: int, code: str) -> int:
    ((body,),) = lines(
        "SELECT body FROM catalog_entry WHERE version = :version AND kind = 'setting' AND code = :code",
        {"version": version, "code": code},
    )
    return int(json.loads(body)["value"])


def _calendar(lines: Lines, version: int) -> WorkCalendar:
    """The working-day calendar of a catalog version, without the rest of the catalog."""
    rows = lines(
        "SELECT code, body FROM catalog_entry WHERE version = :version AND kind = 'calendar' ORDER BY code",
        {"version": version},
    )
    if not rows:
        return WorkCalendar({}, date.min)
    years = [int(code) for code, _body in rows]
    days = [day for _code, body in rows for day in json.loads(body)["days"]]
    exceptions: Mapping[date, bool] = {date.fromisoformat(day[0]): day[1] == "yes" for day in days}
    return WorkCalendar(exceptions, date(years[-1], 12, 31), date(years[0], 1, 1))


def clerk_by_id(lines: Lines, clerk_id: int) -> ClerkLook | None:
    """A clerk by id, locked or not."""
    return _clerk(lines, "c.id = :key", clerk_id)


def clerk_by_login(lines: Lines, login: str) -> ClerkLook | None:
    """A clerk by login name, locked or not."""
    return _clerk(lines, "c.login = :key", login)


def _clerk(lines: Lines, condition: str, key: int | str) -> ClerkLook | None:
    found = lines(
        "SELECT c.id, c.login, c.name, c.grade, c.branch_id, b.name_en, b.name_zh, c.language, c.locked, "
        f"c.password_hash FROM clerk c JOIN branch b ON b.id = c.branch_id WHERE {condition}",
        {"key": key},
    )
    if not found:
        return None
    clerk, login, name, grade, branch, branch_en, branch_zh, language, locked, password_hash = found[0]
    duties = frozenset(
        duty for (duty,) in lines("SELECT duty FROM clerk_duty WHERE clerk_id = :clerk", {"clerk": clerk})
    )
    return ClerkLook(
        id=clerk,
        login=login,
        name=name,
        grade=grade,
        branch_id=branch,
        branch_en=branch_en,
        branch_zh=branch_zh,
        language=language,
        locked=bool(locked),
        password_hash=password_hash,
        duties=duties,
        scope=scope_of(lines, branch),
        rooms=_rooms(lines, duties),
        hands_out=_hands_out(lines, grade),
        above=_above(lines, grade),
    )


def _rooms(lines: Lines, duties: Collection[str]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(body["room"] for code, body in _entries(lines, "duty") if code in duties and body.get("room"))
    )


def _above(lines: Lines, grade: str) -> frozenset[str]:
    ranks = _ranks(lines)
    return frozenset(code for code, rank in ranks.items() if rank > ranks[grade])


def _ranks(lines: Lines) -> dict[str, int]:
    return {code: body["rank"] for code, body in _entries(lines, "grade")}


def _hands_out(lines: Lines, grade: str) -> bool:
    ranks = _ranks(lines)
    needed = {code: body["grade"] for code, body in _entries(lines, "minimum_grade")}[ASSIGN]
    return ranks[grade] >= ranks[needed]


def _entries(lines: Lines, kind: str) -> list[tuple[str, dict[str, Any]]]:
    """The entries of a kind that are in force, by code."""
    rows = lines(
        "SELECT e.code, e.body FROM catalog_entry e JOIN store_state s ON s.catalog_version = e.version "
        "WHERE s.id = 1 AND e.kind = :kind ORDER BY e.code",
        {"kind": kind},
    )
    return [(code, json.loads(body)) for code, body in rows]


def scope_of(lines: Lines, branch_id: int) -> tuple[int, ...]:
    """A branch and every branch below it."""
    rows = lines(
        "WITH RECURSIVE below(id) AS (SELECT id FROM branch WHERE id = :branch "
        "UNION ALL SELECT b.id FROM branch b JOIN below ON b.parent_id = below.id) SELECT id FROM below ORDER BY id",
        {"branch": branch_id},
    )
    return tuple(branch for (branch,) in rows)


def demo_clerks(lines: Lines, limit: int = 200) -> list[ClerkLine]:
    """Clerks who may work, with their duties: for the list a demo store offers instead of passwords."""
    duties: dict[int, list[str]] = {}
    for clerk, duty in lines("SELECT clerk_id, duty FROM clerk_duty ORDER BY clerk_id, duty", {}):
        duties.setdefault(clerk, []).append(duty)
    rows = lines(
        "SELECT c.id, c.login, c.name, c.grade, b.name_en, b.name_zh FROM clerk c JOIN branch b ON b.id = c.branch_id "
        "WHERE NOT c.locked ORDER BY c.id LIMIT :limit",
        {"limit": limit},
    )
    grades = _grades(lines)
    return [
        ClerkLine(clerk, login, name, *grades[grade], branch_en, branch_zh, tuple(duties.get(clerk, ())))
        for clerk, login, name, grade, branch_en, branch_zh in rows
    ]


def _grades(lines: Lines) -> dict[str, tuple[str, str]]:
    """English and Chinese label of every grade in force."""
    labels = {code: body["label"] for code, body in _entries(lines, "grade")}
    return {code: (label["en"], label["zh"]) for code, label in labels.items()}

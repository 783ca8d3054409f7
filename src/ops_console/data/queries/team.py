"""A supervisor's team: who works in the branches below, and how much each has to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ops_console.data.days import day_number, day_of
from ops_console.data.glance import Lines, listed

MOST = 500
"""Clerks listed; of more, those with the most overdue and open cases."""


@dataclass(frozen=True)
class Deputy:
    """Who stands in for a clerk, from the first day to the last."""

    name: str
    first: date
    last: date


@dataclass(frozen=True)
class Load:
    """One clerk: open cases taken, of those overdue, and cases worked on in the branches' open day."""

    id: int
    login: str
    name: str
    grade: str
    branch_en: str
    branch_zh: str
    duties: tuple[str, ...]
    open: int
    overdue: int
    done: int
    deputy: Deputy | None


def team(lines: Lines, scope: Sequence[int], today: date) -> list[Load]:
    """The clerks of the branches who may work and hold a duty, the most loaded first."""
    where = f"c.branch_id IN ({listed(scope)}) AND NOT c.locked"
    duties: dict[int, list[str]] = {}
    rows = lines(f"SELECT d.clerk_id, d.duty FROM clerk_duty d JOIN clerk c ON c.id = d.clerk_id WHERE {where}", {})
    for clerk, duty in sorted(tuple(row) for row in rows):
        duties.setdefault(clerk, []).append(duty)
    held = {
        clerk: (int(number), int(late))
        for clerk, number, late in lines(
            "SELECT w.assignee_id, COUNT(*), SUM(CASE WHEN w.due < :today THEN 1 ELSE 0 END) FROM clerk c "
            f"JOIN work_item w ON w.assignee_id = c.id WHERE {where} AND w.open = true GROUP BY w.assignee_id",
            {"today": day_number(today)},
        )
    }
    done = _done(lines, scope)
    found = lines(
        "SELECT c.id, c.login, c.name, c.grade, b.name_en, b.name_zh, d.name, c.deputy_from, c.deputy_until "
        "FROM clerk c JOIN branch b ON b.id = c.branch_id LEFT JOIN clerk d ON d.id = c.deputy_id AND NOT d.locked "
        f"WHERE {where} ORDER BY c.id",
        {},
    )
    loads = [
        Load(
            clerk, login, name, grade, branch_en, branch_zh, tuple(duties[clerk]), *held.get(clerk, (0, 0)),
            done.get(clerk, 0), _deputy(deputy, first, last, today),
        )
        for clerk, login, name, grade, branch_en, branch_zh, deputy, first, last in found
        if clerk in duties
    ]  # fmt: skip
    return sorted(loads, key=lambda load: (-load.overdue, -load.open, load.id))[:MOST]


def _deputy(name: str | None, first: int | None, last: int | None, today: date) -> Deputy | None:
    """Who stands in; nobody where it is over."""
    if name is None or first is None or last is None or day_of(last) < today:
        return None
    return Deputy(name, day_of(first), day_of(last))


def _done(lines: Lines, scope: Sequence[int]) -> dict[int, int]:
    """Cases each clerk worked on in the open day; handing cases round is not work on them."""
    rows = lines(
        "SELECT e.clerk_id, COUNT(DISTINCT e.case_id) FROM branch b JOIN event e ON e.branch_id = b.id "
        f"AND e.day = b.open_day WHERE b.id IN ({listed(scope)}) AND e.operation NOT LIKE 'desk.%' "
        "AND e.case_id IS NOT NULL GROUP BY e.clerk_id",
        {},
    )
    return {clerk: int(number) for clerk, number in rows}

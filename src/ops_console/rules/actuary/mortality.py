"""Mortality tables: yearly death rates by age, what must hold of them, and the lives they leave."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from ops_console.base.i18n import _
from ops_console.base.problems import Problem


@dataclass(frozen=True)
class MortalityTable:
    """Yearly death rates q(x) of one population from ``first_age`` up; the last is 1: nobody outlives the table."""

    name: str
    q: tuple[float, ...]
    first_age: int = 0

    @property
    def last_age(self) -> int:
        """ω: the last age with a rate."""
        return self.first_age + len(self.q) - 1

    def rate(self, age: int) -> float:
        """q(x). ValueError outside the table."""
        if not self.first_age <= age <= self.last_age:
            raise ValueError(f"{self.name} has no rate for age {age}")
        return self.q[age - self.first_age]

    @cached_property
    def lx(self) -> tuple[float, ...]:
        """Lives at each age out of 1 at ``first_age``; one entry more than rates, the last 0."""
        lives = [1.0]
        for q in self.q:
            lives.append(lives[-1] * (1.0 - q))
        return tuple(lives)


@lru_cache(maxsize=256)
def with_extra(table: MortalityTable, em_points: int) -> MortalityTable:
    """The table of lives with ``em_points`` per cent more deaths at every age, no rate above 1."""
    factor = 1 + em_points / 100
    return MortalityTable(f"{table.name}+{em_points}", tuple(min(1.0, q * factor) for q in table.q), table.first_age)


def problems_of(name: str, rates: Iterable[tuple[int, float]]) -> list[Problem]:
    """All that is wrong with a table's (age, q) rows: gaps, rates outside 0 to 1, a last rate below 1."""
    rows = list(rates)
    if not rows:
        return [Problem(name, _("The table has no rates"))]
    found = [
        Problem(
            name, _("Age {age} is followed by age {next}, not {expected}").format(age=age, next=after, expected=age + 1)
        )
        for (age, _q), (after, _next_q) in pairwise(rows)
        if after != age + 1
    ]
    found += [
        Problem(name, _("The rate at age {age} is {rate}; it must lie between 0 and 1").format(age=age, rate=q))
        for age, q in rows
        if not 0 <= q <= 1
    ]
    last_age, last_q = rows[-1]
    if last_q != 1:
        found.append(
            Problem(name, _("The last rate, at age {age}, is {rate}; it must be 1").format(age=last_age, rate=last_q))
        )
    return found


def read_tables(text: str) -> tuple[Mapping[str, MortalityTable], list[Problem]]:
    """Tables from CSV text: a column ``age`` and a column of rates a table. Sound tables, and the others' problems."""
    reader = csv.DictReader(io.StringIO(text))
    columns: dict[str, list[tuple[int, float]]] = {name: [] for name in reader.fieldnames or () if name != "age"}
    problems: list[Problem] = []
    for row in reader:
        for name, rows in columns.items():
            try:
                rows.append((int(row["age"]), float(row[name])))
            except (KeyError, TypeError, ValueError):
                message = _("Age and rate must be numbers")
                problems.append(Problem(name, message, line=reader.line_num, value=str(row.get(name))))
    unsound = {problem.field for problem in problems}
    tables = {}
    for name, rows in columns.items():
        found = problems_of(name, rows)
        problems += found
        if not found and name not in unsound:
            tables[name] = MortalityTable(name, tuple(q for _age, q in rows), rows[0][0])
    return tables, problems

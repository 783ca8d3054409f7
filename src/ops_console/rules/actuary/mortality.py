"""Mortality tables: yearly death rates by age, what must hold of them, and the lives they leave.

Read from CSV text: a column ``age`` (or ``x``), and a column of yearly rates or of lives a table. Lives are what
columns called ``lx``, ``l_x`` or ``lx_...`` hold; the last of them die within their year of age.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from ops_console.base.i18n import _
from ops_console.base.problems import Problem
from ops_console.rules.not_possible import NotPossible

AGE_COLUMNS = ("age", "x")
_AGE = re.compile(r"\d{1,3}", re.ASCII)
_LIVES = re.compile(r"l_?x(_.*)?", re.IGNORECASE)


class Cell(NamedTuple):
    """A number of a table: the age it is for, and the line of the file it stands in."""

    age: int
    value: float
    line: int | None = None


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
            raise NotPossible(_("{table} has no rate for age {age}").format(table=self.name, age=age))
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


def problems_of(name: str, cells: Sequence[Cell]) -> list[Problem]:
    """All that is wrong with a table's rates: gaps, rates outside 0 to 1, a last rate below 1."""
    if not cells:
        return [Problem(name, _("The table has no rates"))]
    found = [*out_of_order(name, cells)]
    found += [
        Problem(name, _("The rate at age {age} is {rate}; it must lie between 0 and 1").format(age=age, rate=q), line)
        for age, q, line in cells
        if not 0 <= q <= 1
    ]
    age, q, line = cells[-1]
    if q != 1:
        message = _("The last rate, at age {age}, is {rate}; it must be 1").format(age=age, rate=q)
        found.append(Problem(name, message, line))
    return found


def out_of_order(name: str, cells: Sequence[Cell]) -> Iterable[Problem]:
    """Gaps between ages, and ages that come twice or too late."""
    for (age, _value, _line), (after, _next, line) in pairwise(cells):
        if after <= age:
            yield Problem(name, _("Age {next} comes after age {age}; each age once, in order").format(
                age=age, next=after), line)  # fmt: skip
        elif after != age + 1:
            message = _("Age {age} is followed by age {next}, not {expected}")
            yield Problem(name, message.format(age=age, next=after, expected=age + 1), line)


def _problems_of_lives(name: str, lives: Sequence[Cell]) -> list[Problem]:
    """All that is wrong with a column of lives: gaps, lives that rise or are below 0, nobody to begin with."""
    if not lives or not lives[0].value > 0:
        return [Problem(name, _("The table has no lives to begin with"), lives[0].line if lives else None)]
    found = [*out_of_order(name, lives)]
    for before, after in pairwise(lives):
        if not 0 <= after.value <= before.value:
            message = _("Lives at age {age} are {lives} after {before}; they never rise, nor fall below 0")
            found.append(
                Problem(name, message.format(age=after.age, lives=after.value, before=before.value), after.line)
            )
    return found


def _rates_of_lives(lives: Sequence[Cell]) -> list[Cell]:
    """q(x) = 1 - l(x+1) / l(x), as long as anybody lives; 1 at the last age."""
    alive = [cell for cell in lives if cell.value > 0]
    rates = [Cell(age, 1 - after.value / value, line) for (age, value, line), after in pairwise(alive)]
    last = alive[-1]
    return [*rates, Cell(last.age, 1.0, last.line)]


def read_tables(text: str) -> tuple[Mapping[str, MortalityTable], list[Problem]]:
    """Sound tables of a CSV text by the name of their column, and the problems of the others, each with its line."""
    columns, problems = read_columns(text)
    unsound = {problem.field for problem in problems}
    tables = {}
    for name, cells in columns.items():
        if name in unsound:
            problems += out_of_order(name, cells)
            continue
        if _LIVES.fullmatch(name):
            found = _problems_of_lives(name, cells)
            rates = [] if found else _rates_of_lives(cells)
        else:
            found, rates = problems_of(name, cells), cells
        problems += found
        if not found:
            tables[name] = MortalityTable(name, tuple(cell.value for cell in rates), rates[0].age)
    return tables, problems


def read_columns(text: str) -> tuple[dict[str, list[Cell]], list[Problem]]:
    """Columns of numbers by age from CSV text, and what can't be read, with its line; in its place no number stands."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    names = [name.strip() for name in reader.fieldnames or ()]
    reader.fieldnames = names
    age_column = next((name for name in names if name.lower() in AGE_COLUMNS), None)
    values = [name for name in names if name and name != age_column]
    if age_column is None or not values or len(set(values)) != len(values):
        message = _("The first line wants a column age, and a column of rates or lives a table, each with its own name")
        return {}, [Problem("", message, line=1, value=", ".join(names))]
    columns: dict[str, list[Cell]] = {name: [] for name in values}
    problems: list[Problem] = []
    for row in reader:
        for name, cells in columns.items():
            try:
                cells.append(_cell(row[age_column], row[name], reader.line_num))
            except (TypeError, ValueError):
                message = _("Age and rate must be numbers, ages whole ones from 0")
                problems.append(Problem(name, message, line=reader.line_num, value=str(row.get(name))))
                if _AGE.fullmatch(row[age_column] or ""):
                    # Its age is there, so that the ages beside it leave no gap.
                    cells.append(Cell(int(row[age_column]), math.nan, reader.line_num))
    return columns, problems


def _cell(age: str, value: str, line: int) -> Cell:
    cell = Cell(int(age), float(value), line)
    if cell.age < 0 or not math.isfinite(cell.value):
        raise ValueError(f"{age}, {value}")
    return cell

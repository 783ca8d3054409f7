"""Who may decide how much: a ladder of grades, each with a limit for every measure of a decision.

What goes beyond a grade's limit is referred to the lowest grade that may decide it; it is never split, so that measures
accumulate over a case: amounts add up, extra mortality counts at its highest. Some decisions (a refusal, an ex gratia
payment, an agreed settlement) need a grade whatever the amount. Source: company default; the limits are catalog data.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ops_console.base.labels import Label


class Accumulation(StrEnum):
    """How a measure of several decisions on one case counts together."""

    SUM = "sum"
    MAX = "max"


class MeasureUnit(StrEnum):
    """Amounts of money are fen; extra mortality is points over 100."""

    FEN = "fen"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class Measure:
    """What authority is checked on, such as the sum at risk."""

    code: str
    label: Label
    unit: MeasureUnit
    accumulation: Accumulation
    source: str

    def accumulated(self, values: Iterable[int]) -> int:
        """All values of one case as one."""
        return sum(values) if self.accumulation is Accumulation.SUM else max(values, default=0)


@dataclass(frozen=True, slots=True)
class Grade:
    """A rung; ``rank`` grows upward, a limit of None is no limit, a measure not listed is not to be decided at all."""

    code: str
    rank: int
    label: Label
    limits: Mapping[str, int | None]
    source: str

    def exceeded(self, measures: Mapping[str, int]) -> tuple[str, ...]:
        """The measures that are above this grade's limits, in the order given."""
        return tuple(code for code, value in measures.items() if not self._within(code, value))

    def _within(self, measure: str, value: int) -> bool:
        limit = self.limits.get(measure, 0)
        return limit is None or value <= limit


@dataclass(frozen=True, slots=True)
class Ladder:
    """``grades`` from the lowest up; ``minimum_grades``: kind of decision → grade; ``automatic``: measure → limit."""

    measures: Mapping[str, Measure]
    grades: tuple[Grade, ...]
    minimum_grades: Mapping[str, str]
    automatic: Mapping[str, int]

    def grade(self, code: str) -> Grade:
        """KeyError for a grade that is not on the ladder."""
        for grade in self.grades:
            if grade.code == code:
                return grade
        raise KeyError(code)

    def may(self, grade: str, measures: Mapping[str, int], decision: str | None = None) -> bool:
        """May that grade decide it?"""
        return self.grade(grade).rank >= self.needed(measures, decision).rank

    def needed(self, measures: Mapping[str, int], decision: str | None = None) -> Grade:
        """The lowest grade that may decide it; the highest has no limits."""
        minimum = self.minimum_grades.get(decision or "")
        floor = self.grade(minimum).rank if minimum else 0
        for grade in self.grades:
            if grade.rank >= floor and not grade.exceeded(measures):
                return grade
        return self.grades[-1]

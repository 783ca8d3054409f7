"""What a life cover pays, year by year, and what that is worth at issue.

Policy years count from 1; attained age = entry age + policy year - 1. Death benefits fall due at the end of the year of
death, premiums at its start. All present values are at issue, with D(0) = 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from ops_console.base.i18n import _
from ops_console.rules.actuary.contingencies import commutation
from ops_console.rules.actuary.mortality import MortalityTable
from ops_console.rules.not_possible import NotPossible

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Cover:
    """``death[k - 1]`` at the end of policy year k for a death in it, ``maturity`` on survival of the last year;
    ``survival[k - 1]`` on survival of policy year k, for as many years as are given, the last not among them.

    Where lives leave for other causes too, ``table`` has the rates of leaving, and ``death`` is the mean over causes.
    """

    table: MortalityTable
    age: int
    death: tuple[float, ...]
    maturity: float = 0.0
    survival: tuple[float, ...] = ()

    @property
    def years(self) -> int:
        return len(self.death)


def years_to_end(table: MortalityTable, age: int) -> int:
    """Policy years from an entry age to the end of the table, where whole life cover ends with the last life."""
    return table.last_age - age + 1


def level_cover(table: MortalityTable, age: int, years: int, amount: float = 1.0, maturity: float = 0.0) -> Cover:
    """The same death benefit every year. ValueError when the table ends before the cover."""
    if not 1 <= years <= years_to_end(table, age):
        raise NotPossible(
            _("{table} can't carry {years} years from age {age}").format(table=table.name, years=years, age=age)
        )
    return Cover(table, age, (amount,) * years, maturity)


def discounts(cover: Cover, interest: float) -> tuple[float, ...]:
    """D(t) for t = 0 … years: 1 on survival to the end of policy year t."""
    cols = commutation(cover.table, interest)
    row = cols.row(cover.age)
    return tuple(value / cols.d[row] for value in cols.d[row : row + cover.years + 1])


@lru_cache(maxsize=1024)
def death_costs(table: MortalityTable, interest: float, age: int, years: int) -> tuple[float, ...]:
    """C(k) for k = 1 … years: 1 at the end of policy year k for a death in it."""
    cols = commutation(table, interest)
    row = cols.row(age)
    return tuple((cols.m[row + k] - cols.m[row + k + 1]) / cols.d[row] for k in range(years))


def benefits_after(cover: Cover, interest: float) -> tuple[float, ...]:
    """PV of all benefits due after policy year t, for t = 0 … years - 1; what is due at its end is not after it."""
    costs = death_costs(cover.table, interest, cover.age, cover.years)
    d = discounts(cover, interest)
    survived = (*cover.survival, *(0.0,) * (cover.years - len(cover.survival)))
    after = [cover.maturity * d[-1]]
    for k in reversed(range(cover.years)):
        after.append(after[-1] + cover.death[k] * costs[k] + survived[k] * d[k + 1])
    return tuple(after[:0:-1])


def value_at_end(cover: Cover) -> float:
    """What the cover is worth at its very end: what then falls due for certain, the last death benefit at the table's
    end.
    """
    return cover.death[-1] if cover.table.rate(cover.age + cover.years - 1) == 1 else cover.maturity


def by_year(values: Sequence[T], year: int) -> T:
    """The value of a policy year from a list by year whose last entry goes on."""
    return values[min(year, len(values)) - 1]

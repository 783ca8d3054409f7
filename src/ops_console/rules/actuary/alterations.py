"""What a cash value buys when premiums end: the same cover for less, or the same sum for a while (nonforfeiture).

Source: Bowers et al., *Actuarial Mathematics*, chapter 16.2. The value is used as a net single premium; amounts are in
the unit of the benefits of the cover.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from ops_console.rules.actuary.cover import Cover, benefits_after, death_costs, discounts

DAYS_A_YEAR = 365


def net_single_premium(cover: Cover, interest: float, year: int) -> float:
    """A_x+t of all that is left of the cover: what its benefits due after policy year t are worth at that year's end.
    ValueError at the end of the cover and beyond.
    """
    if not 0 <= year < cover.years:
        raise ValueError(f"after {year} of {cover.years} years nothing is left to pay for")
    return benefits_after(cover, interest)[year] / discounts(cover, interest)[year]


def reduced_paid_up(cover: Cover, interest: float, year: int, value: float) -> float:
    """The part of every benefit that goes on without premiums: ``value`` at the end of policy year t over A_x+t; never
    more than 1.
    """
    return min(1.0, max(0.0, value) / net_single_premium(cover, interest, year))


@dataclass(frozen=True, slots=True)
class ExtendedTerm:
    """The full death benefit for ``years`` and ``days`` more, and ``pure_endowment`` at the cover's end where the value
    buys more than all the years that are left.
    """

    years: int
    days: int
    pure_endowment: float = 0.0


def extended_term(cover: Cover, interest: float, year: int, value: float) -> ExtendedTerm:
    """How long ``value`` at the end of policy year t keeps up the death benefits of the cover, without its benefits on
    survival: the longest A¹_x+t:s it pays for. Days in proportion to the cost of the year they lie in, of 365 days,
    rounded down. ValueError at the end of the cover and beyond.
    """
    d = discounts(cover, interest)
    if not 0 <= year < cover.years:
        raise ValueError(f"after {year} of {cover.years} years nothing is left to pay for")
    costs = death_costs(cover.table, interest, cover.age, cover.years)
    left = max(0.0, value)
    for k in range(year, cover.years):
        cost = cover.death[k] * costs[k] / d[year]
        if left < cost:
            return ExtendedTerm(k - year, math.floor(DAYS_A_YEAR * left / cost))
        left -= cost
    # At the table's end nobody is left to be paid on survival.
    return ExtendedTerm(cover.years - year, 0, left * d[year] / d[-1] if d[-1] else 0.0)

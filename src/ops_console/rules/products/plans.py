"""The table of a plan: what its coverages are worth by policy year.

A *plan* is what coverages have in common that are worth the same per 1 of sum assured in the same policy year: product
version, sex, entry age, premium term and cover term.
"""

from __future__ import annotations

from typing import NamedTuple

from ops_console.rules.products.basis import Basis, PolicyTerms
from ops_console.rules.products.reserves import unit_reserves
from ops_console.rules.products.values import unit_values


class YearWorth(NamedTuple):
    """Of a policy year, per 1 of sum assured: values at its begin and end (what is given up then included), and the
    year's net premium; of the cash value, then of the reserve.
    """

    before: float
    after: float
    premium: float
    reserve_before: float
    reserve_after: float
    reserve_premium: float


class PlanTable(NamedTuple):
    """The policy years of a plan, the first at 0; all that come after them are worth nothing."""

    years: tuple[YearWorth, ...]
    pay_years: int


def plan_table(basis: Basis, terms: PolicyTerms) -> PlanTable:
    """The table of the plan these terms belong to, whatever their sum assured. ValueError for terms the product is not
    sold on.
    """
    value, reserve = unit_values(basis, terms), unit_reserves(basis, terms)
    by_value = _years(value.at_year_end, value.premiums, value.given_up)
    by_reserve = _years(reserve.at_year_end, reserve.premiums, reserve.survival)
    length = max(len(by_value), len(by_reserve))
    nothing = (0.0, 0.0, 0.0)
    years = (
        YearWorth(
            *(by_value[k] if k < len(by_value) else nothing), *(by_reserve[k] if k < len(by_reserve) else nothing)
        )
        for k in range(length)
    )
    return PlanTable(tuple(years), terms.pay_years)


def _years(
    at_end: tuple[float, ...], premiums: tuple[float, ...], given_up: tuple[float, ...]
) -> list[tuple[float, float, float]]:
    def at(values: tuple[float, ...], k: int) -> float:
        return values[k] if k < len(values) else 0.0

    return [(at_end[k], at_end[k + 1] + at(given_up, k), at(premiums, k)) for k in range(len(at_end) - 1)]

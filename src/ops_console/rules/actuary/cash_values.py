"""Minimum cash values at the end of policy years 0, 1, …, in the unit of the benefits.

MCV(t) = r(t) · max(PVR(t), 0), where PVR is the policy value reserve on its own interest and loads. Source: Actuarial
Rules for Ordinary Life Insurance (普通型人身保险精算规定), minimum cash value.
"""

from collections.abc import Sequence

from ops_console.rules.actuary.cover import Cover, by_year
from ops_console.rules.actuary.premiums import gross_premium
from ops_console.rules.actuary.reserves import prospective

GRADING_YEARS = 20


def grading(year: int, pay_years: int, k: float) -> float:
    """r(t) = k + t·(1 - k) / min(20, n) before policy year min(20, n), from then on 1."""
    full = min(GRADING_YEARS, pay_years)
    return k + year * (1 - k) / full if year < full else 1.0


def value_premiums(cover: Cover, interest: float, pay_years: int, loads: Sequence[float]) -> tuple[float, ...]:
    """G'·(1 - e(k)) for each premium year: what each premium adds to the policy value reserve; PVR(0) = 0 by this
    choice.
    """
    gross = gross_premium(cover, interest, pay_years, loads)
    return tuple(gross * (1 - by_year(loads, year)) for year in range(1, pay_years + 1))


def policy_value_reserves(cover: Cover, interest: float, pay_years: int, loads: Sequence[float]) -> tuple[float, ...]:
    """PVR(t): benefits to come less value premiums to come."""
    return prospective(cover, interest, value_premiums(cover, interest, pay_years, loads))


def minimum_cash_values(
    cover: Cover, interest: float, pay_years: int, loads: Sequence[float], k: float
) -> tuple[float, ...]:
    """MCV(t) for t = 0 … years."""
    reserves = policy_value_reserves(cover, interest, pay_years, loads)
    return tuple(grading(year, pay_years, k) * max(reserve, 0.0) for year, reserve in enumerate(reserves))

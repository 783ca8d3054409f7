"""Annuities paid m times a year, by uniform distribution of deaths over each year of age (UDD).

Under UDD ä^(m)_x = α(m)·ä_x - β(m) exactly, with α(m) = i·d / (i^(m)·d^(m)) and β(m) = (i - i^(m)) / (i^(m)·d^(m)).
Source: Bowers et al., *Actuarial Mathematics*, chapter 5.4. Values are floats per 1 a year, paid as 1/m at the start of
each part of a year; interest is a yearly rate per one. ValueError for ages outside the table and for m below 1.
"""

import math
from typing import NamedTuple

from ops_console.rules.actuary import contingencies as lc
from ops_console.rules.actuary.mortality import MortalityTable


class Uniform(NamedTuple):
    """α(m) and β(m) at an interest rate."""

    alpha: float
    beta: float


def nominal_interest(interest: float, m: int) -> float:
    """i^(m): m times the interest of an m-th of a year."""
    return m * (math.pow(1 + interest, 1 / m) - 1)


def nominal_discount(interest: float, m: int) -> float:
    """d^(m): m times the discount of an m-th of a year."""
    return m * (1 - math.pow(1 + interest, -1 / m))


def uniform(interest: float, m: int) -> Uniform:
    """α(m) and β(m); without interest they are 1 and (m - 1) / 2m."""
    if m < 1:
        raise ValueError(f"payments are made once a year or more often, not {m} times")
    if interest == 0:
        return Uniform(1.0, (m - 1) / (2 * m))
    nominal = nominal_interest(interest, m)
    product = nominal * nominal_discount(interest, m)
    return Uniform(interest * interest / (1 + interest) / product, (interest - nominal) / product)


def life_annuity_due_mthly(table: MortalityTable, interest: float, age: int, m: int) -> float:
    """ä^(m)_x: 1/m at the start of every m-th of a year for life."""
    alpha, beta = uniform(interest, m)
    return alpha * lc.life_annuity_due(table, interest, age) - beta


def temporary_annuity_due_mthly(table: MortalityTable, interest: float, age: int, years: int, m: int) -> float:
    """ä^(m)_x:n: 1/m at the start of every m-th of a year for life, n years at most."""
    alpha, beta = uniform(interest, m)
    survival = lc.pure_endowment(table, interest, age, years)
    return alpha * lc.temporary_annuity_due(table, interest, age, years) - beta * (1 - survival)


def deferred_annuity_due_mthly(table: MortalityTable, interest: float, age: int, years: int, m: int) -> float:
    """n|ä^(m)_x: 1/m at the start of every m-th of a year for life, from n years on."""
    whole = life_annuity_due_mthly(table, interest, age, m)
    return whole - temporary_annuity_due_mthly(table, interest, age, years, m)

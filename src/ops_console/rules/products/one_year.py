"""Covers of one year: hospital cash, accident, group term life. What the year is expected to pay at the attained age,
times the factor of the occupation class, over what the loads leave.

Claims are taken as paid within the year, without interest (company default: the cover is too short for it to matter).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from ops_console.base.i18n import _
from ops_console.rules.not_possible import NotPossible
from ops_console.rules.products.basis import Basis, PolicyTerms
from ops_console.rules.products.priced import expenses, table_of

Expected: TypeAlias = Callable[[Basis, PolicyTerms], float]
"""What a year is expected to pay per 1 of sum assured, for occupation class 1. ValueError outside the rates."""


def by_incidence(basis: Basis, terms: PolicyTerms) -> float:
    """Days in hospital per 1 of daily cash; payments by accident per 1 of sum."""
    if basis.incidence is None:
        raise NotPossible(_("{product} has no incidence table").format(product=basis.product))
    return basis.incidence.of(terms.sex).at(terms.entry_age)


def by_mortality(basis: Basis, terms: PolicyTerms) -> float:
    """q(x): deaths."""
    return table_of(basis, terms.sex).rate(terms.entry_age)


def annual_premium(expected: Expected, basis: Basis, terms: PolicyTerms, em_points: int = 0) -> float:
    """Gross annual premium per 1 of sum assured, with ``em_points`` per cent more claims. ValueError unless one year,
    outside the rates, and for an occupation class that is not insured.
    """
    if terms.cover_years != 1 or terms.pay_years != 1:
        raise NotPossible(_("{product} runs for one year at a time").format(product=basis.product))
    claims = expected(basis, terms) * float(basis.class_factor(terms.occupation_class))
    return claims * (1 + em_points / 100) / (1 - expenses(basis, 1)[0])

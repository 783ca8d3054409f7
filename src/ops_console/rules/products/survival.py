"""Survival and maturity benefits: what falls due to a living insured, when and how much.

A benefit falls due on the anniversary that ends its policy year, if the contract is in force on that day. Source: the
survival clause of the contracts; amounts are product data.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from ops_console.base.money import Fen
from ops_console.rules.due_dates import due_date, instalments_due_by
from ops_console.rules.products.basis import Basis, PolicyTerms
from ops_console.rules.products.pricing import describe
from ops_console.rules.why import Why

SURVIVAL_SOURCE = "survival clause of the contract"


@dataclass(frozen=True, slots=True)
class BenefitDue:
    """One benefit: the anniversary it falls due on, survival or maturity, and its amount before debts."""

    due_on: date
    kind: Literal["survival", "maturity"]
    amount: Fen
    why: Why


def benefits_due(
    basis: Basis, terms: PolicyTerms, commencement: date, after: date, until: date
) -> tuple[BenefitDue, ...]:
    """The benefits due later than ``after``, up to and including ``until``, in order; none of other shapes."""
    if basis.survival is None or terms.cover_years is None:
        return ()
    first, last = (instalments_due_by(commencement, 12, day) for day in (after, until))
    ended = [year for year in range(max(1, first), last) if year <= terms.cover_years]
    return tuple(
        _due(basis, terms, commencement, year) for year in ended if basis.survival.pays(year, terms.cover_years)
    )


def _due(basis: Basis, terms: PolicyTerms, commencement: date, year: int) -> BenefitDue:
    if basis.survival is None or terms.cover_years is None:
        raise ValueError(f"{basis.product} pays nothing on survival")
    part = basis.survival.pays(year, terms.cover_years)
    amount = Fen.round(Fraction(terms.sum_assured) * part)
    due_on = due_date(commencement, 12, year)
    inputs = describe(basis, terms) | {"commencement": commencement.isoformat()}
    steps = (("policy year", year), ("due on", due_on.isoformat()), ("part of the sum assured", str(part)))
    kind: Literal["survival", "maturity"] = "maturity" if year == terms.cover_years else "survival"
    return BenefitDue(due_on, kind, amount, Why("benefits_due", SURVIVAL_SOURCE, inputs, steps, int(amount)))

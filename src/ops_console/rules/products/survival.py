"""Survival and maturity benefits and annuities: what falls due to a living insured, when and how much.

A benefit falls due on the anniversary that ends its policy year, if the contract is in force on that day. Source: the
survival clause of the contracts; amounts are product data.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal, TypeAlias

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.rules.due_dates import due_date, instalments_due_by
from ops_console.rules.not_possible import NotPossible
from ops_console.rules.products import annuity
from ops_console.rules.products.basis import Basis, PolicyTerms, Shape
from ops_console.rules.products.pricing import describe
from ops_console.rules.why import Why

SURVIVAL_SOURCE = "survival clause of the contract"
Kind: TypeAlias = Literal["survival", "maturity", "annuity"]


@dataclass(frozen=True, slots=True)
class BenefitDue:
    """One benefit: the anniversary it falls due on, survival or maturity, and its amount before debts."""

    due_on: date
    kind: Kind
    amount: Fen
    why: Why


def benefits_due(
    basis: Basis, terms: PolicyTerms, commencement: date, after: date, until: date
) -> tuple[BenefitDue, ...]:
    """The benefits due later than ``after``, up to and including ``until``, in order; none of other shapes."""
    if basis.survival is None:
        return ()
    first, last = (instalments_due_by(commencement, 12, day) for day in (after, until))
    return tuple(
        _due(basis, terms, commencement, year) for year in range(max(1, first), last) if _part(basis, terms, year)
    )


def _part(basis: Basis, terms: PolicyTerms, year: int) -> Fraction:
    """The part of the sum assured that falls due at the end of a policy year."""
    survival = basis.survival
    if survival is None:
        raise NotPossible(_("{product} pays nothing on survival").format(product=basis.product))
    if basis.shape is Shape.DEFERRED_ANNUITY:
        return annuity.part_paid(survival, annuity.deferment(basis, terms.entry_age), year)
    years = terms.cover_years
    return survival.pays(year, years) if years is not None and year <= years else Fraction(0)


def _due(basis: Basis, terms: PolicyTerms, commencement: date, year: int) -> BenefitDue:
    part = _part(basis, terms, year)
    amount = Fen.round(Fraction(terms.sum_assured) * part)
    due_on = due_date(commencement, 12, year)
    inputs = describe(basis, terms) | {"commencement": commencement.isoformat()}
    steps = (("policy year", year), ("due on", due_on.isoformat()), ("part of the sum assured", str(part)))
    why = Why("benefits_due", SURVIVAL_SOURCE, inputs, steps, int(amount))
    return BenefitDue(due_on, _kind(basis, terms, year), amount, why)


def _kind(basis: Basis, terms: PolicyTerms, year: int) -> Kind:
    if basis.shape is Shape.DEFERRED_ANNUITY:
        return "annuity"
    return "maturity" if year == terms.cover_years else "survival"

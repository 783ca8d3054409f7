"""How each shape is priced, and what it pays on death: the one table to extend when a shape is added.

A shape of several years is a *cover* (what it pays, by policy year) with its premium, made by a module of its own;
reserves and cash values follow from the cover. A cover of one year is priced by what the year is expected to pay. A
cover with an account has neither: it is worth what the account holds, and its premium is planned.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias

from ops_console.base.i18n import _
from ops_console.rules.actuary.mortality import with_extra
from ops_console.rules.actuary.premiums import gross_premium
from ops_console.rules.not_possible import NotPossible
from ops_console.rules.products import annuity, critical_illness, deaths, life_cover, one_year, waiver
from ops_console.rules.products.basis import Basis, PolicyTerms, Sex, Shape
from ops_console.rules.products.priced import PricedCover, expenses, years_of_cover

Priced: TypeAlias = Callable[[Basis, Sex, int, int, int], PricedCover]
"""(basis, sex, entry age, premium years, years of cover) → the cover and its premium."""


@dataclass(frozen=True, slots=True)
class ShapeRules:
    """``priced`` of a cover of several years, ``expected`` of one year, neither with an account. ``on_death`` None: a
    death pays nothing. ``extra_mortality``: more deaths cost more; not where the benefit depends on living.
    """

    priced: Priced | None = None
    expected: one_year.Expected | None = None
    on_death: deaths.OnDeath | None = None
    extra_mortality: bool = True


SHAPES: Mapping[Shape, ShapeRules] = {
    Shape.WHOLE_LIFE: ShapeRules(life_cover.priced, on_death=deaths.sum_or_floor),
    Shape.TERM: ShapeRules(life_cover.priced, on_death=deaths.sum_or_floor),
    Shape.ENDOWMENT: ShapeRules(life_cover.priced, on_death=deaths.sum_or_floor),
    Shape.DEFERRED_ANNUITY: ShapeRules(annuity.priced, on_death=deaths.before_annuity, extra_mortality=False),
    Shape.CRITICAL_ILLNESS: ShapeRules(critical_illness.priced, on_death=deaths.premiums_back),
    Shape.WAIVER: ShapeRules(waiver.priced),
    Shape.ACCIDENT: ShapeRules(expected=one_year.by_incidence, on_death=deaths.sum_or_floor),
    Shape.HOSPITAL_CASH: ShapeRules(expected=one_year.by_incidence),
    Shape.GROUP_TERM: ShapeRules(expected=one_year.by_mortality, on_death=deaths.sum_or_floor),
    Shape.UNIVERSAL_LIFE: ShapeRules(on_death=deaths.sum_or_account),
    Shape.UNIT_LINKED: ShapeRules(on_death=deaths.sum_or_account),
}


def priced_cover(basis: Basis, terms: PolicyTerms) -> PricedCover:
    """The cover and its standard premium on the product's basis. ValueError for a shape without one, and for terms the
    product cannot be sold on.
    """
    return _priced(basis, terms.sex, terms.entry_age, terms.pay_years, years_of_cover(basis, terms))


def annual_rate(basis: Basis, terms: PolicyTerms, em_points: int = 0) -> float:
    """The annual gross premium per 1 of sum assured (of daily amount for hospital cash), before rounding; with
    ``em_points`` per cent more who die, or leave for what the cover pays, at every age, for the same benefits.
    """
    rules = SHAPES[basis.shape]
    if rules.expected is not None:
        return one_year.annual_premium(rules.expected, basis, terms, em_points)
    standard = priced_cover(basis, terms)
    if not em_points or not rules.extra_mortality:
        return standard.annual
    loaded = replace(standard.cover, table=with_extra(standard.cover.table, em_points))
    return gross_premium(loaded, float(basis.interest), terms.pay_years, expenses(basis, terms.pay_years))


@lru_cache(maxsize=4096)
def _priced(basis: Basis, sex: Sex, age: int, pay_years: int, years: int) -> PricedCover:
    priced = SHAPES[basis.shape].priced
    if priced is None:
        raise NotPossible(_("{product} is not priced as a cover of several years").format(product=basis.product))
    return priced(basis, sex, age, pay_years, years)

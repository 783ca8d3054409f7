"""Can a product be sold on all the terms it offers? An entry may be right field by field and still have ages that its
rates do not reach, or where no premium pays for what the law asks.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from itertools import product as every
from typing import cast, get_args

from ops_console.base.i18n import _
from ops_console.base.problems import Problem
from ops_console.catalog.model import Product
from ops_console.catalog.offer import Wanted, problems_of
from ops_console.rules.not_possible import NotPossible
from ops_console.rules.products.basis import NO_MONEY, Months, PolicyTerms, Sex, Shape
from ops_console.rules.products.pricing import quote
from ops_console.rules.products.values import cash_values


def unsellable(product: Product) -> list[Problem]:
    """A problem for each sex and terms some offered entry age cannot be priced or valued on, with the ages and why."""
    found: list[Problem] = []
    for sex, pay, cover in every(get_args(Sex), product.pay_years, product.cover_years or (None,)):
        if product.basis.shape is Shape.WAIVER and pay != cover:
            continue
        for reason, same in groupby(_faults(product, sex, pay, cover), key=lambda fault: fault[1]):
            ages = [age for age, _reason in same]
            message = _("Not for entry ages {ages}, paid for {pay} years: {reason}").format(
                ages=f"{ages[0]}-{ages[-1]}", pay=pay, reason=reason
            )
            found.append(Problem(f"product {product.code}.entry_ages", message, value=sex))
    return found


def _faults(product: Product, sex: Sex, pay: int, cover: int | None) -> Iterator[tuple[int, str]]:
    """The ages offered on these terms that do not work, and what the rules say of the first of each run of them."""
    basis = product.basis
    months = cast(Months, basis.mode_factors[0][0])
    planned = product.planned.minimum if product.planned else None
    klass = min((klass for klass, _factor in basis.class_factors), default=1)
    reason = ""
    for age in range(product.entry_ages[0], product.entry_ages[1] + 1):
        if problems_of(product, Wanted(product.minimum_sum, pay, cover, months, age, planned)):
            continue
        terms = PolicyTerms(sex, age, product.minimum_sum, pay, cover, months, klass, planned or NO_MONEY)
        try:
            quote(basis, terms)
            cash_values(basis, terms)
        except NotPossible as error:
            reason = reason or str(error)
            yield age, reason
        else:
            reason = ""

"""Is a coverage one the product is sold as? Every reason why not, for the form that asks."""

from __future__ import annotations

from dataclasses import dataclass

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.base.problems import Problem
from ops_console.catalog.model import Product
from ops_console.rules.products.basis import Shape


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: sum in fen (a day's cash, a year's annuity), terms in years, `cover_years` None for life,
    `months` between instalments. `entry_age` is None while the insured is not known: then no age is looked at."""

    sum_assured: Fen
    pay_years: int
    cover_years: int | None
    months: int
    entry_age: int | None
    planned: Fen | None = None
    """Each time it is paid; covers with an account only."""
    occupation_class: int | None = None
    """None while the occupation is not known: then it is not looked at."""


def problems_of(product: Product, wanted: Wanted) -> list[Problem]:
    """Faults in age, sum, terms and mode; empty when the product is sold so."""
    found = [
        *_age(product, wanted),
        *_class(product, wanted),
        *_sum(product, wanted),
        *_terms(product, wanted),
        *_planned(product, wanted),
    ]
    modes = [months for months, _factor in product.basis.mode_factors]
    if wanted.months not in modes:
        found.append(_problem("months", _("Months between premiums: one of {options}"), _listed(modes), wanted.months))
    return found


def rider_years(product: Product, pay_years: int, cover_years: int | None, entry_age: int) -> tuple[int, int | None]:
    """Years a rider is paid for, and years it runs, beside a main cover of these terms. Paid for as long as the main
    cover. It runs as long, too, or for its longest term that neither outlives the main cover nor passes the age it
    covers to (its shortest, where none fits); a waiver as long as there are premiums to waive. Source: company default.
    """
    if product.basis.shape is Shape.WAIVER:
        return pay_years, pay_years
    if not product.cover_years:
        return pay_years, None
    last = product.cover_to_age - entry_age
    longest = last if cover_years is None else min(cover_years, last)
    return pay_years, max(
        (years for years in product.cover_years if years <= longest), default=min(product.cover_years)
    )


def _age(product: Product, wanted: Wanted) -> list[Problem]:
    lowest, highest = product.entry_ages
    if wanted.entry_age is None or lowest <= wanted.entry_age <= highest:
        return []
    return [_problem("entry_age", _("Entry ages are {options}"), f"{lowest}-{highest}", wanted.entry_age)]


def _class(product: Product, wanted: Wanted) -> list[Problem]:
    insured = [klass for klass, _factor in product.basis.class_factors]
    if not insured or wanted.occupation_class is None or wanted.occupation_class in insured:
        return []
    message = _("Insured are the occupation classes {options}")
    return [_problem("occupation_class", message, _listed(insured), wanted.occupation_class)]


def _sum(product: Product, wanted: Wanted) -> list[Problem]:
    found = []
    if not product.minimum_sum <= wanted.sum_assured <= product.maximum_sum:
        options = f"{product.minimum_sum.yuan()} - {product.maximum_sum.yuan()}"
        found.append(_problem("sum_assured", _("Sums are {options} CNY"), options, wanted.sum_assured.yuan()))
    if (wanted.sum_assured - product.minimum_sum) % product.sum_step:
        step = product.sum_step.yuan()
        found.append(_problem("sum_assured", _("Sums go in steps of {options} CNY"), step, wanted.sum_assured.yuan()))
    return found


def _planned(product: Product, wanted: Wanted) -> list[Problem]:
    limits = product.planned
    if limits is None:
        return []
    if wanted.planned is None:
        return [Problem("planned_premium", _("is needed: {product} has an account").format(product=product.code))]
    found = []
    if not limits.minimum <= wanted.planned <= limits.maximum:
        options = f"{limits.minimum.yuan()} - {limits.maximum.yuan()}"
        message = _("Planned premiums are {options} CNY")
        found.append(_problem("planned_premium", message, options, wanted.planned.yuan()))
    if (wanted.planned - limits.minimum) % limits.step:
        message = _("Planned premiums go in steps of {options} CNY")
        found.append(_problem("planned_premium", message, limits.step.yuan(), wanted.planned.yuan()))
    return found


def _terms(product: Product, wanted: Wanted) -> list[Problem]:
    found = []
    if wanted.pay_years not in product.pay_years:
        found.append(
            _problem("pay_years", _("Premium terms in years: {options}"), _listed(product.pay_years), wanted.pay_years)
        )
    annuity_age = product.basis.annuity_age
    if annuity_age is not None and wanted.entry_age is not None and wanted.entry_age + wanted.pay_years > annuity_age:
        found.append(
            _problem("pay_years", _("Premiums end by age {options}, when the annuity begins"), str(annuity_age))
        )
    if wanted.cover_years is None or not product.cover_years:
        if bool(product.cover_years) != (wanted.cover_years is not None):
            options = _listed(product.cover_years) or _("for life")
            found.append(_problem("cover_years", _("Terms of cover in years: {options}"), options, wanted.cover_years))
        return found
    if wanted.cover_years not in product.cover_years:
        options = _listed(product.cover_years)
        found.append(_problem("cover_years", _("Terms of cover in years: {options}"), options, wanted.cover_years))
    if wanted.pay_years > wanted.cover_years:
        found.append(
            _problem("pay_years", _("Premiums end with the cover, after {options} years"), str(wanted.cover_years))
        )
    if wanted.entry_age is not None and wanted.entry_age + wanted.cover_years > product.cover_to_age:
        found.append(
            _problem("cover_years", _("The cover ends at age {options} at the latest"), str(product.cover_to_age))
        )
    return found


def _problem(field: str, message: str, options: str, value: object = None) -> Problem:
    return Problem(field, message.format(options=options), value=None if value is None else str(value))


def _listed(options: list[int] | tuple[int, ...]) -> str:
    return ", ".join(str(option) for option in options)

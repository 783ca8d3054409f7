"""Is a coverage one the product is sold as? Every reason why not, for the form that asks."""

from __future__ import annotations

from ops_console.base.i18n import _
from ops_console.base.problems import Problem
from ops_console.catalog.model import Product
from ops_console.rules.products.basis import PolicyTerms


def problems_of(product: Product, terms: PolicyTerms) -> list[Problem]:
    """Faults in age, sum, terms and mode; empty when the product is sold so."""
    found = [*_age(product, terms), *_sum(product, terms), *_terms(product, terms)]
    modes = [months for months, _factor in product.basis.mode_factors]
    if terms.months not in modes:
        found.append(_problem("months", _("Months between premiums: one of {options}"), _listed(modes), terms.months))
    return found


def _age(product: Product, terms: PolicyTerms) -> list[Problem]:
    lowest, highest = product.entry_ages
    if lowest <= terms.entry_age <= highest:
        return []
    return [_problem("entry_age", _("Entry ages are {options}"), f"{lowest}-{highest}", terms.entry_age)]


def _sum(product: Product, terms: PolicyTerms) -> list[Problem]:
    found = []
    if not product.minimum_sum <= terms.sum_assured <= product.maximum_sum:
        options = f"{product.minimum_sum.yuan()} - {product.maximum_sum.yuan()}"
        found.append(_problem("sum_assured", _("Sums are {options} CNY"), options, terms.sum_assured.yuan()))
    if (terms.sum_assured - product.minimum_sum) % product.sum_step:
        step = product.sum_step.yuan()
        found.append(_problem("sum_assured", _("Sums go in steps of {options} CNY"), step, terms.sum_assured.yuan()))
    return found


def _terms(product: Product, terms: PolicyTerms) -> list[Problem]:
    found = []
    if terms.pay_years not in product.pay_years:
        found.append(
            _problem("pay_years", _("Premium terms in years: {options}"), _listed(product.pay_years), terms.pay_years)
        )
    if terms.cover_years is None or not product.cover_years:
        if bool(product.cover_years) != (terms.cover_years is not None):
            options = _listed(product.cover_years) or _("for life")
            found.append(_problem("cover_years", _("Terms of cover in years: {options}"), options, terms.cover_years))
        return found
    if terms.cover_years not in product.cover_years:
        options = _listed(product.cover_years)
        found.append(_problem("cover_years", _("Terms of cover in years: {options}"), options, terms.cover_years))
    if terms.pay_years > terms.cover_years:
        found.append(
            _problem("pay_years", _("Premiums end with the cover, after {options} years"), str(terms.cover_years))
        )
    if terms.entry_age + terms.cover_years > product.cover_to_age:
        found.append(
            _problem("cover_years", _("The cover ends at age {options} at the latest"), str(product.cover_to_age))
        )
    return found


def _problem(field: str, message: str, options: str, value: object = None) -> Problem:
    return Problem(field, message.format(options=options), value=None if value is None else str(value))


def _listed(options: list[int] | tuple[int, ...]) -> str:
    return ", ".join(str(option) for option in options)

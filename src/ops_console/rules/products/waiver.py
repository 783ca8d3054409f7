"""Waiver of premium: once a listed illness is diagnosed, the premiums of the main cover still to come are waived.

The sum assured is the annual premium waived. A life leaves the cover by diagnosis or by a death that no diagnosis
preceded, as in critical illness; only the diagnosis pays: after a death there is nothing left to waive. A diagnosis in
year k is worth, at the end of that year, an annuity-certain of the premiums of years k + 1 to n at the pricing rate
(Bowers et al., *Actuarial Mathematics*, chapters 5 and 10). The rider's own premium is paid as long as the one it
waives. It has no cash value: what is paid for it in a year is nearly used up by the year (company default).
"""

from dataclasses import replace

from ops_console.base.i18n import _
from ops_console.rules.actuary.cover import level_cover
from ops_console.rules.actuary.premiums import gross_premium
from ops_console.rules.not_possible import NotPossible
from ops_console.rules.products.basis import Basis, Sex
from ops_console.rules.products.critical_illness import leaving
from ops_console.rules.products.priced import PricedCover, expenses


def annuity_certain_due(interest: float, years: int) -> float:
    """ä_n: 1 at the start of each of n years, whoever lives; 0 for none."""
    v = 1 / (1 + interest)
    return sum(v**k for k in range(years))


def priced(basis: Basis, sex: Sex, age: int, pay_years: int, years: int) -> PricedCover:
    """The cover and its premium, per 1 of annual premium waived. ValueError unless it runs as long as premium is paid,
    and for ages outside the rates.
    """
    if pay_years != years:
        raise NotPossible(_("{product} runs as long as the premium it waives").format(product=basis.product))
    table, diagnosed = leaving(basis, sex)
    interest = float(basis.interest)
    level = level_cover(table, age, years)
    first = age - table.first_age
    waived = tuple(diagnosed[first + k] * annuity_certain_due(interest, years - 1 - k) for k in range(years))
    cover = replace(level, death=waived)
    return PricedCover(cover, gross_premium(cover, interest, pay_years, expenses(basis, pay_years)))

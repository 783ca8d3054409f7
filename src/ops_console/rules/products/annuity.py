"""Deferred annuity: a yearly payment for life from an attained age on, the sum assured; a death before it gives back
the premiums paid, or the cash value where that is more.

The first payment falls due on the anniversary on which the age is reached, at the end of the deferment (an annuity-due,
Bowers et al., *Actuarial Mathematics*, chapter 5). From then on nothing is paid on death, and the contract can't be
surrendered any more: its minimum cash value runs to the eve of the first payment and ends with it (company default).
What a death costs depends on the premium and on the cash value it helps to make, so that all are solved together.
"""

from dataclasses import replace
from fractions import Fraction

from ops_console.base.i18n import _
from ops_console.rules.actuary.cash_values import minimum_cash_values
from ops_console.rules.actuary.cover import Cover, benefits_after, level_cover
from ops_console.rules.actuary.premiums import loaded_annuity
from ops_console.rules.not_possible import NotPossible
from ops_console.rules.products.basis import Basis, Sex, SurvivalBasis, loads_for
from ops_console.rules.products.priced import PricedCover, expenses, table_of

EXACT = 1e-12
"""Benefits of two rounds that are taken as equal, per 1 of yearly annuity: far below a fen of the largest sum."""
ROUNDS = 1000
"""Ordinary mortality takes ten or so."""


def deferment(basis: Basis, age: int) -> int:
    """Policy years to the first payment. ValueError for a product without annuity, and for a life as old as that."""
    if basis.annuity_age is None or age >= basis.annuity_age:
        raise NotPossible(_("{product} begins no annuity for a life of {age}").format(product=basis.product, age=age))
    return basis.annuity_age - age


def priced(basis: Basis, sex: Sex, age: int, pay_years: int, years: int) -> PricedCover:
    """The cover and its premium, per 1 of yearly annuity. ValueError when premium would be paid beyond the deferment,
    and when none carries its own return on death.
    """
    waits = deferment(basis, age)
    if not 1 <= pay_years <= waits:
        raise NotPossible(
            _("premiums can't be paid for {pay} of {years} years before the annuity").format(pay=pay_years, years=waits)
        )
    if basis.survival is None:
        raise NotPossible(_("{product} pays nothing on survival").format(product=basis.product))
    paid = tuple(float(part_paid(basis.survival, waits, year)) for year in range(1, years))
    cover = replace(level_cover(table_of(basis, sex), age, years, 0.0), survival=paid)
    interest = float(basis.interest)
    per_unit = loaded_annuity(cover, interest, pay_years, expenses(basis, pay_years))
    for _round in range(ROUNDS):
        annual = benefits_after(cover, interest)[0] / per_unit
        values = _values(basis, cover, pay_years)
        # On the eve of the first payment the value still holds it.
        values[waits] += paid[waits - 1]
        before = tuple(max(annual * min(k, pay_years), values[k]) for k in range(1, waits + 1))
        death = (*before, *(0.0,) * (years - waits))
        moved = max(abs(now - then) for now, then in zip(death, cover.death, strict=True))
        cover = replace(cover, death=death)
        if moved < EXACT:
            return PricedCover(cover, annual, surrendered_until=waits)
    raise NotPossible(
        _("{product}: no premium carries its own return on death from age {age}").format(product=basis.product, age=age)
    )


def part_paid(survival: SurvivalBasis, waits: int, year: int) -> Fraction:
    """The part of the sum assured paid at the end of a policy year, the first one after ``waits`` years."""
    return survival.share if year >= waits and (year - waits) % survival.every_years == 0 else Fraction(0)


def _values(basis: Basis, cover: Cover, pay_years: int) -> list[float]:
    """Minimum cash values at year ends; none of a product without them."""
    if basis.cash_value is None:
        return [0.0] * (cover.years + 1)
    loads = [float(load) for load in loads_for(basis.cash_value.loads, pay_years)]
    interest, k = float(basis.cash_value.interest), float(basis.cash_value.k)
    return list(minimum_cash_values(cover, interest, pay_years, loads, k))

"""Premiums by the equivalence principle: at issue, premiums net of loads are worth what the benefits are worth.

Source: Bowers et al., *Actuarial Mathematics*, chapters 6 and 15. Premiums fall due at the start of each of the first
``pay_years`` years while the insured lives; amounts are floats in the unit of the benefits until :func:`instalment`.
"""

from collections.abc import Sequence
from fractions import Fraction

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.rules.actuary.cover import Cover, benefits_after, by_year, discounts
from ops_console.rules.not_possible import NotPossible


def loaded_annuity(cover: Cover, interest: float, pay_years: int, loads: Sequence[float] = (0.0,)) -> float:
    """Σ (1 - e(k))·D(k-1) over the premium years: what is left of 1 a year after loads. ValueError beyond the cover."""
    if not 1 <= pay_years <= cover.years:
        raise NotPossible(
            _("premiums can't be paid for {pay} of {years} years").format(pay=pay_years, years=cover.years)
        )
    d = discounts(cover, interest)
    return sum((1 - by_year(loads, k)) * d[k - 1] for k in range(1, pay_years + 1))


def net_premium(cover: Cover, interest: float, pay_years: int) -> float:
    """P: the level annual premium without expenses."""
    return benefits_after(cover, interest)[0] / loaded_annuity(cover, interest, pay_years)


def gross_premium(cover: Cover, interest: float, pay_years: int, loads: Sequence[float]) -> float:
    """G: the level annual premium out of which each year's load, a part of it, is met; the last load goes on."""
    return benefits_after(cover, interest)[0] / loaded_annuity(cover, interest, pay_years, loads)


def instalment(annual: Fen, factor: Fraction) -> Fen:
    """One instalment as a part of the annual premium, rounded half up to the fen."""
    return Fen.round(Fraction(annual) * factor)

"""What every shape's price is made of: how long a cover runs, which table and loads it is priced on, and the result."""

from __future__ import annotations

from dataclasses import dataclass

from ops_console.base.i18n import _
from ops_console.rules.actuary.cover import Cover, years_to_end
from ops_console.rules.actuary.mortality import MortalityTable
from ops_console.rules.not_possible import NotPossible
from ops_console.rules.products.basis import FOR_LIFE, Basis, PolicyTerms, Sex, loads_for


@dataclass(frozen=True, slots=True)
class PricedCover:
    """A cover with its annual gross premium, both per 1 of sum assured, before rounding.

    ``surrendered_until``: the policy year at whose end it can no longer be surrendered; None where it always can.
    """

    cover: Cover
    annual: float
    surrendered_until: int | None = None


def table_of(basis: Basis, sex: Sex) -> MortalityTable:
    """The product's table for a sex. ValueError for a product without one."""
    if basis.mortality is None:
        raise NotPossible(_("{product} has no mortality table").format(product=basis.product))
    return basis.mortality.of(sex)


def years_of_cover(basis: Basis, terms: PolicyTerms) -> int:
    """Policy years the cover runs: to the table's end for a cover for life, as sold for the rest. ValueError when
    neither fits.
    """
    if (basis.shape in FOR_LIFE) != (terms.cover_years is None):
        raise NotPossible(
            _("{product} is for life exactly when no term of cover is given").format(product=basis.product)
        )
    return terms.cover_years or years_to_end(table_of(basis, terms.sex), terms.entry_age)


def expenses(basis: Basis, pay_years: int) -> list[float]:
    """The expense loads of a premium term by policy year, the last going on."""
    return [float(load) for load in loads_for(basis.expense_loads, pay_years)]

"""Covers of several years: how long they run, what they pay on death and survival, and their premium, per 1 of sum
assured. Whole life, term and endowment here; critical illness is priced in a module of its own.

The death benefit is the sum assured or, where it is more, a multiple of the premiums paid that depends on the
attained age. Source of the floor: the regulator's Notice on Further Improving the Actuarial System
(保监发〔2016〕76号); its multiples are product data. Because the floor depends on the premium it pays for, the premium
is solved with it. The premiums that count are those of the standard risk; a loading for extra risk does not raise the
benefit (company default).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from ops_console.rules.actuary.cover import Cover, benefits_after, level_cover, years_to_end
from ops_console.rules.actuary.mortality import MortalityTable, with_extra
from ops_console.rules.actuary.premiums import gross_premium, loaded_annuity
from ops_console.rules.products import critical_illness
from ops_console.rules.products.basis import Basis, PolicyTerms, Sex, Shape, loads_for


@dataclass(frozen=True, slots=True)
class PricedCover:
    """A cover with its annual gross premium, both per 1 of sum assured, before rounding."""

    cover: Cover
    annual: float


def table_of(basis: Basis, sex: Sex) -> MortalityTable:
    """The product's table for a sex. ValueError for a product without one."""
    if basis.mortality is None:
        raise ValueError(f"{basis.product} has no mortality table")
    return basis.mortality.of(sex)


def years_of_cover(basis: Basis, terms: PolicyTerms) -> int:
    """Policy years the cover runs: to the table's end for whole life, as sold for the rest. ValueError when neither
    fits.
    """
    if (basis.shape is Shape.WHOLE_LIFE) != (terms.cover_years is None):
        raise ValueError(f"{basis.product} is for life exactly when no cover term is given")
    return terms.cover_years or years_to_end(table_of(basis, terms.sex), terms.entry_age)


def priced_cover(basis: Basis, terms: PolicyTerms) -> PricedCover:
    """The cover and its standard premium on the product's basis. ValueError when no premium can carry the floor."""
    return _priced(basis, terms.sex, terms.entry_age, terms.pay_years, years_of_cover(basis, terms))


def premium_with_extra(basis: Basis, terms: PolicyTerms, em_points: int) -> float:
    """The annual gross premium for the same benefits when ``em_points`` per cent more die at every age."""
    standard = priced_cover(basis, terms).cover
    loaded = replace(standard, table=with_extra(standard.table, em_points))
    return gross_premium(loaded, float(basis.interest), terms.pay_years, _expenses(basis, terms.pay_years))


def _expenses(basis: Basis, pay_years: int) -> list[float]:
    return [float(load) for load in loads_for(basis.expense_loads, pay_years)]


@lru_cache(maxsize=4096)
def _priced(basis: Basis, sex: Sex, age: int, pay_years: int, years: int) -> PricedCover:
    if basis.shape is Shape.CRITICAL_ILLNESS:
        return PricedCover(*critical_illness.priced(basis, sex, age, pay_years, years))
    interest = float(basis.interest)
    level = _level(basis, sex, age, years)
    per_unit = loaded_annuity(level, interest, pay_years, _expenses(basis, pay_years))
    # By policy year: what the floor pays for each 1 of annual premium.
    floors = [float(basis.death_floor(age + k)) * min(k + 1, pay_years) for k in range(years)]
    annual = benefits_after(level, interest)[0] / per_unit
    biting: list[bool] = [False] * years
    while (now := [floor * annual > 1 for floor in floors]) != biting:
        # Raising the premium can only raise the floor, so the set of years it bites in grows and the loop ends.
        biting = now
        level_part = benefits_after(replace(level, death=tuple(0.0 if bites else 1.0 for bites in biting)), interest)[0]
        floor_part = tuple(floor if bites else 0.0 for floor, bites in zip(floors, biting, strict=True))
        left = per_unit - benefits_after(Cover(level.table, age, floor_part), interest)[0]
        if left <= 0:
            raise ValueError(f"{basis.product}: no premium carries the death benefit floor from age {age}")
        annual = level_part / left
    return PricedCover(replace(level, death=tuple(max(1.0, floor * annual) for floor in floors)), annual)


def _level(basis: Basis, sex: Sex, age: int, years: int) -> Cover:
    """The sum assured on death in every year, and what an endowment pays on survival."""
    level = level_cover(table_of(basis, sex), age, years)
    if basis.survival is None:
        return level
    *during, maturity = (float(basis.survival.pays(year, years)) for year in range(1, years + 1))
    return replace(level, maturity=maturity, survival=tuple(during))

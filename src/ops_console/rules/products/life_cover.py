"""Whole life, term and endowment: what they pay on death and survival, and their premium, per 1 of sum assured.

The death benefit is the sum assured or, where it is more, a multiple of the premiums paid that depends on the
attained age. Source of the floor: the regulator's Notice on Further Improving the Actuarial System
(保监发〔2016〕76号); its multiples are product data. Because the floor depends on the premium it pays for, the premium
is solved with it. The premiums that count are those of the standard risk; a loading for extra risk does not raise the
benefit (company default).
"""

from __future__ import annotations

from dataclasses import replace

from ops_console.base.i18n import _
from ops_console.rules.actuary.cover import Cover, benefits_after, level_cover
from ops_console.rules.actuary.premiums import loaded_annuity
from ops_console.rules.not_possible import NotPossible
from ops_console.rules.products.basis import Basis, Sex
from ops_console.rules.products.priced import PricedCover, expenses, table_of


def priced(basis: Basis, sex: Sex, age: int, pay_years: int, years: int) -> PricedCover:
    """The cover and its standard premium. ValueError when no premium can carry the floor."""
    interest = float(basis.interest)
    level = _level(basis, sex, age, years)
    per_unit = loaded_annuity(level, interest, pay_years, expenses(basis, pay_years))
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
            raise NotPossible(
                _("{product}: no premium carries the least death benefit from age {age}").format(
                    product=basis.product, age=age
                )
            )
        annual = level_part / left
    return PricedCover(replace(level, death=tuple(max(1.0, floor * annual) for floor in floors)), annual)


def _level(basis: Basis, sex: Sex, age: int, years: int) -> Cover:
    """The sum assured on death in every year, and what an endowment pays on survival."""
    level = level_cover(table_of(basis, sex), age, years)
    if basis.survival is None:
        return level
    *during, maturity = (float(basis.survival.pays(year, years)) for year in range(1, years + 1))
    return replace(level, maturity=maturity, survival=tuple(during))

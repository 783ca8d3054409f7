"""Critical illness: the sum on the first diagnosis of a listed illness, the premiums paid on a death before it.

A life leaves the cover by diagnosis, at the rate i(x), or by a death that no diagnosis preceded, at u·q(x), u being the
part of all deaths that the basis calls undiagnosed: a multiple decrement model, i(x) + u·q(x) the rate of leaving
(Bowers et al., *Actuarial Mathematics*, chapter 10). Both causes pay at the end of the year. What a death costs
depends on the premium, which is solved with it. The model is a company default; its rates are illustrative.
"""

from dataclasses import replace
from functools import lru_cache

from ops_console.base.i18n import _
from ops_console.rules.actuary.cover import benefits_after, level_cover
from ops_console.rules.actuary.mortality import MortalityTable
from ops_console.rules.actuary.premiums import loaded_annuity
from ops_console.rules.not_possible import NotPossible
from ops_console.rules.products.basis import Basis, Sex
from ops_console.rules.products.priced import PricedCover, expenses


def priced(basis: Basis, sex: Sex, age: int, pay_years: int, years: int) -> PricedCover:
    """The cover with what leaving in each year pays on average, and its annual gross premium, per 1 of sum assured.

    ValueError for a product without its rates, and for ages outside them.
    """
    table, diagnosed = leaving(basis, sex)
    level = level_cover(table, age, years)
    shares = [diagnosed[age + k - table.first_age] for k in range(years)]
    paid = [min(k + 1, pay_years) for k in range(years)]
    ill = replace(level, death=tuple(shares))
    dead = replace(level, death=tuple((1 - share) * times for share, times in zip(shares, paid, strict=True)))
    interest = float(basis.interest)
    per_unit = loaded_annuity(level, interest, pay_years, expenses(basis, pay_years))
    left = per_unit - benefits_after(dead, interest)[0]
    if left <= 0:
        raise NotPossible(
            _("{product}: no premium carries its own return on death from age {age}").format(
                product=basis.product, age=age
            )
        )
    annual = benefits_after(ill, interest)[0] / left
    mean = tuple(on_illness + annual * on_death for on_illness, on_death in zip(ill.death, dead.death, strict=True))
    return PricedCover(replace(level, death=mean), annual)


@lru_cache(maxsize=64)
def leaving(basis: Basis, sex: Sex) -> tuple[MortalityTable, tuple[float, ...]]:
    """Rates of leaving for either cause, and which part of those who leave are diagnosed, by age less the first."""
    if basis.mortality is None or basis.incidence is None:
        raise NotPossible(_("{product} has no rates of illness and death").format(product=basis.product))
    deaths, illness = basis.mortality.of(sex), basis.incidence.of(sex)
    undiagnosed = float(basis.undiagnosed)
    first = max(deaths.first_age, illness.first_age)
    last = min(deaths.last_age, illness.first_age + len(illness.rates) - 1)
    causes = [(illness.at(age), undiagnosed * deaths.rate(age)) for age in range(first, last + 1)]
    table = MortalityTable(f"{deaths.name}, {illness.name}", tuple(min(1.0, ill + dead) for ill, dead in causes), first)
    return table, tuple(ill / (ill + dead) for ill, dead in causes)

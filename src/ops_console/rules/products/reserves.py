"""What is set aside for a coverage: the statutory reserve by full preliminary term, with its deficiency reserve.

The basis of valuation is the product's own: table and interest of its premium (company default). The reserve is never
below the cash value; a lapsed contract that may still be reinstated is reserved at its cash value (company default).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from ops_console.base.money import Fen
from ops_console.rules.actuary.cover import Cover, benefits_after, discounts
from ops_console.rules.actuary.premiums import net_premium
from ops_console.rules.actuary.reserves import prospective
from ops_console.rules.products.basis import ONE_YEAR, WITH_ACCOUNT, Basis, PolicyTerms, Sex
from ops_console.rules.products.shapes import priced_cover
from ops_console.rules.products.values import cash_value_on, counted_year, within_year
from ops_console.rules.why import Value, Why

RESERVE_SOURCE = (
    "full preliminary term and deficiency reserve, never below the cash value, by the statutory reserve rules"
)


@dataclass(frozen=True, slots=True)
class UnitReserves:
    """Per 1 of sum assured: reserves at policy year ends 0, 1, …, once the survival benefit of that day is paid; what
    each year's premium adds to them; the survival benefits at the ends of years 1, 2, …
    """

    at_year_end: tuple[float, ...]
    premiums: tuple[float, ...]
    survival: tuple[float, ...] = ()


NOTHING = UnitReserves((0.0, 0.0), ())


def unit_reserves(basis: Basis, terms: PolicyTerms) -> UnitReserves:
    """The reserves of a cover of several years; nothing for a cover of one year, whose unearned premium is set aside,
    and for one with an account, which is set aside itself.
    """
    if basis.shape in ONE_YEAR or basis.shape in WITH_ACCOUNT or terms.cover_years == 1:
        return NOTHING
    return _life_reserves(basis, terms.sex, terms.entry_age, terms.pay_years, terms.cover_years)


def reserve_on(
    basis: Basis, terms: PolicyTerms, commencement: date, day: date, paid_to: date, *, lapsed: bool = False
) -> tuple[Fen, Why]:
    """The reserve of a coverage on a day, before debts, with its trace; the cash value where that is more.

    Within a policy year it is computed as the cash value is. ValueError before commencement.
    """
    least, why = cash_value_on(basis, terms, commencement, day, paid_to)
    unit = unit_reserves(basis, terms)
    at = counted_year(commencement, terms.pay_years, day, paid_to)
    reserve = Fen(0)
    if at.year < len(unit.at_year_end) and not lapsed:
        survival = unit.survival[at.year - 1] if at.year <= len(unit.survival) else 0.0
        premium = unit.premiums[at.year - 1] if at.year <= len(unit.premiums) else 0.0
        before, after = unit.at_year_end[at.year - 1], unit.at_year_end[at.year] + survival
        reserve = Fen.round(max(within_year(before, after, premium, *at.parts), 0.0) * terms.sum_assured)
    value = max(reserve, least)
    steps: tuple[tuple[str, Value], ...] = (("full preliminary term", int(reserve)), ("cash value", int(least)))
    return value, Why("reserve_on", RESERVE_SOURCE, why.inputs | {"lapsed": str(lapsed)}, steps, int(value))


@lru_cache(maxsize=4096)
def _life_reserves(basis: Basis, sex: Sex, age: int, pay_years: int, cover_years: int | None) -> UnitReserves:
    priced = priced_cover(basis, PolicyTerms(sex, age, Fen(1), pay_years, cover_years))
    interest = float(basis.interest)
    # Where the net premium exceeds the gross, only the gross will come: the difference is reserved.
    premiums = tuple(min(net, priced.annual) for net in _modified_premiums(priced.cover, interest, pay_years))
    return UnitReserves(prospective(priced.cover, interest, premiums), premiums, priced.cover.survival)


def _modified_premiums(cover: Cover, interest: float, pay_years: int) -> tuple[float, ...]:
    """The net premiums of full preliminary term: what the first year costs, then the level premium of the cover entered
    a year later; level throughout for a single premium.
    """
    if pay_years == 1 or cover.years == 1:
        return (net_premium(cover, interest, pay_years),)
    later = replace(cover, age=cover.age + 1, death=cover.death[1:], survival=cover.survival[1:])
    level = net_premium(later, interest, pay_years - 1)
    to_come = level * sum(discounts(cover, interest)[1:pay_years])
    return (benefits_after(cover, interest)[0] - to_come, *(level,) * (pay_years - 1))

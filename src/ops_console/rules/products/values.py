"""What a coverage is worth: cash values, unearned premium, and the death benefit with its floor.

Cash values are of the standard part of the premium; a loading for extra risk is used up by the risk (company default).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.rules.actuary.cash_values import minimum_cash_values, value_premiums
from ops_console.rules.due_dates import due_date, policy_year
from ops_console.rules.not_possible import NotPossible
from ops_console.rules.products.basis import NO_MONEY, ONE_YEAR, Basis, PolicyTerms, Sex, loads_for
from ops_console.rules.products.deaths import Death
from ops_console.rules.products.priced import years_of_cover
from ops_console.rules.products.pricing import describe
from ops_console.rules.products.shapes import SHAPES, priced_cover
from ops_console.rules.why import Value, Why

SURRENDER_SOURCE = "minimum cash value by the Actuarial Rules for Ordinary Life Insurance; day rule: company default"
COVER_SOURCE = "cover clause of the contract"
FLOOR_SOURCE = "Notice on Further Improving the Actuarial System (保监发〔2016〕76号), multiples by product"


@dataclass(frozen=True, slots=True)
class UnitValues:
    """Per 1 of sum assured: cash values at policy year ends 0, 1, …, once the survival benefit of that day is paid;
    what each year's premium adds on the value basis; what the value gives up at the ends of years 1, 2, …: the survival
    benefit, and where an annuity begins all that could be surrendered till then.
    """

    at_year_end: tuple[float, ...]
    premiums: tuple[float, ...]
    given_up: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class CountedYear:
    """A policy year and its days, the day in it that counts, and which parts of the year have gone and are paid for."""

    year: int
    days: int
    counted: date
    gone: Fraction
    paid: Fraction

    @property
    def parts(self) -> tuple[float, float]:
        return float(self.gone), float(self.paid)


def cash_values(basis: Basis, terms: PolicyTerms) -> tuple[Fen, ...]:
    """Cash values at the end of policy years 0 … n; all zero for a product or a one-year cover without them.

    The last is what falls due at the end: zero for term, the sum assured for whole life at the table's end.
    """
    return tuple(Fen.round(value * terms.sum_assured) for value in unit_values(basis, terms).at_year_end)


def cash_value_on(basis: Basis, terms: PolicyTerms, commencement: date, day: date, paid_to: date) -> tuple[Fen, Why]:
    """The cash value on a day, before debts, with its trace. ValueError before commencement.

    Within a policy year: linear by days between the last year end's value plus the year's net premium (on the value
    basis) and the next year end's value with what it gives up on that day, such as a survival benefit; a part of the
    year not paid for takes its share of the net premium away. From ``paid_to`` on, while premiums are still to be paid,
    the value stands still: grace and lapse add nothing.
    After the cover's end it is zero. Source: company default.
    """
    unit = unit_values(basis, terms)
    at = counted_year(commencement, terms.pay_years, day, paid_to)
    year = at.year
    inputs = describe(basis, terms) | {
        "commencement": commencement.isoformat(),
        "day": day.isoformat(),
        "paid_to": paid_to.isoformat(),
    }
    if year >= len(unit.at_year_end):
        return Fen(0), Why("cash_value_on", SURRENDER_SOURCE, inputs, (("the cover has ended", 0),), 0)
    given_up = unit.given_up[year - 1] if year <= len(unit.given_up) else 0.0
    before, after = unit.at_year_end[year - 1], unit.at_year_end[year]
    premium = unit.premiums[year - 1] if year <= len(unit.premiums) else 0.0
    per_unit = within_year(before, after + given_up, premium, *at.parts)
    value = Fen.round(max(per_unit, 0.0) * terms.sum_assured)
    falls_due = int(Fen.round(given_up * terms.sum_assured))
    steps = (
        ("policy year", year),
        ("value at the last year end", int(Fen.round(before * terms.sum_assured))),
        ("value at the next year end", int(Fen.round(after * terms.sum_assured))),
        *((("given up at the next year end", falls_due),) if falls_due else ()),
        ("net premium of the year", int(Fen.round(premium * terms.sum_assured))),
        ("day counted", at.counted.isoformat()),
        ("part of the year gone", str(at.gone)),
        ("part of the year paid for", str(at.paid)),
    )
    return value, Why("cash_value_on", SURRENDER_SOURCE, inputs, steps, int(value))


def counted_year(commencement: date, pay_years: int, day: date, paid_to: date) -> CountedYear:
    """The policy year a day counts in: while premiums are still to be paid, no day after ``paid_to`` counts.
    ValueError before commencement.
    """
    if day < commencement:
        raise ValueError(f"{day} is before the commencement {commencement}")
    all_paid = paid_to >= due_date(commencement, 12, pay_years)
    counted = day if all_paid else max(commencement, min(day, paid_to))
    year, start, end = policy_year(commencement, counted)
    days = (end - start).days
    paid = Fraction(1) if all_paid else Fraction((min(paid_to, end) - start).days, days)
    return CountedYear(year, days, counted, Fraction((counted - start).days, days), paid)


def within_year(before: float, after: float, premium: float, gone: float, paid: float) -> float:
    """What a cover is worth within a policy year, between the values at its ends: linear by days from ``before`` plus
    the year's net premium to ``after``, the survival benefit of that day included; ``gone`` and ``paid`` are the parts
    of the year that have passed and that are paid for. Source: company default.
    """
    return before * (1 - gone) + after * gone + premium * (paid - gone)


def unearned_premium(premium: Fen, start: date, end: date, day: date) -> tuple[Fen, Why]:
    """The part of a premium for ``start`` (included) to ``end`` (not included) not yet earned on a day, which itself
    is no longer covered: gross, by days of the period. Source: the 1/365 method of the reserve rules for short-term
    cover.
    """
    left = max(0, min((end - day).days, (end - start).days))
    value = Fen.round(Fraction(premium) * Fraction(left, (end - start).days))
    inputs: dict[str, Value] = {
        "premium": int(premium),
        "start": start.isoformat(),
        "end": end.isoformat(),
        "day": day.isoformat(),
    }
    steps = (("days left", left), ("days of the period", (end - start).days))
    return value, Why("unearned_premium", "1/365 method, gross premium", inputs, steps, int(value))


def death_benefit_on(
    basis: Basis, terms: PolicyTerms, commencement: date, day: date, premiums_paid: Fen, worth: Fen = NO_MONEY
) -> tuple[Fen, Why]:
    """The benefit for a death on a day, before debts, as the product's shape has it.

    ``premiums_paid`` are the standard premiums, without loadings; ``worth`` is the cover's cash value, or its account,
    on that day, where the shape asks for it. Attained age = entry age + policy year - 1; of a cover renewed year by
    year the age at which its term began. ValueError for a product without death benefit, before commencement and after
    the end.
    """
    year, _start, _end = policy_year(commencement, day)
    on_death = SHAPES[basis.shape].on_death
    renewed = basis.shape in ONE_YEAR
    if on_death is None or (not renewed and year > years_of_cover(basis, terms)):
        raise NotPossible(
            _("{product} pays nothing for a death on {day}").format(product=basis.product, day=day.isoformat())
        )
    age = terms.entry_age if renewed else terms.entry_age + year - 1
    benefit, steps = on_death(basis, terms, Death(age, premiums_paid, worth))
    inputs = describe(basis, terms) | {
        "commencement": commencement.isoformat(),
        "day": day.isoformat(),
        "premiums_paid": int(premiums_paid),
        "worth": int(worth),
    }
    source = FLOOR_SOURCE if basis.death_floors else COVER_SOURCE
    return benefit, Why("death_benefit_on", source, inputs, (("attained age", age), *steps), int(benefit))


def unit_values(basis: Basis, terms: PolicyTerms) -> UnitValues:
    """What a coverage is worth by policy year, per 1 of sum assured; whatever else is asked of it is computed from it.
    All zero for a product without cash values, and for a cover with an account: its worth is what the account holds.
    """
    years = years_of_cover(basis, terms)
    if basis.cash_value is None:
        return UnitValues((0.0,) * (years + 1), ())
    return _life_values(basis, terms.sex, terms.entry_age, terms.pay_years, terms.cover_years)


@lru_cache(maxsize=4096)
def _life_values(basis: Basis, sex: Sex, age: int, pay_years: int, cover_years: int | None) -> UnitValues:
    if basis.cash_value is None:
        raise ValueError(f"{basis.product} has no cash value")
    priced = priced_cover(basis, PolicyTerms(sex, age, Fen(1), pay_years, cover_years))
    cover, last = priced.cover, priced.surrendered_until
    interest = float(basis.cash_value.interest)
    loads = [float(load) for load in loads_for(basis.cash_value.loads, pay_years)]
    at_year_end = minimum_cash_values(cover, interest, pay_years, loads, float(basis.cash_value.k))
    premiums = value_premiums(cover, interest, pay_years, loads)
    if last is None:
        return UnitValues(at_year_end, premiums, cover.survival)
    ended = (*at_year_end[:last], *(0.0,) * (len(at_year_end) - last))
    return UnitValues(ended, premiums, (*cover.survival[: last - 1], cover.survival[last - 1] + at_year_end[last]))

"""How a contract would go on, policy year by policy year, if it is neither changed nor claimed on.

What the contract promises is one *scenario*. What depends on rates that are declared or assumed is another, and is not
guaranteed: it uses one rate for all years to come, which is no forecast. Accounts are illustrated at their guaranteed
rate and at others, units of funds as an account that grows by an assumed rate (company default). Covers of one year are
illustrated for that year. Source of the two rates side by side: rules on product information of life insurers (article
not verified).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from types import MappingProxyType
from typing import Literal, TypeAlias

from ops_console.base.money import Fen
from ops_console.rules.due_dates import due_date
from ops_console.rules.products import universal
from ops_console.rules.products.basis import ONE_YEAR, WITH_ACCOUNT, Basis, PolicyTerms
from ops_console.rules.products.dividends import Part, dividend
from ops_console.rules.products.priced import years_of_cover
from ops_console.rules.products.pricing import Quote, describe, quote
from ops_console.rules.products.survival import benefits_due
from ops_console.rules.products.values import cash_value_on, cash_values, death_benefit_on
from ops_console.rules.why import Value, Why

SOURCE = "rules on product information of life insurers (article not verified); company default"
ONE_DAY = timedelta(days=1)
NOTHING = Fen(0)
Kind: TypeAlias = Literal["contract", "guaranteed", "declared", "assumed"]


@dataclass(frozen=True, slots=True)
class Rates:
    """Yearly rates taken for all years to come: credited to an account; of a share in the surplus the spread above the
    pricing interest, and the rate of dividends left with the company.
    """

    kind: Kind
    crediting: Fraction = Fraction(0)
    spread: Fraction = Fraction(0)
    accumulation: Fraction = Fraction(0)

    @property
    def is_guaranteed(self) -> bool:
        return self.kind in ("contract", "guaranteed")


CONTRACT = Rates("contract")


@dataclass(frozen=True, slots=True)
class Year:
    """One policy year. ``premium`` is paid in it, ``premiums`` so far; ``death``: the benefit for a death at its end,
    None where a death pays nothing; ``survival`` is paid to the living at its end; ``value`` is what could be had by
    surrender after that; ``account`` what it holds, None without one; ``dividends`` left with the company so far.
    ``age``: attained age in the year.
    """

    year: int
    age: int
    premium: Fen
    premiums: Fen
    death: Fen | None
    survival: Fen
    value: Fen
    account: Fen | None = None
    dividends: Fen | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """The years at some rates. ``ends_early``: the account no longer carries its charges after the last year here."""

    rates: Rates
    years: tuple[Year, ...]
    ends_early: bool = False


@dataclass(frozen=True, slots=True)
class Illustration:
    """``whys``: column → where its amounts come from. ``quote`` is the premium, with its own trace."""

    quote: Quote
    scenarios: tuple[Scenario, ...]
    whys: Mapping[str, Why] = field(default_factory=lambda: MappingProxyType({}))


def illustrate(
    basis: Basis, terms: PolicyTerms, commencement: date, rates: Sequence[Rates] = (), em_points: int = 0
) -> Illustration:
    """What a contract promises, and what it would come to at other ``rates``, which matter to accounts and to shares in
    the surplus only. ValueError when the product cannot be sold so.
    """
    priced = quote(basis, terms, em_points)
    if basis.shape in WITH_ACCOUNT:
        cover = universal.Cover(basis, terms, em_points, commencement)
        # A fund promises nothing, not even that its price stands still.
        least = Rates("assumed") if cover.account.funds else Rates("guaranteed", cover.account.guaranteed)
        scenarios = tuple(_account(cover, priced, one) for one in (least, *rates))
    else:
        promised = tuple(_years(basis, terms, commencement, priced))
        shared = rates if basis.participating else ()
        scenarios = (
            Scenario(CONTRACT, promised),
            *(Scenario(one, _with_dividends(basis, terms, promised, one)) for one in shared),
        )
    return Illustration(priced, scenarios, _whys(basis, terms, commencement, scenarios))


def _years(basis: Basis, terms: PolicyTerms, commencement: date, priced: Quote) -> Iterator[Year]:
    years = 1 if basis.shape in ONE_YEAR else years_of_cover(basis, terms)
    values = cash_values(basis, terms)
    premiums = standard = NOTHING
    for year in range(1, years + 1):
        end = due_date(commencement, 12, year)
        times = 12 // priced.months if year <= terms.pay_years else 0
        premium = priced.instalment * times
        premiums, standard = premiums + premium, standard + priced.standard * times
        due = benefits_due(basis, terms, commencement, due_date(commencement, 12, year - 1), end)
        is_over = any(one.kind == "maturity" for one in due)
        yield Year(
            year,
            terms.entry_age + year - 1,
            premium,
            premiums,
            _on_death(basis, terms, commencement, end - ONE_DAY, standard),
            Fen.total(one.amount for one in due),
            values[year] if year < len(values) and not is_over else NOTHING,
        )


def _on_death(basis: Basis, terms: PolicyTerms, commencement: date, day: date, paid: Fen) -> Fen | None:
    """The benefit for a death on a day, all premiums due till then being paid."""
    worth, _why = cash_value_on(basis, terms, commencement, day, day + ONE_DAY)
    try:
        return death_benefit_on(basis, terms, commencement, day, paid, worth)[0]
    except ValueError:
        return None


def _with_dividends(basis: Basis, terms: PolicyTerms, years: Sequence[Year], rates: Rates) -> tuple[Year, ...]:
    """The same years with the dividends of each, left with the company at a yearly rate."""
    made, held = [], NOTHING
    for one in years:
        earned, _why = dividend([Part(basis, terms, one.year)], rates.spread)
        held = Fen.round(Fraction(held) * (1 + rates.accumulation)) + earned
        made.append(Year(one.year, one.age, one.premium, one.premiums, one.death, one.survival, one.value, None, held))
    return tuple(made)


def _account(cover: universal.Cover, priced: Quote, rates: Rates) -> Scenario:
    """An account whose premiums are paid when they were planned, rolled month by month."""
    declared: universal.Declared = ((cover.commencement, rates.crediting),)
    held: list[universal.Movement] = []
    rolled_to, premiums, made = cover.commencement, NOTHING, list[Year]()
    for year in range(1, years_of_cover(cover.basis, cover.terms) + 1):
        paid = list(_allocated(cover, priced, year))
        premium = Fen.total(amount for amount, _net in paid)
        premiums += premium
        held += [net for _amount, net in paid]
        end = due_date(cover.commencement, 12, year)
        rolled = universal.roll(cover, declared, held, rolled_to, end - ONE_DAY)
        if rolled.lacking is not None:
            return Scenario(rates, tuple(made), ends_early=True)
        held += rolled.movements
        rolled_to = rolled.rolled_to
        _interest, account, _why = universal.value_on(cover, declared, held, rolled_to, end)
        last = end - ONE_DAY
        charge, _why = universal.surrender_charge(cover, account, last)
        benefit, _why = death_benefit_on(cover.basis, cover.terms, cover.commencement, last, premiums, account)
        age = cover.terms.entry_age + year - 1
        made.append(Year(year, age, premium, premiums, benefit, NOTHING, account - charge, account))
        held = _gathered(held, cover.month_before(rolled_to))
    return Scenario(rates, tuple(made))


def _allocated(cover: universal.Cover, priced: Quote, year: int) -> Iterator[tuple[Fen, universal.Movement]]:
    """The premiums of a year, and what of each goes into the account."""
    if year > cover.terms.pay_years:
        return
    a_year = 12 // priced.months
    for k in range((year - 1) * a_year, year * a_year):
        day = due_date(cover.commencement, priced.months, k)
        charge, _why = universal.initial_charge(cover, priced.instalment, day)
        yield priced.instalment, universal.Movement(day, "premium", priced.instalment - charge)


def _gathered(held: Sequence[universal.Movement], day: date) -> list[universal.Movement]:
    """What lies in an account up to a day as one movement: no later interest tells it apart."""
    before = Fen.total(one.amount for one in held if one.day <= day)
    return [universal.Movement(day, "balance", before), *(one for one in held if one.day > day)]


COLUMNS = ("premium", "death", "survival", "value", "account", "dividends")
"""Columns that have a trace: field of :class:`Year`."""


def _whys(basis: Basis, terms: PolicyTerms, commencement: date, scenarios: Sequence[Scenario]) -> Mapping[str, Why]:
    """For each column, and scenario, the rule that made it, what it was given, and its amounts by year."""
    inputs: dict[str, Value] = describe(basis, terms) | {"commencement": commencement.isoformat()}
    found = {}
    for scenario in scenarios:
        rates = scenario.rates
        used = inputs | {
            "rates": rates.kind,
            "crediting": str(rates.crediting),
            "spread": str(rates.spread),
            "accumulation": str(rates.accumulation),
        }
        for column in COLUMNS:
            amounts = [(f"year {one.year}", int(amount)) for one in scenario.years
                       if (amount := getattr(one, column)) is not None]  # fmt: skip
            if amounts:
                why = Why(f"illustration {column}", SOURCE, used, tuple(amounts), amounts[-1][1])
                found[f"{rates.kind} {column}"] = why
    return MappingProxyType(found)

"""Dividends 红利: what a participating contract's share in the surplus comes to, and what is made of it.

Only interest surplus is shared: the dividend of a policy year is the spread declared for the calendar year it ends in,
on what the contract worked with in that year, the net level reserve at its start and the net premium then paid, both on
the pricing basis. Source: contribution method, reduced to interest (company default; illustrative).

Paid-up additions are single premiums at the attained age, without the death benefit floor of premiums paid and without
survival benefits before maturity (company default). Dividends left to accumulate bear the declared rate by the day,
actual days over 365; interest is added on every anniversary of the contract, when the rate changes, and when money
moves (company default).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache

from ops_console.base.money import Fen
from ops_console.rules.actuary.premiums import net_premium
from ops_console.rules.actuary.reserves import net_level_reserves
from ops_console.rules.due_dates import next_due_after
from ops_console.rules.products.basis import Basis, PolicyTerms, Sex
from ops_console.rules.products.loans import interest_between
from ops_console.rules.products.pricing import describe
from ops_console.rules.products.shapes import annual_rate, priced_cover
from ops_console.rules.why import Value, Why, in_yuan

DIVIDEND_SOURCE = "contribution method, interest surplus only (company default); illustrative"
ADDITION_SOURCE = "equivalence principle on the product's basis (company default)"
ACCUMULATION_SOURCE = "dividend clause of the contract; declared rate, simple interest actual/365 (company default)"


@dataclass(frozen=True, slots=True)
class Part:
    """One participating cover, the main one or an addition: ``year`` is its own policy year that ended."""

    basis: Basis
    terms: PolicyTerms
    year: int


@lru_cache(maxsize=64)
def for_additions(basis: Basis) -> Basis:
    """The basis of a paid-up addition: that of its product, without the floor of premiums paid, and of an endowment
    without what is paid before its end."""
    survival = basis.survival and replace(basis.survival, share=Fraction(0))
    return replace(basis, death_floors=(), survival=survival)


def dividend(parts: Sequence[Part], spread: Fraction) -> tuple[Fen, Why]:
    """The dividend of all participating covers of a contract for one policy year, rounded once for all of them.

    ``spread`` is a yearly rate per one. ValueError without a part, and for a year beyond the cover.
    """
    if not parts:
        raise ValueError("nothing shares in the surplus")
    steps: list[tuple[str, Value]] = []
    exact = Fraction(0)
    for no, part in enumerate(parts):
        reserve, premium = _worked_with(part.basis, part.terms, part.year)
        base = (Fraction(reserve) + Fraction(premium)) * int(part.terms.sum_assured)
        exact += base * spread
        steps += [
            ("policy year", part.year),
            *(_bought_as(part.terms) if no else ()),
            ("sum assured", int(part.terms.sum_assured)),
            ("reserve at the year's start", in_yuan(Fraction(reserve) * int(part.terms.sum_assured))),
            ("net premium of the year", in_yuan(Fraction(premium) * int(part.terms.sum_assured))),
            ("dividend before rounding", in_yuan(base * spread)),
        ]
    amount = Fen.round(exact)
    inputs = describe(parts[0].basis, parts[0].terms) | {"spread": str(spread)}
    return amount, Why("dividend", DIVIDEND_SOURCE, inputs, tuple(steps), int(amount))


def _bought_as(terms: PolicyTerms) -> tuple[tuple[str, Value], ...]:
    return ("bought at age", terms.entry_age), ("years of cover", terms.cover_years or "life")


def _worked_with(basis: Basis, terms: PolicyTerms, year: int) -> tuple[float, float]:
    """Net level reserve at the start of a policy year and the net premium then paid, per 1 of sum assured."""
    reserves, premium = _net_level(basis, terms.sex, terms.entry_age, terms.pay_years, terms.cover_years)
    if not 1 <= year < len(reserves):
        raise ValueError(f"{basis.product} has no policy year {year}")
    return max(reserves[year - 1], 0.0), premium if year <= terms.pay_years else 0.0


@lru_cache(maxsize=4096)
def _net_level(
    basis: Basis, sex: Sex, age: int, pay_years: int, cover_years: int | None
) -> tuple[tuple[float, ...], float]:
    cover = priced_cover(basis, PolicyTerms(sex, age, Fen(1), pay_years, cover_years)).cover
    interest = float(basis.interest)
    return net_level_reserves(cover, interest, pay_years), net_premium(cover, interest, pay_years)


def addition_bought(basis: Basis, terms: PolicyTerms, dividend_amount: Fen) -> tuple[Fen, Why]:
    """The sum assured that a dividend buys as a single premium; ``terms`` are those of the addition, whose sum assured
    does not matter. ValueError where the product cannot be sold so.
    """
    rate = annual_rate(for_additions(basis), terms)
    bought = Fen.round(Fraction(int(dividend_amount)) / Fraction(rate))
    inputs = describe(basis, terms) | {"sum_assured": int(bought), "dividend": int(dividend_amount)}
    steps: tuple[tuple[str, Value], ...] = (
        ("attained age", terms.entry_age),
        ("single premium per 1 of sum assured", rate),
    )
    return bought, Why("addition_bought", ADDITION_SOURCE, inputs, steps, int(bought))


@dataclass(frozen=True, slots=True)
class Interest:
    """Interest added on a day, for the days since the one before, at a yearly rate per one."""

    day: date
    rate: Fraction
    amount: Fen


def accumulated(
    balance: Fen, since: date, day: date, commencement: date, rates: Sequence[tuple[date, Fraction]]
) -> tuple[tuple[Interest, ...], Why]:
    """What dividends left with the company earn from ``since`` to ``day``; ``rates`` by rising day, nothing before the
    first. Each amount is rounded half up to the fen once. ValueError when the days are reversed.
    """
    if day < since:
        raise ValueError(f"{day} is before {since}")
    added: list[Interest] = []
    steps: list[tuple[str, Value]] = []
    start, now = since, balance
    while start < day:
        end = min([day, next_due_after(commencement, 12, start), *(first for first, _rate in rates if first > start)])
        rate = next((rate for first, rate in reversed(rates) if first <= start), Fraction(0))
        interest = Fen.round(interest_between(now, rate, start, end))
        if interest:
            added.append(Interest(end, rate, interest))
            steps.append((f"interest to {end.isoformat()}", int(interest)))
        start, now = end, now + interest
    inputs: dict[str, Value] = {
        "balance": int(balance),
        "since": since.isoformat(),
        "day": day.isoformat(),
        "commencement": commencement.isoformat(),
    }
    inputs |= {f"rate from {first.isoformat()}": str(rate) for first, rate in rates if first < day}
    return tuple(added), Why("accumulated", ACCUMULATION_SOURCE, inputs, tuple(steps), int(now))

"""Dividends, accounts and units of funds, computed again from their traces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from ops_console.base.money import Fen
from ops_console.rules.products.dividends import Part, accumulated, addition_bought, dividend, for_additions
from ops_console.rules.products.units import PRICES, UNITS, risk_charge, value_of
from ops_console.rules.products.universal import Cover, interest
from ops_console.rules.recomputing_given import Again, Given
from ops_console.rules.why import Value

RATE_FROM = "rate from "
"""What the inputs of dividends left to accumulate begin with, before the day a declared rate counts from."""


def _dividend(given: Given) -> tuple[Value, ...]:
    parts = [Part(given.of_product, given.terms, int(given.step("policy year")))]
    told: dict[str, Value] = {}
    for name, value in given.why.steps:
        told[name] = value
        if name == "sum assured" and "bought at age" in told:
            parts.append(_bought(given, told))
    return (int(dividend(parts, given.part("spread"))[0]),)


def _bought(given: Given, told: Mapping[str, Value]) -> Part:
    years = told["years of cover"]
    terms = replace(
        given.terms,
        entry_age=int(told["bought at age"]),
        sum_assured=Fen(int(told["sum assured"])),
        pay_years=1,
        cover_years=None if years == "life" else int(years),
    )
    return Part(for_additions(given.of_product), terms, int(told["policy year"]))


def _accumulated(given: Given) -> tuple[Value, ...]:
    rates = [
        (date.fromisoformat(name.removeprefix(RATE_FROM)), Fraction(str(rate)))
        for name, rate in given.why.inputs.items()
        if name.startswith(RATE_FROM)
    ]
    days = (given.day("since"), given.day("day"), given.day("commencement"))
    found = accumulated(given.fen("balance"), *days, rates)[1].result
    return (found,)


def _addition(given: Given) -> tuple[Value, ...]:
    return (int(addition_bought(given.of_product, given.terms, given.fen("dividend"))[0]),)


def _part_kept(of: str) -> Again:
    return lambda given: (int(Fen.round(Fraction(max(given.whole(of), 0)) * Fraction(str(given.step("part kept"))))),)


def _units(given: Given) -> tuple[Value, ...]:
    funds = [name.partition(": ")[2] for name in given.why.inputs if name.startswith("units: ")]
    worth = (
        value_of(
            int(Fraction(given.text(f"units: {fund}")) * UNITS), int(Fraction(given.text(f"price: {fund}")) * PRICES)
        )
        for fund in funds
    )
    return (int(Fen.total(worth)),)


def _risk_charge(given: Given) -> tuple[Value, ...]:
    cover = Cover(given.of_product, given.terms, given.whole("em_points"), given.day("commencement"))
    return (int(risk_charge(cover, given.fen("account"), given.day("day"))[0]),)


def _interest(given: Given) -> Fen:
    """Of the days of an account; none where the trace tells of no rate."""
    told = dict(given.why.steps)
    return interest(given.whole("fen times days"), Fraction(str(told.get("yearly rate", 0))))


def _charges(given: Given) -> tuple[Fen, Fen]:
    """What an account holds with the interest of a month, and the fee and risk charge of the next."""
    cover = Cover(given.of_product, given.terms, given.whole("em_points"), given.day("commencement"))
    fee = cover.account.monthly_fee
    held = given.fen("account") + _interest(given)
    return held, fee + risk_charge(cover, held - fee, given.day("day"))[0]


def _account_month(given: Given) -> tuple[Value, ...]:
    held, charges = _charges(given)
    return (int(held - charges),)


def _account_charges(given: Given) -> tuple[Value, ...]:
    return (int(_charges(given)[1]),)


def _account_value(given: Given) -> tuple[Value, ...]:
    return (int(given.fen("account") + _interest(given)),)


ACCOUNT_RULES: Mapping[str, Again] = {
    "dividend": _dividend,
    "addition_bought": _addition,
    "accumulated": _accumulated,
    "initial_charge": _part_kept("premium"),
    "surrender_charge": _part_kept("account"),
    "units_value": _units,
    "risk_charge": _risk_charge,
    "account_month": _account_month,
    "account_charges": _account_charges,
    "account_value": _account_value,
}
"""By the rule a trace names."""

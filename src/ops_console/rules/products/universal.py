"""Universal life: an account in money, from which monthly charges are taken and to which interest is credited.

The account's month runs from one monthly day of the contract (its anchor day, clamped to the month's end) to the next.
On a monthly day, in this order: the interest of the month that ended, the fee and the risk charge of the month that
begins. The risk charge is a twelfth of q(x), with extra mortality, of the net amount at risk: the death benefit less
the account, both once the fee is taken; x is the attained age. Interest runs by days over 365 from the day of each
movement, at the rate declared for the day the month began on, and never below the guaranteed one; what was declared
last goes on until something else is. Charges the account can't carry wait, and with them the month's interest, until a
premium carries them.

The death benefit is that of `deaths.sum_or_account`: the sum assured or, where it is more, a multiple of the account by
attained age. All this is a company default. Every amount is rounded half up to the fen once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ops_console.base.money import Fen
from ops_console.rules.due_dates import due_date, instalments_due_by, policy_year
from ops_console.rules.products.basis import AccountBasis, Basis, PolicyTerms
from ops_console.rules.products.pricing import describe
from ops_console.rules.why import Value, Why, in_yuan

SOURCE = "account clause of the contract (company default)"
RATE_UNITS = 10**6
"""Rates are kept in units of 1/1,000,000."""
MONTHS, DAYS = 12, 365
PERCENT = 100

Declared = tuple[tuple[date, Fraction], ...]
"""Yearly rates declared, by rising first day."""


@dataclass(frozen=True, slots=True)
class Movement:
    """Into the account positive, out of it negative. ``rate`` in units of 1/1,000,000, of interest only."""

    day: date
    what: str
    amount: Fen
    rate: int | None = None


@dataclass(frozen=True, slots=True)
class Cover:
    """What an account pays for: the product's basis, the terms, ``em_points`` per cent more deaths, its first day."""

    basis: Basis
    terms: PolicyTerms
    em_points: int
    commencement: date

    @property
    def account(self) -> AccountBasis:
        """LookupError for a product without an account."""
        if self.basis.account is None:
            raise LookupError(f"{self.basis.product} has no account")
        return self.basis.account

    def year(self, day: date) -> int:
        """The policy year of a day, from 1."""
        return policy_year(self.commencement, day)[0]

    def age(self, day: date) -> int:
        """Attained age: entry age + policy year - 1."""
        return self.terms.entry_age + self.year(day) - 1

    def month_before(self, monthly_day: date) -> date:
        """The monthly day before one; the first day of cover is the first."""
        return due_date(self.commencement, 1, instalments_due_by(self.commencement, 1, monthly_day) - 2)

    def month_after(self, monthly_day: date) -> date:
        return due_date(self.commencement, 1, instalments_due_by(self.commencement, 1, monthly_day))


@dataclass(frozen=True, slots=True)
class Rolled:
    """An account brought forward: what is to be booked, the first monthly day that is not booked then, and what its
    charges are when the account can't carry them on that day; None when nothing is lacking."""

    movements: tuple[Movement, ...]
    rolled_to: date
    lacking: Fen | None
    whys: tuple[Why, ...]


def initial_charge(cover: Cover, premium: Fen, due: date) -> tuple[Fen, Why]:
    """What is kept of a premium planned for a day: the part of its policy year, the last going on."""
    parts, year = cover.account.initial_charges, cover.year(due)
    return _charged(premium, parts[min(year, len(parts)) - 1], year)


def charge_on_additional(cover: Cover, premium: Fen, day: date) -> tuple[Fen, Why]:
    """What is kept of an additional premium: the part that goes on in the last years. Source: company default."""
    return _charged(premium, cover.account.initial_charges[-1], cover.year(day))


def _charged(premium: Fen, part: Fraction, year: int) -> tuple[Fen, Why]:
    charge = Fen.round(Fraction(premium) * part)
    inputs: dict[str, Value] = {"premium": int(premium), "policy year": year}
    return charge, Why("initial_charge", SOURCE, inputs, (("part kept", str(part)),), int(charge))


def rate_on(account: AccountBasis, declared: Declared, day: date) -> Fraction:
    """The yearly rate credited for a month that begins on a day."""
    reached = [rate for first, rate in declared if first <= day]
    return max(account.guaranteed, reached[-1] if reached else Fraction(0))


def death_multiple(cover: Cover, day: date) -> Fraction:
    """Least death benefit as a multiple of the account; the account itself below the first age that is named."""
    reached = [multiple for age, multiple in cover.basis.death_multiples if age <= cover.age(day)]
    return reached[-1] if reached else Fraction(1)


def surrender_charge(cover: Cover, account: Fen, day: date) -> tuple[Fen, Why]:
    """What is kept of the account, or of a part of it, that is taken out on a day: by policy year, nothing later."""
    parts, year = cover.account.surrender_charges, cover.year(day)
    part = parts[year - 1] if year <= len(parts) else Fraction(0)
    charge = Fen.round(Fraction(max(account, Fen(0))) * part)
    inputs: dict[str, Value] = {"account": int(account), "policy year": year}
    return charge, Why("surrender_charge", SOURCE, inputs, (("part kept", str(part)),), int(charge))


def risk_charge(cover: Cover, account: Fen, day: date) -> tuple[Fen, tuple[tuple[str, Value], ...]]:
    """The charge for the month that begins on a day, and its steps. ``account``: once the fee is taken."""
    if cover.basis.mortality is None:
        raise LookupError(f"{cover.basis.product} has no mortality table")
    table = cover.basis.mortality.of(cover.terms.sex)
    age = min(cover.age(day), table.last_age)
    # The decimals of the table as published, not the binary number next to them.
    rate = min(Fraction(1), Fraction(str(table.rate(age))) * Fraction(PERCENT + cover.em_points, PERCENT))
    benefit = max(Fraction(cover.terms.sum_assured), Fraction(account) * death_multiple(cover, day))
    at_risk = max(Fraction(0), benefit - account)
    charge = Fen.round(rate / MONTHS * at_risk)
    steps = (("death rate of the year", float(rate)), ("net amount at risk", in_yuan(at_risk)))
    return charge, steps


def fen_days(movements: Iterable[Movement], start: date, end: date) -> int:
    """What lay in the account on each day from ``start`` until ``end``, which is not counted, added up: fen × days."""
    return sum(int(one.amount) * (end - max(one.day, start)).days for one in movements if one.day < end)


def interest(days: int, rate: Fraction) -> Fen:
    """Interest on so many fen × days at a yearly rate; an overdrawn account earns nothing."""
    return Fen.round(rate * max(days, 0) / DAYS)


def balance_on(movements: Iterable[Movement], day: date) -> Fen:
    """What lies in the account at the end of a day."""
    return Fen.total(one.amount for one in movements if one.day <= day)


def roll(cover: Cover, declared: Declared, movements: Sequence[Movement], rolled_to: date, until: date) -> Rolled:
    """Book every monthly day from ``rolled_to`` up to ``until``, as long as the account carries its charges.

    ``movements``: all there are, premiums not booked yet among them.
    """
    held, booked, whys = list(movements), list[Movement](), list[Why]()
    while rolled_to <= until:
        made, why = _month(cover, declared, held, rolled_to, until)
        if made is None:
            return Rolled(tuple(booked), rolled_to, Fen(int(why.result)), (*whys, why))
        held += made
        booked += made
        whys.append(why)
        rolled_to = cover.month_after(rolled_to)
    return Rolled(tuple(booked), rolled_to, None, tuple(whys))


def value_on(
    cover: Cover, declared: Declared, movements: Sequence[Movement], rolled_to: date, day: date
) -> tuple[Movement | None, Fen, Why]:
    """The account on a day up to which it is rolled: the interest of the month that is not over, and all of it with
    that. A month whose charges it can't carry adds nothing once it has begun."""
    first = rolled_to if rolled_to <= cover.commencement else cover.month_before(rolled_to)
    rate, end = rate_on(cover.account, declared, first), min(day, rolled_to)
    days, account = fen_days(movements, first, end) if end > first else 0, balance_on(movements, day)
    earned = interest(days, rate)
    total = account + earned
    inputs: dict[str, Value] = {
        "product": cover.basis.product,
        "day": day.isoformat(),
        "account": int(account),
        "fen times days": days,
    }
    steps: tuple[tuple[str, Value], ...] = (
        ("account on the last monthly day", int(balance_on(movements, first))),
        ("last monthly day", first.isoformat()),
        ("yearly rate", str(rate)),
        ("interest since", int(earned)),
    )
    why = Why("account_value", SOURCE, inputs, steps, int(total))
    made = Movement(end, "interest", earned, int(rate * RATE_UNITS)) if earned else None
    return made, Fen(total), why


def _month(
    cover: Cover, declared: Declared, held: Sequence[Movement], day: date, until: date
) -> tuple[list[Movement] | None, Why]:
    """What a monthly day books, and why; None, and what its charges are, when nothing paid by ``until`` carries it."""
    made, steps, days = list[Movement](), list[tuple[str, Value]](), 0
    if day > cover.commencement:
        start = cover.month_before(day)
        rate, days = rate_on(cover.account, declared, start), fen_days(held, start, day)
        earned = interest(days, rate)
        steps += [("yearly rate", str(rate)), ("interest of the month", int(earned))]
        if earned:
            made.append(Movement(day, "interest", earned, int(rate * RATE_UNITS)))
    fee = cover.account.monthly_fee
    charges = fee
    account = Fen(0)
    for on in sorted({day, *(one.day for one in held if day < one.day <= until)}):
        account = balance_on(held, on)
        left = balance_on([*held, *made], on) - fee
        risk, how = risk_charge(cover, left, day)
        charges = fee + risk
        if left >= risk:
            steps += [("monthly fee", int(fee)), *how, ("risk charge", int(risk))]
            taken = (Movement(on, "fee", -fee), Movement(on, "risk", -risk))
            made += [one for one in taken if one.amount]
            return made, _why("account_month", cover, day, account, days, steps, left - risk)
    return None, _why("account_charges", cover, day, account, days, steps, charges)


def _why(
    rule: str, cover: Cover, day: date, account: Fen, days: int, steps: Sequence[tuple[str, Value]], result: Fen
) -> Why:
    """``account``: before the interest and the charges of the month."""
    inputs = describe(cover.basis, cover.terms) | {
        "em_points": cover.em_points,
        "commencement": cover.commencement.isoformat(),
        "day": day.isoformat(),
        "account": int(account),
        "fen times days": days,
    }
    return Why(rule, SOURCE, inputs, (("attained age", cover.age(day)), *steps), int(result))

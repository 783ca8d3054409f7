"""Lending on a policy: what may be lent, its interest, the automatic premium loan, and what reinstatement costs.

Interest is simple, by the day, actual days over 365; a loan left unpaid at the end of its term goes on as a new one
of principal and interest. Shares, least amounts, rates and terms are product data. Source: policy loan rules (at most
80 % of cash value, six months a term) and the loan clause of the contracts; day count: company default.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from ops_console.base.money import Fen
from ops_console.rules.due_dates import due_date
from ops_console.rules.products.basis import LoanBasis
from ops_console.rules.why import Value, Why, in_yuan

DAYS_A_YEAR = 365
LOAN_SOURCE = "loan clause of the contract; shares and rates by product, simple interest actual/365 (company default)"
APL_SOURCE = "automatic premium loan clause of the contract (company default)"
REINSTATEMENT_SOURCE = "Insurance Law article 37; Interpretation III article 8 (interest may be charged)"


def loan_limit(loan: LoanBasis, cash_value: Fen, debts: Fen) -> tuple[Fen, Why]:
    """The most that may be lent now: a share of the cash value net of debts, never rounded up, nothing below the
    minimum.
    """
    share = Fen(math.floor(Fraction(max(0, cash_value - debts)) * loan.share))
    limit = share if share >= loan.minimum else Fen(0)
    inputs: dict[str, Value] = {
        "cash_value": int(cash_value),
        "debts": int(debts),
        "share": str(loan.share),
        "minimum": int(loan.minimum),
    }
    steps = (("cash value net of debts", int(cash_value - debts)), ("share of it", int(share)))
    return limit, Why("loan_limit", LOAN_SOURCE, inputs, steps, int(limit))


def interest_between(principal: Fen, rate: Fraction, start: date, day: date) -> Fraction:
    """Simple interest in fen before rounding, for the days from ``start`` to ``day``. ValueError when they are
    reversed.
    """
    if day < start:
        raise ValueError(f"{day} is before {start}")
    return Fraction(principal) * rate * (day - start).days / DAYS_A_YEAR


@dataclass(frozen=True, slots=True)
class LoanBalance:
    """A loan on a day. ``principal`` includes ``capitalised`` interest of ended terms; ``interest`` is that of the
    present term, which began on ``term_start`` and ends on ``term_end``.
    """

    principal: Fen
    capitalised: Fen
    interest: Fen
    term_start: date
    term_end: date
    why: Why

    @property
    def total(self) -> Fen:
        return self.principal + self.interest


def out_of_value(debts: Mapping[str, int], value: Fen) -> tuple[dict[str, int], dict[str, int]]:
    """How far a value carries debts, by their names: what it pays of each, and what is lost. Interest first, then
    principal (Civil Code art 561), each in the order given."""
    paid, left = {}, int(value)
    for name in sorted(debts, key=lambda name: not name.endswith("interest")):
        paid[name] = min(debts[name], left)
        left -= paid[name]
    return paid, {name: amount - paid[name] for name, amount in debts.items()}


def loan_balance(loan: LoanBasis, principal: Fen, granted: date, day: date, since: date | None = None) -> LoanBalance:
    """What is owed on a loan. Term ends are counted from the day it was granted, not from one another; on a term's end
    day its interest has been capitalised, rounded to the fen. ``since``: the term end up to which the principal has
    that interest in it already; None: it is that of the beginning.
    """
    start_of_interest = since or granted
    owed, term, start = principal, 1, start_of_interest
    while due_date(granted, loan.term_months, term) <= start:
        term += 1
    steps: list[tuple[str, Value]] = []
    while (end := due_date(granted, loan.term_months, term)) <= day:
        interest = Fen.round(interest_between(owed, loan.interest, start, end))
        steps.append((f"interest capitalised on {end.isoformat()}", int(interest)))
        owed, term, start = owed + interest, term + 1, end
    running = Fen.round(interest_between(owed, loan.interest, start, day))
    steps += [("principal now", int(owed)), ("days of this term", (day - start).days), ("interest", int(running))]
    inputs: dict[str, Value] = {
        "principal": int(principal),
        "granted": granted.isoformat(),
        "day": day.isoformat(),
        "rate": str(loan.interest),
        "term_months": loan.term_months,
    }
    if start_of_interest != granted:
        inputs["since"] = start_of_interest.isoformat()
    why = Why("loan_balance", LOAN_SOURCE, inputs, tuple(steps), int(owed + running))
    return LoanBalance(owed, owed - principal, running, start, end, why)


class Advance(StrEnum):
    """How much of a premium due an automatic premium loan can carry."""

    FULL = "full"
    PART = "part"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class AutomaticLoan:
    """``amount`` is what would be lent: the premium, or all there is when that covers part; ``days`` of cover it pays
    for.
    """

    advance: Advance
    amount: Fen
    days: int
    why: Why


def automatic_premium_loan(premium: Fen, cash_value: Fen, debts: Fen, period_days: int) -> AutomaticLoan:
    """Whether cash value carries a premium due. ``cash_value`` is that of the day before grace began, ``debts`` all
    loans with interest, ``period_days`` the days the premium is for. Whether a part buys days or the policy lapses is
    company data.
    """
    available = max(Fen(0), cash_value - debts)
    if available >= premium:
        advance, amount, days = Advance.FULL, premium, period_days
    else:
        days = available * period_days // premium
        advance, amount = (Advance.PART, available) if days else (Advance.NOTHING, Fen(0))
    inputs: dict[str, Value] = {
        "premium": int(premium),
        "cash_value": int(cash_value),
        "debts": int(debts),
        "period_days": period_days,
    }
    steps: tuple[tuple[str, Value], ...] = (("available", int(available)), ("lent", int(amount)), ("days", days))
    return AutomaticLoan(advance, amount, days, Why("automatic_premium_loan", APL_SOURCE, inputs, steps, advance.value))


@dataclass(frozen=True, slots=True)
class Reinstatement:
    """What is paid to bring a policy back, loans apart."""

    premium: Fen
    interest: Fen
    why: Why

    @property
    def total(self) -> Fen:
        return self.premium + self.interest


def reinstatement_amount(arrears: Sequence[tuple[date, Fen]], rate: Fraction, day: date) -> Reinstatement:
    """Arrears, each (due date, premium), with simple interest from its due date to a day, rounded once for all of them.

    ValueError when an instalment is not yet due.
    """
    premium = Fen.total(amount for _due, amount in arrears)
    exact = [(due, interest_between(amount, rate, due, day)) for due, amount in arrears]
    interest = Fen.round(sum((part for _due, part in exact), Fraction(0)))
    inputs: dict[str, Value] = {f"premium of {due.isoformat()}": int(amount) for due, amount in arrears}
    inputs |= {"rate": str(rate), "day": day.isoformat()}
    steps: tuple[tuple[str, Value], ...] = (
        *((f"interest from {due.isoformat()}", in_yuan(part)) for due, part in exact),
        ("arrears", int(premium)),
        ("interest on arrears", int(interest)),
    )
    why = Why("reinstatement_amount", REINSTATEMENT_SOURCE, inputs, steps, int(premium + interest))
    return Reinstatement(premium, interest, why)

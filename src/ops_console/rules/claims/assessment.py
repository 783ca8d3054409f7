"""The proposal for one benefit: conclusion, benefit, refunds, deductions and what is left to pay, with its trace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ops_console.base.money import Fen
from ops_console.rules.claims.conclusions import Conclusion
from ops_console.rules.claims.facts import PER_MILLE, Contract, Disclosure, Event, EventKind, Periods, Standing
from ops_console.rules.claims.liability import Finding, Refund, finding
from ops_console.rules.due_dates import policy_year
from ops_console.rules.products.basis import Shape
from ops_console.rules.products.values import death_benefit_on
from ops_console.rules.why import Value, Why

Steps = tuple[tuple[str, Value], ...]
DISABILITY_BEFORE, DAYS_BEFORE = "paid for disability before", "days paid earlier in the year"
"""Steps of a trace that tell what other claims have taken of the cover."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """What one benefit comes to. ``net`` = benefit + refunds - deductions, never negative."""

    conclusion: Conclusion
    reason: str
    article: str
    benefit: Fen
    refunds: Mapping[str, Fen]
    deductions: Mapping[str, Fen]
    net: Fen
    why: Why


def propose(contract: Contract, event: Event, disclosure: Disclosure, periods: Periods, today: date) -> Assessment:
    """What the rules say of one coverage and one event. ValueError for a breach without the day it was known."""
    found = finding(contract, event, disclosure, periods, today)
    paid = found.conclusion is Conclusion.PAY
    benefit, steps = benefit_due(contract, event) if paid else (Fen(0), ())
    return settle(contract, event, found, benefit, steps)


def settle(contract: Contract, event: Event, found: Finding, benefit: Fen, steps: Steps = ()) -> Assessment:
    """Refunds and deductions around a benefit: the one the rules give, or the one a clerk decided."""
    refunds = _refunds(contract, event, found)
    taken = deductions(contract, found.conclusion, benefit + Fen.total(refunds.values()))
    net = benefit + Fen.total(refunds.values()) - Fen.total(taken.values())
    inputs: dict[str, Value] = {
        "event": event.kind.value,
        "day": event.day.isoformat(),
        "standing": contract.standing.value,
        "concluded": contract.concluded.isoformat(),
        "commenced": contract.commenced.isoformat(),
        "paid_to": contract.paid_to.isoformat(),
    }
    amounts = (("benefit", int(benefit)), *_whole(refunds, "refunded: "), *_whole(taken, "deducted: "))
    why = Why(
        "claim_assessment", found.article, inputs, (*steps, ("conclusion", found.conclusion.value), *amounts), int(net)
    )
    return Assessment(found.conclusion, found.reason, found.article, benefit, refunds, taken, net, why)


def benefit_due(contract: Contract, event: Event) -> tuple[Fen, Steps]:
    """The benefit of a covered event, before deductions; rounded half up to the fen once, after the share of the cause
    that is covered (Interpretation III art 25) and of the premium that was due (Insurance Law art 32)."""
    whole, steps = _whole_benefit(contract, event)
    part = Fraction(event.proportion, PER_MILLE)
    if event.proportion != PER_MILLE:
        steps += (("part of the cause that is covered", str(part)),)
    age = contract.misstated
    if age is not None and age.paid < age.due:
        part *= Fraction(age.paid, age.due)
        steps += (("premium paid as part of the premium due", f"{int(age.paid)}/{int(age.due)}"),)
    return Fen.round(whole * part), steps


def _whole_benefit(contract: Contract, event: Event) -> tuple[Fraction, Steps]:
    """By kind of event: days × cash a day; the sum assured on a diagnosis, of a waiver the premium that was paid for
    instalments due after it; the death benefit with its floor, and for a
    disability as many per mille of it as its degree, less what was paid for disability before. The sum of an accident
    cover is paid once in its term: a death, too, pays what disability has left of it (cover clause)."""
    match event.kind:
        case EventKind.HOSPITAL:
            benefit, steps = _hospital_cash(contract, event)
            return Fraction(benefit), steps
        case EventKind.CRITICAL_ILLNESS if contract.basis.shape is Shape.WAIVER:
            waived = ("annual premium waived", int(contract.terms.sum_assured))
            return Fraction(contract.paid_after), (waived, ("paid for instalments due later", int(contract.paid_after)))
        case EventKind.CRITICAL_ILLNESS:
            return Fraction(contract.terms.sum_assured), (("sum assured", int(contract.terms.sum_assured)),)
    benefit, why = death_benefit_on(
        contract.basis,
        contract.terms,
        contract.commenced,
        event.cover_day,
        contract.standard_paid,
        contract.worth,
    )
    is_disability = event.kind is EventKind.DISABILITY
    if not is_disability and contract.basis.shape is not Shape.ACCIDENT:
        return Fraction(benefit), why.steps
    left = Fraction(max(benefit - contract.paid_before, Fen(0)))
    before: Steps = ((DISABILITY_BEFORE, int(contract.paid_before)),)
    if not is_disability:
        return left, (*why.steps, *before)
    due = min(Fraction(benefit) * Fraction(event.degree, PER_MILLE), left)
    return due, (*why.steps, ("degree in per mille", event.degree), *before)


def _hospital_cash(contract: Contract, event: Event) -> tuple[Fen, Steps]:
    """Paid days are limited by stay and by policy year. Source: cover clause of the contract."""
    days = event.days
    limits = contract.hospital_days
    if limits is not None:
        days = min(days, limits.a_stay, max(0, limits.a_year - contract.days_used))
    benefit = contract.terms.sum_assured * days
    year = policy_year(contract.commenced, event.day)[0]
    return benefit, (
        ("policy year", year),
        ("days in hospital", event.days),
        (DAYS_BEFORE, contract.days_used),
        ("days paid", days),
        ("cash a day", int(contract.terms.sum_assured)),
    )


def _refunds(contract: Contract, event: Event, found: Finding) -> dict[str, Fen]:
    """Instead of a benefit: cash value or premium. Besides one: premium taken for instalments due after a death, which
    ended the contract, and what was paid too much for a misstated age (Insurance Law art 32). Cash value that loans
    have used up is nobody's. Dividends left to accumulate are the customer's own money whatever is decided: a death
    makes them due (dividend clause of the contract)."""
    refunds: dict[str, Fen] = {}
    if found.refund is Refund.CASH_VALUE and contract.cash_value > Fen.total(
        owed for _name, owed in contract.debts.loans
    ):
        refunds["cash_value"] = contract.cash_value
    elif found.refund is Refund.PREMIUM:
        refunds["premium_refund"] = contract.premiums_paid
    ended = event.kind is EventKind.DEATH and contract.standing in (Standing.IN_FORCE, Standing.LAPSED)
    if found.refund is not Refund.PREMIUM:
        age, after = contract.misstated, contract.paid_after if ended else Fen(0)
        excess = age.paid - age.due if age is not None and found.conclusion is Conclusion.PAY else Fen(0)
        instalments = age.instalments if age is not None else 0
        refunds["premium_refund"] = Fen(after + max(excess, Fen(0)) * instalments)
    if ended:
        refunds["dividends"] = contract.dividends
    return {name: amount for name, amount in refunds.items() if amount}


def deductions(contract: Contract, conclusion: Conclusion, available: Fen) -> dict[str, Fen]:
    """Premium owed, which is taken off a benefit only (Insurance Law art 36; where none is paid the instalment is
    cancelled), then all loans. Neither is taken in part: what is left would not cover it, and stays open (company
    default)."""
    taken: dict[str, Fen] = {}
    owed = contract.debts.premium_owed
    if conclusion not in (Conclusion.REFUSE, Conclusion.NOT_LIABLE) and owed <= available:
        taken["premium_owed"] = owed
    if Fen.total(amount for _name, amount in contract.debts.loans) <= available - Fen.total(taken.values()):
        taken.update(contract.debts.loans)
    return {name: amount for name, amount in taken.items() if amount}


def _whole(amounts: Mapping[str, Fen], prefix: str) -> Steps:
    return tuple((prefix + name, int(amount)) for name, amount in amounts.items())

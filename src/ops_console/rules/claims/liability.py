"""Is the insurer liable? Every reason why not, in the order law asks them, each with its article.

The contract must have been in force; the event must be one it pays for, after any waiting period; then the exclusions
that law gives the insurer, and last a breach of disclosure, as far as the contract can still be contested.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ops_console.base.i18n import N_
from ops_console.rules.claims.conclusions import Conclusion
from ops_console.rules.claims.facts import (
    Breach,
    Cause,
    Contract,
    Disclosure,
    Event,
    EventKind,
    Periods,
    Standing,
    within_months,
)
from ops_console.rules.due_dates import policy_year

LAW = "Insurance Law art {}"
CLAUSE = "cover clause of the contract"


class Refund(StrEnum):
    """What is given back where no benefit is due, and on what condition it was."""

    NOTHING = "nothing"
    CASH_VALUE = "cash_value"
    PREMIUM = "premium_refund"


@dataclass(frozen=True, slots=True)
class Finding:
    """Liability for one benefit. ``reason`` is a code of `REASONS`; ``article`` its source."""

    conclusion: Conclusion
    reason: str
    article: str
    refund: Refund = Refund.NOTHING


REASONS: dict[str, str] = {
    "covered": N_("The event is covered."),
    "in_grace": N_("The event fell in the period of grace: paid less the premium owed."),
    "incontestable": N_("More than two years after the contract was made it can no longer be rescinded."),
    "rescission_late": N_("The right to rescind ended, as it was not used in time after the breach was known."),
    "suicide_after": N_("The suicide clause had run out: paid."),
    "suicide_incapable": N_("The insured had no capacity for civil acts: the suicide clause does not apply."),
    "not_begun": N_("The cover had not begun on the day of the event."),
    "ended": N_("The contract had ended before the event."),
    "lapsed": N_("The contract was suspended on the day of the event because premium was unpaid."),
    "no_benefit": N_("The product pays nothing for this kind of event."),
    "waiting": N_("The illness began within the waiting period."),
    "suicide": N_("Suicide within two years of the contract or of its reinstatement."),
    "crime": N_("The event came from an intentional crime of the insured or from resisting arrest."),
    "by_applicant": N_("The applicant caused the event intentionally."),
    "intentional": N_("What was asked was intentionally not disclosed."),
    "negligent": N_("What was asked was not disclosed by gross negligence, with serious effect on the event."),
}
"""Message ids, by code."""


def finding(contract: Contract, event: Event, disclosure: Disclosure, periods: Periods, today: date) -> Finding:
    """Whether the benefit is due. ValueError for a breach without the day it was known.

    ``today`` is the day it is decided: the right to rescind is gone two years after the contract (art 16).
    """
    return (
        _standing(contract, event)
        or _cover(contract, event)
        or _exclusion(contract, event, periods)
        or _disclosure(contract, disclosure, periods, today)
        or _covered(contract, event, disclosure, periods, today)
    )


def in_grace(contract: Contract, day: date) -> bool:
    """Within the period of grace: premium was unpaid, and the suspension had not begun (Insurance Law art 36)."""
    since, until = contract.owed_since, contract.grace_ends
    return since is not None and until is not None and since <= day <= until


def _standing(contract: Contract, event: Event) -> Finding | None:
    if contract.standing is Standing.NOT_BEGUN or event.day < contract.commenced:
        return Finding(Conclusion.NOT_LIABLE, "not_begun", LAW.format(13))
    if contract.standing is Standing.ENDED or _cover_over(contract, event.day):
        return Finding(Conclusion.NOT_LIABLE, "ended", CLAUSE)
    if contract.standing is Standing.LAPSED or (contract.grace_ends is not None and event.day > contract.grace_ends):
        # A death ends the suspended contract: its cash value is the customer's (art 37).
        refund = Refund.CASH_VALUE if event.kind is EventKind.DEATH else Refund.NOTHING
        return Finding(Conclusion.NOT_LIABLE, "lapsed", LAW.format("36, 37"), refund)
    return None


def _cover_over(contract: Contract, day: date) -> bool:
    """A cover for so many years has run out; a one-year cover is renewed, and its end is a standing of the contract."""
    years = contract.terms.cover_years
    return years is not None and years > 1 and policy_year(contract.commenced, day)[0] > years


def _cover(contract: Contract, event: Event) -> Finding | None:
    if event.kind not in contract.benefits:
        return Finding(Conclusion.NOT_LIABLE, "no_benefit", CLAUSE)
    from_day = max(contract.commenced, contract.reinstated or contract.commenced)
    waiting = event.kind is EventKind.HOSPITAL and event.cause is not Cause.ACCIDENT
    if waiting and event.day < from_day + timedelta(days=contract.waiting_days):
        return Finding(Conclusion.NOT_LIABLE, "waiting", "Health Insurance Rules 2019; waiting clause of the contract")
    return None


def _exclusion(contract: Contract, event: Event, periods: Periods) -> Finding | None:
    paid_two_years = Refund.CASH_VALUE if contract.two_years_paid else Refund.NOTHING
    if event.cause is Cause.SUICIDE and not event.lacks_capacity and _suicide_clause(contract, event, periods):
        return Finding(Conclusion.REFUSE, "suicide", LAW.format(44), Refund.CASH_VALUE)
    if event.cause is Cause.CRIME:
        return Finding(Conclusion.REFUSE, "crime", LAW.format(45), paid_two_years)
    if event.cause is Cause.BY_APPLICANT:
        return Finding(Conclusion.REFUSE, "by_applicant", LAW.format(43), paid_two_years)
    return None


def _suicide_clause(contract: Contract, event: Event, periods: Periods) -> bool:
    return within_months(event.day, contract.since, periods.suicide_months)


def _contestable(contract: Contract, disclosure: Disclosure, periods: Periods, today: date) -> str | None:
    """None while the contract can be rescinded for the breach, else why it can't."""
    if disclosure.known is None:
        raise ValueError("a breach needs the day it was known")
    if not within_months(today, contract.concluded, periods.incontestable_months):
        return "incontestable"
    if today > disclosure.known + timedelta(days=periods.rescission_days):
        return "rescission_late"
    return None


def _disclosure(contract: Contract, disclosure: Disclosure, periods: Periods, today: date) -> Finding | None:
    if disclosure.breach is Breach.NONE or _contestable(contract, disclosure, periods, today):
        return None
    if disclosure.breach is Breach.INTENTIONAL:
        return Finding(Conclusion.REFUSE, "intentional", LAW.format(16))
    return Finding(Conclusion.REFUSE, "negligent", LAW.format(16), Refund.PREMIUM)


def _covered(contract: Contract, event: Event, disclosure: Disclosure, periods: Periods, today: date) -> Finding:
    """Paid; the reason names the rule that a clerk would look for."""
    late = disclosure.breach is not Breach.NONE and _contestable(contract, disclosure, periods, today)
    if late:
        return Finding(Conclusion.PAY, late, LAW.format(16))
    if event.cause is Cause.SUICIDE:
        clause = _suicide_clause(contract, event, periods)
        return Finding(Conclusion.PAY, "suicide_incapable" if clause else "suicide_after", LAW.format(44))
    if in_grace(contract, event.day):
        return Finding(Conclusion.PAY, "in_grace", LAW.format(36))
    return Finding(Conclusion.PAY, "covered", CLAUSE)

"""Is the insurer liable? Every reason why not, in the order law asks them, each with its article.

There must have been a contract; it must have been in force; the event must be one it pays for, after any waiting
period, and be claimed in time and truly; then the exclusions of law and contract, and last a breach of disclosure or an
age that was misstated, as far as the contract can still be contested.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ops_console.base.i18n import N_
from ops_console.rules.claims.conclusions import Conclusion
from ops_console.rules.claims.contesting import contestable, why_not_rescinded
from ops_console.rules.claims.facts import (
    PER_MILLE,
    Breach,
    Cause,
    Contract,
    Disclosure,
    Event,
    EventKind,
    Falsehood,
    Flaw,
    Periods,
    Standing,
    within_months,
)
from ops_console.rules.due_dates import policy_year
from ops_console.rules.products.basis import Basis, Shape

LAW = "Insurance Law art {}"
CLAUSE = "cover clause of the contract"
WAITING_CLAUSE = "Health Insurance Rules 2019; waiting clause of the contract"
EXCLUSION_CLAUSE = "exclusion clause of the contract; Insurance Law art 17"
AGREED_CLAUSE = "exclusion agreed in the contract; Insurance Law art 17"
WAITS = (EventKind.HOSPITAL, EventKind.CRITICAL_ILLNESS)
"""Events of health covers, which have a waiting period for illness."""


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
    "known_before": N_("The insurer knew of it when it made the contract: it can't rescind."),
    "premium_taken": N_("The insurer went on collecting premium after it knew of the breach: it can't rescind."),
    "suicide_after": N_("The suicide clause had run out: paid."),
    "suicide_incapable": N_("The insured had no capacity for civil acts: the suicide clause does not apply."),
    "not_explained": N_("The exclusion was not pointed out and explained: it has no effect."),
    "inflated": N_("Papers were forged to claim more: only the true loss is paid."),
    "age_low": N_("The age was misstated and too little was paid: the benefit is paid as paid stands to due."),
    "age_high": N_("The age was misstated and too much was paid: the excess is given back."),
    "proportion": N_("What was covered and what was excluded can't be told apart: paid in proportion."),
    "declared": N_("The insured disappeared within the cover, and was declared dead."),
    "not_begun": N_("The cover had not begun on the day of the event."),
    "ended": N_("The contract had ended before the event."),
    "lapsed": N_("The contract was suspended on the day of the event because premium was unpaid."),
    "no_benefit": N_("The product pays nothing for this kind of event."),
    "annuity_begun": N_("The annuity had begun: it ended with the death, and nothing more is due."),
    "not_accident": N_("The contract pays for accidents only, and this was none."),
    "waiting": N_("The illness began within the waiting period."),
    "not_listed": N_("The diagnosis is none of the diseases the contract lists."),
    "not_survived": N_("The insured died before the days were over that the diagnosis has to be outlived."),
    "no_degree": N_("The disability reaches no grade that is paid for."),
    "no_interest": N_("Nobody with an insurable interest made the contract: it is void."),
    "no_consent": N_("The insured had not agreed to the cover for death and its amount: it is void."),
    "limitation": N_("The claim came after the time of limitation."),
    "invented": N_("The event was invented or brought about on purpose: the contract is rescinded."),
    "suicide": N_("Suicide within two years of the contract or of its reinstatement."),
    "crime": N_("The event came from an intentional crime of the insured or from resisting arrest."),
    "by_applicant": N_("The applicant caused the event intentionally."),
    "left_out": N_("This contract leaves it out, as its applicant agreed in writing."),
    "not_left_out": N_("The event is covered: it is not what this contract leaves out by agreement."),
    "excluded": N_("The contract excludes this, and it was pointed out and explained."),
    "intentional": N_("What was asked was intentionally not disclosed."),
    "negligent": N_("What was asked was not disclosed by gross negligence, with serious effect on the event."),
    "age_outside": N_("The product takes nobody of the true age: the contract is rescinded."),
}
"""Message ids, by code."""


def finding(contract: Contract, event: Event, disclosure: Disclosure, periods: Periods, today: date) -> Finding:
    """Whether the benefit is due. ValueError for a breach without the day it was known.

    ``today`` is the day it is decided: the right to rescind is gone two years after the contract (art 16).
    """
    return (
        _void(contract)
        or _standing(contract, event)
        or _cover(contract, event)
        or _claimed(contract, event, periods)
        or _exclusion(contract, event, periods)
        or _disclosure(contract, disclosure, periods, today)
        or _age_outside(contract, disclosure, periods, today)
        or _covered(contract, event, disclosure, periods, today)
    )


def in_grace(contract: Contract, day: date) -> bool:
    """Within the period of grace: premium was unpaid, and the suspension had not begun (Insurance Law art 36)."""
    since, until = contract.owed_since, contract.grace_ends
    return since is not None and until is not None and since <= day <= until


def _void(contract: Contract) -> Finding | None:
    """There never was a contract: what was paid for it goes back (Insurance Law art 31, 34)."""
    article = {Flaw.NO_INTEREST: 31, Flaw.NO_CONSENT: 34}.get(contract.flaw)
    if article is None:
        return None
    return Finding(Conclusion.NOT_LIABLE, contract.flaw.value, LAW.format(article), Refund.PREMIUM)


def _standing(contract: Contract, event: Event) -> Finding | None:
    day = event.cover_day
    if contract.standing is Standing.NOT_BEGUN or day < contract.commenced:
        return Finding(Conclusion.NOT_LIABLE, "not_begun", LAW.format(13))
    if contract.standing is Standing.ENDED or _cover_over(contract, day):
        return Finding(Conclusion.NOT_LIABLE, "ended", CLAUSE)
    if contract.standing is Standing.LAPSED or (contract.grace_ends is not None and day > contract.grace_ends):
        # A death ends the suspended contract: its cash value is the customer's (art 37).
        refund = Refund.CASH_VALUE if event.kind is EventKind.DEATH else Refund.NOTHING
        return Finding(Conclusion.NOT_LIABLE, "lapsed", LAW.format("36, 37"), refund)
    return None


def _cover_over(contract: Contract, day: date) -> bool:
    """A cover for so many years has run out; a one-year cover is renewed, and its end is a standing of the contract."""
    years = contract.terms.cover_years
    return years is not None and years > 1 and policy_year(contract.commenced, day)[0] > years


def _cover(contract: Contract, event: Event) -> Finding | None:
    """Does the contract pay for such an event, and from that day on?"""
    if event.kind not in contract.benefits:
        return Finding(Conclusion.NOT_LIABLE, "no_benefit", CLAUSE)
    if not has_insured_cause(contract.basis, event):
        return Finding(Conclusion.NOT_LIABLE, "not_accident", CLAUSE)
    if event.kind is EventKind.DEATH and _annuity_begun(contract, event):
        return Finding(Conclusion.NOT_LIABLE, "annuity_begun", CLAUSE)
    from_day = max(contract.commenced, contract.reinstated or contract.commenced)
    waiting = event.kind in WAITS and event.cause is not Cause.ACCIDENT
    if waiting and event.day < from_day + timedelta(days=contract.waiting_days):
        return Finding(Conclusion.NOT_LIABLE, "waiting", WAITING_CLAUSE)
    if event.kind is EventKind.CRITICAL_ILLNESS:
        return _diagnosis(contract, event)
    if event.kind is EventKind.DISABILITY and not event.degree:
        return Finding(Conclusion.NOT_LIABLE, "no_degree", CLAUSE)
    return None


def _annuity_begun(contract: Contract, event: Event) -> bool:
    begins = contract.basis.annuity_age
    year = policy_year(contract.commenced, event.cover_day)[0]
    return begins is not None and contract.terms.entry_age + year - 1 >= begins


def has_insured_cause(basis: Basis, event: Event) -> bool:
    """An accident cover pays for no illness and no suicide, but for that of somebody who could not know what it was;
    acts that law or contract exclude are accidents, excluded with their own article. All others pay whatever the cause.
    """
    if basis.shape is not Shape.ACCIDENT:
        return True
    return event.cause is not Cause.ILLNESS and (event.cause is not Cause.SUICIDE or event.lacks_capacity)


def _diagnosis(contract: Contract, event: Event) -> Finding | None:
    if event.disease not in contract.diseases:
        return Finding(Conclusion.NOT_LIABLE, "not_listed", CLAUSE)
    if event.survived is not None and event.survived < contract.survival_days:
        return Finding(Conclusion.NOT_LIABLE, "not_survived", CLAUSE)
    return None


def _claimed(contract: Contract, event: Event, periods: Periods) -> Finding | None:
    """In time and truly: limitation runs from when the claimant knew (art 26); a false claim ends it all (art 27)."""
    if event.known and event.claimed and event.claimed > periods.limitation_ends(event.known, contract.is_life):
        return Finding(Conclusion.REFUSE, "limitation", LAW.format(26))
    if event.falsehood is Falsehood.INVENTED:
        return Finding(Conclusion.REFUSE, "invented", LAW.format(27))
    return None


def _exclusion(contract: Contract, event: Event, periods: Periods) -> Finding | None:
    paid_two_years = Refund.CASH_VALUE if contract.two_years_paid else Refund.NOTHING
    if event.cause is Cause.SUICIDE and not event.lacks_capacity and _suicide_clause(contract, event, periods):
        return Finding(Conclusion.REFUSE, "suicide", LAW.format(44), Refund.CASH_VALUE)
    if event.cause is Cause.CRIME:
        return Finding(Conclusion.REFUSE, "crime", LAW.format(45), paid_two_years)
    if event.cause is Cause.BY_APPLICANT:
        return Finding(Conclusion.REFUSE, "by_applicant", LAW.format(43), paid_two_years)
    if event.left_out & contract.exclusions and event.exclusions_explained:
        return Finding(Conclusion.REFUSE, "left_out", AGREED_CLAUSE)
    if event.cause is Cause.EXCLUDED and event.exclusions_explained:
        return Finding(Conclusion.REFUSE, "excluded", EXCLUSION_CLAUSE)
    return None


def _suicide_clause(contract: Contract, event: Event, periods: Periods) -> bool:
    return within_months(event.day, contract.since, periods.suicide_months)


def _disclosure(contract: Contract, disclosure: Disclosure, periods: Periods, today: date) -> Finding | None:
    if disclosure.breach is Breach.NONE or why_not_rescinded(contract, disclosure, periods, today):
        return None
    if disclosure.breach is Breach.INTENTIONAL:
        return Finding(Conclusion.REFUSE, "intentional", LAW.format(16))
    return Finding(Conclusion.REFUSE, "negligent", LAW.format(16), Refund.PREMIUM)


def _age_outside(contract: Contract, disclosure: Disclosure, periods: Periods, today: date) -> Finding | None:
    """Rescinded within the limits of art 16, and the cash value given back (art 32)."""
    if contract.misstated is None or not contract.misstated.outside:
        return None
    if contestable(contract, disclosure.known or today, periods, today):
        return Finding(Conclusion.REFUSE, "age_outside", LAW.format(32), Refund.CASH_VALUE)
    return None


def _covered(contract: Contract, event: Event, disclosure: Disclosure, periods: Periods, today: date) -> Finding:
    """Paid; the reason names the rule that a clerk would look for."""
    late = disclosure.breach is not Breach.NONE and why_not_rescinded(contract, disclosure, periods, today)
    if late:
        return Finding(Conclusion.PAY, *late)
    if event.cause is Cause.SUICIDE:
        clause = _suicide_clause(contract, event, periods)
        return Finding(Conclusion.PAY, "suicide_incapable" if clause else "suicide_after", LAW.format(44))
    if event.cause is Cause.EXCLUDED:
        return Finding(Conclusion.PAY, "not_explained", LAW.format(17))
    if event.falsehood is Falsehood.INFLATED:
        return Finding(Conclusion.PAY, "inflated", LAW.format(27))
    if event.proportion != PER_MILLE:
        return Finding(Conclusion.PAY, "proportion", "Interpretation III art 25")
    if contract.misstated is not None and contract.misstated.paid != contract.misstated.due:
        too_little = contract.misstated.paid < contract.misstated.due
        return Finding(Conclusion.PAY, "age_low" if too_little else "age_high", LAW.format(32))
    if event.disappeared is not None:
        return Finding(Conclusion.PAY, "declared", "Interpretation III art 24")
    if contract.exclusions:
        return Finding(Conclusion.PAY, "not_left_out", AGREED_CLAUSE)
    if in_grace(contract, event.cover_day):
        return Finding(Conclusion.PAY, "in_grace", LAW.format(36))
    return Finding(Conclusion.PAY, "covered", CLAUSE)

"""What a paid claim does to the riders of a policy that goes on: a rider that has paid ends, a waiver takes effect.

From the next due date the instalment is that of the covers left. Premium waived is neither raised nor booked: an
instalment raised already is cancelled in the books and counts as paid, so that values go on as if premium were paid.
"""

from collections.abc import Sequence
from datetime import date

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.base.problems import Refused
from ops_console.data.tables import Billing, BillingTerms, Claim, ClaimItem, Coverage, Event, Party, PolicyStatus
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.claims.insured import Insured, cover_day
from ops_console.rooms.parties import speaking_to
from ops_console.rooms.policies import PolicyPosition
from ops_console.rooms.riders import RIDER, is_waiver
from ops_console.rooms.settling import settle_instalments
from ops_console.rules.claims.conclusions import Conclusion
from ops_console.rules.due_dates import next_due_after


def paid_riders(insured: Insured, items: Sequence[ClaimItem]) -> list[Coverage]:
    """Riders among the coverages that the items pay for."""
    paid = {item.coverage_no for item in items if item.conclusion == Conclusion.PAY}
    return [one for one in insured.then.coverages if one.no in paid and one.kind == RIDER]


def refuse_taking_back_a_waiver(view: View, claim: Claim, insured: Insured, items: Sequence[ClaimItem]) -> None:
    """Refused when a claim that was decided before would not waive premium that it has waived."""
    terms = (*insured.now.earlier_terms, insured.now.terms)
    waived = next((one for one in terms if one.waived_from is not None), None)
    if waived is None or view.reader.need(Event, waived.source_id).case_id != claim.case_id:
        return
    if not any(is_waiver(insured.now.products[one.product]) for one in paid_riders(insured, items)):
        raise Refused(
            _("Premium of {policy} was waived by the decision before, and stays so.").format(
                policy=insured.policy.number
            ),
            code="waived_before",
            source="company default: what was paid is not claimed back by a decision on the claim",
        )


def end_riders(
    view: View, plan: Plan, claim: Claim, insured: Insured, position: PolicyPosition, riders: Sequence[Coverage]
) -> None:
    """Riders that have paid end, and the instalment is that of the covers left; a waiver among them waives it. Nothing
    is done twice when the claim was decided before."""
    there = {one.no: one for one in position.coverages}
    ended = [there[one.no] for one in riders if one.no in there]
    if not ended:
        return
    policy_id = position.policy.id
    for one in ended:
        plan.end(Coverage, {"policy_id": policy_id, "no": one.no}, max(view.today, one.valid_from))
        label = position.products[one.product].label
        plan.messages.append(_("{rider} has ended; the policy goes on.").format(rider=label))
    left = [one for one in position.coverages if one not in ended]
    key, premium = {"policy_id": policy_id}, Fen.total(one.premium or Fen(0) for one in left)
    loading, waived_from = Fen.total(one.loading or Fen(0) for one in left), position.terms.waived_from
    plan.change(Billing, key, premium=premium, loading=loading)
    if any(is_waiver(position.products[one.product]) for one in ended):
        waived_from = _waive(view, plan, claim, insured, position)
    plan.change(
        BillingTerms,
        key,
        max(view.today, position.terms.valid_from),
        premium=premium,
        loading=loading,
        waived_from=waived_from,
    )


def _waive(view: View, plan: Plan, claim: Claim, insured: Insured, position: PolicyPosition) -> date:
    """No more premium is raised; what was raised for after the event and is not paid is nobody's debt, and a policy
    that has lapsed for nothing else is in force again. Returns the due date from which premium is waived."""
    billing, key = position.current_billing, {"policy_id": position.policy.id}
    from_day = next_due_after(position.commenced_on, position.terms.months, cover_day(claim))
    plan.change(Billing, key, active=False, next_due=billing.ends_on)
    unpaid = [one for one in position.instalments if not one.is_paid]
    waived = [one for one in unpaid if one.due_date >= from_day]
    for one in (each for each in waived if each.is_owed):
        plan.post("premium_cancelled", position.policy.id, {"income": billing.account}, **position.parts(one))
    settle_instalments(view, plan, position.after_raising((), billing.ends_on), waived, "waived")
    if position.is_lapsed and waived == unpaid:
        day = max(view.today, position.status.valid_from)
        plan.change(PolicyStatus, key, day, status="in_force", lapsed_on=None)
        plan.messages.append(_("Policy {policy} is in force again.").format(policy=position.policy.number))
    applicant = view.reader.need(Party, insured.now.applicant_id)
    with speaking_to(applicant):
        plan.notify(
            "premium_waived",
            applicant.id,
            position.policy.id,
            claim=view.the_case.number,
            event=cover_day(claim).isoformat(),
            policy=position.policy.number,
            since=from_day.isoformat(),
        )
    plan.messages.append(
        _("Premium of {policy} is waived from {day}.").format(policy=position.policy.number, day=from_day.isoformat())
    )
    return from_day

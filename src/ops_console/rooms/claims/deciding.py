"""What a decision on a claim does: owes the money, tells everybody, settles debts, ends what the event has ended.

A claim that was paid in part before, in advance or by an earlier decision, owes each payee the difference only: what is
owed is counted against the payments there are, so nothing can be paid twice.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import attrgetter

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.base.problems import Refused
from ops_console.data.tables import Claim, ClaimItem, Coverage, Party, Payable, PolicyRole, SurvivalBenefit, WorkItem
from ops_console.data.types import FOREVER
from ops_console.desk.payables import pay
from ops_console.desk.plan import ClockStart, Plan
from ops_console.desk.view import View
from ops_console.rooms.claims.accounts import tell_taken_since
from ops_console.rooms.claims.contracts import contract_of, event_of
from ops_console.rooms.claims.dividends import take_back_unearned
from ops_console.rooms.claims.insured import Insured, cover_day, insured_of
from ops_console.rooms.claims.letters import planned, tell_payment, tell_refusal
from ops_console.rooms.claims.members import leave_group
from ops_console.rooms.claims.payees import BENEFITS, Share, shares_of
from ops_console.rooms.claims.payment import DIVIDENDS, book, ends_by_death
from ops_console.rooms.claims.riders import end_riders, paid_riders, refuse_taking_back_a_waiver
from ops_console.rooms.settling import end_policy
from ops_console.rules import accounts
from ops_console.rules.claims.assessment import DAYS_BEFORE, DISABILITY_BEFORE, benefit_due, deductions
from ops_console.rules.claims.conclusions import DECISIONS, CaseConclusion, Conclusion
from ops_console.rules.claims.facts import PER_MILLE, Cause, Contract, Event, EventKind, Standing
from ops_console.rules.why import Why

NOT_PAID = (Conclusion.REFUSE, Conclusion.NOT_LIABLE)
CANCELLED = "cancelled"
"""State of a payment that never was."""
Paid = Mapping[tuple[int, int], Fen]
"""(policy, party) → what payments of the claim are, or were, on their way."""


def decide(view: View, plan: Plan, claim: Claim, items: Sequence[ClaimItem]) -> None:
    """Everything a decision does, into the plan: the measure is what is newly owed."""
    conclusion = CaseConclusion(claim.conclusion or "")
    before = paid_before(view, claim.case_id)
    plan.decision = DECISIONS.get(conclusion)
    for policy_id in sorted({item.policy_id for item in items}):
        view.hold_policy(policy_id)
    owed = Fen(0)
    for policy_id, group in groupby(sorted(items, key=attrgetter("policy_id", "coverage_no")), attrgetter("policy_id")):
        insured = insured_of(view, policy_id, cover_day(claim))
        owed += _decide_policy(view, plan, claim, insured, list(group), before)
    if claim.event_kind == EventKind.DEATH:
        _record_death(view, plan, claim)
    plan.measures["claim_amount"] = int(owed)
    plan.change(Claim, {"case_id": claim.case_id}, agreed_on=view.today)
    plan.clocks_met += ["claim_simple", "claim_decision", "advance_payment"]
    open_still = owed or _on_their_way(view, claim.case_id)
    plan.to, plan.outcome = ("approved", None) if open_still else ("closed", conclusion.value)


def paid_before(view: View, case_id: int) -> Paid:
    """What payments of the claim were opened for, by policy and payee."""
    found: dict[tuple[int, int], Fen] = {}
    for payment in view.reader.find(WorkItem, kind="payment", parent_id=case_id):
        if payment.state != CANCELLED:
            payable = view.reader.need(Payable, payment.id)
            key = (payable.policy_id or 0, payable.party_id)
            found[key] = found.get(key, Fen(0)) + payable.amount
    return found


def owe(view: View, plan: Plan, policy_id: int, share: Share) -> None:
    """Open a payment to one who takes, due by law 10 days after the agreement (Insurance Law art 23), and say so."""
    clocks = (ClockStart("payment", view.today),)
    pay(view, plan, share.party_id, share.amount, "claim", share.account_no, clocks, policy_id)
    told = (
        _("{name}, account {account}: {amount}; the payee's identity is to be checked")
        if share.amount >= view.catalog.setting("identity_check_payout")
        else _("{name}, account {account}: {amount}")
    )
    name = planned(view, plan, share.party_id).name
    account = accounts.mask(share.account_no)
    plan.messages.append(told.format(name=name, account=account, amount=share.amount.yuan()))


def _on_their_way(view: View, case_id: int) -> bool:
    payments = view.reader.find(WorkItem, kind="payment", parent_id=case_id)
    return any(one.state not in ("paid", CANCELLED) for one in payments)


def _decide_policy(
    view: View, plan: Plan, claim: Claim, insured: Insured, items: Sequence[ClaimItem], before: Paid
) -> Fen:
    """One policy: postings, payments, letters, and its end. Returns what is newly owed."""
    for item in items:
        _refuse_stale(view, claim, insured, item)
        _refuse_unsettled(insured, item)
    refuse_taking_back_a_waiver(view, claim, insured, items)
    position = book(view, plan, claim, insured, items)
    owed = Fen(0)
    for share in _still_owed(view, claim, insured, items, before):
        owe(view, plan, insured.policy.id, share)
        owed += share.amount
        if any(item.conclusion in BENEFITS for item in items):
            tell_payment(
                view, plan, insured.policy, items, share, before.get((insured.policy.id, share.party_id), Fen(0))
            )
    refused = [item for item in items if item.conclusion in NOT_PAID]
    if len(refused) == len(items):
        tell_refusal(view, plan, claim, insured.policy, refused)
    riders = paid_riders(insured, items) if claim.event_kind == EventKind.CRITICAL_ILLNESS else []
    if insured.now.product.is_group:
        leave_group(view, plan, insured, claim)
    elif not _is_over(claim, items, riders):
        end_riders(view, plan, claim, insured, position, riders)
    elif not insured.ended_here and position.status.status != "ended":
        reason = "death" if claim.event_kind == EventKind.DEATH and refused else "claimed"
        end_policy(view, plan, position, reason)
    if claim.event_kind == EventKind.DEATH:
        _tell_granted_since(view, plan, claim, insured)
    if ends_by_death(claim, position):
        take_back_unearned(view, plan, position, cover_day(claim))
        tell_taken_since(view, plan, position, cover_day(claim))
    return owed


def _tell_granted_since(view: View, plan: Plan, claim: Claim, insured: Insured) -> None:
    """Benefits on survival that nobody lived to: a clerk claims them back (Civil Code art 985)."""
    granted = view.reader.find(SurvivalBenefit, policy_id=insured.policy.id)
    since = Fen.total(one.amount for one in granted if one.granted_on and one.due_on > cover_day(claim))
    if since:
        plan.messages.append(
            _(
                "{amount} of {number} was granted on survival for days after the death: it is to be claimed back."
            ).format(amount=since.yuan(), number=insured.policy.number)
        )


def _still_owed(view: View, claim: Claim, insured: Insured, items: Sequence[ClaimItem], before: Paid) -> list[Share]:
    """What each payee takes of the policy, less what was paid before. Refused when somebody had more."""
    due: dict[int, Share] = {}
    for item in items:
        for share in shares_of(view, claim, insured, item):
            earlier = due.get(share.party_id)
            amount = share.amount + (earlier.amount if earlier else Fen(0))
            due[share.party_id] = Share(share.party_id, Fen(amount), share.account_no)
    for (policy_id, party_id), amount in before.items():
        taken = due[party_id].amount if party_id in due else Fen(0)
        if policy_id == insured.policy.id and amount > taken:
            raise Refused(
                _("{name} was paid {amount} of policy {number}, and now takes {taken}.").format(
                    name=view.reader.need(Party, party_id).name,
                    amount=amount.yuan(),
                    number=insured.policy.number,
                    taken=taken.yuan(),
                ),
                code="paid_more",
                source="company default: what was paid is not claimed back by a decision on the claim",
            )
    left = (
        Share(one.party_id, one.amount - before.get((insured.policy.id, one.party_id), Fen(0)), one.account_no)
        for one in due.values()
    )
    return [one for one in left if one.amount]


def _is_over(claim: Claim, items: Sequence[ClaimItem], riders: Sequence[Coverage]) -> bool:
    """Has the event ended the contract? A death always; a listed disease, or a total disability, once it is paid but by
    a rider."""
    if claim.event_kind == EventKind.DEATH:
        return True
    once = claim.event_kind == EventKind.CRITICAL_ILLNESS or claim.disability_degree == PER_MILLE
    beside = {one.no for one in riders}
    return once and any(item.conclusion == Conclusion.PAY and item.coverage_no not in beside for item in items)


def _refuse_stale(view: View, claim: Claim, insured: Insured, item: ClaimItem) -> None:
    """Refused when premium, loans or accumulated dividends have changed since it was assessed, and when another claim
    has been paid what this one would pay."""
    event = event_of(view, claim, Cause(claim.cause), claim.days)
    contract = contract_of(view, insured, item, event)
    there = item.benefit + Fen.total(item.refunds.values())
    dividends = DIVIDENDS in item.refunds and item.refunds[DIVIDENDS] != contract.dividends
    if dividends or item.deductions != deductions(contract, Conclusion(item.conclusion), there):
        raise Refused(
            _("Premium or loans of policy {number} have changed since it was assessed: send it back.").format(
                number=insured.policy.number
            ),
            code="assessment_stale",
            source="company default",
        )
    if item.conclusion == Conclusion.PAY and _paid_elsewhere(contract, event, item):
        raise Refused(
            _("Another claim on policy {number} has been paid since this one was assessed: send it back.").format(
                number=insured.policy.number
            ),
            code="assessment_stale",
            source="company default",
        )


def _paid_elsewhere(contract: Contract, event: Event, item: ClaimItem) -> bool:
    """Is the cover used up, or less of it left, than the trace of the assessment says?"""
    why = Why.from_dict(item.why or {})
    if why.inputs["standing"] != contract.standing.value:
        return contract.standing is Standing.ENDED
    told, now = dict(why.steps), {DISABILITY_BEFORE: int(contract.paid_before), DAYS_BEFORE: contract.days_used}
    used = any(name in told and told[name] != value for name, value in now.items())
    return used and benefit_due(contract, event)[0] != item.benefit


def _refuse_unsettled(insured: Insured, item: ClaimItem) -> None:
    """What an earlier decision has settled out of its payment stays settled."""
    settled = (item.decided or {}).get("deductions", {})
    if any(item.deductions.get(name) != amount for name, amount in settled.items()):
        raise Refused(
            _(
                "Debts of policy {number} were settled by the decision before, and this one would not cover them."
            ).format(number=insured.policy.number),
            code="settled_before",
            source="company default: what was paid is not claimed back by a decision on the claim",
        )


def _record_death(view: View, plan: Plan, claim: Claim) -> None:
    """The day of death on the person's record, and a word on policies the person only paid for."""
    plan.change(Party, {"id": claim.insured_id}, died_on=claim.event_date)
    paid_for = view.reader.find(PolicyRole, party_id=claim.insured_id, role="applicant", valid_to=FOREVER)
    for role in paid_for:
        insured = insured_of(view, role.policy_id, claim.event_date)
        if insured.now.insured_id != claim.insured_id and insured.now.status.status != "ended":
            plan.messages.append(
                _("The dead is applicant of {number}: a new applicant is to be found.").format(
                    number=insured.policy.number
                )
            )

"""Approving a claim 签批: another clerk owes the money, tells everybody, and ends what a death has ended."""

from collections.abc import Sequence
from itertools import groupby

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.problems import Refused
from ops_console.data.tables import Claim, ClaimItem, Party, PolicyRole
from ops_console.data.types import FOREVER
from ops_console.desk.forms import Comment, Reason
from ops_console.desk.operations import Hand, operation
from ops_console.desk.payables import pay
from ops_console.desk.plan import ClockStart, Plan
from ops_console.desk.view import View
from ops_console.rooms.claims.contracts import Insured, contract_of, event_of, insured_of
from ops_console.rooms.claims.letters import tell_payment, tell_refusal
from ops_console.rooms.claims.payees import BENEFITS, shares_of
from ops_console.rooms.claims.payment import book
from ops_console.rooms.settling import end_policy
from ops_console.rules.claims.assessment import deductions
from ops_console.rules.claims.conclusions import DECISIONS, CaseConclusion, Conclusion
from ops_console.rules.claims.facts import Cause, EventKind

NOT_PAID = (Conclusion.REFUSE, Conclusion.NOT_LIABLE)


@operation(
    "claims.approve",
    code="CL04",
    label=N_("Approve the claim"),
    form=Comment,
    duties=("claims",),
    hand=Hand.CHECKS,
    measures=("claim_amount",),
)
def approve(view: View, _form: Comment) -> Plan:
    """Another clerk than who assessed it, up to the authority of the grade; refusals, ex gratia and agreements need a
    supervisor. Opens a payment to each one entitled, due 10 days later (Insurance Law art 23); a refusal goes out
    with its reasons and the way to appeal (art 24). A death ends the insured's policies. Closed at once when nothing is
    paid.
    """
    claim = view.own(Claim)
    items = view.reader.find(ClaimItem, case_id=claim.case_id)
    conclusion = CaseConclusion(claim.conclusion or "")
    total = Fen.total(item.net for item in items)
    plan = Plan(measures={"claim_amount": int(total)}, decision=DECISIONS.get(conclusion))
    for policy_id in sorted({item.policy_id for item in items}):
        view.hold_policy(policy_id)
    for policy_id, group in groupby(items, key=lambda item: item.policy_id):
        insured = insured_of(view, policy_id, claim.event_date)
        _decide(view, plan, claim, insured, list(group))
    if claim.event_kind == EventKind.DEATH:
        _record_death(view, plan, claim)
    plan.change(Claim, {"case_id": claim.case_id}, agreed_on=view.today)
    plan.clocks_met += ["claim_simple", "claim_decision", "advance_payment"]
    plan.to, plan.outcome = ("approved", None) if total else ("closed", conclusion.value)
    return plan


@operation(
    "claims.send_back",
    code="CL05",
    label=N_("Send the assessment back"),
    form=Reason,
    duties=("claims",),
    hand=Hand.CHECKS,
)
def send_back(_view: View, form: Reason) -> Plan:
    """The assessment is to be made again; the remark says what is wrong with it."""
    return Plan(to="assessing", messages=[form.reason])


def _decide(view: View, plan: Plan, claim: Claim, insured: Insured, items: Sequence[ClaimItem]) -> None:
    """One policy: postings, payments, letters, and its end."""
    for item in items:
        _refuse_stale(view, claim, insured, item)
    position = book(view, plan, claim, insured, items)
    for item in items:
        for share in shares_of(view, claim, insured, item):
            clocks = (ClockStart("payment", view.today),)
            pay(view, plan, share.party_id, share.amount, "claim", share.account_no, clocks, insured.policy.id)
            if share.amount >= view.catalog.setting("identity_check_payout"):
                plan.messages.append(
                    _("{amount}: the payee's identity is to be checked.").format(amount=share.amount.yuan())
                )
            if item.conclusion in BENEFITS:
                tell_payment(view, plan, insured.policy, item, share, item.conclusion)
    refused = [item for item in items if item.conclusion in NOT_PAID]
    if len(refused) == len(items):
        tell_refusal(view, plan, claim, insured.policy, refused)
    if claim.event_kind == EventKind.DEATH and position.status.status != "ended":
        end_policy(view, plan, position, "death" if refused else "claimed")


def _refuse_stale(view: View, claim: Claim, insured: Insured, item: ClaimItem) -> None:
    """Refused when premium or loans have changed since it was assessed."""
    coverage = next(one for one in insured.then.coverages if one.no == item.coverage_no)
    contract = contract_of(view, insured, coverage, event_of(view, claim, Cause(claim.cause), claim.days))
    there = item.benefit + Fen.total(item.refunds.values())
    if item.deductions != deductions(contract, Conclusion(item.conclusion), there):
        raise Refused(
            _("Premium or loans of policy {number} have changed since it was assessed: send it back.").format(
                number=insured.policy.number
            ),
            code="assessment_stale",
            source="company default",
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

"""Advance payment 先予支付: what is certain of a claim whose amount is still open (Insurance Law art 25)."""

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Problem
from ops_console.data.tables import Claim, ClaimItem
from ops_console.desk.forms import Amount, Comment, Form, field
from ops_console.desk.operations import Hand, operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.claims.deciding import owe
from ops_console.rooms.claims.insured import cover_day, insured_of
from ops_console.rooms.claims.letters import tell_advance
from ops_console.rooms.claims.payees import Share, shares_of
from ops_console.rules import numbers
from ops_console.rules.claims.conclusions import Conclusion


class Advance(Form):
    """The part that is certain."""

    policy: str = field(N_("Policy"), default="", max_length=30, help=N_("empty: the only one of the claim"))
    amount: Amount = field(N_("Certain part"), gt=0)


@operation(
    "claims.propose_advance",
    code="CL12",
    label=N_("Propose an advance payment"),
    form=Advance,
    duties=("claims",),
    hand=Hand.MAKES,
)
def propose_advance(view: View, form: Advance) -> Plan:
    """With the papers complete and the amount still open, the certain part is paid within 60 days (Insurance Law art
    25); for a clear major claim earlier. At most what was estimated for the benefit, less debts and what was paid
    before. Another clerk approves; payees are named before.
    """
    claim = view.own(Claim)
    item = _item(view, claim, form.policy)
    left = _left(view, claim, item)
    if form.amount > left:
        message = _("at most {left}: what was estimated, less debts and what was paid before").format(left=left.yuan())
        raise InputErrors([Problem("amount", message, value=form.amount.yuan())])
    shares = _shares(view, claim, item, form.amount)
    if not shares or any(not share.account_no for share in shares):
        message = _("name the payees and their accounts first: {operation}").format(operation="claims.name_payee CL11")
        raise InputErrors([Problem("amount", message, value=form.amount.yuan())])
    plan = Plan(to="advance")
    proposed = {"policy_id": item.policy_id, "coverage_no": item.coverage_no, "amount": int(form.amount)}
    plan.change(Claim, {"case_id": claim.case_id}, advance=proposed)
    plan.messages.append(_("Another clerk approves the advance of {amount}.").format(amount=form.amount.yuan()))
    return plan


@operation(
    "claims.approve_advance",
    code="CL13",
    label=N_("Approve the advance payment"),
    form=Comment,
    duties=("claims",),
    hand=Hand.CHECKS,
    measures=("claim_amount",),
)
def approve_advance(view: View, _form: Comment) -> Plan:
    """Owes the certain part to those entitled; the claim is assessed on, and pays the rest later. Meets the 60 days of
    Insurance Law art 25.
    """
    claim = view.own(Claim)
    proposed = claim.advance or {}
    amount = Fen(proposed["amount"])
    item = view.reader.need(ClaimItem, claim.case_id, proposed["policy_id"], proposed["coverage_no"])
    plan = Plan(to="assessing", measures={"claim_amount": int(amount)}, clocks_met=["advance_payment"])
    plan.change(Claim, {"case_id": claim.case_id}, advance=None)
    key = {"case_id": item.case_id, "policy_id": item.policy_id, "coverage_no": item.coverage_no}
    plan.change(ClaimItem, key, advanced=Fen((item.advanced or 0) + amount))
    plan.post("claim_advance", item.policy_id, amount=amount)
    for share in _shares(view, claim, item, amount):
        owe(view, plan, item.policy_id, share)
        tell_advance(view, plan, item.policy_id, share)
    return plan


def _item(view: View, claim: Claim, typed: str) -> ClaimItem:
    """The benefit of the policy named that something was estimated for, of its first cover where there are several.
    InputErrors when there is none."""
    items = [one for one in view.reader.find(ClaimItem, case_id=claim.case_id) if one.benefit]
    if typed:
        policy_id = numbers.parse(typed, numbers.Prefix.POLICY).id
        items = [one for one in items if one.policy_id == policy_id]
    if len({one.policy_id for one in items}) != 1:
        message = _("names no one benefit of the claim that an amount was estimated for")
        raise InputErrors([Problem("policy", message, value=typed)])
    return min(items, key=lambda one: one.coverage_no)


def _left(view: View, claim: Claim, item: ClaimItem) -> Fen:
    """What of the benefit nobody was paid yet, were premium owed and loans taken off it: by advances, and by the
    decision before on a claim that was reopened."""
    day = cover_day(claim)
    insured = insured_of(view, item.policy_id, day)
    debts = insured.now.debt(day) + Fen.total(one.amount for one in insured.owed(day))
    decided = item.decided or {"net": 0, "deductions": {}}
    settled = decided["net"] + sum(decided["deductions"].values())
    return max(Fen(item.benefit - (item.advanced or 0) - debts - settled), Fen(0))


def _shares(view: View, claim: Claim, item: ClaimItem, amount: Fen) -> list[Share]:
    """How the part is divided, as the whole would be."""
    part = item.model_copy(update={"net": amount, "conclusion": Conclusion.PAY.value})
    return shares_of(view, claim, insured_of(view, item.policy_id, cover_day(claim)), part)

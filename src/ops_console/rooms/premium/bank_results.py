"""What a bank answers to an order to collect an instalment: collected, rejected, or taken back again."""

from datetime import date
from typing import Literal

from ops_console.base.i18n import N_, _
from ops_console.base.problems import InputErrors, Problem, Refused
from ops_console.data.tables import CollectionOrder, Party, Receipt
from ops_console.desk.forms import Day, Form, Whole, field
from ops_console.desk.operations import On, operation
from ops_console.desk.plan import Plan, ReceiptPlan
from ops_console.desk.view import View
from ops_console.rooms.bank_reasons import must_be_known
from ops_console.rooms.dues import Instalment
from ops_console.rooms.orders import answer, must_have_gone_out, suspend_mandate, tried_again_on, worth_another_try
from ops_console.rooms.parties import speaking_to
from ops_console.rooms.policies import PolicyPosition, position_of
from ops_console.rooms.premium.returns import ANSWERED, give_back
from ops_console.rooms.settling import settle_instalments
from ops_console.rules.references import CollectionReference

OUTCOMES = {
    "settled": N_("collected"),
    "rejected": N_("rejected"),
    "returned": N_("taken back after it was collected"),
}
SOURCE = "company default"
FITS = {"settled": "sent", "rejected": "sent", "returned": "collected"}
"""Outcome → state of the order it is an answer to."""


class Result(Form):
    """The bank's answer to one order."""

    due_date: Day = field(N_("Instalment due on"))
    outcome: Literal["settled", "rejected", "returned"] = field(N_("Answer"), choices=OUTCOMES)
    reason: str = field(
        N_("Reason"), default="", lookup="bank_reason", max_length=40, help=N_("unless it was collected")
    )
    attempt: Whole = field(N_("Attempt"), default=0, ge=0, help=N_("0: the last one"))


@operation(ANSWERED, code="PR70", label=N_("Book the bank's answer"), form=Result, on=On.POLICY, duties=("premium",))
def book_result(view: View, form: Result) -> Plan:
    """Books what the bank answers to an order, as bank-import does for a whole file: what was collected pays its
    instalment with a numbered receipt; a rejected order is tried again on the set days inside grace, or suspends the
    mandate; what the bank took back is owed again. Nothing is an answer to an order whose file has not been written yet
    (company default)."""
    order, position = _order(view, form), position_of(view)
    if form.outcome != "settled" and not form.reason:
        raise InputErrors([Problem("reason", _("is needed"))])
    if form.reason:
        must_be_known(view, form.reason)
    view.refuse_unless(
        order.state == FITS[form.outcome],
        "answered_otherwise",
        _("The order for {date} is {state}: this answer does not fit it.").format(
            date=order.due_date.isoformat(), state=order.state
        ),
        SOURCE,
    )
    must_have_gone_out(view, CollectionReference(order.policy_id, order.due_date, order.attempt), order.file_id)
    plan = Plan(data={"order": [order.due_date.isoformat(), order.attempt]})
    if form.outcome == "settled":
        _collect(view, plan, position, order)
    elif form.outcome == "rejected":
        _reject(view, plan, position, order, form.reason)
    else:
        _return(view, plan, position, order, form.reason)
    return plan


def _order(view: View, form: Result) -> CollectionOrder:
    """The order answered, held until the operation is done; InputErrors where there is none."""
    policy_id = view.the_policy.id
    found = view.reader.find(CollectionOrder, policy_id=policy_id, due_date=form.due_date)
    wanted = [one for one in found if form.attempt in (0, one.attempt)]
    if not wanted:
        message = _("the bank was not asked for it: no such order")
        raise InputErrors([Problem("due_date", message, value=form.due_date.isoformat())])
    last = wanted[-1]
    return view.lock(CollectionOrder, policy_id, last.due_date, last.attempt)


def _collect(view: View, plan: Plan, position: PolicyPosition, order: CollectionOrder) -> None:
    one = _owed(position, order)
    plan.receipts.append(
        ReceiptPlan(order.amount, "bank", "premium", policy_id=position.policy.id, party_id=position.applicant_id)
    )
    plan.post("premium_collected", position.policy.id, {"money": "bank"}, amount=order.amount)
    settle_instalments(view, plan, position, [one], "collected")
    answer(view, plan, order, "collected")
    plan.messages.append(_("Paid: the instalments due on {dates}.").format(dates=order.due_date.isoformat()))


def _owed(position: PolicyPosition, order: CollectionOrder) -> Instalment:
    """The instalment the order is for. Refused when it is not owed any more: then the money is nobody's premium."""
    one = next((one for one in position.owed if one.due_date == order.due_date), None)
    if one is None or not position.is_in_force or one.amount != order.amount:
        raise Refused(
            _("The instalment due on {date} is not owed any more: the money has to be cleared.").format(
                date=order.due_date.isoformat()
            ),
            code="late",
            source=SOURCE,
        )
    return one


def _reject(view: View, plan: Plan, position: PolicyPosition, order: CollectionOrder, reason: str) -> None:
    """The order failed. What is worth another try gets its day; the applicant is told when there is none."""
    again, retry_on = worth_another_try(view, reason), tried_again_on(view, position, order.due_date, reason)
    answer(view, plan, order, "rejected", reason, retry_on)
    if not again:
        suspend_mandate(view, plan, order, reason)
    is_owed = any(one.due_date == order.due_date for one in position.owed)
    if is_owed and position.is_in_force and retry_on is None:
        _tell(view, plan, position, order, reason, "collection_missed" if again else "collection_impossible")
    if retry_on is not None:
        plan.messages.append(_("Tried again on {date}.").format(date=retry_on.isoformat()))


def _return(view: View, plan: Plan, position: PolicyPosition, order: CollectionOrder, reason: str) -> None:
    """Refused where what was collected is no longer there to be taken back: then the company lost money."""
    receipt = receipt_of(view, position, order.due_date)
    if receipt is None:
        raise Refused(
            _("What was collected for {date} has been used since: the money has to be cleared.").format(
                date=order.due_date.isoformat()
            ),
            code="money_used",
            source=SOURCE,
        )
    give_back(view, plan, position, receipt, reason)


def receipt_of(view: View, position: PolicyPosition, due_date: date) -> Receipt | None:
    """The receipt by which the bank's money paid an instalment; None when it does not pay it any more."""
    one = next((one for one in position.instalments if one.due_date == due_date), None)
    if one is None or one.state != "collected":
        return None
    found = view.reader.find(
        Receipt, policy_id=position.policy.id, source_id=one.events[-1].source_id, method="bank", order_by="no"
    )
    return found[0] if found else None


def _tell(view: View, plan: Plan, position: PolicyPosition, order: CollectionOrder, reason: str, letter: str) -> None:
    applicant = view.reader.need(Party, position.applicant_id)
    with speaking_to(applicant):
        plan.notify(
            letter,
            applicant.id,
            amount=order.amount.yuan(),
            due=order.due_date.isoformat(),
            grace_end=position.grace_ends(order.due_date).isoformat(),
            policy=position.policy.number,
            reason=str(view.catalog.banking.reasons[reason].label),
        )

"""A collection that the bank took back."""

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Problem
from ops_console.data.tables import CollectionOrder, Event, Receipt, Suspense
from ops_console.desk.forms import Form, Whole, field
from ops_console.desk.operations import On, operation
from ops_console.desk.plan import Plan, Posting
from ops_console.desk.reversal import taken_back
from ops_console.desk.view import View
from ops_console.rooms.account_booking import take_out_returned
from ops_console.rooms.bank_reasons import REASON, must_be_known
from ops_console.rooms.orders import answer, suspend_mandate, tried_again_on, worth_another_try
from ops_console.rooms.policies import PolicyPosition, position_of
from ops_console.rooms.red_invoices import answer_invoices
from ops_console.rooms.settling import cancel_owed, hold, take_back_instalments
from ops_console.rooms.unit_orders import bear_returned
from ops_console.rules.numbers import SEQUENCES_PER_BRANCH

RETURN = "premium.return_collection"
ANSWERED = "premium.book_result"
"""By which the bank's own answer is booked."""
WRONG_ENTRY = "premium.take_back_entry"
"""By which a collector's receipt that was entered wrong is taken back."""
RETURNED = "returned_receipt"
"""In an event's data: the receipt that was taken back."""


class Return(Form):
    """What the bank reports."""

    receipt: Whole = field(N_("Receipt number"), lookup="receipt", ge=1, help=N_("of the policy's branch"))
    reason: str = REASON


@operation(
    RETURN,
    code="PR02",
    label=N_("Return a collection"),
    form=Return,
    on=On.POLICY,
    duties=("premium",),
)
def return_collection(view: View, form: Return) -> Plan:
    """The bank took a collection back: its postings are undone, the instalments it paid are owed again and paid-to goes
    back. On a policy that is no longer in force nothing is owed any more, and they are cancelled."""
    must_be_known(view, form.reason)
    receipt, position = _found(view, form), position_of(view)
    plan = Plan()
    give_back(view, plan, position, receipt, form.reason)
    return plan


def give_back(view: View, plan: Plan, position: PolicyPosition, receipt: Receipt, reason: str) -> None:
    """What a receipt of the bank's did is undone; the order it answers is tried again or not, as its reason says.
    Refused when what it left on hold has been used."""
    after = _taken_back(view, plan, position, receipt, "premium_returned")
    _orders_returned(view, plan, position, after, reason)
    _settle_after(view, plan, position, after, receipt)


def undo_entry(view: View, plan: Plan, position: PolicyPosition, receipt: Receipt) -> None:
    """What a receipt did that was entered wrong is undone, under the rules it was posted by. Refused when what it left
    on hold has been used."""
    _settle_after(view, plan, position, _taken_back(view, plan, position, receipt), receipt)


def _taken_back(
    view: View, plan: Plan, position: PolicyPosition, receipt: Receipt, rule: str | None = None
) -> PolicyPosition:
    """Postings, money held and instalments as they were before the receipt; the policy then."""
    held = view.reader.total(Suspense, "amount", source_id=receipt.source_id, policy_id=position.policy.id)
    view.refuse_unless(
        held <= position.suspense,
        "money_used",
        _("{held} of this collection was held and has been used since.").format(held=Fen(held).yuan()),
        "company default",
    )
    plan.data[RETURNED] = receipt.no
    if receipt.source_id < SEQUENCES_PER_BRANCH:
        # A run's chunk posts many collections at once: the ledger has no lines of this policy to be taken back.
        amounts, way = {"amount": receipt.amount}, {"money": "bank"}
        plan.postings.append(Posting("premium_returned", amounts, way, position.policy.id, receipt.branch_id))
    else:
        plan.postings.extend(taken_back(view.reader, receipt.source_id, position.policy.id, rule=rule))
    hold(view, plan, position.policy.id, -held)
    return take_back_instalments(view, plan, position, receipt.source_id)


def _settle_after(view: View, plan: Plan, position: PolicyPosition, after: PolicyPosition, receipt: Receipt) -> None:
    """On a policy that is not in force nothing is owed again; the clerk is told what is, and the invoice answered."""
    if not position.is_in_force:
        cancel_owed(view, plan, after)
        take_out_returned(view, plan, after)
    if position.status.status == "ended":
        bear_returned(view, plan, position, after)
    dates = ", ".join(one.due_date.isoformat() for one in after.owed)
    plan.messages.append(_("Owed now: {dates}.").format(dates=dates or "-"))
    answer_invoices(view, plan, position, [receipt])


def _orders_returned(view: View, plan: Plan, before: PolicyPosition, after: PolicyPosition, reason: str) -> None:
    paid = {one.due_date for one in before.instalments if one.is_received}
    gone = {one.due_date for one in after.instalments if not one.is_received} & paid
    found = view.reader.find(CollectionOrder, policy_id=before.policy.id, state="collected")
    orders = [order for order in found if order.due_date in gone]
    for order in orders:
        answer(view, plan, order, "returned", reason, tried_again_on(view, after, order.due_date, reason))
    if orders and not worth_another_try(view, reason):
        suspend_mandate(view, plan, orders[-1], reason)


def _found(view: View, form: Return) -> Receipt:
    """The receipt of a bank collection on this policy that has not come back yet; InputErrors otherwise."""
    receipt = view.reader.get(Receipt, view.branch.id, form.receipt)
    message = ""
    if receipt is None or receipt.policy_id != view.the_policy.id:
        message = _("there is no such receipt on policy {number}").format(number=view.the_policy.number)
    elif receipt.method != "bank":
        message = _("only what the bank collected can come back")
    elif receipt.purpose not in ("premium", "suspense"):
        message = _("is not a receipt for renewal premium")
    elif came_back(view, receipt):
        message = _("has come back already")
    if message or receipt is None:
        raise InputErrors([Problem("receipt", message, value=str(form.receipt))])
    return receipt


def came_back(view: View, receipt: Receipt) -> bool:
    """Was taken back what a receipt was given for? Never a first premium, which is paid on an application."""
    return receipt.policy_id is not None and any(
        event.data.get(RETURNED) == receipt.no
        for operation in (RETURN, ANSWERED, WRONG_ENTRY)
        for event in view.reader.find(Event, policy_id=receipt.policy_id, operation=operation)
    )

"""A transfer that a clerk booked by hand and that the bank tells of later: it is the same money, and stands once.

Source: company default.
"""

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, NotAllowed, Problem
from ops_console.data.queries.hand_booked import BOOKED_AS, KNOWN, hand_booked
from ops_console.data.tables import BankItem, Receipt, WorkItem
from ops_console.desk import checks
from ops_console.desk.forms import Form, Whole, field
from ops_console.desk.operations import operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.premium.bank_items import hold_item
from ops_console.rooms.premium.returns import came_back
from ops_console.rooms.premium.same_money import same_money

SOURCE = "company default"


class Known(Form):
    """As what it was booked."""

    branch: Whole = field(N_("Branch"), lookup="branch")
    receipt: Whole = field(N_("Receipt number"), ge=1)


def _found(view: View) -> dict[str, int]:
    """The receipt that is the same money, where there is one."""
    item = view.own(BankItem)
    one = same_money(view, item.amount, item.day, item.name, item.policy_id)
    return {"branch": one.receipt.branch_id, "receipt": one.receipt.no} if one else {}


@operation(
    "premium.clear_booked_item",
    code="PR75",
    label=N_("Booked by hand before"),
    form=Known,
    duties=("premium",),
    proposes=_found,
)
def clear_booked_item(view: View, form: Known) -> Plan:
    """The bank tells of money that a clerk had booked by hand: it is taken out of the unidentified money again, and the
    receipt has its line of the bank. By another clerk than who booked it, each receipt once (company default)."""
    item = view.own(BankItem)
    _hold(view, form)
    one = hand_booked(view.reader, form.branch, form.receipt)
    problem = ""
    if one is None or came_back(view, one.receipt):
        problem = _("is no receipt booked by hand, or has its line of the bank already")
    elif one.receipt.amount != item.amount:
        problem = _("is over {amount}").format(amount=one.receipt.amount.yuan())
    if problem or one is None:
        raise InputErrors([Problem("receipt", problem, value=str(form.receipt))])
    if one.clerk_id == view.clerk.id:
        raise NotAllowed(
            _("You booked this receipt by hand: another clerk says that this is its money."),
            code="own_work",
            source=SOURCE,
        )
    checks.check_scope(view.reader, view.clerk, one.receipt.branch_id)
    plan = Plan(to="cleared", outcome="booked_before", data={BOOKED_AS: [form.branch, form.receipt]})
    if one.receipt.policy_id is None:
        # Nothing else ties the money to an application that is no policy yet.
        plan.change(WorkItem, {"id": item.case_id}, parent_id=one.receipt.case_id)
    plan.post(KNOWN, one.receipt.policy_id, {"money": "bank"}, amount=item.amount)
    hold_item(view, plan, item.case_id, Fen(-item.amount))
    return plan


def _hold(view: View, form: Known) -> None:
    """Nobody else may take other money for the same receipt until this is done."""
    receipt = view.reader.get(Receipt, form.branch, form.receipt)
    if receipt is not None and receipt.policy_id is not None:
        view.hold_policy(receipt.policy_id)
    elif receipt is not None and receipt.case_id is not None:
        view.lock(WorkItem, receipt.case_id)

"""Item 42, repeat payment after a bounce 退票重付: the payee names the account the money goes to instead."""

from ops_console.base.i18n import N_, _
from ops_console.base.problems import InputErrors, Problem
from ops_console.data.tables import Party, Payable, Payout, WorkItem
from ops_console.desk.forms import Account, Form, field
from ops_console.desk.payables import not_their_own
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.preservation.items import Effect, item
from ops_console.rooms.preservation.notices import endorse
from ops_console.rules import accounts
from ops_console.rules.numbers import Prefix, parse

ACCOUNT = N_("Payee's own account")
TO_RELEASE = "to_release"


class Repeat(Form):
    """Which payment came back, and where it shall go."""

    payment: str = field(N_("Payment"), max_length=20, help=N_("its number, as the payee was told"))
    account_no: Account = field(ACCOUNT, min_length=1)


@item(
    42, name="repeat_payment", code="PS42", label=N_("Repeat a payment that came back"), form=Repeat, reversible=False
)
def repeat_payment(view: View, form: Repeat) -> Effect:
    """A payment the bank could not make goes to another account, the payee's own (Sales Conduct Rules 2023 art 32). A
    second clerk reviews the request, a third releases the payment again. It can't be reversed: another request names
    another account."""
    payable = _came_back(view, form)
    payee = view.reader.need(Party, payable.party_id)
    fault = not_their_own(form.account_no, payee)
    if fault is not None:
        raise InputErrors([Problem("account_no", fault, value=accounts.mask(form.account_no))])
    plan = Plan()
    plan.change(Payable, {"case_id": payable.case_id}, account_no=form.account_no)
    lines = [(ACCOUNT, accounts.mask(payable.account_no), accounts.mask(form.account_no))]
    endorse(view, plan, payee.id, lines, payable.amount)
    return Effect(plan, out=payable.amount)


def _came_back(view: View, form: Repeat) -> Payable:
    """The payment, held until the operation is done. InputErrors for one that is not of this policy, that never came
    back, or that is released again already."""
    payment = view.reader.get(WorkItem, parse(form.payment, Prefix.PAYMENT).id)
    message = ""
    if payment is None or payment.policy_id != view.the_policy.id:
        message = _("there is no such payment on policy {number}").format(number=view.the_policy.number)
    elif payment.state != TO_RELEASE or not view.reader.count(Payout, case_id=payment.id):
        message = _("did not come back, or is on its way again")
    if message or payment is None:
        raise InputErrors([Problem("payment", message, value=form.payment)])
    view.lock(WorkItem, payment.id)
    return view.reader.need(Payable, payment.id)

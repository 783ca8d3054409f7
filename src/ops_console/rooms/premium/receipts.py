"""Receipts on paper: an invoice 发票 for one, and a receipt printed again, which says that it is a copy."""

from typing import Any

from ops_console.base.i18n import N_, _
from ops_console.base.problems import InputErrors, Problem
from ops_console.data.queries.receipts import paid_with, times_made_out
from ops_console.data.tables import Invoice, Party, Receipt
from ops_console.desk.forms import Form, Whole, field
from ops_console.desk.operations import On, operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.money_in import WAYS
from ops_console.rooms.parties import speaking_to
from ops_console.rooms.policies import position_of
from ops_console.rooms.premium.returns import came_back
from ops_console.rooms.red_invoices import COUNTER
from ops_console.rules import credit_code, identity

FOR_PREMIUM = frozenset({"premium", "first_premium"})
"""What an invoice is given for: money that is only held, or that pays a debt, is not the price of a service yet."""
RECEIPT, COPY = "premium_receipt", "receipt_copy"
TAKEN_BACK = N_("this collection was taken back")
LABEL = N_("Receipt number")
OF_BRANCH = N_("of the policy's branch")


class InvoiceAsked(Form):
    """For which receipt, and to whom it is made out."""

    receipt: Whole = field(LABEL, lookup="receipt", ge=1, help=OF_BRANCH)
    title: str = field(N_("Made out to"), default="", max_length=100, help=N_("empty: the applicant"))
    tax_no: str = field(
        N_("Taxpayer number"), default="", max_length=30, help=N_("of a company: its unified social credit code")
    )


@operation(
    "premium.issue_invoice",
    code="PR60",
    label=N_("Issue an invoice"),
    form=InvoiceAsked,
    on=On.POLICY,
    duties=("premium", "counter"),
)
def issue_invoice(view: View, form: InvoiceAsked) -> Plan:
    """Makes out an invoice for a premium receipt, with the branch's next number: one for each receipt, over what was
    received (Measures on the Administration of Invoices). A taxpayer number is checked by GB 32100-2015.
    """
    receipt = _receipt(view, form.receipt)
    problems = []
    if receipt.purpose not in FOR_PREMIUM:
        problems.append(Problem("receipt", _("is not a receipt for premium: an invoice is given for premium only")))
    known = view.reader.find(Invoice, branch_id=receipt.branch_id, receipt_no=receipt.no)
    if known:
        problems.append(Problem("receipt", _("has its invoice already: number {no}").format(no=known[0].no)))
    if came_back(view, receipt):
        problems.append(Problem("receipt", _(TAKEN_BACK)))
    if form.tax_no:
        problems += credit_code.problems_of(form.tax_no, field="tax_no")
    if problems:
        raise InputErrors(problems)
    applicant = view.reader.need(Party, position_of(view).applicant_id)
    title = form.title or applicant.name
    plan = Plan()
    no = view.next_number(COUNTER)
    plan.insert(
        Invoice(
            branch_id=receipt.branch_id,
            no=no,
            receipt_no=receipt.no,
            title=title,
            tax_no=identity.normalise(form.tax_no),
            amount=receipt.amount,
            day=view.booking_day,
            source_id=0,
        )
    )
    plan.notify(
        "invoice",
        applicant.id,
        amount=receipt.amount.yuan(),
        invoice=f"{receipt.branch_id}-{no}",
        policy=view.the_policy.number,
        receipt=_name(receipt),
        tax=identity.normalise(form.tax_no) or "-",
        title=title,
    )
    plan.messages.append(
        _("Invoice {no} for receipt {receipt}, {amount}.").format(
            no=no, receipt=receipt.no, amount=receipt.amount.yuan()
        )
    )
    return plan


class ReceiptAsked(Form):
    """Which receipt."""

    receipt: Whole = field(LABEL, lookup="receipt", ge=1, help=OF_BRANCH)


@operation(
    "premium.print_receipt",
    code="PR61",
    label=N_("Print a receipt"),
    form=ReceiptAsked,
    on=On.POLICY,
    duties=("premium", "counter"),
)
def print_receipt(view: View, form: ReceiptAsked) -> Plan:
    """Puts a receipt into the outbox: what the bank collected has none on paper until somebody asks. Once it was made
    out, each further one says that it is a copy, and which one. None for what was taken back (company default).
    """
    receipt = _receipt(view, form.receipt)
    if receipt.purpose not in FOR_PREMIUM:
        raise InputErrors([Problem("receipt", _("is not a receipt for premium"), value=str(receipt.no))])
    if came_back(view, receipt):
        raise InputErrors([Problem("receipt", _(TAKEN_BACK), value=str(receipt.no))])
    printed = times_made_out(view.reader, view.the_policy.id, _name(receipt), (RECEIPT, COPY))
    applicant = view.reader.need(Party, position_of(view).applicant_id)
    plan = Plan()
    with speaking_to(applicant):
        values: dict[str, Any] = {
            "amount": receipt.amount.yuan(),
            "channel": _(WAYS[receipt.method]),
            "due": ", ".join(day.isoformat() for day in paid_with(view.reader, receipt)) or "-",
            "policy": view.the_policy.number,
            "receipt": _name(receipt),
            "received": receipt.day.isoformat(),
        }
        if printed:
            values["copy"] = str(printed)
    plan.notify(COPY if printed else RECEIPT, applicant.id, **values)
    plan.messages.append(
        _("Copy {no} of receipt {receipt} is in the outbox.").format(no=printed, receipt=receipt.no)
        if printed
        else _("Receipt {receipt} is in the outbox.").format(receipt=receipt.no)
    )
    return plan


def _receipt(view: View, number: int) -> Receipt:
    """The receipt of that number of the branch, if it is for this policy; InputErrors otherwise."""
    receipt = view.reader.get(Receipt, view.branch.id, number)
    policy = view.the_policy
    if receipt is None or not (receipt.policy_id == policy.id or receipt.case_id == policy.application_id):
        message = _("there is no such receipt on policy {number}").format(number=policy.number)
        raise InputErrors([Problem("receipt", message, value=str(number))])
    return receipt


def _name(receipt: Receipt) -> str:
    """As it stands on paper."""
    return f"{receipt.branch_id}-{receipt.no}"

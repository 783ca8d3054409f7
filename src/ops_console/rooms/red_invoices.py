"""Red-letter invoices 红字发票: the money an invoice was made out for went back, and one below zero, of a number of its
own, answers it.

It stands on the original's receipt, over the whole amount, and names the original. Source: Implementation Rules of the
Measures on the Administration of Invoices arts 26 and 27.
"""

from collections.abc import Iterable

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.data.tables import Invoice, Receipt
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.policies import PolicyPosition

COUNTER = "invoice"
"""Counter of a branch's invoices, without gaps; red ones take their numbers from it too."""
LETTER = "red_invoice"


def answer_invoices(view: View, plan: Plan, position: PolicyPosition, receipts: Iterable[Receipt]) -> None:
    """A red-letter invoice for each invoice of these receipts that has none yet."""
    for receipt in receipts:
        made = view.reader.find(Invoice, branch_id=receipt.branch_id, receipt_no=receipt.no)
        if len(made) == 1:
            _answer(view, plan, position, made[0])


def _answer(view: View, plan: Plan, position: PolicyPosition, original: Invoice) -> None:
    """Numbers are those of the branch that works; what another branch made out is called back by it."""
    name = f"{original.branch_id}-{original.no}"
    if original.branch_id != view.branch.id:
        text = _("Invoice {invoice} was made out by another branch: it has to be called back there.")
        plan.messages.append(text.format(invoice=name))
        return
    no, amount = view.next_number(COUNTER), Fen(-original.amount)
    plan.insert(
        Invoice(
            branch_id=original.branch_id,
            no=no,
            receipt_no=original.receipt_no,
            title=original.title,
            tax_no=original.tax_no,
            amount=amount,
            day=view.booking_day,
            source_id=0,
        )
    )
    plan.notify(
        LETTER,
        position.applicant_id,
        amount=amount.yuan(),
        invoice=f"{original.branch_id}-{no}",
        original=name,
        policy=position.policy.number,
        tax=original.tax_no or "-",
        title=original.title,
    )
    plan.messages.append(
        _("Red-letter invoice {no} answers invoice {original}: {amount}.").format(
            no=no, original=original.no, amount=amount.yuan()
        )
    )

"""Money out: a payment is released by one clerk, paid at the till or by the bank, and may come back."""

from typing import Literal

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Problem, Refused
from ops_console.data.queries.day_books import CASH
from ops_console.data.runs.bank_files import NO_FILE
from ops_console.data.store import Reader
from ops_console.data.tables import Party, Payable, Payout, PayoutOrder, WorkItem
from ops_console.desk.forms import Account, Amount, Form, Nothing, field
from ops_console.desk.operations import Hand, On, operation
from ops_console.desk.payables import SETTLED, is_vip, not_their_own, pay
from ops_console.desk.plan import CaseMove, ClockStart, Plan
from ops_console.desk.view import View
from ops_console.rooms.bank_reasons import REASON, must_be_known
from ops_console.rooms.money_in import hold_till
from ops_console.rooms.orders import must_have_gone_out
from ops_console.rooms.policies import position_of
from ops_console.rooms.premium.account_review import review_when_changed
from ops_console.rooms.settling import hold
from ops_console.rules import accounts
from ops_console.rules.references import PayoutReference

BANK = "bank"
OUT_METHODS = {BANK: N_("bank"), "cash": N_("cash at the till")}


@operation(
    "premium.release_payment",
    code="PR04",
    label=N_("Release a payment"),
    form=Nothing,
    duties=("cashier",),
    hand=Hand.CHECKS,
    measures=("payment_release",),
)
def release_payment(view: View, _form: Nothing) -> Plan:
    """A second person lets a payment go that a decision opened, up to the amount of the grade's authority. Where the
    payee's account was changed shortly before, a supervisor looks at it first (company default)."""
    payable = view.own(Payable)
    plan = Plan(to="released", measures={"payment_release": int(payable.amount)})
    review_when_changed(view, plan, payable)
    plan.change(Payable, {"case_id": payable.case_id}, released_by=view.clerk.id)
    return plan


class Payment(Form):
    """How a released payment is made."""

    method: Literal["bank", "cash"] = field(N_("Paid by"), default="bank", choices=OUT_METHODS)


@operation(
    "premium.pay_out",
    code="PR05",
    label=N_("Pay out"),
    form=Payment,
    duties=("premium", "cashier"),
)
def pay_out(view: View, form: Payment) -> Plan:
    """Pays a released payment: at the till, or by an order that goes to the bank with the next payout file. A claim
    whose last payment this is, is closed by it."""
    payable = view.own(Payable)
    if form.method == BANK and not payable.account_no:
        raise InputErrors([Problem("method", _("there is no account to pay to"), value=form.method)])
    if form.method == CASH:
        hold_till(view)
    plan = Plan(to="paid", outcome="paid")
    _book(view, plan, payable, "payout", payable.amount, form.method)
    plan.change(Payable, {"case_id": payable.case_id}, method=form.method)
    if form.method == BANK:
        plan.insert(_order(view, payable))
    _close_parent(view, plan)
    return plan


def _order(view: View, payable: Payable) -> PayoutOrder:
    """What the bank is asked to do. Each try is an order of its own."""
    return PayoutOrder(
        case_id=payable.case_id,
        attempt=view.reader.count(PayoutOrder, case_id=payable.case_id) + 1,
        file_id=NO_FILE,
        amount=payable.amount,
        branch_id=view.branch.id,
        bank=view.catalog.banking.code_of(payable.account_no),
        account_no=payable.account_no,
        state="sent",
    )


class Bounce(Form):
    """Why the bank sent a payment back, and where it shall go now."""

    reason: str = REASON
    account_no: Account = field(N_("New account"), default="", help=N_("of the payee's own; empty: the same again"))


def _went_by_bank(reader: Reader, case: WorkItem) -> None:
    if reader.need(Payable, case.id).method == CASH:
        raise Refused(
            _("{number} was paid in cash: only what the bank was to pay comes back.").format(number=case.number),
            code="paid_in_cash",
            source="company default",
        )


@operation(
    "premium.record_bounce",
    code="PR06",
    label=N_("Record a payment that came back"),
    form=Bounce,
    duties=("premium",),
    hand=Hand.MAKES,
    suits=_went_by_bank,
)
def record_bounce(view: View, form: Bounce) -> Plan:
    """The bank could not pay: the money is owed again, and the payment waits to be released once more, by another
    clerk than who names the new account. What is in a file that has not been written yet can't come back (company
    default)."""
    must_be_known(view, form.reason)
    payable = view.own(Payable)
    _check_own(view, payable, form.account_no)
    sent = view.reader.count(PayoutOrder, case_id=payable.case_id)
    if sent:
        order = view.reader.need(PayoutOrder, payable.case_id, sent)
        must_have_gone_out(view, PayoutReference(order.case_id, order.attempt), order.file_id)
    plan = Plan(to="to_release")
    _book(view, plan, payable, "payout_bounced", -payable.amount, payable.method)
    plan.change(
        Payable, {"case_id": payable.case_id}, released_by=None, account_no=form.account_no or payable.account_no
    )
    plan.change(WorkItem, {"id": payable.case_id}, outcome=None)
    if sent:
        key = {"case_id": payable.case_id, "attempt": sent}
        plan.change(PayoutOrder, key, state="bounced", reason=form.reason, answered_on=view.today)
    payee = view.reader.need(Party, payable.party_id)
    plan.clocks.append(ClockStart(SETTLED, view.today, vip=is_vip(payee)))
    return plan


class NewAccount(Form):
    """Where a payment shall go."""

    account_no: Account = field(N_("Payee's own account"), min_length=1)


@operation(
    "premium.change_account",
    code="PR18",
    label=N_("Name another account"),
    form=NewAccount,
    duties=("premium",),
    hand=Hand.MAKES,
)
def change_account(view: View, form: NewAccount) -> Plan:
    """Names the account of a payment that has none, or whose account the payee changed, before it is released. It must
    be the payee's own (Sales Conduct Rules 2023 art 32); another clerk releases the payment."""
    payable = view.own(Payable)
    _check_own(view, payable, form.account_no)
    plan = Plan()
    plan.change(Payable, {"case_id": payable.case_id}, account_no=form.account_no)
    return plan


class Refund(Form):
    """Money held that goes back to the applicant."""

    amount: Amount = field(N_("Amount"), gt=0)
    account_no: Account = field(N_("Applicant's own account"))


@operation(
    "premium.refund_suspense",
    code="PR07",
    label=N_("Refund money held"),
    form=Refund,
    on=On.POLICY,
    duties=("premium",),
    hand=Hand.MAKES,
    opens="payment",
)
def refund_suspense(view: View, form: Refund) -> Plan:
    """Opens a payment of money held on a policy to its applicant's own account (Sales Conduct Rules 2023 art 32)."""
    position = position_of(view)
    if form.amount > position.suspense:
        message = _("only {held} is held").format(held=position.suspense.yuan())
        raise InputErrors([Problem("amount", message, value=form.amount.yuan())])
    plan = Plan()
    plan.post("suspense_refunded", position.policy.id, amount=form.amount)
    hold(view, plan, position.policy.id, -form.amount)
    pay(view, plan, position.applicant_id, form.amount, "refund", form.account_no)
    return plan


def _check_own(view: View, payable: Payable, account_no: str) -> None:
    """InputErrors for an account whose holder is named and is not the payee."""
    fault = not_their_own(account_no, view.reader.need(Party, payable.party_id))
    if fault is not None:
        raise InputErrors([Problem("account_no", fault, value=accounts.mask(account_no))])


def _book(view: View, plan: Plan, payable: Payable, rule: str, amount: Fen, method: str) -> None:
    """A payout, or with a negative amount its coming back."""
    no = view.reader.count(Payout, case_id=payable.case_id) + 1
    plan.insert(Payout(case_id=payable.case_id, no=no, amount=amount, method=method, day=view.booking_day, source_id=0))
    accounts = {"payable": view.catalog.ledger.payables[payable.reason], "money": method}
    plan.post(rule, payable.policy_id, accounts, amount=abs(amount))


def _close_parent(view: View, plan: Plan) -> None:
    """A case that waits for its payments goes on when the last one is paid."""
    payment = view.the_case
    if payment.parent_id is None:
        return
    parent = view.lock(WorkItem, payment.parent_id)
    siblings = view.reader.find(WorkItem, parent_id=parent.id, kind="payment")
    if parent.state == "approved" and all(one.state == "paid" or one.id == payment.id for one in siblings):
        plan.moves.append(CaseMove(parent.id, "closed", "paid"))

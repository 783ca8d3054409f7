"""Money the bank reports that fits no order 不明款: it is real, so it is booked, and a clerk finds out whose it is.

It stands on an account of its own until it is assigned to a policy or goes back to its sender. Money that came in is
never written off; what the bank took, as its charges, may be the company's own cost. Source: company default.
"""

from typing import Literal

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, NotAllowed, Problem, Refused
from ops_console.data.store import Reader
from ops_console.data.tables import BankItem, BankLine, Event, Policy, PolicyStatus, Suspense, WorkItem
from ops_console.data.types import FOREVER
from ops_console.desk import checks
from ops_console.desk.forms import Account, Amount, Day, Form, Seen, Whole, field
from ops_console.desk.operations import Hand, On, operation
from ops_console.desk.payables import pay
from ops_console.desk.plan import ClockStart, NewCase, Plan, ReceiptPlan
from ops_console.desk.view import View
from ops_console.rooms.orders import withdraw_named
from ops_console.rooms.parties import Person, party_for
from ops_console.rooms.policies import position_of
from ops_console.rooms.premium.collecting import allot
from ops_console.rooms.premium.same_money import same_money
from ops_console.rooms.premium.whose_money import proposed_policy
from ops_console.rooms.settling import hold, settle_instalments
from ops_console.rules.numbers import Prefix, parse

HOLD = "premium.hold_bank_money"
ACCOUNT = "unidentified"
STANDARD = "bank_item"
SOURCE = "company default"
WHYS = {
    "unknown": N_("fits no order"),
    "differs": N_("another amount than ordered"),
    "late": N_("the order was answered, or nothing is owed any more"),
    "returned": N_("taken back after it was used"),
}
BOOKED_BEFORE = "booked"
"""Why of money that a clerk seems to have booked by hand; nobody types it."""
BOOKED = ("booked", "repeated")
"""States of lines whose money is in the books."""
DIRECTIONS = {"in": N_("came in"), "out": N_("went out")}
MOST_NAME, MOST_TEXT = 200, 500
"""Characters a case has of what the bank tells; the line of its file keeps all of it."""


class Money(Form):
    """A movement on the company's account, as the bank reports it."""

    amount: Amount = field(N_("Amount"), gt=0)
    direction: Literal["in", "out"] = field(N_("Direction"), default="in", choices=DIRECTIONS)
    day: Day = field(N_("Day"))
    name: str = field(N_("Name"), default="", max_length=MOST_NAME, help=N_("of who sent it, as the bank has it"))
    text: str = field(
        N_("Text"), default="", max_length=MOST_TEXT, help=N_("reference and purpose, as the bank has them")
    )
    why: Literal["unknown", "differs", "late", "returned"] = field(N_("Why"), default="unknown", choices=WHYS)
    file: Whole = field(N_("File of the bank"), default=0, ge=0, help=N_("0: none, it stands on paper"))
    line: Whole = field(N_("Line of the file"), default=0, ge=0)


@operation(
    HOLD,
    code="PR71",
    label=N_("Take in money that fits nothing"),
    form=Money,
    on=On.NOTHING,
    duties=("premium",),
    hand=Hand.MAKES,
    opens="bank_item",
)
def hold_bank_money(view: View, form: Money) -> Plan:
    """Books a movement on the company's account that fits no order on the account of unidentified money, and opens a
    case to clear it; bank-import does so for every such line of a file. Money that a clerk seems to have booked by hand
    before says so (company default)."""
    policy_id = _named_by(view, form)
    plan, case_id = Plan(), view.new_id()
    comes_in = form.direction == "in"
    amount = form.amount if comes_in else Fen(-form.amount)
    rule = "bank_item_received" if comes_in else "bank_item_paid"
    plan.post(rule, policy_id, {"money": "bank"}, amount=form.amount)
    hold_item(view, plan, case_id, amount)
    before = same_money(view, amount, form.day, form.name, policy_id) if comes_in and form.why == "unknown" else None
    if before is not None:
        receipt = f"{before.receipt.branch_id}-{before.receipt.no}"
        plan.messages.append(_("Booked by hand before, it seems, as receipt {receipt}.").format(receipt=receipt))
    item = BankItem(
        case_id=case_id,
        file_id=form.file,
        line_no=form.line,
        amount=amount,
        day=form.day,
        name=form.name,
        text=form.text,
        why=form.why if before is None else BOOKED_BEFORE,
        policy_id=policy_id,
    )
    clock = ClockStart(STANDARD, view.today)
    plan.cases.append(NewCase(case_id, "bank_item", view.branch.id, record=item, policy_id=policy_id, clocks=(clock,)))
    return plan


def _named_by(view: View, form: Money) -> int | None:
    """The policy named by the line's reference, if there is such a line and policy. InputErrors for a line that is not
    there, that was booked or has its case already, or that tells of another amount."""
    if not form.file:
        return None
    line = view.reader.get(BankLine, form.file, form.line)
    if line is None:
        raise InputErrors([Problem("line", _("there is no such line"), value=str(form.line))])
    if line.case_id is not None or view.reader.count(BankItem, file_id=form.file, line_no=form.line):
        raise InputErrors([Problem("line", _("has its case already"), value=str(form.line))])
    if line.state in BOOKED:
        raise InputErrors([Problem("line", _("was booked already"), value=str(form.line))])
    if line.amount not in (None, form.amount):
        raise InputErrors([Problem("amount", _("is not that of the line"), value=form.amount.yuan())])
    known = line.policy_id is not None and view.reader.get(Policy, line.policy_id) is not None
    return line.policy_id if known else None


class Assignment(Form):
    """Whose money it is."""

    policy: str = field(N_("Policy"), lookup="policy", max_length=20)


@operation(
    "premium.assign_bank_item",
    code="PR72",
    label=N_("Assign to a policy"),
    form=Assignment,
    duties=("premium",),
    proposes=proposed_policy,
)
def assign_bank_item(view: View, form: Assignment) -> Plan:
    """The money is found to be a policy's: it pays the oldest instalments owed whole, with a numbered receipt, and the
    rest is held on the policy. What went out of the company's account is taken from money held on the policy. Money
    that no file of the bank tells of is assigned by another clerk than who took it in (company default)."""
    item = view.own(BankItem)
    refuse_own_word(view, item)
    policy = view.reader.get(Policy, parse(form.policy, Prefix.POLICY).id)
    if policy is None:
        raise InputErrors([Problem("policy", _("there is no such policy"), value=form.policy)])
    [status] = view.reader.find(PolicyStatus, policy_id=policy.id, valid_to=FOREVER)
    checks.check_scope(view.reader, view.clerk, status.branch_id)
    view.hold_policy(policy.id)
    position = position_of(view, policy)
    plan = Plan(to="cleared", outcome="assigned", data={"policy": policy.number})
    hold_item(view, plan, item.case_id, Fen(-item.amount))
    if item.amount < 0:
        missing = -item.amount - position.suspense
        view.refuse_unless(
            missing <= 0,
            "not_held",
            _("{amount} more has to be held on the policy: ask the customer to pay it first.").format(
                amount=Fen(max(missing, 0)).yuan()
            ),
            SOURCE,
        )
        plan.post("bank_item_borne", policy.id, amount=-item.amount)
        hold(view, plan, policy.id, item.amount)
        return plan
    allotment = allot(position.owed if position.is_in_force else (), item.amount, position.suspense)
    used = Fen(allotment.from_money + allotment.from_held)
    plan.post("bank_item_assigned", policy.id, amount=item.amount)
    plan.post("suspense_applied", policy.id, amount=used)
    hold(view, plan, policy.id, item.amount, -used)
    settle_instalments(view, plan, position, allotment.paid, "collected")
    plan.receipts.append(
        ReceiptPlan(
            item.amount,
            "transfer",
            "premium" if allotment.paid else "suspense",
            policy_id=policy.id,
            case_id=item.case_id,
            party_id=position.applicant_id,
        )
    )
    withdraw_named(view, plan, item.file_id, item.line_no)
    if allotment.to_held:
        plan.messages.append(_("{amount} stays held on the policy.").format(amount=allotment.to_held.yuan()))
    return plan


def refuse_own_word(view: View, item: BankItem) -> None:
    """NotAllowed where nothing but the clerk's own word says that there is money at all."""
    taken_in = view.reader.first(Event, case_id=item.case_id, operation=HOLD)
    if not item.file_id and taken_in is not None and taken_in.clerk_id == view.clerk.id:
        raise NotAllowed(
            _("You took this money in, and no file of the bank tells of it: another clerk assigns it."),
            code="own_work",
            source=SOURCE,
        )


class Sender(Form):
    """Who sent it, and to which account of theirs it goes back."""

    payee_name: Seen = field(N_("Name"), min_length=1, max_length=100)
    payee_document: str = field(
        N_("Identity document"), max_length=30, help=N_("of somebody on record, else a resident identity card")
    )
    account_no: Account = field(N_("Sender's own account"), min_length=1)


@operation(
    "premium.return_bank_item",
    code="PR73",
    label=N_("Send back to the sender"),
    form=Sender,
    duties=("premium",),
    hand=Hand.MAKES,
)
def return_bank_item(view: View, form: Sender) -> Plan:
    """Opens a payment of the money to its sender's own account (Sales Conduct Rules 2023 art 32), which another clerk
    releases."""
    item = view.own(BankItem)
    if item.amount < 0:
        raise Refused(_("This money went out: there is nothing to send back."), code="went_out", source=SOURCE)
    plan = Plan(to="cleared", outcome="sent_back")
    problems: list[Problem] = []
    sender = party_for(view, plan, Person(form.payee_name, form.payee_document), "payee", problems)
    if sender is None:
        raise InputErrors(problems)
    plan.post("bank_item_refunded", amount=item.amount)
    hold_item(view, plan, item.case_id, Fen(-item.amount))
    pay(view, plan, sender.id, item.amount, "refund", form.account_no, party=sender)
    withdraw_named(view, plan, item.file_id, item.line_no)
    return plan


class Cost(Form):
    """Why the company bears it."""

    reason: str = field(N_("Reason"), min_length=1, max_length=500, help=N_("what the bank took it for"))


def _went_out(reader: Reader, case: WorkItem) -> None:
    """Refused for money that came in: it is somebody's."""
    if reader.need(BankItem, case.id).amount > 0:
        raise Refused(
            _("This money came in: it is somebody's, and is never our income."), code="came_in", source=SOURCE
        )


@operation(
    "premium.bear_bank_item",
    code="PR74",
    label=N_("Book as the company's cost"),
    form=Cost,
    duties=("premium",),
    hand=Hand.CHECKS,
    measures=("own_cost",),
    suits=_went_out,
)
def bear_bank_item(view: View, form: Cost) -> Plan:
    """What the bank took from the company's account and nobody asked for, as its charges, is the company's own cost. By
    another clerk than who took it in, and by a supervisor or above, up to the amount of the grade's authority (company
    default)."""
    item = view.own(BankItem)
    taken = Fen(-item.amount)
    plan = Plan(to="cleared", outcome="own_cost", measures={"own_cost": int(taken)}, comment=form.reason)
    plan.post("bank_item_cost", amount=taken)
    hold_item(view, plan, item.case_id, taken)
    return plan


def hold_item(view: View, plan: Plan, case_id: int, amount: Fen) -> None:
    """A movement of the money held on a bank item."""
    plan.insert(
        Suspense(
            source_id=0,
            no=1 + sum(isinstance(row, Suspense) for row in plan.inserts),
            amount=amount,
            day=view.booking_day,
            account=view.catalog.ledger.money[ACCOUNT],
            case_id=case_id,
        )
    )

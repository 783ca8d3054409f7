"""Temporary receipts 暂收收据 of collectors: given out in numbered books, used for a premium, void or missing.

The collector takes money in for the company (company default): who holds a used receipt has paid. A receipt is entered
on the day it was used; one entered after a lapse is held like other money, and the clerk is told of its day. What was
collected is in the collector's hands until it is handed in (`hand_in.py`).
"""

import re
from typing import Literal

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, NotAllowed, Problem
from ops_console.data.queries.temporary_receipts import MISSING, USED, VOID, blanks, book_of, not_handed_in, open_books
from ops_console.data.tables import Clerk, ReceiptBook, TemporaryReceipt
from ops_console.desk.checks import duties_of
from ops_console.desk.forms import Amount, Codes, Day, Flag, Form, Whole, field
from ops_console.desk.operations import On, operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.everywhere import must_assign
from ops_console.rooms.money_in import BY_HAND, CHECKED, check_identity
from ops_console.rooms.policies import position_of
from ops_console.rooms.premium.collecting import taken_in, tell_what_the_bank_has

COLLECTOR = "collector"
COLLECT = "premium.collect_by_hand"
COUNTER = "temporary_receipt"
"""Counter of a branch's temporary receipts, without gaps."""
NUMBER = re.compile(r"0*[1-9]\d{0,8}", re.ASCII)
"""A number of a receipt, as it is typed."""
PAID = {"cash": N_("cash"), "transfer": N_("transfer to the company's account")}


class Book(Form):
    """Who gets a book, and of how many receipts."""

    clerk: str = field(N_("Collector"), lookup="collector", max_length=40)
    receipts: Whole = field(N_("Receipts"), default=50, ge=1)


@operation(
    "premium.issue_receipt_book",
    code="PR51",
    label=N_("Give out a book of receipts"),
    form=Book,
    on=On.NOTHING,
    duties=("premium", "cashier"),
)
def issue_receipt_book(view: View, form: Book) -> Plan:
    """Hands a collector of the branch the next numbers of its temporary receipts. Nobody gets another book while too
    many of theirs are not accounted for: every number used and handed in, void, or reported missing (company default).
    """
    collector = collector_of(view, form.clerk)
    most = view.catalog.setting("receipts_per_book")
    if form.receipts > most:
        raise InputErrors([Problem("receipts", _("a book has {most} at most").format(most=most))])
    held = open_books(view.reader, collector.id)
    view.refuse_unless(
        len(held) < view.catalog.setting("receipt_books_open"),
        "books_open",
        _("{clerk} has {count} books that are not accounted for: from {numbers} on.").format(
            clerk=collector.name, count=len(held), numbers=", ".join(str(book.first_no) for book in held)
        ),
        "company default",
    )
    numbers = view.next_numbers(COUNTER, form.receipts)
    plan = Plan()
    plan.insert(
        ReceiptBook(
            branch_id=view.branch.id,
            first_no=numbers.start,
            last_no=numbers.stop - 1,
            clerk_id=collector.id,
            issued_on=view.booking_day,
        )
    )
    plan.messages.append(
        _("{clerk} has the receipts {first} to {last}.").format(
            clerk=collector.name, first=numbers.start, last=numbers.stop - 1
        )
    )
    return plan


class Used(Form):
    """A receipt a collector gave for premium."""

    receipt: Whole = field(N_("Temporary receipt"), ge=1, help=N_("its number in the policy's branch"))
    amount: Amount = field(N_("Amount"), gt=0)
    method: Literal["cash", "transfer"] = field(N_("Way of payment"), default="cash", choices=PAID)
    day: Day | None = field(N_("Day on the receipt"), default=None, help=N_("empty: today"))
    identity_checked: Flag = field(CHECKED, default=False, help=N_("needed for large sums in cash or by transfer"))


@operation(
    COLLECT,
    code="PR52",
    label=N_("Enter a collector's receipt"),
    form=Used,
    on=On.POLICY,
    duties=("premium", "counter", COLLECTOR),
)
def collect_by_hand(view: View, form: Used) -> Plan:
    """Premium a collector took in against a temporary receipt pays what is owed like any other. Each number is used
    once, by who holds its book; a collector enters only their own, and none while too much cash is in their hands
    (company default).
    """
    check_identity(view, form.method, form.amount, checked=form.identity_checked)
    day = form.day or view.today
    book = book_of(view.reader, view.branch.id, form.receipt)
    if book is not None:
        view.lock(Clerk, book.clerk_id)
    problems = number_problems(view, form.receipt, "receipt")
    if book is not None and not book.issued_on <= day <= view.today:
        message = _("between {first}, when the book was given out, and today").format(first=book.issued_on.isoformat())
        problems.append(Problem("day", message, value=day.isoformat()))
    if problems or book is None:
        raise InputErrors(problems)
    _only_own(view, book)
    if form.method == "cash":
        _limit_cash(view, book.clerk_id, form.amount)
    plan = taken_in(view, form.amount, BY_HAND)
    tell_what_the_bank_has(view, plan)
    lapsed_on = position_of(view).status.lapsed_on
    if lapsed_on is not None and day < lapsed_on:
        plan.messages.append(
            _("The customer paid on {day}, before the policy lapsed: its lapse has to be put right.").format(
                day=day.isoformat()
            )
        )
    plan.insert(
        TemporaryReceipt(
            branch_id=book.branch_id,
            no=form.receipt,
            clerk_id=book.clerk_id,
            state=USED,
            day=day,
            policy_id=view.the_policy.id,
            amount=form.amount,
            method=form.method,
        )
    )
    return plan


class Spoilt(Form):
    """Receipts that will not be used."""

    receipts: Codes = field(N_("Temporary receipts"), min_length=1, help=N_("their numbers, with commas between"))
    reason: str = field(N_("Reason"), min_length=2, max_length=300)


@operation(
    "premium.void_receipts",
    code="PR53",
    label=N_("Void temporary receipts"),
    form=Spoilt,
    on=On.NOTHING,
    duties=("premium", "cashier"),
)
def void_receipts(view: View, form: Spoilt) -> Plan:
    """Receipts that were spoilt, or handed back blank, all copies of them at hand: they can't be used any more."""
    return _written_off(view, form, VOID)


@operation(
    "premium.report_missing",
    code="PR54",
    label=N_("Report temporary receipts missing"),
    form=Spoilt,
    on=On.NOTHING,
    duties=("premium", "cashier"),
    graded=True,
)
def report_missing(view: View, form: Spoilt) -> Plan:
    """Receipts that nobody can find: a supervisor records it, and whoever brings one later is asked how they came by it
    (company default)."""
    must_assign(view)
    return _written_off(view, form, MISSING)


def _written_off(view: View, form: Spoilt, state: str) -> Plan:
    strange = [text for text in form.receipts if not NUMBER.fullmatch(text)]
    problems = [Problem("receipts", _("is not a number"), value=text[:80]) for text in strange]
    numbers = sorted({int(text) for text in form.receipts if text not in strange})
    found = {no: book for no in numbers if (book := book_of(view.reader, view.branch.id, no)) is not None}
    # What becomes of a collector's receipts becomes one thing after the other: the last of them closes the book.
    for clerk_id in sorted({book.clerk_id for book in found.values()}):
        view.lock(Clerk, clerk_id)
    for no in numbers:
        problems += number_problems(view, no, "receipts")
    if problems:
        raise InputErrors(problems)
    plan = Plan()
    for no, book in found.items():
        plan.insert(
            TemporaryReceipt(
                branch_id=book.branch_id,
                no=no,
                clerk_id=book.clerk_id,
                state=state,
                day=view.booking_day,
                reason=form.reason,
            )
        )
    for book in {book.first_no: book for book in found.values()}.values():
        close_when_accounted(view, plan, book, set(numbers))
    return plan


def close_when_accounted(view: View, plan: Plan, book: ReceiptBook, now: set[int]) -> None:
    """The book is closed when these numbers were the last it waited for: none is blank, no money is out."""
    out = {row.no for row in not_handed_in(view.reader, clerk_id=book.clerk_id, branch_id=book.branch_id)}
    waiting = {no for no in out if book.first_no <= no <= book.last_no} | set(blanks(view.reader, book))
    if waiting <= now:
        key = {"branch_id": book.branch_id, "first_no": book.first_no}
        plan.change(ReceiptBook, key, closed_on=view.booking_day)
        plan.messages.append(
            _("The book {first} to {last} is accounted for.").format(first=book.first_no, last=book.last_no)
        )


def number_problems(view: View, no: int, name: str) -> list[Problem]:
    """What stands against using a number of the branch: nobody has it, or something became of it already."""
    if book_of(view.reader, view.branch.id, no) is None:
        return [Problem(name, _("no book of the branch has this number"), value=str(no))]
    known = view.reader.get(TemporaryReceipt, view.branch.id, no)
    if known is None:
        return []
    said = {USED: N_("was used on {day}"), VOID: N_("is void since {day}"), MISSING: N_("is missing since {day}")}
    return [Problem(name, _(said[known.state]).format(day=known.day.isoformat()), value=str(no))]


def collector_of(view: View, login: str) -> Clerk:
    """The collector of that login, who works in the branch; InputErrors otherwise."""
    clerk = view.reader.first(Clerk, login=login)
    if clerk is None or clerk.branch_id != view.branch.id or COLLECTOR not in duties_of(view.reader, clerk):
        raise InputErrors([Problem("clerk", _("is no collector of this branch"), value=login)])
    return view.lock(Clerk, clerk.id)


def _only_own(view: View, book: ReceiptBook) -> None:
    if COLLECTOR in duties_of(view.reader, view.clerk) and book.clerk_id != view.clerk.id:
        raise NotAllowed(
            _("The receipt is of another collector's book."), code="other_collector", source="company default"
        )


def _limit_cash(view: View, clerk_id: int, amount: Fen) -> None:
    held = Fen.total(row.amount for row in not_handed_in(view.reader, clerk_id=clerk_id) if row.method == "cash")
    limit = Fen(view.catalog.setting("collector_cash_limit"))
    view.refuse_unless(
        held + amount <= limit,
        "hand_in_first",
        _("{held} in cash are not handed in yet; with {amount} it would be more than {limit}.").format(
            held=held.yuan(), amount=amount.yuan(), limit=limit.yuan()
        ),
        "catalog: collector_cash_limit",
    )

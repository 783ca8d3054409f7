"""The manual channel: books without gaps, receipts of their book, money that is handed in or still on its account."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.data.catalog_rows import catalog_of
from ops_console.data.queries.temporary_receipts import USED
from ops_console.data.store import Reader, table_of, whole_sum
from ops_console.data.tables import BranchCounter, HandIn, ReceiptBook, TemporaryReceipt
from ops_console.data.verify.findings import MOST, Finding
from ops_console.data.verify.ledger import balance_of

COUNTER = "temporary_receipt"
WAY = "collector"
_book, _receipt = table_of(ReceiptBook), table_of(TemporaryReceipt)


def books_are_gapless(reader: Reader) -> Iterator[Finding]:
    """A branch's books take its numbers from 1 on, one after the other, up to its counter."""
    expected: dict[int, int] = {}
    for book in reader.find(ReceiptBook):
        first = expected.get(book.branch_id, 1)
        if book.first_no != first or book.last_no < first:
            message = _("begins with {number}, {wanted} comes next").format(number=book.first_no, wanted=first)
            yield Finding(f"receipt_book {book.branch_id}-{book.first_no}", message)
        expected[book.branch_id] = book.last_no + 1
    for counter in reader.find(BranchCounter, name=COUNTER):
        if expected.pop(counter.branch_id, 1) != counter.next:
            yield Finding(f"receipt_book branch {counter.branch_id}", _("the counter stands at another number"))


def receipts_are_of_a_book(reader: Reader) -> Iterator[Finding]:
    """A temporary receipt is of its collector's book."""
    for row in reader.rows(_of_no_book()):
        yield Finding(f"temporary_receipt {row.branch_id}-{row.no}", _("is of no book of its collector"))


@cache
def _of_no_book() -> Select[Any]:
    in_book = and_(
        _book.c.branch_id == _receipt.c.branch_id,
        _book.c.first_no <= _receipt.c.no,
        _book.c.last_no >= _receipt.c.no,
    )
    wrong = (
        select(_receipt.c.branch_id, _receipt.c.no)
        .outerjoin(_book, in_book)
        .where(or_(_book.c.clerk_id.is_(None), _book.c.clerk_id != _receipt.c.clerk_id))
    )
    return wrong.limit(MOST)


def collectors_hold_what_is_out(reader: Reader) -> Iterator[Finding]:
    """What collectors have in hand by the books is what their receipts say that were not handed in yet."""
    account = catalog_of(reader, reader.state().catalog_version).ledger.money[WAY]
    booked = balance_of(reader, account)
    out = Fen(reader.total(TemporaryReceipt, "amount", state=USED, handed_in_on=None))
    if booked != out:
        message = _("{booked} CNY booked, {wanted} CNY in the table {name}").format(
            booked=booked.yuan(), wanted=out.yuan(), name="temporary_receipt"
        )
        yield Finding(f"account {account}", message)


def hand_ins_are_their_receipts(reader: Reader) -> Iterator[Finding]:
    """What a collector handed in on a day is what the receipts say that were handed in then."""
    said, brought = (
        {(clerk, day): (number, amount) for clerk, day, number, amount in map(tuple, reader.rows(asked))}
        for asked in (_received(), _counted())
    )
    for clerk, day in sorted(said.keys() | brought.keys()):
        if said.get((clerk, day)) != brought.get((clerk, day)):
            yield Finding(f"hand_in clerk {clerk} {day}", _("is not what the receipts say"))


@cache
def _received() -> Select[Any]:
    """Collector, day, number and sum of the receipts handed in."""
    key = (_receipt.c.clerk_id, _receipt.c.handed_in_on)
    handed_in = _receipt.c.handed_in_on.is_not(None)
    return select(*key, func.count(), whole_sum(_receipt.c.amount)).where(handed_in).group_by(*key)


@cache
def _counted() -> Select[Any]:
    """The same as it was counted when it was handed in."""
    handed = table_of(HandIn).c
    key = (handed.clerk_id, handed.day)
    return select(*key, whole_sum(handed.receipts), whole_sum(handed.cash + handed.transfer)).group_by(*key)

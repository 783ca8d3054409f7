"""Temporary receipts: whose book a number is of, what became of it, and the money that is not handed in yet."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from ops_console.data.store import Reader, table_of
from ops_console.data.tables import ReceiptBook, TemporaryReceipt

USED, VOID, MISSING = "used", "void", "missing"


def book_of(reader: Reader, branch_id: int, no: int) -> ReceiptBook | None:
    """The book a number of a branch is in; None for one that was never given out."""
    book = table_of(ReceiptBook)
    found = reader.find(ReceiptBook, book.c.first_no <= no, book.c.last_no >= no, branch_id=branch_id)
    return found[0] if found else None


def open_books(reader: Reader, clerk_id: int) -> list[ReceiptBook]:
    """The books of a collector that are not accounted for yet."""
    return reader.find(ReceiptBook, clerk_id=clerk_id, closed_on=None)


def not_handed_in(reader: Reader, **whose: int) -> list[TemporaryReceipt]:
    """Receipts that were used and whose money is with the collector still; of a clerk (clerk_id) or a branch
    (branch_id)."""
    equal: dict[str, Any] = {"state": USED, "handed_in_on": None, **whose}
    return reader.find(TemporaryReceipt, **equal)


def blanks(reader: Reader, book: ReceiptBook) -> Sequence[int]:
    """Numbers of a book of which nothing became yet."""
    receipt = table_of(TemporaryReceipt)
    known = set(
        reader.connection.scalars(
            select(receipt.c.no).where(
                receipt.c.branch_id == book.branch_id, receipt.c.no.between(book.first_no, book.last_no)
            )
        )
    )
    return [no for no in range(book.first_no, book.last_no + 1) if no not in known]


def how_many(reader: Reader, clerk_id: int) -> dict[str, int]:
    """A collector's temporary receipts by what became of them, blank ones of open books too."""
    receipt, book = table_of(TemporaryReceipt), table_of(ReceiptBook)
    rows = reader.rows(
        select(receipt.c.state, func.count().label("receipts"))
        .where(receipt.c.clerk_id == clerk_id)
        .group_by(receipt.c.state)
    )
    counted = {row.state: row.receipts for row in rows}
    given = select(func.coalesce(func.sum(book.c.last_no - book.c.first_no + 1), 0)).where(book.c.clerk_id == clerk_id)
    counted["blank"] = int(reader.connection.scalar(given) or 0) - sum(counted.values())
    return counted

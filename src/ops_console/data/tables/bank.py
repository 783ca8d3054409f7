"""What goes to the bank and what comes back: mandates, orders, files, the lines of answers, money that is nobody's yet.

An order is what the bank is asked to do. It is made once, goes into one file, and gets one answer; a further try is
another order.
"""

from datetime import date, datetime

from sqlalchemy import BigInteger, Index
from sqlmodel import Field

from ops_console.base.money import Fen
from ops_console.data.tables.record import BY_BRANCH, Table
from ops_console.data.types import DayType, FenType, StampType


class Mandate(Table, table=True):
    """Dated row: the authorisation 授权 to collect a policy's premiums from an account. A policy has one at a time;
    another account needs another mandate, whose reference ends in the next number."""

    __tablename__ = "mandate"
    policy_id: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="policy.id")
    revision: int = Field(primary_key=True)
    valid_from: date = Field(sa_type=DayType)
    valid_to: date = Field(sa_type=DayType)
    source_id: int = Field(sa_type=BigInteger)
    reference: str
    bank: str
    """Code of the catalog's bank the account is with."""
    account_no: str
    status: str
    """active, suspended (the bank knows of none, or the account is closed: nothing is collected) or ended."""
    reason: str = ""
    signed_on: date = Field(sa_type=DayType)


class BankFile(Table, table=True):
    """A file that went out to a bank, or came in from one."""

    __tablename__ = "bank_file"
    __table_args__ = (
        Index("ix_bank_file_day", "direction", "day"),
        Index("ix_bank_file_message", "bank", "message"),
        Index("ix_bank_file_digest", "digest"),
        # No number twice, and the way to the one file of a bank and branch that a run is filling.
        Index("ix_bank_file_no", "kind", "bank", "branch_id", "no", unique=True),
    )
    id: int = Field(primary_key=True)
    """Numbered by head office."""
    direction: str
    """out or in."""
    kind: str
    """Out: collection, payout. In: status, notification, statement, text."""
    bank: str
    profile: str
    """How it is written: a profile of the catalog."""
    branch_id: int | None = None
    """The branch that issued what its orders are about; None for what comes in."""
    no: int | None = None
    """Out: number for this bank, branch and kind, without gaps; None while a run is filling it."""
    message: str
    """Its name for itself, by which an answer refers to it; empty while it has no number."""
    name: str
    """File name; empty while it is not written."""
    created_at: datetime = Field(sa_type=StampType)
    day: date = Field(sa_type=DayType)
    """Business date on which it was drawn up, or came in."""
    value_day: date = Field(sa_type=DayType)
    """Out: when the bank shall do it."""
    lines: int = 0
    amount: Fen = Field(default=Fen(0), sa_type=FenType)
    digest: str = ""
    """SHA-256 over its bytes; empty while it is not written."""
    state: str
    """Out: drawn (its orders are made), written. In: reading, read (its lines are in the store), booked."""
    account: str | None = None
    """Of a statement: our account it is about."""
    closing: Fen | None = Field(default=None, sa_type=FenType)
    """Of a statement: what the account stood at when `closing_day` ended."""
    closing_day: date | None = Field(default=None, sa_type=DayType)


class BankLine(Table, table=True):
    """A line of a file that came in: kept as it came, with what became of it."""

    __tablename__ = "bank_line"
    __table_args__ = (Index("ix_bank_line_policy", "policy_id"), {"sqlite_with_rowid": False})
    file_id: int = Field(primary_key=True, foreign_key="bank_file.id")
    no: int = Field(primary_key=True)
    """Its place in the file, from 1."""
    reference: str
    """As the bank has it. Of a sum it did not name that is known as one of our files': the name of the file or part."""
    amount: Fen | None = Field(default=None, sa_type=FenType)
    """None where the bank named none: then it speaks of the amount of the order."""
    outcome: str
    """settled, rejected, returned, came_back, credited, debited, pending; faulty where the line can't be read."""
    code: str = ""
    """The bank's own reason."""
    reason: str = ""
    """The reason it stands for: insufficient_funds, account_closed, no_mandate, name_mismatch …"""
    day: date | None = Field(default=None, sa_type=DayType)
    name: str = ""
    text: str = ""
    state: str = "read"
    """read, booked, repeated (was answered the same before), unknown (no such order), differs (another amount), late
    (the order was answered otherwise, or the instalment is settled), pending (the bank is still at it), faulty."""
    policy_id: int | None = Field(default=None, sa_type=BigInteger)
    case_id: int | None = Field(default=None, sa_type=BigInteger)
    """The payment it answers, or the case opened to clear its money."""


class CollectionOrder(Table, table=True):
    """An instalment the bank is asked to collect. An unsettled due of a policy with an active mandate has at most one
    that is `sent`. Worked on, not sealed: what it led to (receipt, event of the due, posting) is."""

    __tablename__ = "collection_order"
    __table_args__ = (
        Index("ix_collection_order_file", "file_id", "policy_id"),
        {"sqlite_with_rowid": False, **BY_BRANCH},
    )
    policy_id: int = Field(primary_key=True, sa_type=BigInteger)
    due_date: date = Field(primary_key=True, sa_type=DayType)
    attempt: int = Field(primary_key=True)
    """1 for the first, then one more for each further try; the order's reference is made of these three."""
    file_id: int
    amount: Fen = Field(sa_type=FenType)
    branch_id: int
    """The servicing branch."""
    bank: str
    account_no: str
    mandate: str
    """Reference of the mandate it was made under."""
    sequence: str
    """FRST for the first that was made under the mandate and not refused, RCUR for all others."""
    state: str
    """sent, collected, rejected, returned (collected first, then taken back), withdrawn (no longer wanted)."""
    reason: str = ""
    answered_on: date | None = Field(default=None, sa_type=DayType)
    retry_on: date | None = Field(default=None, sa_type=DayType)
    """Rejected: when to try again; None for never."""


class PayoutOrder(Table, table=True):
    """A released payment the bank is asked to make."""

    __tablename__ = "payout_order"
    __table_args__ = (Index("ix_payout_order_file", "file_id", "case_id"),)
    case_id: int = Field(primary_key=True, sa_type=BigInteger)
    attempt: int = Field(primary_key=True)
    file_id: int
    """0 until payout-run has put it into a file."""
    amount: Fen = Field(sa_type=FenType)
    branch_id: int
    bank: str
    account_no: str
    state: str
    """sent, confirmed or bounced."""
    reason: str = ""
    answered_on: date | None = Field(default=None, sa_type=DayType)


class BankItem(Table, table=True):
    """Money the bank reports that fits no order: the own table of a case of kind `bank_item`. It is held on the account
    of unidentified money until it is cleared."""

    __tablename__ = "bank_item"
    __table_args__ = (Index("ix_bank_item_line", "file_id", "line_no"),)
    case_id: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="work_item.id")
    file_id: int
    line_no: int
    amount: Fen = Field(sa_type=FenType)
    """In positive, out negative."""
    day: date = Field(sa_type=DayType)
    name: str
    text: str
    why: str
    """unknown, differs, late, returned where the money of a collection was used since, or booked where a clerk seems to
    have booked it by hand before."""
    policy_id: int | None = Field(default=None, sa_type=BigInteger)
    """The policy its reference names, if there is one."""

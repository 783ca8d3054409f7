"""Who serves a policy and collects by hand: assignments, numbered receipts, hand-ins; invoices and targets."""

from datetime import date

from sqlalchemy import BigInteger, Index
from sqlmodel import Field

from ops_console.base.money import Fen
from ops_console.data.tables.record import Table
from ops_console.data.types import DayType, FenType


class Assignment(Table, table=True):
    """Dated row: the clerk who collects a policy's premium by hand, or serves an orphan policy whose agent has left."""

    __tablename__ = "assignment"
    __table_args__ = (Index("ix_assignment_clerk", "clerk_id", "kind", "valid_to"),)
    policy_id: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="policy.id")
    kind: str = Field(primary_key=True)
    """collector or service."""
    revision: int = Field(primary_key=True)
    valid_from: date = Field(sa_type=DayType)
    valid_to: date = Field(sa_type=DayType)
    source_id: int = Field(sa_type=BigInteger)
    clerk_id: int | None = Field(default=None, foreign_key="clerk.id")
    """None: nobody any more, because nobody has to."""
    reason: str
    """by_rule, by_hand or over."""
    told_on: date | None = Field(default=None, sa_type=DayType)
    """When the applicant was told who serves them."""


class ReceiptBook(Table, table=True):
    """A block of temporary receipts 暂收收据, numbered without gaps in a branch, handed to a collector."""

    __tablename__ = "receipt_book"
    __table_args__ = (Index("ix_receipt_book_clerk", "clerk_id", "closed_on"),)
    branch_id: int = Field(primary_key=True)
    first_no: int = Field(primary_key=True, sa_type=BigInteger)
    last_no: int = Field(sa_type=BigInteger)
    clerk_id: int = Field(foreign_key="clerk.id")
    issued_on: date = Field(sa_type=DayType)
    closed_on: date | None = Field(default=None, sa_type=DayType)
    """When every receipt of it was accounted for."""


class TemporaryReceipt(Table, table=True):
    """One temporary receipt that is blank no more. A number of a book without a row is blank."""

    __tablename__ = "temporary_receipt"
    __table_args__ = (
        Index("ix_temporary_receipt_policy", "policy_id"),
        Index("ix_temporary_receipt_clerk", "clerk_id", "handed_in_on"),
    )
    branch_id: int = Field(primary_key=True)
    no: int = Field(primary_key=True, sa_type=BigInteger)
    clerk_id: int = Field(foreign_key="clerk.id")
    state: str
    """used, void or missing."""
    day: date = Field(sa_type=DayType)
    policy_id: int | None = Field(default=None, sa_type=BigInteger)
    amount: Fen = Field(default=Fen(0), sa_type=FenType)
    method: str = ""
    """cash or transfer."""
    reason: str = ""
    handed_in_on: date | None = Field(default=None, sa_type=DayType)
    """Until then its money is with the collector."""


class HandIn(Table, table=True):
    """A collector's money handed in on a day, counted by somebody else, balanced to the fen."""

    __tablename__ = "hand_in"
    clerk_id: int = Field(primary_key=True, foreign_key="clerk.id")
    day: date = Field(primary_key=True, sa_type=DayType)
    no: int = Field(primary_key=True)
    branch_id: int = Field(foreign_key="branch.id")
    receipts: int
    """Number of temporary receipts."""
    cash: Fen = Field(sa_type=FenType)
    transfer: Fen = Field(sa_type=FenType)
    taken_by: int = Field(foreign_key="clerk.id")
    source_id: int = Field(sa_type=BigInteger, index=True)


class Invoice(Table, table=True):
    """An invoice 发票 for a receipt, numbered without gaps per branch; a reprint is marked as a copy. One a receipt,
    and one red-letter invoice 红字发票 over the same amount below zero once its money went back."""

    __tablename__ = "invoice"
    __table_args__ = (Index("ix_invoice_receipt", "branch_id", "receipt_no", "amount", unique=True),)
    branch_id: int = Field(primary_key=True)
    no: int = Field(primary_key=True, sa_type=BigInteger)
    receipt_no: int = Field(sa_type=BigInteger)
    title: str
    """Who it is made out to."""
    tax_no: str = ""
    amount: Fen = Field(sa_type=FenType)
    day: date = Field(sa_type=DayType)
    source_id: int = Field(sa_type=BigInteger)


class PremiumTarget(Table, table=True):
    """What a branch shall collect in a month, as planning set it last."""

    __tablename__ = "premium_target"
    branch_id: int = Field(primary_key=True, foreign_key="branch.id")
    month: date = Field(primary_key=True, sa_type=DayType)
    """Its first day."""
    amount: Fen = Field(sa_type=FenType)

"""Money: dues and their later life, the ledger, receipts, suspense and payables.

Rows with a `source_id` are *sealed*: written once, by the event or run chunk named there, whose digest covers them.
A source id of 10**11 or more is an event, a smaller one a run chunk (run * 10**6 + chunk).
"""

from datetime import date

from sqlalchemy import BigInteger, Index, SmallInteger, text
from sqlmodel import Field

from ops_console.base.money import Fen
from ops_console.data.tables.record import BY_BRANCH, Table
from ops_console.data.types import DayType, FenType


class Billing(Table, table=True):
    """What the runs read and advance, a narrow row a policy. `billing_terms` says why it is so; `verify` ties the two.

    The due date is computed from the anchor day, never from the previous due date.
    """

    __tablename__ = "billing"
    __table_args__ = BY_BRANCH
    policy_id: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="policy.id")
    branch_id: int
    active: bool
    """Premiums are raised: in force, and premium still to come."""
    next_due: date = Field(sa_type=DayType)
    paid_to: date = Field(sa_type=DayType)
    """Due date of the first instalment that is not collected; equals next_due when nothing is owed."""
    ends_on: date = Field(sa_type=DayType)
    """First day on which no premium falls due any more."""
    months: int = Field(sa_type=SmallInteger)
    anchor_day: int = Field(sa_type=SmallInteger)
    premium: Fen = Field(sa_type=FenType)
    loading: Fen = Field(default=Fen(0), sa_type=FenType)
    """The part of the premium that is extra for health, booked on an account of its own."""
    channel: str
    account: str
    """The ledger account its premium income is booked on."""
    reminded_to: date = Field(default=date(1900, 1, 1), sa_type=DayType)
    """Due date of the last instalment that the customer was reminded of; long ago before the first."""


class PremiumDue(Table, table=True):
    """One instalment owed: its own sub-ledger, and the collection waiting to be made while nothing settled it."""

    __tablename__ = "premium_due"
    __table_args__ = ({"sqlite_with_rowid": False, **BY_BRANCH},)
    policy_id: int = Field(primary_key=True, sa_type=BigInteger)
    due_date: date = Field(primary_key=True, sa_type=DayType)
    amount: Fen = Field(sa_type=FenType)
    channel: str
    branch_id: int
    source_id: int = Field(sa_type=BigInteger)


class PremiumNotice(Table, table=True):
    """A letter about an instalment after its first reminder, which the billing row knows of: each kind of letter once
    for each instalment."""

    __tablename__ = "premium_notice"
    __table_args__ = ({"sqlite_with_rowid": False},)
    policy_id: int = Field(primary_key=True, sa_type=BigInteger)
    due_date: date = Field(primary_key=True, sa_type=DayType)
    kind: str = Field(primary_key=True)
    """second: before it falls due; overdue, last_call: inside the days of grace."""
    day: date = Field(sa_type=DayType)


class DueEvent(Table, table=True):
    """What became of a due: collected, returned, waived, skipped (planned, not owed), cancelled, lent (by an automatic
    premium loan)."""

    __tablename__ = "due_event"
    __table_args__ = BY_BRANCH
    policy_id: int = Field(primary_key=True, sa_type=BigInteger)
    due_date: date = Field(primary_key=True, sa_type=DayType)
    no: int = Field(primary_key=True)
    kind: str
    amount: Fen = Field(sa_type=FenType)
    day: date = Field(sa_type=DayType)
    source_id: int = Field(sa_type=BigInteger, index=True)


class LedgerLine(Table, table=True):
    """One line of a posting. Debit positive, credit negative; the lines of one entry of one source sum to zero."""

    __tablename__ = "ledger_line"
    __table_args__ = (
        Index(
            "ix_ledger_line_policy",
            "policy_id",
            sqlite_where=text("policy_id IS NOT NULL"),
            postgresql_where=text("policy_id IS NOT NULL"),
        ),
        Index("ix_ledger_line_day", "branch_id", "booked_on"),
        {"sqlite_with_rowid": False},
    )
    source_id: int = Field(primary_key=True, sa_type=BigInteger)
    line_no: int = Field(primary_key=True)
    entry_no: int
    rule: str
    account: str
    amount: Fen = Field(sa_type=FenType)
    branch_id: int
    booked_on: date = Field(sa_type=DayType)
    policy_id: int | None = Field(default=None, sa_type=BigInteger)


class Receipt(Table, table=True):
    """Money received from a customer; numbered without gaps per branch."""

    __tablename__ = "receipt"
    __table_args__ = (
        Index("ix_receipt_policy", "policy_id"),
        Index("ix_receipt_case", "case_id"),
        Index(
            "ix_receipt_cash",
            "branch_id",
            "day",
            sqlite_where=text("method = 'cash'"),
            postgresql_where=text("method = 'cash'"),
        ),
    )
    branch_id: int = Field(primary_key=True)
    no: int = Field(primary_key=True, sa_type=BigInteger)
    day: date = Field(sa_type=DayType)
    amount: Fen = Field(sa_type=FenType)
    method: str
    """cash, bank or transfer."""
    purpose: str
    policy_id: int | None = Field(default=None, sa_type=BigInteger)
    case_id: int | None = Field(default=None, sa_type=BigInteger)
    party_id: int | None = Field(default=None, sa_type=BigInteger)
    source_id: int = Field(sa_type=BigInteger, index=True)


class Suspense(Table, table=True):
    """Money held that is not premium yet: paid before issue, after lapse, or without a due. Signed movements."""

    __tablename__ = "suspense"
    __table_args__ = (Index("ix_suspense_case", "case_id"), Index("ix_suspense_policy", "policy_id"))
    source_id: int = Field(primary_key=True, sa_type=BigInteger)
    no: int = Field(primary_key=True)
    amount: Fen = Field(sa_type=FenType)
    """Received positive, used or refunded negative."""
    day: date = Field(sa_type=DayType)
    account: str
    case_id: int | None = Field(default=None, sa_type=BigInteger)
    policy_id: int | None = Field(default=None, sa_type=BigInteger)


class Payable(Table, table=True):
    """Money a decision owes somebody: the own table of a case of kind `payment`."""

    __tablename__ = "payable"
    case_id: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="work_item.id")
    party_id: int = Field(sa_type=BigInteger, foreign_key="party.id")
    policy_id: int | None = Field(default=None, sa_type=BigInteger)
    amount: Fen = Field(sa_type=FenType)
    reason: str
    account_no: str = ""
    method: str = "bank"
    released_by: int | None = None
    source_id: int = Field(sa_type=BigInteger)


class Payout(Table, table=True):
    """A payable paid, at the till or by file."""

    __tablename__ = "payout"
    case_id: int = Field(primary_key=True, sa_type=BigInteger)
    no: int = Field(primary_key=True)
    amount: Fen = Field(sa_type=FenType)
    method: str
    day: date = Field(sa_type=DayType)
    source_id: int = Field(sa_type=BigInteger, index=True)


class BranchDay(Table, table=True):
    """A day of a branch that was closed, with its control totals."""

    __tablename__ = "branch_day"
    branch_id: int = Field(primary_key=True)
    day: date = Field(primary_key=True, sa_type=DayType)
    debit: Fen = Field(sa_type=FenType)
    credit: Fen = Field(sa_type=FenType)
    cash: Fen = Field(sa_type=FenType)
    lines: int
    source_id: int = Field(sa_type=BigInteger)


class TillClose(Table, table=True):
    """A clerk's till at the end of a day: what the receipts say, what was counted."""

    __tablename__ = "till_close"
    clerk_id: int = Field(primary_key=True, foreign_key="clerk.id")
    day: date = Field(primary_key=True, sa_type=DayType)
    branch_id: int = Field(foreign_key="branch.id")
    receipts: int
    """Number of receipts in cash."""
    expected: Fen = Field(sa_type=FenType)
    counted: Fen = Field(sa_type=FenType)
    reason: str = ""
    """Why what was counted is not what was expected; empty when it is."""

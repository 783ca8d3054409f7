"""What moves through the rooms: cases, and the clocks, tasks, notes, referrals and letters that hang on them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field

from ops_console.data.tables.record import Table
from ops_console.data.types import DayType, JsonType, StampType


class WorkItem(Table, table=True):
    """A case 业务件. Its kind's own table carries the rest under the same id."""

    __tablename__ = "work_item"
    __table_args__ = (
        Index("ix_work_item_queue", "room", "open", "branch_id", "due", "id"),
        Index("ix_work_item_party", "party_id"),
        Index("ix_work_item_policy", "policy_id"),
        Index("ix_work_item_parent", "parent_id"),
        Index(
            "ix_work_item_assignee",
            "assignee_id",
            sqlite_where=text("assignee_id IS NOT NULL"),
            postgresql_where=text("assignee_id IS NOT NULL"),
        ),
        Index("ix_work_item_received", "received", "branch_id"),
        Index(
            "ix_work_item_closed",
            "closed_on",
            "branch_id",
            sqlite_where=text("closed_on IS NOT NULL"),
            postgresql_where=text("closed_on IS NOT NULL"),
        ),
    )
    id: int = Field(primary_key=True, sa_type=BigInteger)
    number: str = Field(unique=True)
    kind: str
    room: str
    state: str
    open: bool = True
    """False once nothing waits for a clerk any more."""
    outcome: str | None = None
    branch_id: int = Field(foreign_key="branch.id")
    priority: int = 0
    party_id: int | None = Field(default=None, sa_type=BigInteger)
    policy_id: int | None = Field(default=None, sa_type=BigInteger)
    parent_id: int | None = Field(default=None, sa_type=BigInteger)
    received: date = Field(sa_type=DayType)
    assignee_id: int | None = None
    due: date = Field(sa_type=DayType)
    """The earliest due of its running clocks; FOREVER when none runs. Derived from `clock`, kept for the queue."""
    referred_to: str | None = None
    """The grade that has to decide, while a referral is open."""
    version: int = 1
    closed_on: date | None = Field(default=None, sa_type=DayType)
    """The day it came to its outcome; filing it comes later. Empty again for a case that is reopened."""


class Clock(Table, table=True):
    """One service standard running on a case."""

    __tablename__ = "clock"
    case_id: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="work_item.id")
    no: int = Field(primary_key=True)
    standard: str
    started: date = Field(sa_type=DayType)
    due: date = Field(sa_type=DayType)
    provisional: bool = False
    """The due date lies beyond the published holiday calendar."""
    allowed: int
    """The limit, in the standard's unit."""
    paused: int = 0
    """What earlier stops have added: working days for a standard counted in them, else days."""
    stopped_since: date | None = Field(default=None, sa_type=DayType)
    met_on: date | None = Field(default=None, sa_type=DayType)


class Task(Table, table=True):
    """A thing a case waits for: papers, examination, sample check."""

    __tablename__ = "task"
    id: int = Field(primary_key=True, sa_type=BigInteger)
    case_id: int = Field(sa_type=BigInteger, foreign_key="work_item.id", index=True)
    kind: str
    detail: str
    opened: date = Field(sa_type=DayType)
    done: date | None = Field(default=None, sa_type=DayType)
    due: date | None = Field(default=None, sa_type=DayType)
    """When it must be back; overdue tasks are followed up by a run."""
    clerk_id: int | None = None
    """Who was asked to do it; None while anybody of the room may."""
    data: dict[str, Any] | None = Field(default=None, sa_type=JsonType)
    """What was arranged: hospital, day booked, plan of an investigation."""
    outcome: str | None = None
    """What it came to, as a code of its kind: clear, adverse, no_show, withdrawn …"""
    opinion: dict[str, Any] | None = Field(default=None, sa_type=JsonType)
    """Confidential: the report and the opinion of the physician or the investigator."""


class Note(Table, table=True):
    """A clerk's note or a call log line on a case."""

    __tablename__ = "note"
    id: int = Field(primary_key=True, sa_type=BigInteger)
    case_id: int = Field(sa_type=BigInteger, foreign_key="work_item.id", index=True)
    kind: str
    text: str
    clerk_id: int
    written_at: datetime = Field(sa_type=StampType)


class Call(Table, table=True):
    """One telephone call on a case: who called which number when, and what came of it."""

    __tablename__ = "call"
    id: int = Field(primary_key=True, sa_type=BigInteger)
    case_id: int = Field(sa_type=BigInteger, foreign_key="work_item.id", index=True)
    at: datetime = Field(sa_type=StampType)
    day: date = Field(sa_type=DayType)
    phone: str
    outcome: str
    text: str = ""
    clerk_id: int


class Referral(Table, table=True):
    """A decision above the clerk's authority, waiting for the grade that has it."""

    __tablename__ = "referral"
    id: int = Field(primary_key=True, sa_type=BigInteger)
    case_id: int = Field(sa_type=BigInteger, foreign_key="work_item.id", index=True)
    operation: str
    input: dict[str, Any] = Field(sa_type=JsonType)
    measures: dict[str, int] = Field(sa_type=JsonType)
    from_clerk_id: int
    to_grade: str
    confidential: dict[str, Any] | None = Field(default=None, sa_type=JsonType)
    """The part of the input that only those may read who decide on such things."""
    comment: str = ""
    """What who referred it says to who has to decide."""
    state: str = "open"
    """open, decided, returned or superseded."""
    closed_by: int | None = None
    answer: str | None = None
    """What came back with it, when it was sent back."""


class Letter(Table, table=True):
    """A notice in the outbox. The values are those of the day it was decided; the text is made from the template."""

    __tablename__ = "letter"
    id: int = Field(primary_key=True, sa_type=BigInteger)
    kind: str
    party_id: int = Field(sa_type=BigInteger, index=True)
    case_id: int | None = Field(default=None, sa_type=BigInteger, index=True)
    policy_id: int | None = Field(default=None, sa_type=BigInteger)
    branch_id: int
    language: str
    day: date = Field(sa_type=DayType)
    values: dict[str, Any] = Field(sa_type=JsonType)
    printed: int = 0
    """How many times printed; a second print is marked as a copy."""


class Event(Table, table=True):
    """What was done, by whom, on what. Append-only and hash-chained, one chain a branch.

    `id` is branch * 10**11 + sequence in the branch's chain.
    """

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_case", "case_id"),
        Index("ix_event_policy", "policy_id"),
        Index("ix_event_day", "branch_id", "day", "operation", "clerk_id", "case_id"),
    )
    id: int = Field(primary_key=True, sa_type=BigInteger)
    branch_id: int
    at: datetime = Field(sa_type=StampType)
    day: date = Field(sa_type=DayType)
    clerk_id: int
    door: str
    operation: str
    case_id: int | None = Field(default=None, sa_type=BigInteger)
    policy_id: int | None = Field(default=None, sa_type=BigInteger)
    data: dict[str, Any] = Field(sa_type=JsonType)
    """input, before/after of every change, measures, state from/to."""
    sealed: str
    """Digest over the sealed rows this event wrote (ledger lines, dues, receipts …); empty when it wrote none."""
    prev: str
    hash: str


class ChainHead(Table, table=True):
    """The last event of a branch's chain."""

    __tablename__ = "chain_head"
    branch_id: int = Field(primary_key=True, foreign_key="branch.id")
    seq: int = Field(sa_type=BigInteger)
    hash: str

"""The company: branches, clerks and their duties, the store's own state, stored catalog and calendar."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger
from sqlmodel import Field

from ops_console.data.tables.record import Table
from ops_console.data.types import DayType, JsonType, StampType


class StoreState(Table, table=True):
    """One row: what this store is and which day it is in it."""

    __tablename__ = "store_state"
    id: int = Field(primary_key=True)
    is_demo: bool
    business_date: date = Field(sa_type=DayType)
    catalog_version: int
    created_at: datetime = Field(sa_type=StampType)


class Branch(Table, table=True):
    """A branch of the company. Level 0 is head office, 1 a region, 2 to 4 the branches below it."""

    __tablename__ = "branch"
    id: int = Field(primary_key=True)
    code: str = Field(unique=True)
    name_en: str
    name_zh: str
    level: int
    parent_id: int | None = Field(default=None, foreign_key="branch.id")
    open_day: date = Field(sa_type=DayType)
    """The day postings of this branch are booked on; a blocked close leaves it behind the store's business date."""


class BranchCounter(Table, table=True):
    """Next number of a branch: `id` for row ids, `receipt` (without gaps), `cabinet <name>` for archive files."""

    __tablename__ = "branch_counter"
    branch_id: int = Field(primary_key=True, foreign_key="branch.id")
    name: str = Field(primary_key=True)
    next: int = Field(sa_type=BigInteger)


class Clerk(Table, table=True):
    """A person who works here. Scope: the own branch and everything below it."""

    __tablename__ = "clerk"
    id: int = Field(primary_key=True)
    login: str = Field(unique=True)
    name: str
    branch_id: int = Field(foreign_key="branch.id")
    grade: str
    password_hash: str | None = None
    locked: bool = False
    language: str = "zh"
    deputy_id: int | None = Field(default=None, index=True)
    """Who decides in this clerk's place, with this clerk's grade in the duties both hold, from day to day."""
    deputy_from: date | None = Field(default=None, sa_type=DayType)
    deputy_until: date | None = Field(default=None, sa_type=DayType)
    wrong_passwords: int | None = None
    """Tries since the last right one."""
    shut_until: datetime | None = Field(default=None, sa_type=StampType)
    """After too many wrong tries nobody gets in before."""


class Draft(Table, table=True):
    """What a clerk has half typed into a form. Not business: no operation writes it, no digest covers it."""

    __tablename__ = "draft"
    clerk_id: int = Field(primary_key=True, foreign_key="clerk.id")
    operation: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    """Number of the case or policy it is about; empty for neither."""
    values: dict[str, Any] = Field(sa_type=JsonType)
    kept_at: datetime = Field(sa_type=StampType)


class ClerkDuty(Table, table=True):
    """A duty (catalog `duties`) a clerk holds."""

    __tablename__ = "clerk_duty"
    clerk_id: int = Field(primary_key=True, foreign_key="clerk.id")
    duty: str = Field(primary_key=True)


class CatalogEntry(Table, table=True):
    """One dated version of one catalog entry; never edited, only superseded."""

    __tablename__ = "catalog_entry"
    version: int = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    code: str = Field(primary_key=True)
    valid_from: date = Field(sa_type=DayType)
    body: dict[str, Any] = Field(sa_type=JsonType)
    digest: str


class Agent(Table, table=True):
    """A sales agent, the seller of a policy."""

    __tablename__ = "agent"
    id: int = Field(primary_key=True, sa_type=BigInteger)
    code: str = Field(unique=True)
    name: str
    branch_id: int = Field(foreign_key="branch.id")
    phone: str
    left_on: date | None = Field(default=None, sa_type=DayType)
    """Since when the agent works for the company no more: their policies are orphans 孤儿单."""

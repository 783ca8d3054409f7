"""What each kind of case carries besides the case itself, under the case's id."""

from datetime import date
from typing import Any

from sqlalchemy import BigInteger
from sqlmodel import Field

from ops_console.base.money import Fen
from ops_console.data.tables.record import Table
from ops_console.data.types import DayType, FenType, JsonType


class Application(Table, table=True):
    """An application 投保单, from the stamp at the counter to the policy in force."""

    __tablename__ = "application"
    case_id: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="work_item.id")
    form_no: str = Field(unique=True)
    product: str
    agent_id: int | None = Field(default=None, sa_type=BigInteger)
    stamped: date = Field(sa_type=DayType)
    papers: list[str] = Field(default_factory=list, sa_type=JsonType)
    """Codes of the papers handed in."""
    applicant_id: int | None = Field(default=None, sa_type=BigInteger)
    insured_id: int | None = Field(default=None, sa_type=BigInteger, index=True)
    relation: str = "self"
    """The insured's relation to the applicant."""
    beneficiaries: list[dict[str, Any]] = Field(default_factory=list, sa_type=JsonType)
    sum_assured: Fen = Field(default=Fen(0), sa_type=FenType)
    pay_years: int = 0
    cover_years: int | None = None
    months: int = 12
    channel: str = "bank"
    account_no: str = ""
    premium_loan: bool = False
    income: Fen = Field(default=Fen(0), sa_type=FenType)
    health: dict[str, Any] = Field(default_factory=dict, sa_type=JsonType)
    """Confidential: height, weight, smoking, blood pressure, conditions."""
    findings: list[dict[str, Any]] = Field(default_factory=list, sa_type=JsonType)
    """What the automatic rules found, each with its rule and source."""
    em_points: int = 0
    premium: Fen = Field(default=Fen(0), sa_type=FenType)
    loading: Fen = Field(default=Fen(0), sa_type=FenType)
    conclusion: str | None = None
    policy_id: int | None = Field(default=None, sa_type=BigInteger)
    delivered_on: date | None = Field(default=None, sa_type=DayType)
    receipted_on: date | None = Field(default=None, sa_type=DayType)


class Callback(Table, table=True):
    """A callback 回访 after issue: the seven points of the Basic Service Rules, article 15."""

    __tablename__ = "callback"
    case_id: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="work_item.id")
    attempts: int = 0
    points: dict[str, bool] = Field(default_factory=dict, sa_type=JsonType)
    finding: str = ""


class Endorsement(Table, table=True):
    """A preservation request 保全: one item on one policy."""

    __tablename__ = "endorsement"
    case_id: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="work_item.id")
    item: int
    """Number of the item in the catalog's list of items."""
    requested: date = Field(sa_type=DayType)
    operation: str = ""
    input: dict[str, Any] = Field(default_factory=dict, sa_type=JsonType)
    """The keyed input, computed again when it is approved."""
    confidential: dict[str, Any] = Field(default_factory=dict, sa_type=JsonType)
    """The part of it that not everybody may read, such as a health declaration."""
    to_pay: Fen = Field(default=Fen(0), sa_type=FenType)
    """What the customer owes before it takes effect."""


class Claim(Table, table=True):
    """A claim 理赔 on one insured person, over all of the person's policies."""

    __tablename__ = "claim"
    case_id: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="work_item.id")
    insured_id: int = Field(sa_type=BigInteger, foreign_key="party.id")
    event_kind: str
    event_date: date = Field(sa_type=DayType)
    reported: date = Field(sa_type=DayType)
    reporter: str
    place: str = ""
    course: str = ""
    cause: str = ""
    """Confidential."""
    days: int = 0
    """Days in hospital."""
    papers: list[str] = Field(default_factory=list, sa_type=JsonType)
    papers_complete: date | None = Field(default=None, sa_type=DayType)
    estimate: Fen = Field(default=Fen(0), sa_type=FenType)
    conclusion: str | None = None
    payees: list[dict[str, Any]] = Field(default_factory=list, sa_type=JsonType)
    """party_id, account_no and role (claimant, heir) of those the clerk named to be paid."""
    agreed_on: date | None = Field(default=None, sa_type=DayType)


class ClaimItem(Table, table=True):
    """The conclusion on one benefit of one policy within a claim."""

    __tablename__ = "claim_item"
    case_id: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="claim.case_id")
    policy_id: int = Field(primary_key=True, sa_type=BigInteger)
    coverage_no: int = Field(primary_key=True)
    conclusion: str
    """open until assessed; then pay, refuse, not_liable, ex_gratia, agreement."""
    benefit: Fen = Field(sa_type=FenType)
    deductions: dict[str, int] = Field(sa_type=JsonType)
    """premium_owed, loan_principal, loan_interest, apl_principal, apl_interest in fen."""
    refunds: dict[str, int] = Field(default_factory=dict, sa_type=JsonType)
    """cash_value or premium_refund in fen, paid besides or instead of the benefit."""
    net: Fen = Field(sa_type=FenType)
    reason: str = ""
    article: str = ""
    why: dict[str, Any] = Field(default_factory=dict, sa_type=JsonType)


class ArchiveFile(Table, table=True):
    """The paper file of an ended case: where it stands and who has it."""

    __tablename__ = "archive_file"
    case_id: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="work_item.id")
    cabinet: str
    box: int
    no: int
    filed_on: date = Field(sa_type=DayType)
    confidential: bool = False
    on_loan: bool = False


class FileLoan(Table, table=True):
    """A request to read an archived file: who, why, approved by whom, back when."""

    __tablename__ = "file_loan"
    case_id: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="work_item.id")
    file_case_id: int = Field(sa_type=BigInteger, index=True)
    reader_id: int
    purpose: str
    approved_by: int | None = None
    out_on: date | None = Field(default=None, sa_type=DayType)
    due_back: date | None = Field(default=None, sa_type=DayType)
    back_on: date | None = Field(default=None, sa_type=DayType)


class CatalogChange(Table, table=True):
    """A proposed catalog, waiting for the second person."""

    __tablename__ = "catalog_change"
    case_id: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="work_item.id")
    base_version: int
    """The version it was compared with; a proposal is not loaded over another that came in between."""
    entries: list[dict[str, Any]] = Field(sa_type=JsonType)
    summary: list[str] = Field(sa_type=JsonType)
    """What is new, changed and gone: `changed product WL20`."""

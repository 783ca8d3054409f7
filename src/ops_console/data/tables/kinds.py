"""What each kind of case carries besides the case itself, under the case's id."""

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Index
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
    catalog_version: int | None = None
    """The catalog it was last priced on, under which it is sold."""
    conclusion: str | None = None
    asked_sum: Fen | None = Field(default=None, sa_type=FenType)
    """The sum applied for, where underwriting offered a lower one."""
    exclusion: str | None = None
    """What the cover leaves out, in the words of the offer and of the policy."""
    riders: list[dict[str, Any]] | None = Field(default=None, sa_type=JsonType)
    """product, sum_assured, pay_years, cover_years of each, and once it is priced its premium and loading."""
    members: list[dict[str, Any]] | None = Field(default=None, sa_type=JsonType)
    """Of a group: party_id, sum_assured, occupation_class of each, and once it is priced its premium."""
    planned_premium: Fen | None = Field(default=None, sa_type=FenType)
    """The instalment of a cover with an account."""
    allocation: dict[str, int] | None = Field(default=None, sa_type=JsonType)
    """How premiums are divided among funds, in per mille."""
    dividend: str | None = None
    """How dividends are used: cash, accumulate, additions or premium."""
    postponed_to: date | None = Field(default=None, sa_type=DayType)
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
    call_on: date | None = Field(default=None, sa_type=DayType)
    """The day the applicant wants to be called; None: any."""
    call_hours: str | None = None
    """The applicant's hours, as `18:00-20:00`."""
    other_phone: str | None = None
    """Numbers besides the applicant's own, in the order they are tried, with commas."""
    escalated_on: date | None = Field(default=None, sa_type=DayType)


class CallbackFinding(Table, table=True):
    """What a callback found wrong, and how it was settled by someone other than the seller."""

    __tablename__ = "finding"
    case_id: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="work_item.id")
    kind: str
    text: str
    seller_id: int | None = Field(default=None, sa_type=BigInteger)
    """The agent who may not settle it."""
    settled_how: str | None = None
    settled_by: str | None = None


class ServiceRequest(Table, table=True):
    """An enquiry 咨询 or a complaint 投诉: what was asked, who had to say something to it, what was answered."""

    __tablename__ = "service_request"
    case_id: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="work_item.id")
    topic: str
    channel: str
    """counter, phone, letter, agent or regulator."""
    contact: str
    text: str
    complex: bool = False
    major: bool = False
    """Twenty or more people in person together (Consumer Complaint Rules 2020 art 29)."""
    extended_to: date | None = Field(default=None, sa_type=DayType)
    asked_room: str | None = None
    """The room whose statement is wanted."""
    statement: str | None = None
    answer: str | None = None
    answered_on: date | None = Field(default=None, sa_type=DayType)
    justified: bool | None = None
    about: str | None = None
    """Login of the clerk, or code of the agent, who is complained of."""
    people: int | None = None
    """How many complained in person together."""
    answered_by: str | None = None
    review: str | None = None
    """What the complainant does not agree with."""
    review_answer: str | None = None


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
    diagnosis: str | None = None
    """Confidential: the disease or the injury, as a code of the product's list."""
    disability_degree: int | None = None
    """Per mille of the sum that the assessed grade of disability carries."""
    known_on: date | None = Field(default=None, sa_type=DayType)
    """When the claimant knew of the event; limitation runs from it (Insurance Law art 26)."""
    reopened_on: date | None = Field(default=None, sa_type=DayType)
    disappeared_on: date | None = Field(default=None, sa_type=DayType)
    """Where death was declared by a court: cover counts on this day (Interpretation III art 24)."""
    other_insurers: bool | None = None
    signals: list[str] | None = Field(default=None, sa_type=JsonType)
    """Codes of what speaks for an investigation."""
    advance: dict[str, Any] | None = Field(default=None, sa_type=JsonType)
    """An advance payment that waits for approval: policy_id, coverage_no and amount in fen."""


class ClaimSample(Table, table=True):
    """Quality sampling of a claim before payment: whether it was drawn, how, and what was found."""

    __tablename__ = "claim_sample"
    case_id: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="claim.case_id")
    stratum: str
    share: int
    """Per mille of the stratum that is drawn."""
    seed: str
    """What the draw is computed from: anybody can do it again."""
    drawn: bool
    clerk_id: int | None = None
    checked_on: date | None = Field(default=None, sa_type=DayType)
    defects: list[str] | None = Field(default=None, sa_type=JsonType)


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
    """cash_value, premium_refund or dividends in fen, paid besides or instead of the benefit."""
    net: Fen = Field(sa_type=FenType)
    reason: str = ""
    article: str = ""
    why: dict[str, Any] = Field(default_factory=dict, sa_type=JsonType)
    advanced: Fen | None = Field(default=None, sa_type=FenType)
    """Paid in advance, and not settled yet by a decision."""
    decided: dict[str, Any] | None = Field(default=None, sa_type=JsonType)
    """Of a claim that was reopened: net, deductions and refunds as they were approved before."""


class ArchiveFile(Table, table=True):
    """The paper file of an ended case: where it stands and who has it."""

    __tablename__ = "archive_file"
    __table_args__ = (Index("ix_archive_file_place", "cabinet", "box", "no", unique=True),)
    case_id: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="work_item.id")
    cabinet: str
    box: int
    no: int
    filed_on: date = Field(sa_type=DayType)
    confidential: bool = False
    on_loan: bool = False
    missing_since: date | None = Field(default=None, sa_type=DayType)
    """The day a stocktake did not find it."""


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
    extended_on: date | None = Field(default=None, sa_type=DayType)
    """A loan is extended once."""
    reminded_on: date | None = Field(default=None, sa_type=DayType)
    escalated_on: date | None = Field(default=None, sa_type=DayType)


class Stocktake(Table, table=True):
    """A count of one cabinet 盘点: what should stand there, what did."""

    __tablename__ = "stocktake"
    case_id: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="work_item.id")
    cabinet: str
    expected: int
    missing: list[str] | None = Field(default=None, sa_type=JsonType)
    """Numbers of files that should stand there and don't, those on loan left out."""
    surplus: list[str] | None = Field(default=None, sa_type=JsonType)
    counted_on: date | None = Field(default=None, sa_type=DayType)


class CatalogChange(Table, table=True):
    """A proposed catalog, waiting for the second person."""

    __tablename__ = "catalog_change"
    case_id: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="work_item.id")
    base_version: int
    """The version it was compared with; a proposal is not loaded over another that came in between."""
    entries: list[dict[str, Any]] = Field(sa_type=JsonType)
    summary: list[str] = Field(sa_type=JsonType)
    """What is new, changed and gone: `changed product WL20`."""

"""A policy and its dated rows: the policy as at any day is a query."""

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field

from ops_console.base.money import Fen
from ops_console.data.tables.record import Table
from ops_console.data.types import DayType, FenType, JsonType


class Policy(Table, table=True):
    """What never changes about a policy: what was sold, when, to whom by whom."""

    __tablename__ = "policy"
    __table_args__ = (Index("ix_policy_number_end", text("substr(number, length(number) - 3)")),)
    # The last four digits, which is what customers have at hand.
    id: int = Field(primary_key=True, sa_type=BigInteger)
    number: str = Field(unique=True)
    application_id: int = Field(sa_type=BigInteger)
    product: str
    catalog_version: int
    """The catalog version it was sold under."""
    agent_id: int | None = Field(default=None, sa_type=BigInteger)
    issued_on: date = Field(sa_type=DayType)


class PolicyStatus(Table, table=True):
    """Dated row: where the policy stands. issued, in_force, lapsed, ended (with a reason)."""

    __tablename__ = "policy_status"
    policy_id: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="policy.id")
    revision: int = Field(primary_key=True)
    valid_from: date = Field(sa_type=DayType)
    valid_to: date = Field(sa_type=DayType)
    source_id: int = Field(sa_type=BigInteger)
    status: str
    end_reason: str | None = None
    branch_id: int
    """The servicing branch: scope and queues follow it."""
    commenced_on: date | None = Field(default=None, sa_type=DayType)
    """First day of cover; the anchor of every due date."""
    receipted_on: date | None = Field(default=None, sa_type=DayType)
    """When the delivery receipt was signed; the hesitation period runs from the day after."""
    lapsed_on: date | None = Field(default=None, sa_type=DayType)
    reinstated_on: date | None = Field(default=None, sa_type=DayType)
    lost_on: date | None = Field(default=None, sa_type=DayType)
    """Since when the policy document is reported lost."""


class Coverage(Table, table=True):
    """Dated row: one benefit of the policy."""

    __tablename__ = "coverage"
    policy_id: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="policy.id")
    no: int = Field(primary_key=True)
    revision: int = Field(primary_key=True)
    valid_from: date = Field(sa_type=DayType)
    valid_to: date = Field(sa_type=DayType)
    source_id: int = Field(sa_type=BigInteger)
    product: str
    insured_id: int = Field(sa_type=BigInteger)
    sex: str
    entry_age: int
    sum_assured: Fen = Field(sa_type=FenType)
    pay_years: int
    cover_years: int | None = None
    """None: for life."""
    em_points: int = 0
    exclusions: str = ""
    kind: str | None = None
    """rider, addition (paid-up) or member (of a group); None: the main cover."""
    occupation_class: int | None = None
    """Where the price depends on it; else None."""
    premium: Fen | None = Field(default=None, sa_type=FenType)
    """Its part of the instalment, loading included, where there are several covers or it was planned; None: all of
    it."""
    loading: Fen | None = Field(default=None, sa_type=FenType)
    term_from: date | None = Field(default=None, sa_type=DayType)
    """First day of the term that runs, of a one-year cover that was renewed; None: that of the contract."""


class BillingTerms(Table, table=True):
    """Dated row: what is paid, how often, from where."""

    __tablename__ = "billing_terms"
    policy_id: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="policy.id")
    revision: int = Field(primary_key=True)
    valid_from: date = Field(sa_type=DayType)
    valid_to: date = Field(sa_type=DayType)
    source_id: int = Field(sa_type=BigInteger)
    months: int
    premium: Fen = Field(sa_type=FenType)
    """The instalment, loading included."""
    loading: Fen = Field(sa_type=FenType)
    channel: str
    account_no: str = ""
    premium_loan: bool = False
    """Automatic premium loan elected."""
    renewal: str | None = None
    """declined: a one-year cover that the applicant does not want renewed."""
    waived_from: date | None = Field(default=None, sa_type=DayType)
    """Since when premiums are waived."""
    dividend: str | None = None
    """How dividends are used: cash, accumulate, additions or premium."""
    allocation: dict[str, int] | None = Field(default=None, sa_type=JsonType)
    """How premiums are divided among funds, in per mille."""


class PolicyRole(Table, table=True):
    """Dated row: who is what on the policy: applicant, insured, beneficiary (order and share in per mille).

    A beneficiary's place that nobody has any more keeps its row, with order and share 0.
    """

    __tablename__ = "policy_role"
    __table_args__ = (Index("ix_policy_role_party", "party_id"),)
    policy_id: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="policy.id")
    role: str = Field(primary_key=True)
    no: int = Field(primary_key=True)
    revision: int = Field(primary_key=True)
    valid_from: date = Field(sa_type=DayType)
    valid_to: date = Field(sa_type=DayType)
    source_id: int = Field(sa_type=BigInteger)
    party_id: int = Field(sa_type=BigInteger, foreign_key="party.id")
    relation: str = "self"
    order: int = 1
    share: int = 1000


class ChangeSet(Table, table=True):
    """What one preservation case or claim changed on a policy, so that it can be reversed. Immutable."""

    __tablename__ = "change_set"
    source_id: int = Field(primary_key=True, sa_type=BigInteger)
    policy_id: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="policy.id")
    case_id: int | None = Field(default=None, sa_type=BigInteger, index=True)
    day: date = Field(sa_type=DayType)
    changes: list[dict[str, Any]] = Field(sa_type=JsonType)
    """table, key, before, after of each."""
    reverses: int | None = Field(default=None, sa_type=BigInteger)
    """source_id of the change set this one undoes."""


class PolicyCopy(Table, table=True):
    """A duplicate policy document 补发: from its day on earlier ones are void."""

    __tablename__ = "policy_copy"
    policy_id: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="policy.id")
    no: int = Field(primary_key=True)
    issued_on: date = Field(sa_type=DayType)
    reason: str
    case_id: int = Field(sa_type=BigInteger)


class SurvivalBenefit(Table, table=True):
    """A survival or maturity benefit: told before it falls due, granted once, paid by a payment case of its own."""

    __tablename__ = "survival_benefit"
    policy_id: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="policy.id")
    coverage_no: int = Field(primary_key=True)
    due_on: date = Field(primary_key=True, sa_type=DayType)
    kind: str
    """survival, maturity or annuity."""
    amount: Fen = Field(sa_type=FenType)
    """Before what is taken off."""
    told_on: date | None = Field(default=None, sa_type=DayType)
    granted_on: date | None = Field(default=None, sa_type=DayType)
    case_id: int | None = Field(default=None, sa_type=BigInteger)
    """The payment it opened; none where debts took all of it."""


class Loan(Table, table=True):
    """A policy loan or an automatic premium loan."""

    __tablename__ = "loan"
    id: int = Field(primary_key=True, sa_type=BigInteger)
    policy_id: int = Field(sa_type=BigInteger, foreign_key="policy.id", index=True)
    kind: str
    """loan or premium_loan."""
    principal: Fen = Field(sa_type=FenType)
    """Still owed."""
    rate: int
    """Yearly, in units of 1/1,000,000."""
    granted_on: date = Field(sa_type=DayType)
    interest_from: date = Field(sa_type=DayType)
    """First day whose interest is not yet paid or capitalised."""
    terms_from: date | None = Field(default=None, sa_type=DayType)
    """The day its terms are counted from, once interest of an ended term was added to the principal; None: those begin
    on the day its interest is counted from."""
    term_ends: date = Field(sa_type=DayType)
    closed_on: date | None = Field(default=None, sa_type=DayType)

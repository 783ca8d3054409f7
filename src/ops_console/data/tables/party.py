"""People: one record a person, company-wide."""

from datetime import date

from sqlalchemy import BigInteger
from sqlmodel import Field

from ops_console.data.tables.record import Table
from ops_console.data.types import DayType


class Party(Table, table=True):
    """A client: applicant, insured, beneficiary or claimant somewhere."""

    __tablename__ = "party"
    id: int = Field(primary_key=True, sa_type=BigInteger)
    name: str = Field(index=True)
    initials: str = Field(index=True)
    """Pinyin initials, for search."""
    sex: str
    birth: date = Field(sa_type=DayType)
    document_kind: str = "resident_id"
    document_no: str = Field(unique=True)
    phone: str = Field(index=True)
    address: str
    postcode: str = ""
    email: str = ""
    language: str = "zh"
    tier: str = "ordinary"
    risk_grade: str = "general"
    """Anti-money-laundering grade."""
    occupation_class: int = 1
    occupation: str | None = None
    employer: str | None = None
    marital: str | None = None
    died_on: date | None = Field(default=None, sa_type=DayType)

"""What a policy holds besides its sums: accounts in money, units of funds, dividends; and what it was all worth.

Units are whole numbers of 1/1,000,000, unit prices of 1/10,000 of a yuan. Rows with a `source_id` are sealed, but for
`FundOrder`, which waits to be carried out.
"""

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Index
from sqlmodel import Field

from ops_console.base.money import Fen
from ops_console.data.tables.record import Table
from ops_console.data.types import DayType, FenType, JsonType


class PolicyAccount(Table, table=True):
    """An account in money: of a universal life cover, or of dividends left to accumulate. `verify` ties it to its
    entries."""

    __tablename__ = "policy_account"
    policy_id: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="policy.id")
    coverage_no: int = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    """universal or dividend."""
    balance: Fen = Field(sa_type=FenType)
    rolled_to: date = Field(sa_type=DayType)
    """First day whose charges and interest are not booked yet."""


class AccountEntry(Table, table=True):
    """A movement of an account: premium, charge, risk, fee, interest, additional, dividend, withdrawal, surrender,
    released (set against what else is paid when the contract ends)."""

    __tablename__ = "account_entry"
    policy_id: int = Field(primary_key=True, sa_type=BigInteger)
    coverage_no: int = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    no: int = Field(primary_key=True)
    day: date = Field(sa_type=DayType)
    what: str
    amount: Fen = Field(sa_type=FenType)
    """Into the account positive, out of it negative."""
    due_date: date | None = Field(default=None, sa_type=DayType)
    """Of a premium: the instalment it is."""
    rate: int | None = None
    """Of interest: yearly, in units of 1/1,000,000."""
    source_id: int = Field(sa_type=BigInteger, index=True)


class FundPrice(Table, table=True):
    """The price of a unit on a valuation day. A later revision corrects an earlier one."""

    __tablename__ = "fund_price"
    fund: str = Field(primary_key=True)
    day: date = Field(primary_key=True, sa_type=DayType)
    revision: int = Field(primary_key=True)
    price: int = Field(sa_type=BigInteger)
    source_id: int = Field(sa_type=BigInteger)


class FundOrder(Table, table=True):
    """An order to buy or sell units at the next price after its day. One that is cancelled was never to be: what it did
    is taken back."""

    __tablename__ = "fund_order"
    __table_args__ = (Index("ix_fund_order_open", "done_on", "fund"),)
    policy_id: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="policy.id")
    coverage_no: int = Field(primary_key=True)
    no: int = Field(primary_key=True)
    fund: str
    """Empty: units of every fund, in proportion to what they are worth."""
    what: str
    """premium, fee, risk, switch_out, switch_in, withdrawal, surrender, release (what is paid instead is no part of
    it)."""
    day: date = Field(sa_type=DayType)
    """The first price after this day counts."""
    amount: Fen | None = Field(default=None, sa_type=FenType)
    """To be bought for, or sold for (negative); None where units are given, for all there are, and for a risk charge,
    which follows from the value."""
    units: int | None = Field(default=None, sa_type=BigInteger)
    """To be sold (negative); None where an amount is given."""
    after: int | None = None
    """Of the buying half of a switch: the order that sells."""
    due_date: date | None = Field(default=None, sa_type=DayType)
    """Of a premium: the instalment it is."""
    case_id: int | None = Field(default=None, sa_type=BigInteger)
    done_on: date | None = Field(default=None, sa_type=DayType)
    """Valuation day of the price it was carried out at."""
    cancelled_on: date | None = Field(default=None, sa_type=DayType)


class FundTrade(Table, table=True):
    """Units bought or sold at a price. A correction takes a trade back by one of the opposite sign, and repeats it."""

    __tablename__ = "fund_trade"
    policy_id: int = Field(primary_key=True, sa_type=BigInteger)
    coverage_no: int = Field(primary_key=True)
    no: int = Field(primary_key=True)
    order_no: int
    fund: str
    day: date = Field(sa_type=DayType)
    """The valuation day of the price."""
    price: int = Field(sa_type=BigInteger)
    units: int = Field(sa_type=BigInteger)
    """Bought positive, sold negative."""
    amount: Fen = Field(sa_type=FenType)
    """What they were worth; the sign is that of the units."""
    reverses: int | None = None
    """Number of the trade this one takes back."""
    source_id: int = Field(sa_type=BigInteger, index=True)


class FundHolding(Table, table=True):
    """Units of a fund a cover holds; `verify` ties it to its trades."""

    __tablename__ = "fund_holding"
    policy_id: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="policy.id")
    coverage_no: int = Field(primary_key=True)
    fund: str = Field(primary_key=True)
    units: int = Field(sa_type=BigInteger)
    value: Fen = Field(sa_type=FenType)
    """What the books carry them at: their worth at the price of the last trade."""


class Dividend(Table, table=True):
    """The dividend 红利 of one policy year, declared and used as the applicant chose."""

    __tablename__ = "dividend"
    policy_id: int = Field(primary_key=True, sa_type=BigInteger)
    coverage_no: int = Field(primary_key=True)
    year: int = Field(primary_key=True)
    """The policy year that ended."""
    due_on: date = Field(sa_type=DayType)
    amount: Fen = Field(sa_type=FenType)
    option: str
    """cash, accumulate, additions or premium."""
    additions: Fen = Field(default=Fen(0), sa_type=FenType)
    """The sum assured it bought."""
    source_id: int = Field(sa_type=BigInteger, index=True)


class Trace(Table, table=True):
    """Why a number of a decision is what it is: rule, source, inputs and steps, kept with what the decision wrote."""

    __tablename__ = "trace"
    __table_args__ = (Index("ix_trace_policy", "policy_id"), Index("ix_trace_case", "case_id"))
    source_id: int = Field(primary_key=True, sa_type=BigInteger)
    """The event whose numbers it explains."""
    no: int = Field(primary_key=True)
    rule: str
    policy_id: int | None = Field(default=None, sa_type=BigInteger)
    case_id: int | None = Field(default=None, sa_type=BigInteger)
    catalog_version: int
    """The catalog in force when it was made; a policy's own product is that of the version it was sold under."""
    body: dict[str, Any] = Field(sa_type=JsonType)


class ValuationTotal(Table, table=True):
    """What a valuation run found: policies of a product issued by a branch, and what they are worth together."""

    __tablename__ = "valuation_total"
    run_id: int = Field(primary_key=True, foreign_key="run.id")
    branch_id: int = Field(primary_key=True)
    product: str = Field(primary_key=True)
    coverages: int
    cash_value: Fen = Field(sa_type=FenType)
    reserve: Fen = Field(sa_type=FenType)
    unearned: Fen = Field(sa_type=FenType)

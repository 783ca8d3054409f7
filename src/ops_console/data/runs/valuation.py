"""What a valuation run reads and writes: the coverages of a range of policies with all that their values depend on, and
the totals by branch and product.

Dated rows are those of the day valued; what was paid and what accounts hold is what is known when the run works. Days
are read as they are stored: a row is a tuple of numbers and codes, nothing is made of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, literal_column, select

from ops_console.base.money import Fen
from ops_console.data.prepared import prepared
from ops_console.data.runs.chunks import Range, cut
from ops_console.data.store import Reader, Tx, table_of
from ops_console.data.tables import (
    Billing,
    Coverage,
    FundHolding,
    FundPrice,
    Policy,
    PolicyAccount,
    PolicyStatus,
    RunChunk,
    ValuationTotal,
)
from ops_console.rules.numbers import SEQUENCES_PER_BRANCH
from ops_console.rules.products.units import value_of

ADDITION = "addition"
"""Kind of a coverage that dividends have bought."""
LAPSED = "lapsed"
VALUED = ("in_force", LAPSED)
"""A lapsed policy may be reinstated; it ends when it no longer can."""
PLAN, GROUP, OWN = slice(0, 7), slice(0, 9), slice(9, None)
"""Columns of a row that name its plan: coverages with the same are worth the same per 1 of sum assured; those that name
a group of the totals besides: servicing and issuing branch; and what is the coverage's own."""

_coverage, _status, _billing, _policy = (table_of(model).c for model in (Coverage, PolicyStatus, Billing, Policy))
_account, _holding, _price = (table_of(model) for model in (PolicyAccount, FundHolding, FundPrice))


class Row(NamedTuple):
    """A coverage as read, days yyyymmdd: the columns of `PLAN`, of `GROUP`, and its own. `began`: the first day of the
    coverage's own policy years, which a renewed term and a paid-up addition have."""

    product: str
    catalog_version: int
    sex: str
    entry_age: int
    pay_years: int
    cover_years: int | None
    kind: str | None
    branch_id: int
    issued_by: int
    policy_id: int
    no: int
    sum_assured: int
    lapsed: bool
    began: int
    paid_to: int
    months: int
    premium: int


@dataclass(slots=True)
class Total:
    """Coverages, and what they are worth together, in fen."""

    coverages: int = 0
    cash_value: int = 0
    reserve: int = 0
    unearned: int = 0

    def add(self, other: "Total") -> None:
        self.coverages += other.coverages
        self.cash_value += other.cash_value
        self.reserve += other.reserve
        self.unearned += other.unearned


def ranges(reader: Reader, branches: tuple[int, ...] | None, size: int) -> Iterable[Range]:
    """Ranges of so many policies that have commenced."""
    billing = table_of(Billing).c
    return cut(reader, billing.policy_id, _commenced(branches), size)


def policies(reader: Reader, branches: tuple[int, ...] | None) -> int:
    """How many policies have commenced."""
    return reader.count(Billing, _commenced(branches))


def _commenced(branches: tuple[int, ...] | None) -> ColumnElement[bool]:
    billing = table_of(Billing).c
    return billing.policy_id > 0 if branches is None else billing.branch_id.in_(branches)


def coverages(reader: Reader, chunk: RunChunk, as_of: date) -> list[tuple[Any, ...]]:
    """The coverages of a chunk's policies that are in force, or lapsed, and have commenced: the columns of `Row`."""
    given = {"first": chunk.first_id, "last": chunk.last_id, "as_of": as_of}
    cursor = prepared(reader.connection, _coverages()).execute(reader.connection, given)
    rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def held(reader: Reader, chunk: RunChunk, as_of: date) -> Mapping[tuple[int, int], int]:
    """What the accounts of a chunk's coverages hold, in fen: in money, dividends left to accumulate among it, and in
    units at the last price up to the day; by policy and number of the coverage."""
    found: dict[tuple[int, int], int] = {}
    within = (chunk.first_id, chunk.last_id)
    money = select(_account.c.policy_id, _account.c.coverage_no, _account.c.balance)
    for row in reader.rows(money.where(_account.c.policy_id.between(*within))):
        key = (row.policy_id, row.coverage_no)
        found[key] = found.get(key, 0) + int(row.balance)
    units = select(_holding.c.policy_id, _holding.c.coverage_no, _holding.c.fund, _holding.c.units)
    prices = last_prices(reader, as_of)
    for row in reader.rows(units.where(_holding.c.policy_id.between(*within), _holding.c.fund.in_(prices))):
        key = (row.policy_id, row.coverage_no)
        found[key] = found.get(key, 0) + int(value_of(row.units, prices[row.fund]))
    return found


def add_totals(tx: Tx, run_id: int, totals: Mapping[tuple[int, str], Total]) -> None:
    """Add a chunk's totals by branch and product to those of its run."""
    for (branch_id, product), total in sorted(totals.items()):
        key: dict[str, Any] = {"run_id": run_id, "branch_id": branch_id, "product": product}
        before = tx.get(ValuationTotal, run_id, branch_id, product)
        if before is not None:
            total.add(Total(before.coverages, before.cash_value, before.reserve, before.unearned))
        sums: dict[str, Any] = {
            "coverages": total.coverages,
            "cash_value": Fen(total.cash_value),
            "reserve": Fen(total.reserve),
            "unearned": Fen(total.unearned),
        }
        if before is None:
            tx.insert([ValuationTotal(**key, **sums)])
        else:
            tx.update(ValuationTotal, key, sums)


@cache
def _coverages() -> Select[Any]:
    day = bindparam("as_of", type_=_coverage.valid_from.type)
    current = (_coverage.valid_from <= day, _coverage.valid_to > day)
    status = and_(_status.policy_id == _coverage.policy_id, _status.valid_from <= day, _status.valid_to > day)
    began = func.coalesce(_coverage.term_from, _status.commenced_on)
    columns = (
        _coverage.product,
        _policy.catalog_version,
        _coverage.sex,
        _coverage.entry_age,
        _coverage.pay_years,
        _coverage.cover_years,
        _coverage.kind,
        _billing.branch_id,
        (_coverage.policy_id.op("/")(literal_column(str(SEQUENCES_PER_BRANCH)))),
        _coverage.policy_id,
        _coverage.no,
        _coverage.sum_assured,
        _status.status == literal_column(f"'{LAPSED}'"),
        began,
        _billing.paid_to,
        _billing.months,
        case((_coverage.premium.is_not(None), _coverage.premium), (_coverage.no == 1, _billing.premium), else_=0),
    )
    return (
        select(*columns)
        .select_from(table_of(Coverage))
        .join(table_of(PolicyStatus), status)
        .join(table_of(Billing), _billing.policy_id == _coverage.policy_id)
        .join(table_of(Policy), _policy.id == _coverage.policy_id)
        .where(
            _coverage.policy_id.between(bindparam("first"), bindparam("last")),
            *current,
            _status.status.in_([literal_column(f"'{status}'") for status in VALUED]),
            began <= day,
        )
    )


def last_prices(reader: Reader, as_of: date) -> dict[str, int]:
    """The price of a unit of each fund on its last valuation day up to a day, as corrected last."""
    prices: dict[str, int] = {}
    known = select(_price.c.fund, _price.c.price).where(_price.c.day <= as_of)
    for row in reader.rows(known.order_by(_price.c.fund, _price.c.day, _price.c.revision)):
        prices[row.fund] = row.price
    return prices

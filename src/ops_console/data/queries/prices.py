"""Unit prices as they are known: of several revisions of a day the last."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select

from ops_console.data.store import Reader, table_of
from ops_console.data.tables import FundPrice


@dataclass(frozen=True)
class PriceLook:
    """The price of a unit on a day, in 1/10,000 of a yuan; `revision` above 1 where it was corrected."""

    fund: str
    day: date
    price: int
    revision: int


def prices_between(
    reader: Reader, first: date | None = None, last: date | None = None, funds: Collection[str] | None = None
) -> list[PriceLook]:
    """By fund and day; all days and funds where none are given."""
    ordered = _ordered(first, last, funds)
    found = {(row.fund, row.day): PriceLook(row.fund, row.day, row.price, row.revision) for row in reader.rows(ordered)}
    return list(found.values())


def prices_known(
    reader: Reader, since: date | None = None, funds: Collection[str] | None = None
) -> dict[str, dict[date, int]]:
    """Fund → day → price, from a day on."""
    found: dict[str, dict[date, int]] = {}
    for row in reader.rows(_ordered(since, None, funds)):
        found.setdefault(row.fund, {})[row.day] = row.price
    return found


def last_price_day(reader: Reader) -> date | None:
    """The latest day any fund has a price for; None before the first."""
    last: date | None = reader.connection.scalar(select(func.max(table_of(FundPrice).c.day)))
    return last


def corrected(reader: Reader) -> list[tuple[str, date]]:
    """Funds and days whose price was corrected."""
    table = table_of(FundPrice).c
    found = select(table.fund, table.day).where(table.revision > 1).distinct().order_by(table.fund, table.day)
    return [(row.fund, row.day) for row in reader.rows(found)]


def revisions(reader: Reader, fund: str, day: date) -> int:
    """How many prices a fund has had for a day."""
    return reader.count(FundPrice, fund=fund, day=day)


def _ordered(first: date | None, last: date | None, funds: Collection[str] | None) -> Select[Any]:
    """Every revision, the last of a day behind the others."""
    table = table_of(FundPrice).c
    statement = select(table.fund, table.day, table.price, table.revision)
    if first is not None:
        statement = statement.where(table.day >= first)
    if last is not None:
        statement = statement.where(table.day <= last)
    if funds is not None:
        statement = statement.where(table.fund.in_(sorted(funds)))
    return statement.order_by(table.fund, table.day, table.revision)

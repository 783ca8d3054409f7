"""Unit prices as they are known: of several revisions of a day the last."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

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
    table = table_of(FundPrice)
    statement = select(table.c.fund, table.c.day, table.c.price, table.c.revision)
    if first is not None:
        statement = statement.where(table.c.day >= first)
    if last is not None:
        statement = statement.where(table.c.day <= last)
    if funds is not None:
        statement = statement.where(table.c.fund.in_(sorted(funds)))
    ordered = statement.order_by(table.c.fund, table.c.day, table.c.revision)
    found = {(row.fund, row.day): PriceLook(row.fund, row.day, row.price, row.revision) for row in reader.rows(ordered)}
    return list(found.values())


def prices_known(
    reader: Reader, since: date | None = None, funds: Collection[str] | None = None
) -> dict[str, dict[date, int]]:
    """Fund → day → price, from a day on."""
    found: dict[str, dict[date, int]] = {}
    for one in prices_between(reader, since, None, funds):
        found.setdefault(one.fund, {})[one.day] = one.price
    return found


def revisions(reader: Reader, fund: str, day: date) -> int:
    """How many prices a fund has had for a day."""
    return reader.count(FundPrice, fund=fund, day=day)

"""Funds, and what was declared for products with accounts or a share in the surplus."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from itertools import pairwise

from ops_console.base.i18n import _
from ops_console.catalog.builders.rows import Rows
from ops_console.catalog.entry import Entry
from ops_console.catalog.model import Declared, Fund, Product

PER_MILLE = 1000
EARLIEST_YEAR, LATEST_YEAR = 1990, 2200


def funds(rows: Rows) -> dict[str, Fund]:
    return rows.build(
        "fund",
        lambda entry: Fund(
            entry.code, entry.label(), entry.whole("largest_move", least=1, most=PER_MILLE), entry.source()
        ),
        may_be_empty=True,
    )


def declared(rows: Rows, products: Mapping[str, Product]) -> dict[str, Declared]:
    def read(entry: Entry) -> Declared:
        entry.known("", entry.code, products, _("product"))
        found = Declared(
            entry.code, _rates(entry, "crediting"), _rates(entry, "accumulation"), _spreads(entry), entry.source()
        )
        product = products.get(entry.code)
        account = product.basis.account if product else None
        for day, rate in found.crediting:
            if account is not None and rate < account.guaranteed:
                message = _("Below the guaranteed rate of {rate}").format(rate=account.guaranteed)
                entry.problem("crediting", message, f"{day.isoformat()} {rate}")
        return found

    return rows.build("declared", read, may_be_empty=True)


def _rates(entry: Entry, field: str) -> tuple[tuple[date, Fraction], ...]:
    """A list of days and rates, `{ from = "2026-01-01", rate = "0.03" }`, by rising day; nothing when left out."""
    if not entry.has(field):
        return ()
    found = []
    for table in entry.tables(field):
        found.append((_day(table, "from"), _rate(table, "rate")))
        table.finish()
    if any(before[0] >= after[0] for before, after in pairwise(found)):
        entry.problem(field, _("Each day is later than the one before"))
    return tuple(found)


def _spreads(entry: Entry) -> tuple[tuple[int, Fraction], ...]:
    if not entry.has("spreads"):
        return ()
    found = []
    for table in entry.tables("spreads"):
        found.append((table.whole("year", EARLIEST_YEAR, LATEST_YEAR), _rate(table, "rate")))
        table.finish()
    if any(before[0] >= after[0] for before, after in pairwise(found)):
        entry.problem("spreads", _("Each year is later than the one before"))
    return tuple(found)


def _rate(entry: Entry, field: str) -> Fraction:
    rate = entry.fraction(field)
    if not 0 <= rate < 1:
        entry.problem(field, _("A yearly rate lies between 0 and 1"), rate)
    return rate


def _day(entry: Entry, field: str) -> date:
    given = entry.text(field)
    try:
        return date.fromisoformat(given)
    except ValueError:
        entry.problem(field, _("A date such as 2026-10-01 is wanted"), given)
        return date.min

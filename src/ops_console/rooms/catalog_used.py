"""What was used of a catalog stays as it was: a change is a new version, valid from a later day.

A policy keeps the version of the catalog it was sold under, so that no change reaches it. But what a product was on a
day must have one answer: once a policy was sold under an entry, the entry, and the rates it is priced by, are never
edited under the same day. What was declared stays declared. Source: company default.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from ops_console.base.i18n import _
from ops_console.base.problems import Problem
from ops_console.catalog.model import Row
from ops_console.data.store import Reader
from ops_console.data.tables import CatalogEntry, Coverage

PRODUCT, TABLE, DECLARED = "product", "table", "declared"


def problems_of_changes(reader: Reader, current: Iterable[Row], proposed: Iterable[Row], today: date) -> list[Problem]:
    """Every changed product, table of rates or declaration that was used and may not be changed so."""
    now = list(current)
    before = {(row.kind, row.code): row for row in now}
    found: list[Problem] = []
    for row in changed_rows(now, proposed):
        if row.kind == DECLARED and (known := before.get((DECLARED, row.code))):
            found += _taken_back(known, row, today)
        elif row.kind in (PRODUCT, TABLE) and _is_sold(reader, row, now):
            found += _not_later(reader, row)
    return found


def changed_rows(current: Iterable[Row], proposed: Iterable[Row]) -> list[Row]:
    """The proposed entries that are new, or differ from the one in force in content or day."""
    known = {(row.kind, row.code): (row.digest, row.valid_from) for row in current}
    return [row for row in proposed if known.get((row.kind, row.code)) != (row.digest, row.valid_from)]


def _is_sold(reader: Reader, row: Row, current: Iterable[Row]) -> bool:
    """Was anything sold as this product, or priced by this table?"""
    if row.kind == PRODUCT:
        return reader.first(Coverage, product=row.code) is not None
    users = (one.code for one in current if one.kind == PRODUCT and row.code in _tables_of(one.body))
    return any(reader.first(Coverage, product=code) for code in users)


def _tables_of(body: Mapping[str, Any]) -> Iterator[str]:
    basis = body.get("basis", {})
    yield from (basis[rates]["table"] for rates in ("mortality", "incidence") if rates in basis)


def _not_later(reader: Reader, row: Row) -> Iterator[Problem]:
    latest = max((one.valid_from for one in reader.find(CatalogEntry, kind=row.kind, code=row.code)), default=date.min)
    if row.valid_from <= latest:
        message = _("Policies were sold under the version of {day}, which stays as it is: a new one is of a later day")
        yield Problem(
            f"{row.kind} {row.code}.valid_from", message.format(day=latest.isoformat()),
            value=row.valid_from.isoformat(),
        )  # fmt: skip


def _taken_back(known: Row, row: Row, today: date) -> Iterator[Problem]:
    """Lines of what was declared that are past, and gone or changed."""
    for field, day_of in (("crediting", "from"), ("accumulation", "from"), ("spreads", "year")):
        for line in known.body.get(field, []):
            past = str(line[day_of]) <= (str(today.year) if day_of == "year" else today.isoformat())
            if past and line not in row.body.get(field, []):
                message = _("What was declared stays; a new rate is a new line")
                yield Problem(f"{DECLARED} {row.code}.{field}", message, value=str(line[day_of]))

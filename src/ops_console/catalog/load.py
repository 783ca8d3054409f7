"""From a folder, or from stored rows, to a catalog."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from ops_console.base.i18n import _
from ops_console.base.problems import InputErrors
from ops_console.catalog.builders import (
    accounts,
    bank,
    cases,
    claims,
    ledger,
    letters,
    organisation,
    products,
    service,
    tables,
    underwriting,
)
from ops_console.catalog.builders.rows import Rows
from ops_console.catalog.files import read_folder, read_text
from ops_console.catalog.layout import ALL_KINDS
from ops_console.catalog.lines import with_lines
from ops_console.catalog.model import Catalog, Row

SHIPPED_FOLDER = Path(__file__).parent


def load(folder: Path) -> Catalog:
    """The catalog of a folder. InputErrors with every problem: file or entry and field, its line where that can be
    told, and what would be right.
    """
    rows, problems = read_folder(folder)
    try:
        return _build(rows, Rows(rows, problems))
    except InputErrors as error:
        found = with_lines(error.problems, lambda file: read_text(folder / file))
        raise InputErrors(found, message=error.message, code=error.code) from None


@cache
def shipped() -> Catalog:
    """The catalog that comes with the package."""
    return load(SHIPPED_FOLDER)


def from_rows(rows: Iterable[Row]) -> Catalog:
    """The catalog of rows that shall be stored, one version of each entry. InputErrors as for a folder."""
    given = list(rows)
    return _build(given, Rows(given, []))


def from_stored(rows: Iterable[Row]) -> Catalog:
    """The catalog of stored rows, which may be of an older release: entries and fields that are no longer known are
    passed over, for they were checked when they were loaded. InputErrors for what can't be read at all.
    """
    given = [row for row in rows if row.kind in ALL_KINDS]
    return _build(given, Rows(given, [], stored=True))


def with_row(rows: Iterable[Row], fresh: Row) -> Catalog:
    """The catalog of stored rows and a new one, in the place of the one of its kind and code. InputErrors as for a
    folder, of the new row.
    """
    given = [row for row in rows if row.kind in ALL_KINDS and (row.kind, row.code) != (fresh.kind, fresh.code)]
    given.append(fresh)
    return _build(given, Rows(given, [], stored=True, fresh=fresh))


def _build(rows: list[Row], source: Rows) -> Catalog:
    problems = source.problems
    calendar, holidays = service.calendar(source)
    standards = service.standards(source)
    duties, separations = organisation.duties(source)
    books = ledger.ledger(source)
    papers = cases.papers(source)
    rates = underwriting.underwriting(source)
    branches = organisation.branches(source)
    ladder = organisation.ladder(source)
    templates = letters.letters(source)
    checklists = cases.checklists(source, papers)
    items = cases.items(source, standards)
    settings = service.settings(source)
    for_claims = claims.claims(source)
    funds = accounts.funds(source)
    offered = products.products(source, tables.tables(source), books, funds)
    declared = accounts.declared(source, offered)
    banks = bank.banking(source)
    if problems or rates is None:
        message = _("The catalog has {count} errors").format(count=len(problems))
        raise InputErrors(problems, message=message, code="catalog")
    return Catalog(
        branches=branches,
        calendar=calendar,
        holidays=holidays,
        standards=standards,
        authority=ladder,
        duties=duties,
        separations=separations,
        ledger=books,
        letters=templates,
        papers=papers,
        checklists=checklists,
        items=items,
        settings=settings,
        underwriting=rates,
        claims=for_claims,
        funds=funds,
        declared=declared,
        products=offered,
        banking=banks,
        rows=tuple(rows),
    )

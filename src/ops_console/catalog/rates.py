"""Mortality tables by the name of their column: those of a catalog, and those of a file."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ops_console.base.i18n import _
from ops_console.base.problems import InputErrors, Problem
from ops_console.catalog.builders.tables import MORTALITY
from ops_console.catalog.files import LARGEST_FILE
from ops_console.catalog.model import Row
from ops_console.rules.actuary.mortality import AGE_COLUMNS, MortalityTable, read_tables
from ops_console.rules.products.basis import Sex

OF_SEX: Mapping[Sex, re.Pattern[str]] = {
    "male": re.compile(r"(?<![a-z])m(ale|en|an)?(?![a-z])"),
    "female": re.compile(r"(?<![a-z])[fw](emale|omen|oman)?(?![a-z])"),
}
"""How columns say whose lives they are."""


@dataclass(frozen=True, slots=True)
class Rates:
    """A table and what is known of it: its own words about whose lives it is, and where it comes from."""

    table: MortalityTable
    about: str
    source: str


def tables_in(rows: Iterable[Row]) -> dict[str, Rates]:
    """The mortality tables of a catalog's rows by column: ``cl1``."""
    return {name: rates for row in rows if row.kind == "table" for name, rates in _columns(row)}


def _columns(row: Row) -> Iterator[tuple[str, Rates]]:
    if row.body.get("kind") == MORTALITY:
        about = row.body.get("columns", {})
        for name, table in read_tables(row.body["csv"])[0].items():
            yield name, Rates(table, str(about.get(name, name)), f"{row.body['title']}; {row.body['source']}")


def table_of_file(path: Path, column: str | None, sex: Sex | None) -> Rates:
    """The table of a column of a CSV file: the one named, the only one, or the only one that says it is of this sex.
    InputErrors with every fault of it and its line.
    """
    text = _text(path)
    names = [name.strip() for name in next(csv.reader(text.removeprefix("\ufeff").splitlines()[:1]), [])]
    columns = [name for name in names if name and name.lower() not in AGE_COLUMNS]
    chosen = [name for name in columns if name == column] if column else _fitting(columns, sex)
    tables, problems = read_tables(text)
    if columns and len(chosen) != 1:
        message = _("Name the column with --column; there are {names}").format(names=", ".join(columns))
        raise InputErrors([Problem("column", message, value=column)])
    faults = [one for one in problems if one.field in ("", *chosen)]
    if faults:
        raise InputErrors(faults)
    return Rates(tables[chosen[0]], chosen[0], path.name)


def _fitting(columns: list[str], sex: Sex | None) -> list[str]:
    if len(columns) == 1 or sex is None:
        return columns
    return [name for name in columns if OF_SEX[sex].search(name.lower().replace("_", " "))]


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise InputErrors([Problem("table", _("Larger than {limit} bytes").format(limit=LARGEST_FILE))])
        return path.read_text("utf-8")
    except (OSError, UnicodeError) as error:
        message = _("Cannot be read: {error}").format(error=error)
        raise InputErrors([Problem("table", message, value=str(path))]) from error

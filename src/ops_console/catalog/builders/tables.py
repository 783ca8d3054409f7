"""Rates by age: mortality, and what is expected in a year: days in hospital, first diagnoses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ops_console.base.i18n import _
from ops_console.base.problems import Problem
from ops_console.catalog.builders.rows import Rows
from ops_console.catalog.entry import Entry
from ops_console.rules.actuary.mortality import MortalityTable, out_of_order, read_columns, read_tables
from ops_console.rules.products.basis import IncidenceTable

MORTALITY = "mortality"
INCIDENCE = "incidence"
DAYS_A_YEAR = 366
"""In a leap year: the most anybody can spend in hospital."""


@dataclass(frozen=True, slots=True)
class Tables:
    """Name of the file → column → rates."""

    mortality: dict[str, Mapping[str, MortalityTable]] = field(default_factory=dict)
    incidence: dict[str, Mapping[str, IncidenceTable]] = field(default_factory=dict)


def tables(rows: Rows) -> Tables:
    made = Tables()

    def read(entry: Entry) -> None:
        for told in ("title", "published", "ages", "file"):
            entry.text(told)
        entry.source()
        entry.table("columns")
        text, illustrative = entry.text("csv"), entry.flag("illustrative")
        kind = entry.text("kind")
        if kind == MORTALITY:
            found, problems = read_tables(text)
            _note(entry, problems)
            # A column with faults is there all the same: who names it did nothing wrong.
            harmless = {name: MortalityTable(name, (1.0,)) for name in read_columns(text)[0]}
            made.mortality[entry.code] = {**harmless, **found}
        elif kind == INCIDENCE:
            made.incidence[entry.code] = _incidence(entry, text, illustrative)
        else:
            entry.problem("kind", _("One of {options} is wanted").format(options=f"{MORTALITY}, {INCIDENCE}"), kind)

    rows.build("table", read)
    return made


def _incidence(entry: Entry, text: str, illustrative: bool) -> dict[str, IncidenceTable]:
    columns, problems = read_columns(text)
    for name, cells in columns.items():
        problems += out_of_order(name, cells)
        problems += [
            Problem(name, _("The rate at age {age} is {rate}; it must lie between 0 and 366 a year").format(
                age=age, rate=rate), line)
            for age, rate, line in cells
            if rate < 0 or rate > DAYS_A_YEAR
        ]  # fmt: skip
        if not cells:
            problems.append(Problem(name, _("The table has no rates")))
    _note(entry, problems)
    return {
        name: IncidenceTable(
            f"{entry.code} {name}", tuple(cell.value for cell in cells), cells[0].age if cells else 0, illustrative
        )
        for name, cells in columns.items()
    }


def _note(entry: Entry, problems: list[Problem]) -> None:
    """Say of which table of rates and column the problems are."""
    entry.problems += [replace(one, field=f"{entry.place}.{one.field}".rstrip(".")) for one in problems]

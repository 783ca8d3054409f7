"""Rates by age: mortality, and what is expected in a year: days in hospital, first diagnoses."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field

from ops_console.base.i18n import _
from ops_console.catalog.builders.rows import Rows
from ops_console.catalog.entry import Entry
from ops_console.rules.actuary.mortality import MortalityTable, read_tables
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
            entry.problems += problems
            made.mortality[entry.code] = found
        elif kind == INCIDENCE:
            made.incidence[entry.code] = _incidence(entry, text, illustrative)
        else:
            entry.problem("kind", _("One of {options} is wanted").format(options=f"{MORTALITY}, {INCIDENCE}"), kind)

    rows.build("table", read)
    return made


def _incidence(entry: Entry, text: str, illustrative: bool) -> dict[str, IncidenceTable]:
    reader = csv.DictReader(io.StringIO(text))
    names = [name for name in reader.fieldnames or () if name != "age"]
    rates: dict[str, list[float]] = {name: [] for name in names}
    ages: list[int] = []
    for line in reader:
        try:
            ages.append(int(line["age"]))
            for name in names:
                rates[name].append(float(line[name]))
        except (KeyError, TypeError, ValueError):
            entry.problem("csv", _("Line {line}: age and rates must be numbers").format(line=reader.line_num))
    if not ages or ages != list(range(ages[0], ages[0] + len(ages))):
        entry.problem("csv", _("Every age once, in order, is wanted"))
        return {}
    if any(not 0 <= value <= DAYS_A_YEAR for values in rates.values() for value in values):
        entry.problem("csv", _("Rates lie between 0 and 366 a year"))
    return {
        name: IncidenceTable(f"{entry.code} {name}", tuple(values), ages[0], illustrative)
        for name, values in rates.items()
    }

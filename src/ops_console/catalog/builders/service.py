"""The working-day calendar, service standards and single company numbers."""

from __future__ import annotations

import itertools
from datetime import date

from ops_console.base.i18n import _
from ops_console.base.labels import Label
from ops_console.catalog.builders.rows import Rows
from ops_console.catalog.entry import Entry
from ops_console.catalog.model import Setting
from ops_console.rules import law
from ops_console.rules.calendar import WorkCalendar
from ops_console.rules.clocks import Limits, Standard, Unit, Wait

WORKED = {"yes": True, "no": False}
MONEY_UNIT = "fen"


def calendar(rows: Rows) -> tuple[WorkCalendar, dict[date, Label]]:
    """The calendar over all years given, and the names of its exceptions."""
    exceptions: dict[date, bool] = {}
    names: dict[date, Label] = {}

    def year(entry: Entry) -> int:
        for number, line in enumerate(entry.rows_of_texts("days"), start=1):
            day = _calendar_day(entry, number, line)
            if day:
                exceptions[day] = WORKED[line[1]]
                names[day] = Label(line[2], line[3])
        return int(entry.code)

    years = sorted(rows.build("calendar", year).values())
    for before, after in itertools.pairwise(years):
        if after != before + 1:
            entry = next(entry for entry in rows.of("calendar") if entry.code == str(after))
            entry.problem("", _("Year {year} is missing before it").format(year=before + 1))
    if not years:
        return WorkCalendar({}, date.min), {}
    return WorkCalendar(exceptions, date(years[-1], 12, 31), date(years[0], 1, 1)), names


def _calendar_day(entry: Entry, number: int, line: list[str]) -> date | None:
    place = f"days[{number}]"
    if len(line) != 4 or line[1] not in WORKED or not (line[2] and line[3]):
        entry.problem(place, _("A date, yes or no, and a name in both languages are wanted"), ",".join(line))
        return None
    try:
        day = date.fromisoformat(line[0])
    except ValueError:
        entry.problem(place, _("A date such as 2026-10-01 is wanted"), line[0])
        return None
    if str(day.year) != entry.code:
        entry.problem(place, _("A day of {year} is wanted").format(year=entry.code), line[0])
    return day


def standards(rows: Rows) -> dict[str, Standard]:
    return rows.build("standard", _standard)


def _standard(entry: Entry) -> Standard:
    table = entry.table("limit")
    limit = Limits(table.whole("ordinary"), table.whole("vip"), table.optional_whole("vip_large"))
    table.finish()
    waits = entry.texts("stops_on") if entry.has("stops_on") else ()
    for wait in waits:
        if wait not in list(Wait) and not entry.stored:
            entry.problem("stops_on", _("One of {options} is wanted").format(options=", ".join(Wait)), wait)
    standard = Standard(
        entry.code,
        entry.label(),
        limit,
        entry.choice("unit", Unit),
        waits,
        entry.source(),
        legal=entry.optional_flag("legal"),
        before=entry.optional_flag("before"),
    )
    if not standard.before and limit.vip > limit.ordinary:
        entry.problem(
            "limit.vip", _("No more than an ordinary client's {limit}").format(limit=limit.ordinary), limit.vip
        )
    _check_law(entry, standard)
    return standard


def _check_law(entry: Entry, standard: Standard) -> None:
    if entry.stored:
        return
    if not entry.has("law"):
        if standard.legal:
            entry.problem("law", _("A legal standard names the limit it follows"))
        return
    code = entry.reference("law", law.LIMITS, _("legal limit"))
    if code not in law.LIMITS:
        return
    if str(law.LIMITS[code].unit) != str(standard.unit):
        entry.problem("unit", _("The law counts in {unit}").format(unit=law.LIMITS[code].unit), standard.unit)
        return
    limit = standard.limit
    for tier, value in (("ordinary", limit.ordinary), ("vip", limit.vip), ("vip_large", limit.vip_large or 0)):
        entry.lawful(f"limit.{tier}", code, value)


def settings(rows: Rows) -> dict[str, Setting]:
    return rows.build("setting", _setting)


def _setting(entry: Entry) -> Setting:
    money = entry.has("amount")
    value = entry.fen("amount") if money else entry.whole("value")
    unit = MONEY_UNIT if money else entry.text("unit")
    if entry.has("law") and not entry.stored:
        code = entry.reference("law", law.LIMITS, _("legal limit"))
        if code in law.LIMITS:
            entry.lawful("amount" if money else "value", code, value)
    return Setting(entry.code, entry.label(), int(value), unit, entry.source())

"""Unit prices of funds from a sheet (fund, date, price), checked against the prices there are, never applied.

A file is taken whole or not at all. Every working day has a price for each fund: a file goes on where the last one
stopped. A price that is there already and differs is a correction; one that is the same is nothing new. A correction,
and a move beyond the fund's limit, needs a second person, who confirms it before the file is taken in.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby

from ops_console.base.i18n import N_, _
from ops_console.base.problems import InputErrors, Problem
from ops_console.catalog.model import Fund
from ops_console.exchange.sheets import Sheet, SheetRow
from ops_console.rules.calendar import WorkCalendar
from ops_console.rules.products.units import PRICES, priced

COLUMNS = {"fund": ("fund", "账户"), "date": ("date", "估值日"), "price": ("price", "单位价格")}
"""What a column may be called."""
DECIMALS = 4
PER_MILLE = 1000
ONE_DAY = timedelta(days=1)
MISSING = N_("is needed")
_PRICE = re.compile(r"-?\d{1,9}(?:\.\d+)?", re.ASCII)

Known = Mapping[str, Mapping[date, int]]
"""Fund → valuation day → price."""


@dataclass(frozen=True)
class PriceLine:
    """A price as it stands in a line of a file; in 1/10,000 of a yuan."""

    line: int
    fund: str
    day: date
    price: int

    @property
    def said(self) -> str:
        """As it is confirmed: fund/day/price."""
        return f"{self.fund}/{self.day.isoformat()}/{priced(self.price)}"


@dataclass(frozen=True)
class Checked:
    """What a file brings: prices of new days, corrections of known ones, and which of them a second person confirms."""

    new: tuple[PriceLine, ...]
    corrections: tuple[PriceLine, ...]
    unusual: tuple[tuple[PriceLine, str], ...]
    """With the reason."""


def price_typed(text: str) -> int:
    """A price in 1/10,000 of a yuan; ValueError with a message for whoever typed it."""
    plain = text.strip()
    if not _PRICE.fullmatch(plain):
        raise ValueError(_("a price is written like 1.0235"))
    exact = Decimal(plain)
    if exact <= 0:
        raise ValueError(_("a price is more than 0"))
    if exact != round(exact, DECIMALS):
        raise ValueError(_("a price has at most {decimals} decimals").format(decimals=DECIMALS))
    return int(exact * PRICES)


def read_prices(sheet: Sheet, funds: Mapping[str, Fund]) -> tuple[tuple[PriceLine, ...], tuple[Problem, ...]]:
    """The lines of a sheet that can be read, and every fault of the others, its line and field. InputErrors for a sheet
    without the columns."""
    names = _columns(sheet)
    problems = [problem for row in sheet.rows for problem in row.problems]
    lines = []
    for row in sheet.rows:
        found = _line(row, names, funds, problems)
        if found is not None:
            lines.append(found)
    if not sheet.rows:
        problems.append(Problem("", _("there is no price in the file"), line=1))
    return tuple(lines), tuple(problems)


def check_prices(
    lines: Iterable[PriceLine],
    unread: Iterable[Problem],
    known: Known,
    funds: Mapping[str, Fund],
    calendar: WorkCalendar,
    today: date,
) -> Checked:
    """What the lines bring to the prices there are. InputErrors with what could not be read and every line that can't
    be: a day to come, a day off, a day that stands there twice, a working day left out, a day before the fund's first
    price. Where lines could not be read, days left out are not told: they may be theirs."""
    problems = list(unread)
    are_all_read = not problems
    new: list[PriceLine] = []
    corrections: list[PriceLine] = []
    unusual: list[tuple[PriceLine, str]] = []
    ordered = sorted(lines, key=lambda one: (one.fund, one.day, one.line))
    for fund, of_fund in groupby(ordered, key=lambda one: one.fund):
        series = dict(known.get(fund, {}))
        first, last = min(series, default=None), max(series, default=None)
        seen: set[date] = set()
        for one in of_fund:
            fault = _fault(one, seen, calendar, today, first)
            if fault is None and are_all_read:
                fault = _gap(one, last, calendar)
            seen.add(one.day)
            if fault:
                problems.append(Problem("date", fault, line=one.line, value=one.day.isoformat()))
            elif one.day not in series:
                new.append(one)
            elif series[one.day] != one.price:
                corrections.append(one)
                was = _("corrects {price}").format(price=priced(series[one.day]))
                unusual.append((one, was))
            first = one.day if first is None else first
            last = one.day if last is None else max(last, one.day)
            series[one.day] = one.price
        unusual += [
            (one, moved)
            for one in new
            if one.fund == fund and (moved := _moved(one, series, funds[fund].largest_move)) is not None
        ]
    if problems:
        raise InputErrors(sorted(problems, key=lambda one: one.line or 0))
    return Checked(tuple(new), tuple(corrections), tuple(unusual))


def _columns(sheet: Sheet) -> dict[str, str]:
    """Our name of a column → its name in the sheet."""
    found = {
        ours: next((name for name in sheet.columns if name.lower() in theirs), "") for ours, theirs in COLUMNS.items()
    }
    problems = [Problem(ours, _("the column is missing"), line=1) for ours, name in found.items() if not name]
    for name in sheet.columns:
        if name not in found.values():
            problems.append(Problem(name, _("no such column; there are {names}").format(names=", ".join(COLUMNS)), 1))
    if problems:
        raise InputErrors(problems)
    return found


def _line(
    row: SheetRow, names: Mapping[str, str], funds: Mapping[str, Fund], problems: list[Problem]
) -> PriceLine | None:
    before = len(problems)
    given = {ours: row.values.get(name, "") for ours, name in names.items()}

    def wrong(field: str, message: str) -> None:
        problems.append(Problem(field, message, line=row.line, value=given[field] or None))

    for field, text in given.items():
        if not text:
            wrong(field, _(MISSING))
    if given["fund"] and given["fund"] not in funds:
        wrong("fund", _("no such fund; there are {names}").format(names=", ".join(funds)))
    day, price = date.min, 0
    if given["date"]:
        try:
            day = date.fromisoformat(given["date"])
        except ValueError:
            wrong("date", _("a day is written like 2026-03-02"))
    if given["price"]:
        try:
            price = price_typed(given["price"])
        except ValueError as error:
            wrong("price", str(error))
    return PriceLine(row.line, given["fund"], day, price) if len(problems) == before else None


def _fault(one: PriceLine, seen: set[date], calendar: WorkCalendar, today: date, first: date | None) -> str | None:
    if one.day > today:
        return _("is still to come")
    if not calendar.is_working(one.day):
        return _("is a day off: funds are valued on working days")
    if one.day in seen:
        return _("the fund has this day twice in the file")
    if first is not None and one.day < first:
        return _("is before the fund's first price of {day}").format(day=first.isoformat())
    return None


def _gap(one: PriceLine, last: date | None, calendar: WorkCalendar) -> str | None:
    """A working day between the last price and this one that has none."""
    if last is None or one.day <= last:
        return None
    wanted = calendar.next_working_day(last + ONE_DAY).day
    return None if one.day <= wanted else _("the working day {day} has no price").format(day=wanted.isoformat())


def _moved(one: PriceLine, series: Mapping[date, int], largest: int) -> str | None:
    """Why a new price is unusual: further from the one before than the fund's limit."""
    before = max((day for day in series if day < one.day), default=None)
    if before is None:
        return None
    move = abs(one.price - series[before])
    if move * PER_MILLE <= largest * series[before]:
        return None
    return _("{before} before, a move beyond {limit} per mille").format(before=priced(series[before]), limit=largest)

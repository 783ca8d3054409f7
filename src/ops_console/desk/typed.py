"""Amounts and days as people type them, and what they are taken for. What could be two things is refused, with both.

Amounts, in yuan: `12000`, `12,000`, `1,234.50`, `¥3`, `12k` or `12千` (thousands), `1.5w` or `1.5万` (ten thousands),
`2亿` (hundred millions). A comma that may be a decimal point, `1,50`, is refused.

Days: `2026-11-21`, `20261121`, `2026.11.21`, `2026/11/21`, `2026年11月21日`. Where the business date is known, also
`1121`, `11-21`, `11月21日`: month and day of the business year; `21/11`, `11/21`: where only one can be the month;
`t`, `.` or `今天`: the business date; `t-3`, `+10`: days from it; `wd+5`, `wd-2`: working days from it;
`m-1`, `m+2`, `y+1`: months and years from it, to the same day of the month or its last;
`me`, `me-1`: the end of its month, or of one before.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.base.safe_text import has_unseen
from ops_console.rules.calendar import WorkCalendar, add_months

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0xFFE5: "¥", 0x3000: " "}
"""What a Chinese keyboard gives for digits and signs, as their plain ones."""
FULL_WIDTH_DIGITS = {code: FULL_WIDTH[code] for code in range(0xFF10, 0xFF1A)}
MOST_DIGITS = 15
"""Of a whole number, and of an amount in fen: what every program that reads our JSON can hold."""
MANY = {"k": 3, "千": 3, "w": 4, "万": 4, "亿": 8}
"""Powers of ten."""
_AMOUNT = re.compile(r"([-+]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?([kw千万亿]?)", re.ASCII)
_EITHER_COMMA = re.compile(r"(\d+),(\d{1,2})", re.ASCII)


@dataclass(frozen=True)
class Today:
    """The day that short dates are read from."""

    day: date
    calendar: WorkCalendar


def amount_typed(text: str) -> Fen:
    """An amount in fen; ValueError with a message for whoever typed it."""
    plain = text.translate(FULL_WIDTH).strip().lower().replace("¥", "").replace(" ", "")
    if either := _EITHER_COMMA.fullmatch(plain):
        whole, part = either.groups()
        raise ValueError(
            _("{text} may be {one} or {other}: type it without the comma").format(
                text=text.strip(), one=f"{whole}.{part}", other=whole + part
            )
        )
    match = _AMOUNT.fullmatch(plain)
    if match:
        sign, whole, part, unit = match.groups()
        fen = Decimal(f"{whole.replace(',', '')}.{part or 0}").scaleb(2 + MANY.get(unit, 0))
        if fen == fen.to_integral_value():
            return not_too_large(Fen(-int(fen) if sign == "-" else int(fen)))
    raise ValueError(_("an amount is typed like 1,234.50"))


def not_too_large(amount: Fen) -> Fen:
    """The amount; ValueError where it has more digits than can be kept."""
    most = Fen(10**MOST_DIGITS - 1)
    if abs(amount) > most:
        raise ValueError(_("too large: {most} at most").format(most=most.yuan()))
    return amount


def day_typed(text: str, today: Today | None) -> date:
    """A day; ValueError with a message for whoever typed it. Without `today` only dates in full are read."""
    plain = text.translate(FULL_WIDTH).strip().lower().replace(" ", "")
    try:
        for pattern in _FULL:
            if match := pattern.fullmatch(plain):
                return _date(*(int(part) for part in match.groups()))
        for short, read in _SHORT:
            if today and (match := short.fullmatch(plain)):
                return read(match, today)
    except (OverflowError, _NoDay):
        raise ValueError(_("there is no such day")) from None
    raise ValueError(_("a date is typed like 2026-11-21"))


class _NoDay(Exception):
    """The calendar has no such day."""


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise _NoDay from None


def _month_and_day(match: re.Match[str], today: Today) -> date:
    return _date(today.day.year, int(match[1]), int(match[2]))


def _either_order(match: re.Match[str], today: Today) -> date:
    """`21/11` and `11/21` are one day; `5/6` may be two."""
    one, other, year = int(match[1]), int(match[2]), today.day.year
    readings = []
    for month, day in ((one, other), (other, one)):
        try:
            readings.append(_date(year, month, day))
        except _NoDay:
            continue
    if not readings:
        raise _NoDay
    if readings[0] != readings[-1]:
        raise ValueError(
            _("{text} may be {one} or {other}: type the month first, as {short}").format(
                text=match[0], one=readings[0], other=readings[-1], short=f"{readings[0]:%m-%d}"
            )
        )
    return readings[0]


def _days_on(match: re.Match[str], today: Today) -> date:
    return today.day + timedelta(days=int(match[1] or 0))


def _working_days_on(match: re.Match[str], today: Today) -> date:
    number, day = int(match[1]), today.day
    if number >= 0:
        return today.calendar.add_working_days(day, number).day
    while number:
        day -= timedelta(days=1)
        number += today.calendar.is_working(day)
    return day


def _months_on(match: re.Match[str], today: Today) -> date:
    return _moved(today.day, int(match[2]) * (12 if match[1] == "y" else 1))


def _month_end(match: re.Match[str], today: Today) -> date:
    return _moved(today.day.replace(day=1), int(match[1] or 0) + 1) - timedelta(days=1)


def _moved(day: date, months: int) -> date:
    try:
        return add_months(day, months)
    except ValueError:
        raise _NoDay from None


_FULL = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        r"(\d{4})(\d{2})(\d{2})",
        r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})",
        r"(\d{4})年(\d{1,2})月(\d{1,2})日?",
    )
)
_COUNT = r"([-+]\d{1,4})"
_SHORT: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Today], date]], ...] = tuple(
    (re.compile(pattern, re.ASCII), read)
    for pattern, read in (
        (r"(\d{2})(\d{2})", _month_and_day),
        (r"(\d{1,2})-(\d{1,2})", _month_and_day),
        (r"(\d{1,2})月(\d{1,2})日?", _month_and_day),
        (r"(\d{1,2})[/.](\d{1,2})", _either_order),
        (rf"(?:t|\.|今天|(?=[-+])){_COUNT}?", _days_on),
        (rf"wd{_COUNT}", _working_days_on),
        (rf"([my]){_COUNT}", _months_on),
        (rf"me{_COUNT}?", _month_end),
    )
)


def seen(text: str) -> str:
    """A name or an address, which banks and the post are to read; ValueError where something in it is not seen."""
    if has_unseen(text):
        raise ValueError(_("holds a character that is not seen: type it, don't copy it"))
    return text


def can_be_kept(value: Any) -> bool:
    """Can every store and every file keep the texts in it? Not the character NUL, nor halves of one."""
    if isinstance(value, str):
        return "\0" not in value and _is_utf8(value)
    if isinstance(value, Mapping):
        return all(can_be_kept(part) for pair in value.items() for part in pair)
    if isinstance(value, (list, tuple)):
        return all(can_be_kept(part) for part in value)
    return True


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True

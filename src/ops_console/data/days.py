"""Days as the store keeps them: integers yyyymmdd."""

from datetime import date

FOREVER = date(9999, 12, 31)
"""`valid_to` of the row that is current."""


def day_number(day: date) -> int:
    """2026-11-21 as 20261121."""
    return day.year * 10000 + day.month * 100 + day.day


FOREVER_NUMBER = day_number(FOREVER)


def day_of(number: int) -> date:
    """20261121 as 2026-11-21."""
    return date(number // 10000, number // 100 % 100, number % 100)

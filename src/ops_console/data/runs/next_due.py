"""The due date after the next, in whole numbers: never by an engine's date arithmetic, which differ at month ends.

The same rule as `rules/due_dates.py` (the contract's anchor day, clamped to the month's end), over yyyymmdd.
"""

from sqlalchemy import ColumnElement, Integer, and_, case, or_, type_coerce

from ops_console.data.store import table_of
from ops_console.data.tables import Billing

_b = table_of(Billing).c


def day_as_number(column: ColumnElement[object]) -> ColumnElement[int]:
    """A day column as the integer yyyymmdd it is stored as."""
    return type_coerce(column, Integer)


def due_date_after_next() -> ColumnElement[int]:
    """yyyymmdd of the instalment that follows `billing.next_due`; for up to 12 months between instalments."""
    month = _month_after_next()
    return month * 100 + case(
        (_b.anchor_day <= 28, _b.anchor_day), (_b.anchor_day <= _days_in(month), _b.anchor_day), else_=_days_in(month)
    )


def _month_after_next() -> ColumnElement[int]:
    """yyyymm; month 13 and later are carried into the year."""
    month = day_as_number(_b.next_due) // 100
    carry = case((month % 100 + _b.months > 12, 88), else_=0)
    return month + _b.months + carry


def _days_in(month: ColumnElement[int]) -> ColumnElement[int]:
    year = month // 100
    leap = and_(year % 4 == 0, or_(year % 100 != 0, year % 400 == 0))
    return case(
        (and_(month % 100 == 2, leap), 29),
        (month % 100 == 2, 28),
        ((month % 100).in_((4, 6, 9, 11)), 30),
        else_=31,
    )

"""When instalments fall due, and policy years with them.

Every date is computed from the contract's anchor day (生效对应日), clamped to the month's end, never from the date
before: a monthly policy of 31 January is due on 28 or 29 February and then on 31 March again. Source: the anniversary
clause of the contracts (a month without such a day: its last day), company default.
"""

from datetime import date

from ops_console.rules.calendar import add_months


def due_date(anchor: date, months: int, k: int) -> date:
    """The due date of instalment ``k``, 0 being the anchor day itself, with ``months`` between instalments."""
    return add_months(anchor, months * k)


def instalments_due_by(anchor: date, months: int, day: date) -> int:
    """How many instalments have fallen due up to and including a day, the one on the anchor day among them."""
    if day < anchor:
        return 0
    k = ((day.year - anchor.year) * 12 + day.month - anchor.month) // months
    return k + (due_date(anchor, months, k) <= day)


def next_due_after(anchor: date, months: int, day: date) -> date:
    """The first due date later than a day."""
    return due_date(anchor, months, instalments_due_by(anchor, months, day))


def instalments_between(anchor: date, months: int, after: date, until: date) -> tuple[date, ...]:
    """Due dates later than ``after``, up to and including ``until``, in order."""
    first = instalments_due_by(anchor, months, after)
    return tuple(due_date(anchor, months, k) for k in range(first, instalments_due_by(anchor, months, until)))


def policy_year(commencement: date, day: date) -> tuple[int, date, date]:
    """The policy year a day lies in, from 1, its first day and the first day of the next. ValueError before
    commencement.
    """
    year = instalments_due_by(commencement, 12, day)
    if year == 0:
        raise ValueError(f"{day} is before the commencement {commencement}")
    return year, due_date(commencement, 12, year - 1), due_date(commencement, 12, year)

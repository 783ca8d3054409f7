"""Working days and periods, on the published calendar of 2024 to 2026 as far as the cases need it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops_console.rules.calendar import Deadline, WorkCalendar, add_months

D = date
NATIONAL_DAY_2025 = {date(2025, 10, day): False for day in (1, 2, 3, 6, 7, 8)}
CALENDAR = WorkCalendar(
    NATIONAL_DAY_2025 | {D(2025, 9, 28): True, D(2025, 10, 11): True, D(2026, 1, 1): False, D(2026, 1, 2): False}
    | {D(2026, 1, 4): True},
    last_known=D(2026, 12, 31),
    first_known=D(2025, 1, 1),
)  # fmt: skip
DAYS = st.dates(D(2025, 1, 1), D(2026, 12, 31))


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (D(2025, 9, 26), True),  # a Friday
        (D(2025, 9, 27), False),  # a Saturday
        (D(2025, 9, 28), True),  # a Sunday, worked to make up
        (D(2025, 10, 1), False),  # National Day, a Wednesday
        (D(2025, 10, 11), True),  # a Saturday, worked to make up
        (D(2027, 10, 1), True),  # not known yet: a Friday like any other
    ],
)
def test_which_days_are_worked(day: date, worked: bool) -> None:
    assert CALENDAR.is_working(day) is worked


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (D(2025, 9, 26), 0, D(2025, 9, 26)),
        (D(2025, 9, 26), 1, D(2025, 9, 28)),  # the make-up Sunday
        (D(2025, 9, 30), 1, D(2025, 10, 9)),  # over the holiday
        (D(2025, 9, 30), 3, D(2025, 10, 11)),  # Thu, Fri, make-up Saturday
        (D(2025, 10, 4), 1, D(2025, 10, 9)),  # begun on a day off
        (D(2025, 12, 31), 2, D(2026, 1, 5)),  # over the year's end: make-up Sunday, Monday
    ],
)
def test_adding_working_days(start: date, days: int, end: date) -> None:
    assert CALENDAR.add_working_days(start, days) == Deadline(end)


def test_beyond_the_known_years_an_answer_is_provisional() -> None:
    assert CALENDAR.add_working_days(D(2026, 12, 30), 1) == Deadline(D(2026, 12, 31))
    assert CALENDAR.add_working_days(D(2026, 12, 31), 1) == Deadline(D(2027, 1, 1), provisional=True)
    assert CALENDAR.legal_deadline(D(2026, 12, 20), 30) == Deadline(D(2027, 1, 19), provisional=True)


def test_before_the_known_years_too() -> None:
    assert CALENDAR.add_working_days(D(2024, 12, 31), 1).provisional


def test_negative_working_days_are_refused() -> None:
    with pytest.raises(ValueError, match="-1 working days"):
        CALENDAR.add_working_days(D(2025, 1, 1), -1)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (D(2025, 9, 1), 10, D(2025, 9, 11)),
        (D(2025, 9, 20), 15, D(2025, 10, 9)),  # 5 October is a holiday: the next working day
        (D(2025, 9, 12), 15, D(2025, 9, 28)),  # a Saturday ends on the make-up Sunday
        (D(2025, 12, 4), 30, D(2026, 1, 4)),  # Saturday 3 January ends on the make-up Sunday
    ],
)
def test_a_legal_period_that_ends_on_a_day_off_ends_on_the_next_working_day(start: date, days: int, end: date) -> None:
    assert CALENDAR.legal_deadline(start, days).day == end


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (D(2024, 1, 31), 1, D(2024, 2, 29)),
        (D(2025, 1, 31), 1, D(2025, 2, 28)),
        (D(2024, 2, 29), 12, D(2025, 2, 28)),
        (D(2024, 2, 29), 48, D(2028, 2, 29)),
        (D(2025, 3, 31), -1, D(2025, 2, 28)),
        (D(2025, 12, 15), 1, D(2026, 1, 15)),
        (D(2026, 1, 15), -2, D(2025, 11, 15)),
    ],
)
def test_months_keep_the_day_or_take_the_months_last(start: date, months: int, end: date) -> None:
    assert add_months(start, months) == end


def test_two_years_end_on_the_next_working_day() -> None:
    # 3 October 2025 is a holiday.
    assert CALENDAR.legal_deadline_months(D(2023, 10, 3), 24).day == D(2025, 10, 9)


@given(DAYS, st.integers(1, 40))
def test_counting_and_adding_agree(start: date, days: int) -> None:
    end = CALENDAR.add_working_days(start, days).day
    assert CALENDAR.is_working(end)
    assert CALENDAR.working_days_between(start, end) == days
    assert CALENDAR.working_days_between(end, start) == -days

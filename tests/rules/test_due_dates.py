from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops_console.rules.due_dates import (
    due_date,
    instalments_between,
    instalments_due_by,
    next_due_after,
    policy_year,
)

anchors = st.dates(date(1990, 1, 1), date(2060, 12, 31))
modes = st.sampled_from([1, 3, 6, 12])


def test_a_monthly_policy_of_the_31st_is_due_at_every_months_end() -> None:
    dues = [due_date(date(2023, 1, 31), 1, k).isoformat() for k in range(15)]
    assert dues == [
        *("2023-01-31", "2023-02-28", "2023-03-31", "2023-04-30", "2023-05-31", "2023-06-30", "2023-07-31"),
        *("2023-08-31", "2023-09-30", "2023-10-31", "2023-11-30", "2023-12-31", "2024-01-31", "2024-02-29"),
        "2024-03-31",
    ]


def test_a_yearly_policy_of_29_february_is_due_on_the_28th_in_common_years() -> None:
    dues = [due_date(date(2024, 2, 29), 12, k).isoformat() for k in range(5)]
    assert dues == ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]


def test_quarterly_from_30_november_comes_back_to_the_30th() -> None:
    dues = [due_date(date(2022, 11, 30), 3, k).isoformat() for k in range(4)]
    assert dues == ["2022-11-30", "2023-02-28", "2023-05-30", "2023-08-30"]


def test_instalments_owed_after_a_missed_quarter() -> None:
    owed = instalments_between(date(2023, 8, 31), 3, date(2023, 11, 30), date(2024, 5, 31))
    assert owed == (date(2024, 2, 29), date(2024, 5, 31))


@given(anchors, modes, st.integers(0, 400))
def test_due_dates_rise_and_are_found_again(anchor: date, months: int, k: int) -> None:
    due = due_date(anchor, months, k)
    assert instalments_due_by(anchor, months, due) == k + 1
    assert instalments_due_by(anchor, months, due - timedelta(days=1)) == k
    assert next_due_after(anchor, months, due - timedelta(days=1)) == due
    assert next_due_after(anchor, months, due) == due_date(anchor, months, k + 1) > due


@given(anchors, modes, st.integers(-40, 4000), st.integers(0, 4000))
def test_instalments_between_are_those_and_no_others(anchor: date, months: int, offset: int, length: int) -> None:
    after = anchor + timedelta(days=offset)
    until = after + timedelta(days=length)
    found = instalments_between(anchor, months, after, until)
    expected = [due for k in range(300) if after < (due := due_date(anchor, months, k)) <= until]
    assert list(found) == expected
    assert all(a < b for a, b in pairwise(found))


def test_policy_years_begin_on_the_anniversary() -> None:
    start = date(2024, 2, 29)
    assert policy_year(start, start) == (1, start, date(2025, 2, 28))
    assert policy_year(start, date(2025, 2, 27))[0] == 1
    assert policy_year(start, date(2025, 2, 28)) == (2, date(2025, 2, 28), date(2026, 2, 28))
    with pytest.raises(ValueError, match="before the commencement"):
        policy_year(start, date(2024, 2, 28))

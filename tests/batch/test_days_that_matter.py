"""Days on which a run must be right: ends of months, 29 February, the last day of grace and the first after it,
holidays, a branch whose day is behind."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ops_console.batch.grace import GRACE
from ops_console.batch.notices import NOTICE, _months_ahead
from ops_console.batch.report import Totals
from ops_console.batch.runs import RunKind
from ops_console.data.tables import Branch, DueEvent, LedgerLine
from ops_console.rooms.premium.termination import may_be_ended_after
from tests.support.company import BRANCH, Company
from tests.support.policies import pay_all, position, renew


def run(company: Company, kind: RunKind, day: date) -> Totals:
    company.move_to(day)
    return kind.run(company.store, company.clerk("premium"), day).total


@pytest.mark.parametrize(
    ("day", "until"),
    [
        (date(2027, 2, 28), date(2027, 4, 30)),
        (date(2028, 2, 28), date(2028, 4, 28)),
        (date(2028, 2, 29), date(2028, 4, 30)),
        (date(2026, 12, 31), date(2027, 2, 28)),
        (date(2027, 12, 31), date(2028, 2, 29)),
        (date(2026, 12, 30), date(2027, 2, 28)),
        (date(2026, 6, 30), date(2026, 8, 31)),
        (date(2026, 3, 15), date(2026, 5, 15)),
    ],
)
def test_two_calendar_months_ahead_reach_the_end_of_a_month_from_the_end_of_a_month(day: date, until: date) -> None:
    assert _months_ahead(day, 2) == until


@pytest.mark.parametrize(
    ("begins", "due", "told"),
    [
        (date(2026, 4, 30), date(2027, 4, 30), date(2027, 2, 28)),
        (date(2028, 2, 29), date(2029, 2, 28), date(2028, 12, 28)),
        (date(2026, 8, 31), date(2027, 8, 31), date(2027, 6, 30)),
    ],
)
def test_a_premium_due_at_the_end_of_a_month_is_told_of_two_months_before(
    company: Company, begins: date, due: date, told: date
) -> None:
    company.move_to(begins - timedelta(days=1))
    policy = company.policy("WL20")
    assert position(company, policy).current_billing.next_due == due
    assert run(company, NOTICE, told - timedelta(days=1)).rows == 0
    assert run(company, NOTICE, told).rows == 1


@pytest.mark.parametrize(
    ("begins", "months", "due", "last_day"),
    [
        # Day 60 is Friday 2 October 2026, in the National Day holiday, which ends on the 7th.
        (date(2026, 5, 3), 3, date(2026, 8, 3), date(2026, 10, 8)),
        # Day 60 is Friday 4 December 2026.
        (date(2026, 7, 5), 3, date(2026, 10, 5), date(2026, 12, 4)),
        # Day 60 is Sunday 2 May 2027.
        (date(2026, 3, 3), 12, date(2027, 3, 3), date(2027, 5, 3)),
    ],
)
def test_grace_ends_with_its_last_day_or_the_next_working_day_and_the_lapse_begins_the_day_after(
    company: Company, begins: date, months: int, due: date, last_day: date
) -> None:
    company.move_to(begins - timedelta(days=1))
    policy = company.policy("WL20", months=months, premium_loan=False)
    renew(company, due)
    assert run(company, GRACE, last_day).rows == 0
    assert run(company, GRACE, last_day + timedelta(days=1)).rows == 1
    status = position(company, policy).status
    assert (status.lapsed_on, status.valid_from) == (last_day + timedelta(days=1),) * 2


def test_a_run_late_by_weeks_lapses_from_the_day_it_should_have_been(company: Company) -> None:
    policy = company.policy("WL20", premium_loan=False)
    renew(company, date(2027, 3, 3))
    run(company, GRACE, date(2027, 6, 15))
    assert position(company, policy).status.lapsed_on == date(2027, 5, 4)


@pytest.mark.parametrize(
    ("lapsed", "last_day"),
    [
        (date(2028, 2, 29), date(2030, 2, 28)),
        (date(2026, 2, 28), date(2028, 2, 28)),
        # Friday 2 October 2026 is in the National Day holiday, which ends on the 7th.
        (date(2024, 10, 2), date(2026, 10, 8)),
        # A Saturday, and one that is worked.
        (date(2029, 5, 5), date(2031, 5, 5)),
        (date(2029, 5, 3), date(2031, 5, 5)),
        (date(2024, 2, 14), date(2026, 2, 14)),
    ],
)
def test_two_years_after_a_lapse_are_two_calendar_years_and_end_on_a_working_day(
    company: Company, lapsed: date, last_day: date
) -> None:
    now = position(company, company.policy("WL20"))
    status = now.status.model_copy(update={"status": "lapsed", "lapsed_on": lapsed})
    assert may_be_ended_after(replace(now, status=status)) == last_day


def test_deadlines_follow_the_business_date_and_postings_the_branchs_open_day(company: Company) -> None:
    policy = company.policy("WL20", premium_loan=False)
    pay_all(company, policy, date(2027, 3, 3))
    renew(company, date(2028, 3, 3))
    company.move_to(date(2028, 5, 3))
    with company.store.write() as tx:
        tx.update(Branch, {"id": BRANCH}, {"open_day": date(2028, 4, 29)})
    GRACE.run(company.store, company.clerk("premium"), date(2028, 5, 3))
    assert position(company, policy).status.lapsed_on == date(2028, 5, 3)
    with company.store.read() as reader:
        [cancelled] = reader.find(DueEvent, kind="cancelled")
        booked = {line.booked_on for line in reader.find(LedgerLine, rule="premium_cancelled")}
    assert (cancelled.day, booked) == (date(2028, 4, 29), {date(2028, 4, 29)})

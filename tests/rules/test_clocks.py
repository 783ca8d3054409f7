"""Service clocks, on the shipped calendar: what is due when, and what a wait does to it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops_console.base.labels import Label
from ops_console.catalog.load import shipped
from ops_console.rules.clocks import Limits, Standard, State, Unit, meet, remaining, resume, start, state, stop
from tests.rules.clock_cases import CASES, Case

D = date
CALENDAR = shipped().calendar
STANDARDS = shipped().standards


def standard(ordinary: int, unit: Unit, *, legal: bool = False, stops_on: tuple[str, ...] = ()) -> Standard:
    return Standard("x", Label("x", "x"), Limits(ordinary, ordinary), unit, stops_on, "company default", legal=legal)


def test_the_table_has_sixty_cases_at_least() -> None:
    assert len(CASES) >= 60


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.standard} {case.begun} {case.due}")
def test_when_a_clock_is_due(case: Case) -> None:
    rule = STANDARDS[case.standard]
    clock = start(rule, case.begun, CALENDAR, vip=case.vip)
    for wait, since, until in case.waits:
        clock = stop(clock, rule, wait, since)
        clock = clock if until is None else resume(clock, rule, until, CALENDAR)
    assert (clock.due, clock.provisional) == (case.due, case.provisional)


def test_a_very_large_vip_contract_has_its_own_time_to_issue() -> None:
    assert start(STANDARDS["issue"], D(2026, 3, 2), CALENDAR, vip=True, large=True).due == D(2026, 3, 11)
    assert start(STANDARDS["issue"], D(2026, 3, 2), CALENDAR, large=True).due == D(2026, 3, 9)


def test_a_product_may_set_the_time_itself() -> None:
    assert start(STANDARDS["callback"], D(2026, 5, 20), CALENDAR, allowed=20).due == D(2026, 6, 9)


def test_waiting_for_papers_moves_a_working_day_clock_by_the_working_days_waited() -> None:
    # Due Monday 9 March; waits from Tuesday 3 to Thursday 12: 7 working days.
    clock = start(STANDARDS["issue"], D(2026, 3, 2), CALENDAR)
    clock = stop(clock, STANDARDS["issue"], "papers", D(2026, 3, 3))
    assert state(clock, D(2026, 3, 11)) is State.STOPPED
    assert remaining(clock, D(2026, 3, 11), CALENDAR) == 4
    clock = resume(clock, STANDARDS["issue"], D(2026, 3, 12), CALENDAR)
    assert clock.due == D(2026, 3, 18)
    assert remaining(clock, D(2026, 3, 12), CALENDAR) == 4


def test_a_wait_over_a_holiday_counts_only_the_days_worked() -> None:
    # Waits from 30 September to 10 October 2026: 8, 9 and the make-up Saturday 10 count.
    claim = STANDARDS["claim"]
    clock = stop(start(claim, D(2026, 9, 29), CALENDAR), claim, "papers", D(2026, 9, 30))
    clock = resume(clock, claim, D(2026, 10, 10), CALENDAR)
    assert clock.paused == 3
    assert clock.due == D(2026, 10, 19)


def test_the_thirty_days_of_a_claim_are_extended_by_the_claimants_days_before_the_day_off_rule() -> None:
    # 2 September + 30 = 2 October, a holiday; five days waited make it 7 October, and that a Thursday the 8th.
    decision = STANDARDS["claim_decision"]
    clock = stop(start(decision, D(2026, 9, 2), CALENDAR), decision, "papers", D(2026, 9, 5))
    clock = resume(clock, decision, D(2026, 9, 10), CALENDAR)
    assert clock.paused == 5
    assert clock.due == D(2026, 10, 8)


def test_two_waits_count_once_and_the_clock_goes_on_after_the_last() -> None:
    issue = STANDARDS["issue"]
    clock = stop(start(issue, D(2026, 3, 2), CALENDAR), issue, "papers", D(2026, 3, 3))
    clock = stop(clock, issue, "examination", D(2026, 3, 4))
    assert clock.stopped_since == D(2026, 3, 3)
    clock = resume(clock, issue, D(2026, 3, 5), CALENDAR, still_out=["examination"])
    assert clock.stopped_since == D(2026, 3, 3)
    assert resume(clock, issue, D(2026, 3, 6), CALENDAR).due == D(2026, 3, 12)


@pytest.mark.parametrize("code", ["surrender_value", "callback", "refusal_notice", "payment"])
def test_nothing_stops_the_hesitation_period_or_the_days_of_a_surrender(code: str) -> None:
    clock = start(STANDARDS[code], D(2026, 3, 2), CALENDAR)
    for wait in ("papers", "examination", "assessment", "consent", "premium"):
        assert stop(clock, STANDARDS[code], wait, D(2026, 3, 3)) == clock


def test_a_same_day_clock_waits_for_papers_too() -> None:
    simple = STANDARDS["preservation_simple"]
    clock = stop(start(simple, D(2026, 3, 6), CALENDAR), simple, "papers", D(2026, 3, 6))
    assert resume(clock, simple, D(2026, 3, 9), CALENDAR).due == D(2026, 3, 9)


def test_done_on_the_last_day_is_met_a_day_later_is_missed() -> None:
    clock = start(STANDARDS["issue"], D(2026, 3, 2), CALENDAR)
    assert state(meet(clock, D(2026, 3, 9)), D(2026, 4, 1)) is State.MET
    assert state(meet(clock, D(2026, 3, 10)), D(2026, 4, 1)) is State.MISSED
    assert state(clock, D(2026, 3, 9)) is State.RUNNING
    assert state(clock, D(2026, 3, 10)) is State.OVERDUE


def test_the_first_time_it_was_met_counts() -> None:
    clock = meet(start(STANDARDS["issue"], D(2026, 3, 2), CALENDAR), D(2026, 3, 4))
    assert meet(clock, D(2026, 3, 20)).met_on == D(2026, 3, 4)


def test_a_wait_that_begins_after_the_due_day_does_not_mend_it() -> None:
    issue = STANDARDS["issue"]
    clock = stop(start(issue, D(2026, 3, 2), CALENDAR), issue, "papers", D(2026, 3, 11))
    assert state(clock, D(2026, 3, 12)) is State.OVERDUE
    assert remaining(resume(clock, issue, D(2026, 3, 20), CALENDAR), D(2026, 3, 20), CALENDAR) == -2


def test_remaining_time_is_told_in_working_days_for_every_unit() -> None:
    clock = start(STANDARDS["payment"], D(2026, 9, 25), CALENDAR)
    assert clock.due == D(2026, 10, 8)
    assert remaining(clock, D(2026, 9, 29), CALENDAR) == 2  # 30 September and 8 October


@given(
    st.dates(D(2021, 1, 1), D(2025, 12, 1)),
    st.integers(0, 20),
    st.integers(0, 30),
    st.integers(0, 60),
    st.sampled_from([Unit.WORKING_DAYS, Unit.DAYS]),
)
def test_as_much_time_is_left_after_a_wait_as_before(
    begun: date, allowed: int, waited_from: int, waited: int, unit: Unit
) -> None:
    rule = standard(allowed, unit, stops_on=("papers",))
    clock = start(rule, begun, CALENDAR)
    left, back = begun + timedelta(days=waited_from), begun + timedelta(days=waited_from + waited)
    after = resume(stop(clock, rule, "papers", left), rule, back, CALENDAR)
    if unit is Unit.DAYS:
        assert after.due - back == clock.due - left
        return
    before = remaining(clock, left, CALENDAR)
    # Nothing was left, and it came back on a day off: the next working day is given.
    given = before == 0 and left <= clock.due < back and not CALENDAR.is_working(back)
    assert remaining(after, back, CALENDAR) == before + given

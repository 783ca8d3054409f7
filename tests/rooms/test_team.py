"""Handing out work: a room's cases spread, taken back; a deputy decides in the place of who is away."""

from datetime import date
from typing import Any

import pytest

from ops_console.base.problems import InputErrors, NotAllowed, Refused
from ops_console.data.glance import glance
from ops_console.data.queries import floor, team
from ops_console.data.tables import Clerk
from ops_console.desk.entry import Actor
from ops_console.rules import identity
from tests.doors.business.sales import ABOVE_THE_RULES
from tests.support.claims import assess, with_papers
from tests.support.company import BRANCH, FIRST_DAY, Company

LAST = date(2026, 3, 13)


def keyed(company: Company, count: int) -> list[str]:
    """Applications of as many people that wait for an underwriter, above a clerk's authority."""
    people = (identity.make(310101, date(1986, 3, 15), "male", no) for no in range(1, count + 1))
    return [
        company.keyed("TM20", {"applicant_name": "陈强", "applicant_document": one}, **ABOVE_THE_RULES)
        for one in people
    ]


def assessed(company: Company) -> str:
    """A claim that the first claims clerk has assessed."""
    company.policy("HC01")
    company.move_to(date(2026, 5, 4))
    claim = with_papers(company, "hospital")
    assess(company, claim, days=12, payees="")
    assert company.case(claim).state == "assessed"
    return claim


def login(company: Company, actor: Actor) -> str:
    with company.store.read() as reader:
        return reader.need(Clerk, actor.clerk_id).login


def away(company: Company, deputy: Actor, **values: Any) -> Actor:
    """The supervisor of underwriting, for whom a deputy stands in until the thirteenth."""
    supervisor = company.clerk("underwriting", "supervisor")
    given = {"clerk": login(company, deputy), "last_day": LAST, **values}
    company.do("desk.name_deputy", None, supervisor, **given)
    return supervisor


def test_cases_are_spread_so_that_everybody_has_about_as_many(company: Company) -> None:
    one, two = (company.clerk("underwriting", no=no) for no in (1, 2))
    supervisor = company.clerk("underwriting", "supervisor")
    numbers = keyed(company, 5)
    company.do("desk.take", numbers[0], one)
    company.do("desk.spread", None, supervisor, room="underwriting")
    holders = [company.case(number).assignee_id for number in numbers]
    assert sorted(map(holders.count, (one.clerk_id, two.clerk_id))) == [2, 3]
    assert supervisor.clerk_id not in holders


def test_only_so_many_cases_are_spread_the_most_urgent_first(company: Company) -> None:
    clerk, supervisor = company.clerk("underwriting"), company.clerk("underwriting", "supervisor")
    first = keyed(company, 1)[0]
    company.move_by(1)
    keyed(company, 2)
    company.do("desk.spread", None, supervisor, room="underwriting", most=1)
    assert company.case(first).assignee_id == clerk.clerk_id


def test_a_case_is_not_given_to_who_may_not_take_its_next_step(company: Company) -> None:
    maker, other = (company.clerk("claims", no=no) for no in (1, 2))
    claim = assessed(company)
    supervisor = company.clerk("claims", "supervisor")
    with pytest.raises(Refused) as error:
        company.do("desk.spread", None, supervisor, room="claims", clerks=login(company, maker))
    assert error.value.code == "nobody_may"
    company.do("desk.spread", None, supervisor, room="claims")
    assert company.case(claim).assignee_id == other.clerk_id


def test_nothing_is_spread_where_nothing_waits_or_nobody_is_there(company: Company) -> None:
    supervisor = company.clerk("underwriting", "supervisor")
    for wrong in ({"room": "kitchen"}, {"room": "underwriting"}, {"room": "underwriting", "clerks": "nobody"}):
        with pytest.raises(InputErrors):
            company.do("desk.spread", None, supervisor, **wrong)
    company.clerk("underwriting")
    with pytest.raises(Refused) as error:
        company.do("desk.spread", None, supervisor, room="underwriting")
    assert error.value.code == "no_cases"


def test_handing_out_needs_a_supervisor(company: Company) -> None:
    senior = company.clerk("underwriting", "senior")
    keyed(company, 1)
    for operation, values in (
        ("desk.spread", {"room": "underwriting"}),
        ("desk.take_back", {"clerk": login(company, senior)}),
        ("desk.name_deputy", {"clerk": login(company, senior), "last_day": LAST}),
    ):
        with pytest.raises(NotAllowed) as error:
            company.do(operation, None, senior, **values)
        assert error.value.code == "authority"


def test_a_clerk_s_cases_are_taken_back_at_once_but_none_of_another_branch(company: Company) -> None:
    clerk, supervisor = company.clerk("underwriting"), company.clerk("underwriting", "supervisor")
    numbers = keyed(company, 3)
    for number in numbers:
        company.do("desk.take", number, clerk)
    elsewhere = company.clerk("underwriting", "supervisor", branch=102)
    with pytest.raises(Refused):
        company.do("desk.take_back", None, elsewhere, clerk=login(company, clerk))
    company.do("desk.take_back", None, supervisor, clerk=login(company, clerk))
    assert {company.case(number).assignee_id for number in numbers} == {None}
    with pytest.raises(Refused):
        company.do("desk.take_back", None, supervisor, clerk=login(company, clerk))


def test_a_deputy_decides_with_the_absent_one_s_grade_and_the_event_says_for_whom(company: Company) -> None:
    clerk = company.clerk("underwriting")
    number, second = keyed(company, 2)
    assert company.do("underwriting.accept", number, clerk).referred_to == "senior"
    supervisor = away(company, clerk)
    assert company.do("underwriting.accept", number, clerk).referred_to is None
    event = company.events(number)[-1]
    assert event.clerk_id == clerk.clerk_id
    assert event.data["deputy_of"] == login(company, supervisor)
    assert "deputy_of" not in company.events(second)[-1].data


def test_a_deputy_stands_in_from_the_first_day_to_the_last_and_no_longer(company: Company) -> None:
    clerk = company.clerk("underwriting")
    numbers = keyed(company, 4)
    away(company, clerk, first_day=date(2026, 3, 4))
    referred = []
    for number, day in zip(numbers, ((2026, 3, 3), (2026, 3, 4), (2026, 3, 13), (2026, 3, 14)), strict=True):
        company.move_to(date(*day))
        referred.append(company.do("underwriting.accept", number, clerk).referred_to)
    assert referred == ["senior", None, None, "senior"]


def test_a_deputy_hands_out_work_but_names_no_deputy(company: Company) -> None:
    clerk, other = company.clerk("underwriting"), company.clerk("underwriting", no=2)
    [number] = keyed(company, 1)
    away(company, clerk)
    company.do("desk.assign", number, clerk, clerk=login(company, other))
    assert company.case(number).assignee_id == other.clerk_id
    with pytest.raises(NotAllowed):
        company.do("desk.name_deputy", None, clerk, clerk=login(company, other), last_day=LAST)


def test_who_made_it_ready_does_not_check_it_as_a_deputy_either(company: Company) -> None:
    maker, supervisor = company.clerk("claims"), company.clerk("claims", "supervisor")
    claim = assessed(company)
    company.do("desk.name_deputy", None, supervisor, clerk=login(company, maker), last_day=date(2026, 5, 9))
    with pytest.raises(NotAllowed) as error:
        company.do("claims.approve", claim, maker)
    assert error.value.code == "maker_checker"


def test_a_deputy_has_no_more_branches_than_the_absent_one(company: Company) -> None:
    """A clerk of head office sees every branch; the supervisor in whose place they decide, the own one only."""
    clerk = company.clerk("underwriting", branch=1)
    [here] = keyed(company, 1)
    supervisor = company.clerk("underwriting", "supervisor", branch=102)
    company.do("desk.name_deputy", None, supervisor, clerk=login(company, clerk), last_day=LAST)
    assert company.do("underwriting.accept", here, clerk).referred_to == "senior"
    with pytest.raises(NotAllowed):
        company.do("desk.assign", here, clerk, clerk=login(company, company.clerk("underwriting")))


def test_a_deputy_is_another_clerk_with_one_of_the_duties_who_sees_the_branch(company: Company) -> None:
    supervisor, stranger = company.clerk("underwriting", "supervisor"), company.clerk("claims")
    far, clerk = company.clerk("underwriting", branch=102), company.clerk("underwriting")
    for who in (supervisor, stranger, far):
        with pytest.raises(InputErrors) as error:
            company.do("desk.name_deputy", None, supervisor, clerk=login(company, who), last_day=LAST)
        assert error.value.problems[0].field == "clerk"
    for days in ({"last_day": date(2026, 3, 1)}, {"first_day": LAST, "last_day": date(2026, 3, 12)}, {}):
        with pytest.raises(InputErrors) as error:
            company.do("desk.name_deputy", None, supervisor, clerk=login(company, clerk), **days)
        assert error.value.problems[0].field == "last_day"


def test_a_deputy_is_no_deputy_any_more(company: Company) -> None:
    clerk = company.clerk("underwriting")
    supervisor = away(company, clerk)
    company.do("desk.name_deputy", None, supervisor)
    assert company.do("underwriting.accept", keyed(company, 1)[0], clerk).referred_to == "senior"


def test_the_team_s_load_counts_open_overdue_and_done_today(company: Company) -> None:
    clerk = company.clerk("underwriting")
    first, second = keyed(company, 2)
    company.do("desk.take", first, clerk)
    company.move_by(30)
    company.do("underwriting.accept", second, company.clerk("underwriting", "head_office"))
    away(company, clerk, last_day=date(2026, 5, 1))
    with glance(company.store.url) as lines:
        loads = {load.id: load for load in team.team(lines, (BRANCH,), company.today)}
    load = loads[clerk.clerk_id]
    assert (load.open, load.overdue, load.done) == (1, 1, 0)
    assert loads[company.clerk("underwriting", "head_office").clerk_id].done == 1
    deputised = loads[company.clerk("underwriting", "supervisor").clerk_id]
    assert deputised.deputy == team.Deputy("underwriting clerk 1", company.today, date(2026, 5, 1))


@pytest.mark.both_engines
def test_the_floor_counts_what_was_received_closed_and_done(company: Company) -> None:
    kept, given_up = company.received(), company.received()
    company.move_by(1)
    company.do("counter.withdraw_application", given_up, reason="changed his mind")
    company.do("counter.check_papers", kept)
    with glance(company.store.url) as lines:
        week = floor.week(lines, (BRANCH,), company.today)
        done = floor.done(lines, ("counter", "underwriting"), (BRANCH,))
        elsewhere = floor.done(lines, ("counter",), (102,))
    assert [(one.received, one.closed) for one in week][-2:] == [(2, 0), (0, 1)]
    assert [one.day for one in week][-2:] == [FIRST_DAY, company.today]
    assert done == {"counter": 1, "underwriting": 0}
    assert elsewhere == {"counter": 0}


@pytest.mark.both_engines
def test_a_branch_whose_day_is_not_closed_is_left_behind(company: Company) -> None:
    with glance(company.store.url) as lines:
        assert not floor.behind(lines, company.store.url, (BRANCH,), company.today)
        left = floor.behind(lines, company.store.url, (BRANCH,), date(2026, 3, 3))
    assert left.unclosed == (("Shanghai", "上海分公司", FIRST_DAY),)

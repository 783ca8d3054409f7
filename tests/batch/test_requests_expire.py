"""expiry-run on preservation requests: what waits too long for its customer ends, once, with an event and a letter."""

from datetime import date

import pytest

from ops_console.base.problems import Conflict
from ops_console.batch.expiry import EXPIRY
from ops_console.data.tables import Clock
from ops_console.desk.desk import perform
from ops_console.rules import numbers
from tests.support.company import Company
from tests.support.policies import asked, request

LOAN, DUPLICATE = 27, 36


def waiting(company: Company) -> tuple[str, str, str]:
    """Three requests of Monday 2 March: for papers, for its payment, and one that the company has not keyed."""
    policy = company.policy("WL20")
    papers = request(company, policy, LOAN)
    company.do("preservation.ask_papers", papers, papers="payout_account")
    unpaid, _keyed = asked(company, policy, DUPLICATE, "issue_duplicate", reason="lost")
    return papers, unpaid, request(company, policy, LOAN)


def outcomes(company: Company, *cases: str) -> list[str | None]:
    return [company.case(number).outcome for number in cases]


def test_requests_expire_the_day_after_their_last_day_and_no_earlier(company: Company) -> None:
    papers, unpaid, unkeyed = waiting(company)
    clerk = company.clerk("counter")
    for day, expected in (
        (date(2026, 3, 17), [None, None, None]),
        (date(2026, 3, 18), ["expired", None, None]),
        (date(2026, 3, 24), ["expired", None, None]),
        (date(2026, 3, 25), ["expired", "expired", None]),
        (date(2026, 6, 30), ["expired", "expired", None]),
    ):
        company.move_to(day)
        EXPIRY.run(company.store, clerk, day)
        assert outcomes(company, papers, unpaid, unkeyed) == expected
    for number in (papers, unpaid):
        assert [letter.kind for letter in company.letters(number)].count("request_expired") == 1
        assert [event.operation for event in company.events(number)].count("preservation.expire") == 1


def test_a_dry_run_lets_nothing_expire(company: Company) -> None:
    papers, unpaid, _unkeyed = waiting(company)
    company.move_to(date(2026, 4, 1))
    EXPIRY.run(company.store, company.clerk("counter"), date(2026, 4, 1), dry_run=True)
    assert outcomes(company, papers, unpaid) == [None, None]


def test_what_was_approved_by_a_release_that_kept_no_day_is_left_alone(company: Company) -> None:
    _papers, unpaid, _unkeyed = waiting(company)
    with company.store.write() as tx:
        tx.delete(Clock, {"case_id": numbers.parse(unpaid).id, "standard": "preservation_done"})
    company.move_to(date(2026, 6, 1))
    EXPIRY.run(company.store, company.clerk("counter"), date(2026, 6, 1))
    assert outcomes(company, unpaid) == [None]


def test_a_clerk_with_the_case_open_while_a_run_ends_it_is_told_by_whose_run_and_what_it_did(company: Company) -> None:
    papers, _unpaid, _unkeyed = waiting(company)
    clerk, seen = company.clerk("preservation"), company.case(papers).version
    perform(company.store, "desk.take", clerk, papers, {}, seen)
    company.move_to(date(2026, 3, 18))
    EXPIRY.run(company.store, company.clerk("counter"), date(2026, 3, 18))
    with pytest.raises(Conflict) as error:
        perform(company.store, "preservation.papers_arrived", clerk, papers, {}, seen + 1)
    assert error.value.who == "counter clerk 1"
    assert f"counter clerk 1 was quicker on {papers}: Let the request expire, 20" in error.value.message
    assert outcomes(company, papers) == ["expired"]

"""Papers asked for once: one reminder of what does not come, by a run."""

from datetime import date

import pytest

from ops_console.base.problems import Refused
from ops_console.batch.follow_ups import REMINDERS
from tests.support.claims import registered
from tests.support.company import BRANCH, Company
from tests.support.policies import request


def wanting(company: Company) -> str:
    """Number of an application whose papers were asked for on Monday 2 March 2026."""
    number = company.received(papers="application_form,identity_applicant")
    company.do("counter.check_papers", number)
    return number


def kinds(company: Company, number: str) -> list[str]:
    return [letter.kind for letter in company.letters(number)]


def run(company: Company) -> int:
    return REMINDERS.run(company.store, company.clerk("counter"), company.today, BRANCH, False).total.rows


def test_after_five_working_days_who_was_asked_is_reminded_once(company: Company) -> None:
    number = wanting(company)
    company.move_to(date(2026, 3, 6))
    assert run(company) == 0
    company.move_to(date(2026, 3, 9))
    assert run(company) == 1
    assert kinds(company, number) == ["papers_wanted", "papers_reminder"]
    assert "投保单" not in str(company.letters(number)[-1].values["papers"])
    company.move_to(date(2026, 4, 9))
    assert run(company) == 0


def test_by_hand_no_reminder_goes_out_early_or_twice(company: Company) -> None:
    number = wanting(company)
    company.move_to(date(2026, 3, 6))
    with pytest.raises(Refused, match="from 2026-03-09 on"):
        company.do("counter.remind_papers", number)
    company.move_to(date(2026, 3, 9))
    company.do("counter.remind_papers", number)
    with pytest.raises(Refused) as error:
        company.do("counter.remind_papers", number)
    assert error.value.code == "reminded_once"


def test_what_has_come_meanwhile_is_not_asked_for_again(company: Company) -> None:
    number = wanting(company)
    company.do("counter.check_papers", number, papers="identity_insured")
    company.move_to(date(2026, 3, 9))
    run(company)
    asked, reminder = company.letters(number)
    label = str(company.catalog.papers["identity_insured"].label)
    zh = company.catalog.papers["identity_insured"].label.zh
    assert zh in str(asked.values["papers"]) or label in str(asked.values["papers"])
    assert zh not in str(reminder.values["papers"])


def test_a_claim_and_a_preservation_request_are_reminded_too(company: Company) -> None:
    policy = company.policy("HC01")
    company.move_to(date(2026, 5, 6))
    claim = registered(company, "hospital")
    company.do("claims.check_papers", claim)
    change = request(company, policy, 3)
    company.do("preservation.ask_papers", change, papers="identity_applicant")
    company.move_to(date(2026, 5, 13))
    assert run(company) == 2
    assert kinds(company, claim)[-1] == kinds(company, change)[-1] == "papers_reminder"

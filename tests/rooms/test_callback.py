"""Callbacks: inside the hesitation period, seven points, findings settled by somebody else."""

from datetime import date
from typing import Any

import pytest

from ops_console.base.problems import InputErrors, Refused
from ops_console.data.tables import Callback, Clerk, Clock, Note
from ops_console.desk.desk import Actor
from tests.support.company import AGENT, Company

ALL_YES = dict.fromkeys(
    ("identity", "signed", "explained", "cover", "surrender_loss", "hesitation", "premium_term"), True
)


def callback_of(company: Company, **values: Any) -> str:
    return company.opened_for(company.policy("WL20", **values), "callback").number


def test_a_contract_longer_than_a_year_is_called_inside_the_hesitation_period(company: Company) -> None:
    case = company.opened_for(company.policy("WL20"), "callback")
    with company.store.read() as reader:
        clocks = {clock.standard: clock for clock in reader.find(Clock, case_id=case.id)}
    assert clocks["callback"].due == date(2026, 3, 17)
    assert clocks["callback_attempt"].due == date(2026, 3, 5)


def test_a_one_year_contract_is_not_called(company: Company) -> None:
    policy = company.policy("HC01")
    with pytest.raises(IndexError):
        company.opened_for(policy, "callback")


def test_seven_times_yes_ends_it(company: Company) -> None:
    number = callback_of(company)
    assert company.do("callback.record_call", number, outcome="reached", **ALL_YES).state == "closed"
    assert company.case(number).outcome == "confirmed"


def test_a_no_needs_words_and_opens_a_finding(company: Company) -> None:
    number = callback_of(company)
    answers = {**ALL_YES, "surrender_loss": False}
    with pytest.raises(InputErrors):
        company.do("callback.record_call", number, outcome="reached", **answers)
    company.do("callback.record_call", number, outcome="reached", finding="以为随时可全额退保", **answers)
    finding = company.opened_for(number, "finding")
    assert (finding.state, finding.due) == ("open", date(2026, 3, 23))
    letter = company.letters(number)[-1]
    assert (letter.kind, letter.values["case"], letter.values["due"]) == (
        "callback_finding",
        finding.number,
        "2026-03-23",
    )


def test_a_finding_is_settled_and_the_applicant_told(company: Company) -> None:
    number = callback_of(company)
    company.do("callback.record_call", number, outcome="reached", finding="代签名")
    finding = company.opened_for(number, "finding").number
    assert company.do("callback.settle_finding", finding, settlement="已补签").state == "closed"
    assert [letter.kind for letter in company.letters(finding)] == ["finding_settled"]


def test_the_seller_does_not_settle_the_finding(company: Company) -> None:
    number = callback_of(company)
    company.do("callback.record_call", number, outcome="reached", finding="代签名")
    seller: Actor = company.clerk("callback", no=2)
    with company.store.write() as tx:
        tx.update(Clerk, {"id": seller.clerk_id}, {"login": AGENT})
    with pytest.raises(Refused) as error:
        company.do("callback.settle_finding", company.opened_for(number, "finding").number, seller, settlement="好了")
    assert error.value.source == "Basic Service Rules for Personal Insurance 2010 art 18"


def test_who_is_not_reached_is_called_again_and_written_to_after_three_attempts(company: Company) -> None:
    number = callback_of(company)
    for attempt in (1, 2, 3):
        assert company.do("callback.record_call", number, outcome="not_reached").state == "to_call"
        assert len(company.letters(number)) == (attempt == 3)
    with company.store.read() as reader:
        case = company.case(number)
        assert reader.need(Callback, case.id).attempts == 3
        assert [note.kind for note in reader.find(Note, case_id=case.id)] == ["call"] * 3

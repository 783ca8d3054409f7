"""The life of an accident cover: sold by occupation class, renewed, claimed, ended, its books followed to zero."""

from datetime import date

import pytest

from ops_console.base.i18n import _, use_language
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Refused
from ops_console.batch.grace import GRACE
from ops_console.batch.terms import TERM
from ops_console.data.tables import Coverage, Party, Payable
from ops_console.rooms.premium.not_renewed import REASONS
from ops_console.rules import numbers
from tests.support.claims import (
    OWN_ACCOUNT,
    SON,
    SON_NAME,
    WIFE,
    WIFE_ACCOUNT,
    WIFE_NAME,
    WIFE_TAKES_ALL,
    approve,
    assess,
    items,
    pay_all,
    payments,
    with_papers,
)
from tests.support.company import Company
from tests.support.ledger import still_open
from tests.support.policies import asked, position
from tests.support.policies import pay_all as premium_paid

MAY = date(2026, 5, 4)


def coverage(company: Company, policy: str) -> Coverage:
    with company.store.read() as reader:
        return reader.current(Coverage, numbers.parse(policy).id)[0]


def renewed(company: Company, day: date) -> None:
    company.move_to(day)
    TERM.run(company.store, company.clerk("premium"), day)


@pytest.mark.parametrize(
    ("occupation", "klass", "premium"),
    [
        ("office", 1, "141.23"),  # 100,000 × 0.000918 / 0.65 = 141.2308
        ("factory", 3, "225.97"),  # × 1.6 = 225.969
        ("miner", 6, "677.91"),  # × 4.8 = 677.908
    ],
)
def test_it_costs_what_the_occupation_class_costs(company: Company, occupation: str, klass: int, premium: str) -> None:
    policy = company.policy("AC01", occupation=occupation)
    assert position(company, policy).terms.premium.yuan() == premium
    assert coverage(company, policy).occupation_class == klass


def test_an_occupation_that_is_priced_needs_no_underwriter(company: Company) -> None:
    assert company.case(company.keyed("AC01", occupation="miner")).state == "accepted"
    assert company.case(company.keyed("TM20", occupation="miner")).state == "underwriting"


def test_nobody_of_an_uninsured_class_gets_past_keying(company: Company) -> None:
    number = company.received("AC01")
    company.do("counter.check_papers", number)
    with pytest.raises(InputErrors) as refused:
        company.keyed("AC01", occupation="stunt")
    [problem] = refused.value.problems
    assert (problem.field, problem.value) == ("occupation", "7")
    assert problem.message == "Insured are the occupation classes 1, 2, 3, 4, 5, 6"


def test_a_death_by_illness_is_none_of_its_business_and_the_rest_of_the_premium_goes_back(company: Company) -> None:
    policy = company.policy("AC01", **WIFE_TAKES_ALL)
    company.move_to(MAY)
    number = with_papers(company, "death")
    assess(company, number, cause="illness", heirs=f"{WIFE_NAME}/{WIFE}/spouse/{WIFE_ACCOUNT}")
    [item] = items(company, number)
    assert (item.conclusion, item.reason, item.article) == (
        "not_liable",
        "not_accident",
        "cover clause of the contract",
    )
    # 3 March 2026 to 3 March 2027: 303 of 365 days are left on 4 May; 141.23 × 303 / 365 = 117.24
    assert (item.benefit, item.refunds) == (0, {"premium_refund": 11724})
    pay_all(company, approve(company, number))
    assert position(company, policy).status.end_reason == "death"
    assert still_open(company) == {}


def test_a_death_by_accident_pays_the_sum_less_what_a_disability_of_the_year_has_taken(company: Company) -> None:
    policy = company.policy("AC01", **WIFE_TAKES_ALL)
    company.move_to(MAY)
    hand = with_papers(company, "disability")
    # Grade 7 pays 400 per mille.
    assess(company, hand, cause="accident", grade="7")
    pay_all(company, approve(company, hand))
    assert payments(company, hand) == [(40_000_00, OWN_ACCOUNT)]
    assert position(company, policy).is_in_force
    company.move_to(date(2026, 6, 1))
    number = with_papers(company, "death")
    assess(company, number, cause="accident")
    [item] = items(company, number)
    assert (item.conclusion, item.reason, item.net) == ("pay", "covered", Fen.of_yuan("60,000"))
    pay_all(company, approve(company, number))
    assert position(company, policy).status.end_reason == "claimed"
    assert still_open(company) == {}


def test_a_new_term_has_its_whole_sum_again_and_costs_what_the_new_occupation_costs(company: Company) -> None:
    policy = company.policy("AC01", **WIFE_TAKES_ALL)
    company.move_to(MAY)
    hand = with_papers(company, "disability")
    assess(company, hand, cause="accident", grade="7")
    pay_all(company, approve(company, hand))
    with company.store.write() as tx:
        tx.update(Party, {"id": coverage(company, policy).insured_id}, {"occupation_class": 4})
    renewed(company, date(2027, 3, 3))
    # At 40, class 4: 100,000 × 0.000923 × 2.2 / 0.65 = 312.40
    assert (position(company, policy).terms.premium.yuan(), coverage(company, policy).occupation_class) == ("312.40", 4)
    premium_paid(company, policy, date(2027, 3, 3))
    company.move_to(date(2027, 6, 1))
    number = with_papers(company, "death")
    assess(company, number, cause="accident")
    assert [item.net for item in items(company, number)] == [Fen.of_yuan("100,000")]
    pay_all(company, approve(company, number))
    assert still_open(company) == {}


def test_it_is_not_renewed_for_an_occupation_it_does_not_insure(company: Company) -> None:
    policy = company.policy("AC01")
    with company.store.write() as tx:
        tx.update(Party, {"id": coverage(company, policy).insured_id}, {"occupation_class": 7})
    renewed(company, date(2027, 3, 3))
    assert position(company, policy).status.end_reason == "expired"
    [letter] = [letter for letter in company.letters(policy) if letter.kind == "not_renewed"]
    with use_language("zh"):
        assert letter.values["reason"] == _(REASONS["occupation"])
    assert still_open(company) == {}


def test_a_surrender_gives_back_the_days_that_are_left(company: Company) -> None:
    policy = company.policy("AC01")
    company.move_to(MAY)
    _number, done = asked(company, policy, 32, "surrender", account_no=OWN_ACCOUNT)
    # 303 of 365 days of 141.23
    assert done.state == "closed"
    pay_all(company, done)
    assert still_open(company) == {}
    with company.store.read() as reader:
        assert [one.amount for one in reader.find(Payable, policy_id=numbers.parse(policy).id)] == [11724]


def test_its_beneficiaries_are_changed_like_those_of_any_contract(company: Company) -> None:
    policy = company.policy("AC01")
    _number, done = asked(
        company, policy, 7, "change_beneficiaries", beneficiaries=f"{WIFE_NAME}/{WIFE}/spouse", consent=True
    )
    assert (done.state, len(position(company, policy).beneficiaries)) == ("closed", 1)


def test_a_new_term_nobody_pays_ends_with_its_grace(company: Company) -> None:
    policy = company.policy("AC01")
    renewed(company, date(2027, 3, 3))
    company.move_to(date(2027, 5, 6))
    GRACE.run(company.store, company.clerk("premium"), date(2027, 5, 6))
    assert position(company, policy).status.end_reason == "unpaid"
    assert still_open(company) == {}


def test_a_childs_accident_cover_counts_towards_the_cap_on_its_death(company: Company) -> None:
    child = {"insured_name": SON_NAME, "insured_document": SON, "relation": "child", "insured_consent": True}
    company.issued("AC01", **child, sum_assured="300000", occupation="student")
    with pytest.raises(Refused, match=r"may be 500,000\.00; with this it would be 600,000\.00"):
        company.keyed("WL20", **child, sum_assured="300000", occupation="student")


def test_a_cover_that_lost_its_occupation_class_is_found(company: Company) -> None:
    key = {"policy_id": numbers.parse(company.policy("AC01")).id}
    with company.store.write() as tx:
        tx.update(Coverage, key, {"occupation_class": None})
    assert [one.place for one in company.verify()] == [f"coverage policy {key['policy_id']} no 1"]
    with company.store.write() as tx:
        tx.update(Coverage, key, {"occupation_class": 1})

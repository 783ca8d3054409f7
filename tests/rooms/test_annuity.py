"""The life of a deferred annuity: sold, collected, changed, paid for life or given back, its books followed to zero."""

from datetime import date, timedelta

import pytest

from ops_console.base.i18n import _, use_language
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Refused
from ops_console.batch.benefits import BENEFIT
from ops_console.batch.report import Totals
from ops_console.data.tables import Payable, SurvivalBenefit
from ops_console.rooms.premium.survival import KINDS
from ops_console.rules import identity, numbers
from tests.support.claims import (
    OWN_ACCOUNT,
    WIFE,
    WIFE_ACCOUNT,
    WIFE_NAME,
    WIFE_TAKES_ALL,
    approve,
    assess,
    claim,
    items,
    payments,
    with_papers,
)
from tests.support.claims import pay_all as release
from tests.support.company import Company
from tests.support.ledger import still_open
from tests.support.policies import asked, pay_all, position

FIRST = date(2047, 3, 3)
"""The anniversary on which Li Ming, 39 when cover began on 3 March 2026, is of the age of 60."""
A_YEAR = Fen.of_yuan("10,000")
ANNUITIES = "6511.08"


def annuity(company: Company, years: int = 5, **values: object) -> str:
    """An annuity of 10,000 a year from 3 March 2047, its premiums of so many of five years paid."""
    policy = company.policy("DA60", pay_years=5, **values)
    for year in range(2027, 2026 + years):
        pay_all(company, policy, date(year, 3, 3))
    return policy


def run(company: Company, day: date) -> Totals:
    company.move_to(day)
    return BENEFIT.run(company.store, company.clerk("premium"), day).total


def paid_out(company: Company, policy: str) -> None:
    """Every payment there is of the policy goes out."""
    with company.store.read() as reader:
        cases = [one.case_id for one in reader.find(Payable, policy_id=numbers.parse(policy).id)]
    for case_id in cases:
        number = numbers.printed(numbers.Prefix.PAYMENT, case_id)
        if company.case(number).state == "to_release":
            company.do("premium.release_payment", number, company.clerk("cashier", "head_office"))
            company.do("premium.pay_out", number, company.clerk("premium"), method="bank")


def test_it_is_told_and_paid_every_year_from_sixty_on_and_ends_with_the_life(company: Company) -> None:
    policy = annuity(company)
    assert run(company, FIRST - timedelta(days=31)) == Totals()
    assert run(company, FIRST - timedelta(days=30)) == Totals(1, A_YEAR)
    [notice] = [letter for letter in company.letters(policy) if letter.kind == "benefit_notice"]
    with use_language("zh"):
        assert (notice.values["due"], notice.values["kind"]) == ("2047-03-03", _(KINDS["annuity"]))
    assert run(company, FIRST) == Totals(1, A_YEAR)
    assert run(company, FIRST) == Totals()
    paid_out(company, policy)
    assert still_open(company) == {}
    assert run(company, date(2049, 3, 3)) == Totals(2, A_YEAR * 2)
    paid_out(company, policy)
    assert company.balance(ANNUITIES, policy) == A_YEAR * 3
    with company.store.read() as reader:
        rows = reader.find(SurvivalBenefit, policy_id=numbers.parse(policy).id)
    assert [(row.due_on.year, row.kind) for row in rows] == [(2047, "annuity"), (2048, "annuity"), (2049, "annuity")]
    company.move_to(date(2049, 9, 1))
    number = with_papers(company, "death")
    assess(company, number, payees=())
    [item] = items(company, number)
    assert (item.conclusion, item.reason, item.net) == ("not_liable", "annuity_begun", 0)
    approve(company, number)
    assert position(company, policy).status.end_reason == "death"
    assert run(company, date(2051, 3, 3)) == Totals()
    assert still_open(company) == {}


def test_annuities_paid_after_a_death_nobody_reported_are_to_be_claimed_back(company: Company) -> None:
    policy = annuity(company)
    assert run(company, date(2049, 3, 3)) == Totals(3, A_YEAR * 3)
    number = with_papers(company, "death", date(2048, 3, 2))
    assess(company, number, payees=())
    told = approve(company, number).messages
    assert f"20,000.00 of {policy} was granted on survival for days after the death: it is to be claimed back." in told


def test_a_death_before_it_gives_the_premiums_back_at_first(company: Company) -> None:
    policy = annuity(company, years=2, **WIFE_TAKES_ALL)
    premium = position(company, policy).terms.premium
    company.move_to(date(2027, 6, 1))
    number = with_papers(company, "death")
    assert claim(company, number).estimate == premium * 2
    assess(company, number)
    assert [(item.conclusion, item.net) for item in items(company, number)] == [("pay", premium * 2)]
    release(company, approve(company, number))
    assert payments(company, number) == [(int(premium * 2), WIFE_ACCOUNT)]
    assert still_open(company) == {}


def test_a_death_before_it_pays_the_cash_value_once_that_is_more(company: Company) -> None:
    policy = annuity(company, **WIFE_TAKES_ALL)
    paid = position(company, policy).terms.premium * 5
    day = date(2046, 6, 1)
    company.move_to(day)
    value, _whys = position(company, policy).cash_value(day)
    assert value > paid
    number = with_papers(company, "death")
    assess(company, number)
    assert [item.net for item in items(company, number)] == [value]
    release(company, approve(company, number))
    assert still_open(company) == {}


def test_it_can_be_surrendered_until_it_begins(company: Company) -> None:
    policy = annuity(company)
    company.move_to(FIRST - timedelta(days=1))
    value, _whys = position(company, policy).cash_value(company.today)
    assert value > A_YEAR * 14
    number, _keyed = asked(company, policy, 32, "surrender", account_no=OWN_ACCOUNT, identity_checked=True)
    done = company.do("preservation.approve", number, company.clerk("preservation", "head_office", no=2))
    release(company, done)
    assert payments(company, number) == [(int(value), OWN_ACCOUNT)]
    assert (position(company, policy).status.end_reason, still_open(company)) == ("surrendered", {})


def test_it_cannot_be_surrendered_any_more_once_it_is_paid(company: Company) -> None:
    policy = annuity(company)
    company.move_to(FIRST)
    with pytest.raises(Refused, match="The annuity began at age 60") as refused:
        asked(company, policy, 32, "surrender", account_no=OWN_ACCOUNT)
    assert refused.value.code == "annuity_begun"


def test_its_beneficiary_and_account_are_changed_like_those_of_any_contract(company: Company) -> None:
    policy = annuity(company, years=1)
    wanted = f"{WIFE_NAME}/{WIFE}/spouse"
    _number, done = asked(company, policy, 7, "change_beneficiaries", beneficiaries=wanted)
    assert done.state == "closed"
    assert len(position(company, policy).beneficiaries) == 1


def test_premiums_end_before_it_begins(company: Company) -> None:
    with pytest.raises(InputErrors) as refused:
        company.keyed("DA60", pay_years=20, sum_assured="999")
    assert {one.field for one in refused.value.problems} == {"sum_assured"}
    older = {"insured_sex": "female", "insured_name": "周兰", "relation": "spouse", "insured_consent": True}
    document = identity.make(310101, date(1973, 5, 1), "female", 41)
    with pytest.raises(InputErrors) as refused:
        company.keyed("DA60", pay_years=10, insured_document=document, **older)
    assert [one.message for one in refused.value.problems] == ["Premiums end by age 60, when the annuity begins"]


def test_a_payment_that_the_books_do_not_know_is_found(company: Company) -> None:
    policy = annuity(company)
    run(company, FIRST)
    key = {"policy_id": numbers.parse(policy).id}
    with company.store.write() as tx:
        tx.update(SurvivalBenefit, key, {"amount": A_YEAR + 1})
    assert f"survival_benefit policy {key['policy_id']}" in [one.place for one in company.verify()]
    with company.store.write() as tx:
        tx.update(SurvivalBenefit, key, {"amount": A_YEAR})

"""Survival and maturity benefits: told thirty days before, granted on their day, once; the end of the contract."""

from datetime import date, timedelta

import pytest

from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Refused
from ops_console.batch.benefits import BENEFIT
from ops_console.batch.grace import GRACE
from ops_console.batch.report import RunReport, Totals
from ops_console.data.tables import Loan, Payable, SurvivalBenefit
from ops_console.rules import numbers
from tests.support.claims import WIFE, WIFE_NAME, reported
from tests.support.company import BRANCH, Company
from tests.support.policies import asked, pay_all, position, renew

FIRST = date(2031, 3, 3)
"""Five years after cover began on 3 March 2026: 5 % of 100,000."""
MATURITY = date(2041, 3, 3)
FIVE_THOUSAND = Fen.of_yuan("5000")


def run(company: Company, day: date, *, dry_run: bool = False) -> RunReport:
    company.move_to(day)
    return BENEFIT.run(company.store, company.clerk("premium"), day, None, dry_run)


def endowment(company: Company, **values: object) -> str:
    """A policy in force from 3 March 2026, its premiums of five years paid."""
    policy = company.policy("EN15", **values)
    for year in range(2027, 2031):
        pay_all(company, policy, date(year, 3, 3))
    return policy


def payments(company: Company, policy: str) -> list[Payable]:
    with company.store.read() as reader:
        return reader.find(Payable, policy_id=numbers.parse(policy).id)


def benefits(company: Company, policy: str) -> list[SurvivalBenefit]:
    with company.store.read() as reader:
        return reader.find(SurvivalBenefit, policy_id=numbers.parse(policy).id)


def letters(company: Company, policy: str, kind: str) -> list[dict[str, object]]:
    return [letter.values for letter in company.letters(policy) if letter.kind == kind]


def test_a_benefit_is_announced_thirty_days_before_and_granted_on_its_day_once(company: Company) -> None:
    policy = endowment(company)
    assert run(company, FIRST - timedelta(days=31)).total == Totals()
    assert run(company, FIRST - timedelta(days=30)).total == Totals(1, FIVE_THOUSAND)
    assert run(company, FIRST - timedelta(days=1)).total == Totals()
    [notice] = letters(company, policy, "benefit_notice")
    assert (notice["due"], notice["amount"]) == ("2031-03-03", "5,000.00")
    assert payments(company, policy) == []
    assert run(company, FIRST, dry_run=True).branches == {BRANCH: Totals(1, FIVE_THOUSAND)}
    assert run(company, FIRST).branches == {BRANCH: Totals(1, FIVE_THOUSAND)}
    assert run(company, FIRST).total == Totals()
    [payment] = payments(company, policy)
    assert (payment.amount, payment.reason, payment.account_no) == (FIVE_THOUSAND, "benefit", "6222000000000001")
    [benefit] = benefits(company, policy)
    assert (benefit.due_on, benefit.kind, benefit.granted_on, benefit.case_id) == (
        FIRST, "survival", FIRST, payment.case_id,
    )  # fmt: skip
    assert position(company, policy).is_in_force
    assert company.verify() == []


def test_a_run_that_comes_late_grants_what_it_missed_without_announcing_it(company: Company) -> None:
    policy = endowment(company)
    late = date(2036, 4, 1)
    assert run(company, late).total == Totals(2, Fen.of_yuan("10000"))
    assert [one.due_on for one in benefits(company, policy)] == [FIRST, date(2036, 3, 3)]
    assert letters(company, policy, "benefit_notice") == []
    assert len(letters(company, policy, "benefit_paid")) == 2


def test_at_maturity_the_sum_is_paid_and_the_contract_is_over(company: Company) -> None:
    policy = endowment(company)
    run(company, date(2036, 3, 3))
    company.do("premium.collect", policy, amount="200", method="bank")
    assert run(company, MATURITY).total == Totals(1, Fen.of_yuan("100000"))
    found = position(company, policy)
    assert (found.status.status, found.status.end_reason) == ("ended", "matured")
    assert found.status.valid_from == MATURITY
    assert [(one.amount.yuan(), one.reason) for one in payments(company, policy)[-2:]] == [
        ("100,000.00", "benefit"),
        ("200.00", "refund"),
    ]
    assert found.suspense == 0
    assert company.balance("6511.07", policy).yuan() == "100,000.00"
    assert company.balance("6511.06", policy).yuan() == "10,000.00"
    assert run(company, MATURITY + timedelta(days=400)).total == Totals()
    assert company.verify() == []


def test_a_loan_with_its_interest_is_taken_off_when_the_benefit_carries_it(company: Company) -> None:
    policy = endowment(company)
    company.move_to(date(2030, 12, 1))
    number, _made = asked(company, policy, 27, "grant_loan", amount="2000", account_no="6222000000000001")
    assert company.case(number).state == "closed"
    run(company, FIRST)
    # 2,000 at 5 % for the 92 days from 1 December to 3 March: 25.21 CNY.
    assert payments(company, policy)[-1].amount.yuan() == "2,974.79"
    with company.store.read() as reader:
        [loan] = reader.find(Loan, policy_id=numbers.parse(policy).id)
    assert (loan.principal, loan.closed_on) == (0, FIRST)
    [paid] = letters(company, policy, "benefit_paid")
    assert paid["amount"] == "2,974.79"
    assert company.verify() == []


def test_a_loan_that_is_more_than_the_survival_benefit_goes_on(company: Company) -> None:
    policy = endowment(company)
    company.move_to(date(2030, 12, 1))
    asked(company, policy, 27, "grant_loan", amount="20000", account_no="6222000000000001")
    run(company, FIRST)
    assert payments(company, policy)[-1].amount == FIVE_THOUSAND
    assert position(company, policy).debt(FIRST) > Fen.of_yuan("20000")


def test_a_lapsed_policy_gets_nothing_until_it_is_in_force_again(company: Company) -> None:
    policy = company.policy("EN15", premium_loan=False)
    renew(company, date(2027, 3, 3))
    company.move_to(date(2027, 5, 4))
    GRACE.run(company.store, company.clerk("premium"), company.today)
    assert position(company, policy).is_lapsed
    assert run(company, FIRST).total == Totals()


def test_what_fell_due_before_a_surrender_is_granted_after_it(company: Company) -> None:
    """The cash value of the day is what is left once the benefit is paid: nothing is lost."""
    policy = endowment(company)
    company.move_to(FIRST)
    number, done = asked(company, policy, 32, "surrender", account_no="6222000000000001", identity_checked=True)
    if done.state != "closed":
        company.do("preservation.approve", number, company.clerk("preservation", "head_office", no=2))
    assert position(company, policy).status.status == "ended"
    before = len(payments(company, policy))
    assert run(company, FIRST + timedelta(days=5)).total == Totals(1, FIVE_THOUSAND)
    assert run(company, FIRST + timedelta(days=6)).total == Totals()
    [benefit] = payments(company, policy)[before:]
    assert (benefit.amount, benefit.reason) == (FIVE_THOUSAND, "benefit")
    assert position(company, policy).status.end_reason == "surrendered"
    assert run(company, date(2036, 3, 3)).total == Totals(), "what comes after the end is nobody's"


def test_who_died_before_the_day_is_granted_nothing(company: Company) -> None:
    policy = endowment(company)
    company.move_to(FIRST - timedelta(days=40))
    claim = reported(company, "death")
    assert run(company, FIRST - timedelta(days=30)).total == Totals()
    assert run(company, FIRST).total == Totals()
    with pytest.raises(Refused, match="No benefit on survival"):
        company.do("premium.grant_benefit", policy)
    company.do("claims.withdraw", claim, reason="somebody of the same name", signed_on=company.today)
    assert run(company, FIRST).total == Totals(1, FIVE_THOUSAND)


def test_the_benefit_of_another_insured_waits_for_their_account(company: Company) -> None:
    wife = {"insured_name": WIFE_NAME, "insured_document": WIFE, "relation": "spouse", "insured_consent": True}
    policy = endowment(company, **wife)
    run(company, FIRST - timedelta(days=30))
    run(company, FIRST)
    [payment] = payments(company, policy)
    assert payment.party_id == position(company, policy).insured_id
    assert payment.account_no == ""
    number = numbers.printed(numbers.Prefix.PAYMENT, payment.case_id)
    with pytest.raises(InputErrors):
        company.do("premium.change_account", number, account_no="6222000000000001 李明")
    premium, cashier = company.clerk("premium"), company.clerk("cashier", "senior")
    company.do("premium.change_account", number, premium, account_no="6222000000000021")
    company.do("premium.release_payment", number, cashier)
    assert company.do("premium.pay_out", number, cashier, method="bank").state == "paid"


def test_nothing_is_granted_by_hand_before_its_day(company: Company) -> None:
    policy = endowment(company)
    company.move_to(FIRST - timedelta(days=1))
    with pytest.raises(Refused, match="No benefit on survival"):
        company.do("premium.grant_benefit", policy)
    company.do("premium.announce_benefit", policy)
    with pytest.raises(Refused, match=r"No benefit of .* is to be announced"):
        company.do("premium.announce_benefit", policy)
    company.move_to(FIRST)
    company.do("premium.grant_benefit", policy)
    with pytest.raises(Refused, match="No benefit on survival"):
        company.do("premium.grant_benefit", policy)


def test_a_cover_that_began_on_29_february_pays_on_the_last_of_february(company: Company) -> None:
    company.move_to(date(2028, 2, 28))
    policy = company.policy("EN15")
    assert position(company, policy).commenced_on == date(2028, 2, 29)
    for year in range(2029, 2033):
        pay_all(company, policy, date(year, 3, 1))
    assert run(company, date(2033, 2, 27)).total == Totals(1, FIVE_THOUSAND)
    assert payments(company, policy) == []
    assert run(company, date(2033, 2, 28)).total == Totals(1, FIVE_THOUSAND)
    assert len(payments(company, policy)) == 1

"""Dividends granted before the company knew that the insured had died: by what they were used for."""

from datetime import date
from fractions import Fraction

import pytest

from ops_console.base.money import Fen
from tests.support.claims import OWN_ACCOUNT, WIFE_TAKES_ALL, approve, assess, with_papers
from tests.support.claims import pay_all as pay_claim
from tests.support.claims import payments as claim_payments
from tests.support.company import Company
from tests.support.dividends import accumulated, dividends, entries, grant, participating, pay_everything
from tests.support.ledger import still_open
from tests.support.policies import asked, pay_all, position

pytestmark = pytest.mark.parametrize("stores", ["sqlite"], indirect=True)
"""What is computed is the same on every engine; what is written is checked on both by the other tests of dividends."""
DIED = date(2022, 2, 1)
"""Between the first anniversary, whose dividend is earned, and the second, whose is not."""
SUM = Fen.of_yuan("100000")
DIVIDENDS, INTEREST = "6521.01", "6521.02"


def granted_late(company: Company, option: str) -> tuple[str, Fen, Fen]:
    """A policy whose two dividends were granted on 10 March 2022; the second for a year that nobody lived to the end
    of. Premiums of the first two years are paid."""
    policy = participating(company, option, years=1, **WIFE_TAKES_ALL)
    if option == "accumulate":
        company.move_to(date(2021, 3, 10))
        [first] = grant(company, policy, 1)
    company.move_to(date(2022, 3, 2))
    pay_all(company, policy, date(2022, 3, 3))
    company.move_to(date(2022, 3, 10))
    made = grant(company, policy, 1 if option == "accumulate" else 2)
    return (policy, first, made[0]) if option == "accumulate" else (policy, made[0], made[1])


def decided(company: Company, policy: str) -> tuple[int, str]:
    """What the claim pays besides the premium given back that fell due after the death, and what the clerk is told."""
    company.move_to(date(2022, 4, 1))
    number = with_papers(company, "death", DIED)
    assess(company, number)
    told = "\n".join(approve(company, number).messages)
    premium = position(company, policy).terms.premium
    return sum(amount for amount, _account in claim_payments(company, number)) - premium, told


def test_what_accumulated_is_that_of_the_day_of_the_death(company: Company) -> None:
    """Interest at 3 per cent from 10 March 2021 to 1 February 2022: 328 days, booked to the anniversary since."""
    policy, first, second = granted_late(company, "accumulate")
    paid, told = decided(company, policy)
    interest = Fen.round(Fraction(first * 328 * 3, 36500))
    assert abs(paid - SUM - first - interest) <= 1
    assert f"{second.yuan()} of {policy} was granted as dividends for years that ended after the death: taken" in told
    assert [what for what, _amount in entries(company, policy)][-3:] == ["taken_back", "interest", "death"]
    assert accumulated(company, policy) == company.balance("2251.02") == 0
    assert company.balance(DIVIDENDS, policy) == first
    assert company.balance(INTEREST, policy) == paid - SUM - first
    pay_everything(company, policy)
    assert still_open(company) == {}


def test_what_was_withdrawn_since_is_not_paid_twice(company: Company) -> None:
    policy, _first, _second = granted_late(company, "accumulate")
    _number, done = asked(company, policy, 19, "withdraw_dividends", account_no=OWN_ACCOUNT)
    assert done.state == "closed"
    paid, told = decided(company, policy)
    assert paid == SUM
    assert "used since: it is to be claimed back" in told
    pay_everything(company, policy)
    assert still_open(company) == {}


def test_an_addition_bought_too_late_is_a_dividend_again_and_one_not_earned_is_nothing(company: Company) -> None:
    policy, first, second = granted_late(company, "additions")
    assert position(company, policy).coverages[-1].sum_assured > 0
    paid, told = decided(company, policy)
    assert paid == SUM + first
    assert f"{second.yuan()} of {policy}" in told
    assert company.balance(DIVIDENDS, policy) == first
    pay_everything(company, policy)
    assert still_open(company) == {}


def test_what_was_held_for_the_premium_goes_back(company: Company) -> None:
    policy, first, second = granted_late(company, "premium")
    paid, told = decided(company, policy)
    assert (paid, position(company, policy).suspense) == (SUM, first)
    assert f"{second.yuan()} of {policy}" in told
    assert company.balance(DIVIDENDS, policy) == first


def test_what_was_paid_out_is_told_to_be_claimed_back(company: Company) -> None:
    policy, _first, second = granted_late(company, "cash")
    paid, told = decided(company, policy)
    assert paid == SUM
    assert (
        f"{second.yuan()} of {policy} was granted as dividends for years that ended after the death, and used" in told
    )


@pytest.mark.parametrize("option", ["accumulate", "additions"])
def test_reopened_it_takes_nothing_back_twice(company: Company, option: str) -> None:
    policy, first, _second = granted_late(company, option)
    company.move_to(date(2022, 4, 1))
    number = with_papers(company, "death", DIED)
    assess(company, number)
    pay_claim(company, approve(company, number))
    before = claim_payments(company, number)
    company.do("claims.reopen", number, company.clerk("claims", "head_office", no=4), reason="a paper came later")
    assess(company, number)
    approve(company, number)
    assert claim_payments(company, number) == before
    assert company.balance(DIVIDENDS, policy) == first
    assert len(dividends(company, policy)) == 2

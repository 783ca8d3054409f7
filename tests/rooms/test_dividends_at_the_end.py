"""What becomes of additions and accumulated dividends when a participating contract lapses, is claimed or ends."""

from datetime import date
from fractions import Fraction

import pytest

from ops_console.base.money import Fen
from ops_console.base.problems import Refused
from ops_console.batch.benefits import BENEFIT
from ops_console.batch.grace import GRACE
from tests.support.claims import SON, SON_ACCOUNT, SON_NAME, WIFE_ACCOUNT, WIFE_TAKES_ALL, approve, assess, with_papers
from tests.support.claims import pay_all as pay_claim
from tests.support.claims import payments as claim_payments
from tests.support.company import Company
from tests.support.dividends import (
    ACCOUNT,
    accumulated,
    death,
    dividends,
    grant,
    lapsed,
    participating,
    pay_everything,
    payments,
    surrender,
)
from tests.support.ledger import still_open
from tests.support.policies import asked, pay_all, position, renew, request


def test_once_no_premium_is_to_come_what_was_meant_for_it_accumulates(company: Company) -> None:
    policy = participating(company, "premium", years=4, pay_years=5)
    company.move_to(date(2025, 3, 3))
    grant(company, policy, 5)
    assert [one.option for one in dividends(company, policy)] == ["accumulate"] * 5
    held = accumulated(company, policy)
    surrender(company, policy)
    assert held > accumulated(company, policy) == company.balance("2251.02", policy) == 0
    assert company.verify() == []


def test_a_surrender_taken_back_puts_additions_and_accumulated_dividends_back(company: Company) -> None:
    policy = participating(company, "accumulate", years=2)
    grant(company, policy, 1)
    asked(company, policy, 16, "change_dividend", dividend="additions")
    grant(company, policy, 1)
    company.move_to(date(2022, 5, 5))
    before = accumulated(company, policy), position(company, policy).cash_value(company.today)[0]
    number = surrender(company, policy)
    request_no, _done = asked(company, policy, 43, "reverse", endorsement=number, reason="not what was meant")
    if company.case(request_no).state != "closed":
        company.do("preservation.approve", request_no, company.clerk("preservation", "head_office", no=2))
    assert position(company, policy).is_in_force
    assert (accumulated(company, policy), position(company, policy).cash_value(company.today)[0]) == before
    assert company.balance("6531.02", policy) == company.balance("6521.02", policy) == 0
    assert company.verify() == []


def test_what_was_earned_before_a_surrender_is_paid_out_after_it(company: Company) -> None:
    policy = participating(company, "accumulate", years=1)
    surrender(company, policy)
    [amount] = grant(company, policy, 1)
    assert payments(company, policy)[-1].amount == amount
    assert company.verify() == []


def test_accumulated_dividends_are_paid_with_the_death_benefit_and_the_account_is_empty(company: Company) -> None:
    policy = participating(company, "accumulate", years=2, **WIFE_TAKES_ALL)
    first, second = grant(company, policy, 2)
    company.move_to(date(2022, 6, 11))
    # Both stood from the day they were granted, 3 March 2022: 100 days at 3 %.
    held = first + second + Fen.round(Fraction(first + second) * Fraction(300, 36500))
    number = death(company, date(2022, 6, 11))
    assert claim_payments(company, number) == [(10_000_000 + held, WIFE_ACCOUNT)]
    assert accumulated(company, policy) == company.balance("2251.02", policy) == 0
    company.do("claims.reopen", number, company.clerk("claims", "head_office", no=4), reason="a paper came later")
    assess(company, number)
    approve(company, number)
    assert claim_payments(company, number) == [(10_000_000 + held, WIFE_ACCOUNT)]
    assert company.balance("2251.02", policy) == 0
    assert company.verify() == []


def test_additions_of_the_day_are_paid_besides_the_death_benefit(company: Company) -> None:
    """The third was bought a day too late: its dividend, which was earned, is paid instead."""
    policy = participating(company, "additions", years=3, **WIFE_TAKES_ALL)
    company.move_to(date(2022, 4, 1))
    grant(company, policy, 2)
    bought = Fen.total(one.additions for one in dividends(company, policy))
    company.move_to(date(2023, 3, 10))
    [third] = grant(company, policy, 1)
    number = death(company, date(2023, 3, 9))
    assert claim_payments(company, number) == [(10_000_000 + bought + third, WIFE_ACCOUNT)]
    assert company.balance("6511.01", policy) == 10_000_000 + bought
    assert company.verify() == []


def test_a_death_before_the_anniversary_earns_no_dividend_of_that_year(company: Company) -> None:
    policy = participating(company, "accumulate", years=1, **WIFE_TAKES_ALL)
    company.move_to(date(2021, 3, 10))
    death(company, date(2021, 3, 1))
    with pytest.raises(Refused, match="No dividend"):
        company.do("premium.grant_dividend", policy)


def test_a_lapsed_policy_earns_nothing_and_its_accumulated_dividends_stay(company: Company) -> None:
    policy = participating(company, "accumulate", years=1)
    [amount] = grant(company, policy, 1)
    renew(company, date(2022, 3, 3))
    company.move_to(date(2022, 5, 10))
    GRACE.run(company.store, company.clerk("premium"), company.today)
    assert position(company, policy).is_lapsed
    with pytest.raises(Refused, match="No dividend"):
        company.do("premium.grant_dividend", policy)
    _number, done = asked(company, policy, 19, "withdraw_dividends", account_no=ACCOUNT)
    assert done.state == "closed"
    assert payments(company, policy)[-1].amount > amount
    assert accumulated(company, policy) == 0
    assert company.verify() == []


@pytest.mark.parametrize("option", ["accumulate", "additions"])
def test_at_maturity_additions_fall_due_with_the_sum_and_accumulated_dividends_are_paid(
    company: Company, option: str
) -> None:
    policy = participating(company, option, years=4, product="EP10")
    company.move_to(date(2025, 3, 3))
    granted = Fen.total(grant(company, policy, 5))
    BENEFIT.run(company.store, company.clerk("premium"), company.today)
    assert [one.amount for one in payments(company, policy)] == [500_000], "what is paid after five years, once"
    maturity = date(2030, 3, 3)
    company.move_to(maturity)
    BENEFIT.run(company.store, company.clerk("premium"), maturity)
    found = position(company, policy)
    assert (found.status.status, found.status.end_reason) == ("ended", "matured")
    paid = [(one.reason, one.amount) for one in payments(company, policy)[1:]]
    bought = Fen.total(one.additions for one in dividends(company, policy))
    assert paid[0] == ("benefit", 10_000_000)
    assert paid[1][0] == ("dividend" if option == "accumulate" else "benefit")
    assert paid[1][1] > granted
    assert paid[1][1] == bought or option == "accumulate"
    assert company.balance("2251.02", policy) == accumulated(company, policy) == 0
    assert company.verify() == []


@pytest.mark.parametrize(
    ("product", "option"), [("WP20", "cash"), ("WP20", "accumulate"), ("WP20", "premium"), ("EP10", "additions")]
)
def test_sold_collected_lent_on_and_claimed_nothing_is_left_on_its_accounts(
    company: Company, product: str, option: str
) -> None:
    policy = participating(company, option, years=2, product=product, **WIFE_TAKES_ALL)
    grant(company, policy, 2)
    company.move_to(date(2022, 5, 2))
    asked(company, policy, 27, "grant_loan", amount="600", account_no=ACCOUNT)
    company.move_to(date(2022, 7, 1))
    number = with_papers(company, "death")
    assess(company, number)
    approve(company, number)
    pay_everything(company, policy)
    if option == "premium":
        company.do(
            "premium.refund_suspense", policy, amount=int(position(company, policy).suspense), account_no=ACCOUNT
        )
        pay_everything(company, policy)
    assert still_open(company) == {}
    assert company.verify() == []


def test_a_death_while_lapsed_pays_cash_value_additions_and_accumulated_dividends(company: Company) -> None:
    policy = lapsed(company)
    company.move_to(date(2023, 6, 1))
    found = position(company, policy)
    value = found.cash_value(company.today)[0]
    assert found.additions_value(company.today) > 0
    number = with_papers(company, "death")
    assess(company, number, payees="", heirs=f"{SON_NAME}/{SON}/child/{SON_ACCOUNT}")
    pay_claim(company, approve(company, number))
    [(amount, account)] = claim_payments(company, number)
    assert (account, amount > value + dividends(company, policy)[0].amount) == (SON_ACCOUNT, True)
    assert company.balance("6531.03", policy) == value
    assert still_open(company) == {}
    assert company.verify() == []


def test_a_policy_in_force_again_earns_for_the_years_it_is_in_force_to_the_end_of(company: Company) -> None:
    policy = lapsed(company)
    company.move_to(date(2024, 4, 2))
    number, _done = asked(company, policy, 31, "reinstate", healthy=True)
    company.do("underwriting.agree_request", number, company.clerk("underwriting", "head_office"))
    company.do("premium.settle_request", number, amount="7000", method="bank", identity_checked=True)
    assert position(company, policy).is_in_force
    grant(company, policy, 1)
    with pytest.raises(Refused, match="No dividend"):
        company.do("premium.grant_dividend", policy)
    pay_all(company, policy, date(2025, 3, 3))
    grant(company, policy, 1)
    assert [one.year for one in dividends(company, policy)] == [1, 2, 3, 5], "lapsed when year 4 ended"


@pytest.mark.parametrize("option", ["accumulate", "additions", "premium", "cash"])
def test_a_cancellation_that_waited_for_a_year_takes_the_dividend_of_the_year_back(
    company: Company, option: str
) -> None:
    """Asked for within the hesitation period, so that all premium goes back and nothing was earned."""
    policy = participating(company, option)
    company.move_to(date(2020, 3, 10))
    number = request(company, policy, 33)
    pay_all(company, policy, date(2021, 3, 3))
    grant(company, policy, 1)
    pay_everything(company, policy)
    company.do("preservation.cancel_in_hesitation", number, account_no=ACCOUNT, identity_checked=True)
    if company.case(number).state != "closed":
        company.do("preservation.approve", number, company.clerk("preservation", "head_office", no=2))
    pay_everything(company, policy)
    premium = position(company, policy).terms.premium
    paid_out = Fen.total(one.amount for one in payments(company, policy))
    assert paid_out == premium * 2 - Fen.of_yuan("10"), "less the production fee"
    assert company.balance("6521.01", policy) == 0
    assert still_open(company) == {}

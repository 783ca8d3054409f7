"""Policy loans: granted within the cash value, repaid interest first, settled by whatever ends the contract."""

from datetime import date

import pytest

from ops_console.base.problems import InputErrors, Refused
from ops_console.data.tables import Loan
from tests.support.company import Company
from tests.support.policies import asked, pay_all, position, request

ACCOUNT = "6222000000000001"
LOANS = "1303.01"
INTEREST = "6011.01"
PAYABLE = "2205.03"
GRANTED = date(2031, 3, 3)


@pytest.fixture
def policy(company: Company) -> str:
    """Six premiums are paid on it."""
    number = company.policy("WL20", sum_assured="500000")
    pay_all(company, number, GRANTED)
    return number


def loans(company: Company, policy: str) -> list[Loan]:
    with company.store.read() as reader:
        return reader.find(Loan, policy_id=position(company, policy).policy.id)


def test_a_loan_is_granted_at_once_and_paid_by_a_cashier(company: Company, policy: str) -> None:
    number, done = asked(company, policy, 27, "grant_loan", amount="5000", account_no=ACCOUNT)
    [loan] = loans(company, policy)
    assert (loan.kind, loan.principal, loan.rate) == ("loan", 500000, 50000)
    assert (loan.granted_on, loan.term_ends) == (GRANTED, date(2031, 9, 3))
    assert (company.balance(LOANS, policy), company.balance(PAYABLE, policy)) == (500000, -500000)
    assert [letter.kind for letter in company.letters(number)] == ["loan_notice"]
    company.do("premium.release_payment", done.opened[0], company.clerk("cashier"))
    company.do("premium.pay_out", done.opened[0])
    assert company.balance(PAYABLE, policy) == 0


def test_at_most_four_fifths_of_the_cash_value_net_of_debts_is_lent(company: Company, policy: str) -> None:
    value, _whys = position(company, policy).cash_value(GRANTED)
    limit = value * 80 // 100
    number = request(company, policy, 27)
    with pytest.raises(InputErrors):
        company.do("preservation.grant_loan", number, amount=limit + 1, account_no=ACCOUNT)
    company.do("preservation.grant_loan", number, amount=limit, account_no=ACCOUNT)
    second = request(company, policy, 27)
    with pytest.raises(InputErrors, match="error"):
        company.do("preservation.grant_loan", second, amount=(value - limit) * 80 // 100 + 1, account_no=ACCOUNT)


def test_less_than_the_least_loan_is_not_lent(company: Company, policy: str) -> None:
    with pytest.raises(InputErrors) as caught:
        asked(company, policy, 27, "grant_loan", amount="499.99", account_no=ACCOUNT)
    assert "500.00" in caught.value.problems[0].message


def test_a_product_without_cash_value_lends_nothing(company: Company) -> None:
    term = company.policy("TM20")
    with pytest.raises(Refused, match="lent"):
        asked(company, term, 27, "grant_loan", amount="5000", account_no=ACCOUNT)


def test_a_loan_above_the_grade_is_referred_and_granted_by_the_higher_grade(company: Company, policy: str) -> None:
    number = request(company, policy, 27)
    wanted = {"amount": "20000.01", "account_no": ACCOUNT}
    clerk, senior = company.clerk("preservation"), company.clerk("preservation", "senior")
    assert company.do("preservation.grant_loan", number, clerk, **wanted).referred_to == "senior"
    assert loans(company, policy) == []
    assert company.do("preservation.grant_loan", number, senior, **wanted).state == "closed"


def test_a_repayment_in_part_pays_the_interest_first_and_begins_a_new_term(company: Company, policy: str) -> None:
    asked(company, policy, 27, "grant_loan", amount="5000", account_no=ACCOUNT)
    company.move_to(date(2031, 5, 15))
    number, keyed = asked(company, policy, 28, "repay_loan", amount="1000")
    assert keyed.state == "payment_due"
    company.do("premium.settle_request", number, amount="1000", method="cash")
    # 73 days at 5 % on 5,000.00: 50.00 of interest, 950.00 of principal.
    [loan] = loans(company, policy)
    assert (loan.principal, loan.interest_from, loan.term_ends) == (405000, date(2031, 5, 15), date(2031, 11, 15))
    assert company.balance(LOANS, policy) == 405000
    assert company.balance(INTEREST, policy) == -5000
    assert company.case(number).outcome == "done"


def test_without_an_amount_everything_owed_on_the_day_of_payment_is_repaid(company: Company, policy: str) -> None:
    asked(company, policy, 27, "grant_loan", amount="5000", account_no=ACCOUNT)
    number, _keyed = asked(company, policy, 28, "repay_loan")
    company.move_to(date(2031, 5, 15))
    with pytest.raises(InputErrors) as caught:
        company.do("premium.settle_request", number, amount="5000", method="cash")
    assert "5,050.00" in caught.value.problems[0].message
    company.do("premium.settle_request", number, amount="5060", method="cash")
    [loan] = loans(company, policy)
    assert (loan.principal, loan.closed_on) == (0, date(2031, 5, 15))
    assert position(company, policy).suspense == 1000


def test_interest_unpaid_at_the_end_of_a_term_bears_interest(company: Company, policy: str) -> None:
    asked(company, policy, 27, "grant_loan", amount="5000", account_no=ACCOUNT)
    # 184 days to 3 September: 126.03; then 30 days on 5,126.03: 21.07.
    assert position(company, policy).debt(date(2031, 10, 3)) == 500000 + 12603 + 2107


def test_a_surrender_pays_the_value_less_loans_with_interest(company: Company, policy: str) -> None:
    asked(company, policy, 27, "grant_loan", amount="5000", account_no=ACCOUNT)
    company.move_to(date(2031, 5, 15))
    value, _whys = position(company, policy).cash_value(date(2031, 5, 15))
    number, keyed = asked(company, policy, 32, "surrender", account_no=ACCOUNT, identity_checked=True)
    assert keyed.state == "review"
    company.do("preservation.approve", number, company.clerk("preservation", "head_office", 2))
    assert company.balance("2205.02", policy) == -(value - 505000)
    assert company.balance(LOANS, policy) == company.balance("1132.01", policy) == 0
    assert loans(company, policy)[0].closed_on == date(2031, 5, 15)

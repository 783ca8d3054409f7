"""Loans nobody pays back: interest is added at each term's end, customers are warned, and when debts reach the cash
value the contract ends."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops_console.base.money import Fen
from ops_console.base.problems import Refused
from ops_console.batch.loans import LOANS
from ops_console.batch.report import Totals
from ops_console.data.tables import Loan
from ops_console.rules.due_dates import next_due_after
from ops_console.rules.products.basis import LoanBasis
from ops_console.rules.products.loans import loan_balance, out_of_value
from tests.support.company import Company
from tests.support.ledger import still_open
from tests.support.policies import asked, pay_all, position

GRANTED = date(2031, 8, 31)
TERM_END = date(2032, 2, 29)
ACCOUNT = "6222000000000001"


def lent(company: Company, amount: str) -> str:
    """A paid-up policy with a loan of the last of August, for six months at 5 %; `amount` in yuan, or "most"."""
    company.move_to(date(2026, 8, 30))
    number = company.policy("WL20", sum_assured="500000", pay_years=5)
    pay_all(company, number, date(2030, 8, 31))
    company.move_to(GRANTED)
    if amount == "most":
        amount = str(int(position(company, number).cash_value(GRANTED)[0] * 8 // 1000))
    _request, done = asked(company, number, 27, "grant_loan", amount=amount, account_no=ACCOUNT)
    company.do("premium.release_payment", done.opened[0])
    company.do("premium.pay_out", done.opened[0], method="bank")
    return number


@pytest.fixture
def policy(company: Company) -> str:
    """Twenty thousand are lent on it."""
    return lent(company, "20000")


def run(company: Company, day: date) -> Totals:
    company.move_to(day)
    return LOANS.run(company.store, company.clerk("premium"), day).total


def loan(company: Company, policy: str) -> Loan:
    [one] = position(company, policy).loans
    return one


def test_at_the_end_of_a_term_interest_is_added_and_told(company: Company, policy: str) -> None:
    """182 days at 5 % on 20,000.00: 498.63; the next term ends on the last of August again."""
    assert run(company, TERM_END - timedelta(days=1)) == Totals()
    assert run(company, TERM_END) == Totals(1, Fen(49863))
    now = loan(company, policy)
    assert (now.principal, now.interest_from, now.term_ends) == (2049863, TERM_END, date(2032, 8, 31))
    assert (company.balance("1303.01", policy), company.balance("1132.01", policy)) == (2049863, 0)
    assert company.balance("6011.01", policy) == -49863
    [letter] = [one for one in company.letters(policy) if one.kind == "loan_interest_added"]
    assert (letter.values["interest"], letter.values["principal"]) == ("498.63", "20,498.63")
    assert run(company, TERM_END) == Totals()


def test_what_is_owed_is_the_same_whether_the_run_has_worked_or_not(company: Company, policy: str) -> None:
    day = date(2034, 11, 11)
    before = position(company, policy).debt(day)
    assert run(company, date(2033, 12, 24)).rows == 4
    assert position(company, policy).debt(day) == before


def test_a_repayment_in_part_begins_new_terms(company: Company, policy: str) -> None:
    run(company, TERM_END)
    company.move_to(date(2032, 3, 10))
    number, _keyed = asked(company, policy, 28, "repay_loan", amount="10000")
    company.do("premium.settle_request", number, amount="10000", method="bank")
    now = loan(company, policy)
    assert (now.interest_from, now.terms_from, now.term_ends) == (date(2032, 3, 10), None, date(2032, 9, 10))


def test_a_loan_that_outgrows_its_value_is_warned_of_and_ends_the_contract(company: Company) -> None:
    """5 % outgrow the 2 % that the value grows by: warned at 95 %, ended on the day the debts reach it."""
    policy = lent(company, "most")
    near, over = first_day(company, policy, 950), first_day(company, policy, 1000)
    assert over > near > date(2034, 8, 31), "from four fifths it takes years"
    run(company, near - timedelta(days=1))
    assert kinds(company, policy).count("loan_warning") == 0
    run(company, near)
    assert kinds(company, policy).count("loan_warning") == 1
    run(company, over - timedelta(days=1))
    assert position(company, policy).is_in_force
    run(company, over)
    ended = position(company, policy)
    assert (ended.status.status, ended.status.end_reason, ended.loans) == ("ended", "outgrown", ())
    assert kinds(company, policy).count("loan_outgrown") == 1
    assert still_open(company) == {}
    assert 0 <= company.balance("6711.03") < Fen(10_000), "a day's interest at most"


def first_day(company: Company, policy: str, per_mille: int) -> date:
    """The first day on which the debts are so much of the cash value."""
    now = position(company, policy)
    early, late = 0, 366 * 30
    while early < late:
        middle = (early + late) // 2
        day = GRANTED + timedelta(days=middle)
        if now.debt(day) * 1000 >= now.cash_value(day)[0] * per_mille:
            late = middle
        else:
            early = middle + 1
    return GRANTED + timedelta(days=early)


def kinds(company: Company, policy: str) -> list[str]:
    return [letter.kind for letter in company.letters(policy)]


def test_no_interest_is_added_before_the_term_ends(company: Company, policy: str) -> None:
    with pytest.raises(Refused, match="No term"):
        company.do("premium.add_loan_interest", policy)
    with pytest.raises(Refused, match="below its value"):
        company.do("premium.end_outgrown", policy)


TERMS = LoanBasis(Fraction(4, 5), Fen(0), Fraction(1, 20), 6)


@given(
    granted=st.dates(date(2020, 1, 1), date(2024, 12, 31)),
    terms=st.integers(1, 6),
    later=st.integers(0, 900),
    principal=st.integers(1, 10**8),
)
def test_added_term_by_term_a_loan_comes_to_what_it_comes_to_at_once(
    granted: date, terms: int, later: int, principal: int
) -> None:
    owed, since = Fen(principal), granted
    for _term in range(terms):
        end = next_due_after(granted, 6, since)
        owed, since = loan_balance(TERMS, owed, granted, end, since).total, end
    day = since + timedelta(days=later)
    assert (
        loan_balance(TERMS, owed, granted, day, since).total == loan_balance(TERMS, Fen(principal), granted, day).total
    )


@pytest.mark.parametrize(
    ("value", "paid", "lost"),
    [
        (2_000, {"loan_interest": 30, "loan_principal": 1_000}, {"loan_interest": 0, "loan_principal": 0}),
        (1_000, {"loan_interest": 30, "loan_principal": 970}, {"loan_interest": 0, "loan_principal": 30}),
        (20, {"loan_interest": 20, "loan_principal": 0}, {"loan_interest": 10, "loan_principal": 1_000}),
    ],
)
def test_a_value_pays_interest_before_principal(value: int, paid: dict[str, int], lost: dict[str, int]) -> None:
    assert out_of_value({"loan_principal": 1_000, "loan_interest": 30}, Fen(value)) == (paid, lost)

"""What moved in an account after the death of its insured, before anybody knew of it."""

from datetime import date

import pytest

from ops_console.data.tables import Branch
from tests.support.claims import OWN_ACCOUNT, WIFE_TAKES_ALL, approve, assess, payments, with_papers
from tests.support.company import BRANCH, Company
from tests.support.funds import level, take_in, trade
from tests.support.policies import asked

DIED = date(2026, 7, 5)
FOUND = date(2026, 7, 10)
LAG, LEAD = date(2026, 7, 3), date(2026, 7, 11)
"""Days of the branch that may be open on FOUND: closed late, or closed already."""


def open_day(company: Company, day: date) -> None:
    with company.store.write() as tx:
        tx.update(Branch, {"id": BRANCH}, {"open_day": day})


def paid_in(company: Company, policy: str, amount: str) -> None:
    number, done = asked(company, policy, 39, "pay_additional", amount=amount)
    if done.state == "review":
        company.do("preservation.approve", number, company.clerk("preservation", "head_office", no=2))
    company.do("premium.settle_request", number, amount=amount, method="bank")


def taken_out(company: Company, policy: str, amount: str) -> None:
    number, done = asked(company, policy, 40, "withdraw_part", amount=amount, account_no=OWN_ACCOUNT)
    if done.state == "review":
        company.do("preservation.approve", number, company.clerk("preservation", "head_office", no=2))


def decided(company: Company, day: date = DIED) -> tuple[int, str]:
    number = with_papers(company, "death", day)
    assess(company, number)
    told = "\n".join(approve(company, number).messages)
    return sum(amount for amount, _account in payments(company, number)), told


def test_what_was_withdrawn_from_an_account_since_is_told(company: Company) -> None:
    """500.00 less a twentieth in the first year."""
    policy = company.policy("UL10", **WIFE_TAKES_ALL)
    company.move_to(FOUND)
    taken_out(company, policy, "500")
    paid, told = decided(company)
    assert paid == 10_000_000
    assert f"475.00 of {policy} was taken out of the account after the death: it is to be claimed back." in told


def test_what_was_withdrawn_in_units_since_is_told(company: Company) -> None:
    policy = company.policy("UK10", **WIFE_TAKES_ALL)
    company.move_to(date(2026, 7, 9))
    take_in(company, *level(company, company.today))
    trade(company)
    taken_out(company, policy, "500")
    company.move_to(FOUND)
    take_in(company, *level(company, FOUND, FOUND))
    trade(company)
    paid, told = decided(company)
    assert paid == 10_000_000
    assert f"475.00 of {policy} was taken out of the account after the death" in told


def test_it_is_set_off_against_premium_paid_since(company: Company) -> None:
    policy = company.policy("UL10", **WIFE_TAKES_ALL)
    company.move_to(FOUND)
    paid_in(company, policy, "2000")
    taken_out(company, policy, "500")
    paid, told = decided(company)
    assert paid == 10_000_000 + 200_000 - 47_500
    assert "taken out" not in told


@pytest.mark.parametrize("stores", ["sqlite"], indirect=True)
@pytest.mark.parametrize("branch_day", [LAG, FOUND, LEAD])
@pytest.mark.parametrize(("died", "goes_back"), [(DIED, 200_000), (FOUND, 0)])
def test_whether_it_was_before_the_death_is_told_by_the_day_not_by_the_books(
    company: Company, branch_day: date, died: date, goes_back: int
) -> None:
    policy = company.policy("UL10", **WIFE_TAKES_ALL)
    company.move_to(FOUND)
    open_day(company, branch_day)
    paid_in(company, policy, "2000")
    paid, _told = decided(company, died)
    assert paid == 10_000_000 + goes_back

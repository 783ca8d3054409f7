"""Item 42: a payment that came back goes to another account of the payee's, seen by three persons."""

from datetime import date

import pytest

from ops_console.base.problems import InputErrors
from ops_console.data.tables import Payable
from ops_console.rules.numbers import parse
from tests.support.company import HIGHEST_GRADE, Company
from tests.support.policies import pay_all, request

OLD, NEW = "6222000000000001", "6222000000000019"
ITEM = 42


@pytest.fixture
def bounced(company: Company) -> tuple[str, str]:
    """A policy and the payment of a loan on it that the bank could not make."""
    policy = company.policy("WL20", sum_assured="500000")
    pay_all(company, policy, date(2031, 3, 3))
    loan = request(company, policy, 27)
    [payment] = company.do("preservation.grant_loan", loan, amount="5000", account_no=OLD).opened
    company.do("premium.release_payment", payment)
    company.do("premium.pay_out", payment, method="bank")
    company.do("premium.record_bounce", payment, reason="account_closed")
    return policy, payment


def repeated(company: Company, policy: str, payment: str, account: str = NEW) -> str:
    """The request, reviewed."""
    number = request(company, policy, ITEM)
    clerk, second = company.clerk("preservation"), company.clerk("preservation", HIGHEST_GRADE, 2)
    assert (
        company.do("preservation.repeat_payment", number, clerk, payment=payment, account_no=account).state == "review"
    )
    return str(company.do("preservation.approve", number, second).state)


def test_the_payment_goes_to_the_new_account_once_it_is_reviewed_and_released(
    company: Company, bounced: tuple[str, str]
) -> None:
    policy, payment = bounced
    assert repeated(company, policy, payment) == "closed"
    with company.store.read() as reader:
        assert reader.need(Payable, parse(payment).id).account_no == NEW
    assert company.letters(policy)[-1].kind == "endorsement"
    released = company.do("premium.release_payment", payment, company.clerk("cashier"))
    assert released.referred_to is not None, "to an account changed shortly before: a supervisor looks at it"
    assert company.verify() == []


def test_only_what_came_back_and_the_payees_own_account(company: Company, bounced: tuple[str, str]) -> None:
    policy, payment = bounced
    number = request(company, policy, ITEM)
    for values in (
        {"payment": payment, "account_no": "ICBC 6222000000000019 王芳"},
        {"payment": "Y001010000000009", "account_no": NEW},
    ):
        with pytest.raises(InputErrors):
            company.do("preservation.repeat_payment", number, **values)
    company.do("premium.release_payment", payment)
    company.do("premium.pay_out", payment, method="bank")
    with pytest.raises(InputErrors) as error:
        company.do("preservation.repeat_payment", number, payment=payment, account_no=NEW)
    assert error.value.problems[0].message == "did not come back, or is on its way again"

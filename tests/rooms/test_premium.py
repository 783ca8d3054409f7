"""Premium: collecting, money held, collections that come back, payments released and paid."""

from datetime import date

import pytest

from ops_console.base.problems import InputErrors, NotAllowed, Refused
from ops_console.data.tables import Billing, DueEvent, Payable, Receipt
from ops_console.rules import numbers
from tests.support.company import Company
from tests.support.policies import position, renew

RECEIVABLE = "1122"
BANK = "1002"
SUSPENSE = "2241.01"
REFUNDS = "2205.04"
SECOND_DUE = date(2027, 3, 3)
THIRD_DUE = date(2028, 3, 3)


def test_a_premium_collected_gets_a_receipt_and_paid_to_follows(company: Company) -> None:
    policy = company.policy("WL20")
    renew(company, SECOND_DUE)
    owed = position(company, policy)
    assert (owed.premium_owed, owed.current_billing.paid_to) == (owed.terms.premium, SECOND_DUE)
    done = company.do("premium.collect", policy, amount=int(owed.premium_owed), method="bank")
    after = position(company, policy)
    assert (after.premium_owed, after.suspense) == (0, 0)
    assert after.current_billing.paid_to == after.current_billing.next_due == THIRD_DUE
    assert company.balance(RECEIVABLE) == 0
    assert [line.amount for line in done.lines] == [owed.premium_owed, -owed.premium_owed]
    with company.store.read() as reader:
        receipt = reader.find(Receipt, policy_id=owed.policy.id, order_by="-no", limit=1)[0]
    assert (receipt.no, receipt.amount, receipt.purpose) == (done.receipts[0], owed.premium_owed, "premium")


def test_the_oldest_instalment_is_paid_first_and_never_in_part(company: Company) -> None:
    policy = company.policy("WL20")
    renew(company, THIRD_DUE)
    premium = position(company, policy).terms.premium
    told = company.do("premium.collect", policy, amount=int(premium * 2 - 11), method="cash")
    assert f"it does not pay the instalment due on {THIRD_DUE}" in told.messages[-1]
    after = position(company, policy)
    assert [one.state for one in after.instalments] == ["collected", "collected", "raised"]
    assert after.current_billing.paid_to == THIRD_DUE
    assert after.suspense == premium - 11
    company.do("premium.collect", policy, amount=11, method="cash")
    assert (position(company, policy).suspense, position(company, policy).premium_owed) == (0, 0)
    assert company.balance(SUSPENSE) == company.balance(RECEIVABLE) == 0


def test_a_premium_a_few_fen_short_is_paid_and_what_it_lacks_is_a_rounding_difference(company: Company) -> None:
    """0.10 yuan is the company's tolerance. What the bank takes back takes the difference back."""
    policy = company.policy("WL20")
    renew(company, SECOND_DUE)
    premium = position(company, policy).terms.premium
    done = company.do("premium.collect", policy, amount=int(premium - 10), method="bank")
    assert position(company, policy).premium_owed == company.balance(RECEIVABLE) == 0
    assert company.balance("6711.02", policy) == 10
    company.do("premium.return_collection", policy, receipt=done.receipts[0], reason="other")
    assert position(company, policy).premium_owed == company.balance(RECEIVABLE) == premium
    assert company.balance("6711.02", policy) == 0


def test_money_before_a_due_is_raised_is_held_and_pays_it_later(company: Company) -> None:
    policy = company.policy("WL20")
    premium = position(company, policy).terms.premium
    told = company.do("premium.collect", policy, amount=int(premium), method="transfer")
    assert "held" in told.messages[0]
    assert company.balance(SUSPENSE) == -premium
    with pytest.raises(Refused):
        company.do("premium.apply_suspense", policy)
    renew(company, SECOND_DUE)
    company.do("premium.apply_suspense", policy)
    assert position(company, policy).premium_owed == 0
    assert company.balance(SUSPENSE) == company.balance(RECEIVABLE) == 0


def test_a_collection_the_bank_returns_is_owed_again_and_paid_to_goes_back(company: Company) -> None:
    policy = company.policy("WL20")
    renew(company, SECOND_DUE)
    premium = position(company, policy).terms.premium
    [receipt] = company.do("premium.collect", policy, amount=int(premium) + 500, method="bank").receipts
    bank = company.balance(BANK)
    company.do("premium.return_collection", policy, receipt=receipt, reason="insufficient_funds")
    after = position(company, policy)
    assert (after.premium_owed, after.suspense, after.current_billing.paid_to) == (premium, 0, SECOND_DUE)
    assert company.balance(BANK) == bank - premium - 500
    assert company.balance(RECEIVABLE) == premium
    with pytest.raises(InputErrors):
        company.do("premium.return_collection", policy, receipt=receipt, reason="insufficient_funds")
    company.do("premium.collect", policy, amount=int(premium), method="cash")
    with company.store.read() as reader:
        kinds = [event.kind for event in reader.find(DueEvent, policy_id=after.policy.id, due_date=SECOND_DUE)]
    assert kinds == ["collected", "returned", "collected"]


def test_cash_cannot_come_back_from_the_bank(company: Company) -> None:
    policy = company.policy("WL20")
    renew(company, SECOND_DUE)
    premium = position(company, policy).terms.premium
    [receipt] = company.do("premium.collect", policy, amount=int(premium), method="cash").receipts
    with pytest.raises(InputErrors):
        company.do("premium.return_collection", policy, receipt=receipt, reason="other")


def test_money_held_is_refunded_by_a_payment_that_another_clerk_releases(company: Company) -> None:
    policy = company.policy("WL20")
    company.do("premium.collect", policy, amount="800", method="cash")
    with pytest.raises(InputErrors):
        company.do("premium.refund_suspense", policy, amount="800.01", account_no="6222000000000001")
    [payment] = company.do("premium.refund_suspense", policy, amount="800", account_no="6222000000000001").opened
    assert company.balance(REFUNDS) == -80000
    with pytest.raises(Refused):
        company.do("premium.pay_out", payment)
    cashier = company.clerk("cashier", "clerk")
    company.do("premium.release_payment", payment, cashier)
    company.do("premium.pay_out", payment, cashier)
    assert company.balance(REFUNDS) == company.balance(SUSPENSE) == 0
    assert company.case(payment).state == "paid"
    assert not company.case(payment).open


def test_a_payment_above_the_cashiers_grade_is_referred(company: Company) -> None:
    policy = company.policy("WL20")
    company.do("premium.collect", policy, amount="60000", method="transfer")
    [payment] = company.do("premium.refund_suspense", policy, amount="60000", account_no="6222000000000001").opened
    assert company.do("premium.release_payment", payment, company.clerk("cashier", "clerk")).referred_to == "senior"
    assert company.do("premium.release_payment", payment, company.clerk("cashier", "senior")).state == "released"


def test_who_acted_for_premium_on_a_payment_does_not_release_it(company: Company) -> None:
    policy = company.policy("WL20")
    company.do("premium.collect", policy, amount="800", method="cash")
    premium = company.clerk("premium")
    [payment] = company.do("premium.refund_suspense", policy, premium, amount="800", account_no="62220000001").opened
    with pytest.raises(NotAllowed):
        company.do("premium.release_payment", payment, premium)


def test_a_payment_that_bounced_is_released_and_paid_again(company: Company) -> None:
    policy = company.policy("WL20")
    company.do("premium.collect", policy, amount="800", method="bank")
    bank = company.balance(BANK)
    [payment] = company.do("premium.refund_suspense", policy, amount="800", account_no="6222000000000001").opened
    company.do("premium.release_payment", payment)
    company.do("premium.pay_out", payment)
    company.do("premium.record_bounce", payment, reason="account_closed", account_no="6222000000000002")
    case = company.case(payment)
    assert (case.state, case.outcome, case.open) == ("to_release", None, True)
    assert company.balance(BANK) == bank
    assert company.balance(REFUNDS) == -80000
    with company.store.read() as reader:
        assert reader.need(Payable, case.id).account_no == "6222000000000002"
    company.do("premium.release_payment", payment)
    company.do("premium.pay_out", payment)
    assert company.balance(BANK) == bank - 80000
    assert company.balance(REFUNDS) == 0


def test_what_was_paid_in_cash_does_not_bounce(company: Company) -> None:
    policy = company.policy("WL20")
    company.do("premium.collect", policy, amount="800", method="bank")
    [payment] = company.do("premium.refund_suspense", policy, amount="800", account_no="6222000000000001").opened
    company.do("premium.release_payment", payment)
    company.do("premium.pay_out", payment, company.clerk("cashier", no=2), method="cash")
    with pytest.raises(Refused) as error:
        company.do("premium.record_bounce", payment, reason="other")
    assert error.value.code == "paid_in_cash"


def test_a_policy_not_in_force_yet_takes_no_renewal_premium(company: Company) -> None:
    application = company.issued("WL20")
    policy = company.policy_number(application)
    with company.store.read() as reader:
        assert reader.get(Billing, numbers.parse(policy).id) is None
    with pytest.raises(Refused):
        company.do("premium.collect", policy, amount="100", method="cash")

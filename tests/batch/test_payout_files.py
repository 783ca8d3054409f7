"""Payments by the bank: each is an order, and payout-run puts the orders into numbered files."""

from datetime import date, timedelta
from typing import Any

import pytest

from ops_console.batch import payouts
from ops_console.batch.bank_files import open_files
from ops_console.batch.collections import COLLECTION
from ops_console.batch.payouts import PAYOUT
from ops_console.data.tables import BankFile, PayoutOrder
from ops_console.data.verify import verify_store
from ops_console.rules import numbers
from tests.support.company import BRANCH, Company
from tests.support.policies import files_went_out, position, renew

ACCOUNT = "CCB 6217000000000001"


def to_release(company: Company, policy: str, amount: int, account_no: str = ACCOUNT) -> str:
    """Number of a payment of money held."""
    company.do("premium.collect", policy, amount=amount, method="bank", identity_checked=True)
    [payment] = company.do(
        "premium.refund_suspense", policy, company.clerk("premium"), amount=amount, account_no=account_no
    ).opened
    return payment


def released(company: Company, policy: str, amount: int, account_no: str = ACCOUNT) -> str:
    """Number of a payment of money held, released."""
    payment = to_release(company, policy, amount, account_no)
    company.do("premium.release_payment", payment)
    return payment


def orders(company: Company, payment: str) -> list[PayoutOrder]:
    with company.store.read() as reader:
        return reader.find(PayoutOrder, case_id=numbers.parse(payment).id)


def files(company: Company) -> list[tuple[str, int | None, int, int]]:
    """Bank, number, orders and fen of each file, oldest first."""
    with company.store.read() as reader:
        return [(one.bank, one.no, one.lines, one.amount) for one in reader.find(BankFile, kind="payout")]


def test_released_payments_go_into_a_file_for_each_bank(company: Company) -> None:
    policy = company.policy("WL20")
    by_run, to_default = released(company, policy, 1_000), released(company, policy, 500, "6222000000000001")
    at_desk, in_cash = released(company, policy, 200), released(company, policy, 100)
    company.do("premium.pay_out", at_desk, method="bank")
    company.do("premium.pay_out", in_cash, method="cash")
    assert [one.file_id for one in orders(company, at_desk)] == [0]
    assert PAYOUT.run(company.store, company.clerk("premium"), company.today).total.rows == 2
    assert files(company) == [("CCB", 1, 2, 1_200), ("ICBC", 1, 1, 500)]
    assert len({one.file_id for payment in (by_run, at_desk) for one in orders(company, payment)}) == 1
    assert [(one.bank, one.state, one.branch_id) for one in orders(company, to_default)] == [("ICBC", "sent", BRANCH)]
    assert orders(company, in_cash) == []
    PAYOUT.run(company.store, company.clerk("premium"), company.today)
    assert len(files(company)) == 2


@pytest.mark.parametrize("stores", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
def test_a_payment_ordered_while_the_files_are_filled_is_counted_in_its_file_or_waits_for_the_next(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy, premium = company.policy("WL20"), company.clerk("premium")
    released(company, policy, 1_000)
    quick = iter([to_release(company, policy, 500), to_release(company, policy, 200, "6222000000000001")])

    def opened(*given: Any) -> list[BankFile]:
        for payment in quick:
            company.do("premium.release_payment", payment)
            company.do("premium.pay_out", payment, premium, method="bank")
        return open_files(*given)

    monkeypatch.setattr(payouts, "open_files", opened)
    PAYOUT.run(company.store, premium, company.today)
    assert files(company) == [("CCB", 1, 2, 1_500)]
    assert company.verify() == []
    PAYOUT.run(company.store, premium, company.today)
    assert files(company) == [("CCB", 1, 2, 1_500), ("ICBC", 1, 1, 200)]


def test_a_payment_that_came_back_is_another_order_in_the_next_file(company: Company) -> None:
    payment = released(company, company.policy("WL20"), 1_000)
    PAYOUT.run(company.store, company.clerk("premium"), company.today)
    files_went_out(company)
    company.do("premium.record_bounce", payment, company.clerk("premium"), reason="account_blocked")
    company.move_by(1)
    company.do("premium.release_payment", payment)
    PAYOUT.run(company.store, company.clerk("premium"), company.today)
    first, second = orders(company, payment)
    assert (first.state, first.reason, first.answered_on) == (
        "bounced", "account_blocked", company.today - timedelta(days=1)
    )  # fmt: skip
    assert (second.attempt, second.state) == (2, "sent")
    assert files(company) == [("CCB", 1, 1, 1_000), ("CCB", 2, 1, 1_000)]


def test_verify_sees_a_file_that_says_another_sum_and_a_number_left_out(company: Company) -> None:
    released(company, company.policy("WL20"), 1_000)
    PAYOUT.run(company.store, company.clerk("premium"), company.today)
    with company.store.write() as tx:
        tx.update(BankFile, {"kind": "payout"}, {"amount": 1_001, "no": 2})
    with company.store.read() as reader:
        assert {finding.place for finding in verify_store(reader)} == {
            "bank_file 1",
            f"bank_file branch {BRANCH} payout CCB",
        }
    with company.store.write() as tx:
        tx.update(BankFile, {"kind": "payout"}, {"amount": 1_000, "no": 1})


def test_the_counter_is_told_what_is_with_the_bank(company: Company) -> None:
    policy = company.policy("WL20")
    renew(company, date(2027, 3, 3))
    COLLECTION.run(company.store, company.clerk("premium"), company.today)
    amount = int(position(company, policy).premium_owed)
    paid = company.do("premium.collect", policy, amount=amount, method="cash")
    assert any("due on 2027-03-03 is with bank ICBC already" in message for message in paid.messages)

"""What a bank answers to an order: the instalment is paid, tried again, given up, or owed again."""

from datetime import date

import pytest

from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Refused
from ops_console.batch.collections import COLLECTION
from ops_console.data.tables import CollectionOrder, Mandate
from ops_console.data.types import FOREVER
from ops_console.rules.numbers import Prefix, parse
from tests.support.company import Company
from tests.support.policies import files_went_out, position, renew

DUE = date(2027, 3, 3)


@pytest.fixture
def policy(company: Company) -> str:
    """A policy in force with one instalment owed, which the bank was asked to collect once."""
    number = company.policy("WL20", channel="bank", account_no="6222000000000001")
    renew(company, DUE)
    COLLECTION.run(company.store, company.clerk("premium"), DUE)
    files_went_out(company)
    return number


def order_of(company: Company, number: str) -> CollectionOrder:
    with company.store.read() as reader:
        return reader.find(CollectionOrder, policy_id=parse(number, Prefix.POLICY).id)[-1]


def mandate_of(company: Company, number: str) -> Mandate:
    with company.store.read() as reader:
        [mandate] = reader.find(Mandate, policy_id=parse(number, Prefix.POLICY).id, valid_to=FOREVER)
    return mandate


def answer(company: Company, number: str, outcome: str, reason: str = "") -> list[int]:
    given = {"reason": reason} if reason else {}
    return company.do("premium.book_result", number, due_date=DUE, outcome=outcome, **given).receipts


def test_what_the_bank_collected_pays_its_instalment_with_a_receipt(company: Company, policy: str) -> None:
    assert len(answer(company, policy, "settled")) == 1
    assert order_of(company, policy).state == "collected"
    assert position(company, policy).premium_owed == 0
    assert position(company, policy).current_billing.paid_to == date(2028, 3, 3)
    with pytest.raises(Refused, match="does not fit"):
        answer(company, policy, "settled")


def test_insufficient_funds_are_tried_again_ten_days_after_the_due_date(company: Company, policy: str) -> None:
    answer(company, policy, "rejected", "insufficient_funds")
    one = order_of(company, policy)
    assert (one.state, one.reason, one.answered_on, one.retry_on) == (
        "rejected", "insufficient_funds", DUE, date(2027, 3, 13)
    )  # fmt: skip
    assert mandate_of(company, policy).status == "active"


def test_after_the_last_try_the_applicant_is_reminded(company: Company, policy: str) -> None:
    company.move_to(date(2027, 4, 12))
    answer(company, policy, "rejected", "insufficient_funds")
    assert order_of(company, policy).retry_on is None
    letter = company.letters(policy)[-1]
    assert letter.kind == "collection_missed"
    assert letter.values["grace_end"] == position(company, policy).grace_ends(DUE).isoformat()


def test_a_closed_account_suspends_the_mandate_and_the_applicant_is_told_what_to_do(
    company: Company, policy: str
) -> None:
    answer(company, policy, "rejected", "account_closed")
    assert order_of(company, policy).retry_on is None
    assert (mandate_of(company, policy).status, mandate_of(company, policy).reason) == ("suspended", "account_closed")
    assert company.letters(policy)[-1].kind == "collection_impossible"


def test_what_the_bank_takes_back_is_owed_again(company: Company, policy: str) -> None:
    answer(company, policy, "settled")
    answer(company, policy, "returned", "insufficient_funds")
    one = order_of(company, policy)
    assert (one.state, one.retry_on) == ("returned", date(2027, 3, 13))
    assert position(company, policy).current_billing.paid_to == DUE
    assert position(company, policy).premium_owed == one.amount
    with pytest.raises(Refused):
        answer(company, policy, "returned", "other")


def test_money_for_an_instalment_paid_at_the_counter_meanwhile_is_not_booked_on_it(
    company: Company, policy: str
) -> None:
    company.do("premium.collect", policy, amount=int(order_of(company, policy).amount), method="cash")
    with pytest.raises(Refused, match="not owed any more"):
        answer(company, policy, "settled")
    assert position(company, policy).suspense == Fen(0)


def test_an_answer_to_no_order_is_an_error(company: Company) -> None:
    number = company.policy("WL20", channel="bank", account_no="6222000000000001")
    with pytest.raises(InputErrors):
        company.do("premium.book_result", number, due_date=DUE, outcome="settled")

"""The manual channel: every temporary receipt accounted for, every fen handed in before the day closes."""

from datetime import date, timedelta

import pytest

from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, NotAllowed, Refused
from ops_console.batch.collections import COLLECTION
from ops_console.data.queries.temporary_receipts import how_many
from ops_console.data.tables import HandIn, ReceiptBook
from tests.support.company import BRANCH, Company
from tests.support.policies import position, renew

pytestmark = pytest.mark.both_engines

SECOND_DUE = date(2027, 3, 3)
OUT, CASH, BANK = "1221.02", "1001", "1002"
LOGIN = f"collector-clerk-1-{BRANCH}"


def owing(company: Company) -> str:
    """A policy that owes an instalment and is paid by hand; the collector has a book of 1 to 4."""
    policy = company.policy("WL20", channel="manual")
    renew(company, SECOND_DUE)
    company.clerk("collector")
    company.do("premium.issue_receipt_book", None, company.clerk("premium"), clerk=LOGIN, receipts=4)
    return policy


def owed(company: Company, policy: str) -> int:
    return int(position(company, policy).premium_owed)


def wrong(company: Company, operation: str, number: str | None, **typed: object) -> list[tuple[str, str]]:
    with pytest.raises(InputErrors) as refused:
        company.do(operation, number, company.clerk("premium"), **typed)
    return [(one.field, one.message) for one in refused.value.problems]


def test_a_premium_collected_by_hand_is_paid_and_the_money_is_in_the_collectors_hands(company: Company) -> None:
    policy = owing(company)
    premium, before = owed(company, policy), company.balance(CASH)
    company.do("premium.collect_by_hand", policy, company.clerk("collector"), receipt=1, amount=premium)
    assert owed(company, policy) == 0
    assert (company.balance(OUT), company.balance(CASH)) == (premium, before)


def test_who_enters_a_collectors_receipt_is_told_what_is_with_the_bank(company: Company) -> None:
    policy = company.policy("WL20")
    renew(company, SECOND_DUE)
    COLLECTION.run(company.store, company.clerk("premium"), company.today)
    company.clerk("collector")
    company.do("premium.issue_receipt_book", None, company.clerk("premium"), clerk=LOGIN, receipts=4)
    paid = company.do(
        "premium.collect_by_hand", policy, company.clerk("collector"), receipt=1, amount=owed(company, policy)
    )
    assert any("due on 2027-03-03 is with bank ICBC already" in message for message in paid.messages)


def test_it_is_handed_in_to_the_fen_before_the_day_closes(company: Company) -> None:
    policy = owing(company)
    premium, before = owed(company, policy), company.balance(CASH)
    company.do("premium.collect_by_hand", policy, company.clerk("collector"), receipt=1, amount=premium)
    with pytest.raises(Refused, match=LOGIN):
        company.do("premium.close_day", None, company.clerk("premium"))
    [(field, said)] = wrong(company, "premium.hand_in", None, clerk=LOGIN, cash=premium - 1)
    assert (field, f"1: {Fen(premium).yuan()}" in said) == ("cash", True)
    cashier = company.clerk("counter")
    company.do("premium.hand_in", None, cashier, clerk=LOGIN, cash=premium)
    assert (company.balance(OUT), company.balance(CASH) - before) == (0, premium)
    with pytest.raises(Refused, match="handed in everything"):
        company.do("premium.hand_in", None, cashier, clerk=LOGIN, cash=premium)
    company.do("counter.close_till", None, cashier, counted=premium)
    company.do("premium.close_day", None, company.clerk("premium"))
    with company.store.read() as reader:
        assert [(one.receipts, one.cash, one.transfer) for one in reader.find(HandIn)] == [(1, premium, 0)]


def test_who_collects_no_more_still_hands_in_and_does_not_count_it_themselves(company: Company) -> None:
    policy = owing(company)
    collector, premium = company.clerk("collector"), owed(company, policy)
    company.do("premium.collect_by_hand", policy, collector, receipt=1, amount=premium)
    company.do("administration.set_duties", None, clerk=LOGIN, duties=["counter"])
    with pytest.raises(NotAllowed, match="their own money"):
        company.do("premium.hand_in", None, collector, clerk=LOGIN, cash=premium)
    company.do("premium.hand_in", None, company.clerk("counter"), clerk=LOGIN, cash=premium)
    assert company.balance(OUT) == 0
    assert wrong(company, "premium.hand_in", None, clerk="nobody", cash=1) == [("clerk", "there is no such clerk")]


def test_a_number_is_used_once_by_who_holds_the_book_and_from_the_day_it_was_given_out(company: Company) -> None:
    policy = owing(company)
    entered = {"receipt": 1, "amount": 100, "method": "transfer"}
    other = company.clerk("collector", no=2)
    with pytest.raises(NotAllowed):
        company.do("premium.collect_by_hand", policy, other, **entered)
    yesterday = (company.today - timedelta(days=1)).isoformat()
    assert [field for field, _said in wrong(company, "premium.collect_by_hand", policy, **entered, day=yesterday)] == [
        "day"
    ]
    company.do("premium.collect_by_hand", policy, **entered)
    said = f"was used on {company.today.isoformat()}"
    assert wrong(company, "premium.collect_by_hand", policy, **entered) == [("receipt", said)]
    assert wrong(company, "premium.collect_by_hand", policy, **{**entered, "receipt": 5})[0][0] == "receipt"


def test_every_number_is_used_and_handed_in_void_or_missing_before_a_book_is_closed(company: Company) -> None:
    policy = owing(company)
    supervisor = company.clerk("premium", "supervisor")
    company.do("premium.issue_receipt_book", None, company.clerk("premium"), clerk=LOGIN, receipts=1)
    with pytest.raises(Refused, match="2 books"):
        company.do("premium.issue_receipt_book", None, company.clerk("premium"), clerk=LOGIN)
    company.do("premium.collect_by_hand", policy, receipt=2, amount=100, method="transfer")
    company.do("premium.void_receipts", None, supervisor, receipts=["1", "3", "03"], reason="spoilt")
    with pytest.raises(NotAllowed):
        company.do("premium.report_missing", None, company.clerk("premium"), receipts=["4"], reason="lost")
    company.do("premium.report_missing", None, supervisor, receipts=["4"], reason="lost on the way")
    assert [field for field, _said in wrong(company, "premium.void_receipts", None, receipts=["4", "x"], reason="no")]
    strange = ["0", "²", "9" * 5_000]
    assert [said for _field, said in wrong(company, "premium.void_receipts", None, receipts=strange, reason="no")] == [
        "is not a number"
    ] * 3
    done = company.do("premium.hand_in", None, clerk=LOGIN, transfer=100)
    assert "The book 1 to 4 is accounted for." in done.messages
    with company.store.read() as reader:
        assert [one.closed_on is None for one in reader.find(ReceiptBook)] == [False, True]
        collector = company.clerk("collector").clerk_id
        assert how_many(reader, collector) == {"used": 1, "void": 2, "missing": 1, "blank": 1}
    company.do("premium.issue_receipt_book", None, company.clerk("premium"), clerk=LOGIN)


def test_too_much_cash_in_ones_hands_has_to_be_handed_in_first(company: Company) -> None:
    policy = owing(company)
    much = {"amount": Fen.of_yuan("50000"), "identity_checked": True}
    company.do("premium.collect_by_hand", policy, receipt=1, **much)
    with pytest.raises(Refused, match="not handed in yet"):
        company.do("premium.collect_by_hand", policy, receipt=2, amount=1)
    company.do("premium.collect_by_hand", policy, receipt=2, amount=1, method="transfer")
    company.do("premium.hand_in", None, clerk=LOGIN, cash=much["amount"], transfer=1)
    company.do("premium.collect_by_hand", policy, receipt=3, amount=1)


def test_a_receipt_entered_with_a_wrong_amount_is_taken_back_by_another_clerk_and_entered_again(
    company: Company,
) -> None:
    policy = owing(company)
    premium, collector, clerk = owed(company, policy), company.clerk("collector"), company.clerk("premium")
    company.do("premium.collect_by_hand", policy, clerk, receipt=1, amount=premium * 10, identity_checked=True)
    assert (owed(company, policy), company.balance(OUT)) == (0, premium * 10)
    wrong_one = {"receipt": 1, "reason": "a nought too many"}
    with pytest.raises(NotAllowed, match="another clerk"):
        company.do("premium.take_back_entry", policy, clerk, **wrong_one)
    company.do("premium.take_back_entry", policy, company.clerk("counter"), **wrong_one)
    assert (owed(company, policy), company.balance(OUT), position(company, policy).suspense) == (premium, 0, 0)
    assert company.verify() == []
    company.do("premium.collect_by_hand", policy, collector, receipt=1, amount=premium)
    assert (owed(company, policy), company.balance(OUT)) == (0, premium)
    company.do("premium.take_back_entry", policy, clerk, receipt=1, reason="a transfer, not cash")
    company.do("premium.collect_by_hand", policy, collector, receipt=1, amount=premium, method="transfer")
    company.do("premium.hand_in", None, company.clerk("counter"), clerk=LOGIN, transfer=premium)
    with pytest.raises(InputErrors):
        company.do("premium.take_back_entry", policy, clerk, **wrong_one)


def test_a_wrong_entry_whose_surplus_was_used_since_is_not_taken_back(company: Company) -> None:
    policy = owing(company)
    premium = owed(company, policy)
    company.do("premium.collect_by_hand", policy, company.clerk("collector"), receipt=1, amount=premium + 5_000)
    company.do("premium.refund_suspense", policy, amount=5_000, account_no="6222000000000001")
    with pytest.raises(Refused, match="used since"):
        company.do("premium.take_back_entry", policy, company.clerk("counter"), receipt=1, reason="wrong amount")


def test_an_entry_is_taken_back_for_its_own_policy_and_while_its_number_is_used(company: Company) -> None:
    policy, other = owing(company), company.policy("TM20")
    company.do("premium.collect_by_hand", policy, company.clerk("collector"), receipt=1, amount=100)
    for number, receipt in ((other, 1), (policy, 2)):
        assert wrong(company, "premium.take_back_entry", number, receipt=receipt, reason="wrong") == [
            ("receipt", "was not entered for this policy")
        ]

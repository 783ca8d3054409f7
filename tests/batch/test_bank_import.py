"""bank-import: what a bank answers is booked once, what fits nothing is kept, and no fen is lost."""

import re
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import event

from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Refused
from ops_console.batch import bank_reading
from ops_console.batch.collections import COLLECTION
from ops_console.data.tables import BankFile, BankItem, DueEvent, PolicyStatus, WorkItem
from ops_console.desk.desk import perform
from ops_console.exchange.bank.model import Faulty
from ops_console.rules.numbers import Number, Prefix
from ops_console.rules.references import CollectionReference
from tests.support.bank_book import COLLECTED_ON, DUE, BankBook, settle_all
from tests.support.book import BEIJING, RECEIVABLE, SHANGHAI, Book

BANK, UNIDENTIFIED = "1002", "2241.02"


@pytest.fixture
def bank(book: Book) -> BankBook:
    return BankBook(book)


def cases(bank: BankBook) -> list[WorkItem]:
    with bank.book.store.read() as reader:
        return reader.find(WorkItem, kind="bank_item")


def test_what_was_collected_is_paid_with_receipts_in_the_order_of_the_lines(bank: BankBook) -> None:
    policies = [bank.owed(1_000 + n, serviced_by=BEIJING if n == 1 else SHANGHAI) for n in range(3)]
    bank.ordered()
    file_id = bank.take_in(settle_all(bank, reversed(policies)))
    assert bank.states(file_id) == ["booked"] * 3
    assert [(one.branch_id, one.no, one.policy_id, one.amount) for one in bank.receipts()] == [
        (SHANGHAI, 1, policies[2], 1_002),
        (SHANGHAI, 2, policies[0], 1_000),
        (BEIJING, 1, policies[1], 1_001),
    ]
    assert {bank.book.billing(policy).paid_to for policy in policies} == {date(2027, 3, 15)}
    assert {(bank.order(policy).state, bank.order(policy).answered_on) for policy in policies} == {
        ("collected", COLLECTED_ON)
    }
    assert bank.book.balances()[SHANGHAI, BANK] == 2_002
    assert bank.book.balances()[BEIJING, RECEIVABLE] == 0
    assert bank.file_state(file_id) == "booked"
    assert bank.book.broken_chunks() == []


def test_insufficient_funds_are_tried_again_and_a_closed_account_stops_the_mandate(bank: BankBook) -> None:
    poor, gone = bank.owed(), bank.owed()
    bank.ordered()
    file_id = bank.take_in(
        [bank.answer(poor, "rejected", "insufficient_funds"), bank.answer(gone, "rejected", "account_closed")]
    )
    assert bank.states(file_id) == ["booked", "booked"]
    assert (bank.order(poor).state, bank.order(poor).retry_on) == ("rejected", date(2026, 3, 25))
    assert (bank.order(gone).state, bank.order(gone).retry_on) == ("rejected", None)
    assert [bank.mandate(policy) for policy in (poor, gone)] == ["active", "suspended"]
    assert bank.letters() == ["collection_impossible"]


def test_the_same_file_again_changes_nothing(bank: BankBook) -> None:
    policy = bank.owed()
    bank.ordered()
    arrival = bank.file([bank.answer(policy)])
    first = bank_reading.keep(bank.book.store, arrival)
    bank.run()
    before = bank.digest()
    assert bank_reading.keep(bank.book.store, arrival) == first
    bank.run()
    assert bank.digest() == before


def test_a_file_of_the_same_name_with_other_content_is_refused_with_both_days(bank: BankBook) -> None:
    policy = bank.owed()
    bank.ordered()
    bank.take_in([bank.answer(policy)], message="M1")
    with pytest.raises(Refused, match="on 2026-03-16 already, this one of 2026-03-16"):
        bank.take_in([bank.answer(policy, "rejected", "other")], message="M1")


def test_the_same_answer_again_is_kept_as_repeated_in_whatever_file(bank: BankBook) -> None:
    policy, other = bank.owed(), bank.owed()
    bank.ordered()
    no = bank.answer(other, "rejected", "insufficient_funds")
    first = bank.take_in([bank.answer(policy), bank.answer(policy), no])
    assert bank.states(first) == ["booked", "repeated", "booked"]
    second = bank.take_in([bank.answer(policy, "credited"), no], "notification")
    third = bank.take_in([bank.answer(policy, "credited"), no], "statement")
    assert bank.states(second) == bank.states(third) == ["repeated", "repeated"]
    assert (len(bank.receipts()), cases(bank)) == (1, [])


def test_money_an_account_shows_twice_came_twice(bank: BankBook) -> None:
    policy = bank.owed(5_000)
    bank.ordered()
    credited = bank.answer(policy, "credited")
    assert bank.states(bank.take_in([credited, credited], "notification")) == ["booked", "late"]
    assert bank.states(bank.take_in([credited, credited], "statement")) == ["repeated", "repeated"]
    assert len(cases(bank)) == 1
    assert bank.balance(BANK) == 10_000
    assert bank.balance(UNIDENTIFIED) == -5_000


@pytest.mark.parametrize("off", [-1, 1])
def test_an_amount_off_by_one_fen_is_held_and_pays_nothing(bank: BankBook, off: int) -> None:
    policy = bank.owed(5_000)
    bank.ordered()
    file_id = bank.take_in([bank.answer(policy, amount=Fen(5_000 + off))])
    assert bank.states(file_id) == ["differs"]
    assert bank.receipts() == []
    assert bank.order(policy).state == "sent"
    [case] = cases(bank)
    assert (case.policy_id, case.room, case.due) == (policy, "premium", date(2026, 3, 23))
    assert bank.balance(UNIDENTIFIED) == -(5_000 + off)
    [line] = bank.held(file_id)
    assert (line.case, line.state) == (case.number, "differs")


def test_a_report_repeated_under_another_name_holds_no_money_twice(bank: BankBook) -> None:
    policy = bank.owed()
    bank.ordered()
    off = bank.answer(policy, amount=Fen(4_999))
    assert bank.states(bank.take_in([off])) == ["differs"]
    assert bank.states(bank.take_in([off])) == ["repeated"]
    assert bank.states(bank.take_in([off], "statement")) == ["repeated"]
    assert len(cases(bank)) == 1
    assert bank.balance(UNIDENTIFIED) == -4_999


def test_a_report_of_an_order_nobody_gave_is_listed_and_money_that_fits_nothing_is_held(bank: BankBook) -> None:
    policy = bank.owed()
    bank.ordered()
    nobody = bank.answer(policy, reference="THANK-YOU")
    assert bank.states(bank.take_in([nobody])) == ["unknown"]
    assert cases(bank) == []
    came, went = (bank.answer(policy, how, reference="", amount=Fen(700)) for how in ("credited", "debited"))
    file_id = bank.take_in([came, went], "notification")
    assert bank.states(file_id) == ["unknown", "unknown"]
    assert len(cases(bank)) == 2
    assert (bank.balance(BANK), bank.balance(UNIDENTIFIED)) == (0, 0)
    assert bank.states(bank.take_in([came, went], "statement")) == ["repeated", "repeated"]


def test_what_was_booked_by_hand_is_looked_through_once_for_all_lines_of_a_day(bank: BankBook) -> None:
    policy = bank.owed()
    bank.ordered()
    stranger = bank.answer(policy, "credited", reference="")
    looked = []

    def look(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        looked.append(bool(re.search("receipt JOIN event|event JOIN receipt", statement)))

    event.listen(bank.book.store.engine, "before_cursor_execute", look)
    try:
        file_id = bank.take_in([stranger._replace(no=n, amount=Fen(n)) for n in range(1, 5)], "notification")
    finally:
        event.remove(bank.book.store.engine, "before_cursor_execute", look)
    assert bank.states(file_id) == ["unknown"] * 4
    assert sum(looked) == 1


def test_a_bank_answers_for_its_own_orders_only(bank: BankBook) -> None:
    own, others, rejected = bank.owed(), bank.owed(7_000, bank="CCB"), bank.owed(bank="CCB")
    bank.ordered()
    no = bank.answer(rejected, "rejected", "insufficient_funds")
    file_id = bank.take_in([bank.answer(own), bank.answer(others), no])
    assert bank.states(file_id) == ["booked", "unknown", "unknown"]
    assert [bank.order(one).state for one in (own, others, rejected)] == ["collected", "sent", "sent"]
    shown = bank.take_in([bank.answer(others, "credited")], "notification")
    assert (bank.states(shown), bank.balance(UNIDENTIFIED)) == (["unknown"], -7_000)
    [case] = cases(bank)
    to = {"policy": str(Number(Prefix.POLICY, others))}
    perform(bank.book.store, "premium.assign_bank_item", bank.book.actor, case.number, to)
    assert bank.order(others).state == "sent"


def test_a_line_is_not_taken_in_by_hand_once_more(bank: BankBook) -> None:
    booked, off = bank.owed(5_000), bank.owed()
    bank.ordered()
    file_id = bank.take_in([bank.answer(booked), bank.answer(off, "rejected", "account_closed", amount=Fen(1))])
    for line, amount, said in ((1, 5_000, "was booked already"), (2, 5_000, "is not that of the line")):
        values = {"amount": amount, "day": COLLECTED_ON, "file": file_id, "line": line}
        with pytest.raises(InputErrors) as refused:
            perform(bank.book.store, "premium.hold_bank_money", bank.book.actor, None, values)
        assert [one.message for one in refused.value.problems] == [said]
    assert (cases(bank), bank.balance(BANK)) == ([], 5_000)


def test_what_comes_for_a_lapsed_policy_is_late_and_held(bank: BankBook) -> None:
    policy = bank.owed()
    bank.ordered()
    with bank.book.store.write() as tx:
        tx.update(PolicyStatus, {"policy_id": policy}, {"status": "lapsed"})
    assert bank.states(bank.take_in([bank.answer(policy)])) == ["late"]
    assert bank.balance(UNIDENTIFIED) == -100_000


def test_what_was_paid_at_the_counter_meanwhile_is_not_paid_twice(bank: BankBook) -> None:
    policy = bank.owed(5_000)
    bank.ordered()
    number = str(Number(Prefix.POLICY, policy))
    paid = {"amount": 5_000, "method": "transfer"}
    perform(bank.book.store, "premium.collect", bank.book.actor, number, paid)
    assert bank.states(bank.take_in([bank.answer(policy)])) == ["late"]
    [case] = cases(bank)
    assert (len(bank.receipts()), bank.balance(BANK), bank.balance(UNIDENTIFIED)) == (1, 10_000, -5_000)
    perform(bank.book.store, "premium.assign_bank_item", bank.book.actor, case.number, {"policy": number})
    assert bank.order(policy).state == "withdrawn"
    assert (bank.balance("2241.01"), bank.balance(UNIDENTIFIED)) == (-5_000, 0)


def test_money_taken_back_that_was_used_since_is_the_companys_to_clear(bank: BankBook) -> None:
    policy = bank.owed(5_000)
    bank.ordered()
    bank.take_in([bank.answer(policy)])
    with bank.book.store.write() as tx:
        [event] = tx.find(DueEvent, policy_id=policy)
        tx.insert([DueEvent(**{**event.model_dump(), "no": 2, "kind": "cancelled"})])
    file_id = bank.take_in([bank.answer(policy, "returned", "other")], "notification")
    assert bank.states(file_id) == ["late"]
    [case] = cases(bank)
    with bank.book.store.read() as reader:
        item = reader.need(BankItem, case.id)
    assert (item.why, item.amount) == ("returned", -5_000)
    assert (bank.balance(BANK), bank.balance(UNIDENTIFIED)) == (0, 5_000)


def test_a_return_after_success_is_owed_again_and_paid_to_goes_back(bank: BankBook) -> None:
    policy = bank.owed()
    bank.ordered()
    bank.take_in([bank.answer(policy)])
    file_id = bank.take_in([bank.answer(policy, "returned", "insufficient_funds")], "notification")
    assert bank.states(file_id) == ["booked"]
    assert (bank.order(policy).state, bank.order(policy).retry_on) == ("returned", date(2026, 3, 25))
    assert bank.book.billing(policy).paid_to == DUE
    assert bank.balance(BANK) == 0
    assert bank.balance(RECEIVABLE) == 100_000


def test_the_second_try_is_paid_after_a_return(bank: BankBook) -> None:
    policy = bank.owed()
    bank.ordered()
    bank.take_in([bank.answer(policy), bank.answer(policy, "returned", "insufficient_funds")])
    bank.book.business_date(date(2026, 3, 25))
    COLLECTION.run(bank.book.store, bank.book.actor, date(2026, 3, 25))
    again = bank.answer(policy, reference=str(CollectionReference(policy, DUE, 2)))
    assert bank.states(bank.take_in([again])) == ["booked"]
    assert (bank.order(policy).attempt, bank.order(policy).state) == (2, "collected")
    assert bank.book.billing(policy).paid_to == date(2027, 3, 15)


def test_what_the_bank_is_still_at_and_what_can_not_be_read_is_kept(bank: BankBook) -> None:
    policy = bank.owed()
    bank.ordered()
    file_id = bank.take_in([bank.answer(policy, "pending"), Faulty(2, "amount", "is no amount", "12,x")])
    assert bank.states(file_id) == ["pending", "faulty"]
    assert (bank.order(policy).state, bank.file_state(file_id)) == ("sent", "booked")


def test_a_decision_on_the_whole_file_speaks_of_every_order_in_it_once(bank: BankBook) -> None:
    policies = [bank.owed() for _ in range(3)]
    bank.ordered()
    with bank.book.store.read() as reader:
        [ours] = reader.find(BankFile, direction="out")
    arrival = bank.file([bank.answer(policies[1], "rejected", "account_closed")])
    head = replace(arrival.head, original=ours.message, whole="rejected", reason="insufficient_funds")
    file_id = bank_reading.keep(bank.book.store, replace(arrival, head=head))
    bank.run()
    assert bank.states(file_id) == ["booked"] * 3
    assert [bank.order(policy).reason for policy in policies] == [
        "insufficient_funds", "account_closed", "insufficient_funds"
    ]  # fmt: skip

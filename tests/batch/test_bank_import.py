"""bank-import: what a bank answers is booked once, what fits nothing is kept, and no fen is lost."""

from datetime import date
from typing import Any

import pytest

from ops_console.batch import bank_import, bank_lines
from ops_console.data.tables import Event, WorkItem
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

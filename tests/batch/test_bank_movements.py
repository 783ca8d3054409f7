"""What moved on our account, as files of the bank tell it: each movement is in the books once, and the way it went."""

from datetime import date
from pathlib import Path

import pytest

from ops_console.base.money import Fen
from ops_console.batch.bank_intake import Taken, take_in
from ops_console.batch.payouts import PAYOUT
from ops_console.data.tables import BankItem, BankLine, PayoutOrder
from ops_console.desk.entry import Actor
from ops_console.rules.numbers import HEAD_OFFICE
from tests.support.bank_files import ISO_BANK, entry, notification, transaction
from tests.support.company import Company

BANK, UNIDENTIFIED = "1002", "2241.02"
PAYS = "1001200000000000025"
ACCOUNT = "6222000000000001"


class Desk:
    """Head office's premium department, with files of the default bank."""

    def __init__(self, company: Company, folder: Path) -> None:
        self.company, self._folder, self._files = company, folder, 0
        self.clerk: Actor = company.clerk("premium", branch=HEAD_OFFICE)

    def take(self, data: bytes, profile: str = "") -> Taken:
        """A file of its own name."""
        self._files += 1
        path = self._folder / f"{self._files}.xml"
        path.write_bytes(data.replace(b"N20261123", b"N%06d" % self._files))
        return take_in(self.company.store, self.clerk, path, profile=profile)

    def states(self, taken: Taken) -> list[str]:
        with self.company.store.read() as reader:
            return [line.state for line in reader.find(BankLine, file_id=taken.file_id)]

    def items(self) -> list[BankItem]:
        with self.company.store.read() as reader:
            return reader.find(BankItem, order_by="case_id")

    def books(self) -> tuple[Fen, Fen]:
        """What stands on the bank's account, and on that of unidentified money."""
        return self.company.balance(BANK), self.company.balance(UNIDENTIFIED)


@pytest.fixture
def desk(company: Company, tmp_path: Path) -> Desk:
    return Desk(company, tmp_path)


def paid(company: Company, amount: int) -> str:
    """Number of a payment that the bank was given."""
    policy = company.policy("WL20")
    company.do("premium.collect", policy, amount=amount, method="bank", identity_checked=True)
    refund = {"amount": amount, "account_no": ACCOUNT}
    [payment] = company.do("premium.refund_suspense", policy, company.clerk("premium"), **refund).opened
    company.do("premium.release_payment", payment)
    PAYOUT.run(company.store, company.clerk("premium"), company.today)
    return payment


def returned(reference: str, yuan: str, side: str) -> bytes:
    return notification(entry(yuan, side, transaction(reference, yuan, returned="AC04")), account=PAYS)


def test_a_payment_that_came_back_less_a_fee_came_in(company: Company, desk: Desk) -> None:
    payment = paid(company, 60_000)
    bank, _held = desk.books()
    taken = desk.take(returned(f"{payment}-1", "590.00", "CRDT"))
    assert desk.states(taken) == ["differs"]
    assert desk.books() == (bank + 59_000, -59_000)
    assert [(one.amount, one.why) for one in desk.items()] == [(59_000, "differs")]
    assert company.verify() == []


def test_a_return_of_nobody_knows_what_goes_the_way_the_bank_says(company: Company, desk: Desk) -> None:
    company.policy("WL20")
    bank, _held = desk.books()
    desk.take(returned("THEIRS", "7.00", "CRDT"))
    assert desk.books() == (bank + 700, -700)
    desk.take(returned("OTHER", "9.00", "DBIT"))
    assert desk.books() == (bank - 200, 200)
    assert company.verify() == []


def test_a_payment_that_came_back_and_is_taken_again_is_not_said_to_have_come_back(
    company: Company, desk: Desk
) -> None:
    payment = paid(company, 60_000)
    bank, _held = desk.books()
    assert desk.states(desk.take(returned(f"{payment}-1", "600.00", "DBIT"))) == ["late"]
    assert desk.books() == (bank - 60_000, 60_000)
    assert desk.states(desk.take(returned(f"{payment}-1", "600.00", "CRDT"))) == ["booked"]
    assert desk.books() == (bank, 60_000)
    with company.store.read() as reader:
        [order] = reader.find(PayoutOrder)
    assert (order.state, order.reason) == ("bounced", "account_closed")
    assert company.verify() == []

"""What moved on our account, as files of the bank tell it: each movement is in the books once, and the way it went."""

from pathlib import Path

import pytest

from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors
from ops_console.batch import bank_lines
from ops_console.batch.bank_import import BANK_IMPORT
from ops_console.batch.bank_reading import Arrival, keep
from ops_console.batch.payouts import PAYOUT
from ops_console.data.tables import BankFile, BankItem, BankLine, PayoutOrder
from ops_console.data.verify import bank as bank_checks
from ops_console.exchange.bank.model import Incoming, Result
from tests.support.bank_desk import Desk
from tests.support.bank_files import DAY, entry, notification, statement, status, transaction
from tests.support.company import Company

PAYS = "1001200000000000025"
ACCOUNT = "6222000000000001"


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


def rent(*names: str, reference: str = "RENT") -> list[str]:
    """Standing transfers of 50.00, an entry each."""
    return [entry("50.00", "CRDT", transaction(reference, "50.00", name=name)) for name in names]


def stated(*entries: str, opening: int = 0, **on: str) -> bytes:
    """A statement of credits of 50.00."""
    closing = opening + 50 * len(entries)
    return statement(*entries, opening=f"{opening}.00", closing=f"{closing}.00", **on)


def in_april(data: bytes) -> bytes:
    return data.replace(DAY.isoformat().encode(), b"2026-12-23")


@pytest.mark.parametrize("reference", ["RENT", "NOTPROVIDED"])
def test_a_standing_transfer_told_by_statement_only_is_held_though_last_months_was_notified(
    company: Company, desk: Desk, reference: str
) -> None:
    company.policy("WL20")
    bank, _held = desk.books()
    one = rent("王小明", reference=reference)
    assert desk.states(desk.take(notification(*one))) == ["unknown"]
    [item] = desk.items()
    shown = desk.take(stated(*one))
    assert desk.states(shown) == ["repeated"]
    with company.store.read() as reader:
        assert [line.case_id for line in reader.find(BankLine, file_id=shown.file_id)] == [item.case_id]
    for month, (data, state) in enumerate([(in_april(stated(*one)), "unknown"), (stated(*one), "unknown")], 2):
        assert desk.states(desk.take(data)) == [state]
        assert desk.books() == (bank + month * 5_000, -month * 5_000)
    assert company.verify() == []


def test_as_often_as_money_was_notified_it_may_be_stated(company: Company, desk: Desk) -> None:
    company.policy("WL20")
    assert desk.states(desk.take(notification(*rent("王小明", "李明")))) == ["unknown"] * 2
    assert desk.states(desk.take(stated(*rent("王小明", "李明", "李明")))) == ["repeated", "repeated", "unknown"]
    assert [one.amount for one in desk.items()] == [5_000] * 3
    assert company.verify() == []


def test_money_with_a_long_text_a_long_name_or_a_day_at_the_end_of_time_is_held_whole(
    company: Company, desk: Desk
) -> None:
    company.policy("WL20")
    bank, _held = desk.books()
    name, more = "名" * 140, f"<AddtlTxInf>{'x' * 500}</AddtlTxInf></TxDtls>"
    told = transaction("R" * 35, "50.00", name=name).replace("</TxDtls>", more)
    remark = entry("7.00", "CRDT", info="y" * 500)
    last = entry("1.00", "CRDT").replace(DAY.isoformat(), "9999-12-31")
    first = entry("1.00", "CRDT").replace(DAY.isoformat(), "0001-01-01")
    taken = desk.take(notification(entry("50.00", "CRDT", told), remark, last, first))
    assert desk.states(taken) == ["unknown"] * 4
    assert (taken.left, taken.faults, [bool(one.case) for one in taken.held]) == ((), (), [True] * 4)
    assert [(one.amount, len(one.text), len(one.name)) for one in desk.items()][:2] == [
        (5_000, 500, 140),
        (700, 500, 0),
    ]
    assert desk.books()[0] == bank + 5_900
    assert company.verify() == []


def long_line(desk: Desk) -> int:
    """A file whose one line has more text and a longer name than a case."""
    head = Incoming("statement", "LONG", "", "ICBC", "", None, 1, Fen(100), "f" * 64)
    line = Result(1, "R" * 35, Fen(100), "credited", "", "", desk.company.today, "n" * 300, "t" * 600)
    return keep(desk.company.store, Arrival(head, [line], "ICBC", "iso", "long.xml"))


def test_a_text_is_cut_for_its_case_only(company: Company, desk: Desk) -> None:
    company.policy("WL20")
    file_id = long_line(desk)
    report = BANK_IMPORT.run(company.store, desk.clerk, company.today)
    assert (report.left, report.faults) == ((), ())
    [item] = desk.items()
    assert (len(item.text), len(item.name)) == (500, 200)
    with company.store.read() as reader:
        line = reader.need(BankLine, file_id, 1)
    assert (len(line.text), len(line.name), line.state) == (600, 300, "unknown")


def test_a_movement_that_can_not_be_held_is_set_aside_with_its_line_and_field_and_never_lost(
    company: Company, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    company.policy("WL20")
    monkeypatch.setattr(bank_lines, "MOST_NAME", 300)
    file_id = long_line(desk)
    [fault] = BANK_IMPORT.run(company.store, desk.clerk, company.today).faults
    assert "long.xml 1" in fault
    assert "name: at most 200 characters" in fault
    with company.store.read() as reader:
        assert (reader.need(BankFile, file_id).state, reader.need(BankLine, file_id, 1).state) == ("read", "read")
    monkeypatch.undo()
    assert BANK_IMPORT.run(company.store, desk.clerk, company.today).faults == ()
    assert len(desk.items()) == 1
    assert company.verify() == []


def test_verify_sees_a_movement_that_no_case_clears(company: Company, desk: Desk) -> None:
    company.policy("WL20")
    taken = desk.take(notification(*rent("王小明")))
    with company.store.write() as tx:
        assert list(bank_checks.movements_have_their_case(tx)) == []
        tx.update(BankItem, {"file_id": taken.file_id}, {"line_no": 2})
        found = list(bank_checks.movements_have_their_case(tx))
        tx.update(BankItem, {"file_id": taken.file_id}, {"line_no": 1})
    assert [one.place for one in found] == [f"bank_line file {taken.file_id} line 1"]


def test_a_decision_on_a_whole_file_that_was_never_sent_is_a_fault_of_the_file(company: Company, desk: Desk) -> None:
    paid(company, 60_000)
    [ours] = desk.export()
    for name in ("NOSUCH", ours.message.replace("ICBC", "CCB")):
        with pytest.raises(InputErrors) as refused:
            desk.take(status((), original=name, group="<GrpSts>RJCT</GrpSts>"))
        [fault] = refused.value.problems
        assert (refused.value.code, fault.field, fault.value) == ("bank_file", "OrgnlMsgId", name)
    with company.store.read() as reader:
        assert reader.count(BankFile, direction="in") == 0
    assert desk.states(desk.take(status((), original=ours.message, group="<GrpSts>RJCT</GrpSts>"))) == ["booked"]
    assert company.verify() == []

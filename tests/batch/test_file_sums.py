"""A file of ours that the bank books in one sum: its orders are booked one by one, the sum stands once."""

from datetime import date
from pathlib import Path

import pytest

from ops_console.base.problems import InputErrors
from ops_console.batch.collections import COLLECTION
from ops_console.batch.payouts import PAYOUT
from ops_console.data.tables import BankFile, BankItem, BankLine, CollectionOrder, WorkItem
from ops_console.desk.offering import proposed
from ops_console.desk.operations import OPERATIONS
from ops_console.rules import numbers
from ops_console.rules.references import CollectionReference
from tests.support.bank_desk import UNIDENTIFIED, Desk
from tests.support.bank_files import DAY, Answer, entry, notification, statement, status, transaction
from tests.support.company import Company
from tests.support.policies import renew

DUE = date(2027, 3, 3)
ACCOUNT = "6222000000000001"
PAYS = "1001200000000000025"


@pytest.fixture
def desk(company: Company, tmp_path: Path) -> Desk:
    return Desk(company, tmp_path)


def yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def due_day(data: bytes) -> bytes:
    """What the bank tells of the day on which the file was to be carried out."""
    return data.replace(DAY.isoformat().encode(), DUE.isoformat().encode())


def with_the_bank(desk: Desk, policies: int = 2) -> tuple[BankFile, list[CollectionOrder]]:
    """Instalments that the bank was asked to collect in one file."""
    for _no in range(policies):
        desk.company.policy("WL20")
    renew(desk.company, DUE)
    COLLECTION.run(desk.company.store, desk.company.clerk("premium"), DUE)
    [written] = desk.export()
    with desk.company.store.read() as reader:
        return reader.need(BankFile, written.id), reader.find(CollectionOrder, file_id=written.id)


def answered(orders: list[CollectionOrder]) -> bytes:
    """The report that all of them were collected."""
    named = [CollectionReference(one.policy_id, one.due_date, one.attempt) for one in orders]
    return status([Answer(str(name), one.amount) for name, one in zip(named, orders, strict=True)])


def stated(sums: list[str], fen: int, side: str = "CRDT", **on: str) -> bytes:
    before, after = ("0.00", yuan(fen)) if side == "CRDT" else (yuan(fen), "0.00")
    return due_day(statement(*sums, opening=before, closing=after, **on))


def batch(fen: int, named: str = "") -> str:
    """An entry of one sum, which tells no transaction; `named`: what its batch says it is."""
    return entry(yuan(fen), "CRDT").replace(
        "</Ntry>", f"<NtryDtls><Btch>{named}</Btch></NtryDtls></Ntry>" if named else "</Ntry>"
    )


@pytest.mark.parametrize("how", ["nothing", "message", "part", "transaction"])
def test_the_sum_of_a_file_whose_orders_are_booked_is_told_before(company: Company, desk: Desk, how: str) -> None:
    file, orders = with_the_bank(desk)
    desk.take(answered(orders))
    books = desk.books()
    name = f"{file.message}-F" if how == "part" else file.message
    told = {
        "nothing": batch(file.amount),
        "message": batch(file.amount, f"<MsgId>{file.message}</MsgId>"),
        "part": batch(file.amount, f"<MsgId>{file.message}</MsgId><PmtInfId>{name}</PmtInfId>"),
        "transaction": entry(yuan(file.amount), "CRDT", transaction(file.message)),
    }[how]
    for data in (due_day(notification(told)), stated([told], file.amount)):
        taken = desk.take(data)
        assert desk.states(taken) == ["repeated"]
        with company.store.read() as reader:
            assert [line.reference for line in reader.find(BankLine, file_id=taken.file_id)] == [name]
    assert (desk.books(), desk.items()) == (books, [])
    again = desk.take(stated([told], file.amount))
    assert (desk.states(again), desk.books()) == (["unknown"], (books[0] + file.amount, -file.amount))
    assert company.verify() == []


def test_a_sum_that_comes_before_the_answer_is_held_and_a_clerk_clears_it_against_the_file(
    company: Company, desk: Desk
) -> None:
    file, orders = with_the_bank(desk)
    bank, _held = desk.books()
    assert desk.states(desk.take(stated([batch(file.amount)], file.amount))) == ["unknown"]
    [item] = desk.items()
    number = number_of(item)
    clear = {"name": file.message}
    with pytest.raises(InputErrors, match="input"):
        company.do("premium.clear_file_sum", number, desk.clerk, **clear)
    desk.take(answered(orders))
    assert desk.books() == (bank + 2 * file.amount, -file.amount)
    assert proposal(company, desk, item) == clear
    with pytest.raises(InputErrors):
        company.do("premium.clear_file_sum", number, desk.clerk, name="CICBC-0101-000099")
    assert company.do("premium.clear_file_sum", number, desk.clerk, **clear).state == "cleared"
    assert desk.books() == (bank + file.amount, 0)
    assert desk.states(desk.take(stated([batch(file.amount)], file.amount))) == ["unknown"]
    with pytest.raises(InputErrors):
        company.do("premium.clear_file_sum", number_of(desk.items()[1]), desk.clerk, **clear)
    assert company.verify() == []


def number_of(item: BankItem) -> str:
    return str(numbers.Number(numbers.Prefix.BANK_ITEM, item.case_id))


def proposal(company: Company, desk: Desk, item: BankItem) -> dict[str, str]:
    with company.store.read() as reader:
        case = reader.need(WorkItem, item.case_id)
        return proposed(reader, OPERATIONS["premium.clear_file_sum"], desk.clerk, case)


def test_what_a_statement_told_line_by_line_is_not_its_sum_as_well(company: Company, desk: Desk) -> None:
    file, orders = with_the_bank(desk)
    one_by_one = [
        entry(yuan(one.amount), "CRDT", transaction(str(CollectionReference(one.policy_id, one.due_date, 1))))
        for one in orders
    ]
    assert desk.states(desk.take(stated(one_by_one, file.amount))) == ["booked"] * 2
    assert desk.states(desk.take(due_day(notification(batch(file.amount))))) == ["repeated"]
    assert desk.states(desk.take(stated([batch(file.amount)], file.amount))) == ["unknown"]
    assert company.balance(UNIDENTIFIED) == -file.amount


def test_another_sum_or_another_account_is_held(company: Company, desk: Desk) -> None:
    file, orders = with_the_bank(desk)
    desk.take(answered(orders))
    named = batch(file.amount - 1, f"<MsgId>{file.message}</MsgId>")
    assert desk.states(desk.take(stated([named], file.amount - 1))) == ["unknown"]
    assert desk.states(desk.take(stated([batch(file.amount)], file.amount, account=PAYS))) == ["unknown"]
    assert desk.states(desk.take(due_day(notification(entry(yuan(file.amount), "DBIT"))))) == ["unknown"]
    assert company.verify() == []


def test_what_the_bank_paid_in_one_sum_went_out_when_it_was_paid_out(company: Company, desk: Desk) -> None:
    policy = company.policy("WL20")
    for amount in (60_000, 40_000):
        company.do("premium.collect", policy, amount=amount, method="bank", identity_checked=True)
        refund = {"amount": amount, "account_no": ACCOUNT}
        [payment] = company.do("premium.refund_suspense", policy, company.clerk("premium"), **refund).opened
        company.do("premium.release_payment", payment)
    PAYOUT.run(company.store, company.clerk("premium"), company.today)
    desk.export()
    books = desk.books()
    debit = statement(entry("1000.00", "DBIT"), opening="1000.00", closing="0.00", account=PAYS)
    on = company.today.isoformat().encode()
    assert desk.states(desk.take(debit.replace(DAY.isoformat().encode(), on))) == ["repeated"]
    assert (desk.books(), desk.items()) == (books, [])
    assert company.verify() == []

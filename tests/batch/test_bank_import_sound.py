"""bank-import whatever happens: killed and started again, by sets or one by one, no fen is lost, none booked twice."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from ops_console.base.money import Fen
from ops_console.batch import bank_import, bank_reading
from ops_console.data.runs import bank_matching
from ops_console.data.schema import WRITTEN_ONCE
from ops_console.data.store import Store
from ops_console.data.tables import BankLine, LedgerLine, Run, RunChunk
from ops_console.data.triggers import let_change
from ops_console.data.verify import bank as bank_checks
from ops_console.data.verify import cases, ledger, sealed
from ops_console.data.verify import digest as digests
from ops_console.exchange.bank.model import Faulty, Result
from ops_console.rules.bank_answers import IN
from tests.support.bank_book import BankBook, settle_all
from tests.support.book import BEIJING, SHANGHAI, Book, build
from tests.support.stores import SqliteStores, Stores

ONE_FOLDER = [HealthCheck.function_scoped_fixture]


class _Killed(Exception):
    """The power goes."""


@pytest.fixture
def bank(book: Book) -> BankBook:
    return BankBook(book)


@pytest.fixture
def sqlite_stores(tmp_path: Path, kept_files: Path) -> Stores:
    return SqliteStores(tmp_path, kept_files)


def file_of(bank: BankBook) -> bank_reading.Arrival:
    """Every kind of line there is, over three chunks."""
    policies = [bank.owed(1_000 + n, serviced_by=BEIJING if n % 3 == 0 else SHANGHAI) for n in range(8)]
    bank.ordered()
    lines: list[Result | Faulty] = [*settle_all(bank, policies[:4])]
    lines += [bank.answer(policies[4], "rejected", "insufficient_funds"), bank.answer(policies[0], "settled")]
    lines += [
        bank.answer(policies[5], amount=Fen(1)),
        bank.answer(policies[6], reference="X"),
        Faulty(9, "day", "?", "?"),
    ]
    lines += [bank.answer(policies[7]), bank.answer(policies[1], "returned", "insufficient_funds")]
    return bank.file(lines, "text")


def test_killed_while_it_is_read_or_booked_it_goes_on_where_it_stopped(
    stores: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bank_reading, "LINES_AT_ONCE", 4)
    monkeypatch.setattr(bank_import, "LINES_PER_CHUNK", 4)
    found = []
    for killed in (False, True):
        bank = BankBook(Book(Store(stores.copy("book", build))))
        arrival = file_of(bank)
        if killed:
            with pytest.raises(_Killed):
                bank_reading.keep(bank.book.store, arrival, watch=_kill)
        file_id = bank_reading.keep(bank.book.store, arrival)
        if killed:
            with pytest.raises(_Killed):
                bank.run(progress=_kill)
        bank.run()
        found.append((bank.digest(), bank.states(file_id), len(bank.receipts())))
        assert bank.book.broken_chunks() == []
        with bank.book.store.read() as reader:
            [run] = reader.find(Run, kind="bank-import")
            # All of one branch, so one after the other whoever works: receipts are numbered in the lines' order.
            assert {one.branch_id for one in reader.find(RunChunk, run_id=run.id)} == {1}
            assert run.subject == str(file_id)
        bank.book.store.close()
    assert found[0] == found[1]
    assert found[0][1:] == (
        ["booked"] * 5 + ["repeated", "differs", "unknown", "faulty", "booked", "booked"], 5
    )  # fmt: skip


def _kill(_progress: Any) -> None:
    raise _Killed


OUTCOMES = st.sampled_from(["settled", "credited", "rejected", "returned", "came_back", "debited", "pending"])
SIGN = {"settled": 1, "credited": 1, "came_back": 1, "returned": -1, "debited": -1}
"""Which way money goes with a line on our account, as the bank states it."""
REASONS = st.sampled_from(["insufficient_funds", "account_closed", "other"])
LINES = st.lists(
    st.tuples(st.integers(0, 5), OUTCOMES, REASONS, st.sampled_from([0, 0, 0, 1, None]), st.booleans()), max_size=9
)


def lines_of(bank: BankBook, policies: list[int], drawn: list[Any]) -> list[Result]:
    """Answers as drawn: policy, outcome, reason, how far off the amount is, whether the reference is ours."""
    lines = []
    for who, outcome, reason, off, ours in drawn:
        line = bank.answer(policies[who], outcome, "" if outcome in IN else reason)
        values: dict[str, Any] = {} if ours else {"reference": f"R{who}"}
        values["amount"] = None if off is None else Fen((line.amount or 0) + off)
        lines.append(bank.answer(policies[who], outcome, "" if outcome in IN else reason, **values))
    return lines


def a_book(stores: Stores) -> tuple[BankBook, list[int]]:
    bank = BankBook(Book(Store(stores.copy("book", build))))
    policies = [bank.owed(1_000 + n, serviced_by=BEIJING if n % 2 else SHANGHAI) for n in range(6)]
    bank.ordered()
    return bank, policies


@settings(max_examples=12, suppress_health_check=ONE_FOLDER)
@given(LINES, st.sampled_from(["text", "notification"]))
def test_money_of_a_file_is_booked_or_held_or_listed_to_the_fen(
    sqlite_stores: Stores, drawn: list[Any], kind: Any
) -> None:
    bank, policies = a_book(sqlite_stores)
    lines = lines_of(bank, policies, drawn)
    arrival = bank.file(lines, kind)
    file_id = bank_reading.keep(bank.book.store, arrival)
    bank.run()
    assert set(bank.states(file_id)) <= {"booked", "repeated", "unknown", "differs", "late", "pending"}
    told = Fen.total(one.amount for one in lines if one.amount is not None)
    assert sum(bank.totals(file_id).values()) == told
    with bank.book.store.read() as reader:
        # The bank's account holds what is paid for, and what is held.
        paid = sum(one.amount for one in bank.receipts()) - _returned(reader)
        held = -sum(line.amount for line in reader.find(LedgerLine, account="2241.02"))
        assert bank.balance("1002") == paid + held
        moves = [one for one in lines if one.outcome in SIGN]
        if kind == "notification" and all(one.amount is not None for one in moves):
            # Whatever each line was found to be, the account moved by what the bank says.
            once = sum(_moved(one) for one in reader.find(BankLine, file_id=file_id, state="repeated"))
            assert bank.balance("1002") == sum(map(_moved, moves)) - once
        for check in (
            bank_checks.items_are_held, bank_checks.files_are_whole, bank_checks.collected_orders_were_paid,
            cases.receipts_are_gapless, ledger.entries_balance, ledger.money_held,
        ):  # fmt: skip
            assert list(check(reader)) == []
    assert bank.book.broken_chunks() == []
    bank.book.store.close()


def _moved(line: Result | BankLine) -> int:
    return SIGN.get(line.outcome, 0) * (line.amount or 0)


def _returned(reader: Any) -> int:
    return -sum(line.amount for line in reader.find(LedgerLine, rule="premium_returned", account="1002"))


@settings(max_examples=8, suppress_health_check=ONE_FOLDER)
@given(LINES)
def test_sets_and_single_operations_leave_the_same(
    sqlite_stores: Stores, monkeypatch: pytest.MonkeyPatch, drawn: list[Any]
) -> None:
    found = []
    for by_sets in (True, False):
        bank, policies = a_book(sqlite_stores)
        lines = _plain_first(lines_of(bank, policies, drawn))
        with monkeypatch.context() as patched:
            if not by_sets:
                patched.setattr(bank_matching, "mark_collected", lambda _tx, _stretch: 0)
                patched.setattr(bank_matching, "rejected", lambda _tx, _stretch, _reasons: [])
                patched.setattr(bank_matching, "mark_repeated", lambda _tx, _stretch, _kind: 0)
            file_id = bank_reading.keep(bank.book.store, bank.file(lines, "text"))
            bank.run()
            # Sets post once a branch: the ledger is compared by its accounts.
            patched.setattr(digests, "APART", digests.APART | {"ledger_line"})
            found.append((bank.digest(), bank.states(file_id), dict(bank.book.balances())))
        bank.book.store.close()
    assert found[0] == found[1]


def _plain_first(lines: list[Result]) -> list[Result]:
    """The first line of each policy before all others: sets book those before single lines, whatever their order."""
    firsts = {one.reference: one for one in reversed(lines) if one.reference.startswith("P")}
    plain = [one for one in lines if firsts.get(one.reference) is one]
    return plain + [one for one in lines if not any(one is other for other in plain)]


BY_HAND = {
    "UPDATE receipt SET amount = amount + 1 WHERE no = 1": sealed.chunks_cover_their_rows,
    "UPDATE due_event SET day = day + 1": sealed.chunks_cover_their_rows,
    "DELETE FROM due_event": bank_checks.collected_orders_were_paid,
    "DELETE FROM bank_line WHERE no = 1": bank_checks.files_are_whole,
    "UPDATE bank_line SET state = 'read'": bank_checks.files_are_whole,
    "UPDATE suspense SET amount = amount - 1": bank_checks.items_are_held,
    "UPDATE bank_item SET amount = amount - 1": bank_checks.items_are_held,
}
"""A change past the desk, and what finds it."""


def test_one_change_by_hand_is_found(bank: BankBook) -> None:
    policies = [bank.owed(1_000 + n) for n in range(3)]
    bank.ordered()
    bank.take_in([*settle_all(bank, policies[:2]), bank.answer(policies[2], amount=Fen(7))])
    for change, check in BY_HAND.items():
        with suppress(_Killed), bank.book.store.write() as tx:
            before = list(check(tx))
            for statement in (*let_change(WRITTEN_ONCE, tx.connection.dialect.name), change):
                tx.connection.execute(text(statement))
            assert (before, bool(list(check(tx)))) == ([], True), change
            raise _Killed

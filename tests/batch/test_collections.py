"""collection-run: what is owed and goes by the bank is ordered, each instalment once at a time, into numbered files."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from typing import Any

import pytest

from ops_console.batch import collections
from ops_console.batch.collections import COLLECTION
from ops_console.batch.plan import plan_of
from ops_console.batch.report import RunReport, Totals
from ops_console.data.store import Store, key_of
from ops_console.data.tables import BankFile, CollectionOrder, DueEvent, Event, Mandate, PolicyStatus
from ops_console.data.verify.digest import digest_of
from tests.support.book import BEIJING, PREMIUM_CLERK, SHANGHAI, Book, build
from tests.support.stores import Stores

DUE, MARCH, APRIL = date(2026, 3, 15), date(2026, 3, 31), date(2026, 4, 30)


def collect(book: Book, day: date = MARCH, **how: Any) -> RunReport:
    return COLLECTION.run(book.store, book.actor, day, **how)


def orders(store: Store, *policies: int) -> list[CollectionOrder]:
    """All, or those of some policies; by policy, due date and attempt."""
    with store.read() as reader:
        found = reader.find(CollectionOrder)
    return [one for one in found if not policies or one.policy_id in policies]


def files(store: Store) -> list[BankFile]:
    with store.read() as reader:
        return reader.find(BankFile)


def answer(store: Store, order: CollectionOrder, state: str, **values: Any) -> None:
    """What the bank said to an order."""
    with store.write() as tx:
        tx.update(CollectionOrder, key_of(order), {"state": state, **values})


def owed(book: Book, *, bank: str = "ICBC", **values: Any) -> int:
    """A policy in force whose instalment of 15 March is owed once `renew` has run."""
    return book.add(DUE, bank=bank, **values)


def test_an_instalment_owed_is_ordered_under_the_mandate_from_its_account(book: Book) -> None:
    policy = owed(book, premium=123_456, serviced_by=BEIJING)
    book.renew(MARCH)
    report = collect(book)
    [order] = orders(book.store)
    assert (order.policy_id, order.due_date, order.attempt, order.amount) == (policy, DUE, 1, 123_456)
    assert (order.bank, order.account_no, order.branch_id) == ("ICBC", f"6222{policy:015d}", BEIJING)
    assert order.mandate.endswith("-1")
    assert (order.sequence, order.state, order.retry_on) == ("FRST", "sent", None)
    assert report.branches == {BEIJING: Totals(1, order.amount)}


def test_each_bank_and_issuing_branch_has_a_file_numbered_without_gaps(book: Book) -> None:
    for bank, branch in (("ICBC", SHANGHAI), ("ICBC", SHANGHAI), ("CCB", SHANGHAI), ("ICBC", BEIJING)):
        owed(book, bank=bank, branch=branch, premium=1_000)
    book.renew(MARCH)
    collect(book)
    found = {(one.bank, one.branch_id): one for one in files(book.store)}
    assert {place: (one.no, one.lines, one.amount, one.state) for place, one in found.items()} == {
        ("ICBC", SHANGHAI): (1, 2, 2_000, "drawn"),
        ("CCB", SHANGHAI): (1, 1, 1_000, "drawn"),
        ("ICBC", BEIJING): (1, 1, 1_000, "drawn"),
    }
    icbc = found["ICBC", SHANGHAI]
    assert (icbc.message, icbc.profile, icbc.value_day) == ("CICBC-0101-000001", "iso", MARCH)
    assert {order.file_id for order in orders(book.store) if order.bank == "CCB"} == {found["CCB", SHANGHAI].id}
    late = owed(book, bank="CCB")
    book.renew(MARCH)
    collect(book)
    assert [(one.bank, one.no) for one in files(book.store)][3:] == [("CCB", 2)]
    assert orders(book.store, late)[0].file_id == files(book.store)[3].id


def test_what_is_with_the_bank_is_not_ordered_again(book: Book) -> None:
    policy = owed(book)
    book.renew(MARCH)
    assert collect(book).total.rows == 1
    assert collect(book, APRIL).total == Totals()
    assert [order.attempt for order in orders(book.store, policy)] == [1]
    assert len(files(book.store)) == 1


def test_a_no_is_tried_again_from_its_day_on_and_one_without_a_day_never(book: Book) -> None:
    patient, hopeless = owed(book), owed(book)
    book.renew(MARCH)
    collect(book)
    first, other = orders(book.store)
    answer(book.store, first, "rejected", reason="insufficient_funds", answered_on=MARCH, retry_on=date(2026, 4, 9))
    answer(book.store, other, "rejected", reason="account_closed", answered_on=MARCH)
    assert collect(book, date(2026, 4, 8)).total.rows == 0
    assert collect(book, date(2026, 4, 9)).total.rows == 1
    assert [order.attempt for order in orders(book.store, patient)] == [1, 2]
    assert [order.attempt for order in orders(book.store, hopeless)] == [1]


def test_another_mandate_is_tried_at_once(book: Book) -> None:
    policy = owed(book)
    book.renew(MARCH)
    collect(book)
    answer(book.store, orders(book.store)[0], "rejected", reason="account_closed", answered_on=MARCH)
    with book.store.write() as tx:
        given = {"reference": "another-2", "account_no": "6222000000000019", "valid_from": APRIL}
        tx.update(Mandate, {"policy_id": policy}, given)
    assert collect(book, APRIL).total.rows == 1
    again = orders(book.store, policy)[1]
    assert (again.mandate, again.account_no, again.sequence) == ("another-2", "6222000000000019", "FRST")


def test_of_two_first_instalments_of_a_mandate_one_is_the_first(book: Book) -> None:
    policy = book.add(date(2026, 2, 15), months=1, bank="ICBC")
    book.renew(MARCH)
    collect(book)
    assert [order.sequence for order in orders(book.store, policy)] == ["FRST", "RCUR"]


def test_while_the_first_of_a_mandate_is_with_the_bank_the_next_is_not_a_first_one(book: Book) -> None:
    policy = book.add(date(2026, 2, 15), months=1, bank="ICBC")
    book.renew(date(2026, 2, 28))
    collect(book, date(2026, 2, 28))
    book.renew(MARCH)
    collect(book)
    first, second = orders(book.store, policy)
    assert (first.sequence, second.sequence) == ("FRST", "RCUR")
    for order in (first, second):
        answer(book.store, order, "rejected", reason="insufficient_funds", answered_on=MARCH, retry_on=APRIL)
    collect(book, APRIL)
    assert [order.sequence for order in orders(book.store, policy) if order.attempt == 2] == ["FRST", "RCUR"]


def test_a_bank_the_catalog_does_not_have_is_named_with_what_waits_for_it(book: Book) -> None:
    known, one, other = owed(book), owed(book), owed(book)
    with book.store.write() as tx:
        for policy_id in (one, other):
            tx.update(Mandate, {"policy_id": policy_id}, {"bank": "GONE"})
    book.renew(MARCH)
    report = collect(book)
    assert {order.policy_id for order in orders(book.store)} == {known}
    [left] = report.left
    assert "GONE" in left
    assert left.endswith("2.")
    with book.store.read() as reader:
        assert [note for note in plan_of(reader, book.actor, MARCH).notes if "GONE" in note] == [left]


def test_after_something_was_collected_under_a_mandate_the_sequence_is_recurring(book: Book) -> None:
    policy = book.add(date(2026, 2, 15), months=1, bank="ICBC")
    book.renew(date(2026, 2, 28))
    collect(book, date(2026, 2, 28))
    answer(book.store, orders(book.store)[0], "collected", answered_on=date(2026, 3, 1))
    book.renew(MARCH)
    collect(book)
    assert [(order.due_date.month, order.sequence) for order in orders(book.store, policy)] == [
        (2, "FRST"),
        (3, "RCUR"),
    ]


@pytest.mark.parametrize("kind", ["collected", "lent", "waived", "cancelled"])
def test_what_is_settled_is_not_ordered_and_what_is_owed_again_is(book: Book, kind: str) -> None:
    policy = owed(book)
    book.renew(MARCH)
    event = {"policy_id": policy, "due_date": DUE, "amount": 100_000, "day": MARCH, "source_id": 1}
    with book.store.write() as tx:
        tx.insert([DueEvent(no=1, kind=kind, **event)])
    assert collect(book).total.rows == 0
    with book.store.write() as tx:
        tx.insert([DueEvent(no=2, kind="reopened" if kind == "cancelled" else "returned", **event)])
    assert collect(book).total.rows == 1


def test_only_policies_in_force_with_an_active_mandate_are_ordered_from(book: Book) -> None:
    lapsed, suspended, elsewhere, paying = (owed(book) for _ in range(4))
    book.renew(MARCH)
    with book.store.write() as tx:
        tx.update(PolicyStatus, {"policy_id": lapsed}, {"status": "lapsed"})
        tx.update(Mandate, {"policy_id": suspended}, {"status": "suspended"})
        tx.update(Mandate, {"policy_id": elsewhere}, {"bank": "A bank of long ago"})
    collect(book)
    assert {order.policy_id for order in orders(book.store)} == {paying}


def test_a_branchs_run_orders_for_the_policies_it_services(book: Book) -> None:
    mine, moved_out = owed(book), owed(book, serviced_by=BEIJING)
    book.renew(MARCH)
    collect(book, branch=SHANGHAI)
    assert [order.policy_id for order in orders(book.store)] == [mine]
    collect(book)
    assert {order.policy_id for order in orders(book.store)} == {mine, moved_out}


def test_a_dry_run_gives_the_figures_of_the_run_and_keeps_nothing(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collections, "POLICIES_PER_CHUNK", 2)
    for n in range(7):
        book.add(date(2026, 1, 5), months=1, premium=1_000 + n, bank=("ICBC", "CCB")[n % 2], branch=SHANGHAI + n % 2)
    book.renew(MARCH)
    rehearsed = collect(book, dry_run=True)
    assert (orders(book.store), files(book.store)) == ([], [])
    with book.store.read() as reader:
        task = COLLECTION._task(reader, book.actor, MARCH, None)
        assert COLLECTION.expect is not None
        expected = COLLECTION.expect(reader, task)
    real = collect(book)
    assert rehearsed.branches == real.branches
    assert rehearsed.chunks == real.chunks == 4
    assert (real.total.rows, real.total.amount) == (expected.rows, expected.amount) == (21, real.total.amount)
    assert sum(one.lines for one in files(book.store)) == 21


class _Stopped(Exception):
    """The power goes."""


def test_a_run_cut_off_goes_on_with_its_files_and_numbers_them_at_the_end(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collections, "POLICIES_PER_CHUNK", 1)
    policies = [owed(book) for _ in range(3)]
    book.renew(MARCH)

    def stop(progress: Any) -> None:
        if progress.chunks_done == 1:
            raise _Stopped

    with pytest.raises(_Stopped):
        collect(book, progress=stop)
    assert [one.no for one in files(book.store)] == [None]
    assert len(orders(book.store)) == 1
    assert collect(book, dry_run=True).total.rows == 2
    report = collect(book)
    assert report.resumed
    assert [order.policy_id for order in orders(book.store)] == policies
    [file] = files(book.store)
    assert (file.no, file.lines, file.amount) == (1, 3, 300_000)
    with book.store.read() as reader:
        [event] = reader.find(Event, operation="batch.collection-run")
    assert (event.data["rows"], event.data["files"]) == (3, 1)


@pytest.mark.parametrize("stores", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
def test_four_workers_leave_the_same_orders_and_files_as_one(stores: Stores, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collections, "POLICIES_PER_CHUNK", 2)
    digests = set()
    for workers in (1, 4):
        book = Book(Store(stores.copy("book", build)))
        for n in range(24):
            owed(book, premium=1_000 + n, bank=("ICBC", "CCB")[n % 2], branch=SHANGHAI + n % 3 % 2)
        book.renew(MARCH)
        with book.store.read() as reader:
            run = COLLECTION._start(book.store, COLLECTION._task(reader, book.actor, MARCH, None))
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(partial(_take_part, book.store.url, run.id), range(workers)))
        assert collect(book).total.rows == 24
        with book.store.read() as reader:
            assert {one.lines for one in reader.find(BankFile)} == {4, 8}
            digests.add(digest_of(reader))
        book.store.close()
    assert len(digests) == 1


def _take_part(url: str, run_id: int, worker: int) -> None:
    store = Store(url)
    COLLECTION.take_part(store, run_id, PREMIUM_CLERK, place=worker / 4)
    store.close()


def test_in_a_month_of_days_every_instalment_is_ordered_once_on_its_day_and_again_on_the_days_set(book: Book) -> None:
    retries = (date(2026, 3, 20), date(2026, 3, 25))
    due = [date(2026, 3, day) for day in range(1, 32, 5)]
    policies = {day: book.add(day, bank="ICBC") for day in due}
    refused = policies[due[1]]
    for day in (date(2026, 3, day) for day in range(1, 32)):
        book.business_date(day)
        book.renew(day)
        collect(book, day)
        for order in orders(book.store):
            if order.state == "sent" and order.policy_id == refused:
                again = next((retry for retry in retries if retry > day), None)
                answer(book.store, order, "rejected", answered_on=day, retry_on=again)
            elif order.state == "sent":
                answer(book.store, order, "collected", answered_on=day)
    days = {one.id: one.day for one in files(book.store)}
    ordered = {policy: [days[order.file_id] for order in orders(book.store, policy)] for policy in policies.values()}
    assert ordered == {
        policy: [owed_on, *retries] if policy == refused else [owed_on] for owed_on, policy in policies.items()
    }
    assert [one.no for one in files(book.store)] == [*range(1, 10)]

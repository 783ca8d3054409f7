"""Two at the same moment on the same rows: who waits hears for whom, who gives up names them, and nothing is lost."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from ops_console.base.problems import Conflict
from ops_console.base.waits import listening
from ops_console.batch import renewal
from ops_console.batch.renewal import RENEWAL
from ops_console.data import engine, waiting
from ops_console.data.runs.exclusive import exclusively
from ops_console.data.store import Store, Tx
from ops_console.data.tables import Branch, Clerk, RunChunk
from ops_console.desk.desk import Outcome, perform, perform_in
from tests.support.book import SHANGHAI, Book, build
from tests.support.company import Company
from tests.support.stores import Stores

MARCH = date(2026, 3, 31)
LONGEST = 30
"""Seconds a test waits for what has to come."""


@pytest.fixture(autouse=True)
def _short_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "MOMENT", 0.1)


class Heard(list[str]):
    """What a listener was told."""

    def __init__(self) -> None:
        super().__init__()
        self._something = threading.Event()

    def __call__(self, text: str) -> None:
        self.append(text)
        self._something.set()

    def wait(self) -> None:
        assert self._something.wait(LONGEST)


def _note(company: Company, number: str, heard: Heard, version: int) -> Callable[[], Outcome]:
    """A second clerk's note on the case, to be done in another thread."""
    clerk = company.clerk("counter", no=2)

    def note() -> Outcome:
        other = Store(company.store.url)
        try:
            with listening(heard):
                return perform(other, "desk.add_note", clerk, number, {"text": "second"}, version)
        finally:
            other.close()

    return note


def test_who_waits_for_a_clerk_hears_whom_for_and_then_who_was_quicker(company: Company) -> None:
    number, heard = company.received(), Heard()
    first = company.clerk("counter")
    version = company.case(number).version
    second = _note(company, number, heard, version)
    with ThreadPoolExecutor(1) as pool:
        with waiting.writing_for(first.clerk_id, "Check the papers"), company.store.write() as tx:
            perform_in(tx, "counter.check_papers", first, number, {})
            result = pool.submit(second)
            heard.wait()
        with pytest.raises(Conflict) as error:
            result.result(LONGEST)
    assert heard[0].startswith("Waiting for counter clerk 1: Check the papers, since ")
    assert error.value.who == "counter clerk 1"
    assert error.value.version == company.case(number).version == version + 1
    assert "counter clerk 1 was quicker" in error.value.message
    assert "Check the papers, 20" in error.value.message
    assert [event.operation for event in company.events(number)].count("desk.add_note") == 0


def test_who_gives_up_is_told_who_holds_what_is_needed(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_PATIENCE", 2)
    number, heard = company.received(), Heard()
    first = company.clerk("counter")
    second = _note(company, number, heard, company.case(number).version)
    at_work = waiting.writing_for(first.clerk_id, "Check the papers")
    with ThreadPoolExecutor(1) as pool, at_work, company.store.write() as tx:
        perform_in(tx, "counter.check_papers", first, number, {})
        with pytest.raises(Conflict) as error:
            pool.submit(second).result(LONGEST)
    assert error.value.message.startswith("The store is busy: counter clerk 1 holds what this needs since ")
    assert error.value.message.endswith(": Check the papers. Nothing was changed; try again.")
    # Nobody changed the case that this clerk saw: its version still counts.
    assert (error.value.who, error.value.version) == ("counter clerk 1", None)
    assert len(heard) == 1


@pytest.fixture
def book(stores: Stores) -> Iterator[Book]:
    book = Book(Store(stores.copy("book", build)))
    book.add(date(2026, 3, 3))
    yield book
    book.store.close()


def test_a_clerk_who_waits_for_a_run_hears_which_and_who_started_it(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, heard = Store(book.store.url), Heard()
    whole = renewal._Renewal.__call__

    def at_the_counter() -> None:
        with listening(heard), other.write() as tx:
            tx.lock(Branch, SHANGHAI)

    with ThreadPoolExecutor(1) as pool:

        def work(self: renewal._Renewal, tx: Tx, chunk: RunChunk) -> object:
            done = whole(self, tx, chunk)
            pool.submit(at_the_counter)
            heard.wait()
            return done

        monkeypatch.setattr(renewal._Renewal, "__call__", work)
        assert RENEWAL.run(book.store, book.actor, MARCH).total.rows == 1
    other.close()
    assert heard[0].startswith(f"Waiting for {_name(book)}: renewal-run, since ")


def test_a_run_that_meets_a_clerk_at_work_on_its_policies_says_so_and_does_them_afterwards(book: Book) -> None:
    other, heard = Store(book.store.url), Heard()

    def run() -> int:
        with listening(heard):
            return RENEWAL.run(other, book.actor, MARCH).total.rows

    with ThreadPoolExecutor(1) as pool:
        with waiting.writing_for(book.actor.clerk_id, "Take a premium payment"), book.store.write() as tx:
            tx.lock(Branch, SHANGHAI)
            result = pool.submit(run)
            heard.wait()
        assert result.result(LONGEST) == 1
    other.close()
    assert heard[0].startswith(f"Waiting for {_name(book)}: Take a premium payment, since ")


def test_a_second_run_of_a_kind_is_told_who_started_the_first(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, errors = renewal._Renewal.__call__, list[Conflict]()

    def work(self: renewal._Renewal, tx: Tx, chunk: RunChunk) -> object:
        other = Store(book.store.url)
        with pytest.raises(Conflict) as error, exclusively(other, RENEWAL.name):
            pass
        errors.append(error.value)
        other.close()
        return whole(self, tx, chunk)

    monkeypatch.setattr(renewal._Renewal, "__call__", work)
    RENEWAL.run(book.store, book.actor, MARCH)
    assert errors[0].who == _name(book)
    assert f"Another renewal-run is under way on this store, started by {_name(book)} at 20" in errors[0].message


def _name(book: Book) -> str:
    with book.store.read() as reader:
        return reader.need(Clerk, book.actor.clerk_id).name

"""What a clerk is told when the store can't go on: busy, gone, full or not allowed; and the next try works again."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import text

from ops_console.base.problems import Conflict, NotAllowed, Unexpected
from ops_console.batch import renewal
from ops_console.batch.renewal import RENEWAL
from ops_console.cli.main import main
from ops_console.data import engine
from ops_console.data.store import Store, Tx
from ops_console.data.tables import Branch, RunChunk
from tests.support.book import SHANGHAI, Book, build
from tests.support.stores import Stores

POSTGRES = pytest.mark.parametrize(
    "stores", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)  # fmt: skip
MARCH = date(2026, 3, 31)
END_THE_OTHERS = (
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
    " WHERE pid <> pg_backend_pid() AND datname = current_database()"
)


@pytest.fixture
def book(stores: Stores, monkeypatch: pytest.MonkeyPatch) -> Book:
    monkeypatch.setattr(engine, "_PATIENCE", 1)
    return Book(Store(stores.copy("book", build)))


def test_who_waits_too_long_for_somebody_else_is_told_that_nothing_was_changed(book: Book) -> None:
    other = Store(book.store.url)
    with book.store.write() as tx:
        tx.lock(Branch, SHANGHAI)
        with pytest.raises(Conflict, match="Nothing was changed"), other.write() as second:
            second.lock(Branch, SHANGHAI)
    with other.write() as second:
        assert second.lock(Branch, SHANGHAI) is not None
    other.close()
    book.store.close()


@POSTGRES
def test_a_lost_connection_is_told_and_the_next_key_works_again(book: Book, capfd: pytest.CaptureFixture[str]) -> None:
    administrator = Store(book.store.url)
    with pytest.raises(Unexpected, match="does not answer") as error:
        _read_while(book, lambda: _end_all(administrator))
    assert error.value.code == "no_server"
    with book.store.read() as reader:
        assert reader.need(Branch, SHANGHAI).id == SHANGHAI
    _end_all(administrator)
    with book.store.read() as reader:
        assert reader.need(Branch, SHANGHAI).id == SHANGHAI
    assert capfd.readouterr().err == ""
    administrator.close()
    book.store.close()


@POSTGRES
def test_a_run_whose_server_went_away_goes_on_when_it_is_started_again(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renewal, "POLICIES_PER_CHUNK", 1)
    for day in range(1, 5):
        book.add(date(2026, 3, day))
    administrator = Store(book.store.url)

    with pytest.raises(Unexpected, match="does not answer"):
        _run_that_loses_its_server(book, administrator)
    with book.store.read() as reader:
        done = reader.count(RunChunk, done=True)
    assert 0 < done < 4
    report = book.renew(MARCH)
    assert (report.resumed, report.total.rows) == (True, 4)
    administrator.close()
    book.store.close()


def _read_while(book: Book, happens: Callable[[], None]) -> None:
    with book.store.write() as tx:
        happens()
        tx.need(Branch, SHANGHAI)


def _run_that_loses_its_server(book: Book, administrator: Store) -> None:
    """Within a chunk, as a server does that is stopped."""
    whole, chunks = renewal._Renewal.__call__, list[int]()

    def work(self: renewal._Renewal, tx: Tx, chunk: RunChunk) -> object:
        chunks.append(chunk.id)
        if len(chunks) == 3:
            _end_all(administrator)
        return whole(self, tx, chunk)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(renewal._Renewal, "__call__", work)
        RENEWAL.run(book.store, book.actor, MARCH)


def _end_all(administrator: Store) -> None:
    with administrator.write() as tx:
        tx.connection.execute(text(END_THE_OTHERS))


def test_without_a_server_a_command_says_so_in_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--store", "postgresql://nobody@127.0.0.1:1/none", "clock"]) == 1
    told = capsys.readouterr().err
    assert "does not answer" in told
    assert "Traceback" not in told
    assert len(told.strip().splitlines()) == 1


@POSTGRES
def test_what_the_database_role_may_not_do_is_told_as_that(book: Book) -> None:
    _execute(book, "CREATE ROLE nobody_here; GRANT SELECT ON branch TO nobody_here")
    try:
        with pytest.raises(NotAllowed, match="permission denied"):
            _execute(book, "SET ROLE nobody_here", "DELETE FROM branch")
    finally:
        _execute(book, "DROP OWNED BY nobody_here; DROP ROLE nobody_here")
    book.store.close()


def _execute(book: Book, *statements: str) -> None:
    with book.store.write() as tx:
        for statement in statements:
            tx.connection.execute(text(statement))


@pytest.mark.parametrize("stores", ["sqlite"], indirect=True)
def test_a_full_disk_is_told_and_nothing_is_half_done(book: Book) -> None:
    with book.store.write() as tx:
        pages = tx.connection.scalar(text("PRAGMA page_count"))
    with pytest.raises(Unexpected, match="full") as error:
        _execute(book, f"PRAGMA max_page_count = {pages}", "CREATE TABLE much AS SELECT randomblob(10000000)")
    assert error.value.code == "full"
    book.store.close()


@pytest.mark.parametrize("stores", ["sqlite"], indirect=True)
def test_a_disk_that_fills_up_in_a_part_of_its_own_is_told_like_any(book: Book) -> None:
    """SQLite takes back the whole transaction by itself, so that the part can't be taken back any more."""
    with pytest.raises(Unexpected, match="full"):
        _fill_up_in_a_part(book)
    with book.store.read() as reader:
        left = reader.connection.execute(text("SELECT name FROM sqlite_master WHERE name IN ('before', 'much')"))
        assert left.all() == []
    book.store.close()


def _fill_up_in_a_part(book: Book) -> None:
    with book.store.write() as tx:
        tx.connection.execute(text("CREATE TABLE before AS SELECT 1"))
        pages = tx.connection.scalar(text("PRAGMA page_count"))
        tx.connection.execute(text(f"PRAGMA max_page_count = {pages}"))
        with tx.attempt():
            tx.connection.execute(text("CREATE TABLE much AS SELECT randomblob(10000000)"))

"""PostgreSQL keeps what grows with every policy by issuing branch: a partition each, and one for the rest."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from ops_console.data.partitions import REST, give_partitions, partitioned, rows_without_partition
from ops_console.data.store import Store
from ops_console.data.tables import Billing, PremiumDue, StoreState
from ops_console.data.verify.digest import digest_of
from ops_console.desk.upgrading import upgrade_store
from tests.support.book import BEIJING, SHANGHAI, Book, build
from tests.support.stores import Stores

pytestmark = pytest.mark.parametrize(
    "stores", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)  # fmt: skip


@pytest.fixture
def book(stores: Stores) -> Iterator[Book]:
    """Two branches without partitions, as a training store has them, with a due each."""
    store = Store(stores.copy("book", build))
    book = Book(store)
    for branch in (SHANGHAI, BEIJING):
        book.add(date(2026, 3, 1), branch=branch)
    book.renew(date(2026, 3, 31))
    yield book
    store.close()


def _rows(book: Book, table: str) -> int:
    with book.store.read() as reader:
        return int(reader.connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0)


def test_every_table_of_the_runs_is_cut_by_branch(book: Book) -> None:
    assert set(partitioned()) == {"billing", "premium_due", "due_event", "collection_order"}
    with book.store.read() as reader:
        assert rows_without_partition(reader.connection) == {"billing": 2, "premium_due": 2}


def test_a_branch_gets_its_partitions_and_its_rows_move_there_unchanged(book: Book) -> None:
    with book.store.read() as reader:
        before = digest_of(reader)
    with book.store.write() as tx:
        assert give_partitions(tx.connection, [SHANGHAI]) == (SHANGHAI,)
        assert give_partitions(tx.connection, [SHANGHAI]) == ()
    assert [_rows(book, f"premium_due_{part}") for part in (SHANGHAI, REST)] == [1, 1]
    with book.store.read() as reader:
        assert digest_of(reader) == before
        assert rows_without_partition(reader.connection) == {"billing": 1, "premium_due": 1}
    assert not book.broken_chunks()
    book.add(date(2026, 4, 1))
    assert (_rows(book, f"billing_{SHANGHAI}"), _rows(book, "billing")) == (2, 3)


@pytest.mark.parametrize("part", [SHANGHAI, REST])
@pytest.mark.parametrize("deed", ["DELETE FROM", "TRUNCATE", "UPDATE"])
def test_a_due_is_neither_changed_nor_deleted_through_a_partition(book: Book, part: int | str, deed: str) -> None:
    with book.store.write() as tx:
        give_partitions(tx.connection, [SHANGHAI])
    change = " SET amount = 1" if deed == "UPDATE" else ""
    with pytest.raises(DBAPIError, match="written once"), book.store.write() as tx:
        tx.connection.execute(text(f"{deed} premium_due_{part}{change}"))
    assert _rows(book, "premium_due") == 2


def test_upgrading_a_live_store_gives_every_branch_its_partitions(book: Book) -> None:
    assert upgrade_store(book.store).partitions == ()
    with book.store.write() as tx:
        tx.update(StoreState, {"id": 1}, {"is_demo": False})
    given = upgrade_store(book.store).partitions
    assert {SHANGHAI, BEIJING} <= set(given)
    with book.store.read() as reader:
        assert rows_without_partition(reader.connection) == {}
        assert (reader.count(Billing), reader.count(PremiumDue)) == (2, 2)
    assert upgrade_store(book.store).partitions == ()

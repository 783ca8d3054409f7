"""A file's orders are read a page at a time: each once, in order, whatever a page holds."""

from datetime import date

import pytest

from ops_console.base.money import Fen
from ops_console.batch.collections import COLLECTION
from ops_console.data.queries import order_lines
from ops_console.data.queries.order_lines import collection_lines
from ops_console.data.store import Store
from ops_console.data.tables import BankFile, CollectionOrder, Party, PolicyRole
from ops_console.data.types import FOREVER
from tests.support.book import FIRST_DAY, SHANGHAI, Book, build
from tests.support.stores import Stores


@pytest.mark.parametrize("at_once", [1, 2, 3, 100])
def test_every_order_comes_once_first_ones_before_recurring_ones(
    stores: Stores, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(order_lines, "AT_ONCE", at_once)
    order_lines._collections.cache_clear()
    book = Book(Store(stores.copy("book", build)))
    policies = [book.add(date(2026, 1, 5), months=1, bank="ICBC") for _ in range(3)]
    person = {"initials": "LM", "sex": "male", "birth": date(1990, 1, 1), "phone": "1", "address": "上海"}
    row = {"revision": 1, "valid_from": FIRST_DAY, "valid_to": FOREVER, "source_id": 0}
    with book.store.write() as tx:
        for no, policy in enumerate(policies):
            party = Party(**person, id=SHANGHAI * 10**11 + 10**6 + no, name=f"李{no}", document_no=str(no))
            tx.insert([party, PolicyRole(**row, policy_id=policy, role="applicant", no=1, party_id=party.id)])
    book.renew(date(2026, 2, 10))
    COLLECTION.run(book.store, book.actor, date(2026, 2, 10))
    with book.store.write() as tx:
        tx.update(CollectionOrder, {"policy_id": policies[0]}, {"sequence": "RCUR"})
    with book.store.read() as reader:
        [file] = reader.find(BankFile)
        lines = [*collection_lines(reader, file)]
    order_lines._collections.cache_clear()
    first, second = date(2026, 1, 5), date(2026, 2, 5)
    # Of a mandate's two orders one is its first.
    expected = [
        (policies[1], first, "李1"),
        (policies[2], first, "李2"),
        (policies[0], first, "李0"),
        (policies[0], second, "李0"),
        (policies[1], second, "李1"),
        (policies[2], second, "李2"),
    ]
    assert [(line.policy_id, line.due_date, line.applicant) for line in lines] == expected
    assert [line.sequence for line in lines] == ["FRST"] * 2 + ["RCUR"] * 4
    assert Fen.total(line.amount for line in lines) == file.amount
    book.store.close()

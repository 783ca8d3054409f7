"""A book of policies, fresh for each test, on both engines."""

from collections.abc import Iterator

import pytest

from ops_console.data.store import Store
from tests.support.book import Book, build
from tests.support.stores import Stores


@pytest.fixture
def book(stores: Stores) -> Iterator[Book]:
    store = Store(stores.copy("book", build))
    yield Book(store)
    store.close()

"""The company that tests of rooms work in."""

from collections.abc import Iterator

import pytest

from ops_console.data.store import Store
from tests.support.company import Company, build
from tests.support.stores import Stores


@pytest.fixture
def company(stores: Stores) -> Iterator[Company]:
    """A fresh company on the first day, once for each engine."""
    store = Store(stores.copy("company", build))
    yield Company(store)
    store.close()

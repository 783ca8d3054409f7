"""The console on the test company's store, played by keys."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from ops_console.data.store import Store
from tests.screens.play import Play, playing
from tests.support import company as companies
from tests.support.company import Company
from tests.support.stores import SqliteStores

Opening = Callable[..., AbstractAsyncContextManager[Play]]


@pytest.fixture
def office(tmp_path: Path, kept_files: Path) -> Iterator[Company]:
    """The test company on one SQLite file: what screens show does not depend on the engine."""
    stores = SqliteStores(tmp_path, kept_files)
    store = Store(stores.copy("company", companies.build))
    yield Company(store)
    store.close()
    stores.close()


@pytest.fixture
def console(office: Company) -> Opening:
    """Opens the console as the clerk of a duty: `async with console("counter") as play`."""

    @asynccontextmanager
    async def opened(
        duty: str | None = "counter", grade: str = "clerk", size: tuple[int, int] = (120, 40), **more: bool
    ) -> AsyncIterator[Play]:
        clerk = office.clerk(duty, grade).clerk_id if duty else None
        async with playing(office.store.url, clerk, size, **more) as play:
            yield play

    return opened

"""What every test may ask for, and what no test may see: the machine's own settings and stores."""

import fcntl
import gc
import itertools
import os
import re
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from ops_console.base.i18n import set_language
from ops_console.data.store import store_at
from tests.support.connections import engine_with_kept_connections
from tests.support.engines import left_out
from tests.support.postgres import cluster_owned_by, find_binaries, folder_in_memory
from tests.support.stores import KeptDatabases, PostgresStores, SqliteStores, Stores

if TYPE_CHECKING:
    from tests.support.company import Company

SERVER = "OPS_CONSOLE_TEST_POSTGRES"
"""URL of a server to use, with the right to create databases; without it the tests start their own."""
REQUIRED = "OPS_CONSOLE_REQUIRE_POSTGRES"
"""Set where a test for PostgreSQL that is skipped shall count as failed."""

if _memory := folder_in_memory():
    # Stores are files that are written through to the disk at every step of a test.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", _memory)

# Read before the tests' environment is cleaned of the program's own variables.
_server, _required = os.environ.get(SERVER), bool(os.environ.get(REQUIRED))
_is_worker = "PYTEST_XDIST_WORKER" in os.environ

_numbers = itertools.count(1)

settings.register_profile("here", deadline=None, max_examples=40)
settings.register_profile("long", deadline=None, max_examples=2_000)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--every-engine", action="store_true", help="all tests of rules on PostgreSQL too, every form on screen"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("every_engine") and (out := {*left_out(items)}):
        items[:] = [item for item in items if item not in out]
        config.hook.pytest_deselected(items=[*out])


def pytest_collection_finish() -> None:
    """What is loaded now stays: looking for garbage in it again and again takes a quarter of the time of the tests."""
    gc.freeze()
    gc.set_threshold(100_000)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if _required and report.skipped and item.get_closest_marker("postgres"):
        report.outcome = "failed"
        report.longrepr = f"{REQUIRED} is set, and this test was skipped: {report.longrepr}"
    return report


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the test alone. For its number pytest's own looks through the folders of all tests before."""
    name = re.sub(r"\W", "_", request.node.name)[:30]
    folder = tmp_path_factory.getbasetemp() / f"{next(_numbers)}-{name}"
    folder.mkdir()
    return folder


@pytest.fixture(autouse=True)
def _own_world(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """English, and none of the settings, stores and tokens of whoever runs the tests; keys and themes of its own, for
    another test may have chosen some."""
    for name in [*os.environ]:
        if name.startswith("TEXTUAL_SNAPSHOT"):
            continue  # set by the plugin that compares pictures, for itself
        if name.startswith(("OPS_CONSOLE_", "TEXTUAL")) or name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES"):
            monkeypatch.delenv(name)
    home = f"{tmp_path_factory.getbasetemp()}/home"
    for name in ("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"):
        monkeypatch.setenv(name, f"{home}/{name.lower()}")
    monkeypatch.setenv("XDG_CONFIG_HOME", f"{home}/settings-{next(_numbers)}")
    for name in ("LANG", "LC_ALL"):
        monkeypatch.setenv(name, "C.UTF-8")
    set_language("en")
    # What the program remembers of the stores of the test before holds their files open.
    store_at.cache_clear()


def folder_of_the_run(factory: pytest.TempPathFactory) -> Path:
    """What the workers of one run share; each has a folder of its own in it."""
    folder = factory.getbasetemp()
    return folder.parent if _is_worker else folder


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> str:
    """URL of a PostgreSQL superuser: of the server named, or of one that all workers of this run share."""
    if _server:
        return _server
    binaries = find_binaries()
    if binaries is None:
        pytest.skip("no PostgreSQL: no server named and no initdb found")
    folder = folder_of_the_run(tmp_path_factory)
    owner = os.getppid() if _is_worker else os.getpid()
    announce = folder / "postgres.url"
    with (folder / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return announce.read_text() if announce.exists() else cluster_owned_by(owner, binaries, announce)


@pytest.fixture(scope="session")
def kept_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where stores that took long to fill are kept to be copied, by all workers of this run."""
    kept = folder_of_the_run(tmp_path_factory) / "kept"
    kept.mkdir(exist_ok=True)
    return kept


@pytest.fixture(scope="session")
def kept_databases(postgres_server: str) -> Iterator[KeptDatabases]:
    kept = KeptDatabases()
    yield kept
    PostgresStores(postgres_server, kept).forget()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def stores(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stores]:
    """Makes fresh stores; the test runs once for each engine."""
    made: Stores
    if request.param == "sqlite":
        made = SqliteStores(tmp_path, request.getfixturevalue("kept_files"))
    else:
        monkeypatch.setattr("ops_console.data.engine.create_engine", engine_with_kept_connections)
        made = PostgresStores(request.getfixturevalue("postgres_server"), request.getfixturevalue("kept_databases"))
    yield made
    made.close()


@pytest.fixture
def store_url(stores: Stores) -> str:
    """The URL of an empty store; the test runs once for each engine."""
    return stores.empty()


@pytest.fixture
def company(stores: Stores) -> Iterator["Company"]:
    """A fresh company on its first day, once for each engine; whatever a test does, its books hold at the end."""
    from ops_console.data.store import Store
    from tests.support.company import Company, build

    store = Store(stores.copy("company", build))
    found = Company(store)
    yield found
    assert found.verify() == []
    store.close()

"""A store moves between the engines whole, or not at all."""

from datetime import date
from pathlib import Path

import pytest

from ops_console.batch.renewal import RENEWAL
from ops_console.data.store import Store
from ops_console.data.tables import Event, StoreState
from ops_console.data.verify import digest_of, verify_store
from ops_console.desk import transferring
from tests.cli.conftest import Run as Command
from tests.support.company import Company, build
from tests.support.stores import PostgresStores, Stores

pytestmark = pytest.mark.parametrize(
    "stores", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)  # fmt: skip


@pytest.fixture
def filled(stores: Stores) -> Company:
    """A company with a policy whose second premium was raised, on a server, as a live store."""
    company = Company(Store(stores.copy("company", build)))
    company.policy("WL20")
    day = date(2027, 3, 3)
    company.move_to(day)
    RENEWAL.run(company.store, company.clerk("premium"), day)
    with company.store.write() as tx:
        tx.update(StoreState, {"id": 1}, {"is_demo": False})
    return company


def test_there_and_back_again_it_is_the_same_store(
    filled: Company, run: Command, stores: Stores, tmp_path: Path
) -> None:
    file, back = tmp_path / "moved.sqlite", stores.empty()
    there = run("transfer", filled.store.url, str(file), "--json")
    assert there.code == 0, there.err
    assert file.stat().st_mode & 0o077 == 0
    assert run("transfer", str(file), back).code == 0
    for location in (str(file), back):
        store = Store(location)
        with store.read() as reader:
            assert verify_store(reader) == []
            assert digest_of(reader) == there.data["digest"]
            assert reader.count(Event, operation="desk.transfer") >= 1
        store.close()
    again = run("transfer", str(file), back)
    assert (again.code, "already" in again.err) == (3, True)
    filled.store.close()


def test_a_store_that_is_not_whole_is_not_moved(filled: Company, run: Command, tmp_path: Path) -> None:
    with filled.store.write() as tx:
        tx.connection.exec_driver_sql("UPDATE billing SET paid_to = 20300101")
    file = tmp_path / "moved.sqlite"
    refused = run("transfer", filled.store.url, str(file), "--json")
    assert (refused.code, refused.error["code"]) == (3, "verify")
    assert not file.exists()
    filled.store.close()


def test_a_store_half_moved_is_refused_by_everything_but_a_new_transfer(
    filled: Company, run: Command, stores: PostgresStores, monkeypatch: pytest.MonkeyPatch
) -> None:
    _make_demo(filled)
    half = stores.empty()
    with monkeypatch.context() as patch:
        patch.setattr(transferring, "analyse", _power_goes)
        assert run("transfer", filled.store.url, half).code == 130
    for command in (["clock"], ["verify"], ["upgrade"], ["batch", "watch"], ["queue", "premium"]):
        refused = run("--store", half, *command, "--json")
        assert (refused.code, refused.error["code"]) == (3, "unfinished_store"), command
    assert run("transfer", half, stores.empty()).code == 3
    assert run("transfer", filled.store.url, half).code == 0
    assert run("--store", half, "verify").code == 0
    filled.store.close()


def _make_demo(company: Company) -> None:
    """Without the partitions of a live store, which take a second to make."""
    with company.store.write() as tx:
        tx.update(StoreState, {"id": 1}, {"is_demo": True})


def _power_goes(_store: Store) -> None:
    raise KeyboardInterrupt

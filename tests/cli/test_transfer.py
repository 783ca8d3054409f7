"""A store moves between the engines whole, or not at all."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Table

from ops_console.base.money import Fen
from ops_console.batch import bank_reading
from ops_console.batch.bank_reading import Arrival
from ops_console.batch.renewal import RENEWAL
from ops_console.data import transferring as data_transferring
from ops_console.data.store import Reader, Store, Tx
from ops_console.data.tables import Event, StoreState
from ops_console.data.tables import Run as RunRow
from ops_console.data.verify import digest_of, verify_store
from ops_console.desk import transferring
from ops_console.exchange.bank.model import Incoming
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


def test_a_store_that_reads_a_file_of_a_bank_is_not_moved(
    filled: Company, run: Command, stores: PostgresStores, monkeypatch: pytest.MonkeyPatch
) -> None:
    _make_demo(filled)
    arrival = Arrival(Incoming("status", "R1", "", "ICBC", "", None, 0, Fen(0), "f" * 64), (), "ICBC", "iso", "R1.xml")
    with monkeypatch.context() as patch:
        patch.setattr(bank_reading, "close", lambda *_end: _power_goes(filled.store))
        with pytest.raises(KeyboardInterrupt):
            bank_reading.keep(filled.store, arrival)
    half_read = run("transfer", filled.store.url, stores.empty(), "--json")
    assert (half_read.code, half_read.error["code"]) == (3, "file_unfinished")
    bank_reading.keep(filled.store, arrival)
    assert run("transfer", filled.store.url, stores.empty()).code == 0
    filled.store.close()


def test_a_file_of_a_bank_that_comes_in_while_a_store_is_moved_is_noticed(
    filled: Company, run: Command, stores: PostgresStores, monkeypatch: pytest.MonkeyPatch
) -> None:
    _make_demo(filled)
    arrival = Arrival(Incoming("status", "R1", "", "ICBC", "", None, 0, Fen(0), "f" * 64), (), "ICBC", "iso", "R1.xml")
    copying = data_transferring._copy

    def meanwhile(reader: Reader, tx: Tx, table: Table) -> int:
        bank_reading.keep(filled.store, arrival)
        return copying(reader, tx, table)

    monkeypatch.setattr(data_transferring, "_copy", meanwhile)
    refused = run("transfer", filled.store.url, stores.empty(), "--json")
    assert (refused.code, refused.error["code"]) == (3, "changed_meanwhile")
    filled.store.close()


@pytest.mark.parametrize("stage", ["copied", "proved"])
def test_a_run_begun_and_cut_off_while_a_store_is_moved_is_noticed(
    filled: Company, run: Command, stores: PostgresStores, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    """A run writes no event before its end: its chunks are what shows."""
    _make_demo(filled)
    filled.move_to(date(2028, 3, 3))
    part, function = {"copied": (data_transferring, "_copy"), "proved": (transferring, "analyse")}[stage]
    going_on = getattr(part, function)

    def meanwhile(*given: object) -> object:
        with filled.store.read() as reader:
            begun = reader.count(RunRow, finished_at=None)
        if not begun:
            with pytest.raises(KeyboardInterrupt):
                RENEWAL.run(
                    filled.store,
                    filled.clerk("premium"),
                    date(2028, 3, 3),
                    progress=lambda _: _power_goes(filled.store),
                )
        return going_on(*given)

    monkeypatch.setattr(part, function, meanwhile)
    target = stores.empty()
    refused = run("transfer", filled.store.url, target, "--json")
    assert (refused.code, refused.error["code"]) == (3, "run_unfinished")
    assert run("clock", "--store", target).code != 0, "marked as unfinished"
    RENEWAL.run(filled.store, filled.clerk("premium"), date(2028, 3, 3))
    monkeypatch.setattr(part, function, going_on)
    assert run("transfer", filled.store.url, target).code == 0
    filled.store.close()


def test_a_run_begun_and_ended_while_a_store_is_moved_is_noticed(
    filled: Company, run: Command, stores: PostgresStores, monkeypatch: pytest.MonkeyPatch
) -> None:
    _make_demo(filled)
    going_on = transferring.analyse

    def meanwhile(store: Store) -> None:
        RENEWAL.run(filled.store, filled.clerk("premium"), filled.today)
        going_on(store)

    monkeypatch.setattr(transferring, "analyse", meanwhile)
    refused = run("transfer", filled.store.url, stores.empty(), "--json")
    assert (refused.code, refused.error["code"]) == (3, "changed_meanwhile")
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

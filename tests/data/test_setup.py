"""A new store: everything that must be there before the first clerk can do the first operation."""

from datetime import date

import pytest

from ops_console.base.problems import InputErrors, Refused
from ops_console.catalog.load import shipped
from ops_console.data.catalog_rows import catalog_of
from ops_console.data.seals import GENESIS, event_hash
from ops_console.data.store import Store
from ops_console.data.tables import Branch, BranchCounter, ChainHead, Clerk, ClerkDuty, Event
from ops_console.desk.passwords import verify_password
from ops_console.desk.setup import FirstAdministrator, init_store

DAY = date(2026, 3, 2)


def _new(url: str) -> Store:
    return init_store(
        url, is_demo=False, business_date=DAY, admin=FirstAdministrator("root", "Admin", "a good password", "en")
    )


def test_a_new_store_has_branches_chains_counters_and_one_administrator(store_url: str) -> None:
    store = _new(store_url)
    with store.read() as reader:
        branches = reader.find(Branch)
        assert len(branches) == len(shipped().branches)
        assert {branch.open_day for branch in branches} == {DAY}
        assert reader.count(ChainHead) == len(branches)
        assert reader.count(BranchCounter, name="receipt") == len(branches)
        (clerk,) = reader.find(Clerk)
        assert verify_password(clerk.password_hash, "a good password")
        assert not verify_password(clerk.password_hash, "a bad password")
        assert [row.duty for row in reader.find(ClerkDuty)] == ["administrator"]
        assert reader.state().business_date == DAY
    store.close()


def test_setting_up_is_the_first_event_of_head_office(store_url: str) -> None:
    store = _new(store_url)
    with store.read() as reader:
        (event,) = reader.find(Event)
        assert (event.operation, event.branch_id, event.prev) == ("desk.init", 1, GENESIS)
        assert event.hash == event_hash(event) == reader.need(ChainHead, 1).hash
        assert reader.need(ChainHead, 1).seq == 1
    store.close()


def test_the_stored_catalog_is_the_shipped_one(store_url: str) -> None:
    store = _new(store_url)
    with store.read() as reader:
        stored = catalog_of(reader, 1)
        assert catalog_of(reader, 1) is stored
        with pytest.raises(LookupError):
            catalog_of(reader, 2)
    assert {(row.kind, row.code, row.digest) for row in stored.rows} == {
        (row.kind, row.code, row.digest) for row in shipped().rows
    }
    assert stored.products == shipped().products
    assert stored.authority == shipped().authority
    store.close()


def test_a_store_is_not_set_up_twice(store_url: str) -> None:
    store = _new(store_url)
    with pytest.raises(Refused):
        _new(store_url)
    with store.read() as reader:
        assert reader.count(Event) == 1
    store.close()


def test_a_short_password_leaves_no_store_behind(store_url: str) -> None:
    with pytest.raises(InputErrors):
        init_store(store_url, is_demo=False, business_date=DAY, admin=FirstAdministrator("root", "Admin", "short"))
    store = Store(store_url)
    assert not store.exists()
    store.close()

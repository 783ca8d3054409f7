"""A store of an older release is brought up to date once, and goes on working."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from ops_console.base.problems import Refused, Unexpected
from ops_console.catalog.files import make_row
from ops_console.data import release, schema
from ops_console.data.catalog_rows import catalog_of, store_catalog, stored_rows
from ops_console.data.glance import lines_of
from ops_console.data.release import is_older, must_be_of_this_release
from ops_console.data.store import Store
from ops_console.data.tables import CatalogEntry, Event, StoreState
from ops_console.desk import upgrading
from ops_console.desk.upgrading import upgrade_store
from ops_console.rules.numbers import HEAD_OFFICE
from tests.support.company import Company
from tests.support.older import change_entry, make_older

ADDED = {
    "setting idle_lock",
    "letter refusal",
    "posting premium_due",
    "duty claims.reads_confidential",
    "duty underwriting.reads_confidential",
}
NEXT = "9999"
MIGRATION = f'''
import sqlalchemy as sa
from alembic import op

revision = "{NEXT}"
down_revision = "{release.HEAD}"


def upgrade() -> None:
    op.add_column("agent", sa.Column("nickname", sa.String(), nullable=True))
'''


def chain(company: Company) -> list[Event]:
    """Everything ever done at head office."""
    with company.store.read() as reader:
        return reader.find(Event, branch_id=HEAD_OFFICE)


def older(store: Store) -> bool:
    with store.read() as reader:
        return is_older(lines_of(reader))


@pytest.fixture
def next_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program after the next migration, which gives agents a nickname."""
    folder = tmp_path / "migrations"
    shutil.copytree(release.MIGRATIONS, folder)
    (folder / "versions" / f"v{NEXT}_nickname.py").write_text(MIGRATION)
    monkeypatch.setattr(schema, "MIGRATIONS", folder)
    for module in (release, upgrading):
        monkeypatch.setattr(module, "HEAD", NEXT)


def test_a_store_of_this_release_is_not_older_and_upgrading_it_leaves_no_trace(company: Company) -> None:
    events = chain(company)
    assert not older(company.store)
    assert upgrade_store(company.store).added == ()
    assert chain(company) == events


def test_an_older_store_is_refused_and_says_what_to_do(company: Company) -> None:
    make_older(company.store)
    with company.store.read() as reader, pytest.raises(Refused, match="older release: run `ops-console upgrade`"):
        must_be_of_this_release(lines_of(reader))
    upgrade_store(company.store)


def test_upgrading_adds_what_is_needed_as_the_next_version_and_says_so_on_head_offices_chain(company: Company) -> None:
    make_older(company.store)
    done = upgrade_store(company.store)
    assert (set(done.added), done.catalog_version) == (ADDED, 2)
    assert not older(company.store)
    with company.store.read() as reader:
        assert reader.state().catalog_version == 2
        (event,) = reader.find(Event, operation="desk.upgrade")
        assert event.branch_id == 1
        assert (set(event.data["added"]), event.data["catalog_version"]) == (ADDED, 2)
        assert catalog_of(reader, 2).duties["claims"].reads_confidential
        assert reader.get(CatalogEntry, 2, "telex", "head_office") is not None


def test_upgrading_again_adds_nothing(company: Company) -> None:
    make_older(company.store)
    upgrade_store(company.store)
    events = chain(company)
    assert upgrade_store(company.store).added == ()
    assert chain(company) == events


def test_what_the_company_decided_stays_decided(company: Company) -> None:
    make_older(company.store)
    change_entry(company.store, "setting", "suicide_exclusion", value=12)
    upgrade_store(company.store)
    with company.store.read() as reader:
        assert catalog_of(reader, 2).setting("suicide_exclusion") == 12


def test_work_goes_on_after_an_upgrade_and_policies_keep_the_catalog_they_were_sold_under(company: Company) -> None:
    policy = company.policy("TM20")
    make_older(company.store)
    upgrade_store(company.store)
    assert company.policy("TM20") != policy
    with company.store.read() as reader:
        assert catalog_of(reader, 1).products["TM20"] == catalog_of(reader, 2).products["TM20"]


@pytest.mark.usefixtures("next_release")
def test_a_store_with_older_tables_gets_the_column_it_lacks_and_its_event(company: Company) -> None:
    assert older(company.store)
    assert upgrade_store(company.store).schema == NEXT
    with company.store.engine.connect() as connection:
        assert "nickname" in {column["name"] for column in inspect(connection).get_columns("agent")}
    with company.store.read() as reader:
        (event,) = reader.find(Event, operation="desk.upgrade")
        assert (event.data["schema"], event.data["added"]) == (NEXT, [])
    assert not older(company.store)
    assert upgrade_store(company.store).schema == NEXT


def test_an_older_store_that_lacks_a_column_of_its_own_state_is_still_a_store(company: Company) -> None:
    with company.store.write() as tx:
        tx.connection.execute(text("ALTER TABLE store_state RENAME COLUMN created_at TO made_at"))
        tx.connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    assert company.store.exists()
    assert older(company.store)
    with pytest.raises(Unexpected, match="can't be brought up to date"):
        upgrade_store(company.store)
    with company.store.write() as tx:
        tx.connection.execute(text("ALTER TABLE store_state RENAME COLUMN made_at TO created_at"))


def test_a_store_of_a_newer_release_is_left_alone(company: Company) -> None:
    with company.store.write() as tx:
        tx.connection.execute(text(f"UPDATE alembic_version SET version_num = '{NEXT}'"))
    with pytest.raises(Refused, match="newer release"):
        upgrade_store(company.store)
    with company.store.read() as reader, pytest.raises(Refused, match="newer release"):
        must_be_of_this_release(lines_of(reader))
    assert company.store.exists()


def test_a_field_the_company_left_out_later_does_not_make_the_store_older(company: Company) -> None:
    with company.store.write() as tx:
        rows = []
        for row in stored_rows(tx, 1):
            body = {name: value for name, value in row.body.items() if name != "reads_confidential"}
            rows.append(make_row(row.kind, row.code, row.valid_from, body))
        store_catalog(tx, rows, 2)
        tx.update(StoreState, {"id": 1}, {"catalog_version": 2})
    assert not older(company.store)

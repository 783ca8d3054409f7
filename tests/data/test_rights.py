"""The database role for daily work: the whole program works under it, and it can break nothing it is not meant to."""

import os
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

import ops_console
from ops_console.base.problems import NotAllowed, Refused, UsageError
from ops_console.batch.crew import crew_of
from ops_console.batch.grace import GRACE
from ops_console.batch.notices import NOTICE
from ops_console.batch.renewal import RENEWAL
from ops_console.data.rights import grant, grant_again
from ops_console.data.store import Store
from ops_console.data.tables import DELETED
from ops_console.data.verify import digest_of
from tests.support.company import Company, build
from tests.support.policies import pay_all
from tests.support.stores import Stores

POSTGRES = pytest.mark.parametrize(
    "stores", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)  # fmt: skip
ROLE = f"ops_daily_{os.getpid()}"


@pytest.fixture
def owner(stores: Stores) -> Iterator[Store]:
    """The store as its owner sees it, and a role with the rights for daily work."""
    store = Store(stores.copy("company", build))
    _execute(store, f"CREATE ROLE {ROLE} LOGIN")
    grant(store, ROLE)
    yield store
    _execute(store, f"DROP OWNED BY {ROLE}", f"DROP ROLE {ROLE}")
    store.close()


@pytest.fixture
def daily(owner: Store) -> Iterator[Company]:
    """The company at work under that role."""
    url = make_url(owner.url).set(username=ROLE)
    store = Store(url.render_as_string(hide_password=False))
    yield Company(store)
    store.close()


def _execute(store: Store, *statements: str) -> None:
    with store.write() as tx:
        for statement in statements:
            tx.connection.execute(text(statement))


@POSTGRES
def test_a_policy_lives_and_lapses_under_the_role_and_its_books_are_whole(daily: Company) -> None:
    policy = daily.policy("WL20")
    daily.policy("CI30")
    premium, due = daily.clerk("premium"), date(2027, 3, 3)
    daily.move_to(due - timedelta(days=58))
    assert NOTICE.run(daily.store, premium, daily.today).total.rows == 2
    daily.move_to(due)
    assert RENEWAL.run(daily.store, premium, due, crew=crew_of(2)).total.rows == 2
    pay_all(daily, policy, due)
    daily.move_to(due + timedelta(days=70))
    assert GRACE.run(daily.store, premium, daily.today).total.rows == 1
    with daily.store.read() as reader:
        assert daily.verify() == []
        assert len(digest_of(reader)) == 64


@POSTGRES
@pytest.mark.parametrize(
    "deed",
    [
        "DROP TABLE draft",
        "ALTER TABLE event DISABLE TRIGGER ALL",
        "DROP TRIGGER event_written_once ON event",
        "CREATE TABLE mine (id int)",
        "CREATE OR REPLACE FUNCTION written_once() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "UPDATE ledger_line SET amount = 0",
        "UPDATE event SET hash = ''",
        "DELETE FROM premium_due",
        "DELETE FROM premium_due_rest",
        "TRUNCATE draft",
        "DELETE FROM policy",
        "UPDATE catalog_entry SET body = ''",
        "UPDATE alembic_version SET version_num = ''",
        "SET session_replication_role = replica",
    ],
)
def test_the_role_neither_alters_the_store_nor_what_is_written_once(daily: Company, deed: str) -> None:
    with pytest.raises(NotAllowed, match=r"denied|must be owner"):
        _execute(daily.store, deed)


@POSTGRES
def test_rights_on_new_tables_come_with_the_upgrade(owner: Store, daily: Company) -> None:
    _execute(owner, f"REVOKE ALL ON letter FROM {ROLE}")
    with pytest.raises(NotAllowed):
        _execute(daily.store, "SELECT count(*) FROM letter")
    with owner.write() as tx:
        assert grant_again(tx) == (ROLE,)
    _execute(daily.store, "SELECT count(*) FROM letter")


@POSTGRES
def test_who_owns_the_tables_is_no_role_for_daily_work(owner: Store) -> None:
    assert owner.engine.url.username
    with pytest.raises(Refused, match="owns the tables"):
        grant(owner, owner.engine.url.username)
    with pytest.raises(UsageError, match="no role"):
        grant(owner, "nobody_of_that_name")


@pytest.mark.parametrize("stores", ["sqlite"], indirect=True)
def test_a_store_in_a_file_has_no_roles(company: Company) -> None:
    with pytest.raises(UsageError, match="no roles"):
        grant(company.store, "anybody")


def test_only_what_may_be_deleted_is_deleted() -> None:
    """The role lacks the right to delete anything else, so the program must not try."""
    allowed = {model.__name__ for model in DELETED}
    deleting = re.compile(r"(?:\.delete\(|removals\.append\(Change\()([A-Z]\w+)")
    source = "".join(path.read_text("utf-8") for path in Path(ops_console.__file__).parent.rglob("*.py"))
    assert set(deleting.findall(source)) == allowed

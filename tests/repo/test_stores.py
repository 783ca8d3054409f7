"""The tests' own stores: fresh for each test, alike on both engines, never the user's."""

import os
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from tests.support.stores import KeptDatabases, PostgresStores, Stores


def _fill(url: str) -> None:
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE policy (number INTEGER PRIMARY KEY)"))
        connection.execute(text("INSERT INTO policy VALUES (1)"))


def _numbers(url: str) -> list[int]:
    with create_engine(url, poolclass=NullPool).connect() as connection:
        return list(connection.scalars(text("SELECT number FROM policy ORDER BY number")))


def test_a_store_is_empty_at_first(store_url: str) -> None:
    assert inspect(create_engine(store_url, poolclass=NullPool)).get_table_names() == []


def test_a_copy_knows_nothing_of_what_happened_to_another(stores: Stores) -> None:
    first, second = stores.copy("one-policy", _fill), stores.copy("one-policy", _fill)
    with create_engine(first, poolclass=NullPool).begin() as connection:
        connection.execute(text("INSERT INTO policy VALUES (2)"))
    assert (_numbers(first), _numbers(second)) == ([1, 2], [1])


CHANGES = (
    "INSERT INTO policy VALUES (2)",
    "UPDATE policy SET number = 3",
    "DELETE FROM policy",
    "ALTER TABLE policy ADD COLUMN premium INTEGER",
    "CREATE TABLE other (number INTEGER)",
    "DROP TABLE policy",
)


@pytest.mark.postgres
@pytest.mark.parametrize("statement", CHANGES)
def test_whatever_a_test_does_to_a_copy_the_next_one_finds_it_as_filled(
    postgres_server: str, kept_databases: KeptDatabases, statement: str
) -> None:
    before = PostgresStores(postgres_server, kept_databases)
    with create_engine(before.copy("one-policy", _fill), poolclass=NullPool).begin() as connection:
        connection.execute(text(statement))
    before.close()
    after = PostgresStores(postgres_server, kept_databases)
    url = after.copy("one-policy", _fill)
    assert _numbers(url) == [1]
    assert inspect(create_engine(url, poolclass=NullPool)).get_table_names() == ["policy"]
    after.close()


@pytest.mark.postgres
def test_a_database_somebody_is_at_work_in_is_given_to_nobody_else(
    postgres_server: str, kept_databases: KeptDatabases
) -> None:
    before = PostgresStores(postgres_server, kept_databases)
    url = before.copy("one-policy", _fill)
    connection = create_engine(url, poolclass=NullPool).connect()
    connection.execute(text("INSERT INTO policy VALUES (2)"))
    before.close()
    connection.invalidate()
    after = PostgresStores(postgres_server, kept_databases)
    assert make_url(after.copy("one-policy", _fill)).database != make_url(url).database
    after.close()


def test_the_users_own_store_and_settings_are_out_of_reach(tmp_path_factory: pytest.TempPathFactory) -> None:
    assert not [name for name in os.environ if name.startswith("OPS_CONSOLE_")]
    assert Path.home().is_relative_to(tmp_path_factory.getbasetemp())

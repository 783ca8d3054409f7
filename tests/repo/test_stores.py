"""The tests' own stores: fresh for each test, alike on both engines, never the user's."""

import os
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.pool import NullPool

from tests.support.stores import Stores


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


def test_the_users_own_store_and_settings_are_out_of_reach(tmp_path_factory: pytest.TempPathFactory) -> None:
    assert not [name for name in os.environ if name.startswith("OPS_CONSOLE_")]
    assert Path.home().is_relative_to(tmp_path_factory.getbasetemp())

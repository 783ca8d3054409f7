"""The tables of a store: made at once or by migrations, they are the same, and what is written once stays."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from ops_console.base.money import Fen
from ops_console.data.partitions import REST, partitioned
from ops_console.data.release import HEAD, MIGRATIONS
from ops_console.data.schema import WRITTEN_ONCE, create_schema, schema_version, upgrade
from ops_console.data.store import Store
from ops_console.data.tables import LedgerLine
from ops_console.data.triggers import let_change
from tests.support.stores import Stores


def _described(connection: Connection) -> dict[str, object]:
    """What a database says about its tables, keys, indexes and triggers, without the names it invents."""
    inspector = inspect(connection)
    found: dict[str, object] = {}
    for table in inspector.get_table_names():
        columns = [(c["name"], str(c["type"]), c["nullable"], c["default"]) for c in inspector.get_columns(table)]
        unique = sorted(tuple(u["column_names"]) for u in inspector.get_unique_constraints(table))
        foreign = sorted(
            (tuple(f["constrained_columns"]), f["referred_table"]) for f in inspector.get_foreign_keys(table)
        )
        indexes = sorted((i["name"], tuple(i["column_names"]), bool(i["unique"])) for i in inspector.get_indexes(table))
        key = inspector.get_pk_constraint(table)["constrained_columns"]
        found[table] = (sorted(columns), key, unique, foreign, indexes)
    found["triggers"] = sorted(connection.scalars(text(_TRIGGERS[connection.dialect.name])))
    if connection.dialect.name == "postgresql":
        found["partitions"] = sorted(tuple(row) for row in connection.execute(text(_PARTITIONS)))
    if connection.dialect.name == "sqlite":
        found["without rowid"] = sorted(
            connection.scalars(text("SELECT name FROM sqlite_schema WHERE sql LIKE '%WITHOUT ROWID%'"))
        )
        # The inspector passes over indexes on expressions.
        found["indexes"] = sorted(
            connection.scalars(text("SELECT sql FROM sqlite_schema WHERE type = 'index' AND sql > ''"))
        )
    return found


_PARTITIONS = """
SELECT oid::regclass::text, coalesce(pg_get_partkeydef(oid), ''), coalesce(pg_get_expr(relpartbound, oid), '')
FROM pg_class WHERE relkind IN ('r', 'p') AND (relkind = 'p' OR relispartition)
"""
_TRIGGERS = {
    "sqlite": "SELECT sql FROM sqlite_schema WHERE type = 'trigger'",
    "postgresql": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
}


def test_a_migrated_store_has_the_same_schema_as_a_new_one(stores: Stores) -> None:
    new, migrated = Store(stores.empty()), Store(stores.empty())
    create_schema(new)
    with migrated.write() as tx:
        upgrade(tx)
    with new.engine.connect() as left, migrated.engine.connect() as right:
        assert _described(right) == _described(left)
    assert schema_version(new) == schema_version(migrated) == HEAD
    new.close()
    migrated.close()


def test_the_stamp_is_the_newest_migration() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_upgrading_a_new_store_changes_nothing(stores: Stores) -> None:
    store = Store(stores.empty())
    create_schema(store)
    with store.engine.connect() as connection:
        before = _described(connection)
    with store.write() as tx:
        upgrade(tx)
    with store.engine.connect() as connection:
        assert _described(connection) == before
    store.close()


@pytest.mark.parametrize("deed", ["UPDATE ledger_line SET amount = 2", "DELETE FROM ledger_line"])
def test_a_ledger_line_is_neither_changed_nor_deleted(stores: Stores, deed: str) -> None:
    store = Store(stores.empty())
    create_schema(store)
    line = LedgerLine(
        source_id=1,
        line_no=1,
        entry_no=1,
        rule="r",
        account="1002",
        amount=Fen(1),
        branch_id=1,
        booked_on=date(2026, 1, 1),
    )
    with store.write() as tx:
        tx.insert([line])
    with pytest.raises(DBAPIError, match="written once"), store.write() as tx:
        tx.connection.execute(text(deed))
    with store.read() as reader:
        assert reader.total(LedgerLine, "amount") == 1
    store.close()


def test_every_table_written_once_is_protected(stores: Stores) -> None:
    store = Store(stores.empty())
    create_schema(store)
    with store.engine.connect() as connection:
        protected = set(connection.scalars(text(_PROTECTED[connection.dialect.name])))
    partitions = {f"{table}_{REST}" for table in partitioned() if stores.engine == "postgres"}
    assert protected - partitions == set(WRITTEN_ONCE)
    assert protected >= {name for name in partitions if name.removesuffix(f"_{REST}") in WRITTEN_ONCE}
    with store.write() as tx:
        for statement in let_change(WRITTEN_ONCE, tx.connection.dialect.name):
            tx.connection.execute(text(statement))
    with store.engine.connect() as connection:
        assert set(connection.scalars(text(_PROTECTED[connection.dialect.name]))) <= partitions
    store.close()


_PROTECTED = {
    "sqlite": "SELECT tbl_name FROM sqlite_schema WHERE type = 'trigger'",
    "postgresql": "SELECT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal",
}


def test_no_migration_is_a_secret() -> None:
    """Every file in the folder is found by its number in the name."""
    files = sorted(path.name for path in Path(MIGRATIONS, "versions").glob("*.py"))
    assert files
    assert all(name[:5] == f"v{number:04d}" for number, name in enumerate(files, 1))

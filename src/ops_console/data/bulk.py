"""Rows by the hundred thousand, as the driver holds them: whole numbers, texts, nothing in between.

For filling a new store (training) and for telling what an operation wrote. Rows are tuples in the order of the table's
columns; days are yyyymmdd, stamps microseconds, structured values canonical JSON, truth values 0 and 1.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from ops_console.data.statements import columns_of as columns_of
from ops_console.data.statements import key_columns as key_columns
from ops_console.data.store import Reader, Store, Tx, table_of
from ops_console.data.tables.record import Table
from ops_console.data.types import JsonType

Row = tuple[Any, ...]

_LOADING = ("journal_mode=MEMORY", "synchronous=OFF", "foreign_keys=OFF")


def every_model() -> list[type[SQLModel]]:
    """The model of every table, parents before children."""
    models = {table_of(model).name: model for model in Table.__subclasses__()}
    return [models[table.name] for table in SQLModel.metadata.sorted_tables]


def json_columns(model: type[SQLModel]) -> frozenset[str]:
    """The columns that hold JSON text."""
    return frozenset(column.name for column in table_of(model).columns if isinstance(column.type, JsonType))


def rows_as_held(reader: Reader, model: type[SQLModel]) -> list[Row]:
    """Every row of a table as SQLite holds it, by primary key."""
    names, key = ", ".join(_quoted(columns_of(model))), ", ".join(_quoted(key_columns(model)))
    statement = f"SELECT {names} FROM {table_of(model).name} ORDER BY {key}"  # noqa: S608 - names of our own tables
    return [tuple(row) for row in reader.connection.exec_driver_sql(statement)]


def load(tx: Tx, model: type[SQLModel], rows: Sequence[Row]) -> None:
    """Write new rows of one table. PostgreSQL is sent them as one stream: row by row costs five times that."""
    if not rows:
        return
    into = f"{table_of(model).name} ({', '.join(_quoted(columns_of(model)))})"
    signs = ", ".join("?" * len(rows[0]))
    statement = f"INSERT INTO {into} VALUES ({signs})" if tx.is_sqlite else f"COPY {into} FROM STDIN"  # noqa: S608 - names of our own tables
    cursor = tx.connection.connection.cursor()
    try:
        if tx.is_sqlite:
            cursor.executemany(statement, rows)
        else:
            with cursor.copy(statement) as stream:
                for row in rows:
                    stream.write_row(row)
    except tx.connection.dialect.loaded_dbapi.Error as error:
        raise DBAPIError(statement, None, error) from error


@contextmanager
def indexes_last(tx: Tx) -> Iterator[None]:
    """Rows loaded inside the block are indexed once, at its end: half the work. PostgreSQL is left as it is."""
    if not tx.is_sqlite:
        yield
        return
    run = tx.connection.exec_driver_sql
    made = run("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name").all()
    for name, _statement in made:
        run(f'DROP INDEX "{name}"')
    yield
    for _name, statement in made:
        run(statement)


@contextmanager
def filling(store: Store) -> Iterator[None]:
    """While a new store is filled nothing waits for the disk and references are not looked up row by row: a crash
    leaves a file to be thrown away. Nobody else uses the store meanwhile. PostgreSQL is left as it is.
    """
    if store.engine.dialect.name != "sqlite":
        yield
        return
    event.listen(store.engine, "connect", _hurry)
    store.engine.dispose()
    try:
        yield
    finally:
        event.remove(store.engine, "connect", _hurry)
        store.engine.dispose()


def _hurry(connection: Any, _record: Any) -> None:
    for pragma in _LOADING:
        connection.execute(f"PRAGMA {pragma}")


def _quoted(names: Sequence[str]) -> list[str]:
    """`order` and its like are words of SQL."""
    return [f'"{name}"' for name in names]

"""PostgreSQL: the tables that grow with every policy and year are cut by issuing branch, a partition each.

Ids of policies are issuing branch * 10**11 + sequence, so a branch is a range of ids. A branch without a partition has
its rows in the one for the rest: nothing is refused, `doctor` tells of them, and `upgrade` gives it one. SQLite has one
table.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, text
from sqlmodel import SQLModel

from ops_console.data.triggers import protected, written_once
from ops_console.rules.numbers import SEQUENCES_PER_BRANCH

REST = "rest"
"""Suffix of the partition for what no other takes."""


def partitioned() -> tuple[str, ...]:
    """The tables cut by `policy_id`."""
    return tuple(
        table.name
        for table in SQLModel.metadata.sorted_tables
        if table.dialect_options["postgresql"]["partition_by"] is not None
    )


def rest_of(table: str) -> str:
    """The statement that makes the partition for the rest."""
    return f"CREATE TABLE {table}_{REST} PARTITION OF {table} DEFAULT"


def partition_of(table: str, branch: int) -> str:
    """The statement that makes the partition of a branch."""
    first = branch * SEQUENCES_PER_BRANCH
    bounds = f"FROM ({first}) TO ({first + SEQUENCES_PER_BRANCH})"
    return f"CREATE TABLE {table}_{branch} PARTITION OF {table} FOR VALUES {bounds}"


def give_partitions(connection: Connection, branches: Iterable[int]) -> tuple[int, ...]:
    """Give a partition to every branch that has none, and move its rows there; the branches that had none. Needs the
    owner of the tables; nobody else gets at them meanwhile.
    """
    if connection.dialect.name != "postgresql":
        return ()
    wanted, new = sorted(set(branches)), set[int]()
    for table in partitioned():
        have = set(_names(connection, table))
        missing = [branch for branch in wanted if f"{table}_{branch}" not in have]
        if missing:
            _split_off(connection, table, missing)
            new.update(missing)
    return tuple(sorted(new))


def rows_without_partition(connection: Connection) -> dict[str, int]:
    """How many rows of which tables are in the partition for the rest; empty when none is, and on SQLite."""
    if connection.dialect.name != "postgresql":
        return {}
    found = {table: connection.scalar(text(f"SELECT count(*) FROM {table}_{REST}")) for table in partitioned()}  # noqa: S608
    return {table: count for table, count in found.items() if count}


def _names(connection: Connection, table: str) -> Sequence[str]:
    statement = "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = CAST(:parent AS regclass)"
    return connection.scalars(text(statement), {"parent": table}).all()


def _split_off(connection: Connection, table: str, branches: Sequence[int]) -> None:
    """A partition can't be made while the one for the rest holds rows that belong there: so that is taken off, emptied
    of them and put back."""
    rest = f"{table}_{REST}"
    sealed = table in protected(connection)
    moved = f"policy_id / {SEQUENCES_PER_BRANCH} IN ({', '.join(map(str, branches))})"
    statements = [
        f"ALTER TABLE {table} DETACH PARTITION {rest}",
        *(partition_of(table, branch) for branch in branches),
        *(written_once([f"{table}_{branch}" for branch in branches], "postgresql") if sealed else []),
        f"INSERT INTO {table} SELECT * FROM {rest} WHERE {moved}",  # noqa: S608
        *([f"ALTER TABLE {rest} DISABLE TRIGGER USER"] if sealed else []),
        f"DELETE FROM {rest} WHERE {moved}",  # noqa: S608
        *([f"ALTER TABLE {rest} ENABLE TRIGGER USER"] if sealed else []),
        f"ALTER TABLE {table} ATTACH PARTITION {rest} DEFAULT",
    ]
    for statement in statements:
        connection.execute(text(statement))

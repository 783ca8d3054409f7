"""Rows that are written once: the database itself refuses to change or delete them.

This stops a stray statement. Who may drop triggers can still change a row; then the digests show it (`verify`).
"""

from collections.abc import Iterable

from sqlalchemy import Connection, text

MESSAGE = "rows of {table} are written once"

_FUNCTION = """
CREATE OR REPLACE FUNCTION written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are written once', TG_TABLE_NAME;
END $$
"""


def written_once(tables: Iterable[str], dialect: str) -> list[str]:
    """The statements that protect these tables, for `sqlite` or `postgresql`."""
    if dialect == "sqlite":
        return [_sqlite(table, deed) for table in tables for deed in ("update", "delete")]
    return [_FUNCTION, *(_postgresql(table) for table in tables)]


def protected(connection: Connection) -> frozenset[str]:
    """PostgreSQL: the tables and partitions that are protected."""
    statement = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
    return frozenset(connection.scalars(text(statement)))


def let_change(tables: Iterable[str], dialect: str) -> list[str]:
    """The statements that take the protection off again."""
    if dialect == "sqlite":
        return [f"DROP TRIGGER {table}_{deed}" for table in tables for deed in ("update", "delete")]
    return [f"DROP TRIGGER {table}_written_once ON {table}" for table in tables]


def _sqlite(table: str, deed: str) -> str:
    message = MESSAGE.format(table=table)
    return f"CREATE TRIGGER {table}_{deed} BEFORE {deed.upper()} ON {table} BEGIN SELECT RAISE(ABORT, '{message}'); END"


def _postgresql(table: str) -> str:
    return (
        f"CREATE TRIGGER {table}_written_once BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION written_once()"
    )

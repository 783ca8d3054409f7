"""A copied database put back as it was, for the next test: making another, and a server that must read its catalog
anew, costs more than most tests do.

What a test changed is found by asking every table how many rows it has and by which transaction the newest was written.
Rows are put back; a database whose structure was changed, or in which somebody is still at work, is not.
"""

from itertools import count

import psycopg
from psycopg.sql import SQL, Identifier

from tests.support.connections import close_connections, keep_connections

TIMES = 40
"""A database is put back at most: what was deleted still takes room in it."""
_SETTINGS = "SET session_replication_role = replica; SET lock_timeout = '2s'; SET plan_cache_mode = force_generic_plan"
_LEAVES = """SELECT c.relname FROM pg_class c
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace ORDER BY c.relname"""
_STRUCTURE = """SELECT
    (SELECT row(count(*), max(xmin::text::bigint))::text FROM pg_class WHERE relnamespace = 'public'::regnamespace),
    (SELECT row(count(*), max(xmin::text::bigint))::text FROM pg_attribute
        WHERE attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)),
    (SELECT row(count(*), max(xmin::text::bigint))::text FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace),
    (SELECT row(count(*), max(xmin::text::bigint))::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace),
    (SELECT row(count(*), max(xmin::text::bigint))::text FROM pg_trigger),
    (SELECT string_agg(concat(sequencename, last_value), ' ') FROM pg_sequences),
    (SELECT count(*)::text FROM pg_namespace WHERE nspname !~ '^pg_'),
    (SELECT count(*)::text FROM pg_statistic WHERE starelid >= 16384),
    (SELECT count(*)::text FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase
        WHERE d.datname = current_database())"""
_AT_WORK = """SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"""

Table = tuple[int, int]
"""How many rows, and the newest transaction that wrote one."""


class Restorable:
    """A database as it is now, and the way back to that."""

    def __init__(self, database: str, url: str) -> None:
        self.database = database
        self._connection = psycopg.connect(url, autocommit=True)
        keep_connections(database)
        # Nothing watches over rows that are put back: neither references nor what forbids changing an event.
        self._connection.execute(_SETTINGS)
        tables = [name for (name,) in self._connection.execute(_LEAVES)]
        each = (
            SQL("SELECT {}, count(*), coalesce(max(xmin::text::bigint), 0) FROM {}").format(name, Identifier(name))
            for name in tables
        )
        self._question = SQL(" UNION ALL ").join(each)
        self._tables = self._look()
        self._structure = self._connection.execute(_STRUCTURE).fetchone()
        self._rows = {name: self._copy_of(name) for name, (rows, _newest) in self._tables.items() if rows}
        self._times = count(1)

    def restore(self) -> bool:
        """Put every row back. False when that can't be done: the database is of no use any more."""
        try:
            if self._connection.execute(_AT_WORK).fetchone() != (0,) or next(self._times) > TIMES:
                return False
            if self._connection.execute(_STRUCTURE, prepare=True).fetchone() != self._structure:
                return False
            now = self._look()
            changed = [name for name, table in now.items() if table != self._tables[name]]
            with self._connection.transaction():
                for name in changed:
                    self._put_back(name)
                [(writer,)] = self._connection.execute("SELECT pg_current_xact_id()::xid::text::bigint")
            for name in changed:
                rows, _newest = self._tables[name]
                self._tables[name] = (rows, writer if rows else 0)
        except psycopg.Error:
            return False
        return True

    def close(self) -> None:
        close_connections(self.database)
        self._connection.close()

    def _look(self) -> dict[str, Table]:
        return {name: (rows, newest) for name, rows, newest in self._connection.execute(self._question, prepare=True)}

    def _copy_of(self, table: str) -> bytes:
        with self._connection.cursor().copy(SQL("COPY {} TO STDOUT").format(Identifier(table))) as copy:
            return b"".join(bytes(part) for part in copy)

    def _put_back(self, table: str) -> None:
        self._connection.execute(SQL("DELETE FROM {}").format(Identifier(table)), prepare=True)
        if table in self._rows:
            with self._connection.cursor().copy(SQL("COPY {} FROM STDIN").format(Identifier(table))) as copy:
                copy.write(self._rows[table])

"""Statements that have to find their rows by key, whatever the engine believes of its tables."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from ops_console.data.store import Reader

_OTHER_WAYS = ("enable_seqscan", "enable_hashjoin", "enable_mergejoin", "enable_material")


@contextmanager
def by_key(reader: Reader) -> Iterator[None]:
    """PostgreSQL goes by the keys in this block, as SQLite does anyway.

    What PostgreSQL knows of its tables may be from before a run, when those were empty that the run fills: then it
    walks through a whole table for every policy. And for a page of a million rows it reads others whole to join them.
    """
    ways = () if reader.is_sqlite else _OTHER_WAYS
    for way in ways:
        reader.connection.execute(text(f"SET LOCAL {way} = off"))
    yield
    for way in ways:
        reader.connection.execute(text(f"SET LOCAL {way} TO DEFAULT"))

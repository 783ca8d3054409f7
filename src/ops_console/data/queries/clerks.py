"""Clerks: the next number."""

from sqlalchemy import func, select

from ops_console.data.store import Reader, Tx, table_of
from ops_console.data.tables import Clerk, StoreState


def next_clerk_id(reader: Reader) -> int:
    """One more than the highest; in a write transaction nobody else gets it."""
    if isinstance(reader, Tx):
        reader.lock(StoreState, 1)
    table = table_of(Clerk)
    return int(reader.connection.scalar(select(func.coalesce(func.max(table.c.id), 0))) or 0) + 1

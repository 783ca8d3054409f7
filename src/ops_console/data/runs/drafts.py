"""Drafts that nobody came back to."""

from datetime import datetime

from ops_console.data.store import Tx, table_of
from ops_console.data.tables import Draft


def purge_drafts(tx: Tx, before: datetime) -> int:
    """Remove what was kept before an instant; how many there were."""
    table = table_of(Draft)
    return tx.connection.execute(table.delete().where(table.c.kept_at < before)).rowcount

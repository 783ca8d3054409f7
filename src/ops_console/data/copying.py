"""A copy of a store that is a file, made while others work on it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from ops_console.base.i18n import _
from ops_console.base.problems import UsageError
from ops_console.data.store import Store


def copy_store(store: Store, file: Path) -> int:
    """Copy to a new file, readable by its owner only; its size in bytes. UsageError for a store that is no file."""
    source = store.engine.url.database
    if store.engine.dialect.name != "sqlite" or source is None:
        raise UsageError(_("Only a store in a file is copied so; for PostgreSQL use pg_dump."))
    file.touch(mode=0o600, exist_ok=False)
    address = f"{Path(source).absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as old, closing(sqlite3.connect(file)) as new:
        old.backup(new)
    return file.stat().st_size

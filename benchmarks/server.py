"""A PostgreSQL server of the benchmarks' own, on disk and as durable as a company's, and copies of databases on it."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy.engine import make_url

from ops_console.data.store import Store
from ops_console.data.transferring import copy_rows, release
from tests.support.postgres import control, find_binaries, running_cluster

SETTINGS = {
    "shared_buffers": "1GB",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "30min",
    "work_mem": "64MB",
    "maintenance_work_mem": "512MB",
    "max_connections": "50",
}
"""What docs/server.md advises; durability is the server's default: every commit waits for the disk."""


@contextmanager
def server() -> Iterator[str]:
    """Its superuser's URL, for the length of the block. On disk: in the folder for temporary files."""
    binaries = find_binaries()
    if binaries is None:
        raise RuntimeError("PostgreSQL is not installed")
    with running_cluster(binaries, SETTINGS, tempfile.gettempdir()) as url:
        yield url


def database(url: str, name: str, template: str = "template0") -> str:
    """A new database, empty or a copy, in place of one of that name; its URL. What it holds is on disk."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))
        connection.execute(
            SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(Identifier(name), Identifier(template))
        )
        connection.execute("CHECKPOINT")
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def carry_over(book: Path, url: str) -> None:
    """A book made in a file, in an empty database as a company has it: with a partition for every branch."""
    with closing(sqlite3.connect(book)) as connection:
        connection.execute("UPDATE store_state SET is_demo = 0")
        connection.commit()
    source, store = Store(str(book)), Store(url)
    copy_rows(source, store)
    with store.write() as tx:
        release(tx)
    store.close()
    source.close()
    # What a copy of it is first read for is done: neither side pays for that.
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def data_of(url: str) -> Path:
    """The folder of a server's data."""
    with psycopg.connect(url) as connection:
        found = connection.execute("SHOW data_directory").fetchone()
    assert found
    return Path(found[0])


def control_server(data: Path, *deed: str) -> None:
    """`pg_ctl` on a server of ours."""
    binaries = find_binaries()
    assert binaries
    control(data.parent, [binaries / "pg_ctl", "-D", data, "-l", data.parent / "log", "-w", *deed])

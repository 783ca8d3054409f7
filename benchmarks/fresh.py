"""A run timed on a fresh copy of a store in a file, and a bare connection to one set as ours are."""

import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

SETTINGS = ("synchronous=FULL", "foreign_keys=ON", "cache_size=-65536", "mmap_size=268435456")


def timed(template: Path, run: Callable[[Path], None]) -> float:
    """Seconds; copying and what the disk still has to write of it are not among them."""
    path = template.with_name("run.sqlite")
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    shutil.copyfile(template, path)
    os.sync()
    started = time.perf_counter()
    run(path)
    return time.perf_counter() - started


@contextmanager
def bare_connection(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that begins and commits when it is told to."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in SETTINGS:
            connection.execute(f"PRAGMA {pragma}")
        yield connection

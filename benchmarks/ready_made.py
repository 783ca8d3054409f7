"""A run of ours on PostgreSQL, and bare SQL that writes what it wrote: into a fresh copy of the same book, from tables
that hold the finished rows, in the same commits. It asks nothing, composes nothing and computes no digest."""

import time
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import date

import psycopg
from psycopg.sql import SQL, Identifier

from benchmarks.book import CLERK
from ops_console.batch.crew import crew_of
from ops_console.batch.runs import RunKind
from ops_console.data.store import Store

Chunk = dict[str, int]


def ours(url: str, kind: RunKind, day: date, workers: int) -> float:
    """Seconds: our run, which sets nothing aside."""
    store = Store(url)
    started = time.perf_counter()
    report = kind.run(store, CLERK, day, crew=crew_of(workers))
    taken = time.perf_counter() - started
    store.close()
    assert report.total.rows
    assert not report.faults
    return taken


def bring(made: str, fresh: str, tables: Mapping[str, str]) -> None:
    """Tables of the database `made` as our run left them, copied whole into a schema of that name of `fresh`; what a
    chunk wrote is found there by the column given for the table."""
    with closing(psycopg.connect(made)) as source, closing(psycopg.connect(fresh, autocommit=True)) as target:
        target.execute("CREATE SCHEMA made")
        for table, column in tables.items():
            name, own = Identifier(table), Identifier("made", table)
            target.execute(SQL("CREATE TABLE {} (LIKE {})").format(own, name))
            with (
                source.cursor().copy(SQL("COPY (SELECT * FROM {}) TO STDOUT (FORMAT binary)").format(name)) as rows,
                target.cursor().copy(SQL("COPY {} FROM STDIN (FORMAT binary)").format(own)) as taken,
            ):
                for part in rows:
                    taken.write(part)
            target.execute(SQL("CREATE INDEX ON {} ({})").format(own, Identifier(column)))
        target.execute("VACUUM ANALYZE")
        target.execute("CHECKPOINT")


def chunks_of(made: str) -> list[Chunk]:
    """Those of our last run: the chunk's id, which rows of a set have for their source, first and last policy."""
    with closing(psycopg.connect(made)) as connection:
        found = connection.execute(
            "SELECT id, first_id, last_id FROM run_chunk WHERE run_id = (SELECT max(id) FROM run) ORDER BY 1"
        ).fetchall()
    return [{"source": source, "first": first, "last": last} for source, first, last in found]


def write(fresh: str, chunks: Iterable[Chunk], statements: Iterable[str]) -> float:
    """Seconds: every statement for each chunk, a commit a chunk."""
    with closing(psycopg.connect(fresh)) as connection:
        started = time.perf_counter()
        for chunk in chunks:
            for statement in statements:
                connection.execute(statement, chunk)
            connection.commit()
        return time.perf_counter() - started


def compare(
    made: str, fresh: str, chunks: Iterable[Chunk], statements: Iterable[str], tables: Mapping[str, str]
) -> None:
    """Not timed: the statements leave as many rows of chunks in each table as our run did, or AssertionError."""
    write(fresh, chunks, statements)
    for table, column in tables.items():
        # The run's own event is of no chunk.
        count = SQL("SELECT count({}) FROM {}").format(Identifier(column), Identifier(table))
        with closing(psycopg.connect(made)) as one, closing(psycopg.connect(fresh)) as other:
            assert one.execute(count).fetchone() == other.execute(count).fetchone(), table

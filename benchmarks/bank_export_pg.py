"""Collections of a big book on PostgreSQL: ordered by one and by two workers, beside bare SQL making the same rows in
the same commits; and written for the banks."""

import shutil
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path

import psycopg

from benchmarks.bank_export import MAKE, make_owing
from benchmarks.book import AS_OF, CLERK
from benchmarks.figures import Figure
from benchmarks.server import database, server
from ops_console.batch.bank_export import write_drawn
from ops_console.batch.collections import COLLECTION
from ops_console.batch.crew import crew_of
from ops_console.data.store import Store
from ops_console.data.transferring import analyse, copy_rows, release
from tests.support.postgres import find_binaries

REPETITIONS = 3
_FILES = """INSERT INTO bank_file (id, direction, kind, bank, profile, branch_id, message, name, created_at, day,
    value_day, lines, amount, digest, state)
    SELECT row_number() OVER (), 'out', 'collection', bank, '', branch, '', '', 0, 20261130, 20261130, 0, 0, '', 'drawn'
    FROM (SELECT DISTINCT bank, policy_id / 100000000000 AS branch FROM mandate) AS places"""


def measure(policies: int) -> list[Figure]:
    """The best of several, taken in turns, each on a fresh copy of the same book."""
    if find_binaries() is None:
        print("bank-export-pg: not measured, PostgreSQL is not installed")
        return []
    times: dict[str, list[float]] = {}
    with server() as url, tempfile.TemporaryDirectory(prefix="ops-console-bench-") as name:
        folder = Path(name)
        _fill(database(url, "owing"), folder / "owing.sqlite", policies)
        for _ in range(REPETITIONS):
            for workers in (1, 2):
                run = database(url, "run", "owing")
                times.setdefault(f"ours {workers}", []).append(_ours(run, workers))
                chunks = _chunks(run)
            times.setdefault("writing", []).append(_writing(run, folder / "out"))
            times.setdefault("bare", []).append(_bare(database(url, "run", "owing"), chunks))
    best = {what: min(taken) for what, taken in times.items()}
    orders, same = f"{policies:,} orders, PostgreSQL", "bare SQL, the same rows and commits"
    return [
        Figure(f"collection-run: {orders}, 1 worker", "s", best["ours 1"], best["bare"], same, 5),
        Figure(f"collection-run: {orders}, 2 workers", "s", best["ours 2"], best["bare"], f"{same}, 1 connection", 5),
        Figure(f"writing: {orders}", "s", best["writing"], best["ours 1"], "making the orders", 5),
    ]


def _fill(url: str, path: Path, policies: int) -> None:
    """The book of the same measure on SQLite, as a company has it: with a partition for every branch."""
    make_owing(path, policies)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE store_state SET is_demo = 0")
        connection.commit()
    store = Store(url)
    copy_rows(Store(str(path)), store)
    with store.write() as tx:
        release(tx)
    analyse(store)
    store.close()


def _ours(url: str, workers: int) -> float:
    store = Store(url)
    started = time.perf_counter()
    report = COLLECTION.run(store, CLERK, AS_OF, crew=crew_of(workers))
    taken = time.perf_counter() - started
    store.close()
    assert report.total.rows
    return taken


def _writing(url: str, out: Path) -> float:
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    store = Store(url)
    started = time.perf_counter()
    write_drawn(store, CLERK, out)
    taken = time.perf_counter() - started
    store.close()
    return taken


def _chunks(url: str) -> list[tuple[int, int]]:
    """Those of the last run: first and last policy."""
    with psycopg.connect(url) as connection:
        last = "SELECT first_id, last_id FROM run_chunk WHERE run_id = (SELECT max(id) FROM run) ORDER BY id"
        return [(first, last) for first, last in connection.execute(last).fetchall()]


def _bare(url: str, chunks: list[tuple[int, int]]) -> float:
    """The rows ours made, and each read once; nothing is asked of what became of an instalment."""
    with psycopg.connect(url) as connection:
        started = time.perf_counter()
        connection.execute(_FILES)
        connection.commit()
        for chunk in chunks:
            connection.execute(MAKE.replace("?", "%s"), chunk)
            connection.execute(
                "SELECT count(*), sum(amount) FROM collection_order WHERE policy_id BETWEEN %s AND %s", chunk
            ).fetchall()
            connection.commit()
        return time.perf_counter() - started

"""Collections of a big book on PostgreSQL: ordered by one and by two workers, beside bare SQL that finds the finished
rows and writes them in the same commits; and written for the banks, beside a bare loop."""

import shutil
import tempfile
import time
from contextlib import closing
from pathlib import Path

import psycopg

from benchmarks import ready_made
from benchmarks.bank_export import bare_loop, make_owing
from benchmarks.book import AS_OF, CLERK
from benchmarks.figures import Figure
from benchmarks.server import carry_over, database, server
from ops_console.batch.bank_export import write_drawn
from ops_console.batch.collections import COLLECTION
from ops_console.data.store import Store
from tests.support.postgres import find_binaries

REPETITIONS = 3
_MINE = "policy_id BETWEEN %(first)s AND %(last)s"
ADDED = {"bank_file": "id", "collection_order": "policy_id"}
WRITE = (
    f"""INSERT INTO bank_file SELECT * FROM made.bank_file WHERE id NOT IN (SELECT id FROM bank_file)
    AND id IN (SELECT file_id FROM made.collection_order WHERE {_MINE})""",
    f"INSERT INTO collection_order SELECT * FROM made.collection_order WHERE {_MINE}",
    f"SELECT count(*), sum(amount) FROM collection_order WHERE {_MINE}",
)
"""Nothing is asked of what became of an instalment."""


def measure(policies: int) -> list[Figure]:
    """The best of several, taken in turns, each on a fresh copy of the same book."""
    if find_binaries() is None:
        print("bank-export-pg: not measured, PostgreSQL is not installed")
        return []
    times: dict[str, list[float]] = {}
    with server() as url, tempfile.TemporaryDirectory(prefix="ops-console-bench-") as name:
        folder = Path(name)
        make_owing(folder / "owing.sqlite", policies)
        carry_over(folder / "owing.sqlite", database(url, "owing"))
        for number in range(REPETITIONS):
            for workers in (1, 2):
                run = database(url, "run", "owing")
                times.setdefault(f"ours {workers}", []).append(ready_made.ours(run, COLLECTION, AS_OF, workers))
            if not number:
                chunks = ready_made.chunks_of(run)
                ready_made.bring(run, database(url, "ready", "owing"), ADDED)
                ready_made.compare(run, database(url, "bare", "ready"), chunks, WRITE, ADDED)
            times.setdefault("writing", []).append(_writing(run, folder / "out"))
            with closing(psycopg.connect(run, autocommit=True)) as connection:
                times.setdefault("loop", []).append(bare_loop(connection, folder / "out", "%s"))
            times.setdefault("bare", []).append(ready_made.write(database(url, "run", "ready"), chunks, WRITE))
    best = {what: min(taken) for what, taken in times.items()}
    orders, same = f"{policies:,} orders, PostgreSQL", "bare SQL, the same rows ready made"
    return [
        Figure(f"collection-run: {orders}, 1 worker", "s", best["ours 1"], best["bare"], same, 5),
        Figure(f"collection-run: {orders}, 2 workers", "s", best["ours 2"], best["bare"], f"{same}, 1 connection", 5),
        Figure(f"writing: {orders}", "s", best["writing"], best["loop"], "a bare loop over the same orders", 6),
    ]


def _writing(url: str, out: Path) -> float:
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    store = Store(url)
    started = time.perf_counter()
    write_drawn(store, CLERK, out)
    taken = time.perf_counter() - started
    store.close()
    return taken

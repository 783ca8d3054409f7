"""The renewal run on PostgreSQL by one and by two workers, beside bare SQL that writes the same rows over as many
connections, and beside five rows a policy."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial

import psycopg

from benchmarks.book import AS_OF, CLERK, billings, ids, make_live_store
from benchmarks.figures import Figure
from benchmarks.five_rows import CHUNK, DAY, NOW, TABLES, Dialect, indexes, policy_rows, statements
from benchmarks.renewal import BARE, READ_BACK
from benchmarks.server import database, server
from ops_console.batch.crew import crew_of
from ops_console.batch.renewal import POLICIES_PER_CHUNK, RENEWAL
from ops_console.data.store import Store
from tests.support.postgres import find_binaries

REPETITIONS = 3
REFERENCE_REPETITIONS = 2
_POSTGRES = Dialect(
    "(next_due + make_interval(months => months))::date", f"DATE '{DAY}'", f"TIMESTAMP '{NOW}'", "%({})s"
)  # fmt: skip
Chunk = dict[str, int]


def measure(policies: int) -> list[Figure]:
    """The best of several, taken in turns, each on a fresh copy of the same book."""
    if find_binaries() is None:
        print("renewal-pg: not measured, PostgreSQL is not installed")
        return []
    with server() as url:
        book, five = database(url, "book"), database(url, "five")
        _make_book(book, policies)
        _make_five_rows(five, policies)
        chunks = _cut(book)
        times: dict[str, list[float]] = {}
        for _ in range(REPETITIONS):
            for workers in (1, 2):
                times.setdefault(f"ours {workers}", []).append(_timed(url, "book", partial(_ours, workers)))
                times.setdefault(f"bare {workers}", []).append(_timed(url, "book", partial(_bare, chunks, workers)))
        for _ in range(REFERENCE_REPETITIONS):
            times.setdefault("five", []).append(_timed(url, "five", partial(_five_rows, policies)))
    best = {name: min(taken) for name, taken in times.items()}
    what = f"renewal run, {policies:,} due, PostgreSQL"
    same_rows = "bare SQL, the same rows, keys and commits"
    return [
        Figure(f"{what}, 1 worker", "s", best["ours 1"], best["bare 1"], same_rows, at_most=1.25),
        Figure(f"{what}, 2 workers", "s", best["ours 2"], best["bare 2"], f"{same_rows}, 2 connections", at_most=1.25),
        Figure(f"{what}, 1 worker", "s", best["ours 1"], best["five"], "five indexed rows a policy", at_most=0.5),
    ]


def _timed(server_url: str, template: str, run: Callable[[str], None]) -> float:
    url = database(server_url, "run", template)
    started = time.perf_counter()
    run(url)
    return time.perf_counter() - started


def _ours(workers: int, url: str) -> None:
    store = Store(url)
    report = RENEWAL.run(store, CLERK, AS_OF, crew=crew_of(workers))
    store.close()
    assert report.total.rows


def _bare(chunks: Sequence[Chunk], connections: int, url: str) -> None:
    with closing(psycopg.connect(url)) as connection:
        connection.execute(
            "INSERT INTO run (id, kind, as_of, branch_id, clerk_id, started_at, rows, amount, root)"
            " VALUES (1, 'renewal-run', 20261130, 1, 9, 0, 0, 0, '')"
        )
        connection.cursor().executemany(
            "INSERT INTO run_chunk (id, run_id, branch_id, first_id, last_id, done, rows, amount, totals, digest)"
            " VALUES (%(source)s, 1, 1, %(first)s, %(last)s, false, 0, 0, '{}', '')",
            chunks,
        )
        connection.commit()
    share = -(-len(chunks) // connections)
    with ThreadPoolExecutor(connections) as pool:
        list(pool.map(partial(_bare_part, url), [chunks[n * share : (n + 1) * share] for n in range(connections)]))


def _bare_part(url: str, chunks: Sequence[Chunk]) -> None:
    with closing(psycopg.connect(url)) as connection:
        for chunk in chunks:
            for statement in (*BARE[:-1], "UPDATE run_chunk SET done = true WHERE id = :source"):
                connection.execute(_named(statement), chunk)
            for statement in READ_BACK:
                connection.execute(_named(statement), chunk).fetchall()
            connection.commit()


def _named(statement: str) -> str:
    """SQLite's names of parameters as psycopg's; its remainders doubled."""
    named = statement.replace("%", "%%")
    for name in ("source", "first", "last"):
        named = named.replace(f":{name}", f"%({name})s")
    return named


def _five_rows(policies: int, url: str) -> None:
    with closing(psycopg.connect(url)) as connection:
        for after in range(0, policies, CHUNK):
            for statement in statements(_POSTGRES):
                connection.execute(statement, {"after": after, "upto": after + CHUNK})
            connection.commit()


def _make_book(url: str, policies: int) -> None:
    make_live_store(url)
    with closing(psycopg.connect(url)) as connection:
        cursor = connection.cursor()
        columns = "id, number, application_id, product, catalog_version, issued_on"
        with cursor.copy(f"COPY policy ({columns}) FROM STDIN") as copy:
            for policy_id in ids(policies):
                copy.write_row((policy_id, str(policy_id), 0, "WL20", 1, 20201101))
        columns = "policy_id, branch_id, next_due, paid_to, months, anchor_day, premium, channel, account"
        with cursor.copy(f"COPY billing ({columns}, active, ends_on, loading, reminded_to) FROM STDIN") as copy:
            for row in billings(policies):
                copy.write_row((*row, True, 20401101, 0, 19000101))
        _settle(connection)


def _make_five_rows(url: str, policies: int) -> None:
    with closing(psycopg.connect(url)) as connection:
        for table, (columns, _indexes) in TABLES.items():
            key = "id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"
            connection.execute(f"CREATE TABLE {table} ({key}, {columns})")
        with connection.cursor().copy("COPY policy FROM STDIN") as copy:
            for row in policy_rows(policies):
                copy.write_row(row)
        for statement in indexes():
            connection.execute(statement)
        _settle(connection)


def _settle(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    connection.commit()
    connection.autocommit = True
    connection.execute("VACUUM ANALYZE")


def _cut(book: str) -> list[Chunk]:
    """The chunks ours has. Not timed."""
    with closing(psycopg.connect(book)) as connection:
        found = connection.execute(
            "SELECT min(policy_id), max(policy_id) FROM (SELECT policy_id, row_number() OVER"
            " (PARTITION BY policy_id / 100000000000 ORDER BY policy_id) - 1 AS n FROM billing) AS numbered"
            " GROUP BY policy_id / 100000000000, n / %s ORDER BY 1",
            (POLICIES_PER_CHUNK,),
        ).fetchall()
    return [{"source": 10**6 + no, "first": first, "last": last} for no, (first, last) in enumerate(found, 1)]

"""The renewal run over a big book, beside bare SQL that writes the same rows, and beside five rows a policy."""

import sqlite3
import tempfile
from contextlib import closing
from functools import partial
from pathlib import Path

from benchmarks.book import AS_OF, CLERK, make_book
from benchmarks.figures import Figure
from benchmarks.five_rows import five_rows, make_five_rows
from benchmarks.fresh import bare_connection, timed
from benchmarks.peak import SMALLER, memory_figure
from ops_console.batch.renewal import POLICIES_PER_CHUNK, RENEWAL
from ops_console.data.days import day_number
from ops_console.data.store import Store

REPETITIONS = 5
REFERENCE_REPETITIONS = 2

_MONTH = """(next_due / 100 + months + CASE WHEN next_due / 100 % 100 + months > 12 THEN 88 ELSE 0 END)"""
_LAST = f"""(CASE WHEN {_MONTH} % 100 = 2 THEN
    CASE WHEN {_MONTH} / 100 % 4 = 0 AND ({_MONTH} / 100 % 100 <> 0 OR {_MONTH} / 100 % 400 = 0) THEN 29 ELSE 28 END
    WHEN {_MONTH} % 100 IN (4, 6, 9, 11) THEN 30 ELSE 31 END)"""
_IN_CHUNK = f"""WHERE policy_id BETWEEN :first AND :last AND active AND next_due <= {day_number(AS_OF)}"""
BARE = (
    f"""INSERT INTO premium_due SELECT policy_id, next_due, premium, channel, branch_id, :source
    FROM billing {_IN_CHUNK}""",
    f"""INSERT INTO ledger_line SELECT :source, 2 * row_number() OVER (ORDER BY branch_id, account) - side,
    row_number() OVER (ORDER BY branch_id, account), 'premium_due', CASE side WHEN 1 THEN '1122' ELSE account END,
    CASE side WHEN 1 THEN total ELSE -total END, branch_id, {day_number(AS_OF)}, NULL
    FROM (SELECT branch_id, account, sum(premium) AS total FROM billing {_IN_CHUNK} GROUP BY branch_id, account)
    AS sums, (SELECT 1 AS side UNION ALL SELECT 0) AS sides""",
    f"""UPDATE billing SET next_due = {_MONTH} * 100 + CASE WHEN anchor_day <= 28 THEN anchor_day
    WHEN anchor_day <= {_LAST} THEN anchor_day ELSE {_LAST} END {_IN_CHUNK}""",
    "UPDATE run_chunk SET done = 1 WHERE id = :source",
)
READ_BACK = (
    """SELECT count(*), sum(due_date), sum(amount), sum(length(channel)), sum(branch_id) FROM premium_due
    WHERE policy_id BETWEEN :first AND :last AND source_id = :source""",
    "SELECT count(*), sum(next_due) FROM billing WHERE policy_id BETWEEN :first AND :last",
    "SELECT count(*), sum(amount) FROM ledger_line WHERE source_id = :source",
)


def measure(policies: int) -> list[Figure]:
    """The best of several, taken in turns, each on a fresh copy of the same book."""
    with tempfile.TemporaryDirectory(prefix="ops-console-bench-") as name:
        folder = Path(name)
        book, five = folder / "book.sqlite", folder / "five.sqlite"
        make_book(book, policies)
        make_five_rows(five, policies)
        chunks = _cut(book)
        ours, bare = [], []
        for _ in range(REPETITIONS):
            ours.append(timed(book, _ours))
            bare.append(timed(book, partial(_bare, chunks)))
        reference = [timed(five, five_rows) for _ in range(REFERENCE_REPETITIONS)]
        smaller = folder / "smaller.sqlite"
        make_book(smaller, policies // SMALLER)
        memory = memory_figure(f"renewal run, {policies:,} due", _ours, book, smaller)
    what = f"renewal run, {policies:,} policies due, SQLite"
    return [
        Figure(what, "s", min(ours), min(bare), "bare SQL, the same rows, keys and commits", at_most=1.25),
        Figure(what, "s", min(ours), min(reference), "five indexed rows a policy", at_most=0.5),
        memory,
    ]


def _ours(path: Path) -> None:
    store = Store(str(path))
    report = RENEWAL.run(store, CLERK, AS_OF)
    store.close()
    assert report.total.rows


def _bare(ranges: list[tuple[int, int, int]], path: Path) -> None:
    with bare_connection(path) as connection:
        for chunk in _start(connection, ranges):
            connection.execute("BEGIN IMMEDIATE")
            for statement in BARE:
                connection.execute(statement, chunk)
            for statement in READ_BACK:
                connection.execute(statement, chunk).fetchall()
            connection.execute("COMMIT")


def _cut(book: Path) -> list[tuple[int, int, int]]:
    """The chunks ours has: branch, first and last policy. Not timed."""
    with closing(sqlite3.connect(book)) as connection:
        return connection.execute(
            "SELECT policy_id / 100000000000, min(policy_id), max(policy_id) FROM (SELECT policy_id, row_number() OVER"
            " (PARTITION BY policy_id / 100000000000 ORDER BY policy_id) - 1 AS n FROM billing) GROUP BY 1, n / ?",
            (POLICIES_PER_CHUNK,),
        ).fetchall()


def _start(connection: sqlite3.Connection, ranges: list[tuple[int, int, int]]) -> list[dict[str, int]]:
    """Write the run and its chunks."""
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO run VALUES (1, 'renewal-run', 20261130, 1, NULL, 9, 0, NULL, 0, 0, '')")
    connection.executemany(
        "INSERT INTO run_chunk (id, run_id, branch_id, first_id, last_id, done, rows, amount, totals, digest)"
        " VALUES (?, 1, ?, ?, ?, 0, 0, 0, '{}', '')",
        [(10**6 + no, *part) for no, part in enumerate(ranges, 1)],
    )
    connection.execute("COMMIT")
    return [{"source": 10**6 + no, "first": first, "last": last} for no, (_branch, first, last) in enumerate(ranges, 1)]

"""The valuation of a big book, beside bare reading of the same rows."""

import random
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from benchmarks.book import BRANCHES, CLERK, FIRST_BRANCH, make_store
from benchmarks.figures import Figure
from ops_console.batch.valuation import POLICIES_PER_CHUNK, VALUATION
from ops_console.data.days import FOREVER_NUMBER, day_number
from ops_console.data.store import Store
from ops_console.rules.due_dates import due_date, next_due_after

AS_OF = date(2026, 11, 30)
YEARS = 10
"""How long ago the oldest policy commenced."""
OVERDUE = 0.07
PLANS = (("WL20", 20, None), ("WL20", 10, None), ("EN15", 5, 15), ("TM20", 20, 20), ("CI30", 20, 30), ("HC01", 1, 1))
MODES = (1, 3, 6, 12, 12)
AGES = range(20, 51)
REPETITIONS = 3
LIMIT = 60.0
"""Seconds."""

READ = f"""SELECT c.product, p.catalog_version, c.sex, c.entry_age, c.pay_years, c.cover_years, c.kind, b.branch_id,
    c.policy_id / 100000000000, c.policy_id, c.no, c.sum_assured, s.status, c.term_from, s.commenced_on, b.paid_to,
    b.months, b.premium
    FROM coverage c JOIN policy_status s ON s.policy_id = c.policy_id AND s.valid_to = {FOREVER_NUMBER}
    JOIN billing b ON b.policy_id = c.policy_id JOIN policy p ON p.id = c.policy_id
    WHERE c.policy_id BETWEEN ? AND ? AND c.valid_to = {FOREVER_NUMBER}"""
STATUS = """INSERT INTO policy_status (policy_id, revision, valid_from, valid_to, source_id, status, branch_id,
    commenced_on) VALUES (?, 1, ?, ?, 0, 'in_force', ?, ?)"""
COVERAGE = """INSERT INTO coverage (policy_id, no, revision, valid_from, valid_to, source_id, product, insured_id, sex,
    entry_age, sum_assured, pay_years, cover_years, em_points, exclusions)
    VALUES (?, 1, 1, ?, ?, 0, ?, 0, ?, ?, ?, ?, ?, 0, '')"""
BILLING = """INSERT INTO billing (policy_id, branch_id, active, next_due, paid_to, ends_on, months, anchor_day, premium,
    loading, channel, account, reminded_to) VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, 0, 'bank', '6031.01', 19000101)"""


def measure(policies: int) -> list[Figure]:
    """The best of several, taken in turns on the same store."""
    with tempfile.TemporaryDirectory(prefix="ops-console-bench-") as name:
        path = Path(name) / "valued.sqlite"
        make_book(path, policies)
        ours, bare = [], []
        for _ in range(REPETITIONS):
            ours.append(_ours(path, policies))
            bare.append(_bare(path, policies))
    what = f"valuation run, {policies:,} policies, SQLite"
    return [Figure(what, "s", min(ours), min(bare), "reading the same rows", at_most=2, limit=LIMIT)]


def make_book(path: Path, policies: int) -> None:
    """So many policies of all products, ages, modes and years over 43 branches, some of them overdue."""
    make_store(str(path))
    rnd = random.Random(7)  # noqa: S311
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        for policy_id in _ids(policies):
            for statement, values in _rows(policy_id, rnd):
                connection.execute(statement, values)
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _ids(policies: int) -> Iterator[int]:
    return ((FIRST_BRANCH + n * BRANCHES // policies) * 10**11 + n + 1 for n in range(policies))


def _rows(policy_id: int, rnd: random.Random) -> Iterator[tuple[str, tuple[object, ...]]]:
    product, pay, cover = rnd.choice(PLANS)
    months = 12 if pay == 1 else rnd.choice(MODES)
    commenced = AS_OF - timedelta(days=rnd.randrange(365 if pay == 1 else 365 * YEARS))
    ends = due_date(commenced, 12, pay)
    day = AS_OF - timedelta(days=40) if rnd.random() < OVERDUE else AS_OF
    paid_to = min(ends, next_due_after(commenced, months, max(commenced, day)))
    began, premium = day_number(commenced), rnd.randint(1_000, 900_000)
    yield "INSERT INTO policy VALUES (?, ?, 0, ?, 1, NULL, ?)", (policy_id, str(policy_id), product, began)
    yield STATUS, (policy_id, began, FOREVER_NUMBER, policy_id // 10**11, began)
    sex, age, amount = rnd.choice(("male", "female")), rnd.choice(AGES), rnd.randint(10, 1_000) * 100_000
    yield COVERAGE, (policy_id, began, FOREVER_NUMBER, product, sex, age, amount, pay, cover)
    due, anchor = day_number(paid_to), commenced.day
    yield BILLING, (policy_id, policy_id // 10**11, due, due, day_number(ends), months, anchor, premium)


def _ours(path: Path, policies: int) -> float:
    store = Store(str(path))
    started = time.perf_counter()
    report = VALUATION.run(store, CLERK, AS_OF)
    seconds = time.perf_counter() - started
    store.close()
    assert report.total.rows == policies
    return seconds


def _bare(path: Path, policies: int) -> float:
    """The same rows in the same chunks, fetched and thrown away."""
    ids = list(_ids(policies))
    chunks = [
        (part[0], part[-1])
        for at in range(0, policies, POLICIES_PER_CHUNK)
        if (part := ids[at : at + POLICIES_PER_CHUNK])
    ]
    read = 0
    with closing(sqlite3.connect(path)) as connection:
        for pragma in ("cache_size=-65536", "mmap_size=268435456"):
            connection.execute(f"PRAGMA {pragma}")
        started = time.perf_counter()
        for chunk in chunks:
            read += len(connection.execute(READ, chunk).fetchall())
        seconds = time.perf_counter() - started
    assert read == policies
    return seconds

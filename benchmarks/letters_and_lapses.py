"""Notices and the end of grace over a big book, each beside bare SQL that writes the same rows in as many commits."""

import sqlite3
import tempfile
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path

import ops_console.cli  # noqa: F401 - looks for garbage as seldom as the commands do
from benchmarks.book import AS_OF, CLERK, FIRST_DAY
from benchmarks.figures import Figure
from benchmarks.fresh import bare_connection, timed
from benchmarks.peak import SMALLER, memory_figure
from benchmarks.premium_book import make_people
from ops_console import rooms
from ops_console.batch import grace, notices
from ops_console.batch.registry import BATCHES
from ops_console.batch.renewal import RENEWAL
from ops_console.batch.runs import RunKind
from ops_console.data.store import Store
from ops_console.data.tables import Branch, StoreState
from ops_console.rules.numbers import make_id

REPETITIONS = 3
AFTER_GRACE = date(2027, 2, 20)
"""More than 60 days, and a spring festival, after the last due date."""
_APPLICANT = """JOIN policy p ON p.id = b.policy_id
    JOIN policy_role r ON r.policy_id = b.policy_id AND r.role = 'applicant' AND r.valid_to = 99991231
    JOIN party c ON c.id = r.party_id"""
_MINE = "b.branch_id = :branch AND b.policy_id BETWEEN :first AND :last"
_YUAN = "printf('%,d.%02d', b.premium / 100, b.premium % 100)"
_DAY = "substr({0}, 1, 4) || '-' || substr({0}, 5, 2) || '-' || substr({0}, 7, 2)"
NOTICES = (
    f"""INSERT INTO letter (id, kind, party_id, policy_id, branch_id, language, day, "values", printed)
    SELECT :base + row_number() OVER (ORDER BY b.policy_id), 'premium_reminder', c.id,
    b.policy_id, b.branch_id, c.language, 20261101, '{{"amount":"' || {_YUAN} ||
    '","branch":"上海分公司","channel":"' || CASE b.channel WHEN 'bank' THEN '银行转账' ELSE b.channel END ||
    '","day":"2026-11-01","due":"' ||
    {_DAY.format("b.next_due")} || '","grace_end":"' || {_DAY.format("b.next_due")} || '","name":' ||
    json_quote(c.name) || ',"number":"","policy":"' || p.number || '"}}', 0
    FROM billing b {_APPLICANT} WHERE {_MINE} AND b.active AND b.next_due <= 20270101 AND b.reminded_to < b.next_due""",
    f"""INSERT INTO premium_notice SELECT b.policy_id, b.next_due, 'second', 20261101 FROM billing b
    WHERE {_MINE} AND b.active AND b.months > 1 AND b.next_due <= 20261201""",
    f"UPDATE billing AS b SET reminded_to = next_due WHERE {_MINE} AND active AND next_due <= 20270101",
)
_LAPSING = "FROM temp.lapsing b"
"""Read once from the book."""
_EVENT = ":base + row_number() OVER (ORDER BY b.policy_id)"
_CHANGES = """'[{"after":{"active":false},"before":{"active":true},"key":{"policy_id":' || b.policy_id ||
    '},"table":"billing"},{"after":{"lapsed_on":"2027-02-20","status":"lapsed"},"before":{"lapsed_on":null,"status":' ||
    '"in_force"},"key":{"policy_id":' || b.policy_id || '},"table":"policy_status"}]'"""
GRACE = (
    "DROP TABLE IF EXISTS temp.lapsing",
    f"""CREATE TEMP TABLE lapsing AS SELECT b.policy_id, b.branch_id, b.account, b.premium, c.id AS party_id,
    c.language, c.name, p.number, d.due_date, d.amount
    FROM billing b {_APPLICANT} JOIN premium_due d ON d.policy_id = b.policy_id WHERE {_MINE}""",
    f"INSERT INTO due_event SELECT b.policy_id, b.due_date, 1, 'cancelled', b.amount, 20270220, {_EVENT} {_LAPSING}",
    f"""INSERT INTO ledger_line SELECT event, 1, 1, 'premium_cancelled', account, amount, :branch, 20270220, policy_id
    FROM (SELECT {_EVENT} AS event, b.account, b.amount, b.policy_id {_LAPSING})""",
    f"""INSERT INTO ledger_line SELECT event, 2, 1, 'premium_cancelled', '1122', -amount, :branch, 20270220, policy_id
    FROM (SELECT {_EVENT} AS event, b.amount, b.policy_id {_LAPSING})""",
    f"""INSERT INTO change_set (source_id, policy_id, day, changes)
    SELECT {_EVENT}, b.policy_id, 20270220, {_CHANGES} {_LAPSING}""",
    f"""INSERT INTO letter (id, kind, party_id, policy_id, branch_id, language, day, "values", printed)
    SELECT {_EVENT}, 'lapse_notice', b.party_id, b.policy_id, b.branch_id, b.language, 20270220,
    '{{"amount":"' || {_YUAN} || '","branch":"上海分公司","day":"2027-02-20","due":"' || {_DAY.format("b.due_date")} ||
    '","lapsed":"2027-02-20","name":' || json_quote(b.name) || ',"number":"","policy":"' || b.number ||
    '","receipt":"","reinstate_until":"2029-02-20"}}', 0 {_LAPSING}""",
    f"""INSERT INTO event (id, branch_id, at, day, clerk_id, door, operation, policy_id, data, sealed, prev, hash)
    SELECT {_EVENT}, :branch, 0, 20270220, 9, 'batch', 'premium.lapse', b.policy_id, '{{"added":[["due_event",' ||
    b.policy_id || ',"' || {_DAY.format("b.due_date")} || '",1],["ledger_line",' || b.policy_id ||
    ',1],["ledger_line",' || b.policy_id || ',2],["change_set",' || b.policy_id || ',' || b.policy_id ||
    ']],"changes":' || {_CHANGES} ||
    ',"duty":"premium","notice_due":"2027-03-05"}}', :hash, :hash, :hash {_LAPSING}""",
    f"""INSERT INTO policy_status SELECT s.policy_id, s.revision + 1, 20270220, 99991231, {_EVENT}, 'lapsed', NULL,
    s.branch_id, s.commenced_on, s.receipted_on, 20270220, NULL, s.lost_on
    FROM billing b JOIN policy_status s ON s.policy_id = b.policy_id AND s.valid_to = 99991231 WHERE {_MINE}""",
    "UPDATE policy_status SET valid_to = 20270220 WHERE policy_id BETWEEN :first AND :last AND revision = 1",
    f"UPDATE billing AS b SET active = 0 WHERE {_MINE}",
)
HASH = "0" * 64
FAR = 5 * 10**9
"""Ids of rows that bare SQL makes begin here."""


def measure_notices(policies: int) -> list[Figure]:
    """First reminders, each with the mark that spares a second."""
    return _measure(
        f"notices, {policies:,} policies, SQLite", policies, notices.NOTICE, notices.POLICIES_PER_CHUNK, NOTICES, 4
    )


def measure_grace(policies: int) -> list[Figure]:
    """Plain lapses. Bare SQL writes zeros for the two digests of each event that we compute, and asks nothing of what
    else may be the matter with a policy; hence the wider aim."""
    return _measure(
        f"grace end, {policies:,} lapses, SQLite", policies, grace.GRACE, grace.POLICIES_PER_CHUNK, GRACE, 5
    )


def _measure(
    what: str, policies: int, kind: RunKind, size: int, statements: tuple[str, ...], aim: float
) -> list[Figure]:
    """The best of several, taken in turns, each on a fresh copy of the same book."""
    rooms.load()
    with tempfile.TemporaryDirectory(prefix="ops-console-bench-") as name:
        book, smaller = Path(name) / "book.sqlite", Path(name) / "smaller.sqlite"
        day = FIRST_DAY if kind is notices.NOTICE else AFTER_GRACE
        for path, number in ((book, policies), (smaller, policies // SMALLER)):
            make_people(path, number)
            move_to(path, day)
        chunks = _chunks(book, size)
        ours, bare = [], []
        for _ in range(REPETITIONS):
            ours.append(timed(book, partial(_ours, kind, day)))
            bare.append(timed(book, partial(_bare, chunks, statements)))
        memory = memory_figure(what, partial(_run, kind.name, day), book, smaller)
    return [Figure(what, "s", min(ours), min(bare), "bare SQL, the same rows, keys and commits", at_most=aim), memory]


def move_to(book: Path, day: date) -> None:
    """The premiums of November are raised, and it is that day."""
    store = Store(str(book))
    if day > AS_OF:
        RENEWAL.run(store, CLERK, AS_OF)
    with store.write() as tx:
        tx.update(StoreState, {"id": 1}, {"business_date": day})
        for branch in tx.find(Branch):
            tx.update(Branch, {"id": branch.id}, {"open_day": day})
    store.close()
    with closing(sqlite3.connect(book)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _ours(kind: RunKind, day: date, path: Path) -> None:
    store = Store(str(path))
    report = kind.run(store, CLERK, day)
    store.close()
    assert report.total.rows
    assert not report.faults


def _run(name: str, day: date, path: Path) -> None:
    """A run by its name, in a process of its own."""
    rooms.load()
    _ours(BATCHES[name], day, path)


def _bare(chunks: list[dict[str, int | str]], statements: tuple[str, ...], path: Path) -> None:
    with bare_connection(path) as connection:
        for chunk in chunks:
            connection.execute("BEGIN IMMEDIATE")
            for statement in statements:
                connection.execute(statement, chunk)
            connection.execute("COMMIT")


def _chunks(book: Path, size: int) -> list[dict[str, int | str]]:
    """As many as ours has: branch, first and last policy, and where its new ids begin. Not timed."""
    with closing(sqlite3.connect(book)) as connection:
        found = connection.execute(
            "SELECT branch_id, min(policy_id), max(policy_id), min(n) FROM (SELECT policy_id, branch_id, row_number()"
            " OVER (PARTITION BY branch_id ORDER BY policy_id) - 1 AS n FROM billing) GROUP BY branch_id, n / ?",
            (size,),
        ).fetchall()
    return [
        {"branch": branch, "first": first, "last": last, "hash": HASH, "base": make_id(branch, FAR + done)}
        for branch, first, last, done in found
    ]

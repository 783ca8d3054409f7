"""A bank's answers to a big book: read, kept and booked, beside bare SQL writing the same rows in the same commits, and
a bare parser going through the same file. Bare SQL finds its rows ready made in another store: it neither reads them
off a file nor asks which line answers which order."""

import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from lxml import etree

from benchmarks.bank_export import make_owing
from benchmarks.book import AS_OF, CLERK
from benchmarks.figures import Figure
from benchmarks.fresh import bare_connection
from benchmarks.peak import SMALLER, memory_figure
from ops_console import rooms
from ops_console.batch import bank_reading
from ops_console.batch.bank_import import BANK_IMPORT
from ops_console.batch.collections import COLLECTION
from ops_console.catalog.load import shipped
from ops_console.data.days import day_of
from ops_console.data.store import Store
from ops_console.exchange.bank.incoming import read
from ops_console.rules.references import CollectionReference
from tests.support.bank_files import Answer, status_lines

REPETITIONS = 3
REJECTED = 10
"""One in so many is."""
BANK = "ICBC"
KEPT = "file_id = :file AND no BETWEEN :first AND :last"
SAME = (
    "INSERT INTO receipt SELECT * FROM made.receipt WHERE source_id = :source",
    "INSERT INTO due_event SELECT * FROM made.due_event WHERE source_id = :source",
    "INSERT INTO ledger_line SELECT * FROM made.ledger_line WHERE source_id = :source",
    """UPDATE collection_order SET (state, reason, answered_on, retry_on) = (SELECT state, reason, answered_on, retry_on
    FROM made.collection_order m WHERE m.policy_id = collection_order.policy_id AND m.due_date =
    collection_order.due_date AND m.attempt = collection_order.attempt) WHERE policy_id IN (SELECT policy_id FROM
    bank_line WHERE file_id = :file AND no BETWEEN :first AND :last)""",
    """UPDATE billing SET paid_to = (SELECT paid_to FROM made.billing m WHERE m.policy_id = billing.policy_id) WHERE
    policy_id IN (SELECT policy_id FROM receipt WHERE source_id = :source)""",
    """UPDATE bank_line SET state = (SELECT state FROM made.bank_line m WHERE m.file_id = :file AND m.no = bank_line.no)
    WHERE file_id = :file AND no BETWEEN :first AND :last""",
)
READ_BACK = (
    "SELECT count(*), sum(no), sum(amount), sum(party_id) FROM receipt WHERE source_id = :source",
    "SELECT count(*), sum(due_date), sum(amount) FROM due_event WHERE source_id = :source",
    "SELECT count(*), sum(amount) FROM ledger_line WHERE source_id = :source",
    f"SELECT count(*), sum(amount), sum(length(state)) FROM bank_line WHERE {KEPT}",
    f"""SELECT count(*), sum(length(state)), sum(retry_on) FROM collection_order
    WHERE policy_id IN (SELECT policy_id FROM bank_line WHERE {KEPT})""",
    """SELECT count(*), sum(paid_to) FROM billing
    WHERE policy_id IN (SELECT policy_id FROM receipt WHERE source_id = :source)""",
)


def measure(policies: int) -> list[Figure]:
    """The best of several, taken in turns, each on a fresh copy of the same book with its orders at the bank."""
    rooms.load()
    with tempfile.TemporaryDirectory(prefix="ops-console-bench-") as name:
        asked, smaller = Path(name) / "asked.sqlite", Path(name) / "smaller.sqlite"
        lines = make_asked(asked, policies)
        make_asked(smaller, policies // SMALLER)
        ours, bare, reading, parsing = [], [], [], []
        for _ in range(REPETITIONS):
            made = _copy(asked, "ours.sqlite")
            reading.append(take_reading(asked))
            ours.append(take_import(str(made), answers_to(asked)))
            bare.append(_bare(asked, made))
            parsing.append(_parsing(asked))
        memory = memory_figure("bank import", run_for_memory, asked, smaller)
    count = f"{lines:,} lines, SQLite"
    return [
        Figure(
            f"bank import: {count}", "s", min(ours) - min(reading), min(bare), "bare SQL, the same rows and commits", 3
        ),
        Figure(f"checking and reading: {lines:,} lines", "s", min(reading), min(parsing), "lxml alone", 5),
        memory,
    ]


def run_for_memory(path: Path) -> None:
    """The import alone, in a process of its own."""
    rooms.load()
    take_import(str(path), answers_to(path))


def answers_to(path: Path) -> Path:
    """What the bank answers to the orders of a book."""
    return path.with_suffix(".xml")


def make_asked(path: Path, policies: int) -> int:
    """The book with its orders, and what one bank answers to them; returns how many lines."""
    make_owing(path, policies)
    store = Store(str(path))
    COLLECTION.run(store, CLERK, AS_OF)
    store.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        orders = connection.execute(
            "SELECT policy_id, due_date, attempt, amount FROM collection_order WHERE bank = ? ORDER BY policy_id",
            (BANK,),
        )
        lines = 0
        with answers_to(path).open("w", encoding="utf-8") as out:
            for line in status_lines(_answers(orders)):
                out.write(f"{line}\n")
                lines += line.startswith("<TxInfAndSts>")
    return lines


def _answers(orders: sqlite3.Cursor) -> Iterator[Answer]:
    for n, (policy_id, due, attempt, amount) in enumerate(orders):
        reference = str(CollectionReference(policy_id, day_of(due), attempt))
        yield Answer(reference, amount, *(("RJCT", "AM04") if n % REJECTED == 0 else ()))


def _copy(template: Path, name: str) -> Path:
    path = template.with_name(name)
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    shutil.copyfile(template, path)
    os.sync()
    return path


def take_reading(path: Path) -> float:
    started = time.perf_counter()
    _head, lines = read(answers_to(path), shipped().banking.profiles["iso"])
    for _line in lines:
        pass
    return time.perf_counter() - started


def take_import(location: str, file: Path) -> float:
    """All of it: checked, read, kept, booked."""
    store, profile = Store(location), shipped().banking.profiles["iso"]
    started = time.perf_counter()
    head, lines = read(file, profile)
    bank_reading.keep(store, bank_reading.Arrival(head, lines, BANK, "iso", file.name), datetime.now(UTC))
    report = BANK_IMPORT.run(store, CLERK, AS_OF)
    taken = time.perf_counter() - started
    store.close()
    assert report.total.rows == head.count, report
    return taken


def _bare(asked: Path, made: Path) -> float:
    """The rows ours made, by bare SQL into a fresh copy in the same commits, and each read once."""
    path = _copy(asked, "bare.sqlite")
    with bare_connection(path) as connection:
        connection.execute("ATTACH ? AS made", (str(made),))
        [(run,)] = connection.execute("SELECT id FROM made.run WHERE kind = 'bank-import'")
        chunks = [
            {"source": source, "file": first // 10**8, "first": first % 10**8, "last": last % 10**8}
            for source, first, last in connection.execute(
                "SELECT id, first_id, last_id FROM made.run_chunk WHERE run_id = ?", (run,)
            )
        ]
        started = time.perf_counter()
        connection.execute("INSERT INTO bank_file SELECT * FROM made.bank_file WHERE direction = 'in'")
        for chunk in chunks:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(f"INSERT INTO bank_line SELECT * FROM made.bank_line WHERE {KEPT}", chunk)
            connection.execute("COMMIT")
        for chunk in chunks:
            connection.execute("BEGIN IMMEDIATE")
            for statement in SAME:
                connection.execute(statement, chunk)
            for statement in READ_BACK:
                connection.execute(statement, chunk).fetchall()
            connection.execute("COMMIT")
        return time.perf_counter() - started


def _parsing(path: Path) -> float:
    started = time.perf_counter()
    for _event, element in etree.iterparse(str(answers_to(path)), tag="{*}TxInfAndSts"):
        element.clear()
    return time.perf_counter() - started

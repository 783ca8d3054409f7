"""Collections of a big book: ordered and written for the banks, beside bare SQL making the same rows in the same
commits and a bare loop writing a line for each, into as many files that are on the disk and noted in the store before
the next one is begun."""

import hashlib
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

from benchmarks.book import AS_OF, CLERK, ids, make_book
from benchmarks.figures import Figure
from benchmarks.fresh import bare_connection
from benchmarks.peak import SMALLER, memory_figure
from ops_console.batch.bank_export import write_drawn
from ops_console.batch.collections import COLLECTION
from ops_console.batch.renewal import RENEWAL
from ops_console.data.store import Store
from ops_console.rules.numbers import Prefix, printed

REPETITIONS = 3
BANKS = ("ICBC", "CCB", "ABC")
"""One for each format."""
NAMES = ("李明", "王芳", "欧阳小红", "张伟", "Li Xiaoming")
SIGNED = 20201101
FOREVER = 99991231


class Bare(Protocol):
    """A connection to either engine that commits each statement."""

    def execute(self, query: str, values: tuple[Any, ...] = (), /) -> Any: ...


def measure(policies: int) -> list[Figure]:
    """The best of several, taken in turns, each on a fresh copy of the same book."""
    with tempfile.TemporaryDirectory(prefix="ops-console-bench-") as name:
        folder = Path(name)
        owing, smaller = folder / "owing.sqlite", folder / "smaller.sqlite"
        make_owing(owing, policies)
        make_owing(smaller, policies // SMALLER)
        runs, writes, sums, loops = [], [], [], []
        for _ in range(REPETITIONS):
            path, out = _copy(owing), folder / "out"
            ordered, written = _ours(path, out)
            runs.append(ordered)
            writes.append(written)
            sums.append(_bare_sql(owing, path))
            with bare_connection(path) as connection:
                loops.append(bare_loop(connection, out, "?"))
        memory = memory_figure("bank export", run_for_memory, owing, smaller)
    count = f"{policies:,} orders, SQLite"
    return [
        Figure(f"bank export: {count}", "s", _both(runs, writes), _both(sums, loops), "bare SQL and a bare loop", 5),
        Figure(f"collection-run: {count}", "s", min(runs), min(sums), "bare SQL, the same rows and commits", 5),
        Figure(f"writing: {policies:,} orders", "s", min(writes), min(loops), "a bare loop over the same orders", 6),
        memory,
    ]


def run_for_memory(path: Path) -> None:
    """Orders made and written, in a process of its own."""
    _ours(path, path.with_suffix(""))


def make_owing(path: Path, policies: int) -> None:
    """A book whose policies all owe an instalment to be collected from an account at one of three banks."""
    make_book(path, policies)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("UPDATE billing SET channel = 'bank'")
        for table, rows in (
            ("policy_status", _statuses(policies)),
            ("mandate", _mandates(policies)),
            ("party", _parties(connection, policies)),
            ("policy_role", _roles(policies)),
        ):
            _insert(connection, table, rows)
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store = Store(str(path))
    RENEWAL.run(store, CLERK, AS_OF)
    store.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _dated(policy_id: int) -> dict[str, object]:
    return {"policy_id": policy_id, "revision": 1, "valid_from": SIGNED, "valid_to": FOREVER, "source_id": 0}


def _statuses(policies: int) -> Iterator[dict[str, object]]:
    for policy_id in ids(policies):
        yield {**_dated(policy_id), "status": "in_force", "branch_id": policy_id // 10**11, "commenced_on": SIGNED}


def _mandates(policies: int) -> Iterator[dict[str, object]]:
    for n, policy_id in enumerate(ids(policies)):
        given = {"reference": f"{printed(Prefix.POLICY, policy_id)}-1", "bank": BANKS[n % len(BANKS)], "reason": ""}
        yield {
            **_dated(policy_id), **given, "account_no": f"6222{n:015d}", "status": "active", "signed_on": SIGNED
        }  # fmt: skip


def _parties(connection: sqlite3.Connection, policies: int) -> Iterator[dict[str, object]]:
    """Rows with whatever the table wants; only the name is read."""
    columns = [(row[1], row[2]) for row in connection.execute("PRAGMA table_info(party)") if row[3]]
    blank: dict[str, object] = {name: 0 if "INT" in kind else "" for name, kind in columns}
    for n, policy_id in enumerate(ids(policies)):
        yield {**blank, "id": policy_id, "document_no": str(n), "name": NAMES[n % len(NAMES)]}


def _roles(policies: int) -> Iterator[dict[str, object]]:
    for policy_id in ids(policies):
        alone = {"relation": "self", "order": 1, "share": 1000}
        yield {**_dated(policy_id), "role": "applicant", "no": 1, "party_id": policy_id, **alone}


def _insert(connection: sqlite3.Connection, table: str, rows: Iterator[dict[str, object]]) -> None:
    first = next(rows)
    names, values = ", ".join(f'"{name}"' for name in first), ", ".join(f":{name}" for name in first)
    statement = f"INSERT INTO {table} ({names}) VALUES ({values})"
    connection.execute(statement, first)
    connection.executemany(statement, rows)


def _copy(template: Path) -> Path:
    path = template.with_name("run.sqlite")
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    shutil.copyfile(template, path)
    os.sync()
    return path


def _ours(path: Path, out: Path) -> tuple[float, float]:
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    store = Store(str(path))
    started = time.perf_counter()
    report = COLLECTION.run(store, CLERK, AS_OF)
    ordered = time.perf_counter()
    done = write_drawn(store, CLERK, out)
    written = time.perf_counter()
    store.close()
    assert report.total.rows == sum(one.lines for one in done.written)
    return ordered - started, written - ordered


def _bare_sql(owing: Path, made: Path) -> float:
    """The rows ours made, of the same tables in the same chunks and each read once; nothing is asked of what became of
    an instalment, or was ordered before."""
    path = owing.with_name("bare.sqlite")
    shutil.copyfile(owing, path)
    with bare_connection(path) as connection:
        connection.execute("ATTACH ? AS made", (str(made),))
        chunks = connection.execute("SELECT first_id, last_id FROM made.run_chunk WHERE run_id = 2").fetchall()
        os.sync()
        started = time.perf_counter()
        connection.execute("INSERT INTO bank_file SELECT * FROM made.bank_file")
        for chunk in chunks:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(
                "INSERT INTO collection_order SELECT * FROM made.collection_order WHERE policy_id BETWEEN ? AND ?",
                chunk,
            )
            connection.execute(
                "SELECT count(*), sum(amount) FROM collection_order WHERE policy_id BETWEEN ? AND ?", chunk
            ).fetchall()
            connection.execute("COMMIT")
        return time.perf_counter() - started


def bare_loop(connection: Bare, out: Path, mark: str) -> float:
    """The same orders read by one statement a file, a line each put together and written, with a digest; each file on
    the disk with its name, and noted in a commit. Nothing is checked, and all lines are plain ones. `mark`: how the
    engine writes a value to come."""
    orders, noted = (each.format(mark) for each in (_ORDERS, f"UPDATE bank_file SET digest = {mark} WHERE id = {{}}"))
    files = connection.execute("SELECT id FROM bank_file").fetchall()
    started = time.perf_counter()
    for (file_id,) in files:
        digest, target_path = hashlib.sha256(), out / f"bare-{file_id}"
        with target_path.open("wb") as target:
            for no, row in enumerate(connection.execute(orders, (file_id,)), 1):
                number, due, attempt, account, name, amount, mandate, signed_on = row
                yuan = f"{amount // 100}.{amount % 100:02d}"
                text = f"D|{no}|{number}-{due}-{attempt}|{account}|{name}|{yuan}|{mandate}|{signed_on}|{mandate} {due}"
                line = f"{text}\r\n".encode("gbk")
                digest.update(line)
                target.write(line)
            target.flush()
            os.fsync(target.fileno())
        target_path.rename(target_path.with_suffix(".txt"))
        folder = os.open(out, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
        connection.execute(noted, (digest.hexdigest(), file_id))
    return time.perf_counter() - started


_ORDERS = """SELECT policy.number, o.due_date, o.attempt, o.account_no, party.name, o.amount, o.mandate,
    mandate.signed_on
    FROM collection_order o JOIN policy ON policy.id = o.policy_id
    JOIN policy_role r ON r.policy_id = o.policy_id AND r.role = 'applicant' AND r.valid_to = 99991231
    JOIN party ON party.id = r.party_id
    JOIN mandate ON mandate.policy_id = o.policy_id AND mandate.reference = o.mandate
    WHERE o.file_id = {} ORDER BY o.policy_id, o.due_date, o.attempt"""


def _both(first: list[float], second: list[float]) -> float:
    return min(a + b for a, b in zip(first, second, strict=True))

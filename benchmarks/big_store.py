"""A demo store grown by copies of what is in it: as many callbacks waiting and as many policies as wanted."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from ops_console.rules.numbers import Prefix, make_id, printed
from ops_console.training.demo import build

BRANCH = 101
CLERK = "callback"
SEQUENCE = 5 * 10**9
"""Ids of copies begin here, far from those of the demo store."""
DEMO_POLICIES = 200
NAMES = 20
SEED = 1

Row = dict[str, Any]


def demo_store(path: Path) -> None:
    """The demo store that the others are copies of."""
    build(str(path), DEMO_POLICIES, SEED).close()


def grown(demo: Path, path: Path, *, cases: int, policies: int) -> Path:
    """A copy of the demo store with so many more callbacks waiting in one branch, and policies."""
    shutil.copyfile(demo, path)
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys=OFF")
        _copy_cases(connection, cases)
        _copy_policies(connection, policies)
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def crowded(demo: Path, path: Path, clients: int) -> Path:
    """A copy of the demo store with so many more clients of a few names, so that as many as are shown bear each of
    them even among a thousand; each has a document and a phone of their own."""
    shutil.copyfile(demo, path)
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        templates = _rows(connection, f"SELECT * FROM party ORDER BY id LIMIT {NAMES}")
        _insert(connection, "party", _clients(templates, clients))
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def _clients(templates: list[Row], count: int) -> Iterator[Row]:
    for n in range(count):
        new, template = make_id(BRANCH, SEQUENCE + n), templates[n % len(templates)]
        document = f"{template['document_no'][:6]}{n:011d}X"
        yield {**template, "id": new, "document_no": document, "phone": f"19{n:09d}"}


def _copy_cases(connection: sqlite3.Connection, count: int) -> None:
    cases = _rows(
        connection,
        f"SELECT * FROM work_item WHERE kind = 'callback' AND open AND room = 'callback' AND branch_id = {BRANCH}",
    )
    own = {row["case_id"]: row for row in _rows(connection, "SELECT * FROM callback")}
    clocks = {row["case_id"]: row for row in _rows(connection, "SELECT * FROM clock WHERE no = 1")}
    for table, key, rows in (
        ("work_item", "id", {case["id"]: case for case in cases}),
        ("callback", "case_id", own),
        ("clock", "case_id", clocks),
    ):
        templates = [rows[case["id"]] for case in cases]
        _insert(connection, table, _numbered(templates, key, Prefix.CALLBACK, count))


def _copy_policies(connection: sqlite3.Connection, count: int) -> None:
    for table, key in (("policy", "id"), ("policy_status", "policy_id"), ("billing", "policy_id")):
        templates = _rows(
            connection, f"SELECT t.* FROM {table} t JOIN billing b ON b.policy_id = t.{key} ORDER BY t.{key} LIMIT 50"
        )
        _insert(connection, table, _numbered(templates, key, Prefix.POLICY, count))
    first = _rows(
        connection, "SELECT * FROM mandate WHERE revision = 1 AND status = 'active' ORDER BY policy_id LIMIT 50"
    )
    mandates = _numbered(first, "policy_id", Prefix.POLICY, count)
    named = ({**row, "reference": f"{printed(Prefix.POLICY, row['policy_id'])}-1"} for row in mandates)
    _insert(connection, "mandate", named)


def _numbered(templates: list[Row], key: str, prefix: Prefix, count: int) -> Iterator[Row]:
    """Copies of the templates in turn, with ids and printed numbers of their own."""
    for n in range(count):
        new = make_id(BRANCH, SEQUENCE + n)
        template = templates[n % len(templates)]
        yield {**template, key: new, **({"number": printed(prefix, new)} if "number" in template else {})}


def _rows(connection: sqlite3.Connection, query: str) -> list[Row]:
    return [dict(row) for row in connection.execute(query)]


def _insert(connection: sqlite3.Connection, table: str, rows: Iterator[Row]) -> None:
    first = next(rows, None)
    if first is None:
        return
    columns = ", ".join(f'"{name}"' for name in first)
    values = ", ".join(f":{name}" for name in first)
    statement = f"INSERT INTO {table} ({columns}) VALUES ({values})"
    connection.execute(statement, first)
    connection.executemany(statement, rows)

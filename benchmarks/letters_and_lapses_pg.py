"""Notices and the end of grace over a big book on PostgreSQL, by one and by two workers, beside bare SQL on one
connection that finds the finished rows and writes them in as many commits."""

import tempfile
from datetime import date
from pathlib import Path

from benchmarks import ready_made
from benchmarks.book import FIRST_DAY
from benchmarks.figures import Figure
from benchmarks.letters_and_lapses import AFTER_GRACE, move_to
from benchmarks.premium_book import make_people
from benchmarks.server import carry_over, database, server
from ops_console import rooms
from ops_console.batch import grace, notices
from ops_console.batch.runs import RunKind
from tests.support.postgres import find_binaries

REPETITIONS = 3
WORKERS = (1, 2)
_MINE = "policy_id BETWEEN %(first)s AND %(last)s"


def _write(table: str, key: str = _MINE) -> str:
    return f"INSERT INTO {table} SELECT * FROM made.{table} WHERE {key}"


NOTICES = {"letter": "policy_id", "premium_notice": "policy_id"}
"""Tables that the run adds rows to, and the column by which those of a chunk are found."""
WRITE_NOTICES = (*map(_write, NOTICES), f"UPDATE billing SET reminded_to = next_due WHERE {_MINE}")
GRACE = dict.fromkeys(("due_event", "ledger_line", "change_set", "letter", "event", "policy_status"), "policy_id")
WRITE_GRACE = (
    *map(_write, ("due_event", "ledger_line", "change_set", "letter", "event")),
    f"UPDATE policy_status SET valid_to = 20270220 WHERE {_MINE}",
    _write("policy_status", f"{_MINE} AND revision = 2"),
    f"UPDATE billing SET active = false WHERE {_MINE}",
)


def measure_notices(policies: int) -> list[Figure]:
    """First reminders, each with the mark that spares a second."""
    return _measure(
        "notices-pg", f"notices, {policies:,} policies", policies, notices.NOTICE, FIRST_DAY, NOTICES, WRITE_NOTICES
    )


def measure_grace(policies: int) -> list[Figure]:
    """Plain lapses. Bare SQL finds both digests of each event ready made."""
    return _measure(
        "grace-pg", f"grace end, {policies:,} lapses", policies, grace.GRACE, AFTER_GRACE, GRACE, WRITE_GRACE
    )


def _measure(
    group: str,
    what: str,
    policies: int,
    kind: RunKind,
    day: date,
    tables: dict[str, str],
    statements: tuple[str, ...],
) -> list[Figure]:
    """The best of several, taken in turns, each on a fresh copy of the same book."""
    if find_binaries() is None:
        print(f"{group}: not measured, PostgreSQL is not installed")
        return []
    rooms.load()
    times: dict[str, list[float]] = {}
    with server() as url, tempfile.TemporaryDirectory(prefix="ops-console-bench-") as name:
        path = Path(name) / "book.sqlite"
        make_people(path, policies)
        move_to(path, day)
        carry_over(path, database(url, "book"))
        for number in range(REPETITIONS):
            for workers in WORKERS:
                run = database(url, "run", "book")
                times.setdefault(f"ours {workers}", []).append(ready_made.ours(run, kind, day, workers))
            if not number:
                chunks = ready_made.chunks_of(run)
                ready_made.bring(run, database(url, "ready", "book"), tables)
                ready_made.compare(run, database(url, "bare", "ready"), chunks, statements, tables)
            times.setdefault("bare", []).append(ready_made.write(database(url, "run", "ready"), chunks, statements))
    best = {what: min(taken) for what, taken in times.items()}
    same = "bare SQL, the same rows ready made, 1 connection"
    return [
        Figure(
            f"{what}, PostgreSQL, {workers} worker{'s'[: workers - 1]}",
            "s",
            best[f"ours {workers}"],
            best["bare"],
            same,
            5,
        )
        for workers in WORKERS
    ]

"""A bank's answers to a big book on PostgreSQL: kept and booked, beside bare SQL that finds the finished rows and
writes them in the same commits."""

import tempfile
from pathlib import Path

from benchmarks import ready_made
from benchmarks.bank_import import READ_BACK, SAME, answers_to, make_asked, take_import, take_reading
from benchmarks.figures import Figure
from benchmarks.ready_made import Chunk, named
from benchmarks.server import carry_over, database, server
from ops_console import rooms
from ops_console.data.runs.bank_stretch import LINES_PER_FILE
from tests.support.postgres import find_binaries

REPETITIONS = 3
ADDED = {
    "bank_file": "id",
    "bank_line": "no",
    "receipt": "source_id",
    "due_event": "source_id",
    "ledger_line": "source_id",
    "collection_order": "policy_id",
    "billing": "policy_id",
}
"""Tables that are added to or changed, and the column by which the rows of a chunk are found."""
KEEP = (
    """INSERT INTO bank_file SELECT * FROM made.bank_file
    WHERE id = %(file)s AND id NOT IN (SELECT id FROM bank_file)""",
    """INSERT INTO bank_line SELECT * FROM made.bank_line
    WHERE file_id = %(file)s AND no BETWEEN %(first)s AND %(last)s""",
)
BOOK = tuple(map(named, (*SAME, *READ_BACK)))


def measure(policies: int) -> list[Figure]:
    """The best of several, taken in turns, each on a fresh copy of the same book with its orders at the bank."""
    if find_binaries() is None:
        print("bank-import-pg: not measured, PostgreSQL is not installed")
        return []
    rooms.load()
    ours, bare = [], []
    with server() as url, tempfile.TemporaryDirectory(prefix="ops-console-bench-") as name:
        asked = Path(name) / "asked.sqlite"
        lines = make_asked(asked, policies)
        carry_over(asked, database(url, "asked"))
        for number in range(REPETITIONS):
            run = database(url, "run", "asked")
            reading = take_reading(asked)
            ours.append(take_import(run, answers_to(asked)) - reading)
            if not number:
                chunks = _chunks(run)
                ready_made.bring(run, database(url, "ready", "asked"), ADDED)
            fresh = database(url, "run", "ready")
            bare.append(sum(ready_made.write(fresh, chunks, statements) for statements in (KEEP, BOOK)))
    what = f"bank import: {lines:,} lines, PostgreSQL"
    return [Figure(what, "s", min(ours), min(bare), "bare SQL, the same rows ready made", 3)]


def _chunks(run: str) -> list[Chunk]:
    """Those of the import, whose rows are the lines of a file."""
    return [
        {
            **chunk,
            "file": chunk["first"] // LINES_PER_FILE,
            "first": chunk["first"] % LINES_PER_FILE,
            "last": chunk["last"] % LINES_PER_FILE,
        }
        for chunk in ready_made.chunks_of(run)
    ]

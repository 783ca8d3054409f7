"""A bank's answers to a big book on PostgreSQL: kept and booked, beside bare SQL that finds the finished rows and
writes them in the same commits."""

import tempfile
from contextlib import closing
from pathlib import Path

import psycopg

from benchmarks import ready_made
from benchmarks.bank_import import answers_to, make_asked, take_import, take_reading
from benchmarks.figures import Figure
from benchmarks.ready_made import Chunk
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
}
CHANGED = {"collection_order": "policy_id", "billing": "policy_id"}
"""Tables, and the column by which the rows of a chunk are found."""


def _lines(table: str) -> str:
    return f"{table}.file_id = %(file)s AND {table}.no BETWEEN %(first)s AND %(last)s"


_LINES = _lines("bank_line")
_OURS = "policy_id BETWEEN %(lowest)s AND %(highest)s"
_OF_CHUNK = "source_id = %(source)s"
_SAME_ORDER = "o.policy_id = m.policy_id AND o.due_date = m.due_date AND o.attempt = m.attempt"
KEEP = (
    """INSERT INTO bank_file SELECT * FROM made.bank_file
    WHERE id = %(file)s AND id NOT IN (SELECT id FROM bank_file)""",
    f"INSERT INTO bank_line SELECT * FROM made.bank_line WHERE {_LINES}",
)
BOOK = (
    *(f"INSERT INTO {table} SELECT * FROM made.{table} WHERE {_OF_CHUNK}" for table in list(ADDED)[2:]),
    f"""UPDATE collection_order AS o SET state = m.state, reason = m.reason, answered_on = m.answered_on,
    retry_on = m.retry_on FROM made.collection_order m, made.bank_line l
    WHERE {_lines("l")} AND m.policy_id = l.policy_id AND {_SAME_ORDER} AND o.{_OURS}""",
    f"""UPDATE billing AS b SET paid_to = m.paid_to FROM made.billing m, made.receipt r
    WHERE r.{_OF_CHUNK} AND m.policy_id = r.policy_id AND b.policy_id = r.policy_id AND b.{_OURS}""",
    f"""UPDATE bank_line AS l SET state = m.state FROM made.bank_line m
    WHERE {_lines("l")} AND {_lines("m")} AND l.no = m.no""",
    f"SELECT count(*), sum(no), sum(amount), sum(party_id) FROM receipt WHERE {_OF_CHUNK}",
    f"SELECT count(*), sum(due_date), sum(amount) FROM due_event WHERE {_OF_CHUNK}",
    f"SELECT count(*), sum(amount) FROM ledger_line WHERE {_OF_CHUNK}",
    f"SELECT count(*), sum(amount), sum(length(state)) FROM bank_line WHERE {_LINES}",
    f"""SELECT count(*), sum(length(o.state)), sum(o.retry_on) FROM collection_order o, made.bank_line l
    WHERE {_lines("l")} AND o.policy_id = l.policy_id AND o.{_OURS}""",
    f"""SELECT count(*), sum(b.paid_to) FROM billing b, made.receipt r
    WHERE r.{_OF_CHUNK} AND b.policy_id = r.policy_id AND b.{_OURS}""",
)


def measure(policies: int) -> list[Figure]:
    """The best of several, taken in turns, each on a fresh copy of the same book with its orders at the bank."""
    if find_binaries() is None:
        print("bank-import-pg: not measured, PostgreSQL is not installed")
        return []
    rooms.load()
    ours, reading, bare = [], [], []
    with server() as url, tempfile.TemporaryDirectory(prefix="ops-console-bench-") as name:
        asked = Path(name) / "asked.sqlite"
        lines = make_asked(asked, policies)
        carry_over(asked, database(url, "asked"))
        for number in range(REPETITIONS):
            run = database(url, "run", "asked")
            reading.append(take_reading(asked))
            ours.append(take_import(run, answers_to(asked)))
            if not number:
                chunks = _chunks(run)
                ready_made.bring(run, database(url, "ready", "asked"), ADDED | CHANGED)
                ready_made.compare(run, database(url, "bare", "ready"), chunks, (*KEEP, *BOOK), ADDED)
            fresh = database(url, "run", "ready")
            bare.append(sum(ready_made.write(fresh, chunks, statements) for statements in (KEEP, BOOK)))
    what = f"bank import: {lines:,} lines, PostgreSQL"
    return [Figure(what, "s", min(ours) - min(reading), min(bare), "bare SQL, the same rows ready made", 3)]


def _chunks(run: str) -> list[Chunk]:
    """Those of the import, whose rows are the lines of a file, with the policies these name."""
    with closing(psycopg.connect(run)) as connection:
        return [
            _with_policies(
                connection,
                {
                    **chunk,
                    "file": chunk["first"] // LINES_PER_FILE,
                    "first": chunk["first"] % LINES_PER_FILE,
                    "last": chunk["last"] % LINES_PER_FILE,
                },
            )
            for chunk in ready_made.chunks_of(run)
        ]


def _with_policies(connection: psycopg.Connection[tuple[int, int]], chunk: Chunk) -> Chunk:
    """A table that is cut by policies is looked for them only where they are, as ours does."""
    found = connection.execute(f"SELECT min(policy_id), max(policy_id) FROM bank_line WHERE {_LINES}", chunk).fetchone()
    assert found
    return {**chunk, "lowest": found[0], "highest": found[1]}

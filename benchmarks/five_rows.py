"""A common design to compare with: five rows a policy (due, two ledger lines, collection, audit), each table with the
indexes its screens would want, and the policy row itself updated; set-based, 10,000 policies a commit."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

CHUNK = 10_000
DAY = "2026-11-01"
NOW = "2026-11-01 02:00:00"


@dataclass(frozen=True)
class Dialect:
    """How an engine says the due date after the next, a day and a moment, and how its driver names parameters."""

    next: str
    day: str
    now: str
    parameter: str


TABLES = {
    "policy": (
        "policy_no VARCHAR(16) NOT NULL, product VARCHAR(8) NOT NULL, owner_id INTEGER NOT NULL,"
        " status VARCHAR(12) NOT NULL, issued DATE NOT NULL, months SMALLINT NOT NULL,"
        " premium BIGINT NOT NULL, sum_assured BIGINT NOT NULL,"
        " paid_to DATE NOT NULL, next_due DATE NOT NULL, channel VARCHAR(8) NOT NULL, mandate VARCHAR(24),"
        " agent_id INTEGER NOT NULL, version INTEGER NOT NULL, updated_at TIMESTAMP NOT NULL",
        ("UNIQUE policy_no", "owner_id", "status, next_due", "agent_id"),
    ),
    "premium_due": (
        "policy_id INTEGER NOT NULL REFERENCES policy(id), due DATE NOT NULL, period_end DATE NOT NULL,"
        " amount BIGINT NOT NULL, status VARCHAR(12) NOT NULL, run_id INTEGER NOT NULL, created_at TIMESTAMP NOT NULL",
        ("UNIQUE policy_id, due", "status, due"),
    ),
    "ledger_line": (
        "posting VARCHAR(40) NOT NULL, line_no SMALLINT NOT NULL, account VARCHAR(12) NOT NULL,"
        " policy_id INTEGER NOT NULL, booked_on DATE NOT NULL, debit BIGINT NOT NULL, credit BIGINT NOT NULL,"
        " run_id INTEGER NOT NULL",
        ("UNIQUE posting, line_no", "policy_id", "account, booked_on"),
    ),
    "collection": (
        "policy_id INTEGER NOT NULL, due DATE NOT NULL, amount BIGINT NOT NULL, method VARCHAR(8) NOT NULL,"
        " mandate VARCHAR(24), status VARCHAR(12) NOT NULL, run_id INTEGER NOT NULL, created_at TIMESTAMP NOT NULL",
        ("UNIQUE policy_id, due", "status, method"),
    ),
    "audit_event": (
        "at TIMESTAMP NOT NULL, actor VARCHAR(24) NOT NULL, action VARCHAR(24) NOT NULL, entity VARCHAR(16) NOT NULL,"
        " entity_id INTEGER NOT NULL, detail TEXT NOT NULL, run_id INTEGER NOT NULL",
        ("entity, entity_id",),
    ),
}
_SQLITE = Dialect("date(next_due, '+' || months || ' months')", f"'{DAY}'", f"'{NOW}'", ":{}")


def statements(dialect: Dialect) -> tuple[str, ...]:
    """What is done with the policies of a chunk."""
    day, now, following = dialect.day, dialect.now, dialect.next
    in_chunk = f"id > {dialect.parameter.format('after')} AND id <= {dialect.parameter.format('upto')}"
    due = f"FROM policy WHERE status = 'INFORCE' AND next_due <= {day} AND {in_chunk}"
    posting = "'PREM-' || id || '-' || next_due"
    return (
        f"""INSERT INTO premium_due (policy_id, due, period_end, amount, status, run_id, created_at)
        SELECT id, next_due, {following}, premium, 'BILLED', 1, {now} {due}""",
        f"""INSERT INTO ledger_line (posting, line_no, account, policy_id, booked_on, debit, credit, run_id)
        SELECT {posting}, 1, '1122', id, {day}, premium, 0, 1 {due}
        UNION ALL SELECT {posting}, 2, '6031', id, {day}, 0, premium, 1 {due}""",
        f"""INSERT INTO collection (policy_id, due, amount, method, mandate, status, run_id, created_at)
        SELECT id, next_due, premium, channel, mandate, 'QUEUED', 1, {now} {due}""",
        f"""INSERT INTO audit_event (at, actor, action, entity, entity_id, detail, run_id)
        SELECT {now}, 'batch:renewal', 'PREMIUM_BILLED', 'policy', id,
        '{{"due":"' || next_due || '","amount":' || premium || '}}', 1 {due}""",
        f"""UPDATE policy SET paid_to = next_due, next_due = {following}, version = version + 1, updated_at = {now}
        WHERE status = 'INFORCE' AND next_due <= {day} AND {in_chunk}""",
    )


def make_five_rows(path: Path, policies: int) -> None:
    """The same number of policies, all due."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        for table, (columns, _indexes) in TABLES.items():
            connection.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, {columns})")
        connection.executemany(
            f"INSERT INTO policy VALUES ({','.join('?' * 16)})",
            policy_rows(policies),
        )
        for statement in indexes():
            connection.execute(statement)
        connection.execute("ANALYZE")
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def five_rows(path: Path) -> None:
    """The whole run."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in ("synchronous=FULL", "foreign_keys=ON", "cache_size=-262144", "temp_store=MEMORY"):
            connection.execute(f"PRAGMA {pragma}")
        (last,) = connection.execute("SELECT max(id) FROM policy").fetchone()
        for after in range(0, last, CHUNK):
            connection.execute("BEGIN IMMEDIATE")
            for statement in statements(_SQLITE):
                connection.execute(statement, {"after": after, "upto": after + CHUNK})
            connection.execute("COMMIT")


def indexes() -> Iterator[str]:
    """The statements that make them."""
    for table, (_columns, wanted) in TABLES.items():
        for number, index in enumerate(wanted):
            unique = "UNIQUE" if index.startswith("UNIQUE ") else ""
            columns = index.removeprefix("UNIQUE ")
            yield f"CREATE {unique} INDEX ix_{table}_{number} ON {table} ({columns})"


def policy_rows(policies: int) -> Iterator[tuple[int | str, ...]]:
    """The same each time, all due."""
    rnd = random.Random(7)  # noqa: S311
    return (_policy(n, policies, rnd) for n in range(1, policies + 1))


def _policy(n: int, policies: int, rnd: random.Random) -> tuple[int | str, ...]:
    issued = f"20{rnd.randint(10, 25)}-{rnd.randint(1, 12):02d}-01"
    owner, premium = rnd.randint(1, max(2, policies // 2)), rnd.randint(1_000, 900_000)
    product, months = rnd.choice(("WL20", "TM20", "HC01")), rnd.choice((1, 3, 6, 12, 12))
    channel, agent = rnd.choice(("bank", "bank", "counter")), rnd.randint(1, 2000)
    return (
        n, f"P{n:015d}", product, owner, "INFORCE", issued, months, premium, rnd.randint(1, 50) * 1_000_000, DAY, DAY,
        channel, f"M{n:012d}", agent, 1, NOW,
    )  # fmt: skip

"""A common design to compare with: five rows a policy (due, two ledger lines, collection, audit), each table with the
indexes its screens would want, and the policy row itself updated; set-based, 10,000 policies a commit."""

import random
import sqlite3
from contextlib import closing
from pathlib import Path

CHUNK = 10_000
DAY = "2026-11-01"
NOW = "2026-11-01 02:00:00"

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

_NEXT = "date(next_due, '+' || months || ' months')"
_POSTING = "'PREM-' || id || '-' || next_due"
_DUE = f"FROM policy WHERE status = 'INFORCE' AND next_due <= '{DAY}' AND id > :after AND id <= :upto"
STATEMENTS = (
    f"""INSERT INTO premium_due (policy_id, due, period_end, amount, status, run_id, created_at)
    SELECT id, next_due, {_NEXT}, premium, 'BILLED', 1, '{NOW}' {_DUE}""",
    f"""INSERT INTO ledger_line (posting, line_no, account, policy_id, booked_on, debit, credit, run_id)
    SELECT {_POSTING}, 1, '1122', id, '{DAY}', premium, 0, 1 {_DUE}
    UNION ALL SELECT {_POSTING}, 2, '6031', id, '{DAY}', 0, premium, 1 {_DUE}""",
    f"""INSERT INTO collection (policy_id, due, amount, method, mandate, status, run_id, created_at)
    SELECT id, next_due, premium, channel, mandate, 'QUEUED', 1, '{NOW}' {_DUE}""",
    f"""INSERT INTO audit_event (at, actor, action, entity, entity_id, detail, run_id)
    SELECT '{NOW}', 'batch:renewal', 'PREMIUM_BILLED', 'policy', id,
    '{{"due":"' || next_due || '","amount":' || premium || '}}', 1 {_DUE}""",
    f"""UPDATE policy SET paid_to = next_due, next_due = {_NEXT}, version = version + 1, updated_at = '{NOW}'
    WHERE status = 'INFORCE' AND next_due <= '{DAY}' AND id > :after AND id <= :upto""",
)


def make_five_rows(path: Path, policies: int) -> None:
    """The same number of policies, all due."""
    rnd = random.Random(7)  # noqa: S311
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        for table, (columns, _indexes) in TABLES.items():
            connection.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, {columns})")
        connection.executemany(
            f"INSERT INTO policy VALUES ({','.join('?' * 16)})",
            (_policy(n, policies, rnd) for n in range(1, policies + 1)),
        )
        for table, (_columns, indexes) in TABLES.items():
            for number, index in enumerate(indexes):
                unique = "UNIQUE" if index.startswith("UNIQUE ") else ""
                columns = index.removeprefix("UNIQUE ")
                connection.execute(f"CREATE {unique} INDEX ix_{table}_{number} ON {table} ({columns})")
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
            for statement in STATEMENTS:
                connection.execute(statement, {"after": after, "upto": after + CHUNK})
            connection.execute("COMMIT")


def _policy(n: int, policies: int, rnd: random.Random) -> tuple[int | str, ...]:
    issued = f"20{rnd.randint(10, 25)}-{rnd.randint(1, 12):02d}-01"
    owner, premium = rnd.randint(1, max(2, policies // 2)), rnd.randint(1_000, 900_000)
    product, months = rnd.choice(("WL20", "TM20", "HC01")), rnd.choice((1, 3, 6, 12, 12))
    channel, agent = rnd.choice(("bank", "bank", "counter")), rnd.randint(1, 2000)
    return (
        n, f"P{n:015d}", product, owner, "INFORCE", issued, months, premium, rnd.randint(1, 50) * 1_000_000, DAY, DAY,
        channel, f"M{n:012d}", agent, 1, NOW,
    )  # fmt: skip

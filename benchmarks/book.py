"""A big book of policies in a SQLite store, written quickly: only what the renewal run reads."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

from ops_console.data.store import Store
from ops_console.data.tables import Clerk, ClerkDuty
from ops_console.desk.entry import Actor
from ops_console.desk.setup import init_store
from ops_console.rules.numbers import HEAD_OFFICE

FIRST_DAY = date(2026, 11, 1)
AS_OF = date(2026, 11, 30)
CLERK = Actor(9, "batch")
BRANCHES = 43
FIRST_BRANCH = 101
MODES = (1, 3, 6, 12, 12)
INCOME = ("6031.01", "6031.01", "6031.02")


def make_store(location: str) -> None:
    """An empty store and the clerk who runs the premium department."""
    _add_clerk(init_store(location, is_demo=True, business_date=FIRST_DAY))


def make_live_store(location: str) -> None:
    """The same, as a company has it: with a partition for every branch."""
    _add_clerk(init_store(location, is_demo=False, business_date=FIRST_DAY))


def _add_clerk(store: Store) -> None:
    with store.write() as tx:
        tx.insert([Clerk(id=CLERK.clerk_id, login="premium", name="premium", branch_id=HEAD_OFFICE, grade="clerk")])
        tx.insert([ClerkDuty(clerk_id=CLERK.clerk_id, duty="premium")])
    store.close()


def make_book(path: Path, policies: int) -> None:
    """`policies` policies over 43 branches, each due one day of November, of any mode and anchor day."""
    make_store(str(path))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.executemany(
            "INSERT INTO policy (id, number, application_id, product, catalog_version, issued_on)"
            " VALUES (?, ?, 0, 'WL20', 1, 20201101)",
            ((policy_id, str(policy_id)) for policy_id in ids(policies)),
        )
        connection.executemany(
            "INSERT INTO billing (policy_id, branch_id, active, next_due, paid_to, ends_on, months, anchor_day,"
            " premium, loading, channel, account, reminded_to)"
            " VALUES (?, ?, 1, ?, ?, 20401101, ?, ?, ?, 0, ?, ?, 19000101)",
            billings(policies),
        )
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def ids(policies: int) -> list[int]:
    """Of policies, evenly over the branches."""
    return [(FIRST_BRANCH + n * BRANCHES // policies) * 10**11 + n + 1 for n in range(policies)]


def billings(policies: int) -> Iterator[tuple[int | str, ...]]:
    """Policy, branch, next due, paid to, months, anchor day, premium, channel and account of each; always the same."""
    rnd = random.Random(7)  # noqa: S311
    return (_billing(policy_id, rnd) for policy_id in ids(policies))


def _billing(policy_id: int, rnd: random.Random) -> tuple[int | str, ...]:
    anchor = rnd.randint(1, 31)
    due = 20261100 + min(anchor, 30)
    premium = rnd.randint(1_000, 900_000)
    channel = rnd.choice(("bank", "bank", "counter"))
    return (policy_id, policy_id // 10**11, due, due, rnd.choice(MODES), anchor, premium, channel, rnd.choice(INCOME))

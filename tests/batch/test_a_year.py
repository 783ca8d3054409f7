"""A company at work day after day: every run every evening, premiums collected, days closed; the books balance.

python -m tests.batch.test_a_year [DAYS]     a whole year instead of the few days of the suite (`make year`)
"""

import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from ops_console import rooms
from ops_console.base.problems import Refused
from ops_console.batch.day import run_day
from ops_console.batch.registry import BATCHES
from ops_console.data.queries.books import balances
from ops_console.data.store import Reader, Store
from ops_console.data.tables import Branch, Clerk, ClerkDuty, DueEvent, Policy, PremiumDue
from ops_console.data.verify import verify_store
from ops_console.desk.desk import perform
from ops_console.desk.entry import Actor
from ops_console.rules.numbers import HEAD_OFFICE
from ops_console.training.demo import build

DAYS, YEAR = 3, 365
FEW, POLICIES = 30, 60
TELLER = "teller"
"""Who books premiums by hand, for the clerk who did does not close the day."""
NOT_PAID = 7
"""One policy in so many pays nothing any more."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = build(str(tmp_path / "year.db"), FEW, 5)
    yield made
    made.close()


def test_the_books_balance_after_every_day_of_a_company_at_work(store: Store) -> None:
    with store.read() as reader:
        check_books(reader)
        before = reader.state().business_date
    clerks = hire(store)
    for _day in range(DAYS):
        work_a_day(store, clerks)
        with store.read() as reader:
            check_books(reader)
    with store.read() as reader:
        assert (reader.state().business_date - before).days == DAYS
        assert {branch.open_day for branch in reader.find(Branch)} == {reader.state().business_date}
        assert verify_store(reader) == []


def hire(store: Store) -> dict[str, Actor]:
    """A clerk of head office for every duty that runs need, and one who books premiums."""
    duties = sorted({duty for kind in BATCHES.values() for duty in kind.duties} | {TELLER})
    with store.write() as tx:
        last = tx.find(Clerk, order_by="-id", limit=1)[0].id
        for no, duty in enumerate(duties, last + 1):
            clerk = Clerk(id=no, login=f"year-{duty}", name=duty, branch_id=HEAD_OFFICE, grade="head_office")
            tx.insert([clerk, ClerkDuty(clerk_id=no, duty="premium" if duty == TELLER else duty)])
    return {duty: Actor(no, "batch") for no, duty in enumerate(duties, last + 1)}


def work_a_day(store: Store, clerks: dict[str, Actor]) -> None:
    """Premiums owed are paid, all runs work, the day is closed everywhere."""
    with store.read() as reader:
        today = reader.state().business_date
        owed = list(premiums_owed(reader))
    for number, amount in owed:
        try:
            perform(store, "premium.collect", clerks[TELLER], number, {"amount": str(amount), "method": "bank"})
        except Refused:
            continue  # It came too late: the policy is over.
    report = run_day(store, lambda kind: clerks[kind.duties[0]], today)
    assert report.failed is None, report.failed
    assert report.faults == ()


def premiums_owed(reader: Reader) -> Iterator[tuple[str, str]]:
    """Number of the policy and amount in yuan of every instalment nothing became of yet; some never pay."""
    settled = {(event.policy_id, event.due_date) for event in reader.find(DueEvent)}
    for due in reader.find(PremiumDue):
        if (due.policy_id, due.due_date) not in settled and due.policy_id % NOT_PAID:
            yield reader.need(Policy, due.policy_id).number, due.amount.yuan().replace(",", "")


def check_books(reader: Reader) -> None:
    """Both sides of the trial balance are equal, of the company and of every branch."""
    assert sum(one.balance for one in balances(reader)) == 0
    for branch in reader.find(Branch):
        assert sum(one.balance for one in balances(reader, branches=[branch.id])) == 0, branch.id


def main(days: int) -> int:
    """Work so many days on a demo store; returns how many findings `verify` has in the end."""
    rooms.load()
    with tempfile.TemporaryDirectory(prefix="ops-console-year-") as folder:
        store = build(str(Path(folder) / "year.db"), POLICIES, 5)
        clerks = hire(store)
        for day in range(1, days + 1):
            work_a_day(store, clerks)
            with store.read() as reader:
                check_books(reader)
                told(day, reader.state().business_date)
        with store.read() as reader:
            findings = verify_store(reader)
        store.close()
    for finding in findings:
        print(finding.place, finding.message)  # noqa: T201 - what the command is for
    return len(findings)


def told(day: int, reached: date) -> None:
    if day % 10 == 0:
        print(day, reached.isoformat(), flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(1 if main(int(sys.argv[1]) if len(sys.argv) > 1 else YEAR) else 0)

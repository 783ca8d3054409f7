"""Kill the renewal run at random moments, start it again each time, and compare with a store where nothing happened.

python -m benchmarks.kill_renewal --kills 50
python -m benchmarks.kill_renewal --kills 50 --undisturbed postgresql://.../one --killed postgresql://.../two
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks.book import CLERK, make_store
from ops_console.base.money import Fen
from ops_console.base.problems import Conflict
from ops_console.batch import renewal
from ops_console.data.runs.digests import chunk_digest_now
from ops_console.data.store import Store
from ops_console.data.tables import Billing, Policy, RunChunk
from ops_console.data.verify.digest import digest_of
from ops_console.rules.calendar import add_months
from ops_console.rules.numbers import make_id

POLICIES = 1_000
POLICIES_PER_CHUNK = 20
BRANCHES = (101, 102)
FIRST_DUE = date(2026, 1, 31)
MONTHS_AT_LEAST = 3
BUSY = 75
"""Exit code of a child that found the server still holding the lock of the one killed before it."""


@dataclass(frozen=True)
class Comparison:
    """How it ended: kills that hit a run at work, months run, and the digests of both stores."""

    kills: int
    months: int
    undisturbed: str
    killed: str
    broken_chunks: int

    @property
    def same(self) -> bool:
        return self.undisturbed == self.killed and not self.broken_chunks


def compare(undisturbed: str, killed: str, kills: int, seed: int) -> Comparison:
    """Run month after month on two new stores, one of them killed again and again, until it was killed that often."""
    # Small chunks, so that a kill can fall between two of many.
    renewal.POLICIES_PER_CHUNK = POLICIES_PER_CHUNK
    for location in (undisturbed, killed):
        _make_book(location)
    rnd = random.Random(seed)  # noqa: S311
    hits = months = 0
    for day in _month_ends():
        started = time.perf_counter()
        assert _end_of(_start(undisturbed, day)) == 0
        longest = time.perf_counter() - started
        months += 1
        while _hit(killed, day, rnd.uniform(0, longest) if hits < kills else None):
            hits += 1
        if hits >= kills and months >= MONTHS_AT_LEAST:
            break
    (one, _broken), (other, broken) = _looked_at(undisturbed), _looked_at(killed)
    return Comparison(hits, months, one, other, broken)


def _hit(location: str, day: date, after: float | None) -> bool:
    """Start the run and kill it after some seconds; False when it had ended by itself."""
    while True:
        child = _start(location, day)
        if after is not None:
            time.sleep(after)
            os.kill(child, signal.SIGKILL)
        status = _end_of(child)
        if status == -signal.SIGKILL:
            return True
        if status == 0:
            return False
        assert status == BUSY, status
        time.sleep(0.05)


def _start(location: str, day: date) -> int:
    """The run in a process of its own; returns its id."""
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    try:
        store = Store(location)
        renewal.RENEWAL.run(store, CLERK, day)
        store.close()
        os._exit(0)
    except Conflict:
        os._exit(BUSY)
    finally:
        os._exit(1)


def _end_of(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _month_ends() -> Iterator[date]:
    for month in range(12 * 50):
        yield add_months(FIRST_DUE, month)


def _make_book(location: str) -> None:
    """Monthly policies of every anchor day, some moved to the other branch."""
    make_store(location)
    store = Store(location)
    with store.write() as tx:
        for n in range(1, POLICIES + 1):
            branch, day = BRANCHES[n % 2], n % 31 + 1
            policy_id = make_id(branch, n)
            due = date(2026, 1, day)
            billing = Billing(
                policy_id=policy_id,
                branch_id=BRANCHES[n % 7 == 0],
                active=True,
                next_due=due,
                paid_to=due,
                ends_on=date(2099, 1, 1),
                months=1,
                anchor_day=day,
                premium=Fen(10_000 + n),
                channel="bank",
                account="6031.01",
            )
            policy = Policy(
                id=policy_id, number=str(policy_id), application_id=0, product="WL20", catalog_version=1, issued_on=due
            )
            tx.insert([policy, billing])
    store.close()


def _looked_at(location: str) -> tuple[str, int]:
    """The digest of a store, and how many chunks don't hold what their digest says."""
    store = Store(location)
    with store.read() as reader:
        chunks = reader.find(RunChunk)
        broken = sum(not chunk.done or chunk_digest_now(reader, chunk) != chunk.digest for chunk in chunks)
        digest = digest_of(reader)
    store.close()
    return digest, broken


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--undisturbed", help="URL of an empty store; SQLite files of its own without it")
    parser.add_argument("--killed", help="URL of another one")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ops-console-kill-") as name:
        folder = Path(name)
        undisturbed = options.undisturbed or str(folder / "undisturbed.sqlite")
        killed = options.killed or str(folder / "killed.sqlite")
        outcome = compare(undisturbed, killed, options.kills, options.seed)
    print(f"killed {outcome.kills} times in {outcome.months} months; chunks not as sealed: {outcome.broken_chunks}")
    print(f"undisturbed {outcome.undisturbed}\nkilled      {outcome.killed}")
    print("the same" if outcome.same else "NOT THE SAME")
    return 0 if outcome.same else 1


if __name__ == "__main__":
    sys.exit(main())

"""Kill the renewal run, one of its workers or its server at random moments, start it again each time, and compare with
a store where nothing happened.

python -m benchmarks.kill_renewal --kills 50
python -m benchmarks.kill_renewal --kills 50 --workers 3 --undisturbed postgresql://.../one --killed postgresql://.../two
python -m benchmarks.kill_renewal --kills 20 --workers 2 --server        a PostgreSQL server of its own
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks.book import CLERK, make_store
from benchmarks.server import control_server, data_of, database, server
from ops_console.base.money import Fen
from ops_console.base.problems import Conflict, Unexpected
from ops_console.batch import renewal
from ops_console.batch.crew import crew_of
from ops_console.data.runs.digests import chunk_digest_now
from ops_console.data.store import Store
from ops_console.data.tables import Billing, Policy, Run, RunChunk
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
GONE = 76
"""Exit code of a child that was told that its server does not answer."""
KILLED = (-signal.SIGKILL, GONE)


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


@dataclass(frozen=True)
class Fault:
    """What is killed: the run or one of its workers, or the server with this folder of data."""

    workers: int = 1
    server: Path | None = None

    def strike(self, child: int, rnd: random.Random) -> None:
        if self.server is not None:
            # As a machine that fails: nothing is written down, connections are cut.
            control_server(self.server, "-m", "immediate", "restart")
            return
        workers = Path(f"/proc/{child}/task/{child}/children")
        pids = [child, *map(int, workers.read_text().split() if workers.exists() else ())]
        with suppress(ProcessLookupError):
            os.kill(rnd.choice(pids), signal.SIGKILL)


def compare(undisturbed: str, killed: str, kills: int, seed: int, fault: Fault) -> Comparison:
    """Run month after month on two new stores, one of them killed again and again, until it was killed that often."""
    # Small chunks, so that a kill can fall between two of many.
    renewal.POLICIES_PER_CHUNK = POLICIES_PER_CHUNK
    for location in (undisturbed, killed):
        _make_book(location)
    rnd = random.Random(seed)  # noqa: S311
    hits = months = 0
    for day in _month_ends():
        started = time.perf_counter()
        ended = _end_of(_start(undisturbed, day, fault.workers))
        assert ended == 0, ended
        longest = time.perf_counter() - started
        months += 1
        while hits < kills:
            if _hit(killed, day, rnd, longest, fault):
                hits += 1
            elif _finished(killed, day):
                break
        if not _finished(killed, day):
            assert _again(killed, day, fault.workers) == 0
        if hits >= kills and months >= MONTHS_AT_LEAST:
            break
    (one, _broken), (other, broken) = _looked_at(undisturbed), _looked_at(killed)
    return Comparison(hits, months, one, other, broken)


def _hit(location: str, day: date, rnd: random.Random, longest: float, fault: Fault) -> bool:
    """Start the run and strike after some time; False when it had ended by itself."""
    child = _start(location, day, fault.workers)
    time.sleep(rnd.uniform(0, longest))
    ended, _status = os.waitpid(child, os.WNOHANG)
    if ended:
        return False
    fault.strike(child, rnd)
    status = _end_of(child)
    assert status in (0, BUSY, *KILLED), status
    return status != BUSY


def _again(location: str, day: date, workers: int) -> int:
    """Once more, undisturbed, as soon as the server has let go of what was killed."""
    while (status := _end_of(_start(location, day, workers))) == BUSY:
        time.sleep(0.05)
    return status


def _finished(location: str, day: date) -> bool:
    store = Store(location)
    with store.read() as reader:
        run = reader.first(Run, as_of=day)
    store.close()
    return run is not None and run.finished_at is not None


def _start(location: str, day: date, workers: int) -> int:
    """The run in a process of its own; returns its id."""
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    try:
        store = Store(location)
        renewal.RENEWAL.run(store, CLERK, day, crew=crew_of(workers))
        store.close()
        os._exit(0)
    except Conflict as error:
        print(error, file=sys.stderr)
        os._exit(BUSY)
    except Unexpected as error:
        os._exit(GONE if error.code == "no_server" else 1)
    except BaseException:  # noqa: BLE001 - told, for nobody else will
        traceback.print_exc()
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
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--server", action="store_true", help="kill a PostgreSQL server of its own")
    options = parser.parse_args()
    if options.server:
        with server() as url:
            stores = database(url, "undisturbed"), database(url, "killed")
            return _tell(compare(*stores, options.kills, options.seed, Fault(options.workers, data_of(url))))
    with tempfile.TemporaryDirectory(prefix="ops-console-kill-") as name:
        folder = Path(name)
        undisturbed = options.undisturbed or str(folder / "undisturbed.sqlite")
        killed = options.killed or str(folder / "killed.sqlite")
        return _tell(compare(undisturbed, killed, options.kills, options.seed, Fault(options.workers)))


def _tell(outcome: Comparison) -> int:
    print(f"killed {outcome.kills} times in {outcome.months} months; chunks not as sealed: {outcome.broken_chunks}")
    print(f"undisturbed {outcome.undisturbed}\nkilled      {outcome.killed}")
    print("the same" if outcome.same else "NOT THE SAME")
    return 0 if outcome.same else 1


if __name__ == "__main__":
    sys.exit(main())

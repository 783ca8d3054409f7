"""Years of a company, day by day: `make simulate`.

    python -m simulation.run [--policies 20000] [--days 1096] [--seed 1] [--engine sqlite|postgres] [--workers N]
                             [--verify-every DAYS] [--stride DAYS] [--compare [--at-once N]]

The store is built anew in memory (SQLite) or on a PostgreSQL server of its own. `--compare`: on SQLite, and on
PostgreSQL with four workers and with one, so many of these side by side; leaves with 1 unless all three end with one
digest.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from signal import SIGTERM, signal

from ops_console import rooms
from ops_console.data.bulk import filling
from ops_console.data.store import Store
from simulation.book import build
from simulation.checks import Wrong
from simulation.years import Ending, Plan, Years
from tests.support.postgres import find_binaries, folder_in_memory, running_cluster

POLICIES, DAYS = 20_000, 1_096
WORKERS = (4, 1)


def simulate(url: str, plan: Plan, folder: Path, *, name: str = "") -> Ending:
    """A company built in an empty place, and its days. With a name it tells how far it is."""
    rooms.load()
    started = time.perf_counter()

    def tell(what: object) -> None:
        if name:
            print(f"  {name}: {what}, {time.perf_counter() - started:.0f} s", flush=True)

    build(url, plan.policies, plan.seed)
    tell("built")
    store = Store(url)
    # The machine's failures are another matter, see docs/faults.md: nothing waits for the disk here.
    with filling(store):
        years, month = Years(store, plan, folder), 0

        def told(day: date) -> None:
            nonlocal month
            if day.month != month:
                tell(day)
            month = day.month

        ending = years.live(told)
    store.close()
    return ending


@contextmanager
def place(engine: str) -> Iterator[tuple[str, Path]]:
    """The URL of an empty store, and a folder for files."""
    with tempfile.TemporaryDirectory(prefix="ops-console-simulation-", dir=folder_in_memory()) as name:
        folder = Path(name)
        if engine == "sqlite":
            yield str(folder / "store.sqlite"), folder
            return
        binaries = find_binaries()
        if binaries is None:
            raise SystemExit("PostgreSQL is not installed")
        with running_cluster(binaries) as url:
            yield url, folder


@dataclass(frozen=True)
class Way:
    """On which engine, with how many workers; what is simulated, which is the same for all."""

    engine: str
    plan: Plan

    @property
    def name(self) -> str:
        return f"{self.engine}, workers {self.plan.workers}"


def lived(way: Way) -> tuple[Ending, float]:
    """A company's years one way, and the seconds it took; Wrong. Ended, it takes its server and files along."""
    signal(SIGTERM, lambda _number, _frame: sys.exit(1))
    started = time.perf_counter()
    with place(way.engine) as (url, folder):
        ending = simulate(url, way.plan, folder, name=way.name)
    return ending, time.perf_counter() - started


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--policies", type=int, default=POLICIES)
    parser.add_argument("--days", type=int, default=DAYS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--verify-every", type=int, default=30, help="evenings; 0: at the end alone")
    parser.add_argument("--stride", type=int, default=1, help="days from one evening's runs to the next")
    parser.add_argument("--compare", action="store_true")
    parser.add_argument("--at-once", type=int, default=2, help="ways that are gone side by side")
    given = parser.parse_args()
    chosen = [(given.engine, given.workers)]
    if given.compare:
        chosen = [("sqlite", 1), *(("postgres", workers) for workers in WORKERS)]
    years = (given.policies, given.days, given.seed)
    ways = [Way(engine, Plan(*years, workers, given.verify_every, given.stride)) for engine, workers in chosen]
    print(f"{given.policies:,} policies, {given.days:,} days, seed {given.seed}", flush=True)
    # A process each, for most of a way is the work of one; begun afresh, for their workers are copies of them.
    with ProcessPoolExecutor(given.at_once, mp_context=get_context("spawn")) as pool:
        going = {pool.submit(lived, way): way for way in ways}
        digests, wrong = set(), False
        for done in as_completed(going):
            try:
                ending, seconds = done.result()
            except Wrong as error:
                print(f"{going[done].name}: WRONG: {error}", flush=True)
                wrong = True
            else:
                tell(going[done].name, ending, seconds)
                digests.add(ending.digest)
                wrong |= bool(ending.wrong)
    if len(digests) > 1:
        print("THE DIGESTS DIFFER")
    return 1 if wrong or len(digests) != 1 else 0


def tell(name: str, ending: Ending, seconds: float) -> None:
    """What came of it, in a few lines."""
    print(f"{name}: to {ending.day}, {seconds:.0f} s; digest {ending.digest}")
    for what, counted in (("instalments", ending.dues), ("lines of banks", ending.lines), ("done", ending.done),
                          ("refused", ending.refused), ("occurred", ending.occurred)):  # fmt: skip
        print(f"  {what}: " + ", ".join(f"{each} {count:,}" for each, count in sorted(counted.items())))
    sold = {after: [0, 0] for after in (13, 25, 37)}
    for _month, after, count, _premium, kept, _kept_premium, _left in ending.persistency:
        sold[after][0] += count
        sold[after][1] += kept
    rates = (f"{after}: {kept} of {count}" for after, (count, kept) in sold.items() if count)
    print("  persistency, by the report and by the log: " + ", ".join(rates))
    for finding in ending.wrong:
        print(f"  WRONG: {finding}")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

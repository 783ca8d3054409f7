"""Years of a company, day by day: `make simulate`.

    python -m simulation.run [--policies 20000] [--days 1096] [--seed 1] [--engine sqlite|postgres] [--workers N]
                             [--verify-every DAYS] [--stride DAYS] [--compare]

The store is built anew in memory (SQLite) or on a PostgreSQL server of its own. `--compare`: on SQLite, and on
PostgreSQL with one and with four workers; leaves with 1 unless all three end with one digest.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ops_console import rooms
from ops_console.data.bulk import filling
from ops_console.data.store import Store
from simulation.book import build
from simulation.checks import Wrong
from simulation.years import Ending, Plan, Years
from tests.support.postgres import find_binaries, folder_in_memory, running_cluster

POLICIES, DAYS = 20_000, 1_096
WORKERS = (1, 4)


def simulate(url: str, plan: Plan, folder: Path, *, tell: bool = False) -> Ending:
    """A company built in an empty place, and its days."""
    rooms.load()
    started = time.perf_counter()
    build(url, plan.policies, plan.seed)
    if tell:
        print(f"  built in {time.perf_counter() - started:.0f} s", flush=True)
    store = Store(url)
    # The machine's failures are another matter, see docs/faults.md: nothing waits for the disk here.
    with filling(store):
        years = Years(store, plan, folder)
        started = time.perf_counter()

        def told(day: object) -> None:
            if tell and str(day).endswith("-01"):
                print(f"  {day}: {time.perf_counter() - started:.0f} s", flush=True)

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


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--policies", type=int, default=POLICIES)
    parser.add_argument("--days", type=int, default=DAYS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--verify-every", type=int, default=30)
    parser.add_argument("--stride", type=int, default=1, help="days from one evening's runs to the next")
    parser.add_argument("--compare", action="store_true")
    given = parser.parse_args()
    ways = [(given.engine, given.workers)]
    if given.compare:
        ways = [("sqlite", 1), *(("postgres", workers) for workers in WORKERS)]
    digests = set()
    for engine, workers in ways:
        plan = Plan(given.policies, given.days, given.seed, workers, given.verify_every, given.stride)
        started = time.perf_counter()
        print(f"{engine}, workers {workers}: {plan.policies:,} policies, {plan.days:,} days", flush=True)
        try:
            with place(engine) as (url, folder):
                ending = simulate(url, plan, folder, tell=True)
        except Wrong as wrong:
            print(f"WRONG: {wrong}")
            return 1
        tell(ending, time.perf_counter() - started)
        digests.add(ending.digest)
    if len(digests) > 1:
        print("THE DIGESTS DIFFER")
    return 0 if len(digests) == 1 else 1


def tell(ending: Ending, seconds: float) -> None:
    """What came of it, in a few lines."""
    print(f"  to {ending.day}, {seconds:.0f} s; digest {ending.digest}")
    for name, counted in (("instalments", ending.dues), ("lines of banks", ending.lines), ("done", ending.done),
                          ("refused", ending.refused)):  # fmt: skip
        print(f"  {name}: " + ", ".join(f"{what} {count:,}" for what, count in sorted(counted.items())))
    sold = {after: [0, 0] for after in (13, 25, 37)}
    for _month, after, count, _premium, kept, _kept_premium, _left in ending.persistency:
        sold[after][0] += count
        sold[after][1] += kept
    rates = (f"{after}: {kept} of {count}" for after, (count, kept) in sold.items() if count)
    print("  persistency, by the report and by the log: " + ", ".join(rates), flush=True)


if __name__ == "__main__":
    sys.exit(main())

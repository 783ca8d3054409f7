"""Runs, servers and disks that fail at random moments: `make faults`.

    python -m simulation.faults [--kills 200] [--servers 20] [--disks 20] [--policies 300] [--seed 1] [--write]

Every store is started again until its run is done; then `verify` has to find nothing, and `verify --digest` has to be
that of a store where nothing happened. Leaves with 1 when one differs. `--write` writes docs/faults.md.
"""

import argparse
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from simulation.disturbing import DONE, TOLD, Trial, end_of, killed
from simulation.fault_page import PAGE, Line, commit_of_program, page, row
from simulation.servers import PAGE_SIZE, Server, server
from simulation.targets import TARGETS, Target, small_chunks, stages
from tests.support.postgres import folder_in_memory

KILLS_A_STORE = 4
VOLUME = 700
"""MiB of the PostgreSQL server's own volume."""
BALLAST = "ballast"
MIB = 1 << 20


@dataclass
class Bench:
    """The stores of an engine, and how the undisturbed ones end."""

    engine: str
    folder: Path
    server: Server | None = None
    _number: int = 0
    undisturbed: dict[str, tuple[str, float]] = field(default_factory=dict)
    grown: dict[str, int] = field(default_factory=dict)

    @property
    def cluster(self) -> Server:
        if self.server is None:
            raise LookupError("a file has no server")
        return self.server

    def place(self, name: str) -> str:
        return self.server.url(name) if self.server else f"sqlite:///{self._file(name)}"

    def copy(self, name: str, other: str) -> None:
        if self.server:
            self.server.create(other, name)
        else:
            shutil.copyfile(self._file(name), self._file(other))

    def prepare(self, policies: int) -> None:
        if self.server:
            self.server.create("new")
        stages(self.place, self.copy, self.folder, policies)

    def trial(self, target: Target, workers: int = 1) -> Trial:
        """On a fresh copy."""
        self._number += 1
        name = f"trial {self._number}"
        self.copy(target.stage, name)
        return Trial(target, self.place(name), self.folder, workers)

    def away(self, _trial: Trial) -> None:
        """The last copy is not needed any more."""
        name = f"trial {self._number}"
        if self.server:
            self.server.drop(name)
        else:
            for path in self.folder.glob(f"{self._file(name).name}*"):
                path.unlink()

    def undisturbed_end(self, target: Target) -> tuple[str, float]:
        """Digest and seconds of a run nothing happens to."""
        if target.name not in self.undisturbed:
            trial = self.trial(target)
            started = time.perf_counter()
            trial.finish()
            seconds = time.perf_counter() - started
            digest, findings = trial.looked_at()
            if findings:
                raise RuntimeError(f"{target.name}: {findings} findings where nothing happened")
            self.undisturbed[target.name] = (digest, seconds)
            self.away(trial)
        return self.undisturbed[target.name]

    def growth(self, target: Target) -> int:
        """Pages that a run adds to a store."""
        if target.name not in self.grown:
            trial = self.trial(target)
            before = self.pages()
            trial.finish()
            self.grown[target.name] = self.pages() - before
            self.away(trial)
        return self.grown[target.name]

    def pages(self) -> int:
        """Of the last copy, with nothing left to be written to it."""
        name = f"trial {self._number}"
        return self.server.pages(name) if self.server else _pages(self._file(name))

    def judge(self, trial: Trial, line: Line) -> None:
        digest, findings = trial.looked_at()
        line.stores += 1
        line.same += digest == self.undisturbed_end_known(trial.target)
        line.findings += findings
        self.away(trial)

    def undisturbed_end_known(self, target: Target) -> str:
        return self.undisturbed[target.name][0]

    def _file(self, name: str) -> Path:
        return self.folder / f"{name.replace(' ', '_')}.sqlite"


def processes_killed(bench: Bench, target: Target, times: int, rnd: random.Random) -> Line:
    """Each store's run is killed again and again, then let end."""
    line = Line("process killed", bench.engine, target.name)
    _digest, seconds = bench.undisturbed_end(target) if times else ("", 0.0)
    while line.times < times:
        trial = bench.trial(target, workers=2 if bench.server else 1)
        for _attempt in range(KILLS_A_STORE):
            if line.times < times:
                line.times += killed(trial, rnd.uniform(0, seconds), rnd)
        trial.finish()
        bench.judge(trial, line)
    return line


def servers_killed(bench: Bench, target: Target, times: int, rnd: random.Random) -> Line:
    """The server dies under a run with two workers, comes back, and the run is started again."""
    line = Line("server killed", bench.engine, target.name)
    _digest, seconds = bench.undisturbed_end(target) if times else ("", 0.0)
    cluster = bench.cluster
    while line.times < times:
        trial = bench.trial(target, workers=2)
        child = trial.start()
        time.sleep(rnd.uniform(0, seconds))
        cluster.kill(("postmaster", "immediate")[line.times % 2])
        line.times += end_of(child) != DONE
        cluster.start()
        trial.finish()
        bench.judge(trial, line)
    return line


def disks_full(bench: Bench, target: Target, times: int, rnd: random.Random) -> Line:
    """There is room for part of what a run writes; then there is room again."""
    line = Line("disk full", bench.engine, target.name)
    if times:
        bench.undisturbed_end(target)
    while line.times < times:
        bench.growth(target)
        trial = bench.trial(target)
        line.times += (_full_volume if bench.server else _full_file)(bench, trial, rnd)
        trial.finish()
        bench.judge(trial, line)
    return line


def _full_file(bench: Bench, trial: Trial, rnd: random.Random) -> bool:
    ended = end_of(trial.start(most_pages=bench.pages() + rnd.randrange(bench.growth(trial.target))))
    return _was_full(trial, ended)


def _pages(path: Path) -> int:
    """Of a file without free ones."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
    return int(pages)


def _full_volume(bench: Bench, trial: Trial, rnd: random.Random) -> bool:
    volume = bench.cluster.data.parent
    ballast = volume / BALLAST
    bench.pages()
    room = shutil.disk_usage(volume).free - rnd.randrange(bench.growth(trial.target)) * PAGE_SIZE
    with ballast.open("wb") as file:
        for _part in range(room // MIB):
            file.write(bytes(MIB))
        file.write(bytes(room % MIB))
    ended = end_of(trial.start())
    ballast.unlink()
    if not bench.cluster.is_up():
        bench.cluster.stop()
        bench.cluster.start()
    return _was_full(trial, ended)


def _was_full(trial: Trial, ended: int) -> bool:
    """False when there was room enough after all."""
    if ended not in (DONE, TOLD):
        raise trial.unforeseen(ended)
    return ended == TOLD


def shared(times: int, among: int) -> list[int]:
    return [times // among + (place < times % among) for place in range(among)]


@contextmanager
def benches(policies: int) -> Iterator[list[Bench]]:
    """Of both engines, with the same answers of the bank."""
    with ExitStack() as stack:
        made = []
        for engine in ("SQLite", "PostgreSQL"):
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=folder_in_memory())))
            made.append(Bench(engine, folder, stack.enter_context(server()) if engine == "PostgreSQL" else None))
            made[-1].prepare(policies)
        yield made


def measure(given: argparse.Namespace, told: Callable[[Line], None]) -> list[Line]:
    """All of it."""
    rnd, lines = random.Random(given.seed), list[Line]()

    def keep(line: Line) -> None:
        if line.times:
            lines.append(line)
            told(line)

    with benches(given.policies) as (file, postgres):
        each = shared(given.kills, 2 * len(TARGETS))
        for place, (bench, target) in enumerate((b, t) for b in (file, postgres) for t in TARGETS.values()):
            keep(processes_killed(bench, target, each[place], rnd))
        for target, times in zip(TARGETS.values(), shared(given.servers, len(TARGETS)), strict=True):
            keep(servers_killed(postgres, target, times, rnd))
        for target, times in zip(TARGETS.values(), shared((given.disks + 1) // 2, len(TARGETS)), strict=True):
            keep(disks_full(file, target, times, rnd))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        small = Bench("PostgreSQL", folder, stack.enter_context(server(VOLUME)))
        small.prepare(given.policies)
        for target, times in zip(TARGETS.values(), shared(given.disks // 2, len(TARGETS)), strict=True):
            keep(disks_full(small, target, times, rnd))
    return lines


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, usual in (("kills", 200), ("servers", 20), ("disks", 20), ("policies", 300), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    small_chunks()
    # Ended from outside, its servers and volumes go with it.
    signal.signal(signal.SIGTERM, lambda _signal, _frame: sys.exit(1))
    started, commit = time.perf_counter(), commit_of_program()
    lines = measure(given, lambda line: print(row(line), flush=True))
    if given.write:
        PAGE.write_text(page(lines, given, commit, time.perf_counter() - started), encoding="utf-8")
    return 0 if all(line.good for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main())

"""What was disturbed, and how it ended: lines of a table, and docs/faults.md."""

import argparse
import os
import platform
import subprocess
from dataclasses import dataclass
from pathlib import Path

from simulation.targets import PER_CHUNK

PAGE = Path(__file__).parents[1] / "docs" / "faults.md"


@dataclass
class Line:
    """What happened to the stores of one kind, and how they ended."""

    what: str
    engine: str
    run: str
    times: int = 0
    stores: int = 0
    same: int = 0
    findings: int = 0

    @property
    def good(self) -> bool:
        return self.same == self.stores and not self.findings


HEAD = """# What fails, and how it ends

Made by `make faults`: each run is disturbed at random moments and started again until it is done. Then `verify` finds
nothing, and `verify --digest` is that of a store where nothing happened. Chunks are of {chunk} policies or lines, so
that a kill can fall between many; runs on PostgreSQL have two workers, and any of their processes may be the one that
is killed. A server is killed by turns at its first process (SIGKILL) and as without power (`pg_ctl stop -m immediate`);
its commits wait for the disk. A full disk is a limit on the pages of the file (SQLite), or a small volume of the
server's own, filled up (PostgreSQL): there is room for some of the pages the run adds to the store, never for all.

Last written with {policies} policies, seed {seed}, Python {python}, on commit {commit}: one run, which took {minutes}
minutes on {processors} processors that had other work, too.

| what happened | engine | run | times | stores | same digest | findings of verify |
|---|---|---|---|---|---|---|
"""


def page(lines: list[Line], given: argparse.Namespace, commit: str, seconds: float) -> str:
    head = HEAD.format(
        chunk=PER_CHUNK,
        policies=given.policies,
        seed=given.seed,
        python=platform.python_version(),
        minutes=round(seconds / 60),
        commit=commit,
        processors=os.cpu_count(),
    )
    return head + "".join(f"{row(line)}\n" for line in lines)


def commit_of_program() -> str:
    """Of the program that was tried; with a + when something in it was not committed."""
    command = ["git", "-C", str(PAGE.parent), "describe", "--always", "--dirty=+"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603


def row(line: Line) -> str:
    return (
        f"| {line.what} | {line.engine} | {line.run} | {line.times} | {line.stores} | {line.same} | {line.findings} |"
    )

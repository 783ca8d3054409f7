"""A PostgreSQL server that can be killed and started again, on a folder or on a small volume of its own."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

from tests.support.postgres import SUPERUSER, _free_port, control, find_binaries, folder_in_memory

SETTINGS = {"shared_buffers": "64MB", "max_connections": "100", "min_wal_size": "32MB", "max_wal_size": "64MB"}
"""Durable, as a server is by default."""
STARTS = 60
"""Seconds."""
PAGE_SIZE = 8192
"""Bytes by which a table grows."""


class Server:
    """One cluster. Its databases are named; `copy` is quick."""

    def __init__(self, folder: Path, binaries: Path) -> None:
        self._folder, self._binaries = folder, binaries
        self.data, self._port = folder / "data", _free_port()
        control(folder, [binaries / "initdb", "-D", self.data, "-U", SUPERUSER, "-A", "trust", "-E", "UTF8",
                      "--locale=C", "-N"])  # fmt: skip
        self.start()

    def start(self) -> None:
        settings = {**SETTINGS, "port": str(self._port), "listen_addresses": "127.0.0.1", "unix_socket_directories": ""}
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        command = [self._binaries / "pg_ctl", "-D", self.data, "-l", self._folder / "log", "-o", options, "-w",
                   "-t", STARTS, "start"]  # fmt: skip
        until = time.monotonic() + STARTS
        while True:
            try:
                control(self._folder, [*command])
            except RuntimeError as error:
                # Processes of a server that was killed may still hold its memory.
                if time.monotonic() > until:
                    raise RuntimeError((self._folder / "log").read_text()[-2000:]) from error
                time.sleep(0.2)
            else:
                return

    def url(self, name: str) -> str:
        return f"postgresql://{SUPERUSER}@127.0.0.1:{self._port}/{name.replace(' ', '_')}"

    def create(self, name: str, template: str = "template0") -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(_named(name)))
            connection.execute(
                SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(_named(name), _named(template))
            )

    def drop(self, name: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(_named(name)))

    def pages(self, name: str) -> int:
        """Of a database, once all that was committed is where it belongs."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute("CHECKPOINT")
            found = connection.execute("SELECT pg_database_size(%s)", (name.replace(" ", "_"),)).fetchone()
        return int(found[0]) // PAGE_SIZE if found else 0

    def kill(self, how: str) -> None:
        """`postmaster`: the first process, killed; the others follow by themselves. `immediate`: as without power."""
        if how == "immediate":
            control(self._folder, [self._binaries / "pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop"])
            return
        first = int((self.data / "postmaster.pid").read_text().splitlines()[0])
        others = _children(first)
        os.kill(first, signal.SIGKILL)
        for process in [first, *others]:
            _wait_for_end(process)

    def is_up(self) -> bool:
        with suppress(psycopg.OperationalError), psycopg.connect(self.url("postgres"), connect_timeout=5) as connection:
            connection.execute("SELECT 1")
            return True
        return False

    def stop(self) -> None:
        with suppress(RuntimeError):
            self.kill("immediate")


def _named(name: str) -> Identifier:
    return Identifier(name.replace(" ", "_"))


def _children(process: int) -> list[int]:
    return [int(text) for text in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def _wait_for_end(process: int) -> None:
    """It is gone, or a corpse nobody has fetched."""
    path = Path(f"/proc/{process}/stat")
    until = time.monotonic() + STARTS
    while time.monotonic() < until:
        with suppress(FileNotFoundError, ProcessLookupError):
            if path.read_text().rpartition(")")[2].split()[0] != "Z":
                time.sleep(0.02)
                continue
        return
    raise RuntimeError(f"process {process} does not end")


@contextmanager
def server(volume: int = 0) -> Iterator[Server]:
    """A server for the length of the block. `volume`: on a file system in memory of so many MiB (root only)."""
    binaries = find_binaries()
    if binaries is None:
        raise RuntimeError("PostgreSQL is not installed")
    folder = Path(tempfile.mkdtemp(prefix="ops-console-faults-", dir=None if volume else folder_in_memory()))
    mounted, made = False, None
    try:
        if volume:
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={volume}m,mode=755", "tmpfs", folder], check=True)  # noqa: S603, S607
            mounted = True
        made = Server(folder, binaries)
        yield made
    finally:
        if made is not None:
            made.stop()
        if mounted:
            subprocess.run(["umount", folder], check=False)  # noqa: S603, S607
        shutil.rmtree(folder, ignore_errors=True)

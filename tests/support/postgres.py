"""A PostgreSQL server of the tests' own: private, on a free loopback port, gone when its owner is.

PostgreSQL won't run as root, so for root the server runs as another user. Durability is switched off: what a test
kills is our program, never the server.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

SUPERUSER = "ops_console_test"
# Durability is off, and so is what pays for large tables alone: those of tests hold a few rows.
_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "max_connections": "100",
}
_UNPRIVILEGED = ("postgres", "nobody")
_LONGEST_START = 60  # seconds
_MEMORY = "/dev/shm"  # noqa: S108 - a folder of a random name is made in it
_ROOM = 1 << 30  # bytes


def find_binaries() -> Path | None:
    """The folder of `initdb` and `pg_ctl`: on the PATH, or Debian's newest; None when PostgreSQL is not installed."""
    if (found := shutil.which("initdb")) and shutil.which("pg_ctl"):
        return Path(found).parent
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")]
    return max(folders, key=lambda folder: float(folder.parent.name), default=None)


@contextmanager
def running_cluster(binaries: Path, settings: Mapping[str, str] = _SETTINGS, place: str | None = None) -> Iterator[str]:
    """A server for the length of the block; its superuser's URL. RuntimeError if it won't start. In memory where there
    is room, unless a place is named."""
    folder = Path(tempfile.mkdtemp(prefix="ops-console-postgres-", dir=place or folder_in_memory()))
    data, log, port = folder / "data", folder / "log", _free_port()
    settings = {**settings, "port": str(port), "listen_addresses": "127.0.0.1", "unix_socket_directories": ""}
    options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
    try:
        control(
            folder, [binaries / "initdb", "-D", data, "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]
        )
        control(
            folder, [binaries / "pg_ctl", "-D", data, "-l", log, "-o", options, "-w", "-t", _LONGEST_START, "start"]
        )
        yield f"postgresql://{SUPERUSER}@127.0.0.1:{port}/postgres"
    finally:
        with suppress(RuntimeError):
            control(folder, [binaries / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"])
        shutil.rmtree(folder, ignore_errors=True)


def cluster_owned_by(owner: int, binaries: Path, announce: Path) -> str:
    """Start a server that ends soon after process `owner` does; its URL, which the file `announce` will hold too."""
    with (announce.parent / "postgres.log").open("wb") as log:
        keeper = subprocess.Popen(
            [sys.executable, __file__, str(owner), str(binaries), str(announce)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    while not announce.exists():
        if keeper.poll() is not None:
            raise RuntimeError(f"PostgreSQL did not start:\n{Path(log.name).read_text()}")
        time.sleep(0.05)
    return announce.read_text()


def _keep(owner: int, binaries: Path, announce: Path) -> None:
    with running_cluster(binaries) as url:
        unfinished = announce.with_suffix(".new")
        unfinished.write_text(url)
        unfinished.rename(announce)
        with suppress(ProcessLookupError):
            while True:
                os.kill(owner, 0)
                time.sleep(0.2)


def control(folder: Path, command: list[object]) -> None:
    """A command of PostgreSQL's, as a user who owns the folder. RuntimeError with what it said when it failed."""
    user = None
    if os.geteuid() == 0:
        user = _unprivileged_user()
        os.chown(folder, user.pw_uid, user.pw_gid)
    # Output goes to a file: the server would inherit a pipe and keep it open.
    with (folder / "output").open("w+b") as output:
        ended = subprocess.run(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=folder,
            user=user and user.pw_uid,
            group=user and user.pw_gid,
            extra_groups=[] if user else None,
            check=False,
        )
        output.seek(0)
        if ended.returncode:
            raise RuntimeError(output.read().decode(errors="replace"))


def _unprivileged_user() -> pwd.struct_passwd:
    for name in _UNPRIVILEGED:
        with suppress(KeyError):
            return pwd.getpwnam(name)
    raise RuntimeError(f"PostgreSQL won't run as root, and there is no user {' or '.join(_UNPRIVILEGED)}")


def folder_in_memory() -> str | None:
    """A file system in memory, where there is one with room: copying a database for each test is much quicker there."""
    with suppress(OSError):
        if shutil.disk_usage(_MEMORY).free > _ROOM and os.access(_MEMORY, os.W_OK):
            return _MEMORY
    return None


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


if __name__ == "__main__":
    _keep(int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))

"""Is somebody working on a run at this moment? Whoever does holds a lock that dies with its process.

The lock is taken in `runs/exclusive.py`; here it is only asked for, without SQLAlchemy, for the lobby asks too. A run
that is not finished and not at work was cut off.
"""

import fcntl
from pathlib import Path
from zlib import crc32

from ops_console.data.glance import Lines

SPACE = 0x6F7073
"""First half of PostgreSQL's advisory lock keys, so that ours are not anybody else's."""
_HELD = (
    "SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND classid = :space AND objid = :key "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


def lock_key(kind: str) -> int:
    """Second half of the key of a kind of run."""
    return crc32(kind.encode()) - 2**31


def lock_file(database: str, kind: str) -> Path:
    """The file that is locked while a run of a kind works on a store in a file."""
    return Path(f"{database}.{kind}.lock")


def at_work(lines: Lines, location: str, kind: str) -> bool:
    """Does a process work on a run of this kind, on the store that `lines` reads?"""
    if "://" not in location or location.startswith("sqlite"):
        return _is_locked(lock_file(location.split("///", 1)[-1], kind))
    ((held,),) = lines(_HELD, {"space": SPACE, "key": lock_key(kind) % 2**32})
    return bool(held)


def _is_locked(path: Path) -> bool:
    try:
        file = path.expanduser().open("rb")
    except OSError:
        return False
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False

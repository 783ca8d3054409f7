"""A run in a process of its own, and what may happen to it: killed, its server killed, its disk full."""

import os
import random
import signal
import time
import traceback
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import event

from ops_console.base.problems import Conflict, OpsError
from ops_console.data.store import Store
from ops_console.data.verify import verify_store
from ops_console.data.verify.digest import digest_of
from simulation.targets import Target, premium_clerk

DONE, BUSY, TOLD = 0, 75, 74
"""How a run's process ends: done; another still at it (the server holds the lock of one killed just before); an error
told to the clerk. Anything else was not foreseen."""
LONGEST = 180
"""Seconds a run may take."""
Watched = tuple[int, int]


@dataclass(frozen=True)
class Trial:
    """A store, the run on it, the folder of its files and how many workers it has."""

    target: Target
    url: str
    folder: Path
    workers: int = 1

    def start(self, most_pages: int = 0) -> int:
        """The run in a process of its own; returns its id. `most_pages`: of a SQLite file, 0 for no limit."""
        child = os.fork()
        if child:
            return child
        with suppress(BaseException):
            os.setsid()
            os._exit(self._work(most_pages))
        os._exit(1)

    def finish(self) -> None:
        """Started again until it is done."""
        until = time.monotonic() + LONGEST
        while (ended := end_of(self.start())) != DONE:
            if ended != BUSY or time.monotonic() > until:
                raise self.unforeseen(ended)
            time.sleep(0.1)

    def looked_at(self) -> tuple[str, int]:
        """The digest of the store, and how much `verify` finds."""
        store = Store(self.url)
        with store.read() as reader:
            findings = verify_store(reader)
            digest = digest_of(reader)
        store.close()
        for one in findings[:5]:
            print(f"  {self.target.name}: {one.place} {one.message}")
        return digest, len(findings)

    def _work(self, most_pages: int) -> int:
        try:
            store = Store(self.url)
            if most_pages:
                event.listen(store.engine, "connect", lambda made, _record: _limit(made, most_pages))
            self.target.start(store, premium_clerk(store), self.folder, self.workers)
            store.close()
        except Conflict:
            return BUSY
        except OpsError as error:
            self._notes.write_text(error.message)
            return TOLD
        except BaseException:  # noqa: BLE001 - told to who looks into it
            self._notes.write_text(traceback.format_exc())
            return 1
        return DONE

    def unforeseen(self, ended: int) -> RuntimeError:
        """What the process left behind it."""
        notes = self._notes.read_text() if self._notes.exists() else ""
        return RuntimeError(f"{self.target.name} ends with {ended}\n{notes}")

    @property
    def _notes(self) -> Path:
        return self.folder / f"{self.target.name}.txt"


def _limit(connection: object, pages: int) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute(f"PRAGMA max_page_count={pages}")
    cursor.close()


def end_of(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def killed(trial: Trial, after: float, rnd: random.Random) -> bool:
    """Start the run and kill it after some seconds, with several workers any one of its processes; False when it had
    ended by itself before."""
    child = trial.start()
    time.sleep(after)
    victim = rnd.choice([child, *_workers(child)])
    hit = _is_alive(victim)
    with suppress(ProcessLookupError):
        os.kill(victim, signal.SIGKILL)
    ended = end_of(child)
    if ended not in (DONE, BUSY, -signal.SIGKILL):
        raise trial.unforeseen(ended)
    return hit and (victim != child or ended == -signal.SIGKILL)


def _workers(process: int) -> list[int]:
    with suppress(OSError):
        return [int(text) for text in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    return []


def _is_alive(process: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False

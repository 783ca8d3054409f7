"""Several workers on one machine: processes of their own, each with its own connection, that take chunks of one run.

The starter only watches, by the rows of the chunks. A worker that is killed gives its chunk back; when the starter is
gone its workers stop after their chunk.
"""

import signal
import sys
import threading
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import cast

from ops_console.base.i18n import Language, language, set_language
from ops_console.base.problems import OpsError, Unexpected
from ops_console.batch.registry import BATCHES
from ops_console.batch.report import Progress, Watch
from ops_console.batch.runs import Crew
from ops_console.batch.working import Left, Stop
from ops_console.data.queries.runs import progress_of
from ops_console.data.store import Store
from ops_console.data.tables import RunChunk
from ops_console.desk.entry import Actor

LOOK_EVERY = 0.5
"""Seconds between two looks at the progress."""


@dataclass(frozen=True)
class _Part:
    """What a worker is told."""

    url: str
    kind: str
    run_id: int
    actor: Actor
    place: float
    language: Language


def crew_of(workers: int) -> Crew | None:
    """So many processes on this machine; None for one, which needs no crew."""
    return partial(_work_together, workers) if workers > 1 else None


def _work_together(workers: int, store: Store, kind: str, run_id: int, actor: Actor, watch: Watch | None) -> Left:
    """Let workers work off a run; what their chunks left. Ends when each of them has: done, killed, or with an error,
    of which the first is raised. No more of them than chunks; a single chunk is left to the starter, for to bring up
    processes takes longer than most of the chunks of a day.
    """
    with store.read() as reader:
        workers = min(workers, reader.count(RunChunk, run_id=run_id, done=False))
    if workers < 2:
        return Left()
    context = get_context("fork") if _may_be_copied() else get_context("spawn")
    crew: dict[Connection, BaseProcess] = {}
    try:
        for number in range(workers):
            ours, theirs = context.Pipe(duplex=False)
            part = _Part(store.url, kind, run_id, actor, number / workers, language())
            process: BaseProcess = context.Process(target=_take_part, args=(part, theirs), name=f"{kind} {number + 1}")
            process.start()
            theirs.close()
            crew[ours] = process
        return _results(store, run_id, crew, watch)
    finally:
        for process in crew.values():
            process.terminate()
            process.join()


def _may_be_copied() -> bool:
    """Copied with all that is loaded, a worker begins at once; where there are threads, or on other systems, it has to
    begin from nothing. A copy opens connections of its own and lets alone those it was copied with.
    """
    return sys.platform == "linux" and threading.active_count() == 1


def _results(store: Store, run_id: int, crew: Mapping[Connection, BaseProcess], watch: Watch | None) -> Left:
    left, errors, waiting = Left(), list[Exception](), set(crew)
    while waiting:
        for connection in cast(list[Connection], wait(list(waiting), LOOK_EVERY)):
            waiting.discard(connection)
            try:
                found = connection.recv()
            except EOFError:
                continue  # It was killed.
            if isinstance(found, Left):
                left += found
            else:
                errors.append(found)
        if watch:
            with store.read() as reader:
                done = progress_of(reader, run_id)
            watch(Progress(done.chunks_done, done.chunks, done.rows))
    if errors:
        raise errors[0]
    return left


def _take_part(part: _Part, report: Connection) -> None:
    """The life of a worker."""
    # Ctrl-C reaches the starter, too, which ends its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    set_language(part.language)
    starter = parent_process()
    try:
        report.send(_work(part, lambda: starter is None or not starter.is_alive()))
    except BrokenPipeError:
        pass  # The starter is gone.
    except OpsError as error:
        report.send(error)
    except Exception as error:  # noqa: BLE001 - told by the starter
        unexpected = Unexpected(f"{type(error).__name__}: {error}")
        unexpected.add_note(traceback.format_exc())
        report.send(unexpected)


def _work(part: _Part, stop: Stop) -> Left:
    from ops_console import rooms

    rooms.load()
    store = Store(part.url)
    try:
        return BATCHES[part.kind].take_part(store, part.run_id, part.actor, place=part.place, stop=stop)
    finally:
        store.close()

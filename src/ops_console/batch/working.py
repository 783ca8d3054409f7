"""A worker of a run: takes chunks until none is undone, and closes the run if nobody has yet.

However many there are, on however many machines, they know of each other only through the rows of the chunks.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from ops_console.base.money import Fen
from ops_console.batch.chunks import Work, keep_next
from ops_console.batch.report import Progress, RunReport, Totals, Watch, added
from ops_console.data.queries.runs import progress_of
from ops_console.data.runs.digests import root_of
from ops_console.data.runs.taking import first_turn, wait_for_others
from ops_console.data.store import Store, Tx
from ops_console.data.tables import Run, RunChunk
from ops_console.desk.entry import Actor
from ops_console.desk.recording import record

After = Callable[[Tx, Run], Mapping[str, Any]]
"""Done once no chunk of the run is undone; what it returns goes into the run's event."""

Stop = Callable[[], bool]
"""Says when a worker shall stop after its chunk."""


def never() -> bool:
    """A worker that goes on to the end."""
    return False


@dataclass(frozen=True)
class Left:
    """What a worker's chunks left: refused by a rule, and set aside because something unforeseen happened."""

    left: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()

    def __add__(self, other: "Left") -> "Left":
        return Left(self.left + other.left, self.faults + other.faults)


def work_off(
    store: Store,
    run_id: int,
    work: Work,
    watch: Watch | None = None,
    *,
    in_order: bool,
    still: bool = False,
    place: float = 0,
    stop: Stop = never,
) -> Left:
    """Work off chunks until none is undone, or `stop` says so. `place`: where among them to begin, 0 to 1."""
    with store.read() as reader:
        turn = first_turn(reader, run_id, in_order, place)
        progress = progress_of(reader, run_id)
    done, rows, found = progress.chunks_done, progress.rows, Left()
    while not stop():
        kept = keep_next(store, turn, work, still)
        if kept is None:
            if watch and done < progress.chunks:
                watch(Progress(done, progress.chunks, rows, waiting=True))
            with store.write() as tx:
                if not wait_for_others(tx, run_id):
                    break
            continue
        chunk, result = kept
        turn, found = turn.past(chunk), found + Left(result.left, result.faults)
        done, rows = done + 1, rows + sum(total.rows for total in result.totals.values())
        if watch:
            watch(Progress(done, progress.chunks, rows))
    return found


def finish(store: Store, run: Run, actor: Actor, after: After | None, *, resumed: bool) -> RunReport | None:
    """Put the root over the chunk digests on the branch's chain and close the run, unless another worker did. None
    while a chunk is undone."""
    with store.write() as tx:
        tx.lock(Run, run.id)
        chunks = tx.find(RunChunk, run_id=run.id)
        if not all(chunk.done for chunk in chunks):
            return None
        branches = added(
            {int(branch): Totals(rows, Fen(amount)) for branch, (rows, amount) in chunk.totals.items()}
            for chunk in chunks
        )
        total = sum(branches.values(), Totals())
        root = root_of(chunk.digest for chunk in chunks)
        if tx.need(Run, run.id).finished_at is None:
            now = actor.at or datetime.now(UTC)
            tx.update(
                Run, {"id": run.id}, {"finished_at": now, "rows": total.rows, "amount": total.amount, "root": root}
            )
            figures = {"chunks": len(chunks), "rows": total.rows, "amount": total.amount, "root": root}
            data = {"run": run.id, "as_of": run.as_of.isoformat(), **figures, **(after(tx, run) if after else {})}
            record(tx, run.branch_id, f"batch.{run.kind}", data, replace(actor, at=now))
    return RunReport(
        name=run.kind,
        as_of=run.as_of,
        branch_id=run.branch_id,
        dry_run=False,
        run_id=run.id,
        chunks=len(chunks),
        branches=branches,
        root=root,
        resumed=resumed,
    )

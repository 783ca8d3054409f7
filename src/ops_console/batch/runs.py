"""How every run works: a row for the run, rows for its chunks, one transaction a chunk, one event at the end.

A run is finished when no chunk is undone. It may be killed at any moment: the next start of the same kind takes up the
chunks that are left before it begins anything new. Two runs of a kind exclude each other.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.base.problems import NotAllowed
from ops_console.batch.chunks import ChunkResult, Work, chunks_of, keep, take_back
from ops_console.batch.report import Expected, Progress, RunReport, Totals, Watch, added
from ops_console.catalog.model import Catalog
from ops_console.data.catalog_rows import catalog_of
from ops_console.data.runs.chunks import Range
from ops_console.data.runs.digests import root_of
from ops_console.data.runs.exclusive import exclusively
from ops_console.data.store import Reader, Store, Tx
from ops_console.data.tables import Branch, Clerk, Event, Run, RunChunk
from ops_console.desk import checks
from ops_console.desk.entry import Actor
from ops_console.desk.events import append, next_event_id
from ops_console.desk.words import word
from ops_console.rules.numbers import HEAD_OFFICE


@dataclass(frozen=True)
class Task:
    """What a run is to do, and what it needs to know for it. `branches` is None for the whole company."""

    kind: str
    as_of: date
    branch_id: int
    branches: tuple[int, ...] | None
    actor: Actor
    catalog: Catalog


@dataclass(frozen=True)
class RunKind:
    """A kind of run: who may start it, how its rows are cut into chunks, and the work on a chunk.

    `after` is done once no chunk is undone; what it returns goes into the run's event. `label` is a message id.
    `expect` says by its own statement, without doing it, how much there is to look at; None where only a dry run can.
    """

    name: str
    label: str
    duties: tuple[str, ...]
    cut: Callable[[Reader, Task], Iterable[Range]]
    worker: Callable[[Task], Work]
    after: Callable[[Tx], Mapping[str, Any]] | None = None
    expect: Callable[[Reader, Task], Expected] | None = None

    def run(
        self,
        store: Store,
        actor: Actor,
        as_of: date,
        branch: int | None = None,
        dry_run: bool = False,
        progress: Watch | None = None,
    ) -> RunReport:
        """Do the run, or compute what it would do.

        A run left unfinished is resumed first; if that was the same run, nothing else is done.
        """
        with exclusively(store, self.name):
            with store.read() as reader:
                task = self._task(reader, actor, as_of, branch)
                unfinished = reader.first(Run, kind=self.name, finished_at=None)
            if dry_run:
                return self._rehearse(store, task, progress)
            if unfinished is not None:
                resumed = self._work_off(store, unfinished, actor, progress, resumed=True)
                if (unfinished.as_of, unfinished.branch_id) == (as_of, task.branch_id):
                    return resumed
            return self._work_off(store, self._start(store, task), actor, progress, resumed=False)

    def may_be_started(self, reader: Reader, actor: Actor) -> bool:
        """Does the clerk have a duty for it?"""
        clerk = reader.need(Clerk, actor.clerk_id)
        return not clerk.locked and bool(checks.duties_of(reader, clerk) & set(self.duties))

    def _task(self, reader: Reader, actor: Actor, as_of: date, branch: int | None) -> Task:
        if not self.may_be_started(reader, actor):
            raise NotAllowed(
                _("{operation} needs the duty {duties}.").format(
                    operation=self.name, duties=" / ".join(map(word, self.duties))
                ),
                code="duty",
                source="catalog: duties",
            )
        return task_of(reader, self.name, actor, as_of, branch)

    def _start(self, store: Store, task: Task) -> Run:
        """The run and its chunks, in one transaction: a run is never half planned."""
        with store.write() as tx:
            run = Run(
                id=tx.next_number(HEAD_OFFICE, "run"),
                kind=self.name,
                as_of=task.as_of,
                branch_id=task.branch_id,
                clerk_id=task.actor.clerk_id,
                started_at=task.actor.at or datetime.now(UTC),
            )
            tx.insert([run, *chunks_of(run.id, self.cut(tx, task))])
        return run

    def _work_off(self, store: Store, run: Run, actor: Actor, progress: Watch | None, *, resumed: bool) -> RunReport:
        with store.read() as reader:
            task = self._task(reader, actor, run.as_of, run.branch_id)
            undone = reader.find(RunChunk, run_id=run.id, done=False)
            everything = reader.count(RunChunk, run_id=run.id)
        work = self.worker(task)
        left: tuple[str, ...] = ()
        faults: tuple[str, ...] = ()
        rows = 0
        for number, chunk in enumerate(undone, everything - len(undone) + 1):
            result = keep(store, chunk, work)
            left += result.left
            faults += result.faults
            rows += sum(total.rows for total in result.totals.values())
            if progress:
                progress(Progress(number, everything, rows))
        return replace(self._finish(store, run, actor, resumed=resumed), left=left, faults=faults)

    def _rehearse(self, store: Store, task: Task, progress: Watch | None) -> RunReport:
        """The same work, every chunk of it taken back."""
        with store.read() as reader:
            chunks = chunks_of(0, self.cut(reader, task))
        work = self.worker(task)
        results: list[ChunkResult] = []
        rows = 0
        for number, chunk in enumerate(chunks, 1):
            results.append(take_back(store, chunk, work))
            rows += sum(total.rows for total in results[-1].totals.values())
            if progress:
                progress(Progress(number, len(chunks), rows))
        return RunReport(
            name=self.name,
            as_of=task.as_of,
            branch_id=task.branch_id,
            dry_run=True,
            run_id=None,
            chunks=len(chunks),
            branches=added(result.totals for result in results),
            left=tuple(line for result in results for line in result.left),
            faults=tuple(line for result in results for line in result.faults),
        )

    def _finish(self, store: Store, run: Run, actor: Actor, *, resumed: bool) -> RunReport:
        """Put the root over the chunk digests on the branch's chain and close the run."""
        with store.write() as tx:
            chunks = tx.find(RunChunk, run_id=run.id)
            branches = added(
                {int(branch): Totals(rows, Fen(amount)) for branch, (rows, amount) in chunk.totals.items()}
                for chunk in chunks
            )
            total = sum(branches.values(), Totals())
            root = root_of(chunk.digest for chunk in chunks)
            now = actor.at or datetime.now(UTC)
            tx.update(
                Run, {"id": run.id}, {"finished_at": now, "rows": total.rows, "amount": total.amount, "root": root}
            )
            figures = {"chunks": len(chunks), "rows": total.rows, "amount": total.amount, "root": root}
            _record(tx, run, actor, now, {**figures, **(self.after(tx) if self.after else {})})
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


def task_of(reader: Reader, kind: str, actor: Actor, as_of: date, branch: int | None) -> Task:
    """What a run of a kind would be about: a branch and those below it, else the clerk's own. NotAllowed outside the
    clerk's."""
    clerk = reader.need(Clerk, actor.clerk_id)
    branch_id = branch or clerk.branch_id
    checks.check_scope(reader, clerk, branch_id)
    branches = None if branch_id == HEAD_OFFICE else branches_below(reader, branch_id)
    return Task(kind, as_of, branch_id, branches, actor, catalog_of(reader, reader.state().catalog_version))


def branches_below(reader: Reader, branch_id: int) -> tuple[int, ...]:
    """A branch and every branch below it, ascending."""
    children: dict[int | None, list[int]] = {}
    for branch in reader.find(Branch):
        children.setdefault(branch.parent_id, []).append(branch.id)
    found = [branch_id]
    for branch_id in found:
        found += children.get(branch_id, [])
    return tuple(sorted(found))


def _record(tx: Tx, run: Run, actor: Actor, now: datetime, totals: dict[str, object]) -> None:
    event_id, prev = next_event_id(tx, run.branch_id)
    append(
        tx,
        Event(
            id=event_id,
            branch_id=run.branch_id,
            at=now,
            day=tx.need(Branch, run.branch_id).open_day,
            clerk_id=actor.clerk_id,
            door=actor.door,
            operation=f"batch.{run.kind}",
            data={"run": run.id, "as_of": run.as_of.isoformat(), **totals},
            sealed="",
            prev=prev,
            hash="",
        ),
    )

"""How every run works: a row for the run, rows for its chunks, one transaction a chunk, one event at the end.

A run is finished when no chunk is undone. It may be killed at any moment: the next start of the same kind takes up the
chunks that are left before it begins anything new. Two runs of a kind exclude each other; one may have many workers.
"""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from ops_console.base.i18n import _
from ops_console.base.problems import NotAllowed, Refused
from ops_console.batch.chunks import ChunkResult, Work, chunks_of, take_back
from ops_console.batch.report import Expected, Progress, RunReport, Watch, added
from ops_console.batch.working import After, Left, Stop, finish, never, work_off
from ops_console.catalog.model import Catalog
from ops_console.data.catalog_rows import catalog_of
from ops_console.data.runs.chunks import Range
from ops_console.data.runs.exclusive import exclusively
from ops_console.data.store import Reader, Store, Tx
from ops_console.data.tables import Branch, Clerk, Run
from ops_console.data.waiting import writing_for
from ops_console.desk import checks
from ops_console.desk.entry import Actor
from ops_console.desk.words import word
from ops_console.rules.numbers import HEAD_OFFICE

SCATTER = 97
"""So many places to begin at for workers that join from elsewhere and know nothing of each other."""


@dataclass(frozen=True)
class Task:
    """What a run is to do, and what it needs to know for it. `branches` is None for the whole company."""

    kind: str
    as_of: date
    branch_id: int
    branches: tuple[int, ...] | None
    actor: Actor
    catalog: Catalog


Crew = Callable[[Store, str, int, Actor, Watch | None], Left]
"""Works off the run of a kind and number with several workers, and says what their chunks left."""


@dataclass(frozen=True)
class RunKind:
    """A kind of run: who may start it, how its rows are cut into chunks, and the work on a chunk.

    `in_order`: chunks of one branch are worked one after the other, because they take numbers of the branch or write on
    its chain; those of work that does neither may run side by side. `still`: a chunk is first tried on the store as at
    one moment, for a lock on each of its rows costs a tenth of the run; when a clerk was quicker, with locks. `begin`
    is done with the run's own row, before any chunk; `after` once no chunk is undone, and what it returns goes into the
    run's event. `label` is a message id. `expect` says by its own statement, without doing it, how much there is to
    look at; None where only a dry run can.
    """

    name: str
    label: str
    duties: tuple[str, ...]
    cut: Callable[[Reader, Task], Iterable[Range]]
    worker: Callable[[Task], Work]
    after: After | None = None
    expect: Callable[[Reader, Task], Expected] | None = None
    in_order: bool = True
    still: bool = False
    begin: Callable[[Tx, Task, Run], None] | None = None

    def run(
        self,
        store: Store,
        actor: Actor,
        as_of: date,
        branch: int | None = None,
        dry_run: bool = False,
        progress: Watch | None = None,
        crew: Crew | None = None,
    ) -> RunReport:
        """Do the run, or compute what it would do. `crew`: further workers; a store in a file takes one only.

        A run left unfinished is resumed first; if that was the same run, nothing else is done.
        """
        helpers = None if store.engine.dialect.name == "sqlite" else crew
        with writing_for(actor.clerk_id, self.name), exclusively(store, self.name):
            with store.read() as reader:
                task = self._task(reader, actor, as_of, branch)
                unfinished = reader.first(Run, kind=self.name, finished_at=None)
            if dry_run:
                return self._rehearse(store, task, progress)
            if unfinished is not None:
                resumed = self._carry_out(store, unfinished, actor, progress, helpers, resumed=True)
                if (unfinished.as_of, unfinished.branch_id) == (as_of, task.branch_id):
                    return resumed
            return self._carry_out(store, self._start(store, task), actor, progress, helpers, resumed=False)

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
            if self.begin:
                self.begin(tx, task, run)
        return run

    def _carry_out(
        self, store: Store, run: Run, actor: Actor, progress: Watch | None, crew: Crew | None, *, resumed: bool
    ) -> RunReport:
        """Work off what is undone of a run, alone or with workers in processes of their own, and close it."""
        left = Left()
        if crew is not None:
            left = crew(store, self.name, run.id, actor, progress)
        # What workers that were killed gave back is done here.
        while (report := self._finished(store, run, actor, resumed=resumed)) is None:
            left += self.take_part(store, run.id, actor, progress)
        return replace(report, left=left.left, faults=left.faults)

    def _finished(self, store: Store, run: Run, actor: Actor, *, resumed: bool) -> RunReport | None:
        return finish(store, run, actor, self.after, resumed=resumed)

    def take_part(
        self,
        store: Store,
        run_id: int,
        actor: Actor,
        progress: Watch | None = None,
        place: float = 0,
        stop: Stop = never,
    ) -> Left:
        """Work off chunks of a run that is under way until none is undone. `place`: where to begin, 0 to 1."""
        with store.read() as reader:
            run = reader.need(Run, run_id)
            task = self._task(reader, actor, run.as_of, run.branch_id)
        work = self.worker(task)
        with writing_for(actor.clerk_id, self.name):
            return work_off(
                store, run_id, work, progress, in_order=self.in_order, still=self.still, place=place, stop=stop
            )

    def join(self, store: Store, run: Run, actor: Actor, progress: Watch | None = None) -> RunReport:
        """Help with a run that somebody else has started, from another terminal or machine. Refused on a store in a
        file: it has one writer at a time.
        """
        if store.engine.dialect.name == "sqlite":
            raise Refused(
                _("A store in a file has one writer at a time: a second worker can't help."),
                code="one_writer",
                source="company default",
            )
        left = Left()
        while (report := self._finished(store, run, actor, resumed=True)) is None:
            left += self.take_part(store, run.id, actor, progress, place=os.getpid() % SCATTER / SCATTER)
        return replace(report, left=left.left, faults=left.faults)

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


def check_day(reader: Reader, as_of: date) -> None:
    """Refused for a day the store has not reached: what is raised or written for it stands on today's books. A slip in
    a year would raise the premiums of decades, and nothing takes that back (company default)."""
    today = reader.state().business_date
    if as_of > today:
        message = _(
            "The business date is {today}: nothing is run as of {day} yet. Run it as of {today} or earlier; --dry-run"
            " and `batch plan` look ahead."
        )
        raise Refused(
            message.format(today=today.isoformat(), day=as_of.isoformat()), code="day_ahead", source="company default"
        )


def branches_below(reader: Reader, branch_id: int) -> tuple[int, ...]:
    """A branch and every branch below it, ascending."""
    children: dict[int | None, list[int]] = {}
    for branch in reader.find(Branch):
        children.setdefault(branch.parent_id, []).append(branch.id)
    found = [branch_id]
    for branch_id in found:
        found += children.get(branch_id, [])
    return tuple(sorted(found))


def task_of(reader: Reader, kind: str, actor: Actor, as_of: date, branch: int | None) -> Task:
    """What a run of a kind is to do for a branch and those below it; without one, for the clerk's own."""
    clerk = reader.need(Clerk, actor.clerk_id)
    branch_id = branch or clerk.branch_id
    checks.check_scope(reader, clerk, branch_id)
    branches = None if branch_id == HEAD_OFFICE else branches_below(reader, branch_id)
    return Task(kind, as_of, branch_id, branches, actor, catalog_of(reader, reader.state().catalog_version))

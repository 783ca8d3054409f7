"""Runs that go through policies one by one and do what each needs, by the operations a clerk would use."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from ops_console.base.money import Fen
from ops_console.batch.acting import refusal_of, set_aside
from ops_console.batch.chunks import ChunkResult, Work
from ops_console.batch.report import Expected, Totals, added
from ops_console.batch.runs import Task
from ops_console.data.runs.candidates import Candidates
from ops_console.data.runs.chunks import Range
from ops_console.data.store import Reader, Tx
from ops_console.data.tables import Branch, Clerk, Policy, RunChunk
from ops_console.desk.view import View
from ops_console.rooms.policies import PolicyPosition, position_of

POLICIES_PER_CHUNK = 100


@dataclass(frozen=True)
class Needed:
    """What a policy needs next, and the amount it is counted with in the control totals."""

    operation: str
    amount: Fen


Look = Callable[[View, PolicyPosition, date], Needed | None]
"""What a policy needs up to a day; None when that is nothing more."""


@dataclass(frozen=True)
class ByPolicy:
    """A run over policies: a statement that finds those it may be about, and a close look at each."""

    candidates: Callable[[Reader, Task], Candidates]
    look: Look

    def cut(self, reader: Reader, task: Task) -> Iterable[Range]:
        return self.candidates(reader, task).ranges_by_branch(reader, POLICIES_PER_CHUNK)

    def expect(self, reader: Reader, task: Task) -> Expected:
        return Expected(*self.candidates(reader, task).count(reader))

    def worker(self, task: Task) -> Work:
        def work(tx: Tx, chunk: RunChunk) -> ChunkResult:
            totals: list[dict[int, Totals]] = []
            left: list[str] = []
            faults: list[str] = []
            for policy_id in self.candidates(tx, task).of(tx, chunk):
                self.serve(tx, task, policy_id, totals, left, faults)
            return ChunkResult(added(totals), left=tuple(left), faults=tuple(faults))

        return work

    def serve(
        self,
        tx: Tx,
        task: Task,
        policy_id: int,
        totals: list[dict[int, Totals]],
        left: list[str],
        faults: list[str],
    ) -> None:
        """Do what one policy needs; what came of it is added to totals, refusals and faults."""
        policy = tx.need(Policy, policy_id)
        with set_aside(tx, policy.number, faults):
            done, refused = self._serve(tx, task, policy)
            totals += done
            left += [refused] if refused else []

    def _serve(self, tx: Tx, task: Task, policy: Policy) -> tuple[list[dict[int, Totals]], str | None]:
        """Do what the policy needs until it needs no more; the totals of each step, and what a rule refused."""
        done: list[dict[int, Totals]] = []
        today = tx.state().business_date
        clerk = tx.need(Clerk, task.actor.clerk_id)
        branch = tx.need(Branch, clerk.branch_id)
        while True:
            view = View(tx, task.catalog, clerk, branch, today, policy=policy)
            position = position_of(view)
            needed = self.look(view, position, min(today, task.as_of))
            if needed is None:
                return done, None
            refused = refusal_of(tx, needed.operation, task.actor, policy.number)
            if refused:
                return done, refused
            done.append({position.status.branch_id: Totals(1, needed.amount)})

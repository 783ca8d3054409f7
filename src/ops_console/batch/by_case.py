"""Runs that go through cases one by one and do on each what it needs, by the operations a clerk would use."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ops_console.base.money import Fen
from ops_console.batch.acting import refusal_of, set_aside
from ops_console.batch.chunks import ChunkResult, Work
from ops_console.batch.report import NOTHING, Expected, Totals, added
from ops_console.batch.runs import Task
from ops_console.data.runs.candidates import Candidates
from ops_console.data.runs.chunks import Range
from ops_console.data.store import Reader, Tx
from ops_console.data.tables import RunChunk, WorkItem

CASES_PER_CHUNK = 100


@dataclass(frozen=True)
class Step:
    """What is done on a case, with what is typed into its form, and the amount it is counted with in the totals."""

    operation: str
    values: Mapping[str, Any] = field(default_factory=dict)
    amount: Fen = NOTHING


Look = Callable[[Tx, Task, WorkItem], Step | None]
"""What a case needs; None for nothing."""


@dataclass(frozen=True)
class ByCase:
    """A run over cases: a statement that finds those it may be about, and a close look at each."""

    candidates: Callable[[Task], Candidates]
    look: Look

    def cut(self, reader: Reader, task: Task) -> Iterable[Range]:
        return self.candidates(task).ranges_by_branch(reader, CASES_PER_CHUNK)

    def expect(self, reader: Reader, task: Task) -> Expected:
        return Expected(*self.candidates(task).count(reader))

    def worker(self, task: Task) -> Work:
        def work(tx: Tx, chunk: RunChunk) -> ChunkResult:
            totals: list[dict[int, Totals]] = []
            left: list[str] = []
            faults: list[str] = []
            for case_id in self.candidates(task).of(tx, chunk):
                case = tx.need(WorkItem, case_id)
                with set_aside(tx, case.number, faults):
                    step = self.look(tx, task, case)
                    if step is None:
                        continue
                    refused = refusal_of(tx, step.operation, task.actor, case.number, step.values)
                    if refused:
                        left.append(refused)
                    else:
                        totals.append({case.branch_id: Totals(1, step.amount)})
            return ChunkResult(added(totals), left=tuple(left), faults=tuple(faults))

        return work

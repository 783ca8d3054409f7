"""day-end: every branch's day is closed by the premium department's operation; the last one moves the business date.

A branch whose day has a difference stays open and is named; deadlines run on, its postings wait on the open day.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.batch.acting import refusal_of, set_aside
from ops_console.batch.chunks import ChunkResult
from ops_console.batch.report import Expected, Totals
from ops_console.batch.runs import RunKind, Task
from ops_console.data.catalog_rows import catalog_of
from ops_console.data.runs.candidates import open_branches
from ops_console.data.runs.chunks import Range
from ops_console.data.runs.drafts import purge_drafts
from ops_console.data.store import Reader, Tx
from ops_console.data.tables import Branch, BranchDay, Run, RunChunk, StoreState

OPERATION = "premium.close_day"


class _DayEnd:
    """Closes one branch a chunk, as many days of it as are behind."""

    def __init__(self, task: Task) -> None:
        self._task = task

    def __call__(self, tx: Tx, chunk: RunChunk) -> ChunkResult:
        """Totals: ledger lines of the days closed, and the sum of their debits."""
        faults: list[str] = []
        label = _("Branch {branch}").format(branch=chunk.branch_id)
        with set_aside(tx, label, faults):
            return self._close(tx, chunk)
        return ChunkResult({chunk.branch_id: Totals()}, faults=tuple(faults))

    def _close(self, tx: Tx, chunk: RunChunk) -> ChunkResult:
        total = Totals()
        while (day := tx.need(Branch, chunk.branch_id).open_day) <= _last_day(tx, self._task):
            refused = refusal_of(tx, OPERATION, self._task.actor, None, {"branch": chunk.branch_id})
            if refused:
                left = _("Branch {branch}: {reason}").format(branch=chunk.branch_id, reason=refused)
                return ChunkResult({chunk.branch_id: total}, left=(left,))
            closed = tx.need(BranchDay, chunk.branch_id, day)
            total += Totals(closed.lines, Fen(closed.debit))
        return ChunkResult({chunk.branch_id: total})


def _last_day(reader: Reader, task: Task) -> date:
    return min(task.as_of, reader.state().business_date)


def _cut(reader: Reader, task: Task) -> Iterable[Range]:
    return [Range(branch, branch, branch) for branch in open_branches(reader, _last_day(reader, task), task.branches)]


def _open_next_day(tx: Tx, run: Run) -> dict[str, Any]:
    """When no branch's day is open any more, the store's business date goes on to the first day that is. Forms left
    half typed long ago are thrown away."""
    # By the clock on the wall, as they were kept.
    days = catalog_of(tx, tx.state().catalog_version).setting("draft_kept")
    purge_drafts(tx, run.started_at - timedelta(days=days))
    state = tx.lock(StoreState, 1)
    first_open = min(branch.open_day for branch in tx.find(Branch))
    if state is None or first_open <= state.business_date:
        return {}
    tx.update(StoreState, {"id": 1}, {"business_date": first_open})
    return {"business_date": first_open.isoformat()}


def _expect(reader: Reader, task: Task) -> Expected:
    """Branches whose day is open, or several days."""
    return Expected(len(open_branches(reader, _last_day(reader, task), task.branches)))


DAY_END = RunKind("day-end", N_("Day end of branches"), ("premium",), _cut, _DayEnd, _open_next_day, _expect)

"""grace-run: policies whose grace is over get what the contract says.

The plain lapse of an ordinary policy, by far the most frequent, is written for many at once (`lapsing.py`); everything
else is done by the operations a clerk would use: money held pays the instalment, or a premium loan, or the policy
lapses (`rooms/premium/grace.py` decides).
"""

from collections.abc import Iterable
from datetime import date, timedelta

from ops_console.base.i18n import N_
from ops_console.batch.by_policy import ByPolicy, Needed
from ops_console.batch.chunks import ChunkResult, Work
from ops_console.batch.lapsing import Lapses
from ops_console.batch.report import Totals, added
from ops_console.batch.runs import RunKind, Task
from ops_console.batch.sold import products_sold
from ops_console.data.runs.candidates import Candidates, overdue
from ops_console.data.runs.chunks import Range
from ops_console.data.runs.lapses import Lapsing
from ops_console.data.store import Reader, Tx
from ops_console.data.tables import RunChunk
from ops_console.desk.view import View
from ops_console.rooms.orders import awaited_until
from ops_console.rooms.policies import PolicyPosition
from ops_console.rooms.premium.grace import after_grace

POLICIES_PER_CHUNK = 1_000


def _candidates(reader: Reader, task: Task) -> Candidates:
    """Policies whose oldest instalment is older than the shortest grace there is; each is then looked at closely."""
    shortest = min((product.grace_days for product in products_sold(reader)), default=0)
    return overdue(task.as_of - timedelta(days=shortest), task.branches)


def _look(view: View, position: PolicyPosition, day: date) -> Needed | None:
    operation = None if awaited_until(view, position, day) else after_grace(position, day)
    return None if operation is None else Needed(operation, position.owed[0].amount)


BY_OPERATION = ByPolicy(_candidates, _look)
"""Everything by the operations."""


def _cut(reader: Reader, task: Task) -> Iterable[Range]:
    return _candidates(reader, task).ranges_by_branch(reader, POLICIES_PER_CHUNK)


def _worker(task: Task) -> Work:
    lapses = Lapses(task)

    def work(tx: Tx, chunk: RunChunk) -> ChunkResult:
        """Policy by policy in their order, so that numbers are given as if each were done alone; plain lapses that
        follow one another are written together."""
        totals: list[dict[int, Totals]] = []
        left: list[str] = []
        faults: list[str] = []
        policy_ids = _candidates(tx, task).of(tx, chunk)
        plain = lapses.plain(tx, policy_ids)
        day = min(task.as_of, tx.state().business_date)
        together: list[Lapsing] = []
        for policy_id in policy_ids:
            one = plain.get(policy_id)
            if one is None:
                totals.append({chunk.branch_id: lapses.lapse(tx, chunk.branch_id, together)})
                together = []
                BY_OPERATION.serve(tx, task, policy_id, totals, left, faults)
            elif lapses.is_over(tx, one, day):
                together.append(one)
        totals.append({chunk.branch_id: lapses.lapse(tx, chunk.branch_id, together)})
        done = {branch: total for branch, total in added(totals).items() if total.rows}
        return ChunkResult(done, left=tuple(left), faults=tuple(faults))

    return work


GRACE = RunKind(
    "grace-run", N_("End of grace: premium loan or lapse"), ("premium",), _cut, _worker, expect=BY_OPERATION.expect
)

"""grace-run: policies whose grace is over get what the contract says, by the operations a clerk would use.

Money held pays the instalment, or a premium loan, or the policy lapses (`rooms/premium/grace.py` decides).
"""

from collections.abc import Iterable
from datetime import timedelta

from ops_console.base.i18n import N_
from ops_console.batch.acting import refusal_of, set_aside
from ops_console.batch.chunks import ChunkResult
from ops_console.batch.report import Totals, added
from ops_console.batch.runs import RunKind, Task
from ops_console.data.runs.candidates import Candidates, overdue
from ops_console.data.runs.chunks import Range
from ops_console.data.store import Reader, Tx
from ops_console.data.tables import Branch, Clerk, Policy, RunChunk
from ops_console.desk.view import View
from ops_console.rooms.policies import PolicyPosition, position_of
from ops_console.rooms.premium.grace import after_grace

POLICIES_PER_CHUNK = 100


class _Grace:
    """Works off the chunks of one run."""

    def __init__(self, task: Task) -> None:
        self._task = task

    def __call__(self, tx: Tx, chunk: RunChunk) -> ChunkResult:
        totals: list[dict[int, Totals]] = []
        left: list[str] = []
        faults: list[str] = []
        for policy_id in _candidates(self._task).of(tx, chunk):
            policy = tx.need(Policy, policy_id)
            with set_aside(tx, policy.number, faults):
                done, refused = self._end_grace(tx, policy)
                totals += [{position.status.branch_id: Totals(1, position.owed[0].amount)} for position in done]
                left += [refused] if refused else []
        return ChunkResult(added(totals), left=tuple(left), faults=tuple(faults))

    def _end_grace(self, tx: Tx, policy: Policy) -> tuple[list[PolicyPosition], str | None]:
        """Do what has to be done until no instalment is past its grace; where the policy stood before each step."""
        before: list[PolicyPosition] = []
        while True:
            position, operation = self._needed(tx, policy)
            if operation is None:
                return before, None
            refused = refusal_of(tx, operation, self._task.actor, policy.number)
            if refused:
                return before, refused
            before.append(position)

    def _needed(self, tx: Tx, policy: Policy) -> tuple[PolicyPosition, str | None]:
        today = tx.state().business_date
        clerk = tx.need(Clerk, self._task.actor.clerk_id)
        view = View(tx, self._task.catalog, clerk, tx.need(Branch, clerk.branch_id), today, policy=policy)
        position = position_of(view)
        return position, after_grace(position, min(today, self._task.as_of))


def _candidates(task: Task) -> Candidates:
    """Policies whose oldest instalment is older than the shortest grace there is; each is then looked at closely."""
    # What is renewed as a new term is paid once, and never has an instalment overdue.
    paid_on = [product for product in task.catalog.products.values() if not product.renewed_as_new_term]
    shortest = min((product.grace_days for product in paid_on), default=0)
    return overdue(task.as_of - timedelta(days=shortest), task.branches)


def _cut(reader: Reader, task: Task) -> Iterable[Range]:
    return _candidates(task).ranges(reader, POLICIES_PER_CHUNK)


GRACE = RunKind("grace-run", N_("End of grace: premium loan or lapse"), ("premium",), _cut, _Grace)

"""payout-run: payments that a second person released and that go to an account are paid by the bank."""

from collections.abc import Iterable

from ops_console.base.i18n import N_
from ops_console.batch.acting import refusal_of, set_aside
from ops_console.batch.chunks import ChunkResult
from ops_console.batch.report import Totals, added
from ops_console.batch.runs import RunKind, Task
from ops_console.data.runs.candidates import Candidates, released_payments
from ops_console.data.runs.chunks import Range
from ops_console.data.store import Reader, Tx
from ops_console.data.tables import Payable, RunChunk, WorkItem

PAYMENTS_PER_CHUNK = 100
OPERATION = "premium.pay_out"


class _Payouts:
    """Works off the chunks of one run."""

    def __init__(self, task: Task) -> None:
        self._task = task

    def __call__(self, tx: Tx, chunk: RunChunk) -> ChunkResult:
        totals: list[dict[int, Totals]] = []
        left: list[str] = []
        faults: list[str] = []
        for case_id in _candidates(self._task).of(tx, chunk):
            case, payable = tx.need(WorkItem, case_id), tx.need(Payable, case_id)
            with set_aside(tx, case.number, faults):
                refused = refusal_of(tx, OPERATION, self._task.actor, case.number, {"method": "bank"})
                if refused:
                    left.append(refused)
                else:
                    totals.append({case.branch_id: Totals(1, payable.amount)})
        return ChunkResult(added(totals), left=tuple(left), faults=tuple(faults))


def _candidates(task: Task) -> Candidates:
    return released_payments(task.as_of, task.branches)


def _cut(reader: Reader, task: Task) -> Iterable[Range]:
    return _candidates(task).ranges(reader, PAYMENTS_PER_CHUNK)


PAYOUT = RunKind("payout-run", N_("Released payments paid by the bank"), ("premium", "cashier"), _cut, _Payouts)

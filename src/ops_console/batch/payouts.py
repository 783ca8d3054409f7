"""payout-run: payments that a second person released and that go to an account are paid by the bank."""

from ops_console.base.i18n import N_
from ops_console.batch.by_case import ByCase, Step
from ops_console.batch.runs import RunKind, Task
from ops_console.data.runs.candidates import Candidates, released_payments
from ops_console.data.store import Tx
from ops_console.data.tables import Payable, WorkItem

OPERATION = "premium.pay_out"


def _candidates(task: Task) -> Candidates:
    return released_payments(task.as_of, task.branches)


def _look(tx: Tx, _task: Task, case: WorkItem) -> Step:
    return Step(OPERATION, {"method": "bank"}, tx.need(Payable, case.id).amount)


_WORK = ByCase(_candidates, _look)
PAYOUT = RunKind(
    "payout-run",
    N_("Released payments paid by the bank"),
    ("premium", "cashier"),
    _WORK.cut,
    _WORK.worker,
    expect=_WORK.expect,
)

"""payout-run: payments that a second person released and that go to an account are paid by the bank.

Each payment is an order to the bank of its account. Orders are put into files when all are made, and with them those a
clerk made at the desk since the last run: one file for each bank and issuing branch.
"""

from collections.abc import Mapping
from typing import Any

from ops_console.base.i18n import N_
from ops_console.batch.bank_files import number_files, open_files
from ops_console.batch.by_case import ByCase, Step
from ops_console.batch.runs import RunKind, Task
from ops_console.data.catalog_rows import catalog_of
from ops_console.data.runs.bank_files import loose_payouts, put_payouts
from ops_console.data.runs.candidates import Candidates, released_payments
from ops_console.data.store import Tx
from ops_console.data.tables import Payable, Run, WorkItem

OPERATION = "premium.pay_out"
PAYOUTS = "payout"
"""Kind of the files."""


def _candidates(task: Task) -> Candidates:
    return released_payments(task.as_of, task.branches)


def _look(tx: Tx, _task: Task, case: WorkItem) -> Step:
    return Step(OPERATION, {"method": "bank"}, tx.need(Payable, case.id).amount)


def _put_into_files(tx: Tx, run: Run) -> Mapping[str, Any]:
    catalog = catalog_of(tx, tx.state().catalog_version)
    places = [(bank, branch_id) for bank, branch_id in loose_payouts(tx) if bank in catalog.banking.banks]
    for file in open_files(tx, catalog, PAYOUTS, run.as_of, run.started_at, places):
        put_payouts(tx, file)
    return number_files(tx, PAYOUTS)


_WORK = ByCase(_candidates, _look)
PAYOUT = RunKind(
    "payout-run",
    N_("Released payments paid by the bank"),
    ("premium", "cashier"),
    _WORK.cut,
    _WORK.worker,
    after=_put_into_files,
    expect=_WORK.expect,
)

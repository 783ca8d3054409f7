"""account-run: universal life accounts are brought up to date, warned of when they run out, and lapsed after grace."""

from datetime import date

from ops_console.base.i18n import N_
from ops_console.batch.by_policy import ByPolicy, Needed
from ops_console.batch.runs import RunKind, Task
from ops_console.batch.sold import products_sold
from ops_console.data.runs.accounts import accounts_to_roll
from ops_console.data.runs.candidates import Candidates
from ops_console.data.store import Reader
from ops_console.desk.view import View
from ops_console.rooms.policies import PolicyPosition
from ops_console.rooms.premium.account import account_step
from ops_console.rules.products.basis import Shape


def _candidates(reader: Reader, task: Task) -> Candidates:
    return accounts_to_roll(task.as_of, _products(reader), task.branches)


def _products(reader: Reader) -> set[tuple[str, str]]:
    """Products with an account in money and what their premium is booked on, in whichever version they were sold."""
    return {
        (product.code, product.premium_income)
        for product in products_sold(reader)
        if product.basis.shape is Shape.UNIVERSAL_LIFE
    }


def _look(view: View, position: PolicyPosition, day: date) -> Needed | None:
    step = account_step(view, position, day)
    return None if step is None else Needed(step.operation, step.amount)


_WORK = ByPolicy(_candidates, _look)
ACCOUNT = RunKind(
    "account-run",
    N_("Accounts: premiums, interest, charges"),
    ("premium",),
    _WORK.cut,
    _WORK.worker,
    expect=_WORK.expect,
)

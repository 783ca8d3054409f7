"""fund-run: unit-linked policies order units for premiums and charges, and trade them at the prices that are known;
those whose units do not carry the charges are warned, and lapse after grace."""

from datetime import date

from ops_console.base.i18n import N_
from ops_console.base.money import Fen
from ops_console.batch.by_policy import ByPolicy, Needed
from ops_console.batch.runs import RunKind, Task
from ops_console.batch.sold import products_sold
from ops_console.data.runs.candidates import Candidates
from ops_console.data.runs.funds import units_to_see_to
from ops_console.data.store import Reader
from ops_console.desk.view import View
from ops_console.rooms.policies import PolicyPosition
from ops_console.rooms.premium.account import account_step
from ops_console.rooms.premium.units import ORDER, TRADE, orders_due, trades_due
from ops_console.rules.products.basis import Shape


def _candidates(reader: Reader, task: Task) -> Candidates:
    return units_to_see_to(reader, task.as_of, sorted(_products(reader)), task.branches)


def _products(reader: Reader) -> set[str]:
    """Unit-linked products, in whichever version they were sold."""
    return {product.code for product in products_sold(reader) if product.basis.shape is Shape.UNIT_LINKED}


def _look(view: View, position: PolicyPosition, day: date) -> Needed | None:
    """Orders first, then trades; then whether the units carry the charges."""
    if orders_due(view, position) is not None:
        return Needed(ORDER, Fen(0))
    due = trades_due(view, position)
    if due is not None:
        return Needed(TRADE, due[1].amount)
    step = account_step(view, position, day)
    return None if step is None else Needed(step.operation, step.amount)


_WORK = ByPolicy(_candidates, _look)
FUND = RunKind(
    "fund-run", N_("Units of funds ordered and traded"), ("premium",), _WORK.cut, _WORK.worker, expect=_WORK.expect
)

"""The till of a clerk on one day of a branch: cash of the receipts and payouts that the clerk's own events made, and
what collectors handed in to them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, bindparam, func, literal, select, union_all

from ops_console.base.money import Fen
from ops_console.data.queries.day_books import CASH, IN_CASH
from ops_console.data.store import Reader, table_of, whole_sum
from ops_console.data.tables import Event, HandIn, Payout, Receipt, TillClose, WorkItem

NOTHING = Fen(0)


_receipt, _payout, _item, _event, _handed = (table_of(one) for one in (Receipt, Payout, WorkItem, Event, HandIn))
_BRANCH: BindParameter[Any] = bindparam("branch")
_DAY: BindParameter[Any] = bindparam("day")
_NONE = literal(0)
_HANDLED = union_all(
    select(_event.c.clerk_id, whole_sum(_receipt.c.amount), func.count(), _NONE, _NONE)
    .join_from(_receipt, _event, _event.c.id == _receipt.c.source_id)
    .where(_receipt.c.branch_id == _BRANCH, _receipt.c.day == _DAY, IN_CASH)
    .group_by(_event.c.clerk_id),
    select(_handed.c.taken_by, whole_sum(_handed.c.cash), func.count(), _NONE, _NONE)
    .where(_handed.c.branch_id == _BRANCH, _handed.c.day == _DAY, _handed.c.cash > 0)
    .group_by(_handed.c.taken_by),
    select(_event.c.clerk_id, _NONE, _NONE, whole_sum(_payout.c.amount), func.count())
    .join_from(_payout, _event, _event.c.id == _payout.c.source_id)
    .join(_item, _item.c.id == _payout.c.case_id)
    .where(_item.c.branch_id == _BRANCH, _payout.c.day == _DAY, _payout.c.method == CASH)
    .group_by(_event.c.clerk_id),
)
"""By clerk: received and how often, paid and how often."""


@dataclass(frozen=True)
class Till:
    """Cash a clerk took in and paid out, in fen; the numbers of receipts and hand-ins, and of payouts in cash."""

    received: Fen = NOTHING
    receipts: int = 0
    paid: Fen = NOTHING
    payouts: int = 0

    @property
    def is_untouched(self) -> bool:
        return not self.receipts and not self.payouts

    @property
    def expected(self) -> Fen:
        """What has to be in it, besides the float; negative where more was paid out than taken in."""
        return Fen(self.received - self.paid)


def tills(reader: Reader, branch_id: int, day: date) -> dict[int, Till]:
    """The till of every clerk who handled cash of the branch on that day, by clerk."""
    found: dict[int, Till] = {}
    for clerk, received, receipts, paid, payouts in reader.asked(_HANDLED, branch=branch_id, day=day):
        before = found.get(clerk, Till())
        found[clerk] = Till(
            Fen(before.received + received),
            before.receipts + receipts,
            Fen(before.paid + paid),
            before.payouts + payouts,
        )
    return {clerk: found[clerk] for clerk in sorted(found)}


def open_tills(reader: Reader, branch_id: int, day: date) -> list[int]:
    """Clerks whose till holds the day's cash and is not closed yet."""
    closed = {row.clerk_id for row in reader.find(TillClose, branch_id=branch_id, day=day)}
    return [clerk for clerk in tills(reader, branch_id, day) if clerk not in closed]

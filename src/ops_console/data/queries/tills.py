"""The till of a clerk on one day of a branch: cash of the receipts and payouts that the clerk's own events made, and
what collectors handed in to them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select

from ops_console.base.money import Fen
from ops_console.data.queries.day_books import CASH, IN_CASH
from ops_console.data.store import Reader, table_of, whole_sum
from ops_console.data.tables import Event, HandIn, Payout, Receipt, TillClose, WorkItem

NOTHING = Fen(0)


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
    receipt, payout, item, event = (table_of(model) for model in (Receipt, Payout, WorkItem, Event))
    taken = (
        select(event.c.clerk_id, whole_sum(receipt.c.amount), func.count())
        .join(event, event.c.id == receipt.c.source_id)
        .where(receipt.c.branch_id == branch_id, receipt.c.day == day, IN_CASH)
        .group_by(event.c.clerk_id)
    )
    given = (
        select(event.c.clerk_id, whole_sum(payout.c.amount), func.count())
        .join(event, event.c.id == payout.c.source_id)
        .join(item, item.c.id == payout.c.case_id)
        .where(item.c.branch_id == branch_id, payout.c.day == day, payout.c.method == CASH)
        .group_by(event.c.clerk_id)
    )
    handed = table_of(HandIn)
    counted = (
        select(handed.c.taken_by, whole_sum(handed.c.cash), func.count())
        .where(handed.c.branch_id == branch_id, handed.c.day == day, handed.c.cash > 0)
        .group_by(handed.c.taken_by)
    )
    received, paid = _both(_by_clerk(reader, taken), _by_clerk(reader, counted)), _by_clerk(reader, given)
    none = (NOTHING, 0)
    return {
        clerk: Till(*received.get(clerk, none), *paid.get(clerk, none))
        for clerk in sorted(received.keys() | paid.keys())
    }


def _by_clerk(reader: Reader, sums: Select[Any, int, int]) -> dict[int, tuple[Fen, int]]:
    return {row[0]: (Fen(row[1]), row[2]) for row in reader.connection.execute(sums)}


def _both(one: dict[int, tuple[Fen, int]], other: dict[int, tuple[Fen, int]]) -> dict[int, tuple[Fen, int]]:
    added = dict(one)
    for clerk, (amount, number) in other.items():
        before = added.get(clerk, (NOTHING, 0))
        added[clerk] = (Fen(before[0] + amount), before[1] + number)
    return added


def open_tills(reader: Reader, branch_id: int, day: date) -> list[int]:
    """Clerks whose till holds the day's cash and is not closed yet."""
    closed = {row.clerk_id for row in reader.find(TillClose, branch_id=branch_id, day=day)}
    return [clerk for clerk in tills(reader, branch_id, day) if clerk not in closed]

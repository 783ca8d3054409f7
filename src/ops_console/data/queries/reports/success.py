"""How well collecting works: at each bank by attempt and reason, and for each collector."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, case, func, or_, select

from ops_console.base.money import Fen
from ops_console.data.last_events import is_last_of
from ops_console.data.queries.reports.collection import CAME, NOT_COUNTED
from ops_console.data.store import Reader, table_of, whole_sum
from ops_console.data.tables import Assignment, BankFile, Clerk, CollectionOrder, DueEvent, PremiumDue, ReceiptBook
from ops_console.data.types import FOREVER

COLLECTED, OPEN = "collected", "sent"


@dataclass(frozen=True)
class BankSuccess:
    """Orders of one bank, attempt, state and reason: their number and fen."""

    bank: str
    attempt: int
    state: str
    reason: str
    orders: int
    amount: Fen


def bank_success(reader: Reader, first: date, last: date, branches: Sequence[int]) -> list[BankSuccess]:
    """What became of the orders in files drawn up from one day to another."""
    order, file = table_of(CollectionOrder), table_of(BankFile)
    rows: Sequence[Sequence[Any]] = reader.rows(
        select(order.c.bank, order.c.attempt, order.c.state, order.c.reason, func.count(), whole_sum(order.c.amount))
        .join(file, file.c.id == order.c.file_id)
        .where(file.c.day.between(first, last), order.c.branch_id.in_(branches))
        .group_by(order.c.bank, order.c.attempt, order.c.state, order.c.reason)
        .order_by(order.c.bank, order.c.attempt, order.c.state, order.c.reason)
    )
    return [BankSuccess(row[0], row[1], row[2], row[3], row[4], Fen(row[5])) for row in rows]


@dataclass(frozen=True)
class CollectorSuccess:
    """What one collector was to collect and did: instalments and fen."""

    login: str
    name: str
    branch_id: int
    policies: int
    due: int
    due_amount: Fen
    came: int
    came_amount: Fen


def collector_success(reader: Reader, first: date, last: date, branches: Sequence[int]) -> list[CollectorSuccess]:
    """Instalments due from one day to another on the policies each collector looks after now, and those of them that
    were paid; left out is what was cancelled, waived or passed over. Who has a book of receipts is there without a
    policy too."""
    assigned, clerk, due = table_of(Assignment), table_of(Clerk), table_of(PremiumDue)
    looked_after = and_(assigned.c.kind == "collector", assigned.c.valid_to == FOREVER)
    has_book = clerk.c.id.in_(select(table_of(ReceiptBook).c.clerk_id))
    event = table_of(DueEvent)
    counts = and_(due.c.policy_id.is_not(None), or_(event.c.kind.is_(None), event.c.kind.not_in(NOT_COUNTED)))
    came = event.c.kind.in_(CAME)
    rows: Sequence[Sequence[Any]] = reader.rows(
        select(
            clerk.c.login,
            clerk.c.name,
            clerk.c.branch_id,
            func.count(assigned.c.policy_id.distinct()),
            func.sum(case((counts, 1), else_=0)),
            whole_sum(case((counts, due.c.amount), else_=0)),
            func.sum(case((came, 1), else_=0)),
            whole_sum(case((came, due.c.amount), else_=0)),
        )
        .select_from(clerk)
        .outerjoin(assigned, and_(assigned.c.clerk_id == clerk.c.id, looked_after))
        .outerjoin(due, and_(due.c.policy_id == assigned.c.policy_id, due.c.due_date.between(first, last)))
        .outerjoin(event, is_last_of(event, due))
        .where(or_(assigned.c.policy_id.is_not(None), has_book), clerk.c.branch_id.in_(branches))
        .group_by(clerk.c.id, clerk.c.login, clerk.c.name, clerk.c.branch_id)
        .order_by(clerk.c.branch_id, clerk.c.login)
    )
    return [
        CollectorSuccess(row[0], row[1], row[2], row[3], int(row[4]), Fen(row[5]), int(row[6]), Fen(row[7]))
        for row in rows
    ]

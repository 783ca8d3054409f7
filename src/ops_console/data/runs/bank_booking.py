"""Booking the plain lines of a stretch: receipts, what became of the instalments, orders, paid-to."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, Update, and_, bindparam, func, insert, literal, select, update

from ops_console.base.money import Fen
from ops_console.data.runs.bank_matching import Rejected
from ops_console.data.runs.bank_stretch import Stretch, in_stretch, of_stretch
from ops_console.data.store import Tx, table_of, whole_sum
from ops_console.data.tables import (
    BankLine,
    Billing,
    Branch,
    BranchCounter,
    CollectionOrder,
    DueEvent,
    PolicyRole,
    PolicyStatus,
    PremiumDue,
    Receipt,
)
from ops_console.data.types import FOREVER
from ops_console.rules.bank_answers import IN

RECEIPTS = "receipt"
"""Counter of a branch's receipts."""
_line, _order, _billing, _due = (table_of(model) for model in (BankLine, CollectionOrder, Billing, PremiumDue))
_event, _status, _role = (table_of(model) for model in (DueEvent, PolicyStatus, PolicyRole))
_branch, _counter, _receipt = table_of(Branch), table_of(BranchCounter), table_of(Receipt)
_l, _o, _b, _r = _line.c, _order.c, _billing.c, _receipt.c


@dataclass(frozen=True)
class Collected:
    """What a stretch collects for a servicing branch."""

    branch_id: int
    rows: int
    amount: Fen


def collected(tx: Tx, stretch: Stretch) -> list[Collected]:
    """What the marked lines come to, by servicing branch, ascending."""
    source, amount, branch = _collected()
    statement = select(branch, func.count(), whole_sum(amount)).select_from(source).where(_of_lines()).group_by(branch)
    rows = tx.connection.execute(statement.order_by(branch), stretch.lines)
    return [Collected(branch_id, count, Fen(total)) for branch_id, count, total in rows]


def book_collected(tx: Tx, stretch: Stretch, found: Collection[Collected]) -> None:
    """Receipts in the order of the lines, what became of the instalments, orders, paid-to. No posting."""
    for one in found:
        _take_numbers(tx, one)
    given = stretch.lines | {"source": stretch.source, "today": stretch.today}
    for statement in (_write_receipts(), _write_events(), _close_orders(), _advance()):
        tx.connection.execute(statement, given)


def book_rejected(tx: Tx, stretch: Stretch, found: Collection[tuple[Rejected, date]]) -> None:
    """The orders are rejected, each to be tried again on its day."""
    if not found:
        return
    order = (
        update(_order)
        .where(
            _o.policy_id == bindparam("of_policy"), _o.due_date == bindparam("of_due"), _o.attempt == bindparam("nth")
        )
        .values(state="rejected", reason=bindparam("why"), answered_on=stretch.today, retry_on=bindparam("again"))
    )
    rows = [
        {"of_policy": one.policy_id, "of_due": one.due_date, "nth": one.attempt, "why": one.reason, "again": day}
        for one, day in found
    ]
    tx.connection.execute(order, rows)
    line = update(_line).where(_l.file_id == stretch.file_id, _l.no == bindparam("of_line")).values(state="booked")
    tx.connection.execute(line, [{"of_line": one.no} for one, _day in found])


def _booked() -> ColumnElement[bool]:
    """A line marked by `mark_collected`, which comes before everything else."""
    return and_(in_stretch(), _l.state == "booked", _l.outcome.in_(sorted(IN)))


def _collected() -> tuple[FromClause, ColumnElement[Fen], ColumnElement[int]]:
    """The marked lines with their instalment and the policy's standing; its amount and its servicing branch."""
    source = (
        _line.join(_billing, _b.policy_id == _l.policy_id)
        .join(_due, and_(_due.c.policy_id == _b.policy_id, _due.c.due_date == _b.paid_to))
        .join(_status, and_(_status.c.policy_id == _b.policy_id, _status.c.valid_to == FOREVER))
        .join(_branch, _branch.c.id == _status.c.branch_id)
    )
    return source, _due.c.amount, _status.c.branch_id


def _of_lines() -> ColumnElement[bool]:
    """What `_collected` joins, for the marked lines."""
    return and_(_booked(), *map(of_stretch, (_b.policy_id, _due.c.policy_id, _status.c.policy_id)))


def _take_numbers(tx: Tx, one: Collected) -> None:
    """So many numbers of the branch's receipts, without a gap: they are given back if the chunk fails."""
    key = and_(_counter.c.branch_id == one.branch_id, _counter.c.name == RECEIPTS)
    moved = tx.connection.execute(update(_counter).where(key).values(next=_counter.c.next + one.rows))
    if not moved.rowcount:
        tx.insert([BranchCounter(branch_id=one.branch_id, name=RECEIPTS, next=1 + one.rows)])


@cache
def _write_receipts() -> Any:
    source, amount, branch = _collected()
    applicant = and_(_role.c.policy_id == _b.policy_id, _role.c.role == "applicant", _role.c.valid_to == FOREVER)
    numbers = and_(_counter.c.branch_id == branch, _counter.c.name == RECEIPTS)
    of_branch = func.count().over(partition_by=branch)
    place = func.row_number().over(partition_by=branch, order_by=_l.no)
    rows = (
        select(
            branch,
            _counter.c.next - of_branch + place - 1,
            _branch.c.open_day,
            amount,
            literal("bank"),
            literal("premium"),
            _l.policy_id,
            _role.c.party_id,
            bindparam("source", type_=_l.policy_id.type),
        )
        .select_from(source.join(_role, applicant).join(_counter, numbers))
        .where(_of_lines(), of_stretch(_role.c.policy_id))
    )
    names = ["branch_id", "no", "day", "amount", "method", "purpose", "policy_id", "party_id", "source_id"]
    return insert(_receipt).from_select(names, rows, include_defaults=False)


@cache
def _write_events() -> Any:
    rows = (
        select(_r.policy_id, _b.paid_to, literal(1), literal("collected"), _r.amount, _r.day, _r.source_id)
        .join_from(_receipt, _billing, _b.policy_id == _r.policy_id)
        .where(_given_now(), of_stretch(_b.policy_id))
    )
    names = ["policy_id", "due_date", "no", "kind", "amount", "day", "source_id"]
    return insert(_event).from_select(names, rows, include_defaults=False)


@cache
def _close_orders() -> Update:
    """A due has one order with the bank at most: the one answered."""
    first_unpaid = select(_b.paid_to).where(_b.policy_id == _o.policy_id, of_stretch(_b.policy_id)).scalar_subquery()
    return (
        update(_order)
        .where(_o.policy_id.in_(_policies()), of_stretch(_o.policy_id), _o.state == "sent", _o.due_date == first_unpaid)
        .values(state="collected", answered_on=bindparam("today"))
    )


@cache
def _advance() -> Update:
    return update(_billing).where(_b.policy_id.in_(_policies()), of_stretch(_b.policy_id)).values(paid_to=_b.next_due)


def _policies() -> Select[int | None]:
    """Whose instalments the stretch has paid: by now each has its receipt."""
    return select(_r.policy_id).where(_given_now())


def _given_now() -> ColumnElement[bool]:
    return _r.source_id == bindparam("source", type_=_r.source_id.type)

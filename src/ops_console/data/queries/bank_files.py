"""Files to and from the banks, as people ask for them: which there are, what became of their orders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select

from ops_console.base.money import Fen
from ops_console.data.store import Reader, table_of, whole_sum
from ops_console.data.tables import BankFile, CollectionOrder, PayoutOrder

_file = table_of(BankFile).c
MOST = 200
"""Files listed at most."""


@dataclass(frozen=True)
class Answered:
    """How many orders of a file stand so, and what they come to; `reason` is ours."""

    state: str
    reason: str
    orders: int
    amount: Fen


@dataclass(frozen=True)
class PolicyOrder:
    """An order to collect an instalment of a policy."""

    due_date: date
    attempt: int
    amount: Fen
    bank: str
    state: str
    reason: str
    file_id: int
    value_day: date
    answered_on: date | None
    retry_on: date | None


def to_write(
    reader: Reader, bank: str | None = None, branches: Sequence[int] | None = None, state: str = "drawn"
) -> list[BankFile]:
    """Files out that are complete and not written yet; of a bank, and of what some branches issued."""
    wanted: list[ColumnElement[bool]] = [_file.no.is_not(None), _file.direction == "out", _file.state == state]
    if bank is not None:
        wanted.append(_file.bank == bank)
    if branches is not None:
        wanted.append(_file.branch_id.in_(branches))
    return reader.find(BankFile, *wanted)


def bank_files(
    reader: Reader,
    *,
    direction: str | None = None,
    bank: str | None = None,
    since: date | None = None,
    branches: Sequence[int] | None = None,
) -> list[BankFile]:
    """Files of both ways, the newest first; those drawn up or read on a day or after it; of what some branches issued,
    and all that came in."""
    wanted: list[ColumnElement[bool]] = []
    if direction is not None:
        wanted.append(_file.direction == direction)
    if bank is not None:
        wanted.append(_file.bank == bank)
    if since is not None:
        wanted.append(_file.day >= since)
    if branches is not None:
        wanted.append(or_(_file.branch_id.is_(None), _file.branch_id.in_(branches)))
    return reader.find(BankFile, *wanted, order_by="-id", limit=MOST)


def answers_to(reader: Reader, file: BankFile) -> list[Answered]:
    """What became of the orders of a file that went out, by state and reason."""
    order = table_of(CollectionOrder if file.kind == "collection" else PayoutOrder).c
    sums = select(order.state, order.reason, func.count(), whole_sum(order.amount)).where(order.file_id == file.id)
    rows = reader.rows(sums.group_by(order.state, order.reason).order_by(order.state, order.reason))
    return [Answered(state, reason, orders, Fen(amount)) for state, reason, orders, amount in map(tuple, rows)]


def orders_of_policy(reader: Reader, policy_id: int) -> list[PolicyOrder]:
    """What the banks were asked to collect for a policy, the last first."""
    o = table_of(CollectionOrder).c
    columns = (o.due_date, o.attempt, o.amount, o.bank, o.state, o.reason, o.file_id)
    statement = (
        select(*columns, _file.value_day, o.answered_on, o.retry_on)
        .join(table_of(BankFile), _file.id == o.file_id)
        .where(o.policy_id == policy_id)
        .order_by(o.due_date.desc(), o.attempt.desc())
    )
    return [PolicyOrder(*tuple(row)) for row in reader.rows(statement)]


def under_way(reader: Reader, policy_id: int) -> list[PolicyOrder]:
    """Instalments of a policy that are with a bank, whose answer is waited for."""
    return [one for one in orders_of_policy(reader, policy_id) if one.state == "sent"]

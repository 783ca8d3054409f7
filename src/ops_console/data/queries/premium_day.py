"""The premium department's day: what fell due by branch, how orders stand at each bank, which are tried again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, case, func, select

from ops_console.base.money import Fen
from ops_console.data.store import Reader, table_of, whole_sum
from ops_console.data.tables import BankFile, CollectionOrder, Policy, Run, RunChunk

RENEWAL = "renewal-run"
MOST = 200
"""Orders listed at most."""
SENT, COLLECTED, REJECTED = "sent", "collected", "rejected"
_order, _file, _policy = table_of(CollectionOrder), table_of(BankFile), table_of(Policy)


@dataclass(frozen=True)
class BranchDue:
    """Instalments the renewal runs of a day raised for a branch."""

    branch_id: int
    instalments: int
    amount: Fen


@dataclass(frozen=True)
class BankStanding:
    """Orders of one branch at one bank: how many are out, were collected, were refused, and are tried again."""

    branch_id: int
    bank: str
    sent: int
    sent_amount: Fen
    collected: int
    collected_amount: Fen
    rejected: int
    retried: int


@dataclass(frozen=True)
class Retry:
    """A refused order that is tried again."""

    policy_id: int
    number: str
    due_date: date
    attempt: int
    amount: Fen
    bank: str
    reason: str
    retry_on: date


@dataclass(frozen=True)
class PremiumDay:
    """The day, and the orders in files drawn up since a day."""

    due: tuple[BranchDue, ...]
    banks: tuple[BankStanding, ...]
    retries: tuple[Retry, ...]


def premium_day(reader: Reader, branches: Sequence[int], since: date, today: date) -> PremiumDay:
    """What was raised today, and how orders in files since a day stand."""
    return PremiumDay(
        tuple(_due(reader, branches, today)),
        tuple(_banks(reader, branches, since)),
        tuple(_retries(reader, branches, since, today)),
    )


def _due(reader: Reader, branches: Sequence[int], today: date) -> list[BranchDue]:
    runs = [run.id for run in reader.find(Run, kind=RENEWAL, as_of=today)]
    sums: dict[int, list[int]] = {}
    chunk = table_of(RunChunk)
    for one in reader.find(RunChunk, chunk.c.run_id.in_(runs)) if runs else ():
        for branch, (rows, amount) in one.totals.items():
            known = sums.setdefault(int(branch), [0, 0])
            known[0] += rows
            known[1] += amount
    return [
        BranchDue(branch, rows, Fen(amount)) for branch, (rows, amount) in sorted(sums.items()) if branch in branches
    ]


def _banks(reader: Reader, branches: Sequence[int], since: date) -> list[BankStanding]:
    amount = _order.c.amount
    sums = {
        state: (
            func.count().filter(_order.c.state == state),
            whole_sum(case((_order.c.state == state, amount), else_=0)),
        )
        for state in (SENT, COLLECTED, REJECTED)
    }
    retried = func.count().filter(and_(_order.c.state == REJECTED, _order.c.retry_on.is_not(None)))
    rows = reader.rows(
        select(
            _order.c.branch_id,
            _order.c.bank,
            *(part for state in (SENT, COLLECTED, REJECTED) for part in sums[state]),
            retried,
        )
        .join(_file, _file.c.id == _order.c.file_id)
        .where(_file.c.direction == "out", _file.c.day >= since, _order.c.branch_id.in_(branches))
        .group_by(_order.c.branch_id, _order.c.bank)
        .order_by(_order.c.branch_id, _order.c.bank)
    )
    return [
        BankStanding(row[0], row[1], row[2], Fen(row[3] or 0), row[4], Fen(row[5] or 0), row[6], row[8])
        for row in map(tuple, rows)
    ]


def _retries(reader: Reader, branches: Sequence[int], since: date, today: date) -> list[Retry]:
    """Those still to be tried: the last order of their instalment was refused, and its day is today or later."""
    later = _order.alias("later")
    tried = (
        select(later.c.policy_id)
        .where(
            later.c.policy_id == _order.c.policy_id,
            later.c.due_date == _order.c.due_date,
            later.c.attempt > _order.c.attempt,
        )
        .exists()
    )
    rows = reader.rows(
        select(
            _order.c.policy_id,
            _policy.c.number,
            _order.c.due_date,
            _order.c.attempt,
            _order.c.amount,
            _order.c.bank,
            _order.c.reason,
            _order.c.retry_on,
        )
        .join(_file, _file.c.id == _order.c.file_id)
        .join(_policy, _policy.c.id == _order.c.policy_id)
        .where(
            _file.c.direction == "out",
            _file.c.day >= since,
            _order.c.branch_id.in_(branches),
            _order.c.state == REJECTED,
            _order.c.retry_on >= today,
            ~tried,
        )
        .order_by(_order.c.retry_on, _order.c.policy_id)
        .limit(MOST)
    )
    return [Retry(*row) for row in map(tuple, rows)]

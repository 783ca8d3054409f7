"""What the premium room keeps an eye on: runs and what they left, money held and where it came from."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from ops_console.base.money import Fen
from ops_console.data.queries.runs import is_at_work
from ops_console.data.store import Reader, table_of, whole_sum
from ops_console.data.tables import (
    Branch,
    Clerk,
    Party,
    Policy,
    PolicyRole,
    PolicyStatus,
    Receipt,
    Run,
    RunChunk,
    Suspense,
)
from ops_console.data.types import FOREVER

SHOWN = 500
LATEST = 3
_held, _policy, _status, _role, _party = (
    table_of(model) for model in (Suspense, Policy, PolicyStatus, PolicyRole, Party)
)


@dataclass(frozen=True)
class RunLook:
    """One run: how far it is, what it did (rows and fen), and what it left: refused by a rule, or set aside."""

    id: int
    kind: str
    as_of: date
    branch_id: int
    clerk: str
    finished: bool
    at_work: bool
    """Not finished, and somebody works on it; without that it was cut off."""
    chunks: int
    done: int
    rows: int
    amount: Fen
    left: tuple[str, ...]

    @property
    def state(self) -> str:
        """`finished`, `at_work` or `cut_off`."""
        return "finished" if self.finished else "at_work" if self.at_work else "cut_off"


@dataclass(frozen=True)
class HeldLook:
    """Money held on a policy: whose, how much, since when nothing moved, and how it came."""

    policy_id: int
    number: str
    status: str
    party: str
    amount: Fen
    since: date
    came: tuple[tuple[date, Fen, str], ...]
    """Day, amount and way of the last receipts on the policy that brought money to hold, newest first."""


def runs_of(reader: Reader, first: date, last: date, branches: Sequence[int]) -> tuple[RunLook, ...]:
    """Runs that covered a branch in scope, begun for it or for one above it, and worked up to one of these days, and
    those not finished; newest first. Of a run for a branch above, what it did in these branches."""
    run, own = table_of(Run).c, frozenset(branches)
    covering = own | _above(reader, own)
    wanted = and_(run.branch_id.in_(covering), or_(run.as_of.between(first, last), run.finished_at.is_(None)))
    return tuple(
        _run(reader, one, None if one.branch_id in own else own) for one in reader.find(Run, wanted, order_by="-id")
    )


def _above(reader: Reader, branches: Set[int]) -> frozenset[int]:
    """The branches that these hang below, up to head office."""
    parents = {one.id: one.parent_id for one in reader.find(Branch)}
    found: set[int] = set()
    for branch in branches:
        above = parents.get(branch)
        while above is not None and above not in found:
            found.add(above)
            above = parents.get(above)
    return frozenset(found - branches)


def money_held(reader: Reader, account: str, branches: Sequence[int]) -> tuple[HeldLook, ...]:
    """The policies of these branches that have money on an account of money held, the longest held first."""
    amount = whole_sum(_held.c.amount)
    balances = (
        select(_held.c.policy_id, amount.label("amount"), func.max(_held.c.day).label("since"))
        .where(_held.c.account == account, _held.c.policy_id.is_not(None))
        .group_by(_held.c.policy_id)
        .having(amount != 0)
        .subquery()
    )
    of_policy = balances.c.policy_id
    now = and_(_status.c.policy_id == of_policy, _status.c.valid_to == FOREVER)
    applicant = and_(_role.c.policy_id == of_policy, _role.c.role == "applicant", _role.c.valid_to == FOREVER)
    columns: list[ColumnElement[Any]] = [
        of_policy, _policy.c.number, _status.c.status, _party.c.name, balances.c.amount, balances.c.since
    ]  # fmt: skip
    statement = (
        select(*columns)
        .join_from(balances, _policy, _policy.c.id == of_policy)
        .join(_status, now)
        .join(_role, applicant)
        .join(_party, _party.c.id == _role.c.party_id)
        .where(_status.c.branch_id.in_(branches))
        .order_by(balances.c.since, _policy.c.number)
        .limit(SHOWN)
    )
    return tuple(
        HeldLook(
            row.policy_id, row.number, row.status, row.name, Fen(row.amount), row.since, _came(reader, row.policy_id)
        )
        for row in reader.rows(statement)
    )


def _came(reader: Reader, policy_id: int) -> tuple[tuple[date, Fen, str], ...]:
    """The receipts whose operation also put money on hold."""
    receipt = table_of(Receipt).c
    holds = select(_held.c.source_id).where(_held.c.policy_id == policy_id, _held.c.amount > 0)
    wanted = (receipt.policy_id == policy_id, receipt.source_id.in_(holds))
    rows = reader.find(Receipt, *wanted, order_by="-source_id", limit=LATEST)
    return tuple((row.day, row.amount, row.method) for row in rows)


def _run(reader: Reader, run: Run, only: Set[int] | None) -> RunLook:
    """`only`: the branches of whose policies it is told; None for all the run's."""
    chunk = table_of(RunChunk).c
    done = func.count().filter(chunk.done)
    totals = select(func.count(), done, whole_sum(chunk.rows), whole_sum(chunk.amount)).where(chunk.run_id == run.id)
    chunks, finished, rows, amount = reader.connection.execute(totals).one()
    left = reader.find(RunChunk, chunk.run_id == run.id, chunk.left.is_not(None))
    if only is not None:
        rows, amount = _within(reader, run, only)
        left = [one for one in left if one.branch_id in only]
    clerk = reader.get(Clerk, run.clerk_id)
    return RunLook(
        run.id,
        run.kind,
        run.as_of,
        run.branch_id,
        clerk.name if clerk else "",
        run.finished_at is not None,
        run.finished_at is None and is_at_work(reader, run.kind),
        chunks,
        finished,
        rows,
        Fen(amount),
        tuple(line for one in left for line in one.left or ()),
    )


def _within(reader: Reader, run: Run, branches: Set[int]) -> tuple[int, int]:
    """Rows and fen of a run on policies these branches service."""
    rows, amount = 0, 0
    for one in reader.find(RunChunk, run_id=run.id):
        for branch, (done, moved) in one.totals.items():
            if int(branch) in branches:
                rows, amount = rows + done, amount + moved
    return rows, amount

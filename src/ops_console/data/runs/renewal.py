"""The renewal run's statements: what falls due in a range of policies, raising it, advancing the due date.

A chunk reads its billing rows once for counts, ledger totals and the digest's text, and never reads back what it wrote:
so its cost doesn't grow with the years of dues behind each policy.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Insert,
    Select,
    Subquery,
    Update,
    and_,
    bindparam,
    cast,
    func,
    insert,
    select,
    update,
)

from ops_console.base.money import Fen
from ops_console.data.runs.candidates import Candidates
from ops_console.data.runs.chunks import Range
from ops_console.data.runs.digests import NO_DUES, DueColumns, joined
from ops_console.data.runs.next_due import day_as_number, due_date_after_next
from ops_console.data.store import Reader, Tx, table_of
from ops_console.data.tables import Billing, PremiumDue, RunChunk

Group = tuple[int, str]
"""Servicing branch and premium income account: what the general ledger is posted by."""

_billing = table_of(Billing)
_b = _billing.c
_MOST_GUESSED = 8
"""More sums with a condition than this cost more than sorting the rows into groups."""


@dataclass(frozen=True)
class Scope:
    """Which policies a run is about: due up to a day, serviced by these branches (None: by any)."""

    as_of: date
    branches: tuple[int, ...] | None = None

    @property
    def parameters(self) -> dict[str, Any]:
        named: dict[str, Any] = {"as_of": self.as_of}
        return named if self.branches is None else named | {"branches": self.branches}


class Amounts(NamedTuple):
    """How many instalments, what they come to in fen, and how much of that is extra for health."""

    rows: int
    premium: Fen
    loading: Fen


@dataclass(frozen=True)
class Due:
    """The instalments a pass over a chunk raises, at most one a policy: totals by group, and what the digest covers."""

    rows: int
    groups: Mapping[Group, Amounts]
    columns: DueColumns
    earliest: date


def ranges(reader: Reader, scope: Scope, size: int) -> Iterable[Range]:
    """Ranges with `size` policies due in each."""
    return waiting(scope).ranges(reader, size)


def waiting(scope: Scope) -> Candidates:
    """Policies due, and their next instalment."""
    wanted = and_(_b.active, _b.next_due <= scope.as_of)
    if scope.branches is not None:
        wanted = and_(wanted, _b.branch_id.in_(scope.branches))
    return Candidates(_b.policy_id, wanted, _b.premium)


def due(tx: Tx, scope: Scope, chunk: RunChunk, guess: Iterable[Group]) -> Due:
    """What the chunk's next pass raises. Nobody else changes its billing rows until the end, or it ends in Conflict.

    `guess`: the groups expected; any others cost one more look at the rows.
    """
    guessed = tuple(guess)[:_MOST_GUESSED]
    named: dict[str, Any] = {f"branch_{i}": branch for i, (branch, _account) in enumerate(guessed)}
    named |= {f"account_{i}": account for i, (_branch, account) in enumerate(guessed)}
    parameters = _parameters(scope, chunk)
    row = tx.connection.execute(
        _due_statement(len(guessed), scope.branches is None, tx.is_sqlite, tx.still), parameters | named
    ).one()
    count, earliest, columns, sums = row[0], row[1], row[2:7], row[7:]
    if not count:
        return Due(0, {}, NO_DUES, scope.as_of)
    found = dict(zip(guessed, zip(sums[::3], sums[1::3], sums[2::3], strict=True), strict=True))
    if sum(rows for rows, *_amounts in found.values()) != count:
        grouped = tx.connection.execute(_groups_statement(scope.branches is None), parameters)
        found = {(branch, account): tuple(amounts) for branch, account, *amounts in grouped}
    groups = {
        group: Amounts(rows, Fen(premium), Fen(loading))
        for group, (rows, premium, loading) in sorted(found.items())
        if rows
    }
    return Due(count, groups, DueColumns(*columns), earliest)


def raise_dues(tx: Tx, scope: Scope, chunk: RunChunk) -> int:
    """Write a due for every policy the chunk's next pass is about; returns how many."""
    parameters = _parameters(scope, chunk) | {"source": chunk.id}
    return tx.connection.execute(_raise_statement(scope.branches is None), parameters).rowcount


def advance(tx: Tx, scope: Scope, chunk: RunChunk) -> int:
    """Move the due date of the same policies on; paid-to stays, it follows the money. Those whose last instalment was
    raised bill no more. Returns how many."""
    return tx.connection.execute(_advance_statement(scope.branches is None), _parameters(scope, chunk)).rowcount


def _parameters(scope: Scope, chunk: RunChunk) -> dict[str, Any]:
    return scope.parameters | {"first": chunk.first_id, "last": chunk.last_id}


_IN_CHUNK = and_(_b.policy_id.between(bindparam("first"), bindparam("last")), _b.active)


def _wanted(everywhere: bool) -> ColumnElement[bool]:
    wanted = and_(_IN_CHUNK, _b.next_due <= bindparam("as_of"))
    return wanted if everywhere else and_(wanted, _b.branch_id.in_(bindparam("branches", expanding=True)))


@cache
def _due_statement(guessed: int, everywhere: bool, is_sqlite: bool, still: bool) -> Select[Any]:
    # Sorted once: PostgreSQL would sort the rows again for each text they are joined to.
    rows = _b if is_sqlite else _sorted(everywhere, locked=not still).c
    columns = (rows.policy_id, rows.next_due, rows.premium, rows.channel, rows.branch_id)
    sums: list[ColumnElement[Any]] = []
    for i in range(guessed):
        group = and_(rows.branch_id == bindparam(f"branch_{i}"), rows.account == bindparam(f"account_{i}"))
        sums += [func.count().filter(group)]
        sums += [_total(func.sum(column).filter(group)) for column in (rows.premium, rows.loading)]
    results: list[ColumnElement[Any]] = [
        func.count(),
        func.min(rows.next_due),
        *(joined(column, is_sqlite=is_sqlite) for column in columns),
        *sums,
    ]
    statement = select(*results)
    return statement.where(_wanted(everywhere)) if is_sqlite else statement


def _sorted(everywhere: bool, *, locked: bool) -> Subquery:
    """The rows a pass is about, in the order of their policies."""
    rows = select(_b.policy_id, _b.next_due, _b.premium, _b.loading, _b.channel, _b.branch_id, _b.account)
    rows = rows.where(_wanted(everywhere)).order_by(_b.policy_id)
    return (rows.with_for_update(key_share=True) if locked else rows).subquery()


def _total(amounts: ColumnElement[Any]) -> ColumnElement[int]:
    """A sum as a whole number; PostgreSQL would make it a numeric."""
    return cast(func.coalesce(amounts, 0), BigInteger)


@cache
def _groups_statement(everywhere: bool) -> Select[Any]:
    return (
        select(_b.branch_id, _b.account, func.count(), _total(func.sum(_b.premium)), _total(func.sum(_b.loading)))
        .where(_wanted(everywhere))
        .group_by(_b.branch_id, _b.account)
    )


@cache
def _raise_statement(everywhere: bool) -> Insert:
    rows = select(
        _b.policy_id, _b.next_due, _b.premium, _b.channel, _b.branch_id, bindparam("source", type_=_b.policy_id.type)
    ).where(_wanted(everywhere))
    names = ["policy_id", "due_date", "amount", "channel", "branch_id", "source_id"]
    statement = insert(table_of(PremiumDue)).from_select(names, rows, include_defaults=False)
    return statement.execution_options(preserve_rowcount=True)


@cache
def _advance_statement(everywhere: bool) -> Update:
    following = due_date_after_next()
    still = following < day_as_number(_b.ends_on)
    return update(_billing).where(_wanted(everywhere)).values(next_due=following, active=still)

"""The collection run's statements: which instalments the bank is to collect now, and the orders of a range of policies.

An instalment is ordered when it is owed, its policy is in force, collected by the bank and has an active mandate, when
it is not with the bank already, and when the bank's last no allows another try. A no was said to a mandate: after
another one, or one renewed since, it does not count.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Insert,
    Select,
    and_,
    bindparam,
    case,
    func,
    insert,
    literal,
    or_,
    select,
    type_coerce,
)

from ops_console.base.money import Fen
from ops_console.data.by_key import by_key, following
from ops_console.data.runs.candidates import Candidates
from ops_console.data.store import Reader, Tx, table_of, whole_sum
from ops_console.data.tables import (
    BankFile,
    Billing,
    CollectionOrder,
    DueEvent,
    Mandate,
    Policy,
    PolicyStatus,
    PremiumDue,
    RunChunk,
)
from ops_console.data.types import FOREVER
from ops_console.rules.bank_answers import UNFIT
from ops_console.rules.numbers import SEQUENCES_PER_BRANCH

COLLECTION = "collection"
"""Kind of the files."""
OWED_AGAIN = ("returned", "reopened")
"""Kinds of due event after which the instalment is owed."""
_b, _d, _m, _s = (table_of(model).c for model in (Billing, PremiumDue, Mandate, PolicyStatus))
_file, _order, _event = table_of(BankFile).c, table_of(CollectionOrder), table_of(DueEvent)
_policy = table_of(Policy)
_COLUMNS = (
    "policy_id",
    "due_date",
    "attempt",
    "file_id",
    "amount",
    "branch_id",
    "bank",
    "account_no",
    "mandate",
    "sequence",
    "state",
    "reason",
)


@dataclass(frozen=True)
class Scope:
    """Which policies a run is about: owed up to a day, serviced by these branches (None: by any), their accounts with
    these banks."""

    as_of: date
    branches: tuple[int, ...] | None
    banks: tuple[str, ...]

    @property
    def parameters(self) -> dict[str, Any]:
        named: dict[str, Any] = {"as_of": self.as_of, "banks": self.banks}
        return named if self.branches is None else named | {"branches": self.branches}


@dataclass(frozen=True)
class Ordered:
    """What was ordered in a range, by file and servicing branch: orders and fen."""

    file_id: int
    branch_id: int
    orders: int
    amount: Fen


def waiting(scope: Scope) -> Candidates:
    """Policies that owe an instalment the bank collects; a few more than will be ordered from."""
    return Candidates(_b.policy_id, _owes(scope))


def count(reader: Reader, scope: Scope) -> tuple[int, Fen]:
    """How many orders a run would make, and what they come to."""
    wanted = _wanted(scope.branches is None).subquery()
    statement = select(func.count(), whole_sum(wanted.c.amount)).select_from(wanted)
    parameters = scope.parameters | {"first": 0, "last": 2**62}
    with by_key(reader):
        orders, amount = reader.connection.execute(statement, parameters).one()
    return orders, Fen(amount)


def places(reader: Reader, scope: Scope, chunk: RunChunk | None = None) -> list[tuple[str, int]]:
    """Bank and issuing branch of what may be ordered, of everything or of a chunk: a file each. By branch and bank."""
    issued_by = _b.policy_id // SEQUENCES_PER_BRANCH
    mandate = _is_active(scope.banks)
    statement = select(_m.bank, issued_by.label("branch")).join_from(table_of(Billing), table_of(Mandate), mandate)
    statement = statement.where(_owes(scope))
    if chunk is not None:
        statement = statement.where(_in_range(_b.policy_id, chunk))
    return sorted((tuple(row) for row in reader.rows(statement.distinct())), key=lambda place: (place[1], place[0]))


def unserved(reader: Reader, scope: Scope, chunk: RunChunk | None = None) -> list[tuple[str, int, str]]:
    """Of everything or of a chunk: banks that active mandates of policies that owe name and that are not the scope's,
    how many policies each, and the number of the first."""
    policy_id = following(_b.policy_id)
    named = and_(_m.policy_id == policy_id, _m.valid_to == FOREVER, _m.status == "active")
    statement = (
        select(_m.bank, func.count().label("policies"), func.min(_policy.c.number).label("first"))
        .join_from(table_of(Billing), table_of(Mandate), named)
        .join(_policy, _policy.c.id == policy_id)
        .where(_owes(scope), _m.bank.not_in(scope.banks))
        .group_by(_m.bank)
    )
    if chunk is not None:
        statement = statement.where(_in_range(_b.policy_id, chunk), _in_range(following(_m.policy_id), chunk))
    return sorted((row.bank, row.policies, row.first) for row in reader.rows(statement))


def order(tx: Tx, scope: Scope, chunk: RunChunk) -> list[Ordered]:
    """Order what is wanted of a chunk's policies, each into the run's file for its bank and branch.

    The rows come back as they are written: reading them again would cost more with every year of orders.
    """
    parameters = scope.parameters | {"first": chunk.first_id, "last": chunk.last_id}
    with by_key(tx):
        written = tx.connection.execute(_order_statement(scope.branches is None), parameters).all()
    sums: dict[tuple[int, int], tuple[int, int]] = {}
    for file_id, branch_id, amount in written:
        orders, total = sums.get((file_id, branch_id), (0, 0))
        sums[file_id, branch_id] = (orders + 1, total + amount)
    return [Ordered(*key, orders, Fen(total)) for key, (orders, total) in sorted(sums.items())]


@cache
def _order_statement(everywhere: bool) -> Insert:
    wanted = _wanted(everywhere).subquery("wanted")
    columns = [wanted.c[name] for name in _COLUMNS]
    statement = insert(_order).from_select(
        _COLUMNS, select(*columns).where(wanted.c.file_id.is_not(None)), include_defaults=False
    )
    return statement.returning(_order.c.file_id, _order.c.branch_id, type_coerce(_order.c.amount, BigInteger))


def _wanted(everywhere: bool) -> Select[Any]:
    """The orders to be made of policies `first` to `last`; `file_id` is NULL where a run has no file for it."""
    billing, due = table_of(Billing), table_of(PremiumDue)
    owed = and_(_d.policy_id == following(_b.policy_id), _d.due_date.between(_b.paid_to, bindparam("as_of")))
    standing = and_(_s.policy_id == following(_b.policy_id), _s.valid_to == FOREVER, _s.status == "in_force")
    wanted = and_(
        _b.policy_id.between(bindparam("first"), bindparam("last")),
        *(_in_chunk(column) for column in (_d.policy_id, _m.policy_id, _s.policy_id)),
        _b.channel == "bank",
        _b.paid_to <= bindparam("as_of"),
        _b.paid_to < _b.next_due,
        ~_is_settled(),
        ~_is_refused_or_under_way(),
    )
    if not everywhere:
        wanted = and_(wanted, _b.branch_id.in_(bindparam("branches", expanding=True)))
    files = _files()
    of_place = and_(files.c.bank == _m.bank, files.c.branch_id == _b.policy_id // SEQUENCES_PER_BRANCH)
    return (
        select(
            _d.policy_id,
            _d.due_date,
            _attempt().label("attempt"),
            files.c.file_id,
            _d.amount,
            _b.branch_id,
            _m.bank,
            _m.account_no,
            _m.reference.label("mandate"),
            case((or_(_was_used(), _follows_another()), "RCUR"), else_="FRST").label("sequence"),
            literal("sent").label("state"),
            literal("").label("reason"),
        )
        .select_from(billing)
        .join(due, owed)
        .join(table_of(Mandate), _is_active(bindparam("banks", expanding=True)))
        .join(table_of(PolicyStatus), standing)
        .outerjoin(files, of_place)
        .where(wanted)
    )


def _files() -> CTE:
    """The run's file for each bank and branch that issued policies `first` to `last`. Looked up once: not for each
    order, among the files of years."""
    first, last = (bindparam(name, type_=BigInteger) // SEQUENCES_PER_BRANCH for name in ("first", "last"))
    # The newest: a dry run adds its own to those of a run that was cut off.
    newest = select(_file.bank, _file.branch_id, func.max(_file.id).label("file_id"))
    drawn = newest.where(_file.kind == COLLECTION, _file.no.is_(None), _file.branch_id.between(first, last))
    return drawn.group_by(_file.bank, _file.branch_id).cte("files").prefix_with("MATERIALIZED", dialect="postgresql")


def _owes(scope: Scope) -> ColumnElement[bool]:
    """The billing row says that an instalment due by the day is not paid for, and is collected by the bank."""
    owes = and_(_b.channel == "bank", _b.paid_to <= scope.as_of, _b.paid_to < _b.next_due)
    return owes if scope.branches is None else and_(owes, _b.branch_id.in_(scope.branches))


def _is_active(banks: Iterable[str] | ColumnElement[Any]) -> ColumnElement[bool]:
    """The mandate is the billing row's, active, and for an account with one of these banks."""
    of_policy = and_(_m.policy_id == following(_b.policy_id), _m.valid_to == FOREVER, _m.status == "active")
    return and_(of_policy, _m.bank.in_(banks))


def _in_chunk(policy_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Said of every table, though the joins imply it: PostgreSQL then looks at the chunk's partitions alone."""
    return following(policy_id).between(bindparam("first"), bindparam("last"))


def _in_range(policy_id: ColumnElement[int], chunk: RunChunk) -> ColumnElement[bool]:
    return policy_id.between(chunk.first_id, chunk.last_id)


def _of_due(table: Any) -> ColumnElement[bool]:
    c = table.c
    return and_(c.policy_id == _d.policy_id, c.due_date == _d.due_date, _in_chunk(c.policy_id))


def _is_settled() -> ColumnElement[bool]:
    """The last thing that became of the instalment leaves nothing owed."""
    later, e = _event.alias("later"), _event.c
    same = and_(later.c.policy_id == e.policy_id, later.c.due_date == e.due_date, _in_chunk(later.c.policy_id))
    is_last = ~select(later.c.no).where(same, later.c.no > e.no).exists()
    return select(e.no).where(_of_due(_event), is_last, e.kind.not_in(OWED_AGAIN)).exists()


def _is_refused_or_under_way() -> ColumnElement[bool]:
    """It is with the bank or was collected by it; or the bank said no under this mandate, and not yet again; or no
    file could carry its order."""
    o = _order.c
    too_early = or_(o.retry_on.is_(None), o.retry_on > bindparam("as_of"))
    said_no = or_(o.state.in_(("rejected", "returned")), o.reason == UNFIT)
    refused = and_(said_no, o.mandate == _m.reference, o.answered_on > _m.valid_from)
    stands = or_(o.state.in_(("sent", "collected")), and_(refused, too_early))
    # By the order asked for PostgreSQL goes by the primary key even where it takes the table for empty: any other index
    # it would walk through whole for each instalment.
    first = select(o.attempt).where(_of_due(_order), stands).order_by(o.attempt).limit(1)
    return first.scalar_subquery().is_not(None)


def _attempt() -> ColumnElement[int]:
    made = select(func.max(_order.c.attempt)).where(_of_due(_order)).scalar_subquery()
    return func.coalesce(made, 0) + 1


def _was_used() -> ColumnElement[bool]:
    """Something was collected under this mandate before, or is with the bank: one order of a mandate is its first."""
    o = _order.c
    used = o.state.in_(("sent", "collected", "returned"))
    of_mandate = and_(o.policy_id == _d.policy_id, o.mandate == _m.reference, _in_chunk(o.policy_id))
    return select(o.attempt).where(of_mandate, used).exists()


def _follows_another() -> ColumnElement[bool]:
    """An older instalment of the policy is ordered by the same run."""
    return func.row_number().over(partition_by=_d.policy_id, order_by=_d.due_date) > 1

"""The statements of letters about instalments: whom to write to about which instalment, and that it was done.

A letter is of a *kind*: the first reminder, whose instalment the billing row remembers, or one of those after it, each
of which leaves a row in `premium_notice` under its natural key, so that none goes out twice.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, Integer, and_, insert, literal, or_, select, type_coerce, update

from ops_console.data.by_key import following
from ops_console.data.days import day_number
from ops_console.data.runs.candidates import Candidates, in_force
from ops_console.data.store import Tx, table_of
from ops_console.data.tables import (
    Billing,
    BranchCounter,
    Party,
    Policy,
    PolicyRole,
    PremiumDue,
    PremiumNotice,
    RunChunk,
)
from ops_console.data.types import FOREVER
from ops_console.rules.numbers import make_id

_billing, _policy, _role, _party, _due, _notice = (
    table_of(model) for model in (Billing, Policy, PolicyRole, Party, PremiumDue, PremiumNotice)
)
_b = _billing.c


@dataclass(frozen=True)
class Window:
    """Which instalments a kind of letter is about: the billing row's column with their due date, and which rows."""

    kind: str
    due: ColumnElement[date]
    wanted: ColumnElement[bool]

    @property
    def is_first(self) -> bool:
        return self.kind == FIRST


class Notice(NamedTuple):
    """One instalment, and who has to be told of it in which language; days yyyymmdd, amount in fen."""

    policy_id: int
    policy_number: str
    product: str
    catalog_version: int
    due: int
    channel: str
    language: str
    amount: int
    months: int
    party_id: int
    name: str

    @property
    def alike(self) -> tuple[str, int, int, str, str]:
        """Product to language: of those that share it the letters say the same."""
        return self[2:7]


FIRST, SECOND, OVERDUE, LAST_CALL = "first", "second", "overdue", "last_call"


def to_remind(since: date, until: date, branches: tuple[int, ...] | None) -> Window:
    """Policies whose next instalment falls due in these days, both included, and that were not told of it yet."""
    return Window(FIRST, _b.next_due, _within(_falls_due(since, until, _b.reminded_to < _b.next_due), branches))


def to_remind_again(since: date, until: date, planned: Collection[str], branches: tuple[int, ...] | None) -> Window:
    """The same, of those who were told of it, but not again; neither where the next instalment is only a month away
    from the one before, nor where it is planned and not owed: products `planned`."""
    wanted = _falls_due(since, until, _b.reminded_to >= _b.next_due, _b.months > 1, ~_told(SECOND, _b.next_due))
    return Window(SECOND, _b.next_due, _within(and_(wanted, _owed(planned)), branches))


def to_press(kind: str, since: date, until: date, planned: Collection[str], branches: tuple[int, ...] | None) -> Window:
    """Policies in force whose oldest instalment that nobody paid fell due in these days, both included."""
    overdue = and_(_b.paid_to.between(since, until), _b.paid_to < _b.next_due)
    wanted = and_(overdue, ~_told(kind, _b.paid_to), in_force(), _owed(planned))
    return Window(kind, _b.paid_to, _within(wanted, branches))


def candidates(windows: Iterable[Window]) -> Candidates:
    """Policies that any of these letters is about, with the instalment as it is agreed."""
    return Candidates(_b.policy_id, or_(*(window.wanted for window in windows)), _b.premium)


def notices(tx: Tx, window: Window, chunk: RunChunk) -> list[Notice]:
    """What a chunk's letters of a kind are about, by policy; the billing rows are locked on PostgreSQL."""
    policy_id = following(_b.policy_id)
    applicant = and_(_role.c.policy_id == policy_id, _role.c.role == "applicant", _role.c.valid_to == FOREVER)
    amount = _b.premium if window.kind in (FIRST, SECOND) else _due.c.amount
    statement = (
        select(
            _policy.c.id,
            _policy.c.number,
            _policy.c.product,
            _policy.c.catalog_version,
            type_coerce(window.due, Integer),
            _b.channel,
            _party.c.language,
            type_coerce(amount, Integer),
            _b.months,
            _party.c.id,
            _party.c.name,
        )
        .join_from(_billing, _policy, _policy.c.id == policy_id)
        .join(_role, applicant)
        .join(_party, _party.c.id == _role.c.party_id)
        .where(window.wanted, _in_chunk(chunk))
        .order_by(_b.policy_id)
    )
    if window.kind not in (FIRST, SECOND):
        raised = and_(_due.c.policy_id == policy_id, _due.c.due_date == _b.paid_to)
        statement = statement.join(_due, raised)
    found = tx.connection.execute(statement if tx.is_sqlite else statement.with_for_update(of=_billing))
    return [Notice._make(row) for row in found.all()]


def mark(tx: Tx, window: Window, chunk: RunChunk, day: date, not_told: Sequence[int]) -> int:
    """Remember that the chunk's policies were told, but for some; returns how many. Before the letters of other kinds
    are looked for."""
    told = and_(window.wanted, _in_chunk(chunk), _b.policy_id.not_in(not_told))
    if window.is_first:
        return tx.connection.execute(update(_billing).where(told).values(reminded_to=_b.next_due)).rowcount
    kind, on = literal(window.kind), literal(day_number(day), Integer)
    rows = select(_b.policy_id, type_coerce(window.due, Integer), kind, on).where(told)
    statement = insert(_notice).from_select(["policy_id", "due_date", "kind", "day"], rows, include_defaults=False)
    return tx.connection.execute(statement.execution_options(preserve_rowcount=True)).rowcount


def new_ids(tx: Tx, branch_id: int, count: int) -> range:
    """Ids for many new rows of a branch at once."""
    first = tx.next_number(branch_id, "id")
    tx.update(BranchCounter, {"branch_id": branch_id, "name": "id"}, {"next": first + count})
    return range(make_id(branch_id, first), make_id(branch_id, first + count))


def _falls_due(since: date, until: date, *more: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(_b.active, _b.next_due.between(since, until), *more)


def _told(kind: str, due: ColumnElement[date]) -> ColumnElement[bool]:
    key = and_(_notice.c.policy_id == _b.policy_id, _notice.c.due_date == due, _notice.c.kind == kind)
    return select(_notice.c.kind).where(key).correlate(_billing).exists()


def _owed(planned: Collection[str]) -> ColumnElement[bool]:
    """The policy's product is none of those whose premium is only planned."""
    mine = and_(_policy.c.id == _b.policy_id, _policy.c.product.in_(sorted(planned)))
    return ~select(_policy.c.id).where(mine).correlate(_billing).exists()


def _within(wanted: ColumnElement[bool], branches: tuple[int, ...] | None) -> ColumnElement[bool]:
    return wanted if branches is None else and_(wanted, _b.branch_id.in_(branches))


def _in_chunk(chunk: RunChunk) -> ColumnElement[bool]:
    return and_(_b.policy_id.between(chunk.first_id, chunk.last_id), _b.branch_id == chunk.branch_id)

"""The notice run's statements: whom to remind of which instalment, and that it was done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, select, update

from ops_console.base.money import Fen
from ops_console.data.runs.chunks import Range, cut_by_branch
from ops_console.data.store import Reader, Tx, table_of
from ops_console.data.tables import Billing, BranchCounter, Party, Policy, PolicyRole, RunChunk
from ops_console.data.types import FOREVER
from ops_console.rules.numbers import make_id

_billing, _policy, _role, _party = (table_of(model) for model in (Billing, Policy, PolicyRole, Party))


@dataclass(frozen=True)
class Reminder:
    """One instalment to come, and who has to be told of it in which language."""

    policy_id: int
    policy_number: str
    product: str
    catalog_version: int
    branch_id: int
    due_date: date
    amount: Fen
    channel: str
    party_id: int
    name: str
    language: str


Window = ColumnElement[bool]
"""Which billing rows are to be reminded of."""


def wanted(since: date, until: date, branches: tuple[int, ...] | None) -> Window:
    """Policies whose next instalment falls due in these days, both included, and that were not told of it yet."""
    b = _billing.c
    found = and_(b.active, b.next_due.between(since, until), b.reminded_to < b.next_due)
    return found if branches is None else and_(found, b.branch_id.in_(branches))


def ranges(reader: Reader, found: Window, size: int) -> Iterable[Range]:
    return cut_by_branch(reader, _billing.c.policy_id, _billing.c.branch_id, found, size)


def reminders(tx: Tx, found: Window, chunk: RunChunk) -> list[Reminder]:
    """The reminders of a chunk, by policy; their billing rows are locked on PostgreSQL."""
    applicant = and_(
        _role.c.policy_id == _billing.c.policy_id, _role.c.role == "applicant", _role.c.valid_to == FOREVER
    )
    statement = (
        select(
            _policy.c.id,
            _policy.c.number,
            _policy.c.product,
            _policy.c.catalog_version,
            _billing.c.branch_id,
            _billing.c.next_due,
            _billing.c.premium,
            _billing.c.channel,
            _party.c.id,
            _party.c.name,
            _party.c.language,
        )
        .join_from(_billing, _policy, _policy.c.id == _billing.c.policy_id)
        .join(_role, applicant)
        .join(_party, _party.c.id == _role.c.party_id)
        .where(found, _in_chunk(chunk))
        .order_by(_billing.c.policy_id)
    )
    found_rows = tx.rows(statement if tx.is_sqlite else statement.with_for_update(of=_billing))
    return [Reminder(*tuple(row)) for row in found_rows]


def mark_reminded(tx: Tx, found: Window, chunk: RunChunk, not_told: Sequence[int]) -> int:
    """Remember up to which instalment the chunk's policies were told, but for some; returns how many."""
    told = and_(found, _in_chunk(chunk), _billing.c.policy_id.not_in(not_told))
    statement = update(_billing).where(told).values(reminded_to=_billing.c.next_due)
    return tx.connection.execute(statement).rowcount


def new_ids(tx: Tx, branch_id: int, count: int) -> list[int]:
    """Ids for many new rows of a branch at once."""
    first = tx.next_number(branch_id, "id")
    tx.update(BranchCounter, {"branch_id": branch_id, "name": "id"}, {"next": first + count})
    return [make_id(branch_id, first + n) for n in range(count)]


def _in_chunk(chunk: RunChunk) -> ColumnElement[bool]:
    return and_(_billing.c.policy_id.between(chunk.first_id, chunk.last_id), _billing.c.branch_id == chunk.branch_id)

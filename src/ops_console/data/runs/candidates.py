"""Whom the runs that work case by case are about: overdue policies, released payments, branches whose day is open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, select

from ops_console.data.runs.chunks import Range, cut
from ops_console.data.store import Reader, table_of
from ops_console.data.tables import Billing, Branch, Payable, PolicyStatus, RunChunk, WorkItem
from ops_console.data.types import FOREVER

_billing, _status, _case, _payable = (table_of(model) for model in (Billing, PolicyStatus, WorkItem, Payable))


@dataclass(frozen=True)
class Candidates:
    """Rows of one table that a run is about: their key, and what makes them so."""

    key: ColumnElement[int]
    wanted: ColumnElement[bool]

    def ranges(self, reader: Reader, size: int) -> Iterable[Range]:
        return cut(reader, self.key, self.wanted, size)

    def of(self, reader: Reader, chunk: RunChunk) -> list[int]:
        """Keys of the chunk's rows that are still wanted, ascending; locked for a writer on PostgreSQL."""
        statement = (
            select(self.key).where(self.wanted, self.key.between(chunk.first_id, chunk.last_id)).order_by(self.key)
        )
        if not reader.is_sqlite:
            statement = statement.with_for_update(of=self.key.table)
        return list(reader.connection.scalars(statement))


def overdue(latest: date, branches: tuple[int, ...] | None) -> Candidates:
    """Policies in force that have not paid an instalment which fell due on a day or before."""
    in_force = (
        select(_status.c.policy_id)
        .where(
            _status.c.policy_id == _billing.c.policy_id, _status.c.valid_to == FOREVER, _status.c.status == "in_force"
        )
        .exists()
    )
    wanted = and_(_billing.c.paid_to <= latest, _billing.c.paid_to < _billing.c.next_due, in_force)
    return Candidates(_billing.c.policy_id, _within(wanted, _billing.c.branch_id, branches))


def released_payments(received: date, branches: tuple[int, ...] | None) -> Candidates:
    """Payments that a second person has released and that go to an account."""
    has_account = (
        select(_payable.c.case_id).where(_payable.c.case_id == _case.c.id, _payable.c.account_no != "").exists()
    )
    wanted = and_(
        _case.c.room == "premium",
        _case.c.open,
        _case.c.kind == "payment",
        _case.c.state == "released",
        _case.c.received <= received,
        has_account,
    )
    return Candidates(_case.c.id, _within(wanted, _case.c.branch_id, branches))


def open_branches(reader: Reader, day: date, branches: tuple[int, ...] | None) -> list[int]:
    """Branches whose open day is a day or earlier, ascending."""
    table = table_of(Branch)
    found = reader.find(Branch, table.c.open_day <= day)
    return [branch.id for branch in found if branches is None or branch.id in branches]


def _within(
    wanted: ColumnElement[bool], column: ColumnElement[int], branches: tuple[int, ...] | None
) -> ColumnElement[bool]:
    return wanted if branches is None else and_(wanted, column.in_(branches))

"""Orders in a file that is not written yet and that nobody wants carried out any more: what happened since it was drawn
up has overtaken them.

To collect an instalment is wanted as long as it is owed and its mandate is in force; of a policy that is suspended or
ended nothing is owed. A payment is wanted until its order is answered, as by an older release's bounce.
"""

from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select

from ops_console.base.money import Fen
from ops_console.data.by_key import by_key
from ops_console.data.queries.order_lines import issued, of_file
from ops_console.data.runs.collections import OWED_AGAIN
from ops_console.data.store import Reader, table_of
from ops_console.data.tables import BankFile, Billing, CollectionOrder, DueEvent, Mandate, PayoutOrder
from ops_console.data.types import FOREVER
from ops_console.rules.bank_answers import LEFT_OUT
from ops_console.rules.references import CollectionReference, PayoutReference

SENT = "sent"
"""State of an order that waits for its answer."""


class Overtaken(NamedTuple):
    """An order nobody wants any more. `authorised`: its mandate is in force still, where it needs one."""

    named: CollectionReference | PayoutReference
    amount: Fen
    state: str
    authorised: bool


def overtaken(reader: Reader, file: BankFile) -> list[Overtaken]:
    """The orders of a file that are overtaken, by their keys."""
    if file.kind == "payout":
        rows = reader.connection.execute(_payouts(), of_file(file)).all()
        return [
            Overtaken(PayoutReference(case_id, no), Fen(amount), state, True) for case_id, no, amount, state in rows
        ]
    with by_key(reader):
        found = reader.connection.execute(_collections(), of_file(file)).all()
    return [_collection(*row) for row in found]


def _collection(policy_id: int, due: date, attempt: int, amount: int, state: str, mandate: int | None) -> Overtaken:
    return Overtaken(CollectionReference(policy_id, due, attempt), Fen(amount), state, mandate is not None)


@cache
def _payouts() -> Select[Any]:
    o = table_of(PayoutOrder).c
    key = (o.case_id, o.attempt)
    wanted = (o.file_id == bindparam("file"), issued(o.case_id), o.reason.not_in(LEFT_OUT), o.state != SENT)
    return select(*key, o.amount, o.state).where(*wanted).order_by(*key)


@cache
def _collections() -> Select[Any]:
    o, b, m = (table_of(model).c for model in (CollectionOrder, Billing, Mandate))
    in_force = and_(m.valid_to == FOREVER, m.status == "active", m.reference == o.mandate)
    mandate = and_(m.policy_id == o.policy_id, issued(m.policy_id), in_force)
    unpaid = and_(b.policy_id == o.policy_id, issued(b.policy_id), b.channel == "bank", b.paid_to <= o.due_date)
    gone = or_(o.state != SENT, b.policy_id.is_(None), m.policy_id.is_(None), _settled(o))
    key = (o.policy_id, o.due_date, o.attempt)
    return (
        select(*key, o.amount, o.state, m.policy_id)
        .outerjoin(table_of(Billing), unpaid)
        .outerjoin(table_of(Mandate), mandate)
        .where(o.file_id == bindparam("file"), issued(o.policy_id), o.reason.not_in(LEFT_OUT), gone)
        .order_by(*key)
    )


def _settled(o: Any) -> ColumnElement[bool]:
    """The last thing that became of the instalment leaves nothing owed. By the order asked for it is looked up for each
    order by key: else PostgreSQL goes through all that ever became of the branch's instalments."""
    e = table_of(DueEvent).c
    of_due = and_(e.policy_id == o.policy_id, e.due_date == o.due_date, issued(e.policy_id))
    last = select(e.kind).where(of_due).order_by(e.no.desc()).limit(1).scalar_subquery()
    return last.not_in(OWED_AGAIN)

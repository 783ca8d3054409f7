"""Lapsing many policies at once: whose case is the plain one, and what the operation `premium.lapse` writes for each of
them, in as few statements as there are tables.

Values are as they are stored: days yyyymmdd, amounts fen, JSON as canonical text.
"""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Executable,
    Integer,
    and_,
    bindparam,
    cast,
    func,
    insert,
    literal,
    null,
    select,
    type_coerce,
    update,
)

from ops_console.data.prepared import prepared
from ops_console.data.store import Tx, table_of
from ops_console.data.tables import (
    Billing,
    BillingTerms,
    ChangeSet,
    CollectionOrder,
    DueEvent,
    Event,
    LedgerLine,
    Letter,
    Party,
    Policy,
    PolicyRole,
    PolicyStatus,
    PremiumDue,
    Suspense,
)
from ops_console.data.types import FOREVER, day_number

_billing, _policy, _status, _terms, _role, _party, _due, _event, _held, _order = (
    table_of(model)
    for model in (
        Billing,
        Policy,
        PolicyStatus,
        BillingTerms,
        PolicyRole,
        Party,
        PremiumDue,
        DueEvent,
        Suspense,
        CollectionOrder,
    )
)


class Lapsing(NamedTuple):
    """A policy whose oldest instalment is not paid, and nothing else is the matter with it."""

    policy_id: int
    number: str
    product: str
    catalog_version: int
    due: int
    account: str
    revision: int
    """Of its present status row."""
    reinstated_on: int | None
    party_id: int
    """The applicant."""
    name: str
    language: str


class Suspended(NamedTuple):
    """A policy whose cover stops, the revision of the status row that ends, on which day (yyyymmdd), by which event."""

    policy: int
    revision: int
    day: int
    source: int


def plain(tx: Tx, policy_ids: Collection[int], products: Collection[str]) -> list[Lapsing]:
    """Those of some policies that are in force under one of the products, owe one instalment or more of which nothing
    else became, elected no premium loan, were never charged for health, have no money held, and nothing with a bank."""
    b = _billing.c
    later = and_(_event.c.policy_id == b.policy_id, _event.c.due_date >= b.paid_to)
    loaded = and_(_terms.c.policy_id == b.policy_id, _terms.c.loading != 0)
    lending = and_(_terms.c.policy_id == b.policy_id, _terms.c.valid_to == FOREVER, _terms.c.premium_loan)
    held = _held.c.policy_id == b.policy_id
    at_the_bank = and_(_order.c.policy_id == b.policy_id, _order.c.due_date >= b.paid_to, _order.c.state == "sent")
    statement = (
        select(
            b.policy_id,
            _policy.c.number,
            _policy.c.product,
            _policy.c.catalog_version,
            type_coerce(b.paid_to, Integer),
            b.account,
            _status.c.revision,
            type_coerce(_status.c.reinstated_on, Integer),
            _party.c.id,
            _party.c.name,
            _party.c.language,
        )
        .join_from(_billing, _policy, _policy.c.id == b.policy_id)
        .join(_status, and_(_status.c.policy_id == b.policy_id, _status.c.valid_to == FOREVER))
        .join(
            _role,
            and_(_role.c.policy_id == b.policy_id, _role.c.role == "applicant", _role.c.valid_to == FOREVER),
        )
        .join(_party, _party.c.id == _role.c.party_id)
        .where(
            b.policy_id.in_(policy_ids),
            b.active,
            b.paid_to < b.next_due,
            _status.c.status == "in_force",
            _status.c.lapsed_on.is_(None),
            _policy.c.product.in_(sorted(products)),
            *(
                ~select(literal(1)).where(reason).correlate(_billing).exists()
                for reason in (later, loaded, lending, held, at_the_bank)
            ),
        )
        .order_by(b.policy_id)
    )
    return [Lapsing._make(row) for row in tx.connection.execute(statement).all()]


def owed(tx: Tx, policy_ids: Collection[int]) -> dict[int, list[tuple[int, int]]]:
    """By policy, its instalments from the first unpaid one on: due date and amount, in order."""
    statement = (
        select(_due.c.policy_id, type_coerce(_due.c.due_date, Integer), type_coerce(_due.c.amount, Integer))
        .join(_billing, and_(_billing.c.policy_id == _due.c.policy_id, _due.c.due_date >= _billing.c.paid_to))
        .where(_due.c.policy_id.in_(policy_ids))
        .order_by(_due.c.policy_id, _due.c.due_date)
    )
    found: dict[int, list[tuple[int, int]]] = {}
    for policy_id, due, amount in tx.connection.execute(statement).all():
        found.setdefault(policy_id, []).append((due, amount))
    return found


def suspend(tx: Tx, some: Sequence[Suspended]) -> None:
    """Their status rows end, others follow, and premium is no longer raised."""
    if tx.is_sqlite:
        given = [one._asdict() for one in some]
        for statement in _ROW_BY_ROW:
            prepared(tx.connection, statement).execute_each(tx.connection, given)
        return
    arrays = dict(zip(map(_many, Suspended._fields), map(list, zip(*some, strict=True)), strict=True))
    for statement in _AS_ARRAYS:
        tx.connection.execute(statement, arrays)


def _suspending(given: Any) -> tuple[Executable, ...]:
    """The statements, for what is given by the name of each value."""
    key = and_(_status.c.policy_id == given.policy, _status.c.revision == given.revision)
    changed = {
        "revision": _status.c.revision + 1,
        "valid_from": cast(given.day, Integer),
        "valid_to": literal(day_number(FOREVER), Integer),
        "source_id": given.source,
        "status": literal("lapsed"),
        "lapsed_on": cast(given.day, Integer),
        "reinstated_on": cast(null(), Integer),
    }
    follows = insert(_status).from_select(
        [one.name for one in _status.columns],
        select(*(changed.get(one.name, one) for one in _status.columns)).where(key),
        include_defaults=False,
    )
    ends = update(_status).where(key).values(valid_to=cast(given.day, Integer))
    stops = update(_billing).where(_billing.c.policy_id == given.policy).values(active=False)
    return follows, ends, stops


def _many(name: str) -> str:
    """SQLAlchemy keeps the names of columns to itself."""
    return f"many_{name}"


_VALUES = Suspended(*(bindparam(name, type_=BigInteger) for name in Suspended._fields))  # type: ignore[arg-type]
_ARRAYS = func.unnest(*(bindparam(_many(name), type_=ARRAY(BigInteger)) for name in Suspended._fields))
_ROW_BY_ROW = _suspending(_VALUES)
_AS_ARRAYS = _suspending(_ARRAYS.table_valued(*Suspended._fields, name="given").render_derived().c)
"""PostgreSQL takes many at once, and several times longer for them row by row."""
ORDER = (DueEvent, LedgerLine, ChangeSet, Letter, Event)
"""Tables that a lapse adds rows to, in the order the desk writes them."""

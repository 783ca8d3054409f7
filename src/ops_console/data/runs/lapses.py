"""Lapsing many policies at once: whose case is the plain one, and what the operation `premium.lapse` writes for each of
them, in as few statements as there are tables.

Values are as they are stored: days yyyymmdd, amounts fen, JSON as canonical text.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Executable,
    Integer,
    and_,
    bindparam,
    cast,
    column,
    insert,
    literal,
    null,
    select,
    table,
    type_coerce,
    update,
)

from ops_console.data.prepared import prepared
from ops_console.data.store import AnyRecord, Tx, table_of
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
Row = Mapping[str, Any]


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


@dataclass(frozen=True)
class Written:
    """The rows of some lapses by table, and what becomes of rows there are."""

    rows: Mapping[type[AnyRecord], Sequence[Row]]
    suspended: Sequence[Row]
    """By policy: `policy`, `revision` of the status row that ends, `day` from which, `source`."""


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
    return [Lapsing._make(row) for row in tx.connection.execute(statement)]


def owed(tx: Tx, policy_ids: Collection[int]) -> dict[int, list[tuple[int, int]]]:
    """By policy, its instalments from the first unpaid one on: due date and amount, in order."""
    statement = (
        select(_due.c.policy_id, type_coerce(_due.c.due_date, Integer), type_coerce(_due.c.amount, Integer))
        .join(_billing, and_(_billing.c.policy_id == _due.c.policy_id, _due.c.due_date >= _billing.c.paid_to))
        .where(_due.c.policy_id.in_(policy_ids))
        .order_by(_due.c.policy_id, _due.c.due_date)
    )
    found: dict[int, list[tuple[int, int]]] = {}
    for policy_id, due, amount in tx.connection.execute(statement):
        found.setdefault(policy_id, []).append((due, amount))
    return found


def write(tx: Tx, written: Written) -> None:
    """Suspend the policies, and add the rows in the order of their tables."""
    for statement in (_STATUS_AFTER, _STATUS_ENDS, _BILLING_STOPS):
        _each(tx, statement, written.suspended)
    for model, rows in written.rows.items():
        _each(tx, _new_row(model), rows)


def _each(tx: Tx, statement: Executable, rows: Iterable[Row]) -> None:
    given = list(rows)
    if given:
        prepared(tx.connection, statement).execute_each(tx.connection, given)


@cache
def _new_row(model: type[AnyRecord]) -> Executable:
    """A new row of values as they are stored."""
    columns = table_of(model).columns
    return insert(table(table_of(model).name, *(column(one.name) for one in columns)))


def _given(name: str) -> Any:
    return bindparam(name, type_=BigInteger)


_KEY = and_(_status.c.policy_id == _given("policy"), _status.c.revision == _given("revision"))
_CHANGED = {
    "revision": _status.c.revision + 1,
    "valid_from": cast(_given("day"), Integer),
    "valid_to": literal(day_number(FOREVER), Integer),
    "source_id": _given("source"),
    "status": literal("lapsed"),
    "lapsed_on": cast(_given("day"), Integer),
    "reinstated_on": cast(null(), Integer),
}
_STATUS_AFTER = insert(_status).from_select(
    [one.name for one in _status.columns],
    select(*(_CHANGED.get(one.name, one) for one in _status.columns)).where(_KEY),
    include_defaults=False,
)
_STATUS_ENDS = update(_status).where(_KEY).values(valid_to=cast(_given("day"), Integer))
_BILLING_STOPS = update(_billing).where(_billing.c.policy_id == _given("policy")).values(active=False)
ORDER = (DueEvent, LedgerLine, ChangeSet, Letter, Event)
"""Tables that a lapse adds rows to, in the order the desk writes them."""

"""Which lines of a stretch are plain: these are booked by sets, the rest is for a closer look.

Plain is a line that is the first of its policy in the stretch and does with its order what it was sent for: so a policy
has one receipt and one event of a chunk at most.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, Update, and_, exists, or_, select, update

from ops_console.data.runs.bank_stretch import Stretch, first_of_policy, in_stretch, is_ordered, of_stretch
from ops_console.data.store import Reader, Tx, table_of
from ops_console.data.tables import BankLine, Billing, CollectionOrder, DueEvent, Policy, PolicyStatus, PremiumDue
from ops_console.data.types import FOREVER
from ops_console.rules.bank_answers import IN, MONEY, OUT

_line, _order, _billing, _due = (table_of(model) for model in (BankLine, CollectionOrder, Billing, PremiumDue))
_event, _status, _policy = (table_of(model) for model in (DueEvent, PolicyStatus, Policy))
_l, _o, _b = _line.c, _order.c, _billing.c


@dataclass(frozen=True)
class Rejected:
    """A plain rejection: its line, the key of its order, why, and what its days of grace depend on."""

    no: int
    policy_id: int
    due_date: date
    attempt: int
    reason: str
    branch_id: int
    product: str
    catalog_version: int


def mark_collected(tx: Tx, stretch: Stretch) -> int:
    """Mark the plain lines by which an instalment is collected; returns how many."""
    return tx.connection.execute(_mark_collected(), stretch.orders).rowcount


def rejected(tx: Tx, stretch: Stretch, reasons: Collection[str]) -> list[Rejected]:
    """The plain rejections for one of the reasons."""
    current = and_(_status.c.policy_id == _l.policy_id, _status.c.valid_to == FOREVER)
    statement = (
        select(
            _l.no,
            _o.policy_id,
            _o.due_date,
            _o.attempt,
            _l.reason,
            _o.branch_id,
            _policy.c.product,
            _policy.c.catalog_version,
        )
        .join_from(_line, _order, is_ordered())
        .join(_policy, _policy.c.id == _l.policy_id)
        .join(_status, current)
        .where(
            in_stretch(),
            first_of_policy(),
            _l.state == "read",
            _l.outcome == "rejected",
            _l.reason.in_(sorted(reasons)),
            _o.state == "sent",
            _status.c.status == "in_force",
            *map(of_stretch, (_policy.c.id, _status.c.policy_id)),
        )
        .order_by(_l.no)
    )
    return [Rejected(*row) for row in tx.connection.execute(statement, stretch.orders)]


def mark_repeated(tx: Tx, stretch: Stretch, file_kind: str) -> int:
    """Mark lines that say of an order what is known; returns how many. Money that an account shows twice in one file
    came twice: that is for a closer look."""
    said = or_(
        and_(_l.outcome.in_(sorted(IN)), _o.state == "collected"),
        and_(_l.outcome == "rejected", _o.state.in_(("rejected", "returned"))),
        and_(_l.outcome.in_(sorted(OUT)), _o.state == "returned"),
    )
    wanted = and_(in_stretch(), _l.state == "read", exists().where(is_ordered(), said))
    if file_kind in MONEY:
        wanted = and_(wanted, ~exists(_said_before()))
    return tx.connection.execute(update(_line).where(wanted).values(state="repeated"), stretch.orders).rowcount


def said_before(reader: Reader, line: BankLine) -> bool:
    """Does an earlier line of the same file say the same?"""
    found = reader.first(
        BankLine,
        _l.no < line.no,
        file_id=line.file_id,
        policy_id=line.policy_id,
        reference=line.reference,
        outcome=line.outcome,
    )
    return found is not None


def _said_before() -> Select[Any]:
    earlier = _line.alias("earlier")
    return select(earlier.c.no).where(
        earlier.c.policy_id == _l.policy_id,
        # Found by the policy, not by going through the file once for each line of it.
        earlier.c.file_id + 0 == _l.file_id,
        earlier.c.no + 0 < _l.no,
        earlier.c.reference == _l.reference,
        earlier.c.outcome == _l.outcome,
    )


@cache
def _mark_collected() -> Update:
    """The instalment is the first unpaid and the last one raised, nothing became of it yet, and the policy stands."""
    later = _due.alias("later")
    event, raised = (and_(c.policy_id == _o.policy_id, of_stretch(c.policy_id)) for c in (_event.c, later.c))
    plain = (
        select(_o.policy_id)
        .join_from(_order, _billing, and_(_b.policy_id == _o.policy_id, _b.paid_to == _o.due_date))
        .join(_due, and_(_due.c.policy_id == _o.policy_id, _due.c.due_date == _o.due_date))
        .join(_status, and_(_status.c.policy_id == _o.policy_id, _status.c.valid_to == FOREVER))
        .where(
            is_ordered(),
            _o.state == "sent",
            _due.c.amount == _o.amount,
            _status.c.status == "in_force",
            *map(of_stretch, (_b.policy_id, _due.c.policy_id, _status.c.policy_id)),
            ~select(_event.c.no).where(event, _event.c.due_date == _o.due_date).exists(),
            ~select(later.c.due_date).where(raised, later.c.due_date > _o.due_date).exists(),
        )
        .correlate(_line)
    )
    return (
        update(_line)
        .where(in_stretch(), _l.state == "read", _l.outcome.in_(sorted(IN)), first_of_policy(), plain.exists())
        .values(state="booked")
    )

"""Who looks after which policies: collectors of the manual channel, service clerks of orphan policies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from ops_console.base.money import Fen
from ops_console.data.store import Reader, table_of, whole_sum
from ops_console.data.tables import (
    Agent,
    Assignment,
    Billing,
    Branch,
    Clerk,
    ClerkDuty,
    Policy,
    PolicyStatus,
)
from ops_console.data.types import FOREVER

COLLECTOR, SERVICE = "collector", "service"
"""Kinds of assignment; the duty that it takes has the same name."""
SERVED = ("issued", "in_force", "lapsed")
"""Where a policy still has to be looked after."""
MONTHS = 12
_assigned, _clerk, _duty, _status = (table_of(model) for model in (Assignment, Clerk, ClerkDuty, PolicyStatus))
_policy, _agent, _billing = (table_of(model) for model in (Policy, Agent, Billing))


@dataclass(frozen=True)
class Served:
    """Who looks after a policy, since when, and when the customer was told."""

    kind: str
    clerk: str
    since: date
    told_on: date | None


def served_by(reader: Reader, policy_id: int) -> tuple[Served, ...]:
    """Collector and service clerk of a policy, if it has any."""
    found: Sequence[Sequence[Any]] = reader.rows(
        select(_assigned.c.kind, _clerk.c.name, _assigned.c.valid_from, _assigned.c.told_on)
        .join(_clerk, _clerk.c.id == _assigned.c.clerk_id)
        .where(_assigned.c.policy_id == policy_id, _assigned.c.valid_to == FOREVER)
        .order_by(_assigned.c.kind)
    )
    return tuple(Served(*row) for row in found)


def may_look_after(kind: str) -> ColumnElement[bool]:
    """Is the clerk of an assignment still one who can: holds the duty, and is not locked?"""
    holds = select(_duty.c.clerk_id).where(_duty.c.clerk_id == _clerk.c.id, _duty.c.duty == kind)
    return and_(_clerk.c.locked.is_(False), holds.exists())


def loads(reader: Reader, kind: str, branch_id: int) -> dict[int, int]:
    """How many policies each clerk looks after who may take one of a branch: its own clerks with the duty; to serve,
    where it has none, those of the branch above, and so on (money is collected for one's own branch only). Empty where
    nobody has the duty."""
    above: int | None = branch_id
    while above is not None:
        wanted = and_(_clerk.c.branch_id == above, may_look_after(kind))
        found = [row.id for row in reader.rows(select(_clerk.c.id).where(wanted).order_by(_clerk.c.id))]
        if found:
            counted = _counts(reader, kind, found)
            return {clerk: counted.get(clerk, 0) for clerk in found}
        above = reader.need(Branch, above).parent_id if kind == SERVICE else None
    return {}


def _counts(reader: Reader, kind: str, clerks: Sequence[int]) -> dict[int, int]:
    a = _assigned.c
    rows = reader.rows(
        select(a.clerk_id, func.count().label("policies"))
        .where(a.clerk_id.in_(clerks), a.kind == kind, a.valid_to == FOREVER)
        .group_by(a.clerk_id)
    )
    return {row.clerk_id: row.policies for row in rows}


@dataclass(frozen=True)
class Load:
    """What one clerk looks after: policies, and the premium that falls due on them in a year."""

    kind: str
    login: str
    name: str
    branch_id: int
    policies: int
    premium: Fen


def load_by_clerk(reader: Reader, branches: Sequence[int]) -> list[Load]:
    """Every clerk of these branches who looks after policies, most first."""
    a, b = _assigned.c, _billing.c
    yearly = whole_sum(b.premium * MONTHS // b.months)
    rows: Sequence[Sequence[Any]] = reader.rows(
        select(a.kind, _clerk.c.login, _clerk.c.name, _clerk.c.branch_id, func.count().label("policies"), yearly)
        .join(_clerk, _clerk.c.id == a.clerk_id)
        .outerjoin(_billing, and_(b.policy_id == a.policy_id, b.active))
        .where(a.valid_to == FOREVER, _clerk.c.branch_id.in_(branches))
        .group_by(a.kind, _clerk.c.id, _clerk.c.login, _clerk.c.name, _clerk.c.branch_id)
        .order_by(a.kind, func.count().desc(), _clerk.c.id)
    )
    return [Load(row[0], row[1], row[2], row[3], row[4], Fen(row[5] or 0)) for row in rows]


@dataclass(frozen=True)
class Orphans:
    """What an agent left behind: policies, those that wait for somebody, and until when their clients are told."""

    agent: str
    name: str
    branch_id: int
    left_on: date
    policies: int
    waiting: int
    told_by: date


def orphans(reader: Reader, branches: Sequence[int], days: int) -> list[Orphans]:
    """The agents of these branches who left and whose policies are not all over, the last to leave first; clients are
    told within so many calendar days."""
    has_somebody = (
        select(_assigned.c.policy_id)
        .where(
            _assigned.c.policy_id == _policy.c.id,
            _assigned.c.kind == SERVICE,
            _assigned.c.valid_to == FOREVER,
            _assigned.c.told_on.is_not(None),
        )
        .exists()
    )
    waiting = func.count().filter(~has_somebody)
    rows: Sequence[Sequence[Any]] = reader.rows(
        select(_agent.c.code, _agent.c.name, _agent.c.branch_id, _agent.c.left_on, func.count(), waiting)
        .join(_policy, _policy.c.agent_id == _agent.c.id)
        .join(_status, and_(_status.c.policy_id == _policy.c.id, _status.c.valid_to == FOREVER))
        .where(_agent.c.left_on.is_not(None), _agent.c.branch_id.in_(branches), _status.c.status.in_(SERVED))
        .group_by(_agent.c.id, _agent.c.code, _agent.c.name, _agent.c.branch_id, _agent.c.left_on)
        .order_by(_agent.c.left_on.desc(), _agent.c.code)
    )
    return [Orphans(row[0], row[1], row[2], row[3], row[4], row[5], row[3] + timedelta(days=days)) for row in rows]

"""Whom the runs that assign policies are about: manual channel without a collector, orphans without a service clerk."""

from datetime import date

from sqlalchemy import ColumnElement, and_, not_, or_, select

from ops_console.data.queries.assignments import COLLECTOR, SERVED, SERVICE, may_look_after
from ops_console.data.runs.candidates import Candidates, within
from ops_console.data.store import table_of
from ops_console.data.tables import Agent, Assignment, Billing, Clerk, Policy, PolicyStatus
from ops_console.data.types import FOREVER

MANUAL = "manual"
_assigned, _clerk, _billing, _status = (table_of(model) for model in (Assignment, Clerk, Billing, PolicyStatus))
_policy, _agent = table_of(Policy), table_of(Agent)


def to_collect(branches: tuple[int, ...] | None) -> Candidates:
    """Policies that pay by hand and have no collector of their branch who can; and those that have one and need none
    any more."""
    pays = and_(_billing.c.channel == MANUAL, _billing.c.active)
    collects = _able(_billing.c.policy_id, COLLECTOR, _clerk.c.branch_id == _billing.c.branch_id)
    has_one = _open(_billing.c.policy_id, COLLECTOR)
    wanted = or_(and_(pays, not_(collects)), and_(not_(pays), has_one))
    return Candidates(_billing.c.policy_id, within(wanted, _billing.c.branch_id, branches))


def to_serve(as_of: date, branches: tuple[int, ...] | None) -> Candidates:
    """Policies whose agent has left by a day and that nobody serves who can; and those whose agent has not left, after
    the rule named somebody else."""
    gone = (
        select(_policy.c.id)
        .join(_agent, _agent.c.id == _policy.c.agent_id)
        .where(_policy.c.id == _status.c.policy_id, _agent.c.left_on <= as_of)
        .exists()
    )
    stays = (
        select(_policy.c.id)
        .join(_agent, _agent.c.id == _policy.c.agent_id)
        .where(_policy.c.id == _status.c.policy_id, _agent.c.left_on.is_(None))
        .exists()
    )
    replaced = and_(_open(_status.c.policy_id, SERVICE, _assigned.c.reason == "by_rule"), stays)
    looked_for = or_(and_(gone, not_(_able(_status.c.policy_id, SERVICE))), replaced)
    wanted = and_(_status.c.valid_to == FOREVER, _status.c.status.in_(SERVED), looked_for)
    return Candidates(_status.c.policy_id, within(wanted, _status.c.branch_id, branches))


def _open(policy_id: ColumnElement[int], kind: str, *more: ColumnElement[bool]) -> ColumnElement[bool]:
    a = _assigned.c
    mine = and_(a.policy_id == policy_id, a.kind == kind, a.valid_to == FOREVER, a.clerk_id.is_not(None), *more)
    return select(a.policy_id).where(mine).exists()


def _able(policy_id: ColumnElement[int], kind: str, *more: ColumnElement[bool]) -> ColumnElement[bool]:
    a = _assigned.c
    mine = and_(a.policy_id == policy_id, a.kind == kind, a.valid_to == FOREVER, may_look_after(kind), *more)
    return select(a.policy_id).join(_clerk, _clerk.c.id == a.clerk_id).where(mine).exists()

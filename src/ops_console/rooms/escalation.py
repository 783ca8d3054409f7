"""A case that goes up the guidance line because its time runs out: seen first, and by who can do something about it."""

from ops_console.data.tables import Referral, WorkItem
from ops_console.desk import referrals
from ops_console.desk.plan import Plan
from ops_console.desk.view import View

ESCALATED = "escalated"
"""Whose grade it goes to: `minimum_grades` of the catalog's authority."""
FIRST = 1
"""Priority of what was escalated; all else has 0."""


def escalate(view: View, plan: Plan, operation: str, comment: str) -> None:
    """Let the plan take the case up. Whoever worked on it may go on; a case that is up already stays there."""
    case = view.the_case
    plan.change(WorkItem, {"id": case.id}, priority=FIRST)
    if case.referred_to is not None:
        return
    grade = view.catalog.authority.minimum_grades[ESCALATED]
    plan.insert(
        Referral(
            id=view.new_id(),
            case_id=case.id,
            operation=operation,
            input={},
            measures={},
            from_clerk_id=view.clerk.id,
            to_grade=grade,
            comment=comment,
        )
    )
    plan.change(WorkItem, {"id": case.id}, referred_to=grade, assignee_id=None)


def settled(view: View, plan: Plan) -> None:
    """What the case was taken up for is done."""
    if view.the_case.referred_to is not None:
        referrals.close(view, plan, "decided")
        plan.change(WorkItem, {"id": view.the_case.id}, referred_to=None)

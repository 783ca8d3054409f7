"""Referral: what exceeds a clerk's grade goes up the guidance line, which is itself a recorded transition."""

from typing import Any

from ops_console.base.i18n import _
from ops_console.base.problems import NotAllowed
from ops_console.data.store import Tx
from ops_console.data.tables import Referral, WorkItem
from ops_console.desk.apply import Applied, Origin, apply
from ops_console.desk.authority import REFER
from ops_console.desk.operations import Operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View


def refer(tx: Tx, view: View, plan: Plan, grade: str, origin: Origin, data: dict[str, Any]) -> tuple[Applied, Plan]:
    """Commit the referral instead of the plan. NotAllowed when there is no case to wait with."""
    label = view.catalog.authority.grade(grade).label
    if view.case is None:
        raise NotAllowed(
            _("This needs the grade {grade}.").format(grade=label), code="authority", source="catalog: authority"
        )
    referral = Plan(messages=[_("Above your authority: referred to {grade}.").format(grade=label)])
    close(view, referral, "superseded")
    referral.insert(
        Referral(
            id=view.new_id(),
            case_id=view.case.id,
            operation=origin.operation,
            input=data["input"],
            measures=plan.measures,
            from_clerk_id=view.clerk.id,
            to_grade=grade,
            comment=plan.comment,
        )
    )
    referral.change(WorkItem, {"id": view.case.id}, referred_to=grade, assignee_id=None)
    record = {**data, "for": origin.operation, "asked": plan.measures, "to": grade}
    return apply(tx, view, referral, Origin(origin.clerk_id, origin.door, origin.at, REFER), record), referral


def decided(view: View, plan: Plan, operation: Operation) -> None:
    """A decision ends the referral that asked for it."""
    if view.case is not None and view.case.referred_to is not None and operation.decides:
        close(view, plan, "decided")
        plan.change(WorkItem, {"id": view.case.id}, referred_to=None)


def close(view: View, plan: Plan, state: str) -> None:
    """Let the plan close the open referrals of the case as decided, returned or superseded."""
    for referral in view.reader.find(Referral, case_id=view.the_case.id, state="open"):
        plan.change(Referral, {"id": referral.id}, state=state, closed_by=view.clerk.id)

"""Referral: what exceeds a clerk's grade goes up the guidance line, which is itself a recorded transition."""

from collections.abc import Mapping
from typing import Any

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.base.problems import NotAllowed
from ops_console.data.store import Reader, Tx
from ops_console.data.tables import Referral, WorkItem
from ops_console.desk.apply import Applied, Origin, apply
from ops_console.desk.authority import REFER
from ops_console.desk.forms import Kind, fields_of
from ops_console.desk.operations import Operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View

WAITING = ("open", "returned")
"""States of a referral whose decision is still to be made: by the grade above, or again by who referred it."""


def refer(
    tx: Tx,
    view: View,
    plan: Plan,
    grade: str,
    origin: Origin,
    data: dict[str, Any],
    confidential: Mapping[str, Any],
) -> tuple[Applied, Plan]:
    """Commit the referral instead of the plan, with what was typed. NotAllowed when there is no case to wait with."""
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
            confidential=dict(confidential) or None,
            measures=plan.measures,
            from_clerk_id=view.clerk.id,
            to_grade=grade,
            comment=plan.comment,
        )
    )
    referral.change(WorkItem, {"id": view.case.id}, referred_to=grade, assignee_id=None)
    record = {**data, "for": origin.operation, "asked": plan.measures, "to": grade}
    return apply(tx, view, referral, Origin(origin.clerk_id, origin.door, origin.at, REFER), record), referral


def typed_before(reader: Reader, case: WorkItem, operation: Operation, *, confidential: bool) -> Mapping[str, Any]:
    """What the clerk who referred the case typed into the form of the operation, by field, so that nobody types it
    again; what is confidential only for who may read it. Nothing where the case was not referred."""
    if not operation.decides:
        return {}
    last = reader.find(Referral, case_id=case.id, operation=operation.name, order_by="-id", limit=1)
    if not last or last[0].state not in WAITING:
        return {}
    hidden = (last[0].confidential or {}) if confidential else {}
    kinds = {spec.name: spec.kind for spec in fields_of(operation.form)}
    values = (last[0].input | hidden).items()
    return {name: Fen(value) if kinds.get(name) is Kind.AMOUNT else value for name, value in values}


def decided(view: View, plan: Plan, operation: Operation) -> None:
    """A decision ends the referral that asked for it."""
    if view.case is not None and view.case.referred_to is not None and operation.decides:
        close(view, plan, "decided")
        plan.change(WorkItem, {"id": view.case.id}, referred_to=None)


def close(view: View, plan: Plan, state: str) -> None:
    """Let the plan close the open referrals of the case as decided, returned or superseded."""
    for referral in view.reader.find(Referral, case_id=view.the_case.id, state="open"):
        plan.change(Referral, {"id": referral.id}, state=state, closed_by=view.clerk.id)

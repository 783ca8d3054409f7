"""What a callback finds: a case for each kind of finding, settled by someone who neither sold nor called."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from ops_console.base.i18n import N_, _
from ops_console.base.known import known
from ops_console.base.problems import InputErrors, NotAllowed, Problem
from ops_console.data.tables import Agent, Call, CallbackFinding
from ops_console.desk.forms import Form, Whole, field
from ops_console.desk.operations import operation
from ops_console.desk.plan import ClockStart, NewCase, Plan
from ops_console.desk.view import View
from ops_console.desk.words import word
from ops_console.rooms.callback.points import CONTACT
from ops_console.rooms.counter.requests import Request, receive_request
from ops_console.rooms.policies import position_of
from ops_console.rules import clocks, numbers

STANDARD = "finding"
SETTLES = "Basic Service Rules for Personal Insurance 2010 art 18"
CANCELLATION, CONTACT_CHANGE = 33, 3
"""Preservation items."""


class Settled(Form):
    """How a finding was settled."""

    how: Literal["explained", "corrected", "cancelled", "nothing_found"] = field(
        N_("Result"),
        choices={
            "explained": N_("explained again, and understood"),
            "corrected": N_("to be corrected: opens a request"),
            "cancelled": N_("to be cancelled: opens a request"),
            "nothing_found": N_("nothing found"),
        },
    )
    item: Whole | None = field(
        N_("Item of the correction"), default=None, lookup="item", help=N_("3 (contact) where contact data are wrong")
    )
    settlement: str = field(N_("How it was settled"), min_length=2, max_length=1000, help=N_("the applicant reads it"))


@operation("callback.settle_finding", code="CB02", label=N_("Settle the finding"), form=Settled, duties=("callback",))
def settle_finding(view: View, form: Settled) -> Plan:
    """What the callback found is settled by someone other than the seller (Basic Service Rules 2010 art 18) and other
    than who called (company default), and the applicant is told. A correction, or a cancellation in the hesitation
    period, goes on as a preservation request, dated by the day the applicant asked for it on the telephone.
    """
    # None of a finding from before they were kept by kind.
    finding = view.reader.get(CallbackFinding, view.the_case.id)
    _refuse_seller_and_caller(view)
    plan = Plan()
    if form.how == "cancelled":
        _refuse_after_hesitation(view)
        _request(view, plan, CANCELLATION)
    elif form.how == "corrected":
        item = form.item or (CONTACT_CHANGE if finding and finding.kind == CONTACT else None)
        if item is None:
            raise InputErrors([Problem("item", _("is needed"))])
        _request(view, plan, item)
    plan.to, plan.outcome = "closed", "settled"
    plan.clocks_met.append(STANDARD)
    if finding is not None:
        plan.change(CallbackFinding, {"case_id": finding.case_id}, settled_how=form.how, settled_by=view.clerk.login)
    plan.notify(
        "finding_settled",
        known(view.the_case.party_id, "applicant"),
        case=view.the_case.number,
        policy=view.the_policy.number,
        settlement=form.settlement,
    )
    return plan


def open_findings(view: View, plan: Plan, kinds: Sequence[str], text: str) -> None:
    """A case for each kind, and one letter to the applicant for all of them."""
    case, applicant_id = view.the_case, known(view.the_case.party_id, "applicant")
    opened = [view.new_id() for _kind in kinds]
    for finding_id, kind in zip(opened, kinds, strict=True):
        plan.cases.append(
            NewCase(
                finding_id,
                "finding",
                view.branch.id,
                CallbackFinding(case_id=finding_id, kind=kind, text=text, seller_id=view.the_policy.agent_id),
                party_id=applicant_id,
                policy_id=case.policy_id,
                parent_id=case.id,
                clocks=(ClockStart(STANDARD, view.today),),
            )
        )
    plan.messages.append(_("Found: {kinds}.").format(kinds=", ".join(map(word, kinds))))
    plan.notify(
        "callback_finding",
        applicant_id,
        called=view.today.isoformat(),
        case=", ".join(view.number_of(numbers.Prefix.FINDING, finding_id) for finding_id in opened),
        due=clocks.start(view.catalog.standards[STANDARD], view.today, view.calendar).due.isoformat(),
        finding=text,
        policy=view.the_policy.number,
    )


def _refuse_seller_and_caller(view: View) -> None:
    seller = None if view.the_policy.agent_id is None else view.reader.get(Agent, view.the_policy.agent_id)
    view.refuse_unless(
        seller is None or seller.code != view.clerk.login,
        "seller_settles",
        _("Who sold the policy cannot settle the finding."),
        SETTLES,
    )
    calls = view.reader.find(Call, case_id=view.the_case.parent_id)
    if any(call.clerk_id == view.clerk.id and call.outcome == "reached" for call in calls):
        raise NotAllowed(
            _("You made the call: another clerk has to settle what it found."),
            code="own_call",
            source="company default: who called does not settle what the call found",
        )


def _refuse_after_hesitation(view: View) -> None:
    last_day = position_of(view).hesitation_ends()
    asked = view.the_case.received
    view.refuse_unless(
        last_day is not None and asked <= last_day,
        "hesitation_over",
        _("The hesitation period ended on {day}, before the applicant asked: surrender is item 32.").format(
            day=last_day
        ),
        "contract; Insurance Law art 15; Health Insurance Rules 2019",
    )


def _request(view: View, plan: Plan, item: int) -> None:
    """A preservation request that comes from this case."""
    asked = Request.model_validate({"item": str(item), "requested": view.the_case.received})
    request = receive_request(view, asked)
    request.cases = [replace(case, parent_id=view.the_case.id) for case in request.cases]
    plan.add(request)

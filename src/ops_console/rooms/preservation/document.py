"""Items on the policy document: duplicate (36), loss report and release (37)."""

from typing import Literal

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.data.tables import Party, PolicyCopy, PolicyStatus
from ops_console.desk.forms import Form, field
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.parties import speaking_to
from ops_console.rooms.policies import PolicyPosition, position_of, refuse_when_ended
from ops_console.rooms.preservation.items import Effect, item
from ops_console.rooms.preservation.notices import endorse
from ops_console.rooms.settling import HELD

FEE = "duplicate_policy_fee"
"""Setting: what a duplicate costs."""
REASONS = {"lost": N_("lost"), "damaged": N_("damaged"), "never_received": N_("never received")}
LOST = N_("Policy document")


class Duplicate(Form):
    """Why another document is wanted."""

    reason: Literal["lost", "damaged", "never_received"] = field(N_("Reason"), choices=REASONS)


@item(36, name="issue_duplicate", code="PS13", label=N_("Issue a duplicate policy"), form=Duplicate, reversible=False)
def issue_duplicate(view: View, form: Duplicate) -> Effect:
    """A new policy document for a fee; from its day on all earlier ones are void, and a loss report is settled. It
    can't be reversed, for the customer has it."""
    position = position_of(view)
    refuse_when_ended(position)
    fee = Fen(0) if form.reason == "never_received" else Fen(view.catalog.setting(FEE))
    no = view.reader.count(PolicyCopy, policy_id=position.policy.id) + 1
    plan = Plan()
    plan.insert(
        PolicyCopy(
            policy_id=position.policy.id,
            no=no,
            issued_on=view.today,
            reason=form.reason,
            case_id=view.the_case.id,
        )
    )
    plan.post("document_fee", position.policy.id, {"money": HELD}, amount=fee)
    if position.status.lost_on is not None:
        _report(view, plan, position, lost=False)
    applicant = view.reader.need(Party, position.applicant_id)
    with speaking_to(applicant):
        plan.notify(
            "duplicate_policy",
            applicant.id,
            policy=position.policy.number,
            copy=no,
            issued=view.today.isoformat(),
            reason=_(REASONS[form.reason]),
            amount=fee.yuan(),
            received=view.the_case.received.isoformat(),
        )
    return Effect(plan, to_pay=fee)


class Loss(Form):
    """Whether the policy document is lost, or has been found."""

    action: Literal["report", "release"] = field(
        N_("What is asked"), choices={"report": N_("report it lost"), "release": N_("it has been found")}
    )


@item(37, name="report_loss", code="PS14", label=N_("Report or release a loss"), form=Loss)
def report_loss(view: View, form: Loss) -> Effect:
    """While a policy document is reported lost, nothing is lent or paid on the policy against it: until it is found, or
    a duplicate has been issued."""
    position = position_of(view)
    refuse_when_ended(position)
    lost = form.action == "report"
    known = position.status.lost_on
    view.refuse_unless(
        lost is (known is None),
        "loss_known",
        _("It was reported lost on {day} already.").format(day=known) if known else _("It is not reported lost."),
        "company default",
    )
    plan = Plan()
    _report(view, plan, position, lost=lost)
    applicant = view.reader.need(Party, position.applicant_id)
    with speaking_to(applicant):
        states = (_("in the customer's hands"), _("reported lost"))
    before, after = states if lost else reversed(states)
    endorse(view, plan, applicant.id, [(LOST, before, after)])
    return Effect(plan)


def refuse_while_lost(view: View, position: PolicyPosition) -> None:
    """Refused while the policy document is reported lost: somebody may have found it who is not the customer."""
    view.refuse_unless(
        position.status.lost_on is None,
        "document_lost",
        _(
            "The policy document is reported lost since {day}: release it (item 37) or issue a duplicate (item 36)."
        ).format(day=position.status.lost_on),
        "company default",
    )


def _report(view: View, plan: Plan, position: PolicyPosition, *, lost: bool) -> None:
    day = max(view.today, position.status.valid_from)
    plan.change(PolicyStatus, {"policy_id": position.policy.id}, day=day, lost_on=view.today if lost else None)

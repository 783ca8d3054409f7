"""How a request moves, whatever its item: approved by a second clerk, sent back, refused, withdrawn."""

from ops_console.base.i18n import N_, _
from ops_console.data.tables import Endorsement, Party
from ops_console.desk.forms import Comment, Nothing, Reason, parse
from ops_console.desk.operations import Hand, operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.parties import speaking_to
from ops_console.rooms.policies import position_of
from ops_console.rooms.preservation.items import OUT, ROOM, Effect, agreed, item_of


def recomputed(view: View) -> Effect:
    """The effect of what was keyed, as of today."""
    endorsement = view.own(Endorsement)
    made = item_of(endorsement)
    return made.trial(view, parse(made.form, endorsement.input | endorsement.confidential))


def agree(view: View) -> Plan:
    """The request is agreed to by whoever had to: review or underwriting."""
    effect = recomputed(view)
    plan = Plan()
    plan.change(Endorsement, {"case_id": view.the_case.id}, to_pay=effect.to_pay)
    return agreed(view, effect, plan)


def refused(view: View, reason: str) -> Plan:
    """The request is refused, and the applicant told why (Basic Service Rules 2010 art 19)."""
    plan = Plan(to="closed", outcome="refused", decision="refusal")
    applicant = view.reader.need(Party, position_of(view).applicant_id)
    with speaking_to(applicant):
        plan.notify(
            "request_refused",
            applicant.id,
            item=str(view.catalog.items[view.own(Endorsement).item].label),
            policy=view.the_policy.number,
            reasons=reason,
        )
    return plan


@operation(
    "preservation.approve",
    code="PS20",
    label=N_("Approve the request"),
    form=Nothing,
    duties=(ROOM,),
    hand=Hand.CHECKS,
    measures=(OUT,),
)
def approve(view: View, _form: Nothing) -> Plan:
    """A second clerk agrees to what was keyed. It is computed again as of today and takes effect, or waits for the
    customer's payment."""
    return agree(view)


@operation(
    "preservation.send_back",
    code="PS21",
    label=N_("Send back to be keyed again"),
    form=Reason,
    duties=(ROOM,),
    hand=Hand.CHECKS,
)
def send_back(_view: View, form: Reason) -> Plan:
    """What was keyed is not right: the request goes back with the reason."""
    return Plan(to="received", messages=[_("Sent back: {reason}").format(reason=form.reason)])


@operation(
    "preservation.refuse",
    code="PS22",
    label=N_("Refuse the request"),
    form=Reason,
    duties=(ROOM,),
    hand=Hand.CHECKS,
    decides=True,
)
def refuse(view: View, form: Reason) -> Plan:
    """The request is not granted; the applicant is told the reasons in writing. Needs the grade for refusals."""
    return refused(view, form.reason)


@operation(
    "preservation.withdraw",
    code="PS23",
    label=N_("Withdraw at the customer's wish"),
    form=Comment,
    duties=(ROOM, "counter"),
)
def withdraw(_view: View, _form: Comment) -> Plan:
    """The customer takes the request back, until it has taken effect."""
    return Plan(to="closed", outcome="withdrawn")

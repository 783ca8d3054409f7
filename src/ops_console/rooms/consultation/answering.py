"""Answering, in writing whom the company knows: an enquiry, or a complaint by somebody it is not about."""

from ops_console.base.i18n import N_, _
from ops_console.base.problems import NotAllowed
from ops_console.data.tables import Event, ServiceRequest
from ops_console.desk.forms import Comment, Flag, Form, field
from ops_console.desk.operations import operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.consultation.registering import MAJOR
from ops_console.rules import complaints


class Answer(Form):
    answer: str = field(N_("Answer"), min_length=2, max_length=2000, help=N_("who asked reads it"))


class Decided(Answer):
    justified: Flag = field(N_("Justified"), help=N_("was the complaint right, in whole or in part?"))


@operation(
    "consultation.answer_enquiry",
    code="CS05",
    label=N_("Answer the enquiry"),
    form=Answer,
    duties=("consultation",),
)
def answer_enquiry(view: View, form: Answer) -> Plan:
    """The answer goes out as a letter to who is on record, and to anybody else the way the enquiry came."""
    plan = Plan(to="answered", outcome="answered")
    plan.change(
        ServiceRequest,
        {"case_id": view.the_case.id},
        answer=form.answer,
        answered_on=view.today,
        answered_by=view.clerk.login,
    )
    tell(view, plan, "enquiry_answered", answer=form.answer)
    return plan


@operation(
    "consultation.answer_complaint",
    code="CS06",
    label=N_("Answer the complaint"),
    form=Decided,
    duties=("consultation",),
    decides=True,
)
def answer_complaint(view: View, form: Decided) -> Plan:
    """The decision and its reasons (Consumer Complaint Rules 2020 art 18), with the right to a review within 30 days
    (art 20). By nobody the complaint is about, and an appeal by nobody who had a part in the case; a major complaint
    is answered by head office (company default).
    """
    refuse_involved(view)
    request = view.own(ServiceRequest)
    plan = Plan(to="closed", outcome="answered", decision=MAJOR if request.major else None)
    plan.change(
        ServiceRequest,
        {"case_id": request.case_id},
        answer=form.answer,
        answered_on=view.today,
        answered_by=view.clerk.login,
        justified=form.justified,
    )
    until = complaints.review_until(view.today, view.calendar).isoformat()
    tell(view, plan, "complaint_answered", answer=form.answer, review_until=until)
    return plan


@operation(
    "consultation.withdraw_complaint",
    code="CS09",
    label=N_("Withdraw the complaint"),
    form=Comment,
    duties=("consultation", "counter"),
)
def withdraw_complaint(view: View, _form: Comment) -> Plan:
    """The complainant takes the complaint back, and nobody else can; noted by nobody it is about (company default)."""
    refuse_involved(view)
    return Plan(to="closed", outcome="withdrawn")


def refuse_involved(view: View) -> None:
    """NotAllowed for the person complained of, and for who worked on the case that is complained of."""
    if view.own(ServiceRequest).about == view.clerk.login:
        raise NotAllowed(
            _("The complaint is about you: another clerk has to do it."),
            code="own_conduct",
            source="company default: nobody handles a complaint about themselves",
        )
    parent = view.the_case.parent_id
    if parent is not None and view.reader.first(Event, case_id=parent, clerk_id=view.clerk.id) is not None:
        raise NotAllowed(
            _("You had a part in the case complained of: another clerk has to do it."),
            code="took_part",
            source="company default: an appeal goes to someone who had no part in it",
        )


def tell(view: View, plan: Plan, kind: str, **values: str) -> None:
    """A letter to the client; who is not on record is told the way they came."""
    case = view.the_case
    if case.party_id is not None:
        plan.notify(kind, case.party_id, None, case=case.number, **values)
        return
    contact = view.own(ServiceRequest).contact
    plan.messages.append(_("Not on record, so without a letter: tell {contact}.").format(contact=contact))

"""A complainant who does not agree asks for a review, once; somebody else answers it."""

from ops_console.base.i18n import N_, _
from ops_console.base.known import known
from ops_console.base.problems import NotAllowed, Refused
from ops_console.data.store import Reader
from ops_console.data.tables import ServiceRequest, WorkItem
from ops_console.desk.forms import Form, field
from ops_console.desk.operations import operation
from ops_console.desk.plan import ClockStart, Plan
from ops_console.desk.view import View
from ops_console.rooms.consultation.answering import Answer, refuse_involved, tell
from ops_console.rooms.consultation.registering import MAJOR
from ops_console.rules.complaints import REVIEW_SOURCE, review_until

STANDARD = "complaint_review"


class Disagreed(Form):
    text: str = field(N_("What the complainant does not agree with"), min_length=2, max_length=2000)


def _was_answered(_reader: Reader, case: WorkItem) -> None:
    if case.outcome == "withdrawn":
        raise Refused(
            _("{number} was withdrawn: there is no answer to review.").format(number=case.number),
            code="withdrawn",
            source=REVIEW_SOURCE,
        )


@operation(
    "consultation.ask_review",
    code="CS10",
    label=N_("Ask for a review"),
    form=Disagreed,
    duties=("consultation", "counter"),
    suits=_was_answered,
)
def ask_review(view: View, form: Disagreed) -> Plan:
    """Within 30 days after the answer, once; the review is answered within 30 days (Consumer Complaint Rules 2020
    art 20).
    """
    request = view.own(ServiceRequest)
    view.refuse_unless(request.review is None, "reviewed", _("It was reviewed before, once is all."), REVIEW_SOURCE)
    last = review_until(known(request.answered_on, "day of the answer"), view.calendar)
    view.refuse_unless(
        view.today <= last,
        "review_late",
        _("A review could be asked for until {day}.").format(day=last.isoformat()),
        REVIEW_SOURCE,
    )
    plan = Plan(to="review", clocks_met=["archive_file"], clocks=[ClockStart(STANDARD, view.today)])
    plan.change(WorkItem, {"id": request.case_id}, outcome=None)
    plan.change(ServiceRequest, {"case_id": request.case_id}, review=form.text)
    return plan


@operation(
    "consultation.answer_review",
    code="CS11",
    label=N_("Answer the review"),
    form=Answer,
    duties=("consultation",),
    decides=True,
)
def answer_review(view: View, form: Answer) -> Plan:
    """By someone other than who gave the answer (company default), and in writing (Consumer Complaint Rules 2020
    art 20). It ends the matter in the house.
    """
    refuse_involved(view)
    request = view.own(ServiceRequest)
    if request.answered_by == view.clerk.login:
        raise NotAllowed(
            _("You gave the answer: another clerk has to review it."),
            code="own_answer",
            source="company default: a review is made by another",
        )
    plan = Plan(to="closed", outcome="reviewed", decision=MAJOR if request.major else None)
    plan.change(ServiceRequest, {"case_id": request.case_id}, review_answer=form.answer)
    tell(view, plan, "complaint_reviewed", answer=form.answer)
    return plan

"""More time for a complaint: 30 days where it is complex, 30 more with approval and notice."""

from ops_console.base.i18n import N_, _
from ops_console.data.tables import Clock, ServiceRequest
from ops_console.desk.forms import Reason
from ops_console.desk.operations import operation
from ops_console.desk.plan import ClockStart, Plan
from ops_console.desk.view import View
from ops_console.rooms.consultation.answering import refuse_involved, tell
from ops_console.rooms.consultation.registering import LEGAL, OWN, VIP
from ops_console.rules import clocks, law

COMPLEX, EXTENDED = "complaint_complex", "complaint_extended"
LONGER = "complaint_extension"
"""The kind of decision whose lowest grade the catalog sets."""
SOURCE = law.LIMITS[COMPLEX].source


@operation(
    "consultation.make_complex",
    code="CS07",
    label=N_("Find the complaint complex"),
    form=Reason,
    duties=("consultation",),
)
def make_complex(view: View, form: Reason) -> Plan:
    """A complex complaint is answered within 30 days instead of 15 (Consumer Complaint Rules 2020 art 18), counted from
    the same day. That it is complex is found before the 15 days are over, and the complainant is told.
    """
    refuse_involved(view)
    request = view.own(ServiceRequest)
    view.refuse_unless(not request.complex, "complex", _("The complaint was found complex before."), SOURCE)
    clock = _in_time(view, LEGAL)
    plan = Plan(clocks_met=[LEGAL, OWN, VIP], clocks=[ClockStart(COMPLEX, clock.started)])
    plan.change(ServiceRequest, {"case_id": request.case_id}, complex=True)
    due = clocks.start(view.catalog.standards[COMPLEX], clock.started, view.calendar).due
    _tell_later(view, plan, form.reason, due.isoformat())
    return plan


@operation(
    "consultation.extend",
    code="CS08",
    label=N_("Extend the time for the answer"),
    form=Reason,
    duties=("consultation",),
    decides=True,
)
def extend(view: View, form: Reason) -> Plan:
    """A complex complaint may take 30 days more, once, with the approval of a supervisor and notice to the complainant
    (Consumer Complaint Rules 2020 art 18), asked for before its 30 days are over.
    """
    refuse_involved(view)
    request = view.own(ServiceRequest)
    view.refuse_unless(request.complex, "not_complex", _("Only a complex complaint is extended."), SOURCE)
    view.refuse_unless(
        request.extended_to is None,
        "extended",
        _("It was extended to {day} before, and is extended once only.").format(day=request.extended_to),
        SOURCE,
    )
    clock = _in_time(view, COMPLEX)
    due = clocks.start(view.catalog.standards[EXTENDED], clock.due, view.calendar).due
    plan = Plan(decision=LONGER, clocks_met=[COMPLEX], clocks=[ClockStart(EXTENDED, clock.due)])
    plan.change(ServiceRequest, {"case_id": request.case_id}, extended_to=due)
    _tell_later(view, plan, form.reason, due.isoformat())
    return plan


def _in_time(view: View, standard: str) -> Clock:
    """The clock of the standard that still runs. Refused once its last day is over."""
    clock = next(row for row in view.reader.find(Clock, case_id=view.the_case.id, standard=standard))
    view.refuse_unless(
        view.today <= clock.due,
        "too_late",
        _("The time ended on {day}: more can't be taken afterwards.").format(day=clock.due.isoformat()),
        SOURCE,
    )
    return clock


def _tell_later(view: View, plan: Plan, reason: str, due: str) -> None:
    tell(view, plan, "complaint_extended", reason=reason, due=due)
    plan.messages.append(_("To be answered by {day}.").format(day=due))

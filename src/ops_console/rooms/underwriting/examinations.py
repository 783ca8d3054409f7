"""Medical examinations before acceptance: ordered, booked, not come to, reported with the physician's opinion."""

from collections.abc import Mapping
from typing import Any, Literal

from ops_console.base.i18n import N_, _
from ops_console.base.problems import InputErrors, Problem
from ops_console.data.tables import Application, Party, Task
from ops_console.desk.forms import Day, Form, Whole, field
from ops_console.desk.operations import operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.groups import refuse_group
from ops_console.rooms.parties import speaking_to
from ops_console.rooms.underwriting.waiting import EXAMINATION, answer_due, ask, come_back, the_open
from ops_console.rules.underwriting import EXAMINATIONS
from ops_console.rules.underwriting_basis import Examination

OUTCOMES = {
    "normal": N_("normal"),
    "abnormal": N_("not normal"),
    "no_show": N_("did not come"),
}


class Ordered(Form):
    examination: Literal["routine", "extended", "full"] = field(N_("Examination"), choices=EXAMINATIONS)
    hospital: str = field(N_("Hospital"), lookup="hospital", max_length=40)
    day: Day | None = field(N_("Day booked"), default=None, help=N_("empty: the applicant arranges it"))


class Booked(Form):
    hospital: str = field(N_("Hospital"), lookup="hospital", max_length=40)
    day: Day = field(N_("Day booked"))


class Examined(Form):
    outcome: Literal["normal", "abnormal", "no_show"] = field(
        N_("What came of it"), choices=OUTCOMES, confidential=True
    )
    report: str = field(N_("Report"), default="", max_length=2000, confidential=True)
    opinion: str = field(N_("Physician's opinion"), default="", max_length=2000, confidential=True)
    points: Whole = field(
        N_("Extra mortality, points"),
        default=0,
        ge=0,
        le=1000,
        confidential=True,
        help=N_("what the report adds to what the rules found"),
    )


def _as_found(view: View) -> Mapping[str, Any]:
    """The examination the rules ask for."""
    return {"examination": wanted_by_rule(view.own(Application)) or Examination.ROUTINE.value}


def wanted_by_rule(application: Application) -> str | None:
    """The most thorough kind of examination that the automatic rules ask for; None when they ask for none."""
    kinds = [one["values"]["examination"] for one in application.findings if one["rule"] == "examination"]
    return max(kinds, key=[*Examination].index, default=None)


@operation(
    "underwriting.order_examination",
    code="UW12",
    label=N_("Order an examination"),
    form=Ordered,
    duties=("underwriting",),
    suits=refuse_group,
    proposes=_as_found,
)
def order_examination(view: View, form: Ordered) -> Plan:
    """Sends the insured to be examined; the applicant is told within 5 working days (Basic Service Rules 2010 art 11).
    The clocks wait for the report; without one in time the application is withdrawn (company default).
    """
    _check(view, form.hospital, form.examination, form.day)
    plan = Plan()
    ask(view, plan, EXAMINATION, form.examination, data=_arranged(form.hospital, form.day))
    _tell(view, plan, form.examination, form.hospital, form.day, answer_due(view))
    return plan


@operation(
    "underwriting.book_examination",
    code="UW13",
    label=N_("Book the examination"),
    form=Booked,
    duties=("underwriting", "counter"),
)
def book_examination(view: View, form: Booked) -> Plan:
    """Another day or hospital for the examination that is out, as far as there is room; the applicant is told. The day
    until which the result has to be there stays.
    """
    task = the_open(view, EXAMINATION)
    _check(view, form.hospital, task.detail, form.day, task)
    plan = Plan()
    plan.change(Task, {"id": task.id}, data={**(task.data or {}), **_arranged(form.hospital, form.day)})
    _tell(view, plan, task.detail, form.hospital, form.day, task.due)
    return plan


@operation(
    "underwriting.record_examination",
    code="UW14",
    label=N_("Record the examination"),
    form=Examined,
    duties=("underwriting",),
)
def record_examination(view: View, form: Examined) -> Plan:
    """What came of the examination. Report and opinion are read by underwriting alone; points are added to what the
    rules found. Who did not come is booked again. With the last report the 15 working days to decide and deliver begin
    (Basic Service Rules 2010 art 12).
    """
    task = the_open(view, EXAMINATION)
    plan = Plan()
    if form.outcome == "no_show":
        missed = int((task.data or {}).get("no_shows", 0)) + 1
        plan.change(Task, {"id": task.id}, data={"no_shows": missed})
        plan.messages.append(_("Book another day; the result is wanted by {day}.").format(day=task.due))
        return plan
    if form.outcome == "abnormal" and not form.report:
        raise InputErrors([Problem("report", _("is needed: what was not normal"))])
    opinion = {"report": form.report, "opinion": form.opinion, "points_given": form.points}
    come_back(view, plan, [task], form.outcome, {name: value for name, value in opinion.items() if value})
    return plan


def _arranged(hospital: str, day: Day | None) -> dict[str, Any]:
    return {"hospital": hospital, "examined_on": day.isoformat() if day else ""}


def _check(view: View, hospital: str, examination: str, day: Day | None, own: Task | None = None) -> None:
    """InputErrors for a hospital that is not known, does not do it or has no room; for a day past or too late."""
    known = view.catalog.underwriting.hospitals.get(hospital)
    if known is None:
        listed = ", ".join(view.catalog.underwriting.hospitals)
        raise InputErrors([Problem("hospital", _("one of: {values}").format(values=listed), value=hospital)])
    if Examination(examination) not in known.prices:
        message = _("does no examination {what}").format(what=_(EXAMINATIONS[Examination(examination)]))
        raise InputErrors([Problem("hospital", message, value=str(known.label))])
    if day is None:
        return
    if day < view.today:
        raise InputErrors([Problem("day", _("is past"), value=day.isoformat())])
    last = own.due if own and own.due else answer_due(view)
    if day > last:
        message = _("lies after {day}, when the result has to be there").format(day=last.isoformat())
        raise InputErrors([Problem("day", message, value=day.isoformat())])
    out = view.reader.find(Task, kind=EXAMINATION, done=None)
    booked = [task for task in out if (task.data or {}) | _arranged(hospital, day) == task.data]
    if len([task for task in booked if own is None or task.id != own.id]) >= known.a_day:
        message = _("has room for {count} a day, all of them taken").format(count=known.a_day)
        raise InputErrors([Problem("day", message, value=day.isoformat())])


def _tell(view: View, plan: Plan, examination: str, hospital: str, day: Day | None, due: Day | None) -> None:
    application = view.own(Application)
    applicant = view.reader.need(Party, application.applicant_id)
    with speaking_to(applicant):
        plan.notify(
            "examination_notice",
            applicant.id,
            application=view.the_case.number,
            insured=view.reader.need(Party, application.insured_id).name,
            examination=_(EXAMINATIONS[Examination(examination)]),
            hospital=str(view.catalog.underwriting.hospitals[hospital].label),
            booked=day.isoformat() if day else _("on a day you arrange with them"),
            due=due.isoformat() if due else "",
        )

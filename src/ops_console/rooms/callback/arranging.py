"""When and under which number the applicant is called, and what happens when the time runs out."""

from datetime import date

from ops_console.base.i18n import N_, _
from ops_console.base.known import known
from ops_console.base.problems import InputErrors, Problem
from ops_console.data.tables import Callback, Clock, Letter
from ops_console.desk.forms import Day, Form, Nothing, field
from ops_console.desk.operations import operation
from ops_console.desk.plan import ClockStart, Plan
from ops_console.desk.view import View
from ops_console.rooms.callback.phones import PHONE, joined, misses, others, phones_of
from ops_console.rooms.callback.points import SOURCE
from ops_console.rooms.escalation import escalate
from ops_console.rules import call_hours

STANDARD, ARRANGED = "callback", "callback_arranged"
"""The legal clock, and the company's on the day the applicant chose."""
MISSED_LETTER = "callback_missed"


class Wish(Form):
    """When the applicant wants to be called."""

    day: Day = field(N_("Day"))
    hours: str = field(N_("Hours"), default="", max_length=20, help=N_("such as 18-20; any when left empty"))


class OtherPhone(Form):
    phone: str = field(N_("Telephone"), min_length=5, max_length=20, pattern=PHONE)


@operation("callback.arrange_call", code="CB03", label=N_("Arrange a call"), form=Wish, duties=("callback",))
def arrange_call(view: View, form: Wish) -> Plan:
    """The applicant wants to be called on another day or at certain hours. The day lies within the hesitation period
    (Basic Service Rules 2010 art 15), the hours within those the company calls in; on the day the case comes first.
    """
    plan = Plan()
    arrange(view, plan, form.day, hours_of(view, "hours", form.hours))
    return plan


@operation("callback.add_phone", code="CB04", label=N_("Add a number"), form=OtherPhone, duties=("callback",))
def add_phone(view: View, form: OtherPhone) -> Plan:
    """Another number under which the applicant may be reached, for this callback; it is tried after the others."""
    phones = phones_of(view)
    if form.phone in phones.numbers:
        wrong = form.phone in phones.wrong
        message = _("was called, and is a wrong number") if wrong else _("is known already")
        raise InputErrors([Problem("phone", message, value=form.phone)])
    callback = view.own(Callback)
    plan = Plan()
    plan.change(Callback, {"case_id": callback.case_id}, other_phone=joined((*others(callback), form.phone)))
    return plan


@operation("callback.escalate", code="CB05", label=N_("Escalate the callback"), form=Nothing, duties=("callback",))
def escalate_callback(view: View, _form: Nothing) -> Plan:
    """The applicant has not been asked yet, and the hesitation period nears its end (company default: working days) or
    no number is left: the case goes to a supervisor, and the applicant is written to.
    """
    callback = view.own(Callback)
    view.refuse_unless(
        callback.escalated_on is None,
        "escalated",
        _("It was escalated on {day}.").format(day=callback.escalated_on),
        "company default",
    )
    days, due = view.catalog.setting("callback_escalation"), due_of(view)
    near = view.calendar.add_working_days(view.today, days).day >= due
    view.refuse_unless(
        near or not phones_of(view).right,
        "not_yet",
        _("Escalated from {count} working days before {day} on.").format(count=days, day=due.isoformat()),
        "company default",
    )
    plan = Plan()
    take_up(view, plan, _("Not called back yet, due by {day}.").format(day=due.isoformat()))
    write_once(view, plan, misses(callback, phones_of(view).calls))
    plan.change(Callback, {"case_id": callback.case_id}, escalated_on=view.today)
    return plan


def take_up(view: View, plan: Plan, comment: str) -> None:
    """To the supervisor."""
    escalate(view, plan, "callback.escalate", comment)
    plan.messages.append(_("Goes to a supervisor."))


def due_of(view: View) -> date:
    """The last day for the callback."""
    (clock,) = view.reader.find(Clock, case_id=view.the_case.id, standard=STANDARD)
    return clock.due


def arrange(view: View, plan: Plan, day: date, hours: str | None) -> None:
    """Let the plan keep the day and the hours the applicant wants. Refused outside the hesitation period; of a callback
    that is late already, only today is left."""
    if day < view.today:
        raise InputErrors([Problem("day", _("is past"), value=day.isoformat())])
    latest = max(due_of(view), view.today)
    view.refuse_unless(
        day <= latest, "callback_late", _("The call must be made by {day}.").format(day=latest.isoformat()), SOURCE
    )
    plan.change(Callback, {"case_id": view.the_case.id}, call_on=day, call_hours=hours)
    plan.clocks_met.append(ARRANGED)
    plan.clocks.append(ClockStart(ARRANGED, day))
    plan.messages.append(_("To be called on {day} {hours}").format(day=day.isoformat(), hours=hours or "").strip())


def hours_of(view: View, name: str, text: str) -> str | None:
    """Hours as they are kept; None for any. InputErrors for those that nobody is called in."""
    if not text:
        return None
    first, last = view.catalog.setting("callback_from"), view.catalog.setting("callback_until")
    company = call_hours.whole_hours(first, last)
    try:
        hours = call_hours.read(text, company)
    except ValueError:
        raise InputErrors([Problem(name, _("hours are typed like 18-20 or 18:30-20:00"), value=text)]) from None
    if not hours.lies_within(company):
        message = _("nobody is called outside {hours} (company default)").format(hours=company)
        raise InputErrors([Problem(name, message, value=text)])
    return str(hours)


def write_once(view: View, plan: Plan, attempts: int) -> None:
    """The letter to an applicant who can't be reached: one a callback."""
    if view.reader.first(Letter, case_id=view.the_case.id, kind=MISSED_LETTER) is not None:
        return
    plan.notify(
        MISSED_LETTER,
        known(view.the_case.party_id, "applicant"),
        policy=view.the_policy.number,
        attempts=attempts,
    )

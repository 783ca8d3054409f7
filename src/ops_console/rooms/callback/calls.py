"""Recording a call: every one is logged; what was answered so far is kept, and the next call goes on with the rest."""

from collections.abc import Mapping
from typing import Any, Literal

from ops_console.base.i18n import N_, _
from ops_console.base.problems import InputErrors, Problem
from ops_console.data.tables import Call, Callback
from ops_console.desk.forms import Day, Flag, Form, field
from ops_console.desk.operations import operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms import escalation
from ops_console.rooms.callback.arranging import ARRANGED, arrange, hours_of, take_up, write_once
from ops_console.rooms.callback.findings import open_findings
from ops_console.rooms.callback.phones import MISSED, PHONE, Phones, joined, misses, others, phones_of
from ops_console.rooms.callback.points import IDENTITY, POINTS, SHORT, kinds_of

Answer = Literal["open", "yes", "no"]
ANSWERS = {"open": N_("unasked"), "yes": N_("yes"), "no": N_("no")}


def _point(name: str) -> Any:
    return field(SHORT[name], default="open", choices=ANSWERS, help=POINTS[name])


class CallMade(Form):
    """A call, and the answers to the seven points of article 15 of the Basic Service Rules."""

    outcome: Literal["reached", "not_reached", "busy", "wrong_number", "refused", "call_later"] = field(
        N_("Outcome"),
        choices={
            "reached": N_("applicant reached"),
            "not_reached": N_("not reached"),
            "busy": N_("line busy"),
            "wrong_number": N_("wrong number"),
            "refused": N_("answers no questions"),
            "call_later": N_("wants to be called later"),
        },
    )
    phone: str = field(
        N_("Number called"), default="", max_length=20, pattern=PHONE, help=N_("the next one when left empty")
    )
    all_yes: Flag = field(N_("All seven points: yes"), default=False, help=N_("but for those answered below"))
    identity: Answer = _point("identity")
    signed: Answer = _point("signed")
    explained: Answer = _point("explained")
    cover: Answer = _point("cover")
    surrender_loss: Answer = _point("surrender_loss")
    hesitation: Answer = _point("hesitation")
    premium_term: Answer = _point("premium_term")
    cancels: Flag = field(N_("Wants to cancel"), default=False)
    contact_wrong: Flag = field(N_("Contact data are wrong"), default=False)
    finding: str = field(
        N_("Finding"), default="", max_length=1000, help=N_("the applicant's words, where all is not well")
    )
    call_on: Day | None = field(N_("Call again on"), default=None)
    call_hours: str = field(N_("Hours"), default="", max_length=20, help=N_("such as 18-20; any when left empty"))
    note: str = field(N_("Call log"), default="", max_length=1000, confidential=True)

    def answers(self) -> dict[str, bool]:
        """What was answered in this call or before it, by point."""
        given = {point: getattr(self, point) for point in POINTS}
        return {point: answer != "no" for point, answer in given.items() if answer != "open" or self.all_yes}


def _known(view: View) -> Mapping[str, Any]:
    """The number to call, and what was answered before."""
    answered = {point: "yes" if said else "no" for point, said in _settled(view.own(Callback)).items()}
    return {"phone": phones_of(view).next, **answered}


@operation(
    "callback.record_call",
    code="CB01",
    label=N_("Record a callback"),
    form=CallMade,
    duties=("callback",),
    proposes=_known,
)
def record_call(view: View, form: CallMade) -> Plan:
    """Every call is logged. All seven points (Basic Service Rules 2010 art 15) answered end the callback; what is still
    to be asked is asked in another call. Each kind of finding opens a case of its own, which someone other than the
    seller settles within 15 working days (art 18). Who is not reached is called again, under each number in turn, and
    written to after the company's number of attempts; who answers no questions is a supervisor's case.
    """
    callback, phones = view.own(Callback), phones_of(view)
    phone = _number_called(form, phones)
    _check(form, callback)
    hours = hours_of(view, "call_hours", form.call_hours)
    plan = Plan(clocks_met=["callback_attempt", ARRANGED], to="to_call")
    kept: dict[str, Any] = {"attempts": callback.attempts + 1, "call_on": None}
    if phone not in phones.numbers:
        kept["other_phone"] = joined((*others(callback), phone))
    call = _logged(view, form, phone)
    plan.insert(call)
    if form.outcome == "reached":
        kept |= _answered(view, plan, form, callback)
    elif form.outcome == "refused":
        take_up(view, plan, form.note)
        kept["escalated_on"] = callback.escalated_on or view.today
    elif form.outcome in MISSED:
        count = misses(callback, phones.calls) + 1
        _missed(view, plan, count, Phones((*phones.numbers, phone), (*phones.calls, call)))
    plan.change(Callback, {"case_id": callback.case_id}, **kept)
    if plan.to == "to_call" and form.call_on is not None:
        arrange(view, plan, form.call_on, hours or callback.call_hours)
    return plan


def _settled(callback: Callback) -> dict[str, bool]:
    """What need not be asked again: all answers, but that somebody else was on the line."""
    return {point: said for point, said in callback.points.items() if said or point != IDENTITY}


def _number_called(form: CallMade, phones: Phones) -> str:
    phone = form.phone or phones.next
    if not phone:
        raise InputErrors([Problem("phone", _("no right number is left: type the one that was called"))])
    if phone in phones.wrong:
        raise InputErrors([Problem("phone", _("was called, and is a wrong number"), value=phone)])
    return phone


def _check(form: CallMade, callback: Callback) -> None:
    """What was typed fits together, and with the calls before."""
    before, answers = _settled(callback), form.answers()
    new = {point: said for point, said in answers.items() if point not in before}
    besides = form.cancels or form.contact_wrong
    problems = [
        Problem(point, _("was answered otherwise in an earlier call, and stays"))
        for point, said in before.items()
        if point in answers and said is not answers[point] and getattr(form, point) != "open"
    ]
    if form.outcome == "reached":
        if not new and not besides:
            problems.append(Problem("all_yes", _("say what was answered: all points, or some of them")))
        if new.get(IDENTITY) is False and len(new) > 1:
            problems.append(Problem(IDENTITY, _("who is not the applicant cannot answer the other points")))
        if (not all(new.values()) or besides) and not form.finding:
            problems.append(Problem("finding", _("is needed: a point was answered with no")))
    elif form.all_yes or new or besides or form.finding:
        problems.append(Problem("outcome", _("without the applicant no point is answered")))
    if form.outcome == "call_later" and form.call_on is None:
        problems.append(Problem("call_on", _("is needed")))
    if form.outcome == "refused" and not form.note:
        problems.append(Problem("note", _("is needed: what did the applicant say?")))
    if form.call_hours and form.call_on is None:
        problems.append(Problem("call_on", _("is needed with the hours")))
    if problems:
        raise InputErrors(problems)


def _answered(view: View, plan: Plan, form: CallMade, callback: Callback) -> dict[str, Any]:
    """Keeps the answers, opens findings, ends the callback once every point was answered by the applicant."""
    before = _settled(callback)
    points = {**form.answers(), **before}
    denied = tuple(point for point in POINTS if points.get(point) is False and point not in before)
    kinds = kinds_of(denied, cancels=form.cancels, contact_wrong=form.contact_wrong)
    finding = "\n".join(part for part in (callback.finding, form.finding) if part)
    if kinds:
        open_findings(view, plan, kinds, form.finding)
    left = [point for point in POINTS if point not in points or (point == IDENTITY and not points[point])]
    if left:
        plan.messages.append(
            _("Still to be asked: {points}.").format(points=", ".join(_(POINTS[one])[0] for one in left))
        )
    else:
        if form.call_on is not None:
            raise InputErrors([Problem("call_on", _("all is answered: nothing is left to call for"))])
        plan.to, plan.outcome = "closed", "finding" if finding else "confirmed"
        escalation.settled(view, plan)
    return {"points": {point: points[point] for point in POINTS if point in points}, "finding": finding}


def _missed(view: View, plan: Plan, count: int, phones: Phones) -> None:
    """Nobody was reached: written to after so many attempts, or when no number is left."""
    if count >= view.catalog.setting("callback_attempts") or not phones.right:
        write_once(view, plan, count)
    if not phones.right:
        plan.messages.append(_("No right number is left: add one, or escalate the callback."))
    if plan.notices:
        plan.messages.append(_("Not reached {count} times: a letter goes out.").format(count=count))


def _logged(view: View, form: CallMade, phone: str) -> Call:
    return Call(
        id=view.new_id(),
        case_id=view.the_case.id,
        at=view.now,
        day=view.today,
        phone=phone,
        outcome=form.outcome,
        text=form.note,
        clerk_id=view.clerk.id,
    )

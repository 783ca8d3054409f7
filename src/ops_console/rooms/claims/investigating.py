"""Investigation 调查: planned, assigned, brought back with findings, evidence and an opinion that stay confidential."""

from typing import Literal

from ops_console.base.i18n import N_, _
from ops_console.base.problems import InputErrors, NotAllowed, Problem, Refused
from ops_console.data.store import Reader
from ops_console.data.tables import Claim, Clock, Party, Task, WorkItem
from ops_console.desk.forms import Day, Form, field
from ops_console.desk.operations import operation
from ops_console.desk.payables import is_vip
from ops_console.desk.plan import ClockStart, Plan
from ops_console.desk.view import View
from ops_console.rooms.claims.handlers import handler_named
from ops_console.rules.claims.signals import TRIGGERS

INVESTIGATION = "investigation"
"""Kind of task."""
ORDINARY, LONGER = "claim", "claim_investigated"
"""The company's clock of a claim, and the one that replaces it with an investigation."""
OPINIONS = {
    "clear": N_("nothing against it"),
    "adverse": N_("speaks against it"),
    "inconclusive": N_("can't be told"),
}


class Investigation(Form):
    """What is to be found out, by whom, until when."""

    plan: str = field(N_("Plan"), min_length=2, max_length=1000, confidential=True)
    investigator: str = field(N_("Investigator"), default="", max_length=40, lookup="clerk")
    due: Day | None = field(N_("Wanted by"), default=None)


@operation("claims.investigate", code="CL08", label=N_("Have it investigated"), form=Investigation, duties=("claims",))
def investigate(view: View, form: Investigation) -> Plan:
    """Opens an investigation: on site, records, witnesses. The company's clock becomes the longer one for claims with
    an investigation, from the same day; the legal ones run on. The claim is not assessed before it is back.
    """
    case = view.the_case
    view.refuse_unless(
        view.reader.first(Task, case_id=case.id, kind=INVESTIGATION, done=None) is None,
        "investigated",
        _("An investigation is out already."),
        "company default",
    )
    if form.due is not None and form.due < view.today:
        raise InputErrors([Problem("due", _("is past"), value=form.due.isoformat())])
    clerk = handler_named(view, form.investigator, "investigator") if form.investigator else None
    claim = view.own(Claim)
    plan = Plan()
    plan.insert(
        Task(
            id=view.new_id(),
            case_id=case.id,
            kind=INVESTIGATION,
            detail=", ".join(claim.signals or ()),
            opened=view.today,
            due=form.due,
            clerk_id=clerk.id if clerk else None,
            opinion={"plan": form.plan},
        )
    )
    _longer_clock(view, plan, claim)
    reasons = [_(TRIGGERS[code]) for code in claim.signals or () if code in TRIGGERS]
    plan.messages += [_("Speaks for an investigation: {reason}.").format(reason=reason) for reason in reasons]
    return plan


def _longer_clock(view: View, plan: Plan, claim: Claim) -> None:
    """Counted from the day the ordinary one began, with the time that one stood still (both count working days)."""
    running = view.reader.first(Clock, case_id=claim.case_id, standard=ORDINARY, met_on=None)
    if running is None:
        return
    vip = is_vip(view.reader.need(Party, claim.insured_id))
    limit = view.catalog.standards[LONGER].limit
    allowed = (limit.vip if vip else limit.ordinary) + running.paused
    plan.clocks_met.append(ORDINARY)
    plan.clocks.append(ClockStart(LONGER, running.started, allowed, vip))


def _is_out(reader: Reader, case: WorkItem) -> None:
    if reader.first(Task, case_id=case.id, kind=INVESTIGATION, done=None) is None:
        raise Refused(
            _("No investigation of {number} is out.").format(number=case.number),
            code="no_investigation",
            source="company default",
        )


class Findings(Form):
    """What the investigation brought."""

    findings: str = field(N_("Findings"), min_length=2, max_length=2000, confidential=True)
    evidence: str = field(N_("Evidence"), default="", max_length=1000, confidential=True)
    opinion: Literal["clear", "adverse", "inconclusive"] = field(N_("Opinion"), choices=OPINIONS, confidential=True)


@operation(
    "claims.record_investigation",
    code="CL09",
    label=N_("Record what the investigation found"),
    form=Findings,
    duties=("claims",),
    suits=_is_out,
)
def record_investigation(view: View, form: Findings) -> Plan:
    """Findings, evidence and the investigator's opinion, which binds nobody. By the one it was given to, or a
    supervisor; who reads it is who decides claims.
    """
    task = view.reader.find(Task, case_id=view.the_case.id, kind=INVESTIGATION, done=None)[0]
    _refuse_other(view, task)
    plan = Plan()
    opinion = {**(task.opinion or {}), **form.model_dump()}
    plan.change(Task, {"id": task.id}, done=view.today, outcome="reported", opinion=opinion)
    return plan


def _refuse_other(view: View, task: Task) -> None:
    ladder = view.catalog.authority
    supervises = ladder.grade(view.clerk.grade).rank >= ladder.grade(ladder.minimum_grades["assign"]).rank
    if task.clerk_id not in (None, view.clerk.id) and not supervises:
        raise NotAllowed(
            _("The investigation was given to another clerk."), code="investigator", source="company default"
        )

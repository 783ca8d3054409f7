"""Decisions on an application: at standard terms, postponed, or declined. Changed terms are in `offers.py`."""

from typing import Any

from ops_console.base.i18n import N_, _
from ops_console.base.known import known
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Problem
from ops_console.data.tables import Application, Party
from ops_console.desk.forms import Day, Form, Whole, field
from ops_console.desk.operations import Hand, operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms import advance, groups, proposals
from ops_console.rooms.groups import MemberAtRisk
from ops_console.rooms.members import members_of
from ops_console.rooms.parties import speaking_to
from ops_console.rooms.proposals import AtRisk
from ops_console.rooms.underwriting.examinations import wanted_by_rule
from ops_console.rooms.underwriting.waiting import reports
from ops_console.rules.calendar import add_months
from ops_console.rules.underwriting import needs_judgement
from ops_console.rules.underwriting_basis import Conclusion

MEASURES = ("sum_at_risk", "extra_mortality")
UNEXAMINED = "unexamined"
"""Kind of decision: without the examination that the rules ask for."""


REMARK: Any = field(
    N_("Remark for who decides above you"),
    default="",
    max_length=500,
    confidential=True,
    help=N_("kept when it is referred"),
)
REASONS: Any = field(N_("Reasons the applicant reads"), min_length=2, max_length=500, confidential=True)
POINTS: Any = field(
    N_("Extra mortality, points"),
    default=None,
    ge=0,
    le=1000,
    help=N_("empty: as rules and reports found; needed where they cannot judge"),
)


class Accepted(Form):
    em_points: Whole | None = POINTS
    comment: str = REMARK


@operation(
    "underwriting.accept",
    code="UW01",
    label=N_("Accept at standard terms"),
    form=Accepted,
    duties=("underwriting",),
    hand=Hand.CHECKS,
    measures=MEASURES,
)
def accept(view: View, form: Accepted) -> Plan:
    """Accepts the application as it is, up to the points that count as standard. Above the clerk's sum at risk or extra
    mortality it is referred, and so it is to a supervisor without the examination that the rules ask for (company
    default).
    """
    application = view.own(Application)
    points = judged_points(view, application, form.em_points)
    conclusion = view.catalog.underwriting.conclusion(points)
    view.refuse_unless(
        conclusion is Conclusion.STANDARD,
        "not_standard",
        _("Extra mortality of {points} points is not standard: load or decline.").format(points=points),
        view.catalog.underwriting.source,
    )
    plan = decided(view, application, points, application.sum_assured, form.comment)
    plan.to = "accepted"
    plan.change(Application, {"case_id": application.case_id}, em_points=points, conclusion="standard")
    return plan


class Declined(Form):
    reason: str = REASONS
    comment: str = REMARK


@operation(
    "underwriting.decline",
    code="UW03",
    label=N_("Decline"),
    form=Declined,
    duties=("underwriting",),
    hand=Hand.CHECKS,
    decides=True,
)
def decline(view: View, form: Declined) -> Plan:
    """Refuses the application with its reasons; needs a supervisor (company default). Premium paid is owed back."""
    plan, held = _turned_away(view, "declined", form.comment)
    application = view.own(Application)
    plan.change(Application, {"case_id": application.case_id}, conclusion="declined")
    applicant = applicant_of(view, application)
    with speaking_to(applicant):
        plan.notify(
            "declined",
            applicant.id,
            application=view.the_case.number,
            product=str(view.product(application.product).label),
            reasons=form.reason,
            refund=held.yuan(),
        )
    return plan


class Postponed(Form):
    until: Day = field(N_("Postponed to"))
    reason: str = REASONS
    comment: str = REMARK


@operation(
    "underwriting.postpone",
    code="UW11",
    label=N_("Postpone"),
    form=Postponed,
    duties=("underwriting",),
    hand=Hand.CHECKS,
    decides=True,
)
def postpone(view: View, form: Postponed) -> Plan:
    """Not now: the risk cannot be judged before a day, after which the applicant may apply anew; needs a supervisor
    like every refusal (company default). Premium paid is owed back.
    """
    last = add_months(view.today, view.catalog.setting("postponement"))
    if not view.today < form.until <= last:
        message = _("lies between tomorrow and {last}").format(last=last.isoformat())
        raise InputErrors([Problem("until", message, value=form.until.isoformat())])
    plan, held = _turned_away(view, "postponed", form.comment)
    application = view.own(Application)
    plan.change(Application, {"case_id": application.case_id}, conclusion="postponed", postponed_to=form.until)
    applicant = applicant_of(view, application)
    with speaking_to(applicant):
        plan.notify(
            "postponed",
            applicant.id,
            application=view.the_case.number,
            product=str(view.product(application.product).label),
            until=form.until.isoformat(),
            reasons=form.reason,
            refund=held.yuan(),
        )
    return plan


def judged_points(view: View, application: Application, given: int | None) -> int:
    """The underwriter's points, else those that rules and reports found. InputErrors where the rules cannot judge and
    nobody did."""
    if given is not None:
        return given
    if needs_judgement(application.findings):
        message = _("is needed: a finding that no table judges")
        raise InputErrors([Problem("em_points", message)])
    return _found_points(view)


def _found_points(view: View) -> int:
    """Extra mortality as rules and reports found it."""
    application = view.own(Application)
    reported = (task.opinion or {} for task in reports(view.reader, application.case_id))
    return application.em_points + sum(int(report.get("points_given", 0)) for report in reported)


def decided(view: View, application: Application, points: int, sum_assured: Fen, comment: str) -> Plan:
    """What every acceptance has, changed terms or not: the measures of authority with their why, the remark, and no
    need any more to tell of an examination. Who finds less extra mortality than rules and reports did needs the
    authority for what they found."""
    at_risk = _most_at_risk(view, application.model_copy(update={"sum_assured": sum_assured}))
    plan = Plan(clocks_met=["examination_notice"], comment=comment)
    plan.measures |= {"sum_at_risk": int(at_risk.total), "extra_mortality": max(points, _found_points(view))}
    plan.whys.append(at_risk.why)
    if wanted_by_rule(application) and not reports(view.reader, application.case_id):
        plan.decision = UNEXAMINED
        plan.messages.append(_("Without the examination that the rules ask for."))
    return plan


def _most_at_risk(view: View, application: Application) -> AtRisk | MemberAtRisk:
    """The kind of risk the company would have most of on the life, or the life of a group it has most on."""
    if application.members:
        return groups.highest(groups.at_risk(view, view.product(application.product), members_of(view, application)))
    found = proposals.sums_at_risk(view, application, known(application.insured_id, "insured"))
    return max(found.values(), key=lambda one: one.total)


def applicant_of(view: View, application: Application) -> Party:
    return view.reader.need(Party, application.applicant_id)


def people(view: View, application: Application) -> tuple[Party, Party]:
    """Applicant and insured."""
    return applicant_of(view, application), view.reader.need(Party, application.insured_id)


def _turned_away(view: View, outcome: str, comment: str) -> tuple[Plan, Fen]:
    """The end of an application that is not accepted, and the premium that is owed back."""
    application = view.own(Application)
    plan = Plan(to="closed", outcome=outcome, decision="refusal", comment=comment)
    held = advance.advance_held(view, application.case_id)
    advance.refund(view, plan, application, held)
    return plan, held

"""Decisions on an application: at standard terms, loaded, or declined."""

from datetime import timedelta

from ops_console.base.i18n import N_, _
from ops_console.base.known import known
from ops_console.base.problems import InputErrors, Problem
from ops_console.data.tables import Application, Party
from ops_console.desk.forms import Form, Whole, field
from ops_console.desk.operations import Hand, operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms import advance, proposals
from ops_console.rooms.parties import speaking_to
from ops_console.rules.underwriting import needs_judgement, priced_points
from ops_console.rules.underwriting_basis import Conclusion

MEASURES = ("sum_at_risk", "extra_mortality")


class Accepted(Form):
    em_points: Whole | None = field(
        N_("Extra mortality, points"),
        default=None,
        ge=0,
        le=1000,
        help=N_("empty: as the rules found; needed where they cannot judge"),
    )


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
    mortality it is referred (company default).
    """
    application = view.own(Application)
    points = _judged_points(application, form.em_points)
    conclusion = view.catalog.underwriting.conclusion(points)
    view.refuse_unless(
        conclusion is Conclusion.STANDARD,
        "not_standard",
        _("Extra mortality of {points} points is not standard: load or decline.").format(points=points),
        view.catalog.underwriting.source,
    )
    plan = Plan(to="accepted", measures=_measures(view, application, points))
    plan.change(Application, {"case_id": application.case_id}, em_points=points, conclusion="standard")
    return plan


class Loaded(Form):
    em_points: Whole = field(N_("Extra mortality, points"), ge=1, le=1000, help=N_("charged in the company's steps"))
    reason: str = field(N_("Reasons the applicant reads"), min_length=2, max_length=500, confidential=True)


@operation(
    "underwriting.load",
    code="UW02",
    label=N_("Offer loaded terms"),
    form=Loaded,
    duties=("underwriting",),
    hand=Hand.CHECKS,
    measures=MEASURES,
)
def load(view: View, form: Loaded) -> Plan:
    """Offers the cover for an extra premium. The applicant has to accept in writing in time (company default); the
    clocks wait for the answer.
    """
    application = view.own(Application)
    basis = view.catalog.underwriting
    view.refuse_unless(
        basis.conclusion(form.em_points) is Conclusion.LOADED,
        "not_loaded",
        _("{points} points are not loaded: accept at standard terms, or decline.").format(points=form.em_points),
        basis.source,
    )
    charged = priced_points(form.em_points, basis)
    applicant, insured = _people(view, application)
    quote = proposals.quote_for(view, application, insured, charged)
    due = view.today + timedelta(days=view.catalog.setting("offer_unanswered"))
    plan = Plan(to="offered", waits=["consent"], measures=_measures(view, application, form.em_points))
    plan.change(
        Application,
        {"case_id": application.case_id},
        em_points=charged,
        premium=quote.instalment,
        loading=quote.loading,
        conclusion="loaded",
    )
    with speaking_to(applicant):
        plan.notify(
            "changed_terms",
            applicant.id,
            application=view.the_case.number,
            product=str(view.product(application.product).label),
            terms=_("Extra premium for health: {amount} CNY an instalment").format(amount=quote.loading.yuan()),
            premium=quote.instalment.yuan(),
            reasons=form.reason,
            due=due.isoformat(),
        )
    plan.whys.append(quote.why)
    plan.messages.append(
        _("Instalment {premium}, of it {loading} for {points} points.").format(
            premium=quote.instalment.yuan(), loading=quote.loading.yuan(), points=charged
        )
    )
    return plan


class Declined(Form):
    reason: str = field(N_("Reasons the applicant reads"), min_length=2, max_length=500, confidential=True)


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
    application = view.own(Application)
    applicant, _insured = _people(view, application)
    plan = Plan(to="closed", outcome="declined", decision="refusal")
    plan.change(Application, {"case_id": application.case_id}, conclusion="declined")
    held = advance.advance_held(view, application.case_id)
    advance.refund(view, plan, application, held)
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


def _judged_points(application: Application, given: int | None) -> int:
    """The underwriter's points, else those the rules found. InputErrors where the rules cannot judge and nobody did."""
    if given is None and needs_judgement(application.findings):
        message = _("is needed: a finding that no table judges")
        raise InputErrors([Problem("em_points", message)])
    return application.em_points if given is None else given


def _measures(view: View, application: Application, points: int) -> dict[str, int]:
    at_risk = proposals.sum_at_risk(view, application, known(application.insured_id, "insured"))
    return {"sum_at_risk": int(at_risk), "extra_mortality": points}


def _people(view: View, application: Application) -> tuple[Party, Party]:
    """Applicant and insured."""
    return (
        view.reader.need(Party, application.applicant_id),
        view.reader.need(Party, application.insured_id),
    )

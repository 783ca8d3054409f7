"""Underwriting's say on a preservation request, such as a reinstatement."""

from ops_console.base.i18n import N_
from ops_console.data.tables import Coverage
from ops_console.desk.forms import Form, Whole, field
from ops_console.desk.operations import Hand, operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.preservation.requests import agree, refused
from ops_console.rooms.proposals import risk_on_life
from ops_console.rooms.underwriting.decisions import MEASURES, REMARK, Declined


class Agreed(Form):
    em_points: Whole = field(
        N_("Extra mortality, points"), default=0, ge=0, le=1000, help=N_("what the health declaration adds")
    )
    comment: str = REMARK


@operation(
    "underwriting.agree_request",
    code="UW07",
    label=N_("Agree to the request"),
    form=Agreed,
    duties=("underwriting",),
    hand=Hand.CHECKS,
    measures=MEASURES,
)
def agree_request(view: View, form: Agreed) -> Plan:
    """Nothing speaks against the risk: what was keyed is computed again as of today and takes effect, or waits for the
    customer's payment. A reinstatement may be refused only where the risk has markedly increased (Interpretation III
    art 8).
    """
    plan = agree(view)
    policy = view.the_policy
    insured_id = view.reader.current(Coverage, policy.id)[0].insured_id
    risk = view.product_of(policy).risk
    at_risk = risk_on_life(view, insured_id, risk, except_case=view.the_case.id)
    plan.comment = form.comment
    of_rider = plan.measures.get("sum_at_risk", 0)
    plan.measures |= {"sum_at_risk": max(int(at_risk), of_rider), "extra_mortality": form.em_points}
    return plan


@operation(
    "underwriting.refuse_request",
    code="UW08",
    label=N_("Refuse the request"),
    form=Declined,
    duties=("underwriting",),
    hand=Hand.CHECKS,
    decides=True,
)
def refuse_request(view: View, form: Declined) -> Plan:
    """The risk has markedly increased, and the applicant is told the reasons; needs the grade for refusals."""
    plan = refused(view, form.reason)
    plan.comment = form.comment
    return plan

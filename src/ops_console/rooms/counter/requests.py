"""Taking in a preservation request: one item on one policy."""

from ops_console.base.i18n import N_, _
from ops_console.base.problems import InputErrors, Problem, Refused
from ops_console.data.tables import Endorsement, Party, WorkItem
from ops_console.desk.forms import Day, Form, Whole, field
from ops_console.desk.operations import On, operation
from ops_console.desk.payables import is_vip
from ops_console.desk.plan import ClockStart, NewCase, Plan
from ops_console.desk.view import View
from ops_console.rooms.policies import position_of
from ops_console.rooms.preservation.items import ITEMS

LEGAL_CLOCKS = ("preservation_accepted", "preservation_defect")
"""Basic Service Rules 2010 art 19: accepted, or told what is missing, in time."""


class Request(Form):
    """What the customer asks for."""

    item: Whole = field(N_("Item"), lookup="item", help=N_("number of the item in the list of preservation items"))
    requested: Day | None = field(N_("Requested on"), default=None, help=N_("today when left empty"))
    remark: str = field(N_("Remark"), default="", max_length=500)


@operation(
    "counter.receive_request",
    code="CN10",
    label=N_("Receive a preservation request"),
    form=Request,
    on=On.POLICY,
    duties=("counter", "preservation"),
    opens="endorsement",
)
def receive_request(view: View, form: Request) -> Plan:
    """Takes in a request for one item on a policy and starts its clocks. An item that stands alone (surrender,
    cancellation, reversal …) is not combined with another request that is still open."""
    requested = form.requested or view.today
    _check(view, form)
    _refuse_beside_others(view, form.item)
    item = view.catalog.items[form.item]
    applicant = view.reader.need(Party, position_of(view).applicant_id)
    case_id = view.new_id()
    vip = is_vip(applicant)
    papers = ", ".join(str(paper.label) for paper in view.catalog.papers_for("preservation", event=item.code))
    return Plan(
        messages=[_("Papers this item needs: {papers}.").format(papers=papers)],
        cases=[
            NewCase(
                id=case_id,
                kind="endorsement",
                branch_id=view.branch.id,
                record=Endorsement(case_id=case_id, item=form.item, requested=requested),
                party_id=applicant.id,
                policy_id=view.the_policy.id,
                received=requested,
                clocks=[ClockStart(code, requested, vip=vip) for code in (item.standard, *LEGAL_CLOCKS)],
            )
        ],
    )


def _check(view: View, form: Request) -> None:
    problems = []
    if form.item not in ITEMS:
        offered = ", ".join(f"{number} {view.catalog.items[number].label}" for number in sorted(ITEMS))
        message = _("this item is not offered; offered are {items}").format(items=offered)
        problems.append(Problem("item", message, value=str(form.item)))
    if form.requested is not None and form.requested > view.today:
        problems.append(Problem("requested", _("lies in the future"), value=form.requested.isoformat()))
    if problems:
        raise InputErrors(problems)


def _refuse_beside_others(view: View, number: int) -> None:
    open_states = {"received", "review", "underwriting", "payment_due"}
    beside = [
        (case, view.reader.need(Endorsement, case.id).item)
        for case in view.reader.find(WorkItem, policy_id=view.the_policy.id, kind="endorsement", open=True)
        if case.state in open_states
    ]
    for case, other in beside:
        if view.catalog.items[number].alone or view.catalog.items[other].alone:
            raise Refused(
                _("{number} ({item}) is still open, and the two exclude each other.").format(
                    number=case.number, item=view.catalog.items[other].label
                ),
                code="items_exclude",
                source="catalog: items",
            )

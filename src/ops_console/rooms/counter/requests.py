"""Taking in a preservation request: one item or several on one policy, a case each."""

from collections.abc import Sequence
from itertools import combinations
from typing import Annotated

from pydantic import BeforeValidator

from ops_console.base.i18n import N_, _
from ops_console.base.problems import InputErrors, Problem, Refused
from ops_console.catalog.model import PreservationItem
from ops_console.data.tables import Endorsement, Party, WorkItem
from ops_console.desk.forms import Codes, Day, Form, field
from ops_console.desk.operations import On, operation
from ops_console.desk.payables import is_vip
from ops_console.desk.plan import ClockStart, NewCase, Plan
from ops_console.desk.view import View
from ops_console.rooms.flows.preservation import REQUEST
from ops_console.rooms.policies import position_of
from ops_console.rooms.preservation.items import ACCEPTED, ITEMS

Numbers = Annotated[Codes, BeforeValidator(lambda value: str(value) if isinstance(value, int) else value)]
"""Numbers of items, by commas; one may be a whole number."""


class Request(Form):
    """What the customer asks for."""

    item: Numbers = field(
        N_("Items"), lookup="item", min_length=1, help=N_("numbers of the items in the list, by commas; a case each")
    )
    requested: Day | None = field(N_("Requested on"), default=None, help=N_("today when left empty"))
    remark: str = field(N_("Remark"), default="", max_length=500)


@operation(
    "counter.receive_request",
    code="CN10",
    label=N_("Receive a preservation request"),
    form=Request,
    on=On.POLICY,
    duties=("counter", "preservation"),
    opens=REQUEST,
)
def receive_request(view: View, form: Request) -> Plan:
    """Takes in a request for one item or several on a policy: each becomes a case of its own, the others hang on the
    first; their clocks start. An item that stands alone (surrender, cancellation, reversal …) is combined with no
    other, asked for now or still open."""
    requested = form.requested or view.today
    _check(view, form)
    items = [view.catalog.items[int(number)] for number in form.item]
    _refuse_together(items)
    for item in items:
        _refuse_beside_others(view, item)
    plan = Plan(messages=[_("Papers needed: {papers}.").format(papers=_papers(view, items))])
    plan.messages += [text for item in items for text in _asked_already(view, item)]
    applicant = view.reader.need(Party, position_of(view).applicant_id)
    first: int | None = None
    for item in items:
        case_id = view.new_id()
        plan.cases.append(
            NewCase(
                id=case_id,
                kind=REQUEST,
                branch_id=view.branch.id,
                record=Endorsement(case_id=case_id, item=item.number, requested=requested),
                party_id=applicant.id,
                policy_id=view.the_policy.id,
                parent_id=first,
                received=requested,
                clocks=[
                    ClockStart(code, requested, vip=is_vip(applicant))
                    for code in (item.standard, *ACCEPTED, *item.clocks)
                ],
            )
        )
        first = first or case_id
    return plan


def _papers(view: View, items: Sequence[PreservationItem]) -> str:
    """What all the items need, each paper once."""
    needed = [paper for item in items for paper in view.catalog.papers_for("preservation", event=item.code)]
    return ", ".join(dict.fromkeys(str(paper.label) for paper in needed))


def _check(view: View, form: Request) -> None:
    problems = []
    offered = ", ".join(f"{number} {view.catalog.items[number].label}" for number in sorted(ITEMS))
    for number in form.item:
        if not (number.isascii() and number.isdigit() and int(number) in ITEMS):
            message = _("this item is not offered; offered are {items}").format(items=offered)
            problems.append(Problem("item", message, value=number))
    if len(set(form.item)) < len(form.item):
        problems.append(Problem("item", _("an item is named twice"), value=", ".join(form.item)))
    if form.requested is not None and form.requested > view.today:
        problems.append(Problem("requested", _("lies in the future"), value=form.requested.isoformat()))
    if problems:
        raise InputErrors(problems)


def _refuse_together(items: Sequence[PreservationItem]) -> None:
    """Refused when two of the items asked for now exclude each other."""
    for one, other in combinations(items, 2):
        if one.alone or other.alone:
            raise Refused(
                _("{one} and {other} exclude each other: ask for them one after the other.").format(
                    one=one.label, other=other.label
                ),
                code="items_exclude",
                source="catalog: items",
            )


def _refuse_beside_others(view: View, item: PreservationItem) -> None:
    """Refused when a request that is still open excludes the item."""
    for case, other in _open_beside(view):
        if item.alone or view.catalog.items[other].alone:
            raise Refused(
                _("{number} ({item}) is still open, and the two exclude each other.").format(
                    number=case.number, item=view.catalog.items[other].label
                ),
                code="items_exclude",
                source="catalog: items",
            )


def _asked_already(view: View, item: PreservationItem) -> list[str]:
    """Said of every open request for the same: the customer may mean one thing twice."""
    message = _("{number} asks for {item} already: is this another one?")
    return [
        message.format(number=case.number, item=item.label)
        for case, other in _open_beside(view)
        if other == item.number
    ]


def _open_beside(view: View) -> list[tuple[WorkItem, int]]:
    """Requests on the policy that are not settled yet, and the item of each."""
    return [
        (case, view.reader.need(Endorsement, case.id).item)
        for case in view.reader.find(WorkItem, policy_id=view.the_policy.id, kind=REQUEST, open=True)
        if case.outcome is None
    ]

"""Registering what somebody asks or complains of, by whatever way it came; nobody is sent away."""

from dataclasses import dataclass
from typing import Literal

from ops_console.base.i18n import N_, _
from ops_console.base.problems import InputErrors, Problem
from ops_console.data.tables import Agent, Clerk, Party, Policy, Referral, ServiceRequest, WorkItem
from ops_console.desk.forms import Flag, Form, Whole, field
from ops_console.desk.operations import On, operation
from ops_console.desk.payables import is_vip
from ops_console.desk.plan import ClockStart, NewCase, Plan
from ops_console.desk.view import View
from ops_console.rooms.escalation import FIRST
from ops_console.rooms.parties import find_party
from ops_console.rules import clocks, complaints, numbers

MAJOR = "major_complaint"
"""The kind of decision whose lowest grade the catalog sets."""
LEGAL, OWN, VIP = "complaint", "complaint_service", "complaint_vip"
"""The clocks of a complaint: of the law, of the company, and the company's for VIP clients."""
CHANNELS = {
    "counter": N_("at the counter"),
    "phone": N_("by telephone"),
    "letter": N_("by letter"),
    "agent": N_("through an agent"),
    "regulator": N_("through the regulator"),
}
TOPICS = {
    "product": N_("product and purchase"),
    "sales": N_("how it was sold"),
    "policy": N_("policy and cover"),
    "premium": N_("premium"),
    "preservation": N_("preservation"),
    "claim": N_("claim"),
    "service": N_("service"),
    "other": N_("other"),
}


class Asked(Form):
    """Who asks, where to be reached, and what it is about."""

    client: str = field(
        N_("Client"), default="", lookup="party", max_length=30, help=N_("document number; empty: not on record")
    )
    contact: str = field(N_("Name and contact"), min_length=2, max_length=120)
    channel: Literal["counter", "phone", "letter", "agent", "regulator"] = field(
        N_("Came"), default="counter", choices=CHANNELS
    )
    topic: Literal["product", "sales", "policy", "premium", "preservation", "claim", "service", "other"] = field(
        N_("Topic"), choices=TOPICS
    )
    policy: str = field(N_("Policy"), default="", lookup="policy", max_length=20)
    text: str = field(N_("What is asked or complained of"), min_length=2, max_length=2000)


class Enquired(Asked):
    urgent: Flag = field(N_("Urgent"), default=False, help=N_("to be answered on the same day"))


class Complained(Asked):
    about: str = field(
        N_("Person complained of"), default="", lookup="clerk", max_length=40, help=N_("login, or code of an agent")
    )
    against: str = field(
        N_("Case complained of"), default="", max_length=20, help=N_("such as a claim whose decision is appealed")
    )
    people: Whole = field(N_("People together"), default=1, ge=1, help=N_("who came in person"))


@operation(
    "consultation.register_enquiry",
    code="CS01",
    label=N_("Register an enquiry"),
    form=Enquired,
    on=On.NOTHING,
    duties=("consultation", "counter"),
    opens="enquiry",
)
def register_enquiry(view: View, form: Enquired) -> Plan:
    """Takes an enquiry down and hands it to Consultation & appeals: answered within 3 working days, on the same day
    for a VIP client or when urgent (company default).
    """
    named = _named(view, form, [])
    vip = named.client is not None and is_vip(named.client)
    return _opened(view, form, named, "enquiry", (ClockStart("enquiry_urgent" if form.urgent else "enquiry",
                   view.today, vip=vip),))  # fmt: skip


@operation(
    "consultation.register_complaint",
    code="CS02",
    label=N_("Register a complaint"),
    form=Complained,
    on=On.NOTHING,
    duties=("consultation", "counter"),
    opens="complaint",
)
def register_complaint(view: View, form: Complained) -> Plan:
    """Takes a complaint or an appeal down: answered within 15 days (Consumer Complaint Rules 2020 art 18), by the
    company's own standard sooner. The complainant is told by when. Twenty or more people in person together make it a
    major complaint (art 29), which goes to head office at once.
    """
    problems = _person_problems(view, form.about)
    against = _case(view, form.against, problems)
    named = _named(view, form, problems)
    vip = named.client is not None and is_vip(named.client)
    starts = [ClockStart(code, view.today, vip=vip) for code in (LEGAL, OWN, *((VIP,) if vip else ()))]
    plan = _opened(view, form, named, "complaint", tuple(starts), against, form)
    if named.client is not None:
        standard = view.catalog.standards[LEGAL]
        plan.notify(
            "complaint_received",
            named.client.id,
            case=view.number_of(numbers.Prefix.COMPLAINT, plan.cases[0].id),
            received=view.today.isoformat(),
            due=clocks.start(standard, view.today, view.calendar, vip=vip).due.isoformat(),
        )
    if complaints.is_major(form.people):
        _refer_major(view, plan)
    return plan


@dataclass(frozen=True)
class _Named:
    """Who asks and about which policy, as far as they are on record."""

    client: Party | None
    policy: Policy | None


def _named(view: View, form: Asked, problems: list[Problem]) -> _Named:
    """InputErrors with these problems and those of client and policy."""
    client = find_party(view, form.client) if form.client else None
    if form.client and client is None:
        problems.append(Problem("client", _("nobody on record has this document"), value=form.client))
    policy = None
    if form.policy:
        policy = view.reader.first(Policy, number=form.policy.replace(" ", "").upper())
        if policy is None:
            problems.append(Problem("policy", _("there is no such policy"), value=form.policy))
    if problems:
        raise InputErrors(problems)
    return _Named(client, policy)


def _person_problems(view: View, about: str) -> list[Problem]:
    known = view.reader.first(Clerk, login=about) or view.reader.first(Agent, code=about)
    return [] if not about or known else [Problem("about", _("no clerk and no agent is called so"), value=about)]


def _case(view: View, number: str, problems: list[Problem]) -> WorkItem | None:
    if not number:
        return None
    case = view.reader.first(WorkItem, number=number.replace(" ", "").upper())
    if case is None:
        problems.append(Problem("against", _("there is no such case"), value=number))
    return case


def _opened(
    view: View,
    form: Asked,
    named: _Named,
    kind: str,
    starts: tuple[ClockStart, ...],
    against: WorkItem | None = None,
    complained: Complained | None = None,
) -> Plan:
    request = ServiceRequest(
        case_id=view.new_id(), topic=form.topic, channel=form.channel, contact=form.contact, text=form.text
    )
    if complained is not None:
        request.about = complained.about or None
        request.people = complained.people
        request.major = complaints.is_major(complained.people)
    plan = Plan()
    plan.cases.append(
        NewCase(
            request.case_id,
            kind,
            view.branch.id,
            request,
            party_id=named.client.id if named.client else None,
            policy_id=named.policy.id if named.policy else None,
            parent_id=against.id if against else None,
            clocks=starts,
            priority=FIRST if request.major else 0,
            referred_to=_grade(view) if request.major else None,
        )
    )
    return plan


def _grade(view: View) -> str:
    return view.catalog.authority.minimum_grades[MAJOR]


def _refer_major(view: View, plan: Plan) -> None:
    plan.insert(
        Referral(
            id=view.new_id(),
            case_id=plan.cases[0].id,
            operation="consultation.answer_complaint",
            input={},
            measures={},
            from_clerk_id=view.clerk.id,
            to_grade=_grade(view),
            comment=_("Major complaint: {count} people or more in person together.").format(
                count=complaints.MAJOR_FROM
            ),
        )
    )
    label = view.catalog.authority.grade(_grade(view)).label
    plan.messages.append(_("Major complaint ({source}): referred to {grade}.").format(
        source=complaints.MAJOR_SOURCE, grade=label))  # fmt: skip

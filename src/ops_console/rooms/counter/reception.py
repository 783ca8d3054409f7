"""Taking in an application: the stamp, and the one list of what is missing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from ops_console.base.i18n import N_, Language, _
from ops_console.base.problems import InputErrors, Problem, Refused
from ops_console.catalog.model import Paper, Product
from ops_console.data.tables import Agent, Application, Party, WorkItem
from ops_console.desk.forms import Codes, Day, Form, Seen, field
from ops_console.desk.operations import Offered, On, operation
from ops_console.desk.payables import is_vip
from ops_console.desk.plan import ClockStart, NewCase, Plan
from ops_console.desk.view import View
from ops_console.rooms.papers import to_tick, unknown_papers
from ops_console.rooms.parties import CREDIT_CODE, ApplicantKind, Person, party_for, speaking_to
from ops_console.rules.products.basis import Sex

DOCUMENT_KINDS = {
    "resident_id": N_("resident identity card"),
    "passport": N_("passport"),
    "residence_permit": N_("residence permit"),
    "birth_certificate": N_("birth certificate"),
}
APPLICANT_KINDS = {**DOCUMENT_KINDS, CREDIT_CODE: N_("social credit code of an organisation")}
SEXES = {"male": N_("male"), "female": N_("female")}
LANGUAGES = {"zh": N_("Chinese"), "en": N_("English")}


class Received(Form):
    form_no: str = field(N_("Form number"), min_length=1, max_length=30, help=N_("printed on the application form"))
    product: str = field(N_("Product"), lookup="product", max_length=10)
    agent: str = field(N_("Agent"), lookup="agent", max_length=20, help=N_("code of the agent who sold it"))
    applicant_name: Seen = field(N_("Applicant's name"), min_length=1, max_length=60)
    applicant_document_kind: ApplicantKind = field(
        N_("Kind of document"), default="resident_id", choices=APPLICANT_KINDS
    )
    applicant_document: str = field(N_("Document number"), min_length=4, max_length=30)
    applicant_sex: Sex | None = field(
        N_("Sex"), default=None, choices=SEXES, help=N_("taken from a resident identity number")
    )
    applicant_birth: Day | None = field(
        N_("Date of birth"),
        default=None,
        help=N_("taken from a resident identity number; of an organisation the day it was founded"),
    )
    applicant_phone: str = field(N_("Telephone"), min_length=5, max_length=20)
    applicant_address: Seen = field(N_("Address"), min_length=2, max_length=120)
    applicant_language: Language = field(N_("Letters in"), default="zh", choices=LANGUAGES)
    papers: Codes = field(N_("Papers handed in"), default=(), lookup="paper", ticks=True)


def _checklist_of_product(view: View, typed: Mapping[str, Any]) -> Mapping[str, Sequence[Offered]]:
    return to_tick(view.catalog.papers_for("application", str(typed.get("product", ""))))


@operation(
    "counter.receive_application",
    code="CN01",
    label=N_("Receive an application"),
    form=Received,
    on=On.NOTHING,
    duties=("counter",),
    opens="application",
    offers=_checklist_of_product,
)
def receive_application(view: View, form: Received) -> Plan:
    """Stamps an application form with the day and opens its case. The clocks for the list of missing papers (5 working
    days, Basic Service Rules 2010 art 10) and for a contract made and delivered (15 working days, art 11) start.
    """
    _refuse_known_form(view, form.form_no)
    problems = unknown_papers(view, form.papers)
    product = view.product(form.product)
    if product.is_rider:
        problems.append(Problem("product", _("is a rider, sold with a main cover only"), value=form.product))
    problems += _kind_of_applicant(product, form)
    agent = view.reader.first(Agent, code=form.agent)
    if agent is None:
        problems.append(Problem("agent", _("no agent has this code"), value=form.agent))
    elif agent.left_on is not None and agent.left_on < view.today:
        problems.append(Problem("agent", _("has left the company on {day}").format(day=agent.left_on.isoformat())))
    plan = Plan()
    applicant = party_for(view, plan, _applicant(form), "applicant", problems)
    if problems or agent is None or applicant is None:
        raise InputErrors(problems)
    _contact(plan, form, applicant)
    case_id = view.new_id()
    application = Application(
        case_id=case_id,
        form_no=form.form_no,
        product=form.product,
        agent_id=agent.id,
        stamped=view.today,
        papers=sorted(set(form.papers)),
        applicant_id=applicant.id,
    )
    clocks = [
        ClockStart(code, view.today, vip=is_vip(applicant)) for code in ("defective_application", "clean_application")
    ]
    plan.cases.append(
        NewCase(case_id, "application", view.branch.id, application, party_id=applicant.id, clocks=clocks)
    )
    return plan


class PapersPresent(Form):
    papers: Codes = field(
        N_("Papers handed in now"), default=(), lookup="paper", ticks=True, help=N_("earlier ones count")
    )


def _checklist(view: View, _typed: Mapping[str, Any]) -> Mapping[str, Sequence[Offered]]:
    application = view.own(Application)
    return to_tick(view.catalog.papers_for("application", application.product), application.papers)


@operation(
    "counter.check_papers",
    code="CN02",
    label=N_("Check the papers"),
    form=PapersPresent,
    duties=("counter",),
    offers=_checklist,
)
def check_papers(view: View, form: PapersPresent) -> Plan:
    """Compares the papers with the checklist. What is missing is asked for once, all together (Basic Service Rules 2010
    art 10), and the company's clocks wait; complete papers go to be keyed, and the clock of issue starts.
    """
    problems = unknown_papers(view, form.papers)
    if problems:
        raise InputErrors(problems)
    application = view.own(Application)
    applicant = view.reader.need(Party, application.applicant_id)
    present = {*application.papers, *form.papers}
    missing = [p for p in view.catalog.papers_for("application", application.product) if p.code not in present]
    plan = Plan()
    plan.change(Application, {"case_id": application.case_id}, papers=sorted(present))
    if missing:
        plan.to = "papers_wanted"
        if view.the_case.state == "received":
            ask_for_papers(view, plan, applicant, missing)
            plan.clocks_met.append("defective_application")
        plan.messages.append(_("Still missing: {papers}.").format(papers=", ".join(str(p.label) for p in missing)))
        return plan
    plan.to = "keying"
    plan.clocks_met.append("defective_application")
    plan.waits_over = True
    plan.clocks.append(ClockStart("issue", view.today, vip=is_vip(applicant)))
    return plan


def ask_for_papers(view: View, plan: Plan, to: Party, papers: Iterable[Paper]) -> None:
    """The letter with everything that is missing; the clocks that papers stop stand still."""
    with speaking_to(to):
        wanted = "; ".join(str(paper.label) for paper in papers)
    plan.waits.append("papers")
    plan.notify(
        "papers_wanted",
        to.id,
        application=view.the_case.number,
        received=view.the_case.received.isoformat(),
        papers=wanted,
        due=(view.today + timedelta(days=view.catalog.setting("letter_overdue"))).isoformat(),
    )


def _refuse_known_form(view: View, form_no: str) -> None:
    earlier = view.reader.first(Application, form_no=form_no)
    if earlier is not None:
        number = view.reader.need(WorkItem, earlier.case_id).number
        raise Refused(
            _("Form {form} is stamped already: case {number}.").format(form=form_no, number=number),
            code="form_known",
            source="company default: a form is taken in once",
        )


def _kind_of_applicant(product: Product, form: Received) -> list[Problem]:
    """A group is insured by its organisation (Notice on group insurance 2015 art 1), a person by a person."""
    kind = form.applicant_document_kind
    if product.is_group == (kind == CREDIT_CODE):
        return []
    message = (
        _("{product} insures a group: its organisation applies, by its social credit code")
        if product.is_group
        else _("{product} is for people: an organisation can't apply for it")
    )
    return [Problem("applicant_document_kind", message.format(product=product.code), value=kind)]


def _applicant(form: Received) -> Person:
    return Person(
        form.applicant_name,
        form.applicant_document,
        form.applicant_document_kind,
        form.applicant_sex,
        form.applicant_birth,
        form.applicant_phone,
        form.applicant_address,
        form.applicant_language,
    )


def _contact(plan: Plan, form: Received, applicant: Party) -> None:
    """What is on record stays until the client asks for the change; what is not, as of a member of a group, is taken
    down."""
    given = {"phone": form.applicant_phone, "address": form.applicant_address}
    missing = {name: said for name, said in given.items() if not getattr(applicant, name)}
    if missing:
        plan.change(Party, {"id": applicant.id}, None, **missing)
    if any(getattr(applicant, name) != said for name, said in given.items() if name not in missing):
        plan.messages.append(
            _(
                "On record with another telephone or address: {phone}, {address}. A change is a request of its own."
            ).format(phone=applicant.phone, address=applicant.address)
        )

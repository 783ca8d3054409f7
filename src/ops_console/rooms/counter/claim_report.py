"""Taking down a claim report 理赔报案: by telephone or at the counter; the claimant is told how to claim."""

from typing import Literal

from ops_console.base.i18n import N_, _
from ops_console.base.problems import InputErrors, Problem, Refused
from ops_console.data.tables import Claim, Party, PolicyRole, WorkItem
from ops_console.desk.forms import Day, Form, field
from ops_console.desk.operations import On, operation
from ops_console.desk.payables import is_vip
from ops_console.desk.plan import ClockStart, NewCase, Plan
from ops_console.desk.view import View
from ops_console.rooms.claims.letters import addressee, guide
from ops_console.rooms.parties import find_party
from ops_console.rules.numbers import Prefix, printed

EVENTS = {
    "death": N_("death"),
    "hospital": N_("hospitalisation"),
    "disability": N_("total disability"),
    "critical_illness": N_("critical illness"),
    "accident": N_("accident injury"),
}


class Report(Form):
    """Who reports what happened to whom, when, where and how."""

    insured: str = field(N_("Insured"), lookup="party", max_length=30, help=N_("document number"))
    event: Literal["death", "hospital", "disability", "critical_illness", "accident"] = field(
        N_("Event"), choices=EVENTS
    )
    event_date: Day = field(N_("Date of the event"), help=N_("of admission, for a stay in hospital"))
    place: str = field(N_("Place"), default="", max_length=120)
    course: str = field(N_("Course of events"), default="", max_length=1000, confidential=True)
    reporter: str = field(N_("Reported by"), min_length=1, max_length=60)
    relation: str = field(N_("Relation to the insured"), default="", max_length=30)
    telephone: str = field(N_("Telephone"), default="", max_length=20)


@operation(
    "counter.report_claim",
    code="CN09",
    label=N_("Take down a claim report"),
    form=Report,
    on=On.NOTHING,
    duties=("counter", "claims"),
    opens="claim",
)
def report_claim(view: View, form: Report) -> Plan:
    """Every claim starts here: time, place and course of events. The claimant gets a letter that says how to fill
    in the form and which papers are needed. The report is to be registered within one working day.
    """
    insured = _insured(view, form.insured)
    if not insured.birth <= form.event_date <= view.today:
        message = _("lies in the future, or before the person was born")
        raise InputErrors([Problem("event_date", message, value=form.event_date.isoformat())])
    _refuse_known(view, insured, form)
    plan = Plan()
    claim = Claim(
        case_id=view.new_id(),
        insured_id=insured.id,
        event_kind=form.event,
        event_date=form.event_date,
        reported=view.today,
        reporter=" ".join(part for part in (form.reporter, form.relation, form.telephone) if part),
        place=form.place,
        course=form.course,
    )
    plan.cases.append(
        NewCase(
            claim.case_id,
            "claim",
            view.branch.id,
            claim,
            party_id=insured.id,
            clocks=(ClockStart("claim_registration", view.today, vip=is_vip(insured)),),
        )
    )
    guide(view, plan, addressee(view, claim), printed(Prefix.CLAIM, abs(claim.case_id)), form.event)
    return plan


def _refuse_known(view: View, insured: Party, form: Report) -> None:
    """One event is one claim, whoever reports it."""
    for case in view.reader.find(WorkItem, kind="claim", party_id=insured.id):
        claim = view.reader.need(Claim, case.id)
        if case.outcome != "withdrawn" and (claim.event_kind, claim.event_date) == (form.event, form.event_date):
            raise Refused(
                _("This event is reported already: case {number}.").format(number=case.number),
                code="event_known",
                source="company default: one event is one claim",
            )


def _insured(view: View, typed: str) -> Party:
    """The person insured, by document number or by the number of the record."""
    party = find_party(view, typed)
    if party is None and typed.isascii() and typed.isdigit():
        party = view.reader.get(Party, int(typed))
    if party is None:
        raise InputErrors([Problem("insured", _("nobody on record has this document"), value=typed)])
    if view.reader.first(PolicyRole, party_id=party.id, role="insured") is None:
        raise Refused(
            _("{name} was never insured with us: there is nothing to claim on.").format(name=party.name),
            code="not_insured",
            source="Insurance Law art 12",
        )
    return party

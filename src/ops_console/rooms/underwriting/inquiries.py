"""Inspections and questionnaires before acceptance: what underwriting wants to know besides medicine."""

from collections.abc import Mapping
from typing import Any, Literal

from ops_console.base.i18n import N_, _
from ops_console.base.problems import InputErrors, Problem
from ops_console.data.tables import Application, Clerk, Party
from ops_console.desk.forms import Form, field
from ops_console.desk.operations import operation
from ops_console.desk.plan import LetterValue, Notice, Plan
from ops_console.desk.view import View
from ops_console.rooms.groups import refuse_group
from ops_console.rooms.parties import speaking_to
from ops_console.rooms.underwriting.waiting import (
    INSPECTION,
    QUESTIONNAIRE,
    answer_due,
    ask,
    come_back,
    open_tasks,
    the_open,
)

QUESTIONNAIRES = {
    "health": N_("on health"),
    "financial": N_("on income and means"),
    "trade": N_("on the occupation"),
    "leisure": N_("on sports and travel"),
}
Subject = Literal["health", "financial", "trade", "leisure"]


class Inspect(Form):
    plan: str = field(N_("What is to be found out"), min_length=2, max_length=1000, confidential=True)
    clerk: str = field(N_("Inspector"), lookup="clerk", default="", max_length=40, help=N_("empty: whoever is free"))


class Inspected(Form):
    outcome: Literal["clear", "adverse"] = field(
        N_("What came of it"),
        choices={"clear": N_("nothing against it"), "adverse": N_("something against it")},
        confidential=True,
    )
    report: str = field(N_("Findings"), min_length=2, max_length=2000, confidential=True)
    evidence: str = field(N_("Evidence"), default="", max_length=1000, confidential=True)
    opinion: str = field(N_("Opinion"), default="", max_length=1000, confidential=True)


class Asked(Form):
    subject: Subject = field(N_("Questionnaire"), choices=QUESTIONNAIRES)
    asks: str = field(N_("What is asked besides"), default="", max_length=500, help=N_("the applicant reads it"))


class Answered(Form):
    subject: Subject = field(N_("Questionnaire"), choices=QUESTIONNAIRES)
    report: str = field(N_("Answers, in short"), min_length=1, max_length=2000, confidential=True)


@operation(
    "underwriting.order_inspection",
    code="UW15",
    label=N_("Order an inspection"),
    form=Inspect,
    duties=("underwriting",),
    suits=refuse_group,
)
def order_inspection(view: View, form: Inspect) -> Plan:
    """Somebody visits the insured. The applicant is told within 5 working days (Basic Service Rules 2010 art 11), and
    the clocks wait for the report.
    """
    inspector = view.reader.first(Clerk, login=form.clerk, locked=False) if form.clerk else None
    if form.clerk and inspector is None:
        raise InputErrors([Problem("clerk", _("There is no such clerk"), value=form.clerk)])
    plan = Plan()
    ask(view, plan, INSPECTION, "visit", confidential={"asks": form.plan}, clerk_id=inspector.id if inspector else None)
    _tell(
        view,
        plan,
        "inspection_notice",
        insured=view.reader.need(Party, view.own(Application).insured_id).name,
    )
    return plan


@operation(
    "underwriting.record_inspection",
    code="UW16",
    label=N_("Record the inspection"),
    form=Inspected,
    duties=("underwriting",),
)
def record_inspection(view: View, form: Inspected) -> Plan:
    """What the inspector found, with evidence and opinion, read by underwriting and claims alone. With the last report
    the 15 working days to decide and deliver begin (Basic Service Rules 2010 art 12).
    """
    plan = Plan()
    opinion = {"report": form.report, "evidence": form.evidence, "opinion": form.opinion}
    come_back(
        view, plan, [the_open(view, INSPECTION)], form.outcome, {name: text for name, text in opinion.items() if text}
    )
    return plan


@operation(
    "underwriting.ask_questionnaire",
    code="UW17",
    label=N_("Send a questionnaire"),
    form=Asked,
    duties=("underwriting",),
)
def ask_questionnaire(view: View, form: Asked) -> Plan:
    """Asks the applicant to fill in a questionnaire. The clocks wait; without an answer in time the application is
    withdrawn (company default).
    """
    plan = Plan()
    ask(view, plan, QUESTIONNAIRE, form.subject, data={"asks": form.asks} if form.asks else None)
    with speaking_to(_applicant(view)):
        subject = _(QUESTIONNAIRES[form.subject])
    _tell(view, plan, "questionnaire", questionnaire=subject, asks=form.asks)
    return plan


def _the_one_out(view: View) -> Mapping[str, Any]:
    """The oldest questionnaire that is out."""
    out = open_tasks(view.reader, view.the_case.id, QUESTIONNAIRE)
    return {"subject": out[0].detail} if out else {}


@operation(
    "underwriting.record_questionnaire",
    code="UW18",
    label=N_("Record a questionnaire"),
    form=Answered,
    duties=("underwriting",),
    proposes=_the_one_out,
)
def record_questionnaire(view: View, form: Answered) -> Plan:
    """The questionnaire is back; the answers are read by underwriting alone."""
    plan = Plan()
    come_back(view, plan, [the_open(view, QUESTIONNAIRE, form.subject)], "answered", {"report": form.report})
    return plan


def _applicant(view: View) -> Party:
    return view.reader.need(Party, view.own(Application).applicant_id)


def _tell(view: View, plan: Plan, letter: str, **said: LetterValue) -> None:
    values: dict[str, LetterValue] = {"application": view.the_case.number, "due": answer_due(view).isoformat(), **said}
    plan.notices.append(Notice(letter, _applicant(view).id, values))

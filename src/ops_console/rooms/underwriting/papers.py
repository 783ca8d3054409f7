"""Papers underwriting asks for before it decides; and giving up waiting for what is no longer needed."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from ops_console.base.i18n import N_, _
from ops_console.base.problems import InputErrors, Problem, Refused
from ops_console.data.tables import Application, Party
from ops_console.desk.forms import Codes, Form, field
from ops_console.desk.operations import Offered, operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.counter.reception import ask_for_papers
from ops_console.rooms.papers import to_tick, unknown_papers
from ops_console.rooms.underwriting.waiting import KINDS, PAPER, WAIVED, ask, come_back, open_tasks


class PapersWanted(Form):
    papers: Codes = field(N_("Papers wanted"), lookup="paper", min_length=1, help=N_("codes, by commas, all at once"))


@operation(
    "underwriting.ask_papers", code="UW04", label=N_("Ask for papers"), form=PapersWanted, duties=("underwriting",)
)
def ask_papers(view: View, form: PapersWanted) -> Plan:
    """Asks the applicant for everything underwriting still needs, in one letter; an examination form stands for an
    examination (told within 5 working days, Basic Service Rules 2010 art 11). The clocks wait; without an answer in
    time the application is withdrawn (company default).
    """
    problems = unknown_papers(view, form.papers)
    if problems:
        raise InputErrors(problems)
    application = view.own(Application)
    plan = Plan()
    wanted = [view.catalog.papers[code] for code in dict.fromkeys(form.papers)]
    ask_for_papers(view, plan, view.reader.need(Party, application.applicant_id), wanted)
    for paper in wanted:
        ask(view, plan, PAPER, paper.code)
    return plan


class PapersArrived(Form):
    papers: Codes = field(N_("Papers arrived"), ticks=True, min_length=1)


def _wanted(view: View, _typed: Mapping[str, Any]) -> Mapping[str, Sequence[Offered]]:
    tasks = open_tasks(view.reader, view.the_case.id, PAPER)
    return to_tick(view.catalog.papers[task.detail] for task in tasks)


@operation(
    "underwriting.papers_arrived",
    code="UW05",
    label=N_("Papers have arrived"),
    form=PapersArrived,
    duties=("underwriting", "counter"),
    offers=_wanted,
)
def papers_arrived(view: View, form: PapersArrived) -> Plan:
    """Every paper that was asked for is there. Unless something else is still out the clocks go on, and after an
    examination the 15 working days to decide and deliver begin (Basic Service Rules 2010 art 12).
    """
    tasks = open_tasks(view.reader, view.the_case.id, PAPER)
    wanted = {task.detail: task for task in tasks}
    strange = [code for code in form.papers if code not in wanted]
    if strange:
        raise InputErrors([Problem("papers", _("was not asked for"), value=code) for code in strange])
    missing = [str(view.catalog.papers[code].label) for code in wanted if code not in form.papers]
    if missing:
        raise Refused(
            _("Still missing: {papers}.").format(papers=", ".join(missing)),
            code="papers_missing",
            source="company default: papers are taken in all together",
        )
    application = view.own(Application)
    plan = Plan()
    plan.change(Application, {"case_id": application.case_id}, papers=sorted({*application.papers, *form.papers}))
    come_back(view, plan, tasks)
    return plan


class NoLonger(Form):
    what: Literal["examination", "inspection", "questionnaire", "paper"] = field(N_("No longer wanted"), choices=KINDS)
    reason: str = field(N_("Reason"), min_length=2, max_length=500, confidential=True)


@operation(
    "underwriting.waive", code="UW19", label=N_("Wait for it no longer"), form=NoLonger, duties=("underwriting",)
)
def waive(view: View, form: NoLonger) -> Plan:
    """What was asked for is not needed any more, or will not come: everything of the kind that is still out is given
    up, with the reason on record.
    """
    tasks = open_tasks(view.reader, view.the_case.id, form.what)
    view.refuse_unless(
        bool(tasks),
        "not_asked",
        _("{number} waits for no {what}.").format(number=view.the_case.number, what=_(KINDS[form.what])),
        "company default",
    )
    plan = Plan()
    come_back(view, plan, tasks, WAIVED, {"reason": form.reason})
    return plan

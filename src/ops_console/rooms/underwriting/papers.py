"""What underwriting asks for before it decides: papers, an examination, a questionnaire."""

from ops_console.base.i18n import N_, _
from ops_console.base.problems import InputErrors, Problem, Refused
from ops_console.data.tables import Application, Party, Task
from ops_console.desk.forms import Codes, Form, field
from ops_console.desk.operations import operation
from ops_console.desk.payables import is_vip
from ops_console.desk.plan import ClockStart, Plan
from ops_console.desk.view import View
from ops_console.rooms.counter.reception import ask_for_papers
from ops_console.rooms.papers import unknown_papers

EXAMINATION_FORM = "examination_form"
PAPER = "paper"
"""Kind of task: a paper that is waited for; its detail is the paper's code."""


class PapersWanted(Form):
    papers: Codes = field(N_("Papers wanted"), lookup="paper", min_length=1, help=N_("codes, by commas, all at once"))


@operation(
    "underwriting.ask_papers", code="UW04", label=N_("Ask for papers"), form=PapersWanted, duties=("underwriting",)
)
def ask_papers(view: View, form: PapersWanted) -> Plan:
    """Asks the applicant for everything underwriting still needs, in one letter; an examination form stands for an
    examination (told within 5 working days, Basic Service Rules 2010 art 11). The clocks wait.
    """
    problems = unknown_papers(view, form.papers)
    if problems:
        raise InputErrors(problems)
    application = view.own(Application)
    plan = Plan(to="questions")
    wanted = [view.catalog.papers[code] for code in dict.fromkeys(form.papers)]
    ask_for_papers(view, plan, view.reader.need(Party, application.applicant_id), wanted)
    if EXAMINATION_FORM in form.papers:
        plan.waits.append("examination")
        plan.clocks_met.append("examination_notice")
    plan.insert(*(_task(view, paper.code) for paper in wanted))
    return plan


class PapersArrived(Form):
    papers: Codes = field(N_("Papers arrived"), lookup="paper", min_length=1, help=N_("codes, by commas"))


@operation(
    "underwriting.papers_arrived",
    code="UW05",
    label=N_("Papers have arrived"),
    form=PapersArrived,
    duties=("underwriting", "counter"),
)
def papers_arrived(view: View, form: PapersArrived) -> Plan:
    """Everything that was asked for is there: the clocks go on, and after an examination the 15 working days to decide
    and deliver begin (Basic Service Rules 2010 art 12).
    """
    tasks = view.reader.find(Task, case_id=view.the_case.id, kind=PAPER, done=None)
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
    plan = Plan(to="underwriting", waits_over=True)
    plan.change(Application, {"case_id": application.case_id}, papers=sorted({*application.papers, *form.papers}))
    for task in tasks:
        plan.change(Task, {"id": task.id}, done=view.today)
    if EXAMINATION_FORM in wanted:
        applicant = view.reader.need(Party, application.applicant_id)
        plan.clocks.append(ClockStart("after_examination", view.today, vip=is_vip(applicant)))
    return plan


def _task(view: View, paper: str) -> Task:
    return Task(id=view.new_id(), case_id=view.the_case.id, kind=PAPER, detail=paper, opened=view.today)

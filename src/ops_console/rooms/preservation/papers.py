"""What a request lacks: told once, all together (Basic Service Rules 2010 art 19); the clocks wait for the customer."""

from datetime import timedelta

from ops_console.base.i18n import N_, _
from ops_console.base.problems import InputErrors, Problem
from ops_console.catalog.model import Paper
from ops_console.data.tables import Endorsement, Party, Task
from ops_console.desk.forms import Codes, Form, field
from ops_console.desk.operations import operation
from ops_console.desk.payables import is_vip
from ops_console.desk.plan import ClockStart, Plan
from ops_console.desk.view import View
from ops_console.rooms.papers import to_tick, unknown_papers
from ops_console.rooms.parties import speaking_to
from ops_console.rooms.policies import position_of
from ops_console.rooms.preservation.expiry import PAPER, UNANSWERED
from ops_console.rooms.preservation.items import ACCEPTED, ROOM

ONCE = "Basic Service Rules for Personal Insurance 2010 art 19"


class PapersWanted(Form):
    """What the request lacks, all of it."""

    papers: Codes = field(N_("Papers wanted"), lookup="paper", ticks=True, min_length=1, help=N_("all at once"))
    reason: str = field(
        N_("Why again"), default="", max_length=300, help=N_("needed when papers were asked for before")
    )


def _needed(view: View) -> tuple[Paper, ...]:
    item = view.catalog.items[view.own(Endorsement).item]
    return view.catalog.papers_for("preservation", event=item.code)


@operation(
    "preservation.ask_papers",
    code="PS24",
    label=N_("Ask for missing papers"),
    form=PapersWanted,
    duties=(ROOM,),
    offers=lambda view, _typed: to_tick(_needed(view)),
)
def ask_papers(view: View, form: PapersWanted) -> Plan:
    """Tells the applicant in one letter everything that is missing. The company's clocks stand still until it comes;
    the thirty days of a surrender do not. Asked for again only with the reason why it became necessary (art 19)."""
    problems = unknown_papers(view, form.papers)
    if problems:
        raise InputErrors(problems)
    case = view.the_case
    asked_before = view.reader.first(Task, case_id=case.id, kind=PAPER)
    view.refuse_unless(
        asked_before is None or bool(form.reason),
        "asked_once",
        _("Papers were asked for already: once, all together. Say why more became necessary."),
        ONCE,
    )
    plan = Plan(to="papers", waits=["papers"], clocks_met=[*ACCEPTED])
    codes = tuple(dict.fromkeys(form.papers))
    plan.insert(
        *(Task(id=view.new_id(), case_id=case.id, kind=PAPER, detail=code, opened=view.today) for code in codes)
    )
    until = view.today + timedelta(days=view.catalog.setting(UNANSWERED))
    applicant = view.reader.need(Party, position_of(view).applicant_id)
    with speaking_to(applicant):
        plan.notify(
            "request_papers_wanted",
            applicant.id,
            item=str(view.catalog.items[view.own(Endorsement).item].label),
            policy=view.the_policy.number,
            received=case.received.isoformat(),
            papers=[str(view.catalog.papers[code].label) for code in codes],
            reason=form.reason,
            due=until.isoformat(),
        )
    plan.messages.append(_("Waits for the customer's papers until {day}.").format(day=until.isoformat()))
    return plan


class PapersArrived(Form):
    """What the customer has handed in."""

    papers: Codes = field(N_("Papers arrived"), ticks=True, min_length=1)


@operation(
    "preservation.papers_arrived",
    code="PS25",
    label=N_("Papers have arrived"),
    form=PapersArrived,
    duties=(ROOM, "counter"),
    offers=lambda view, _typed: to_tick(view.catalog.papers[code] for code in _open_tasks(view)),
)
def papers_arrived(view: View, form: PapersArrived) -> Plan:
    """Papers that were asked for are there. With the last of them the clocks go on, and the request is accepted within
    two working days (Basic Service Rules 2010 art 19)."""
    wanted = _open_tasks(view)
    strange = [code for code in form.papers if code not in wanted]
    if strange:
        raise InputErrors([Problem("papers", _("was not asked for"), value=code) for code in strange])
    plan = Plan()
    for code in form.papers:
        plan.change(Task, {"id": wanted[code].id}, done=view.today)
    missing = [str(view.catalog.papers[code].label) for code in wanted if code not in form.papers]
    if missing:
        plan.messages.append(_("Still missing: {papers}.").format(papers=", ".join(missing)))
        return plan
    plan.to, plan.waits_over = "received", True
    applicant = view.reader.need(Party, position_of(view).applicant_id)
    plan.clocks.append(ClockStart(ACCEPTED[0], view.today, vip=is_vip(applicant)))
    plan.messages.append(_("All papers are there; the request can be keyed."))
    return plan


def _open_tasks(view: View) -> dict[str, Task]:
    """The papers still waited for, by code."""
    return {task.detail: task for task in view.reader.find(Task, case_id=view.the_case.id, kind=PAPER, done=None)}

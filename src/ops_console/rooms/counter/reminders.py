"""Papers that were asked for and don't come: one reminder, and no second list."""

from datetime import date

from ops_console.base.i18n import N_, _
from ops_console.base.known import known
from ops_console.catalog.model import Paper
from ops_console.data.tables import Application, Claim, Letter, Party, Task, WorkItem
from ops_console.desk.forms import Nothing
from ops_console.desk.operations import operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.claims.letters import addressee
from ops_console.rooms.parties import speaking_to
from ops_console.rooms.policies import position_of

REMINDER = "papers_reminder"
"""The letter, and the setting that says after how many working days it goes out."""
ASKED = {"application": "papers_wanted", "endorsement": "request_papers_wanted", "claim": "claim_papers_wanted"}
"""The letter with the one list, by kind of case."""


@operation(
    "counter.remind_papers",
    code="CN13",
    label=N_("Remind of missing papers"),
    form=Nothing,
    duties=("counter", "preservation", "claims"),
)
def remind_papers(view: View, _form: Nothing) -> Plan:
    """Some working days after the one list (company default) who was asked is reminded, once, of what of it is still
    missing. Nothing is added to the list: it was made once, all together (Insurance Law art 22; Basic Service Rules
    2010 art 10).
    """
    case = view.the_case
    asked = _letter_day(view, ASKED[case.kind])
    first = view.calendar.add_working_days(asked, view.catalog.setting(REMINDER)).day
    view.refuse_unless(
        view.today >= first,
        "reminder_early",
        _("Asked for on {asked}: a reminder goes out from {day} on.").format(
            asked=asked.isoformat(), day=first.isoformat()
        ),
        "company default",
    )
    view.refuse_unless(
        view.reader.first(Letter, case_id=case.id, kind=REMINDER) is None,
        "reminded_once",
        _("A reminder was sent, and one is sent once only."),
        "company default",
    )
    to = _addressee(view)
    plan = Plan()
    with speaking_to(to):
        papers = [str(paper.label) for paper in _missing(view)]
        plan.notify(REMINDER, to.id, case=case.number, asked=asked.isoformat(), papers=papers)
    plan.messages.append(_("Reminded of: {papers}.").format(papers=", ".join(str(p.label) for p in _missing(view))))
    return plan


def _letter_day(view: View, kind: str) -> date:
    """The day the list went out; the newest where more became necessary."""
    letters = view.reader.find(Letter, case_id=view.the_case.id, kind=kind, order_by="-id", limit=1)
    return letters[0].day if letters else view.the_case.received


def _missing(view: View) -> list[Paper]:
    """What of the list has not come."""
    case, papers_for = view.the_case, view.catalog.papers_for
    if case.kind == "application":
        application = view.own(Application)
        return [p for p in papers_for("application", application.product) if p.code not in application.papers]
    if case.kind == "claim":
        claim = view.own(Claim)
        return [p for p in papers_for("claim", event=claim.event_kind) if p.code not in claim.papers]
    tasks = view.reader.find(Task, case_id=case.id, kind="paper", done=None)
    return [view.catalog.papers[task.detail] for task in tasks]


def _addressee(view: View) -> Party:
    """Who got the list."""
    case: WorkItem = view.the_case
    if case.kind == "claim":
        return addressee(view, view.own(Claim))
    if case.kind == "application":
        return view.reader.need(Party, known(case.party_id, "applicant"))
    return view.reader.need(Party, position_of(view).applicant_id)

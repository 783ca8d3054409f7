"""Files that are not back in time: the reader is reminded, later the case goes up."""

from datetime import date

from ops_console.base.i18n import N_, _
from ops_console.base.known import known
from ops_console.data.tables import Clerk, FileLoan, Note
from ops_console.desk.forms import Nothing
from ops_console.desk.operations import operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.escalation import escalate
from ops_console.rules.calendar import WorkCalendar

ESCALATION = "file_loan_escalation"


@operation(
    "archive.remind_reader", code="AR09", label=N_("Remind the reader"), form=Nothing, duties=("archive_keeper",)
)
def remind_reader(view: View, _form: Nothing) -> Plan:
    """The file is overdue: the reader is reminded once; some working days later (company default) the case goes to a
    supervisor.
    """
    loan = view.own(FileLoan)
    due = known(loan.due_back, "day the file is due back")
    view.refuse_unless(
        view.today > due, "not_overdue", _("It is due back on {day}.").format(day=due.isoformat()), "company default"
    )
    reader = view.reader.need(Clerk, loan.reader_id)
    plan = Plan()
    if loan.reminded_on is None:
        text = _("{clerk}: the file was due back on {day}.").format(clerk=reader.name, day=due.isoformat())
        plan.insert(
            Note(
                id=view.new_id(),
                case_id=loan.case_id,
                kind="reminder",
                text=text,
                clerk_id=view.clerk.id,
                written_at=view.now,
            )
        )
        plan.messages.append(text)
        plan.change(FileLoan, {"case_id": loan.case_id}, reminded_on=view.today)
    if loan.escalated_on is None and due <= long_due(view.today, view.catalog.setting(ESCALATION), view.calendar):
        escalate(view, plan, "archive.remind_reader", _("Not given back by {clerk}.").format(clerk=reader.name))
        plan.messages.append(_("Goes to a supervisor."))
        plan.change(FileLoan, {"case_id": loan.case_id}, escalated_on=view.today)
    view.refuse_unless(
        bool(plan.changes),
        "reminded",
        _("The reader was reminded on {day}.").format(day=loan.reminded_on),
        "company default",
    )
    return plan


def long_due(today: date, days: int, calendar: WorkCalendar) -> date:
    """What was due on this day or before is overdue by so many working days, or more."""
    day = today
    while calendar.working_days_between(day, today) < days:
        day = date.fromordinal(day.toordinal() - 1)
    return day

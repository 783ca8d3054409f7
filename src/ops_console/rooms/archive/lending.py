"""Lending a file 借阅: asked for with a purpose, approved by one who neither keeps the archive nor reads the file."""

from ops_console.base.i18n import N_, _
from ops_console.base.known import known
from ops_console.base.problems import NotAllowed, Refused
from ops_console.data.tables import ArchiveFile, Clerk, FileLoan
from ops_console.desk.forms import Comment, Form, Nothing, Reason, field
from ops_console.desk.operations import operation
from ops_console.desk.plan import ClockStart, NewCase, Plan
from ops_console.desk.view import View
from ops_console.rooms import escalation
from ops_console.rooms.archive.places import place_of, refuse_missing
from ops_console.rules import clocks

LOAN = "file_loan"
"""Kind of case, and the standard that says when a lent file is back."""
REQUEST = "file_request"
CONFIDENTIAL = "confidential_file"
"""The kind of decision whose lowest grade the catalog sets."""


class Purpose(Form):
    """Why somebody has to read a file."""

    purpose: str = field(N_("Purpose"), min_length=4, max_length=300, help=N_("stands in the log of readings"))


@operation("archive.request_loan", code="AR02", label=N_("Ask to read the file"), form=Purpose, opens=LOAN)
def request_loan(view: View, form: Purpose) -> Plan:
    """Any clerk may ask to read the file of an archived case in the own branch; who, what, why and when are logged."""
    filed = view.own(ArchiveFile)
    refuse_missing(view, filed)
    plan = Plan()
    loan = FileLoan(case_id=view.new_id(), file_case_id=filed.case_id, reader_id=view.clerk.id, purpose=form.purpose)
    plan.cases.append(
        NewCase(
            loan.case_id,
            LOAN,
            view.branch.id,
            loan,
            party_id=view.the_case.party_id,
            policy_id=view.the_case.policy_id,
            parent_id=filed.case_id,
            clocks=(ClockStart(REQUEST, view.today),),
        )
    )
    plan.messages.append(_("Wanted: {where}.").format(where=place_of(filed)))
    return plan


@operation(
    "archive.approve_loan",
    code="AR03",
    label=N_("Approve the reading"),
    form=Comment,
    duties=("archive_approver",),
    decides=True,
)
def approve_loan(view: View, _form: Comment) -> Plan:
    """By an approver, who neither keeps the archive nor is the reader; a confidential file by a supervisor."""
    loan = view.own(FileLoan)
    _refuse_reader(view, loan)
    filed = view.reader.need(ArchiveFile, loan.file_case_id)
    plan = Plan(to="approved", decision=CONFIDENTIAL if filed.confidential else None, clocks_met=[REQUEST])
    plan.change(FileLoan, {"case_id": loan.case_id}, approved_by=view.clerk.id)
    return plan


@operation(
    "archive.refuse_loan", code="AR04", label=N_("Refuse the reading"), form=Reason, duties=("archive_approver",)
)
def refuse_loan(view: View, form: Reason) -> Plan:
    """The file stays where it is; the reason is told to who asked."""
    _refuse_reader(view, view.own(FileLoan))
    return Plan(to="refused", outcome="refused", messages=[form.reason])


@operation("archive.hand_out", code="AR05", label=N_("Hand the file out"), form=Nothing, duties=("archive_keeper",))
def hand_out(view: View, _form: Nothing) -> Plan:
    """The reader takes the file; the clock says when it has to be back."""
    loan = view.own(FileLoan)
    filed = view.reader.need(ArchiveFile, loan.file_case_id)
    refuse_missing(view, filed)
    if filed.on_loan:
        raise Refused(
            _("{where} is lent to somebody else.").format(where=place_of(filed)),
            code="on_loan",
            source="company default",
        )
    back = clocks.start(view.catalog.standards[LOAN], view.today, view.calendar).due
    plan = Plan(to="out", clocks=[ClockStart(LOAN, view.today)])
    plan.change(FileLoan, {"case_id": loan.case_id}, out_on=view.today, due_back=back)
    plan.change(ArchiveFile, {"case_id": filed.case_id}, on_loan=True)
    reader = view.reader.need(Clerk, loan.reader_id)
    plan.messages.append(
        _("To {clerk}, back by {day}: {where}.").format(clerk=reader.name, day=back.isoformat(), where=place_of(filed))
    )
    return plan


@operation("archive.extend_loan", code="AR08", label=N_("Extend the loan"), form=Reason, duties=("archive_keeper",))
def extend_loan(view: View, _form: Reason) -> Plan:
    """Once, before the file is due back, by as long as it was lent for (company default)."""
    loan = view.own(FileLoan)
    due = known(loan.due_back, "day the file is due back")
    view.refuse_unless(
        loan.extended_on is None,
        "extended",
        _("The loan was extended on {day}, and is extended once only.").format(day=loan.extended_on),
        "company default",
    )
    view.refuse_unless(
        view.today <= due,
        "overdue",
        _("The file was due back on {day}.").format(day=due.isoformat()),
        "company default",
    )
    back = clocks.start(view.catalog.standards[LOAN], due, view.calendar).due
    plan = Plan(clocks_met=[LOAN], clocks=[ClockStart(LOAN, due)])
    plan.change(FileLoan, {"case_id": loan.case_id}, due_back=back, extended_on=view.today)
    plan.messages.append(_("Now due back by {day}.").format(day=back.isoformat()))
    return plan


@operation("archive.take_back", code="AR06", label=N_("Take the file back"), form=Comment, duties=("archive_keeper",))
def take_back(view: View, _form: Comment) -> Plan:
    """The file is complete and back in its box; late or not stays on record."""
    loan = view.own(FileLoan)
    plan = Plan(to="returned", outcome="returned")
    escalation.settled(view, plan)
    plan.change(FileLoan, {"case_id": loan.case_id}, back_on=view.today)
    plan.change(ArchiveFile, {"case_id": loan.file_case_id}, on_loan=False)
    if loan.due_back is not None and view.today > loan.due_back:
        plan.messages.append(_("Late: it was due back on {day}.").format(day=loan.due_back.isoformat()))
    return plan


def _refuse_reader(view: View, loan: FileLoan) -> None:
    """Nobody decides about their own reading. That the keeper doesn't is the duties' business."""
    if view.clerk.id == loan.reader_id:
        raise NotAllowed(
            _("You asked to read it yourself: another clerk has to decide."),
            code="own_request",
            source="company default: reading needs the approval of another",
        )

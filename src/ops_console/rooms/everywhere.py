"""What is done in any room: a case is taken, handed on, noted on, its referral sent back; letters are printed."""

from typing import Literal

from ops_console.base.i18n import N_, _
from ops_console.base.problems import InputErrors, NotAllowed, Problem, Refused
from ops_console.data.store import Reader
from ops_console.data.tables import Clerk, Letter, Note, Referral, WorkItem
from ops_console.desk.checks import duties_of, in_scope
from ops_console.desk.forms import Codes, Form, Nothing, Reason, field
from ops_console.desk.operations import On, operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View

ASSIGN = "assign"
"""The kind of decision whose lowest grade the catalog sets."""


class ToClerk(Form):
    """Whom a case is given to."""

    clerk: str = field(N_("Clerk"), lookup="clerk", max_length=40)
    comment: str = field(N_("Remark"), default="", max_length=500)


class Letters(Form):
    """Notices of the outbox."""

    letters: Codes = field(N_("Letters"), min_length=1, help=N_("Their numbers."))


class NewNote(Form):
    """Something worth knowing about the case."""

    kind: Literal["note", "call"] = field(
        N_("Kind"), default="note", choices={"note": N_("Note"), "call": N_("Telephone call")}
    )
    text: str = field(N_("Text"), min_length=2, max_length=2000, confidential=True)


@operation("desk.take", code="DK01", label=N_("Take the case"), form=Nothing, on=On.ANY_CASE)
def take(view: View, _form: Nothing) -> Plan:
    """The case is yours until you finish your step, release it or it is given to somebody else."""
    case = view.the_case
    if case.assignee_id not in (None, view.clerk.id):
        holder = view.reader.need(Clerk, case.assignee_id)
        raise Refused(
            _("{number} is taken by {clerk}.").format(number=case.number, clerk=holder.name),
            code="taken",
            source="company default",
        )
    must_work_in(view, view.clerk, case.room)
    return _assigned(view, view.clerk.id)


def _is_taken(_reader: Reader, case: WorkItem) -> None:
    if case.assignee_id is None:
        raise Refused(
            _("Nobody has taken {number}.").format(number=case.number), code="not_taken", source="company default"
        )


def _is_referred(_reader: Reader, case: WorkItem) -> None:
    if case.referred_to is None:
        raise Refused(
            _("{number} is not referred.").format(number=case.number), code="not_referred", source="company default"
        )


@operation(
    "desk.release",
    code="DK02",
    label=N_("Release the case"),
    form=Nothing,
    on=On.ANY_CASE,
    suits=_is_taken,
    graded=True,
)
def release(view: View, _form: Nothing) -> Plan:
    """Nobody's case again: it goes back to the queue."""
    if view.the_case.assignee_id != view.clerk.id:
        must_assign(view)
    return _assigned(view, None)


@operation("desk.assign", code="DK03", label=N_("Give the case to a clerk"), form=ToClerk, on=On.ANY_CASE, graded=True)
def assign(view: View, form: ToClerk) -> Plan:
    """A supervisor gives the case to a clerk of the room."""
    must_assign(view)
    clerk = view.reader.first(Clerk, login=form.clerk)
    if clerk is None or clerk.locked:
        raise InputErrors([Problem("clerk", _("There is no such clerk"), value=form.clerk)])
    if not in_scope(view.reader, clerk, view.the_case.branch_id):
        raise InputErrors([Problem("clerk", _("The case lies outside this clerk's branches"), value=form.clerk)])
    must_work_in(view, clerk, view.the_case.room)
    return _assigned(view, clerk.id)


@operation("desk.add_note", code="DK04", label=N_("Add a note"), form=NewNote, on=On.ANY_CASE)
def add_note(view: View, form: NewNote) -> Plan:
    """A note stays with the case; it is not changed or taken away any more."""
    plan = Plan()
    plan.insert(
        Note(
            id=view.new_id(), case_id=view.the_case.id, kind=form.kind, text=form.text, clerk_id=view.clerk.id,
            written_at=view.now,
        )
    )  # fmt: skip
    return plan


@operation(
    "desk.return_referral",
    code="DK05",
    label=N_("Send the referral back"),
    form=Reason,
    on=On.ANY_CASE,
    suits=_is_referred,
    graded=True,
)
def return_referral(view: View, form: Reason) -> Plan:
    """Back to who referred it, with your comment: for what is missing, or to decide within their authority."""
    case = view.the_case
    referrals = view.reader.find(Referral, case_id=case.id, state="open")
    ladder = view.catalog.authority
    if ladder.grade(view.clerk.grade).rank < ladder.grade(referrals[-1].to_grade).rank:
        raise NotAllowed(
            _("{number} was referred to: {grade}.").format(
                number=case.number, grade=ladder.grade(referrals[-1].to_grade).label
            ),
            code="referred",
            source="catalog: authority",
        )
    plan = Plan(messages=[_("Sent back.")])
    for referral in referrals:
        plan.change(Referral, {"id": referral.id}, state="returned", closed_by=view.clerk.id, answer=form.reason)
    plan.change(WorkItem, {"id": case.id}, referred_to=None, assignee_id=referrals[-1].from_clerk_id)
    return plan


@operation("desk.print_letters", code="DK06", label=N_("Mark letters as printed"), form=Letters, on=On.NOTHING)
def print_letters(view: View, form: Letters) -> Plan:
    """Counts how often a notice was printed; from the second time on it is marked as a copy."""
    wanted: set[int] = set()
    problems = []
    for number in form.letters:
        letter = view.reader.get(Letter, int(number)) if number.isascii() and number.isdigit() else None
        if letter is None or not in_scope(view.reader, view.clerk, letter.branch_id):
            problems.append(Problem("letters", _("There is no such letter"), value=number))
        else:
            wanted.add(letter.id)
    if problems:
        raise InputErrors(problems)
    plan = Plan()
    # In one order, whoever prints: two clerks at once wait for each other, and neither print is lost.
    for letter_id in sorted(wanted):
        plan.change(Letter, {"id": letter_id}, printed=view.lock(Letter, letter_id).printed + 1)
    return plan


def _assigned(view: View, clerk_id: int | None) -> Plan:
    plan = Plan()
    plan.change(WorkItem, {"id": view.the_case.id}, assignee_id=clerk_id)
    return plan


def must_assign(view: View, clerk: Clerk | None = None) -> None:
    """NotAllowed below the grade that hands out work: of who acts, as a deputy too, or of a clerk as such."""
    ladder = view.catalog.authority
    needed = ladder.grade(ladder.minimum_grades[ASSIGN])
    if ladder.grade((clerk or view.clerk).grade).rank < needed.rank:
        raise NotAllowed(
            _("This needs the grade {grade}.").format(grade=needed.label), code="authority", source="catalog: authority"
        )


def must_work_in(view: View, clerk: Clerk, room: str) -> None:
    """NotAllowed when the clerk has no duty in the room the case is in."""
    if room not in rooms_of(view, clerk):
        raise NotAllowed(
            _("{clerk} has no duty in the room {room}.").format(clerk=clerk.name, room=room),
            code="duty",
            source="catalog: duties",
        )


def rooms_of(view: View, clerk: Clerk) -> frozenset[str]:
    """The rooms a clerk has a duty in."""
    rooms = (view.catalog.duties[duty].room for duty in duties_of(view.reader, clerk))
    return frozenset(room for room in rooms if room)

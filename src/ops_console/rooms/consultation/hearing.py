"""A room is asked what it has to say, and says it; meanwhile the case stands in its queue."""

from typing import Literal

from ops_console.base.i18n import N_, _
from ops_console.base.problems import NotAllowed
from ops_console.data.tables import Note, ServiceRequest
from ops_console.desk.checks import duties_of
from ops_console.desk.forms import Form, field
from ops_console.desk.operations import operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.desk.words import word
from ops_console.rooms.flows.consultation import asked


class Question(Form):
    """Which room, and what it shall say something to."""

    room: Literal["counter", "preservation", "callback", "underwriting", "claims", "premium"] = field(
        N_("Room"),
        choices={
            "counter": N_("Counter"),
            "preservation": N_("Preservation"),
            "callback": N_("Callback"),
            "underwriting": N_("Underwriting"),
            "claims": N_("Claims"),
            "premium": N_("Premium"),
        },
    )
    question: str = field(N_("Question"), min_length=2, max_length=1000)


class Statement(Form):
    """What the room has to say; Consultation & appeals answers with it."""

    statement: str = field(N_("Statement"), min_length=2, max_length=2000)


@operation(
    "consultation.ask_statement",
    code="CS03",
    label=N_("Ask a room for a statement"),
    form=Question,
    duties=("consultation",),
)
def ask_statement(view: View, form: Question) -> Plan:
    """The case goes to the queue of the room, and comes back with its statement. The clocks run on: who asked does not
    care which room knows.
    """
    plan = Plan(to=asked(form.room))
    plan.change(ServiceRequest, {"case_id": view.the_case.id}, asked_room=form.room)
    _note(view, plan, form.question)
    return plan


@operation(
    "consultation.give_statement",
    code="CS04",
    label=N_("Give the statement"),
    form=Statement,
    duties=("counter", "preservation", "callback", "underwriting", "claims", "premium"),
)
def give_statement(view: View, form: Statement) -> Plan:
    """What the room that was asked has to say, by one of its clerks. The case goes back to Consultation & appeals."""
    room = view.the_case.room
    if room not in {view.catalog.duties[duty].room for duty in duties_of(view.reader, view.clerk)}:
        raise NotAllowed(
            _("The room {room} was asked: one of its clerks has to say it.").format(room=word(room)),
            code="other_room",
            source="catalog: duties",
        )
    request = view.own(ServiceRequest)
    said = f"{word(room)}: {form.statement}"
    plan = Plan(to="open")
    plan.change(
        ServiceRequest,
        {"case_id": request.case_id},
        asked_room=None,
        statement="\n".join(part for part in (request.statement, said) if part),
    )
    return plan


def _note(view: View, plan: Plan, text: str) -> None:
    plan.insert(
        Note(
            id=view.new_id(),
            case_id=view.the_case.id,
            kind="note",
            text=text,
            clerk_id=view.clerk.id,
            written_at=view.now,
        )
    )

"""Enquiries 咨询 and complaints 投诉. A room that is asked for a statement has the case in its own queue meanwhile."""

from ops_console.base.i18n import N_
from ops_console.desk.kinds import CaseKind, State, Transition, declare
from ops_console.rooms.flows.ways import ARCHIVED, CLOSED, FILING, flow
from ops_console.rules.numbers import Prefix

ROOM = "consultation"
ASKED_ROOMS = ("counter", "preservation", "callback", "underwriting", "claims", "premium")
"""Rooms that may be asked what they have to say."""


def asked(room: str) -> str:
    """The state in which a case waits for the statement of a room."""
    return f"with_{room}"


OPEN = State("open", ROOM, N_("to be answered"))
ASKED = tuple(State(asked(room), room, N_("waiting for the statement of a room")) for room in ASKED_ROOMS)


def _hearing() -> tuple[Transition, ...]:
    states = tuple(state.name for state in ASKED)
    return flow(
        ("open", "consultation.ask_statement", states),
        *((state, "consultation.give_statement", ("open",)) for state in states),
    )


ENQUIRY = declare(
    CaseKind(
        "enquiry",
        N_("Enquiry"),
        Prefix.ENQUIRY,
        states=(OPEN, *ASKED, State("answered", ROOM, N_("answered"), final=True)),
        transitions=flow(("open", "consultation.answer_enquiry", ("answered",))) + _hearing(),
    )
)

COMPLAINT = declare(
    CaseKind(
        "complaint",
        N_("Complaint"),
        Prefix.COMPLAINT,
        states=(OPEN, *ASKED, State("review", ROOM, N_("review asked for")), CLOSED, ARCHIVED),
        transitions=flow(
            ("open", "consultation.answer_complaint", ("closed",)),
            ("open", "consultation.make_complex", ()),
            ("open", "consultation.extend", ()),
            ("open", "consultation.withdraw_complaint", ("closed",)),
            ("closed", "consultation.ask_review", ("review",)),
            ("archived", "consultation.ask_review", ("review",)),
            ("review", "consultation.answer_review", ("closed",)),
        )
        + _hearing()
        + FILING,
    )
)

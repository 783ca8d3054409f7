"""A preservation request 保全: received, keyed, reviewed, underwritten, paid; it may wait for papers, and expire."""

from dataclasses import replace

from ops_console.base.i18n import N_
from ops_console.desk.kinds import KINDS, CaseKind, State, declare
from ops_console.rooms.flows.ways import ARCHIVED, CLOSED, FILING, flow
from ops_console.rules.numbers import Prefix

REQUEST = "endorsement"
"""The kind of case a request is."""

declare(
    CaseKind(
        REQUEST,
        N_("Preservation request"),
        Prefix.ENDORSEMENT,
        states=(
            State("received", "preservation", N_("received")),
            State("papers", "preservation", N_("waiting for the customer's papers")),
            State("review", "preservation", N_("keyed, to be reviewed")),
            State("underwriting", "underwriting", N_("in underwriting")),
            State("payment_due", "premium", N_("approved, waiting for the customer's payment")),
            CLOSED,
            ARCHIVED,
        ),
        transitions=flow(
            ("received", "preservation.ask_papers", ("papers",)),
            ("papers", "preservation.papers_arrived", ("received",)),
            ("papers", "counter.remind_papers", ()),
            ("review", "preservation.approve", ("closed", "payment_due")),
            ("review", "preservation.send_back", ("received",)),
            ("review", "preservation.refuse", ("closed",)),
            ("received", "preservation.refuse", ("closed",)),
            ("papers", "preservation.refuse", ("closed",)),
            ("received", "preservation.withdraw", ("closed",)),
            ("papers", "preservation.withdraw", ("closed",)),
            ("review", "preservation.withdraw", ("closed",)),
            ("underwriting", "underwriting.agree_request", ("payment_due", "closed")),
            ("underwriting", "underwriting.refuse_request", ("closed",)),
            ("payment_due", "premium.settle_request", ("closed",)),
            ("payment_due", "preservation.withdraw", ("closed",)),
            ("papers", "preservation.expire", ("closed",)),
            ("payment_due", "preservation.expire", ("closed",)),
        )
        + FILING,
    )
)


def keyed_by(operation: str) -> None:
    """One operation an item keys the request: `rooms/preservation/items.py` tells of every item that is offered."""
    kind = KINDS[REQUEST]
    (keys,) = flow(("received", operation, ("review", "underwriting", "payment_due", "closed")))
    declare(replace(kind, transitions=(keys, *kind.transitions)))

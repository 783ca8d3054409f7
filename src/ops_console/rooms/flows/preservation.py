"""A preservation request 保全: received, keyed, reviewed, underwritten, paid."""

from ops_console.base.i18n import N_
from ops_console.desk.kinds import CaseKind, State, declare
from ops_console.rooms.flows.ways import ARCHIVED, CLOSED, FILING, flow
from ops_console.rules.numbers import Prefix

ITEM_OPERATIONS = (
    "preservation.change_contact",
    "preservation.grant_loan",
    "preservation.repay_loan",
    "preservation.reinstate",
    "preservation.surrender",
    "preservation.cancel_in_hesitation",
    "preservation.reverse",
)
"""One operation an item: keys the request and computes it."""

ENDORSEMENT = declare(
    CaseKind(
        "endorsement",
        N_("Preservation request"),
        Prefix.ENDORSEMENT,
        states=(
            State("received", "preservation", N_("received")),
            State("review", "preservation", N_("keyed, to be reviewed")),
            State("underwriting", "underwriting", N_("in underwriting")),
            State("payment_due", "premium", N_("approved, waiting for the customer's payment")),
            CLOSED,
            ARCHIVED,
        ),
        transitions=flow(
            *(("received", name, ("review", "underwriting", "payment_due", "closed")) for name in ITEM_OPERATIONS),
            ("review", "preservation.approve", ("closed", "payment_due")),
            ("review", "preservation.send_back", ("received",)),
            ("review", "preservation.refuse", ("closed",)),
            ("received", "preservation.refuse", ("closed",)),
            ("received", "preservation.withdraw", ("closed",)),
            ("review", "preservation.withdraw", ("closed",)),
            ("underwriting", "underwriting.agree_request", ("payment_due", "closed")),
            ("underwriting", "underwriting.refuse_request", ("closed",)),
            ("payment_due", "premium.settle_request", ("closed",)),
            ("payment_due", "preservation.withdraw", ("closed",)),
        )
        + FILING,
    )
)

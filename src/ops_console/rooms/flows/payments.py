"""A payment: released by another clerk than who decided it, then paid."""

from ops_console.base.i18n import N_
from ops_console.desk.kinds import CaseKind, State, declare
from ops_console.rooms.flows.ways import flow
from ops_console.rules.numbers import Prefix

PAYMENT = declare(
    CaseKind(
        "payment",
        N_("Payment"),
        Prefix.PAYMENT,
        states=(
            State("to_release", "premium", N_("to be released")),
            State("released", "premium", N_("released, to be paid")),
            State("paid", "premium", N_("paid"), final=True),
            State("cancelled", "premium", N_("cancelled: the decision was reversed"), final=True),
        ),
        transitions=flow(
            ("to_release", "premium.release_payment", ("released",)),
            ("to_release", "premium.change_account", ()),
            ("released", "premium.pay_out", ("paid",)),
            ("paid", "premium.record_bounce", ("to_release",)),
        ),
    )
)

"""A payment: released by another clerk than who decided it, then paid. Money of the bank that fits nothing."""

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

BANK_ITEM = declare(
    CaseKind(
        "bank_item",
        N_("Unidentified bank money"),
        Prefix.BANK_ITEM,
        states=(
            State("to_clear", "premium", N_("to be cleared")),
            State("cleared", "premium", N_("cleared"), final=True),
        ),
        transitions=flow(
            ("to_clear", "premium.assign_bank_item", ("cleared",)),
            ("to_clear", "premium.clear_booked_item", ("cleared",)),
            ("to_clear", "premium.clear_file_sum", ("cleared",)),
            ("to_clear", "premium.return_bank_item", ("cleared",)),
            ("to_clear", "premium.bear_bank_item", ("cleared",)),
        ),
    )
)

"""The callback after issue, and what it finds."""

from ops_console.base.i18n import N_
from ops_console.desk.kinds import CaseKind, State, declare
from ops_console.rooms.flows.ways import ARCHIVED, CLOSED, FILING, flow
from ops_console.rules.numbers import Prefix

CALLBACK = declare(
    CaseKind(
        "callback",
        N_("Callback"),
        Prefix.CALLBACK,
        states=(State("to_call", "callback", N_("to be called")), CLOSED, ARCHIVED),
        transitions=flow(
            ("to_call", "callback.record_call", ("to_call", "closed")),
            ("to_call", "callback.arrange_call", ()),
            ("to_call", "callback.add_phone", ()),
            ("to_call", "callback.escalate", ()),
        )
        + FILING,
    )
)

FINDING = declare(
    CaseKind(
        "finding",
        N_("Callback finding"),
        Prefix.FINDING,
        states=(State("open", "callback", N_("to be settled")), CLOSED, ARCHIVED),
        transitions=flow(("open", "callback.settle_finding", ("closed",))) + FILING,
    )
)

"""An application 投保单, from the stamp at the counter to the policy in force."""

from ops_console.base.i18n import N_
from ops_console.desk.kinds import CaseKind, State, declare
from ops_console.rooms.flows.ways import ARCHIVED, CLOSED, FILING, flow
from ops_console.rules.numbers import Prefix

APPLICATION = declare(
    CaseKind(
        "application",
        N_("Application"),
        Prefix.APPLICATION,
        states=(
            State("received", "counter", N_("received")),
            State("papers_wanted", "counter", N_("waiting for papers")),
            State("keying", "counter", N_("to be keyed")),
            State("underwriting", "underwriting", N_("in underwriting")),
            State("questions", "underwriting", N_("waiting for papers asked by underwriting")),
            State("offered", "counter", N_("changed terms offered")),
            State("accepted", "underwriting", N_("accepted, to be issued")),
            State("issued", "counter", N_("issued, to be delivered")),
            State("delivered", "counter", N_("delivered, receipt not signed")),
            State("receipted", "counter", N_("signed, first premium not paid")),
            CLOSED,
            ARCHIVED,
        ),
        transitions=flow(
            ("received", "counter.check_papers", ("keying", "papers_wanted")),
            ("papers_wanted", "counter.check_papers", ("keying", "papers_wanted")),
            ("keying", "counter.key_application", ("underwriting", "accepted")),
            ("underwriting", "underwriting.accept", ("accepted",)),
            ("underwriting", "underwriting.load", ("offered",)),
            ("underwriting", "underwriting.decline", ("closed",)),
            ("underwriting", "underwriting.ask_papers", ("questions",)),
            ("questions", "underwriting.papers_arrived", ("underwriting",)),
            ("offered", "counter.accept_terms", ("accepted",)),
            ("accepted", "underwriting.issue", ("issued",)),
            ("issued", "counter.record_delivery", ("delivered",)),
            ("delivered", "counter.record_receipt", ("receipted", "closed")),
            *(
                (state, "counter.collect_first_premium", ())
                for state in ("keying", "underwriting", "questions", "offered", "accepted", "issued", "delivered")
            ),
            ("receipted", "counter.collect_first_premium", ("closed", "receipted")),
            *(
                (state, "counter.withdraw_application", ("closed",))
                for state in ("received", "papers_wanted", "keying", "underwriting", "questions", "offered", "accepted")
            ),
        )
        + FILING,
    )
)

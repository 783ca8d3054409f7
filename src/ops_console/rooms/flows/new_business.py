"""An application 投保单, from the stamp at the counter to the policy in force."""

from ops_console.base.i18n import N_
from ops_console.desk.kinds import CaseKind, State, declare
from ops_console.rooms.flows.ways import ARCHIVED, CLOSED, FILING, flow
from ops_console.rules.numbers import Prefix

OFFERS = (
    "underwriting.load",
    "underwriting.exclude",
    "underwriting.limit",
    "underwriting.leave_out_riders",
    "underwriting.change_members",
)
"""Changed terms, which the applicant has to accept in writing."""
INQUIRIES = ("underwriting.order_examination", "underwriting.order_inspection", "underwriting.ask_questionnaire")
"""What underwriting wants to know; an application may wait for several answers at once."""
ANSWERS = (
    "underwriting.papers_arrived",
    "underwriting.record_examination",
    "underwriting.record_questionnaire",
    "underwriting.record_inspection",
)
"""With the last of them the application is back in underwriting."""

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
            State("questions", "underwriting", N_("waiting for answers to underwriting")),
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
            ("papers_wanted", "counter.remind_papers", ()),
            ("keying", "counter.key_application", ("underwriting", "accepted")),
            ("keying", "counter.key_group", ("underwriting", "accepted")),
            ("underwriting", "underwriting.accept", ("accepted",)),
            *(("underwriting", name, ("offered",)) for name in OFFERS),
            ("underwriting", "underwriting.postpone", ("closed",)),
            ("underwriting", "underwriting.decline", ("closed",)),
            ("underwriting", "underwriting.ask_papers", ("questions",)),
            *(("underwriting", name, ("questions",)) for name in INQUIRIES),
            *(("questions", name, ("underwriting",)) for name in ANSWERS),
            *(("questions", name, ()) for name in INQUIRIES),
            ("questions", "underwriting.book_examination", ()),
            ("questions", "underwriting.waive", ("underwriting",)),
            ("offered", "counter.accept_terms", ("accepted",)),
            *((state, "underwriting.expire", ("closed",)) for state in ("questions", "offered")),
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

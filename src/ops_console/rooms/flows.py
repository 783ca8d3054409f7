"""Every kind of case: where it waits and what may be done with it there. Read this to know how work moves.

(state, operation, states it may lead to); an empty tuple leaves the case where it is. Every kind but payments, file
loans and catalog changes ends in the archive: `closed` waits to be filed, `archived` is filed.
"""

from ops_console.base.i18n import N_
from ops_console.desk.kinds import CaseKind, State, Transition, declare
from ops_console.rules.numbers import Prefix

CLOSED = State("closed", "archive", N_("closed, to be filed"), clock="archive_file")
ARCHIVED = State("archived", "archive", N_("archived"), final=True)
FILING = (Transition("closed", "archive.file", ("archived",)), Transition("archived", "archive.request_loan"))


def _flow(*rows: tuple[str, str, tuple[str, ...]]) -> tuple[Transition, ...]:
    return tuple(Transition(*row) for row in rows)


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
        transitions=_flow(
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

CALLBACK = declare(
    CaseKind(
        "callback",
        N_("Callback"),
        Prefix.CALLBACK,
        states=(State("to_call", "callback", N_("to be called")), CLOSED, ARCHIVED),
        transitions=_flow(("to_call", "callback.record_call", ("to_call", "closed"))) + FILING,
    )
)

FINDING = declare(
    CaseKind(
        "finding",
        N_("Callback finding"),
        Prefix.FINDING,
        states=(State("open", "callback", N_("to be settled")), CLOSED, ARCHIVED),
        transitions=_flow(("open", "callback.settle_finding", ("closed",))) + FILING,
    )
)

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
        transitions=_flow(
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

CLAIM = declare(
    CaseKind(
        "claim",
        N_("Claim"),
        Prefix.CLAIM,
        states=(
            State("reported", "claims", N_("reported")),
            State("registered", "claims", N_("registered, papers to be checked")),
            State("papers_wanted", "claims", N_("waiting for papers")),
            State("assessing", "claims", N_("papers complete, to be assessed")),
            State("assessed", "claims", N_("assessed, to be approved")),
            State("approved", "premium", N_("approved, being paid")),
            CLOSED,
            ARCHIVED,
        ),
        transitions=_flow(
            ("reported", "claims.register", ("registered",)),
            ("registered", "claims.check_papers", ("assessing", "papers_wanted")),
            ("papers_wanted", "claims.check_papers", ("assessing", "papers_wanted")),
            ("assessing", "claims.assess", ("assessed",)),
            ("assessed", "claims.approve", ("approved", "closed")),
            ("assessed", "claims.send_back", ("assessing",)),
            *(
                (state, "claims.withdraw", ("closed",))
                for state in ("reported", "registered", "papers_wanted", "assessing")
            ),
        )
        + FILING,
    )
)

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
        transitions=_flow(
            ("to_release", "premium.release_payment", ("released",)),
            ("released", "premium.pay_out", ("paid",)),
            ("paid", "premium.record_bounce", ("to_release",)),
        ),
    )
)

FILE_LOAN = declare(
    CaseKind(
        "file_loan",
        N_("Loan of a file"),
        Prefix.FILE_LOAN,
        states=(
            State("requested", "archive", N_("requested")),
            State("approved", "archive", N_("approved, to be handed out")),
            State("out", "archive", N_("handed out")),
            State("returned", "archive", N_("returned"), final=True),
            State("refused", "archive", N_("refused"), final=True),
        ),
        transitions=_flow(
            ("requested", "archive.approve_loan", ("approved",)),
            ("requested", "archive.refuse_loan", ("refused",)),
            ("approved", "archive.hand_out", ("out",)),
            ("out", "archive.take_back", ("returned",)),
        ),
    )
)

CATALOG_CHANGE = declare(
    CaseKind(
        "catalog_change",
        N_("Catalog change"),
        Prefix.CATALOG_CHANGE,
        states=(
            State("proposed", "administration", N_("proposed")),
            State("loaded", "administration", N_("loaded, in force"), final=True),
            State("rejected", "administration", N_("rejected"), final=True),
        ),
        transitions=_flow(
            ("proposed", "administration.approve_catalog", ("loaded",)),
            ("proposed", "administration.reject_catalog", ("rejected",)),
        ),
    )
)

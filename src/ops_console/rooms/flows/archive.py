"""The loan of a file, and the count of a cabinet. The file itself is the ended case."""

from ops_console.base.i18n import N_
from ops_console.desk.kinds import CaseKind, State, declare
from ops_console.rooms.flows.ways import flow
from ops_console.rules.numbers import Prefix

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
        transitions=flow(
            ("requested", "archive.approve_loan", ("approved",)),
            ("requested", "archive.refuse_loan", ("refused",)),
            ("approved", "archive.hand_out", ("out",)),
            ("out", "archive.take_back", ("returned",)),
            ("out", "archive.extend_loan", ()),
            ("out", "archive.remind_reader", ()),
        ),
    )
)

STOCKTAKE = declare(
    CaseKind(
        "stocktake",
        N_("Stocktake"),
        Prefix.STOCKTAKE,
        states=(
            State("counting", "archive", N_("to be counted")),
            State("counted", "archive", N_("counted, to be confirmed")),
            State("following", "archive", N_("something differs, to be followed up")),
            State("done", "archive", N_("done"), final=True),
        ),
        transitions=flow(
            ("counting", "archive.count_box", ("counting", "counted")),
            ("counted", "archive.count_box", ("counted",)),
            ("counted", "archive.confirm_stocktake", ("following", "done")),
            ("following", "archive.close_stocktake", ("done",)),
        ),
    )
)

"""A claim, from the report to its end."""

from ops_console.base.i18n import N_
from ops_console.desk.kinds import CaseKind, State, declare
from ops_console.rooms.flows.ways import ARCHIVED, CLOSED, FILING, flow
from ops_console.rules.numbers import Prefix

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
            State("advance", "claims", N_("advance payment to be approved")),
            State("sampling", "claims", N_("drawn, to be looked through")),
            State("assessed", "claims", N_("assessed, to be approved")),
            State("approved", "premium", N_("approved, being paid")),
            CLOSED,
            ARCHIVED,
        ),
        transitions=flow(
            ("reported", "claims.register", ("registered",)),
            ("registered", "claims.check_papers", ("assessing", "papers_wanted")),
            ("papers_wanted", "claims.check_papers", ("assessing", "papers_wanted")),
            ("papers_wanted", "counter.remind_papers", ()),
            ("assessing", "claims.assess", ("assessed", "sampling")),
            ("assessing", "claims.settle_on_the_spot", ("approved", "closed")),
            ("assessing", "claims.propose_advance", ("advance",)),
            ("advance", "claims.approve_advance", ("assessing",)),
            ("advance", "claims.send_back", ("assessing",)),
            ("sampling", "claims.check_sample", ("assessed", "assessing")),
            ("assessed", "claims.approve", ("approved", "closed")),
            ("assessed", "claims.approve_by_rule", ("approved", "closed")),
            ("assessed", "claims.send_back", ("assessing",)),
            ("registered", "claims.investigate", ()),
            ("assessing", "claims.investigate", ()),
            *(
                (state, operation, ())
                for operation in ("claims.record_investigation", "claims.name_payee", "claims.dispatch")
                for state in ("registered", "papers_wanted", "assessing")
            ),
            ("assessing", "claims.negotiate", ()),
            ("closed", "claims.reopen", ("assessing",)),
            ("archived", "claims.reopen", ("assessing",)),
            *(
                (state, "claims.withdraw", ("closed",))
                for state in ("reported", "registered", "papers_wanted", "assessing")
            ),
        )
        + FILING,
    )
)

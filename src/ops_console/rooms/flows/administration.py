"""A change of the catalog: proposed by one, put in force by another."""

from ops_console.base.i18n import N_
from ops_console.desk.kinds import CaseKind, State, declare
from ops_console.rooms.flows.ways import flow
from ops_console.rules.numbers import Prefix

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
        transitions=flow(
            ("proposed", "administration.approve_catalog", ("loaded",)),
            ("proposed", "administration.reject_catalog", ("rejected",)),
        ),
    )
)

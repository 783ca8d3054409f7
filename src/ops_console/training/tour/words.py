"""What the tour calls columns and codes of the store, as message ids. Columns that are not here are not shown."""

from collections.abc import Mapping

from ops_console.base.i18n import N_

COLUMNS: Mapping[str, str] = {
    "status": N_("Status"),
    "premium": N_("Premium"),
    "loading": N_("Loading"),
    "em_points": N_("Extra mortality"),
    "conclusion": N_("Conclusion"),
    "delivered_on": N_("Delivered"),
    "receipted_on": N_("Receipt signed"),
    "commenced_on": N_("Cover begins"),
    "lapsed_on": N_("Lapsed"),
    "reinstated_on": N_("Reinstated"),
    "end_reason": N_("Reason of the end"),
    "phone": N_("Telephone"),
    "address": N_("Address"),
    "paid_to": N_("Paid to"),
    "next_due": N_("Next due"),
    "principal": N_("Principal"),
    "papers_complete": N_("Papers complete"),
    "estimate": N_("Estimate"),
    "benefit": N_("Benefit"),
    "net": N_("Net"),
    "died_on": N_("Died"),
    "business_date": N_("Business date"),
}
MONEY = frozenset({"premium", "loading", "principal", "estimate", "benefit", "net"})
"""Columns that hold fen."""

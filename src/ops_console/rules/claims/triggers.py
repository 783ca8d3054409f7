"""What speaks for an investigation. Signals are shown with their reason; they never decide. Source: company default."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ops_console.base.i18n import N_
from ops_console.base.money import Fen
from ops_console.rules.claims.facts import EventKind, Periods, within_months

TRIGGERS: dict[str, str] = {
    "early": N_("Death soon after the contract was made"),
    "reinstated": N_("Event soon after reinstatement"),
    "amount": N_("Amount above the investigation limit"),
}
"""Message ids, by code."""


def triggers(
    kind: EventKind,
    day: date,
    contracts: Sequence[tuple[date, date | None]],
    estimate: Fen,
    periods: Periods,
) -> tuple[str, ...]:
    """Codes of what speaks for an investigation; ``contracts``: (made, reinstated) of every policy of the insured."""
    found = []
    if kind is EventKind.DEATH and any(within_months(day, made, periods.early_months) for made, _back in contracts):
        found.append("early")
    if any(back is not None and within_months(day, back, periods.early_months) for _made, back in contracts):
        found.append("reinstated")
    if estimate >= periods.investigated_from:
        found.append("amount")
    return tuple(found)

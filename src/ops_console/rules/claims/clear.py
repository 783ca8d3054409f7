"""May a claim be decided without a second person? Only where every check is clear; else each doubt is told.

Source: company default (automatic adjudication and payment on the spot of small claims).
"""

from __future__ import annotations

from collections.abc import Iterable

from ops_console.base.i18n import N_
from ops_console.rules.claims.conclusions import CaseConclusion
from ops_console.rules.claims.liability import CLAUSE

SOURCE = "company default: automatic claims, only when every check is clear"
CLEAR_REASONS = frozenset({"covered", "no_benefit", "in_grace"})
"""Reasons of rules that leave nothing to weigh."""

DOUBTS: dict[str, str] = {
    "conclusion": N_("not everything is simply paid"),
    "weighed": N_("a clerk or a rule had to weigh something"),
    "signals": N_("something speaks for an investigation"),
    "investigated": N_("it was investigated"),
    "risk": N_("a payee's money-laundering grade is high"),
    "reopened": N_("it was reopened"),
    "advance": N_("part of it was paid in advance"),
    "defects": N_("who looked through it found something"),
}
"""Message ids, by code."""


def doubts(
    conclusion: CaseConclusion,
    reasons: Iterable[tuple[str, str]],
    *,
    signals: bool,
    investigated: bool,
    high_risk: bool,
) -> tuple[str, ...]:
    """Codes of what stands against it; ``reasons``: code and source of each benefit."""
    plain = {(reason, source == CLAUSE or reason == "in_grace") for reason, source in reasons}
    holds = {
        "conclusion": conclusion is not CaseConclusion.PAID,
        "weighed": any(reason not in CLEAR_REASONS or not ruled for reason, ruled in plain),
        "signals": signals,
        "investigated": investigated,
        "risk": high_risk,
    }
    return tuple(code for code, found in holds.items() if found)

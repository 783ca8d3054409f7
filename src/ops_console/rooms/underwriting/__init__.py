"""Underwriting 核保: accepts or not, for how much, on what conditions; and issues what is accepted."""

from ops_console.rooms.underwriting import (
    decisions,
    examinations,
    expiry,
    group_offers,
    inquiries,
    issue,
    offers,
    papers,
    requests,
)

__all__ = [
    "decisions",
    "examinations",
    "expiry",
    "group_offers",
    "inquiries",
    "issue",
    "offers",
    "papers",
    "requests",
]

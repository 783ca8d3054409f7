"""Preservation 保全: changes to policies that are in force, one module an item or a family of items.

`items.py` says what an item is, `requests.py`, `papers.py` and `expiry.py` how a request moves, `notices.py` how it is
endorsed; everything else is items.
"""

from ops_console.rooms.preservation import (
    accounts,
    client,
    contact,
    dividends,
    document,
    ending,
    expiry,
    loans,
    members,
    naming,
    papers,
    premium_terms,
    reinstatement,
    repeat_payment,
    requests,
    reversal,
    riders,
    units,
)

__all__ = [
    "accounts",
    "client",
    "contact",
    "dividends",
    "document",
    "ending",
    "expiry",
    "loans",
    "members",
    "naming",
    "papers",
    "premium_terms",
    "reinstatement",
    "repeat_payment",
    "requests",
    "reversal",
    "riders",
    "units",
]

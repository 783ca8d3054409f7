"""Which claims another clerk looks through before they are paid: a stated share of each stratum, drawn so that anybody
can do the draw again.

The draw: SHA-256 of the month's seed, a blank and the claim's number; its first eight bytes as a whole number (big
endian), modulo 1000, is below the stratum's share in per mille. The month's seed is the month the claim was reported in
and the number the company drew for its seed, as ``2026-03/20260101``. Source: company default.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ops_console.base.money import Fen

PER_MILLE = 1000


@dataclass(frozen=True, slots=True)
class Stratum:
    """Claims of some kinds of event (all, when empty) up to an amount (None: any). ``per_mille`` of them are drawn."""

    code: str
    events: frozenset[str]
    up_to: Fen | None
    per_mille: int
    source: str

    def holds(self, event: str, amount: Fen) -> bool:
        return (not self.events or event in self.events) and (self.up_to is None or amount <= self.up_to)


def stratum_of(strata: Iterable[Stratum], event: str, amount: Fen) -> Stratum | None:
    """The first that holds the claim, in the order the company lists them."""
    return next((one for one in strata if one.holds(event, amount)), None)


def seed_of(day: date, number: int) -> str:
    """The seed of the month a day lies in."""
    return f"{day:%Y-%m}/{number}"


def is_drawn(seed: str, claim_number: str, per_mille: int) -> bool:
    """Is the claim drawn?

    >>> is_drawn("2026-03/20260101", "C10100000000011", 1000), is_drawn("2026-03/20260101", "C10100000000011", 0)
    (True, False)
    """
    digest = hashlib.sha256(f"{seed} {claim_number}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % PER_MILLE < per_mille

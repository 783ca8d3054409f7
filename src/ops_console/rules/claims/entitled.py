"""Who is paid: beneficiaries by order and share, or the heirs.

A beneficiary who died before the insured, gave up or lost the right takes nothing: the share goes to the others of the
same order in proportion to theirs, and to the next order when none is left (Insurance Law art 40, 42, 43;
Interpretation III art 12: without shares all are equal, without orders all are of the first). One who died with the
insured, the order unknown, is presumed to have died first (art 42). Without any beneficiary it is the estate's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ops_console.base.money import Fen


@dataclass(frozen=True, slots=True)
class Beneficiary:
    """A named beneficiary: ``order`` from 1, ``share`` in per mille of that order."""

    party: int
    order: int = 1
    share: int = 1000
    died: date | None = None
    lost_right: bool = False

    def takes(self, event_day: date) -> bool:
        return not self.lost_right and (self.died is None or self.died > event_day)


def entitled(beneficiaries: Iterable[Beneficiary], event_day: date) -> tuple[Beneficiary, ...]:
    """Those who take: the lowest order of which anybody is left. Empty: the benefit is the estate's."""
    left = [beneficiary for beneficiary in beneficiaries if beneficiary.takes(event_day)]
    first = min((beneficiary.order for beneficiary in left), default=0)
    return tuple(beneficiary for beneficiary in left if beneficiary.order == first)


def divide(amount: Fen, shares: Sequence[int]) -> tuple[Fen, ...]:
    """An amount in proportion to shares, to the fen: what rounding down leaves goes to the first ones, a fen each.

    ValueError without a share above zero.
    """
    whole = sum(shares)
    if whole <= 0 or min(shares) < 0:
        raise ValueError("shares are not above zero")
    parts = [int(amount) * share // whole for share in shares]
    left = int(amount) - sum(parts)
    return tuple(Fen(part + (place < left)) for place, part in enumerate(parts))

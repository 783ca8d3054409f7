"""Chance that asks nobody for the order: each question has its own answer, the same for the same seed.

So a simulation comes out alike however many workers there are, and in whichever order a store gives its rows.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

Thing = TypeVar("Thing")
_WHOLE = 2**64


@dataclass(frozen=True)
class Chance:
    """Answers of one seed."""

    seed: int

    def __call__(self, *question: object) -> float:
        """From 0 to below 1."""
        text = "\x1f".join(map(str, (self.seed, *question)))
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) / _WHOLE

    def one_of(self, things: Sequence[Thing], *question: object) -> Thing:
        return things[int(self(*question) * len(things))]

    def happens(self, per_mille: float, *question: object) -> bool:
        return self(*question) * 1000 < per_mille

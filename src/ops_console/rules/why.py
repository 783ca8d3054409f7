"""Why a number is what it is: the rule that made it, where the rule comes from, what went in and the steps between."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, TypeAlias

Value: TypeAlias = str | int | float
FEN_A_YUAN = 100
SHOWN = Decimal("0.0001")
"""How exactly an amount is told that is not rounded to the fen yet."""


@dataclass(frozen=True, slots=True)
class Why:
    """The trace of one computed number.

    ``rule`` is a code such as ``cash_value_on``; ``source`` a law and article, a standard formula or "company
    default"; ``inputs`` what the rule was given; ``steps`` the named numbers on the way, in order. Amounts are
    whole fen or, where they are not rounded yet, :func:`in_yuan`; dates ISO 8601.
    """

    rule: str
    source: str
    inputs: dict[str, Value]
    steps: tuple[tuple[str, Value], ...]
    result: Value

    def to_json(self) -> str:
        """One JSON object, the keys in the order of the fields."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Why:
        """What :meth:`to_json` wrote. ValueError, TypeError or KeyError for anything else."""
        return cls.from_dict(json.loads(text))

    @classmethod
    def from_dict(cls, body: Mapping[str, Any]) -> Why:
        """The same from the object that JSON is made of. TypeError or KeyError for anything else."""
        steps = tuple((str(name), value) for name, value in body["steps"])
        return cls(body["rule"], body["source"], body["inputs"], steps, body["result"])


def in_yuan(fen: Fraction) -> str:
    """An amount before it is rounded to the fen, in yuan to the hundredth of a fen, with its unit: `16.7834 CNY`."""
    yuan = Decimal(fen.numerator) / (Decimal(fen.denominator) * FEN_A_YUAN)
    return f"{yuan.quantize(SHOWN, ROUND_HALF_UP):,} CNY"

"""Money as a whole number of fen (1 CNY = 100 fen).

``Fen`` is an ``int``: databases, JSON and sums take it as it is. Adding and subtracting whole amounts gives ``Fen``
again, so does multiplying by a count. Floats are refused everywhere but in :meth:`Fen.round`, the one place where a
computed value becomes an amount; Python lets a float on the left (``0.5 * amount``) make a float, which is then refused
as an amount. Two amounts cannot be multiplied, and no amount is divided into a float.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any, SupportsIndex

_YUAN = re.compile(r"(?P<sign>[-+]?)(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<part>\d{1,2}))?", re.ASCII)


class Fen(int):
    """An amount of money in fen. Made from whole numbers only: ``Fen(1.5)`` and ``Fen("15")`` raise TypeError."""

    __slots__ = ()

    def __new__(cls, value: SupportsIndex = 0) -> Fen:
        if not hasattr(value, "__index__"):
            raise TypeError(f"an amount is a whole number of fen, not {type(value).__name__}")
        return super().__new__(cls, value)

    @classmethod
    def of_yuan(cls, text: str) -> Fen:
        """Read ``"1,234.50"``, ``"-3"`` or ``"0.5"``. ValueError for anything else, a third decimal included."""
        match = _YUAN.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"not an amount in yuan: {text!r}")
        fen = int(match["whole"].replace(",", "")) * 100 + int((match["part"] or "").ljust(2, "0"))
        return cls(-fen if match["sign"] == "-" else fen)

    @classmethod
    def round(cls, value: float | Fraction | Decimal) -> Fen:
        """A computed value in fen, to the nearest whole fen, halves away from zero (四舍五入, "half up").

        The value is taken exactly as it is stored. A float that should be a half but lies a hair below it is the
        caller's business: build exact ratios as ``Fraction``. ValueError when the value is not finite.
        """
        try:
            exact = Fraction(value)
        except OverflowError as error:
            raise ValueError(f"not a finite amount: {value}") from error
        nearest = math.floor(abs(exact) + Fraction(1, 2))
        return cls(-nearest if exact < 0 else nearest)

    @classmethod
    def total(cls, amounts: Iterable[int]) -> Fen:
        """The sum of amounts, zero of none."""
        return cls(sum(amounts))

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> Any:
        # Records and forms hold amounts; only they need pydantic, so it is not imported above.
        from pydantic_core import core_schema

        return core_schema.no_info_after_validator_function(cls, core_schema.int_schema(strict=True))

    def yuan(self) -> str:
        """The amount for a reader: ``"1,234.50"``, ``"-0.05"``."""
        whole, part = divmod(abs(int(self)), 100)
        return f"{'-' if self < 0 else ''}{whole:,}.{part:02d}"

    def __add__(self, other: int) -> Fen:
        return Fen(int(self) + _whole(other))

    def __radd__(self, other: int) -> Fen:
        return Fen(_whole(other) + int(self))

    def __sub__(self, other: int) -> Fen:
        return Fen(int(self) - _whole(other))

    def __rsub__(self, other: int) -> Fen:
        return Fen(_whole(other) - int(self))

    def __mul__(self, other: int) -> Fen:
        if isinstance(other, Fen):
            raise TypeError("an amount times an amount is not an amount")
        return Fen(int(self) * _whole(other))

    def __rmul__(self, other: int) -> Fen:
        return Fen(_whole(other) * int(self))

    def __truediv__(self, other: object) -> float:
        raise TypeError("an amount is not divided into a float; use Fraction and Fen.round")

    def __rtruediv__(self, other: object) -> float:
        raise TypeError("an amount does not divide into a float; use Fraction and Fen.round")

    def __neg__(self) -> Fen:
        return Fen(-int(self))

    def __pos__(self) -> Fen:
        return self

    def __abs__(self) -> Fen:
        return Fen(abs(int(self)))

    def __repr__(self) -> str:
        return f"Fen({int(self)})"

    def __str__(self) -> str:
        return int.__repr__(self)


def _whole(value: int) -> int:
    if not isinstance(value, int):
        raise TypeError(f"an amount meets whole numbers only, not {type(value).__name__}")
    return int(value)

"""Why a number is what it is: the rule that made it, where the rule comes from, what went in and the steps between."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, TypeAlias

Value: TypeAlias = str | int | float


@dataclass(frozen=True, slots=True)
class Why:
    """The trace of one computed number.

    ``rule`` is a code such as ``cash_value_on``; ``source`` a law and article, a standard formula or "company
    default"; ``inputs`` what the rule was given; ``steps`` the named numbers on the way, in order. Amounts are in
    fen, dates ISO 8601.
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
        body: dict[str, Any] = json.loads(text)
        steps = tuple((str(name), value) for name, value in body["steps"])
        return cls(body["rule"], body["source"], body["inputs"], steps, body["result"])

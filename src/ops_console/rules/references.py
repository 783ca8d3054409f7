"""The references by which a bank's answer finds its order: on every instruction that goes out and line that comes in.

A collection is named by policy, due date and attempt: the policy's printed number with its check digit, the day, the
attempt, ``P000010100000012-20270315-2``; a payment by its printed number and the attempt. At most 35 characters out of
``A-Z 0-9 -``, which ISO 20022 (Max35Text) and every bank's text files carry. Source: company default.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ops_console.rules.numbers import Prefix, printed, read_exact

MOST_ATTEMPTS = 999
_DAY_LENGTH = 8
_DAYS_KNOWN = 4_096
"""A file speaks of few."""
_SEPARATOR = "-"


@dataclass(frozen=True, slots=True)
class CollectionReference:
    """An attempt (from 1) to collect the instalment of a policy (by id) that fell due on a day."""

    policy_id: int
    due_date: date
    attempt: int

    def __str__(self) -> str:
        number = printed(Prefix.POLICY, self.policy_id)
        return f"{number}{_SEPARATOR}{_written(self.due_date)}{_SEPARATOR}{self.attempt}"


@dataclass(frozen=True, slots=True)
class PayoutReference:
    """An attempt (from 1) to make a payment (by the id of its case)."""

    case_id: int
    attempt: int

    def __str__(self) -> str:
        return f"{printed(Prefix.PAYMENT, self.case_id)}{_SEPARATOR}{self.attempt}"


def read_reference(text: str) -> CollectionReference | PayoutReference | None:
    """What a reference names; None for one that is not ours: nothing of it is forgiven, nothing guessed.

    >>> read_reference(str(CollectionReference(10_100_000_000_001, date(2027, 3, 15), 2))).attempt
    2
    >>> read_reference("thank you")
    """
    number, *rest = text.split(_SEPARATOR)
    if not rest or not 0 < (attempt := _attempt(rest[-1])) <= MOST_ATTEMPTS:
        return None
    # Numbers typed by people are forgiven lower case; a bank gives back what it was given.
    parsed = read_exact(number)
    if parsed is None:
        return None
    if parsed.prefix is Prefix.PAYMENT and len(rest) == 1:
        return PayoutReference(parsed.id, attempt)
    day = _day(rest[0]) if parsed.prefix is Prefix.POLICY and len(rest) == 2 else None
    return None if day is None else CollectionReference(parsed.id, day, attempt)


def _attempt(text: str) -> int:
    """0 for what is not written as an attempt is, were it a million digits."""
    is_number = len(text) <= len(str(MOST_ATTEMPTS)) and text.isascii() and text.isdigit()
    return int(text) if is_number and not text.startswith("0") else 0


@lru_cache(_DAYS_KNOWN)
def _written(day: date) -> str:
    return f"{day:%Y%m%d}"


@lru_cache(_DAYS_KNOWN)
def _day(text: str) -> date | None:
    if len(text) != _DAY_LENGTH or not (text.isascii() and text.isdigit()):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None

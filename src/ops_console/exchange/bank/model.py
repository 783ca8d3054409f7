"""What goes to a bank and what comes back, whatever the format.

Amounts are whole fen, currency CNY; a `no` counts the lines of a file from 1. `reason` is ours (`[reasons]` of
catalog/bank.toml), `code` the bank's own. Lines are named tuples: a file has a million of them, and a frozen dataclass
takes three times as long to make.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple, TypeAlias

from ops_console.base.money import Fen

MOST_REFERENCE = 35
"""Characters of a reference: Max35Text of ISO 20022, which the text profiles keep to as well."""
REFERENCE = re.compile(rf"[A-Za-z0-9/-]{{1,{MOST_REFERENCE}}}", re.ASCII)
CURRENCY = "CNY"

Kind: TypeAlias = Literal["collection", "payout"]
SequenceType: TypeAlias = Literal["FRST", "RCUR"]
Outcome: TypeAlias = Literal["settled", "rejected", "returned", "came_back", "credited", "debited", "pending"]
"""`settled` and `rejected` by a status report; `credited` and `debited` by a notification or statement: money that
moved on our account, or after it had moved before went back (`returned`) or came back (`came_back`) there; by a text
file `returned` means either; `pending`: the bank is still at it, nothing to book."""
Source: TypeAlias = Literal["status", "notification", "statement", "text"]


@dataclass(frozen=True, slots=True)
class Party:
    """Our side of a file: the company's name, its account, the bank's number in the clearing."""

    name: str
    account: str
    bank: str


class Collection(NamedTuple):
    """An instalment to be drawn from an account under a mandate. ``account``: its number only."""

    reference: str
    amount: Fen
    account: str
    name: str
    mandate: str
    signed_on: date
    sequence: SequenceType
    text: str


class Payment(NamedTuple):
    """Money to be paid into an account. ``account``: its number only."""

    reference: str
    amount: Fen
    account: str
    name: str
    text: str


Line: TypeAlias = Collection | Payment


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A file to be written. ``lines`` may be a million and are read once; ``count`` and ``total`` are theirs, known
    before, for they stand at the head. Collections come by sequence type: all FRST, then all RCUR.

    ``message``: at most 35 characters like a reference; ``on``: the day of collection or payment.
    """

    kind: Kind
    message: str
    created: datetime
    on: date
    ours: Party
    profile: str
    count: int
    total: Fen
    lines: Iterable[Line]


@dataclass(frozen=True, slots=True)
class Altered:
    """A text that couldn't go out as it is: the line's reference, the field, what was given and what was sent."""

    reference: str
    field: str
    given: str
    sent: str


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: bytes and their SHA-256; the first texts that were altered, and how many there were."""

    size: int
    digest: str
    altered: tuple[Altered, ...]
    altered_count: int


class Result(NamedTuple):
    """What became of one instruction, or one movement on our account. ``reference`` is empty where a movement named
    none, ``amount`` None where a status report left it out."""

    no: int
    reference: str
    amount: Fen | None
    outcome: Outcome
    code: str
    reason: str
    day: date | None
    name: str
    text: str


class Faulty(NamedTuple):
    """A line that can't be read: which field, what would be right, and what stood there."""

    no: int
    field: str
    message: str
    text: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """The head of a file that was found in order. ``original``: our message it answers, where it names one; ``bank``
    and ``ours_account`` likewise. ``count`` and ``total`` are those of its lines, the total None where a line has no
    amount.

    ``created`` as the bank writes it: naive where it names no zone; of a text file the midnight of its day.
    ``whole`` is the outcome of all lines of the original where the bank decides on it at once and names no lines;
    ``code`` and ``reason`` then say why. ``closing``: what a statement says our account stood at when ``closing_day``
    ended.
    """

    kind: Source
    message: str
    original: str
    bank: str
    ours_account: str
    created: datetime | None
    count: int
    total: Fen | None
    digest: str
    whole: Outcome | Literal[""] = ""
    code: str = ""
    reason: str = ""
    closing: Fen | None = None
    closing_day: date | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may be: bytes, faults listed; the banks and accounts it may be of (numbers), empty for any."""

    most_bytes: int = 200 * 10**6
    most_faults: int = 100
    banks: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()

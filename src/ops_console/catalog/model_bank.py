"""Banks as the company's data: how each is written, which files it takes, what its codes mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from ops_console.base.labels import Label
from ops_console.rules import accounts


class FileFormat(StrEnum):
    """What a bank's files look like."""

    ISO20022 = "iso20022"
    DELIMITED = "delimited"
    FIXED = "fixed"


class FileKind(StrEnum):
    """Which file: to the bank a collection or a payout, from it a result."""

    COLLECTION = "collection"
    PAYOUT = "payout"
    RESULT = "result"


class AmountFormat(StrEnum):
    """How a bank writes money: whole fen, or yuan with two decimals."""

    FEN = "fen"
    YUAN = "yuan"


class DateFormat(StrEnum):
    """How a bank writes days, with the pattern of strftime."""

    PLAIN = "yyyymmdd"
    DASHES = "yyyy-mm-dd"

    @property
    def pattern(self) -> str:
        return {"yyyymmdd": "%Y%m%d", "yyyy-mm-dd": "%Y-%m-%d"}[self.value]


@dataclass(frozen=True, slots=True)
class BankColumn:
    """A column of a record. ``value``: the same in every record (a mark such as ``D``), else None. ``width`` in bytes
    of the profile's encoding, 0 in delimited files; ``pad`` fills what a value leaves of it, on the left where
    ``right``."""

    name: str
    value: str | None
    width: int
    right: bool
    pad: str


@dataclass(frozen=True, slots=True)
class RecordLayout:
    """The records of one kind of file; ``header`` and ``trailer`` are empty where it has none."""

    header: tuple[BankColumn, ...]
    line: tuple[BankColumn, ...]
    trailer: tuple[BankColumn, ...]


@dataclass(frozen=True, slots=True)
class BankProfile:
    """A format of files. ``layouts`` and what is between ``encoding`` and ``statuses`` only of text files, where
    ``statuses`` says what a result's status means. ``reasons``: the bank's codes → ours; one that is not there is
    ``other``. ``file_names``: patterns with {message}, {bank} and {day}."""

    code: str
    label: Label
    format: FileFormat
    file_names: Mapping[FileKind, str]
    encoding: str
    separator: str
    days: DateFormat
    amounts: AmountFormat
    layouts: Mapping[FileKind, RecordLayout]
    statuses: Mapping[str, str]
    reasons: Mapping[str, str]
    source: str

    def reason(self, code: str) -> str:
        """Ours for a code of the bank; empty where it gave none."""
        return self.reasons.get(code, OTHER) if code else ""


OTHER = "other"
OUTCOMES = ("settled", "rejected", "returned", "pending")
"""What a status of a text file can mean; `pending`: nothing yet."""


@dataclass(frozen=True, slots=True)
class BankReason:
    """Why money did not move. ``retry``: worth another try inside the grace period."""

    code: str
    label: Label
    retry: bool
    source: str


@dataclass(frozen=True, slots=True)
class OurAccount:
    """An account of the company, in its name."""

    name: str
    account: str


@dataclass(frozen=True, slots=True)
class Bank:
    """A bank we work with: its number in the clearing, the names people write it by, our accounts with it."""

    code: str
    label: Label
    number: str
    names: tuple[str, ...]
    profile: str
    collects: OurAccount
    pays: OurAccount
    is_default: bool
    source: str


@dataclass(frozen=True)
class Banking:
    """Everything of bank.toml. ``retry_days``: calendar days after the due date on which a failed collection is tried
    again, rising."""

    profiles: Mapping[str, BankProfile]
    reasons: Mapping[str, BankReason]
    retry_days: tuple[int, ...]
    banks: Mapping[str, Bank]

    @cached_property
    def _by_name(self) -> Mapping[str, str]:
        return {_plain(name): bank.code for bank in self.banks.values() for name in (bank.code, *bank.names)}

    @cached_property
    def default(self) -> Bank | None:
        """The bank of accounts that name none."""
        return next((bank for bank in self.banks.values() if bank.is_default), None)

    def named(self, name: str) -> Bank | None:
        """The bank people write so, a branch behind its name included: ``中国工商银行静安支行``."""
        wanted = _plain(name)
        if wanted in self._by_name:
            return self.banks[self._by_name[wanted]]
        longest = max((known for known in self._by_name if wanted.startswith(known)), key=len, default="")
        return self.banks[self._by_name[longest]] if longest else None

    def bank_of(self, account: str) -> Bank | None:
        """The bank of an account as it is kept (``rules.accounts``); the default one where it names none, None where it
        names one we don't work with. ValueError for a text that is no account."""
        name = accounts.read(account).bank
        return self.named(name) if name else self.default

    def code_of(self, account: str) -> str:
        """Code of the bank through which money of an account moves: its own, or the default one, which reaches every
        other through the clearing; empty where there are no banks. ``account`` is one as kept, or empty."""
        bank = (self.bank_of(account) if account else None) or self.default
        return bank.code if bank else ""


def _plain(name: str) -> str:
    return "".join(name.split()).casefold()

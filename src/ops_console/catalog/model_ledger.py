"""The chart of accounts and its posting rules, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ops_console.base.labels import Label
from ops_console.rules.postings import PostingRule


class AccountKind(StrEnum):
    """The side of the books an account is on."""

    ASSET = "asset"
    LIABILITY = "liability"
    INCOME = "income"
    EXPENSE = "expense"


@dataclass(frozen=True, slots=True)
class Account:
    """A ledger account: four digits of the chart, and two more where the lines of a sum are told apart."""

    code: str
    label: Label
    kind: AccountKind
    source: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """``money``: how money moves (cash, bank, suspense) → account; ``payables``: what is owed for → account."""

    accounts: Mapping[str, Account]
    money: Mapping[str, str]
    payables: Mapping[str, str]
    rules: Mapping[str, PostingRule]

"""Double entry: from the named amounts of a business event to ledger lines that sum to zero.

Which accounts an event touches is catalog data; this module only turns a rule and amounts into lines. A line's amount
is positive for a debit, negative for a credit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ops_console.base.labels import Label
from ops_console.base.money import Fen

PARAMETER_SIGN = "@"


class Side(StrEnum):
    """The two sides of an account."""

    DEBIT = "debit"
    CREDIT = "credit"


@dataclass(frozen=True, slots=True)
class Leg:
    """``account`` is a ledger account, or ``@name`` where the event says which (cash or bank)."""

    account: str
    side: Side
    amount: str

    def signed(self, value: int) -> Fen:
        return Fen(value if self.side is Side.DEBIT else -value)


@dataclass(frozen=True, slots=True)
class PostingRule:
    """``balance`` names the amount that is not given but is what the other legs leave, such as the net payable."""

    code: str
    label: Label
    legs: tuple[Leg, ...]
    source: str
    balance: str | None = None

    @property
    def amounts(self) -> frozenset[str]:
        """The amounts a caller may name; those left out are zero."""
        return frozenset(leg.amount for leg in self.legs) - {self.balance}

    @property
    def parameters(self) -> frozenset[str]:
        """The accounts a caller has to name, without the sign."""
        return frozenset(leg.account[1:] for leg in self.legs if leg.account.startswith(PARAMETER_SIGN))


@dataclass(frozen=True, slots=True)
class Line:
    """One side of an entry: debit positive, credit negative, never zero."""

    account: str
    amount: Fen


def lines(rule: PostingRule, amounts: Mapping[str, int], accounts: Mapping[str, str] | None = None) -> tuple[Line, ...]:
    """The lines of one event, in the rule's order, summing to zero; zero amounts make none.

    ValueError for an amount the rule does not know or that is negative, an account not named, a sum that is not zero,
    or a balance on the wrong side (debts above the value they are taken from).
    """
    unknown = sorted(amounts.keys() - rule.amounts)
    if unknown:
        raise ValueError(f"{rule.code} knows no amount {', '.join(unknown)}")
    given = {name: amounts.get(name, 0) for name in rule.amounts}
    if min(given.values(), default=0) < 0:
        raise ValueError(f"{rule.code}: an amount is negative")
    if rule.balance:
        given[rule.balance] = _balance(rule, given)
    made = tuple(
        Line(_account(rule, leg, accounts or {}), leg.signed(given[leg.amount]))
        for leg in rule.legs
        if given[leg.amount]
    )
    if Fen.total(line.amount for line in made):
        raise ValueError(f"{rule.code} does not balance")
    return made


def _balance(rule: PostingRule, given: Mapping[str, int]) -> int:
    rest = -sum(leg.signed(given[leg.amount]) for leg in rule.legs if leg.amount != rule.balance)
    leg = next(leg for leg in rule.legs if leg.amount == rule.balance)
    value = leg.signed(rest)
    if value < 0:
        raise ValueError(f"{rule.code}: nothing is left for {rule.balance}, {-value} fen are missing")
    return value


def _account(rule: PostingRule, leg: Leg, accounts: Mapping[str, str]) -> str:
    if not leg.account.startswith(PARAMETER_SIGN):
        return leg.account
    name = leg.account[1:]
    if name not in accounts:
        raise ValueError(f"{rule.code} needs the account for {name}")
    return accounts[name]

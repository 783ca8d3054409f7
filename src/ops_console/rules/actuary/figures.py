"""All numbers of one life contract side by side, so that anybody can check us: present values, premiums, and by policy
year reserves, cash value and what it buys.

Amounts are floats in the unit of ``amount``, never rounded; rates are yearly, per one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ops_console.rules.actuary import contingencies as lc
from ops_console.rules.actuary import fractional as fr
from ops_console.rules.actuary.alterations import ExtendedTerm, extended_term, reduced_paid_up
from ops_console.rules.actuary.cash_values import minimum_cash_values, policy_value_reserves
from ops_console.rules.actuary.cover import Cover, level_cover, years_to_end
from ops_console.rules.actuary.mortality import MortalityTable
from ops_console.rules.actuary.premiums import gross_premium, net_premium
from ops_console.rules.actuary.reserves import (
    deficiency_reserves,
    full_preliminary_term_reserves,
    net_level_reserves,
)


@dataclass(frozen=True)
class Contract:
    """A level cover of one life. ``term``: years of cover, None for life; ``endowment``: the sum is paid on survival of
    the term, too. ``loads``: parts of the gross premium by policy year, the last going on; ``value_interest``,
    ``value_loads`` and ``k`` are the basis of the minimum cash value. ``payments`` a year of the m-thly annuities.
    """

    table: MortalityTable
    age: int
    interest: float
    term: int | None
    pay_years: int
    amount: float
    endowment: bool
    loads: Sequence[float]
    value_interest: float
    value_loads: Sequence[float]
    k: float
    payments: int

    @property
    def years(self) -> int:
        """Years of cover, and of the temporary functions."""
        return self.term or years_to_end(self.table, self.age)

    @cached_property
    def cover(self) -> Cover:
        """ValueError when the table ends before the cover."""
        maturity = self.amount if self.endowment else 0.0
        return level_cover(self.table, self.age, self.years, self.amount, maturity)


def present_values(contract: Contract) -> dict[str, tuple[str, float]]:
    """Name → symbol and value of 1 of benefit or 1 a year; n the years of cover, h the premium years, m the payments a
    year.
    """
    at = (contract.table, contract.interest, contract.age)
    n, h, m = contract.years, contract.pay_years, contract.payments
    return {
        "whole_life_assurance": ("A_x", lc.whole_life_assurance(*at)),
        "term_assurance": ("A¹_x:n", lc.term_assurance(*at, n)),
        "endowment_assurance": ("A_x:n", lc.endowment_assurance(*at, n)),
        "pure_endowment": ("nE_x", lc.pure_endowment(*at, n)),
        "deferred_assurance": ("n|A_x", lc.deferred_assurance(*at, n)),
        "life_annuity_due": ("ä_x", lc.life_annuity_due(*at)),
        "temporary_annuity_due": ("ä_x:n", lc.temporary_annuity_due(*at, n)),
        "deferred_annuity_due": ("n|ä_x", lc.deferred_annuity_due(*at, n)),
        "premium_annuity_due": ("ä_x:h", lc.temporary_annuity_due(*at, h)),
        "life_annuity_due_mthly": ("ä(m)_x", fr.life_annuity_due_mthly(*at, m)),
        "temporary_annuity_due_mthly": ("ä(m)_x:n", fr.temporary_annuity_due_mthly(*at, n, m)),
        "deferred_annuity_due_mthly": ("n|ä(m)_x", fr.deferred_annuity_due_mthly(*at, n, m)),
    }


@dataclass(frozen=True, slots=True)
class Premiums:
    """Level annual premiums: without loads, with them, and that of the policy value reserve."""

    net: float
    gross: float
    value_gross: float


def premiums(contract: Contract) -> Premiums:
    """P, G and G' of the contract. ValueError when premiums would outlast the cover."""
    cover, pay = contract.cover, contract.pay_years
    return Premiums(
        net_premium(cover, contract.interest, pay),
        gross_premium(cover, contract.interest, pay, contract.loads),
        gross_premium(cover, contract.value_interest, pay, contract.value_loads),
    )


@dataclass(frozen=True, slots=True)
class YearEnd:
    """The end of one policy year. ``paid_up`` is the sum the cash value buys for what is left of the cover,
    ``extended`` how long it keeps up the full one; both None at the end of the cover.
    """

    year: int
    age: int
    net_level: float
    preliminary_term: float
    deficiency: float
    policy_value: float
    cash_value: float
    paid_up: float | None
    extended: ExtendedTerm | None


def year_ends(contract: Contract) -> tuple[YearEnd, ...]:
    """The ends of policy years 0 to the last."""
    cover, interest, pay = contract.cover, contract.interest, contract.pay_years
    level = net_level_reserves(cover, interest, pay)
    preliminary = full_preliminary_term_reserves(cover, interest, pay)
    short = deficiency_reserves(cover, interest, pay, gross_premium(cover, interest, pay, contract.loads))
    value_basis = (cover, contract.value_interest, pay, contract.value_loads)
    policy_value = policy_value_reserves(*value_basis)
    cash = minimum_cash_values(*value_basis, contract.k)
    made = []
    for t in range(cover.years + 1):
        paid_up = extended = None
        if t < cover.years:
            paid_up = contract.amount * reduced_paid_up(cover, interest, t, cash[t])
            extended = extended_term(cover, interest, t, cash[t])
        made.append(
            YearEnd(
                t, contract.age + t, level[t], preliminary[t], short[t], policy_value[t], cash[t], paid_up, extended
            )
        )
    return tuple(made)

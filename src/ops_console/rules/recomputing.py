"""Every rule whose trace says all that went in, computed again from its trace: what is stored can be proved later.

A trace's inputs are plain texts and numbers; here they become the rule's arguments again. What else a rule needs, the
basis of a product, comes from the catalog the trace was made under.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import cast

from ops_console.base.money import Fen
from ops_console.rules.products.basis import Basis, LoanBasis, Months, PolicyTerms, Sex
from ops_console.rules.products.dividends import Part, accumulated, addition_bought, dividend, for_additions
from ops_console.rules.products.loans import (
    automatic_premium_loan,
    loan_balance,
    loan_limit,
    reinstatement_amount,
)
from ops_console.rules.products.pricing import quote
from ops_console.rules.products.survival import benefits_due
from ops_console.rules.products.units import PRICES, UNITS, risk_charge, value_of
from ops_console.rules.products.universal import Cover, interest
from ops_console.rules.products.values import cash_value_on, death_benefit_on, unearned_premium
from ops_console.rules.why import Value, Why

PREMIUM_OF = "premium of "
"""What the inputs of arrears begin with, before their due date."""
RATE_FROM = "rate from "
"""What the inputs of dividends left to accumulate begin with, before the day a declared rate counts from."""
FIRST = date.min


@dataclass(frozen=True, slots=True)
class Given:
    """A trace to be computed again. `basis`: of the product it names; None where it names none."""

    why: Why
    basis: Basis | None

    def text(self, name: str) -> str:
        return str(self.why.inputs[name])

    def whole(self, name: str) -> int:
        return int(self.why.inputs.get(name, 0))

    def fen(self, name: str) -> Fen:
        return Fen(self.whole(name))

    def day(self, name: str) -> date:
        return date.fromisoformat(self.text(name))

    def part(self, name: str) -> Fraction:
        return Fraction(self.text(name))

    def step(self, name: str) -> Value:
        return next(value for step, value in self.why.steps if step == name)

    @property
    def of_product(self) -> Basis:
        """LookupError where the catalog has no such product."""
        if self.basis is None:
            raise LookupError(f"no basis for {self.why.rule}")
        return self.basis

    @property
    def terms(self) -> PolicyTerms:
        years = self.why.inputs["cover_years"]
        return PolicyTerms(
            cast(Sex, self.text("sex")),
            self.whole("entry_age"),
            self.fen("sum_assured"),
            self.whole("pay_years"),
            None if years == "life" else int(years),
            cast(Months, self.whole("months")),
            self.whole("occupation_class") or 1,
            self.fen("planned"),
        )


Again = Callable[[Given], tuple[Value, ...]]
"""The values a trace may have: mostly one; more where it doesn't say which of two rules it was made by."""


def _quote(given: Given) -> tuple[Value, ...]:
    return (int(quote(given.of_product, given.terms, given.whole("em_points")).instalment),)


def _cash_value(given: Given) -> tuple[Value, ...]:
    # The trace of a paid-up addition looks like that of a single premium cover, whose floor of premiums it lacks.
    days = (given.day("commencement"), given.day("day"), given.day("paid_to"))
    bases = dict.fromkeys((given.of_product, for_additions(given.of_product)))
    return tuple(int(cash_value_on(basis, given.terms, *days)[0]) for basis in bases)


def _unearned(given: Given) -> tuple[Value, ...]:
    return (int(unearned_premium(given.fen("premium"), given.day("start"), given.day("end"), given.day("day"))[0]),)


def _death_benefit(given: Given) -> tuple[Value, ...]:
    days = (given.day("commencement"), given.day("day"))
    paid, worth = given.fen("premiums_paid"), given.fen("worth")
    return (int(death_benefit_on(given.of_product, given.terms, *days, paid, worth)[0]),)


def _benefits_due(given: Given) -> tuple[Value, ...]:
    due = date.fromisoformat(str(given.step("due on")))
    found = benefits_due(given.of_product, given.terms, given.day("commencement"), FIRST, due)
    return (int(found[-1].amount),)


def _lending(**known: Fraction | Fen | int) -> LoanBasis:
    return replace(LoanBasis(Fraction(0), Fen(0), Fraction(0), 1), **known)  # type: ignore[arg-type]


def _loan_limit(given: Given) -> tuple[Value, ...]:
    lending = _lending(share=given.part("share"), minimum=given.fen("minimum"))
    return (int(loan_limit(lending, given.fen("cash_value"), given.fen("debts"))[0]),)


def _loan_balance(given: Given) -> tuple[Value, ...]:
    lending = _lending(interest=given.part("rate"), term_months=given.whole("term_months"))
    since = given.day("since") if "since" in given.why.inputs else None
    return (int(loan_balance(lending, given.fen("principal"), given.day("granted"), given.day("day"), since).total),)


def _premium_loan(given: Given) -> tuple[Value, ...]:
    premium, value, debts = given.fen("premium"), given.fen("cash_value"), given.fen("debts")
    return (automatic_premium_loan(premium, value, debts, given.whole("period_days")).advance.value,)


def _reinstatement(given: Given) -> tuple[Value, ...]:
    arrears = [
        (date.fromisoformat(name.removeprefix(PREMIUM_OF)), Fen(int(amount)))
        for name, amount in given.why.inputs.items()
        if name.startswith(PREMIUM_OF)
    ]
    return (int(reinstatement_amount(arrears, given.part("rate"), given.day("day")).total),)


def _dividend(given: Given) -> tuple[Value, ...]:
    parts = [Part(given.of_product, given.terms, int(given.step("policy year")))]
    told: dict[str, Value] = {}
    for name, value in given.why.steps:
        told[name] = value
        if name == "sum assured" and "bought at age" in told:
            parts.append(_bought(given, told))
    return (int(dividend(parts, given.part("spread"))[0]),)


def _bought(given: Given, told: Mapping[str, Value]) -> Part:
    years = told["years of cover"]
    terms = replace(
        given.terms,
        entry_age=int(told["bought at age"]),
        sum_assured=Fen(int(told["sum assured"])),
        pay_years=1,
        cover_years=None if years == "life" else int(years),
    )
    return Part(for_additions(given.of_product), terms, int(told["policy year"]))


def _accumulated(given: Given) -> tuple[Value, ...]:
    rates = [
        (date.fromisoformat(name.removeprefix(RATE_FROM)), Fraction(str(rate)))
        for name, rate in given.why.inputs.items()
        if name.startswith(RATE_FROM)
    ]
    days = (given.day("since"), given.day("day"), given.day("commencement"))
    found = accumulated(given.fen("balance"), *days, rates)[1].result
    return (found,)


def _addition(given: Given) -> tuple[Value, ...]:
    return (int(addition_bought(given.of_product, given.terms, given.fen("dividend"))[0]),)


def _part_kept(of: str) -> Again:
    return lambda given: (int(Fen.round(Fraction(max(given.whole(of), 0)) * Fraction(str(given.step("part kept"))))),)


def _units(given: Given) -> tuple[Value, ...]:
    funds = [name.partition(": ")[2] for name in given.why.inputs if name.startswith("units: ")]
    worth = (
        value_of(
            int(Fraction(given.text(f"units: {fund}")) * UNITS), int(Fraction(given.text(f"price: {fund}")) * PRICES)
        )
        for fund in funds
    )
    return (int(Fen.total(worth)),)


def _risk_charge(given: Given) -> tuple[Value, ...]:
    cover = Cover(given.of_product, given.terms, given.whole("em_points"), given.day("commencement"))
    return (int(risk_charge(cover, given.fen("account"), given.day("day"))[0]),)


def _interest(given: Given) -> Fen:
    """Of the days of an account; none where the trace tells of no rate."""
    told = dict(given.why.steps)
    return interest(given.whole("fen times days"), Fraction(str(told.get("yearly rate", 0))))


def _charges(given: Given) -> tuple[Fen, Fen]:
    """What an account holds with the interest of a month, and the fee and risk charge of the next."""
    cover = Cover(given.of_product, given.terms, given.whole("em_points"), given.day("commencement"))
    fee = cover.account.monthly_fee
    held = given.fen("account") + _interest(given)
    return held, fee + risk_charge(cover, held - fee, given.day("day"))[0]


def _account_month(given: Given) -> tuple[Value, ...]:
    held, charges = _charges(given)
    return (int(held - charges),)


def _account_charges(given: Given) -> tuple[Value, ...]:
    return (int(_charges(given)[1]),)


def _account_value(given: Given) -> tuple[Value, ...]:
    return (int(given.fen("account") + _interest(given)),)


def _at_risk(given: Given) -> tuple[Value, ...]:
    return (sum(int(amount) for _of, amount in given.why.steps),)


def _claim(given: Given) -> tuple[Value, ...]:
    def told(name: str) -> int:
        return sum(int(amount) for step, amount in given.why.steps if step == name or step.startswith(f"{name}: "))

    return (told("benefit") + told("refunded") - told("deducted"),)


RULES: Mapping[str, Again] = {
    "quote": _quote,
    "cash_value_on": _cash_value,
    "unearned_premium": _unearned,
    "death_benefit_on": _death_benefit,
    "benefits_due": _benefits_due,
    "loan_limit": _loan_limit,
    "loan_balance": _loan_balance,
    "automatic_premium_loan": _premium_loan,
    "reinstatement_amount": _reinstatement,
    "dividend": _dividend,
    "addition_bought": _addition,
    "accumulated": _accumulated,
    "initial_charge": _part_kept("premium"),
    "surrender_charge": _part_kept("account"),
    "units_value": _units,
    "risk_charge": _risk_charge,
    "account_month": _account_month,
    "account_charges": _account_charges,
    "account_value": _account_value,
    "sum_at_risk": _at_risk,
    "claim_assessment": _claim,
}
"""By the rule a trace names."""


def agrees(why: Why, basis: Basis | None) -> bool:
    """Does the rule come to what the trace says, when it is given the same again? LookupError for a rule that is not
    here; LookupError, ValueError, TypeError for a trace that lacks what its rule needs.
    """
    return why.result in RULES[why.rule](Given(why, basis))

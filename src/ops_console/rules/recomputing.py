"""Every rule whose trace says all that went in, computed again from its trace: what is stored can be proved later.

A trace's inputs are plain texts and numbers; here they become the rule's arguments again. What else a rule needs, the
basis of a product, comes from the catalog the trace was made under.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from ops_console.base.money import Fen
from ops_console.rules.products.basis import Basis, LoanBasis
from ops_console.rules.products.dividends import for_additions
from ops_console.rules.products.loans import (
    automatic_premium_loan,
    loan_balance,
    loan_limit,
    reinstatement_amount,
)
from ops_console.rules.products.pricing import quote
from ops_console.rules.products.survival import benefits_due
from ops_console.rules.products.values import cash_value_on, death_benefit_on, unearned_premium
from ops_console.rules.recomputing_accounts import ACCOUNT_RULES
from ops_console.rules.recomputing_given import Again, Given
from ops_console.rules.why import Value, Why

PREMIUM_OF = "premium of "
"""What the inputs of arrears begin with, before their due date."""
FIRST = date.min


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
    **ACCOUNT_RULES,
    "sum_at_risk": _at_risk,
    "claim_assessment": _claim,
}
"""By the rule a trace names."""


def agrees(why: Why, basis: Basis | None) -> bool:
    """Does the rule come to what the trace says, when it is given the same again? LookupError for a rule that is not
    here; LookupError, ValueError, TypeError for a trace that lacks what its rule needs.
    """
    return why.result in RULES[why.rule](Given(why, basis))

"""A trace is enough to come to its number again."""

from datetime import date
from fractions import Fraction

import pytest

from ops_console.base.money import Fen
from ops_console.rules.products.basis import Basis, PolicyTerms
from ops_console.rules.products.loans import (
    automatic_premium_loan,
    loan_balance,
    loan_limit,
    reinstatement_amount,
)
from ops_console.rules.products.pricing import quote
from ops_console.rules.products.units import units_value
from ops_console.rules.products.values import cash_value_on, death_benefit_on, unearned_premium
from ops_console.rules.recomputing import RULES, agrees
from ops_console.rules.why import Why
from tests.rules.product_samples import LOAN, WHOLE_LIFE

SOLD = PolicyTerms("female", 34, Fen.of_yuan("250000"), 20, None, 3)
COMMENCED, DAY, PAID_TO = date(2020, 2, 29), date(2026, 7, 9), date(2026, 8, 29)
TRACES: list[tuple[Why, Basis | None]] = [
    (quote(WHOLE_LIFE, SOLD, 75).why, WHOLE_LIFE),
    (cash_value_on(WHOLE_LIFE, SOLD, COMMENCED, DAY, PAID_TO)[1], WHOLE_LIFE),
    (death_benefit_on(WHOLE_LIFE, SOLD, COMMENCED, DAY, Fen(9_000_000))[1], WHOLE_LIFE),
    (unearned_premium(Fen(36_500), date(2026, 1, 1), date(2027, 1, 1), DAY)[1], None),
    (loan_limit(LOAN, Fen(1_234_567), Fen(89))[1], None),
    (loan_balance(LOAN, Fen(1_000_000), date(2025, 5, 31), DAY).why, None),
    (automatic_premium_loan(Fen(54_999), Fen(24_995), Fen(0), 92).why, None),
    (reinstatement_amount([(date(2026, 1, 31), Fen(77_777))], Fraction("0.05"), DAY).why, None),
    (units_value({"growth": 123_456_789, "bond": 1}, {"growth": 12_345, "bond": 9_876}, DAY)[1], None),
]


@pytest.mark.parametrize(("why", "basis"), TRACES, ids=lambda one: one.rule if isinstance(one, Why) else "")
def test_what_was_stored_of_a_trace_comes_to_its_number_again(why: Why, basis: Basis | None) -> None:
    kept = Why.from_json(why.to_json())
    assert why.rule in RULES
    assert agrees(kept, basis)


@pytest.mark.parametrize(("why", "basis"), TRACES, ids=lambda one: one.rule if isinstance(one, Why) else "")
def test_another_number_than_the_rules_is_noticed(why: Why, basis: Basis | None) -> None:
    other = "full" if isinstance(why.result, str) else why.result + 1
    assert not agrees(Why(why.rule, why.source, why.inputs, why.steps, other), basis)


def test_a_rule_of_another_release_is_not_asked() -> None:
    assert agrees(Why("rule_of_tomorrow", "contract", {}, (), 1), None)

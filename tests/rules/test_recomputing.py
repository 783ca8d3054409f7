"""A trace is enough to come to its number again."""

import ast
from datetime import date
from fractions import Fraction
from importlib.resources import files
from pathlib import Path

import pytest

from ops_console.base.money import Fen
from ops_console.catalog.load import shipped
from ops_console.rules.products import units
from ops_console.rules.products.basis import Basis, PolicyTerms
from ops_console.rules.products.dividends import Part, accumulated, addition_bought, dividend, for_additions
from ops_console.rules.products.loans import (
    automatic_premium_loan,
    loan_balance,
    loan_limit,
    reinstatement_amount,
)
from ops_console.rules.products.pricing import quote
from ops_console.rules.products.survival import benefits_due
from ops_console.rules.products.units import units_value
from ops_console.rules.products.universal import Cover, Movement, initial_charge, roll, surrender_charge, value_on
from ops_console.rules.products.values import cash_value_on, death_benefit_on, unearned_premium
from ops_console.rules.recomputing import RULES, agrees
from ops_console.rules.why import Why
from tests.rules.product_samples import LOAN, WHOLE_LIFE

SOLD = PolicyTerms("female", 34, Fen.of_yuan("250000"), 20, None, 3)
COMMENCED, DAY, PAID_TO = date(2020, 2, 29), date(2026, 7, 9), date(2026, 8, 29)
PRODUCTS = shipped().products
SHARING, ENDOWED, ACCOUNT = (PRODUCTS[code].basis for code in ("WP20", "EN15", "UL10"))
PLANNED = PolicyTerms("male", 39, Fen.of_yuan("100000"), 10, None, planned=Fen.of_yuan("10000"))
COVER = Cover(ACCOUNT, PLANNED, 75, COMMENCED)
PUT_IN = [Movement(COMMENCED, "premium", Fen.of_yuan("10000"))]
ADDED = PolicyTerms("female", 40, Fen.of_yuan("4000"), 1, None)
BENEFIT = PolicyTerms("male", 30, Fen.of_yuan("100000"), 5, 15)
ACCUMULATION = ((date(2020, 1, 1), Fraction("0.03")), (date(2023, 7, 1), Fraction("0.025")))


def charges_not_carried() -> Why:
    """Of an account with one fen in it."""
    [why] = roll(COVER, (), [Movement(COMMENCED, "premium", Fen(1))], COMMENCED, COMMENCED).whys
    return why


TRACES: list[tuple[Why, Basis | None]] = [
    (quote(WHOLE_LIFE, SOLD, 75).why, WHOLE_LIFE),
    (cash_value_on(WHOLE_LIFE, SOLD, COMMENCED, DAY, PAID_TO)[1], WHOLE_LIFE),
    (death_benefit_on(WHOLE_LIFE, SOLD, COMMENCED, DAY, Fen(9_000_000))[1], WHOLE_LIFE),
    (unearned_premium(Fen(36_500), date(2026, 1, 1), date(2027, 1, 1), DAY)[1], None),
    (benefits_due(ENDOWED, BENEFIT, COMMENCED, COMMENCED, DAY)[-1].why, ENDOWED),
    (loan_limit(LOAN, Fen(1_234_567), Fen(89))[1], None),
    (loan_balance(LOAN, Fen(1_000_000), date(2025, 5, 31), DAY).why, None),
    (automatic_premium_loan(Fen(54_999), Fen(24_995), Fen(0), 92).why, None),
    (reinstatement_amount([(date(2026, 1, 31), Fen(77_777))], Fraction("0.05"), DAY).why, None),
    (dividend([Part(SHARING, SOLD, 6), Part(for_additions(SHARING), ADDED, 1)], Fraction("0.018"))[1], SHARING),
    (addition_bought(SHARING, ADDED, Fen(123_456))[1], SHARING),
    (accumulated(Fen(500_000), COMMENCED, DAY, COMMENCED, ACCUMULATION)[1], None),
    (initial_charge(COVER, Fen.of_yuan("10000"), COMMENCED)[1], ACCOUNT),
    (surrender_charge(COVER, Fen.of_yuan("9999.99"), COMMENCED)[1], ACCOUNT),
    (units_value({"growth": 123_456_789, "bond": 1}, {"growth": 12_345, "bond": 9_876}, DAY)[1], None),
    (units.risk_charge(COVER, Fen.of_yuan("5000"), DAY)[1], ACCOUNT),
    (roll(COVER, (), PUT_IN, COMMENCED, DAY).whys[-1], ACCOUNT),
    (charges_not_carried(), ACCOUNT),
    (value_on(COVER, ((COMMENCED, Fraction("0.03")),), PUT_IN, COMMENCED, COMMENCED)[2], ACCOUNT),
    (Why("sum_at_risk", "company default", {"risk": "life"}, (("WL20", 10_000_000), ("TM20", 5)), 10_000_005), None),
    (
        Why(
            "claim_assessment", "art 36", {}, (("benefit", 900), ("refunded: premium", 70), ("deducted: loan", 3)), 967
        ),
        None,
    ),
]


def test_every_rule_that_is_known_has_its_trace_here() -> None:
    assert {why.rule for why, _basis in TRACES} == RULES.keys()


def test_every_rule_a_trace_is_kept_of_can_be_computed_again() -> None:
    """What makes a `Why` with a name of its own, but for what is shown only: reserves, and tables of illustrations."""
    floors = [Path(str(files("ops_console"))) / floor for floor in ("rules", "rooms")]
    named = {
        str(node.args[0].value)
        for floor in floors
        for file in floor.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("Why", "_why")
        if node.args and isinstance(node.args[0], ast.Constant)
    }
    assert len(named) > 15
    assert named - RULES.keys() == {"reserve_on"}


@pytest.mark.parametrize(("why", "basis"), TRACES, ids=lambda one: one.rule if isinstance(one, Why) else "")
def test_what_was_stored_of_a_trace_comes_to_its_number_again(why: Why, basis: Basis | None) -> None:
    kept = Why.from_json(why.to_json())
    assert why.rule in RULES
    assert agrees(kept, basis)


@pytest.mark.parametrize(("why", "basis"), TRACES, ids=lambda one: one.rule if isinstance(one, Why) else "")
def test_another_number_than_the_rules_is_noticed(why: Why, basis: Basis | None) -> None:
    other = "full" if isinstance(why.result, str) else why.result + 1
    assert not agrees(Why(why.rule, why.source, why.inputs, why.steps, other), basis)


def test_a_rule_that_is_not_known_is_not_taken_for_proved() -> None:
    with pytest.raises(LookupError):
        agrees(Why("rule_of_tomorrow", "contract", {}, (), 1), None)

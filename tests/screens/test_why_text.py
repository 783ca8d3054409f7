"""Why a number is what it is, in words: amounts in yuan, every line with a name."""

from dataclasses import asdict
from datetime import date
from fractions import Fraction

from ops_console.base.money import Fen
from ops_console.rules.products.loans import reinstatement_amount
from ops_console.rules.products.units import units_value
from ops_console.screens.why_text import why_lines


def test_what_a_reinstatement_costs_is_told_in_yuan() -> None:
    arrears = [(date(2026, 8, 16), Fen(127_626))]
    why = reinstatement_amount(arrears, Fraction("0.05"), date(2026, 11, 20)).why
    told = [" ".join(line.plain.split()) for line in why_lines(asdict(why), 80)]
    # 1,276.26 x 5 % x 96 days / 365 = 16.78369... CNY
    assert "Premium due 2026-08-16 1,276.26" in told
    assert "Interest from 2026-08-16 16.7837 CNY" in told
    assert "Interest on them 16.78" in told
    assert "Result 1,293.04" in told


def test_what_units_are_worth_is_told_by_fund() -> None:
    _value, why = units_value({"STEADY": 1_500_000}, {"STEADY": 10_235}, date(2026, 3, 4))
    told = [" ".join(line.plain.split()) for line in why_lines(asdict(why), 80)]
    assert any(line.endswith("worth of the units") for line in told)
    assert "Units: STEADY 1.500000" in told
    assert "Price: STEADY 1.0235" in told
    assert "Value: STEADY 1.54" in told

"""Amounts are whole fen: they stay so through arithmetic, and floats enter only by rounding."""

import json
import pickle
import sqlite3
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops_console.base.money import Fen


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1,234.50", 123450),
        ("0.5", 50),
        ("-3", -300),
        ("+0.05", 5),
        (" 1000000 ", 100000000),
        ("1,000,000.01", 100000001),
    ],
)
def test_yuan_are_read(text: str, fen: int) -> None:
    assert Fen.of_yuan(text) == fen


@pytest.mark.parametrize("text", ["", "1.005", "12,34", "1e3", "¥5", "1.", ".5", "--1", "nan", "１２"])
def test_what_is_not_an_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        Fen.of_yuan(text)


@pytest.mark.parametrize(
    ("value", "fen"),
    [
        (0.5, 1),
        (-0.5, -1),
        (2.5, 3),
        (2.4999, 2),
        (Fraction(7, 2), 4),
        (Fraction(1, 3), 0),
        (Decimal("10.5"), 11),
        (-1.4, -1),
    ],
)
def test_rounding_is_half_up_away_from_zero(value: float | Fraction | Decimal, fen: int) -> None:
    assert Fen.round(value) == fen


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN"), Decimal("-Infinity")])
def test_what_is_not_finite_is_no_amount(value: float | Decimal) -> None:
    with pytest.raises(ValueError, match=r"."):
        Fen.round(value)


@pytest.mark.parametrize(("fen", "text"), [(123450, "1,234.50"), (-5, "-0.05"), (0, "0.00"), (100, "1.00")])
def test_amounts_are_written_in_yuan(fen: int, text: str) -> None:
    assert Fen(fen).yuan() == text


@given(st.integers())
def test_what_is_written_is_read_back(fen: int) -> None:
    assert Fen.of_yuan(Fen(fen).yuan()) == fen


@given(st.integers(), st.integers())
def test_arithmetic_stays_in_amounts(a: int, b: int) -> None:
    results = [Fen(a) + b, a + Fen(b), Fen(a) - b, a - Fen(b), Fen(a) * b, a * Fen(b), -Fen(a), abs(Fen(a)), +Fen(a)]
    assert results == [a + b, a + b, a - b, a - b, a * b, a * b, -a, abs(a), a]
    assert {type(result) for result in results} == {Fen}
    assert type(Fen.total([Fen(a), b])) is Fen


@pytest.mark.parametrize("value", [1.5, "15", Decimal(1), None])
def test_amounts_are_made_of_whole_numbers_only(value: Any) -> None:
    with pytest.raises(TypeError):
        Fen(value)


def test_floats_are_refused_in_arithmetic() -> None:
    amount: Any = Fen(100)
    for compute in (
        lambda: amount + 0.5,
        lambda: amount - 0.5,
        lambda: amount * 1.1,
        lambda: Fen(1.1 * amount),
        lambda: amount / 3,
        lambda: 3 / amount,
        lambda: amount * amount,
    ):
        with pytest.raises(TypeError):
            compute()


def test_databases_json_and_pickle_take_an_amount_as_an_integer() -> None:
    amount = Fen(123450)
    assert sqlite3.connect(":memory:").execute("select ?, typeof(?)", (amount, amount)).fetchone() == (
        123450,
        "integer",
    )
    assert json.dumps({"amount": amount}) == '{"amount": 123450}'
    assert type(pickle.loads(pickle.dumps(amount))) is Fen  # noqa: S301 - our own bytes
    assert f"{amount} {amount!r}" == "123450 Fen(123450)"

"""The table of shapes: each is priced in one way, and says what a death pays."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from ops_console.base.money import Fen
from ops_console.rules.products.basis import (
    FOR_LIFE,
    ONE_YEAR,
    WITH_ACCOUNT,
    AccountBasis,
    Months,
    PolicyTerms,
    Shape,
)
from ops_console.rules.products.pricing import quote
from ops_console.rules.products.shapes import SHAPES, annual_rate
from ops_console.rules.products.values import cash_values, death_benefit_on
from tests.rules.product_samples import WHOLE_LIFE

ACCOUNT = AccountBasis(
    initial_charges=(Fraction("0.5"),),
    monthly_fee=Fen(500),
    guaranteed=Fraction("0.01"),
    surrender_charges=(),
    death_multiples=((18, Fraction("1.6")), (41, Fraction("1.4"))),
)
UNIVERSAL = replace(WHOLE_LIFE, product="universal", shape=Shape.UNIVERSAL_LIFE, cash_value=None, account=ACCOUNT)
SUM, PLANNED = Fen.of_yuan("100,000"), Fen.of_yuan("6,000")
MAN_30 = PolicyTerms("male", 30, SUM, 10, None, planned=PLANNED)
START = date(2020, 3, 1)


@pytest.mark.parametrize("shape", list(Shape))
def test_every_shape_is_priced_in_one_way(shape: Shape) -> None:
    rules = SHAPES[shape]
    assert (rules.expected is not None) == (shape in ONE_YEAR)
    assert (rules.priced is None) == (shape in ONE_YEAR | WITH_ACCOUNT)
    assert not (shape in FOR_LIFE and shape in ONE_YEAR)


@pytest.mark.parametrize(("months", "annual"), [(12, "6,000.00"), (3, "24,000.00"), (1, "72,000.00")])
def test_a_cover_with_an_account_costs_what_was_planned_without_a_loading(months: Months, annual: str) -> None:
    found = quote(UNIVERSAL, replace(MAN_30, months=months), em_points=100)
    assert (found.instalment, found.standard, found.loading) == (PLANNED, PLANNED, 0)
    assert found.annual.yuan() == annual
    assert found.why.inputs["planned"] == found.why.result == PLANNED


def test_nothing_is_quoted_before_a_premium_is_planned() -> None:
    with pytest.raises(ValueError, match="no planned premium"):
        quote(UNIVERSAL, replace(MAN_30, planned=Fen(0)))
    with pytest.raises(ValueError, match="not priced as a cover of several years"):
        annual_rate(UNIVERSAL, MAN_30)


def test_its_worth_is_in_its_account() -> None:
    assert set(cash_values(UNIVERSAL, MAN_30)) == {0}


@pytest.mark.parametrize(
    ("day", "worth", "benefit"),
    [
        (date(2025, 3, 1), "50,000", "100,000.00"),  # at 35: 1.6 × 50,000 = 80,000
        (date(2025, 3, 1), "70,000", "112,000.00"),  # 1.6 × 70,000
        (date(2031, 3, 1), "70,000", "100,000.00"),  # at 41: 1.4 × 70,000 = 98,000
    ],
)
def test_a_death_pays_the_sum_or_the_multiple_of_the_account(day: date, worth: str, benefit: str) -> None:
    found, why = death_benefit_on(UNIVERSAL, MAN_30, START, day, Fen(0), Fen.of_yuan(worth))
    assert (found.yuan(), why.result) == (benefit, found)

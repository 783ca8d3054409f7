"""Waiver of premium: the premiums still to come, from the end of the year a listed illness is diagnosed in."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops_console.base.money import Fen
from ops_console.rules.products.basis import Basis, BySex, IncidenceTable, LoadBand, PolicyTerms, Shape
from ops_console.rules.products.pricing import quote
from ops_console.rules.products.values import cash_values, death_benefit_on
from tests.rules.product_samples import MODES, TABLES, per_cent

ILL = tuple(0.001 + 0.0002 * age for age in range(81))
WAIVER = Basis(
    "waiver",
    Shape.WAIVER,
    Fraction("0.02"),
    (LoadBand(1, per_cent(20)),),
    MODES,
    mortality=BySex(TABLES["cl1"], TABLES["cl2"]),
    incidence=BySex(IncidenceTable("illness, men", ILL), IncidenceTable("illness, women", ILL)),
    undiagnosed=Fraction("0.4"),
)
A_YEAR = Fen.of_yuan("10,000")
"""The annual premium that is waived."""


def test_three_years_by_hand() -> None:
    # From 30: i = 0.007, 0.0072; u·q = 0.4 × 0.000797 = 0.0003188, then 0.4 × 0.000847 = 0.0003388.
    # Diagnosed in year 1: two premiums to come, ä = 1 + 1/1.02 = 1.980392, in year 2 one, in year 3 none.
    # PV = 0.007 × 1.980392 / 1.02 + 0.9926812 × 0.0072 × 1 / 1.02² = 0.0135909 + 0.0068697 = 0.0204606
    # Premiums: 0.8 × (1 + 0.9926812 / 1.02 + 0.9926812 × 0.9924612 / 1.02²) = 0.8 × 2.9201339 = 2.3361071
    assert TABLES["cl1"].rate(31) == pytest.approx(0.000847)
    found = quote(WAIVER, PolicyTerms("male", 30, A_YEAR, 3, 3))
    assert found.annual == pytest.approx(0.0204606 / 2.3361071 * A_YEAR, abs=1)
    assert found.illustrative


def test_the_last_premium_is_beyond_help() -> None:
    # Diagnosed in the only year there is nothing left to waive.
    assert quote(WAIVER, PolicyTerms("male", 30, A_YEAR, 1, 1)).annual == 0


def test_it_runs_as_long_as_premium_is_paid() -> None:
    with pytest.raises(ValueError, match="as long as the premium it waives"):
        quote(WAIVER, PolicyTerms("male", 30, A_YEAR, 10, 20))


def test_without_value_and_without_death_benefit() -> None:
    terms = PolicyTerms("male", 30, A_YEAR, 10, 10)
    assert set(cash_values(WAIVER, terms)) == {0}
    with pytest.raises(ValueError, match="pays nothing for a death"):
        death_benefit_on(WAIVER, terms, date(2020, 3, 1), date(2021, 3, 1), Fen(0))


@given(st.integers(18, 50), st.integers(2, 25))
def test_more_years_and_more_illness_cost_more(age: int, years: int) -> None:
    one = quote(WAIVER, PolicyTerms("female", age, A_YEAR, years, years))
    longer = quote(WAIVER, PolicyTerms("female", age, A_YEAR, years + 1, years + 1))
    loaded = quote(WAIVER, PolicyTerms("female", age, A_YEAR, years, years), em_points=100)
    assert one.annual < longer.annual
    assert loaded.loading > 0
    assert loaded.standard == one.standard

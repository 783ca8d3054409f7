"""Annuities paid more often than once a year, held against a sum over the parts of each year."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops_console.rules.actuary import contingencies as lc
from ops_console.rules.actuary import fractional as fr
from ops_console.rules.actuary.mortality import MortalityTable
from tests.rules.product_samples import TABLES

tables = st.sampled_from(sorted(TABLES)).map(TABLES.__getitem__)
interests = st.sampled_from([0.0, 0.01, 0.025, 0.045])


def part_by_part(table: MortalityTable, interest: float, age: int, years: int, m: int) -> float:
    """Every payment of 1/m, deaths spread evenly over each year of age."""
    alive, value = 1.0, 0.0
    for k in range(min(years, table.last_age - age + 1)):
        q = table.rate(age + k)
        value += sum(alive * (1 - q * j / m) * (1 + interest) ** -(k + j / m) / m for j in range(m))
        alive *= 1 - q
    return value


@given(tables, interests, st.integers(0, 100), st.integers(1, 40), st.sampled_from([1, 2, 4, 12]))
def test_annuities_are_the_sum_of_their_payments(
    table: MortalityTable, interest: float, age: int, years: int, m: int
) -> None:
    whole = part_by_part(table, interest, age, 200, m)
    during = part_by_part(table, interest, age, years, m)
    assert fr.life_annuity_due_mthly(table, interest, age, m) == pytest.approx(whole, abs=1e-9)
    assert fr.temporary_annuity_due_mthly(table, interest, age, years, m) == pytest.approx(during, abs=1e-9)
    assert fr.deferred_annuity_due_mthly(table, interest, age, years, m) == pytest.approx(whole - during, abs=1e-9)


@given(tables, interests, st.integers(0, 105))
def test_once_a_year_is_the_yearly_annuity(table: MortalityTable, interest: float, age: int) -> None:
    yearly = lc.life_annuity_due(table, interest, age)
    assert fr.life_annuity_due_mthly(table, interest, age, 1) == pytest.approx(yearly, abs=1e-10)


def test_by_the_month_a_man_of_30_has_eleven_twenty_fourths_less() -> None:
    # Woolhouse's first two terms: 27.744412 - 11/24 = 27.286079; UDD differs from it in the third decimal.
    assert round(lc.life_annuity_due(TABLES["cl1"], 0.025, 30) - 11 / 24, 6) == 27.286079
    assert fr.life_annuity_due_mthly(TABLES["cl1"], 0.025, 30, 12) == pytest.approx(27.286, abs=0.005)


def test_nominal_rates_are_those_of_the_textbook() -> None:
    # 6 %, monthly: i^(12) = 5.8411 %, d^(12) = 5.8128 %.
    assert fr.nominal_interest(0.06, 12) == pytest.approx(0.058411, abs=5e-7)
    assert fr.nominal_discount(0.06, 12) == pytest.approx(0.058128, abs=5e-7)


def test_less_than_once_a_year_is_no_annuity() -> None:
    with pytest.raises(ValueError, match="not 0 times"):
        fr.life_annuity_due_mthly(TABLES["cl1"], 0.02, 30, 0)

"""Reduced paid-up, extended term and the deficiency reserve."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops_console.rules.actuary import contingencies as lc
from ops_console.rules.actuary.alterations import ExtendedTerm, extended_term, net_single_premium, reduced_paid_up
from ops_console.rules.actuary.cover import level_cover, years_to_end
from ops_console.rules.actuary.mortality import MortalityTable
from ops_console.rules.actuary.premiums import net_premium
from ops_console.rules.actuary.reserves import deficiency_reserves, net_level_reserves
from tests.rules.product_samples import TABLES

# Half of all die in each year, the rest in the third.
SMALL = MortalityTable("small", (0.5, 0.5, 1.0))
WHOLE_LIFE = level_cover(TABLES["cl1"], 30, 76, 100_000)


def test_a_paid_up_sum_is_the_value_over_the_single_premium() -> None:
    # Without interest every life pays 1 in the end.
    assert net_single_premium(level_cover(SMALL, 0, 3), 0.0, 1) == 1
    assert reduced_paid_up(level_cover(SMALL, 0, 3), 0.0, 1, 0.25) == 0.25
    # 10,577.74 of a man of 35, A_35 at 2.5 %.
    sum_left = reduced_paid_up(WHOLE_LIFE, 0.025, 5, 10577.74) * 100_000
    assert sum_left == pytest.approx(10577.74 / lc.whole_life_assurance(TABLES["cl1"], 0.025, 35), rel=1e-12)


def test_nothing_buys_nothing_and_no_value_more_than_the_cover() -> None:
    assert reduced_paid_up(WHOLE_LIFE, 0.025, 5, -1.0) == 0
    assert reduced_paid_up(WHOLE_LIFE, 0.025, 5, 10**9) == 1


def test_extended_term_counts_years_then_days_then_buys_a_pure_endowment() -> None:
    cover = level_cover(SMALL, 0, 2)
    # Without interest the first year costs 0.5, the second 0.25; a survivor is one in four.
    assert extended_term(cover, 0.0, 0, 0.0) == ExtendedTerm(0, 0)
    assert extended_term(cover, 0.0, 0, 0.25) == ExtendedTerm(0, 182)
    assert extended_term(cover, 0.0, 0, 0.5) == ExtendedTerm(1, 0)
    assert extended_term(cover, 0.0, 0, 0.625) == ExtendedTerm(1, 182)
    assert extended_term(cover, 0.0, 0, 0.85) == ExtendedTerm(2, 0, pytest.approx(0.4))
    assert extended_term(level_cover(SMALL, 0, 3), 0.0, 0, 5.0) == ExtendedTerm(3, 0, 0.0)


@given(st.sampled_from([0.01, 0.025, 0.045]), st.integers(0, 80), st.integers(0, 19), st.floats(0, 1))
def test_extended_term_costs_what_it_was_bought_for(interest: float, age: int, year: int, value: float) -> None:
    table = TABLES["cl3"]
    found = extended_term(level_cover(table, age, 20), interest, year, value)
    at = (table, interest, age + year)
    years = lc.term_assurance(*at, found.years)
    if found.years < 20 - year:
        next_year = lc.term_assurance(*at, found.years + 1) - years
        assert years <= value + 1e-9 <= years + next_year + 1e-8
        assert (value - years) / next_year == pytest.approx(found.days / 365, abs=1 / 365 + 1e-6)
    else:
        assert years + found.pure_endowment * lc.pure_endowment(*at, 20 - year) == pytest.approx(value, abs=1e-9)


def test_after_the_cover_there_is_nothing_to_buy() -> None:
    for left in (extended_term, reduced_paid_up):
        with pytest.raises(ValueError, match="after 76 of 76 years"):
            left(WHOLE_LIFE, 0.025, 76, 1.0)


def test_a_gross_premium_below_the_net_one_wants_its_shortfall_reserved() -> None:
    # P = 2,046.07; at 2,000 every premium to come is 46.07 short.
    short = deficiency_reserves(WHOLE_LIFE, 0.025, 20, 2000)
    annuity = lc.temporary_annuity_due(TABLES["cl1"], 0.025, 35, 15)
    assert short[5] == pytest.approx((net_premium(WHOLE_LIFE, 0.025, 20) - 2000) * annuity, rel=1e-9)
    assert short[20:] == (0.0,) * 57
    assert set(deficiency_reserves(WHOLE_LIFE, 0.025, 20, 2046.08)) == {0.0}


@given(st.integers(0, 60), st.integers(1, 20))
def test_what_a_reserve_buys_as_reduced_paid_up_is_worth_the_reserve(age: int, year: int) -> None:
    cover = level_cover(TABLES["cl3"], age, years_to_end(TABLES["cl3"], age))
    reserve = net_level_reserves(cover, 0.02, 20)[year]
    part = reduced_paid_up(cover, 0.02, year, reserve)
    assert part * net_single_premium(cover, 0.02, year) == pytest.approx(reserve, rel=1e-9)

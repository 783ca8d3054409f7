"""Dividends by hand and by what must hold of them: the share of a year, the additions it buys, what accumulates."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops_console.base.money import Fen
from ops_console.catalog.load import shipped
from ops_console.rules.actuary.cover import level_cover
from ops_console.rules.actuary.premiums import net_premium
from ops_console.rules.products.basis import PolicyTerms, Sex
from ops_console.rules.products.dividends import Part, accumulated, addition_bought, dividend, for_additions
from ops_console.rules.products.values import cash_value_on, cash_values
from ops_console.rules.recomputing import agrees

BASIS = shipped().products["WP20"].basis
SUM = Fen.of_yuan("100000")
BEGUN = date(2020, 3, 3)
RATES = ((date(2020, 1, 1), Fraction("0.03")), (date(2023, 7, 1), Fraction("0.025")))


def whole_life(age: int = 30, pay_years: int = 20, amount: Fen = SUM, sex: Sex = "male") -> PolicyTerms:
    return PolicyTerms(sex, age, amount, pay_years, None)


def test_the_first_years_dividend_is_the_spread_on_the_net_premium() -> None:
    """Nothing is in reserve at the start. With no floor biting the net premium is A/ä on cl3 at 1.75 %."""
    amount, why = dividend([Part(BASIS, whole_life(), 1)], Fraction("0.018"))
    steps = dict(why.steps)
    assert steps["reserve at the year's start"] == "0.0000 CNY"
    premium = Fraction(str(steps["net premium of the year"]).removesuffix(" CNY").replace(",", ""))
    assert amount == Fen.round(premium * 100 * Fraction("0.018"))


def test_once_premiums_are_paid_the_dividend_is_the_spread_on_the_reserve_alone() -> None:
    """Paid up, the reserve is the single premium at the attained age, 50: what a new cover without loads costs."""
    assert BASIS.mortality is not None
    cover = level_cover(BASIS.mortality.male, 50, 56)
    single = net_premium(cover, 0.0175, 1)
    paid_up, _why = dividend([Part(for_additions(BASIS), whole_life(50, 1), 1)], Fraction("0.01"))
    assert paid_up == Fen.round(single * int(SUM) * 0.01)
    later, _why = dividend([Part(for_additions(BASIS), whole_life(40, 1), 11)], Fraction("0.01"))
    assert later == paid_up


def test_covers_of_a_contract_share_together_and_are_rounded_once() -> None:
    parts = [Part(BASIS, whole_life(), 5), Part(for_additions(BASIS), whole_life(32, 1, Fen(12_345)), 3)]
    spread = Fraction("0.0123")
    together, _why = dividend(parts, spread)
    apart = [dividend([part], spread)[0] for part in parts]
    assert abs(together - Fen.total(apart)) <= 1


def test_a_dividend_buys_at_the_attained_age_what_its_single_premium_carries() -> None:
    """2 % of the premium are expenses: 49.00 of 50.00 CNY buy cover at the net single premium of age 40."""
    assert BASIS.mortality is not None
    single = net_premium(level_cover(BASIS.mortality.male, 40, 66), 0.0175, 1)
    bought, _why = addition_bought(BASIS, whole_life(40, 1), Fen.of_yuan("50"))
    assert bought == Fen.round(4900 / single)


def test_an_addition_is_worth_its_single_premium_on_the_value_basis() -> None:
    """k = 1 for single premiums: at 3.25 %, A of the attained age, whichever year it was bought in."""
    assert BASIS.mortality is not None
    at_45 = net_premium(level_cover(BASIS.mortality.male, 45, 61), 0.0325, 1)
    assert cash_values(for_additions(BASIS), whole_life(40, 1))[5] == Fen.round(at_45 * int(SUM))
    assert cash_values(for_additions(BASIS), whole_life(44, 1))[1] == Fen.round(at_45 * int(SUM))


def test_an_addition_is_worth_something_from_its_first_day() -> None:
    terms = whole_life(40, 1)
    value, _why = cash_value_on(for_additions(BASIS), terms, BEGUN, BEGUN, date(2021, 3, 3))
    assert BASIS.mortality is not None
    assert value == Fen.round(net_premium(level_cover(BASIS.mortality.male, 40, 66), 0.0325, 1) * int(SUM))


def test_interest_is_added_on_anniversaries_and_when_the_rate_changes() -> None:
    """10,000 fen from 1 January 2023: 61 days to the anniversary, 120 to the change, 34 to 4 August."""
    added, why = accumulated(Fen(10_000), date(2023, 1, 1), date(2023, 8, 4), BEGUN, RATES)
    assert [(one.day, int(one.amount)) for one in added] == [
        (date(2023, 3, 3), 50),  # 10000 × 3 % × 61/365 = 50.14
        (date(2023, 7, 1), 99),  # 10050 × 3 % × 120/365 = 99.12
        (date(2023, 8, 4), 24),  # 10149 × 2.5 % × 34/365 = 23.63
    ]
    assert why.result == 10_173


def test_traces_are_enough_to_come_to_the_same_again() -> None:
    additions = for_additions(BASIS)
    shared = dividend([Part(BASIS, whole_life(), 5), Part(additions, whole_life(32, 1, Fen(12_345)), 3)], RATES[0][1])
    bought = addition_bought(BASIS, whole_life(40, 1), Fen(5000))
    earned = accumulated(Fen(10_000), date(2023, 1, 1), date(2023, 8, 4), BEGUN, RATES)
    for _amount, why in (shared, bought, earned):
        assert agrees(why, BASIS)
        assert isinstance(why.result, int)
        assert not agrees(replace(why, result=why.result + 1), BASIS)


def test_nothing_is_earned_before_a_rate_is_declared_and_days_do_not_run_backwards() -> None:
    assert accumulated(Fen(10_000), date(2019, 1, 1), date(2019, 12, 31), BEGUN, RATES)[0] == ()
    with pytest.raises(ValueError, match="before"):
        accumulated(Fen(1), date(2024, 1, 2), date(2024, 1, 1), BEGUN, RATES)


def test_a_dividend_belongs_to_a_year_of_the_cover() -> None:
    with pytest.raises(ValueError, match="no policy year"):
        dividend([Part(BASIS, whole_life(50), 90)], Fraction("0.01"))
    with pytest.raises(ValueError, match="nothing shares"):
        dividend([], Fraction("0.01"))


@given(
    age=st.integers(0, 55),
    pay_years=st.sampled_from((5, 10, 20)),
    year=st.integers(1, 40),
    basis_points=st.integers(0, 400),
    sex=st.sampled_from(("male", "female")),
)
def test_a_dividend_is_never_negative_and_grows_with_the_spread(
    age: int, pay_years: int, year: int, basis_points: int, sex: Sex
) -> None:
    part = [Part(BASIS, whole_life(age, pay_years, sex=sex), year)]
    amount, _why = dividend(part, Fraction(basis_points, 10_000))
    more, _why = dividend(part, Fraction(basis_points + 1, 10_000))
    assert 0 <= amount <= more
    assert (amount == 0) == (basis_points == 0)


@given(
    balance=st.integers(0, 10**9),
    days=st.integers(0, 2000),
    cut=st.integers(0, 2000),
)
def test_interest_is_the_same_within_a_fen_a_step_wherever_it_is_booked_between(
    balance: int, days: int, cut: int
) -> None:
    """Booking in the middle of a year adds the interest there, which then earns: never less, and at most its own."""
    start = date(2021, 5, 5)
    end = date.fromordinal(start.toordinal() + days)
    middle = date.fromordinal(start.toordinal() + min(cut, days))
    whole = accumulated(Fen(balance), start, end, BEGUN, RATES)[1].result
    half = accumulated(Fen(balance), start, middle, BEGUN, RATES)[1].result
    assert isinstance(whole, int)
    assert isinstance(half, int)
    twice = accumulated(Fen(half), middle, end, BEGUN, RATES)[1].result
    assert isinstance(twice, int)
    assert -8 <= twice - whole <= balance // 2000 + 8

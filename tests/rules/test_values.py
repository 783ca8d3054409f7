"""What policies are worth on a day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops_console.base.money import Fen
from ops_console.rules.products.basis import PolicyTerms
from ops_console.rules.products.values import cash_value_on, cash_values, death_benefit_on, unearned_premium
from tests.rules.product_samples import HOSPITAL_CASH, PLAIN_LIFE, TERM, WHOLE_LIFE

SUM = Fen.of_yuan("100,000")
MAN_30 = PolicyTerms("male", 30, SUM, 20, None)
START = date(2020, 3, 1)
# Net premiums on the value basis, G' × (1 - e), in years 1 and 2: G' = 1,437.1002 CNY.
FIRST_NET, SECOND_NET = 21557, 28742


def value(terms: PolicyTerms, day: date, paid_to: date) -> Fen:
    return cash_value_on(PLAIN_LIFE, terms, START, day, paid_to)[0]


def test_year_end_values_to_the_fen() -> None:
    values = cash_values(PLAIN_LIFE, MAN_30)
    assert [values[t].yuan() for t in (0, 1, 5, 10, 20, 30, 76)] == [
        *("0.00", "118.00", "2,802.60", "9,766.07", "31,042.38", "43,632.52", "100,000.00")
    ]


def test_term_insurance_ends_worth_nothing() -> None:
    values = cash_values(TERM, PolicyTerms("male", 30, SUM, 5, 20))
    assert len(values) == 21
    assert values[0] == values[-1] == 0
    assert min(values) == 0 < max(values)


def test_one_year_covers_have_no_cash_value() -> None:
    assert cash_values(HOSPITAL_CASH, PolicyTerms("male", 30, Fen(10000), 1, 1)) == (0, 0)
    assert cash_values(TERM, PolicyTerms("male", 30, SUM, 1, 1)) == (0, 0)
    found, _why = cash_value_on(
        HOSPITAL_CASH, PolicyTerms("male", 30, Fen(10000), 1, 1), START, date(2020, 6, 1), date(2021, 3, 1)
    )
    assert found == 0


def test_on_the_first_day_the_value_is_the_net_premium_just_paid() -> None:
    assert value(MAN_30, START, date(2021, 3, 1)) == FIRST_NET


def test_within_a_year_the_value_runs_straight_to_the_year_end() -> None:
    # 219 of 365 days into the second year: 0.6 of the way
    ends = cash_values(PLAIN_LIFE, MAN_30)
    day = date(2021, 3, 1) + timedelta(days=219)
    expected = 0.4 * (ends[1] + SECOND_NET) + 0.6 * ends[2]
    assert value(MAN_30, day, date(2022, 3, 1)) == pytest.approx(expected, abs=1)


def test_on_an_anniversary_still_unpaid_the_value_is_that_of_the_year_end() -> None:
    assert value(MAN_30, date(2021, 3, 1), date(2021, 3, 1)) == cash_values(PLAIN_LIFE, MAN_30)[1]


def test_instalments_not_yet_paid_take_their_share_of_the_net_premium_away() -> None:
    # One of twelve months paid: 31 of 365 days of the second year's net premium.
    monthly = PolicyTerms("male", 30, SUM, 20, None, 1)
    found = value(monthly, date(2021, 3, 1), date(2021, 4, 1))
    assert found == pytest.approx(11800 + SECOND_NET * 31 / 365, abs=1)


def test_grace_and_lapse_add_nothing() -> None:
    paid_to = date(2025, 3, 1)
    at_paid_to = value(MAN_30, paid_to, paid_to)
    assert at_paid_to == cash_values(PLAIN_LIFE, MAN_30)[5]
    assert value(MAN_30, date(2025, 4, 20), paid_to) == at_paid_to
    assert value(MAN_30, date(2027, 1, 1), paid_to) == at_paid_to


def test_a_paid_up_policy_goes_on_growing() -> None:
    paid_to = date(2040, 3, 1)
    ends = cash_values(PLAIN_LIFE, MAN_30)
    assert value(MAN_30, paid_to, paid_to) == ends[20]
    assert value(MAN_30, date(2050, 3, 1), paid_to) == ends[30]


def test_after_the_cover_there_is_no_value() -> None:
    terms = PolicyTerms("male", 30, SUM, 5, 10)
    assert cash_value_on(TERM, terms, START, date(2030, 3, 1), date(2025, 3, 1))[0] == 0
    with pytest.raises(ValueError, match="before the commencement"):
        cash_value_on(TERM, terms, START, date(2020, 2, 29), date(2021, 3, 1))


@given(st.integers(0, 9000), st.sampled_from([1, 5, 10, 20]), st.integers(18, 45))
def test_values_on_a_day_lie_between_nothing_and_the_sum_assured(days: int, pay: int, age: int) -> None:
    terms = PolicyTerms("female", age, SUM, pay, None)
    day = START + timedelta(days=days)
    found, why = cash_value_on(WHOLE_LIFE, terms, START, day, date(2060, 3, 1))
    assert 0 <= found <= SUM
    assert why.result == found
    assert why.inputs["day"] == day.isoformat()


@pytest.mark.parametrize(
    ("day", "left"),
    [(date(2025, 1, 1), 36500), (date(2025, 1, 2), 36400), (date(2025, 7, 2), 18300), (date(2026, 1, 1), 0)],
)
def test_the_unearned_premium_goes_down_by_the_day(day: date, left: int) -> None:
    found, _why = unearned_premium(Fen(36500), date(2025, 1, 1), date(2026, 1, 1), day)
    assert found == left


def test_unearned_premium_is_never_more_than_the_premium_or_less_than_nothing() -> None:
    period = (Fen(100), date(2025, 1, 1), date(2026, 1, 1))
    assert unearned_premium(*period, date(2024, 12, 1))[0] == 100
    assert unearned_premium(*period, date(2026, 3, 1))[0] == 0


@pytest.mark.parametrize(
    ("year", "paid", "benefit"),
    [
        (2020, "90,000", "144,000.00"),  # age 30: 160 %
        (2030, "90,000", "144,000.00"),  # age 40: 160 %
        (2031, "90,000", "126,000.00"),  # age 41: 140 %
        (2050, "90,000", "126,000.00"),  # age 60: 140 %
        (2051, "90,000", "108,000.00"),  # age 61: 120 %
        (2051, "80,000", "100,000.00"),  # the sum assured is more
    ],
)
def test_death_benefit_is_the_sum_or_the_floor_by_attained_age(year: int, paid: str, benefit: str) -> None:
    found, why = death_benefit_on(WHOLE_LIFE, MAN_30, START, date(year, 3, 1), Fen.of_yuan(paid))
    assert found.yuan() == benefit
    assert why.result == found


def test_minors_have_no_floor() -> None:
    child = PolicyTerms("male", 10, SUM, 5, None)
    assert death_benefit_on(WHOLE_LIFE, child, START, date(2024, 3, 1), Fen.of_yuan("90,000"))[0] == SUM


def test_no_death_benefit_outside_the_cover() -> None:
    terms = PolicyTerms("male", 30, SUM, 10, 10)
    assert death_benefit_on(TERM, terms, START, date(2030, 2, 28), Fen(0))[0] == SUM
    for basis, day in ((TERM, date(2030, 3, 1)), (TERM, date(2020, 2, 29)), (HOSPITAL_CASH, START)):
        with pytest.raises(ValueError, match=r"pays nothing|before the commencement"):
            death_benefit_on(basis, terms, START, day, Fen(0))

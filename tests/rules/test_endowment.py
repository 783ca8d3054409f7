"""Endowments: what they cost, are worth and pay on survival, against plain loops in decimals."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops_console.base.money import Fen
from ops_console.rules.actuary.cover import Cover
from ops_console.rules.actuary.reserves import full_preliminary_term_reserves, net_level_reserves
from ops_console.rules.products.basis import Basis, BySex, CashValueBasis, PolicyTerms, Shape, SurvivalBasis
from ops_console.rules.products.pricing import quote
from ops_console.rules.products.survival import benefits_due
from ops_console.rules.products.values import cash_value_on, cash_values, death_benefit_on
from tests.rules.product_samples import EXPENSES, LOAN, MODES, TABLES, VALUE_LOADS

# Five per cent every five years, the whole sum at the end of the fifteenth; no floor.
ENDOWMENT = Basis(
    "endowment",
    Shape.ENDOWMENT,
    Fraction("0.02"),
    EXPENSES,
    MODES,
    mortality=BySex(TABLES["cl3"], TABLES["cl4"]),
    cash_value=CashValueBasis(Fraction("0.04"), Fraction("0.9"), VALUE_LOADS),
    loan=LOAN,
    survival=SurvivalBasis(5, Fraction("0.05"), Fraction(1), "insured"),
)
SUM = Fen.of_yuan("100,000")
MAN_40 = PolicyTerms("male", 40, SUM, 5, 15)
START = date(2020, 3, 1)


def worth_at_issue(interest: str, premiums: list[Decimal], after: int = 0) -> tuple[Decimal, Decimal, Decimal]:
    """By a loop over the lives: benefits due after a year's end, the premiums due from then on, and D of that end."""
    v, alive = 1 / (1 + Decimal(interest)), Decimal(1)
    benefits, paid, end = Decimal(0), Decimal(0), Decimal(1)
    for year in range(1, 16):
        q = Decimal(str(TABLES["cl3"].rate(39 + year)))
        if year > after:
            paid += premiums[year - 1] * alive * v ** (year - 1) if year <= len(premiums) else 0
            benefits += alive * q * v**year
        alive *= 1 - q
        if year > after:
            benefits += (
                alive * v**year * {5: Decimal("0.05"), 10: Decimal("0.05"), 15: Decimal(1)}.get(year, Decimal(0))
            )
        if year == after:
            end = alive * v**year
    return benefits, paid, end


def test_the_premium_is_worth_deaths_survivals_and_the_maturity() -> None:
    left = [Decimal(1) - Decimal(load) / 100 for load in (30, 20, 10, 5, 5)]
    benefits, annuity, _end = worth_at_issue("0.02", left)
    assert quote(ENDOWMENT, MAN_40).annual == int((benefits / annuity * SUM).quantize(Decimal(1)))


def test_year_end_values_are_graded_reserves_once_the_survival_benefit_of_the_day_is_paid() -> None:
    left = [Decimal(1) - Decimal(load) / 100 for load in (65, 50, 35, 10, 10)]
    benefits, annuity, _end = worth_at_issue("0.04", left)
    premiums = [one * benefits / annuity for one in left]
    found = cash_values(ENDOWMENT, MAN_40)
    for year in (1, 4, 5, 6, 10, 14):
        to_come, unpaid, end = worth_at_issue("0.04", premiums, after=year)
        graded = min(Decimal(1), Decimal("0.9") + Decimal(year) * Decimal("0.1") / 5)
        assert found[year] == pytest.approx(int(graded * (to_come - unpaid) / end * SUM), abs=1)
    assert found[15] == SUM


def test_the_eve_of_an_anniversary_carries_the_survival_benefit_that_the_day_pays_out() -> None:
    paid_to = date(2025, 3, 1)
    eve, _why = cash_value_on(ENDOWMENT, MAN_40, START, date(2025, 2, 28), paid_to)
    day, _why = cash_value_on(ENDOWMENT, MAN_40, START, date(2025, 3, 1), paid_to)
    assert day == cash_values(ENDOWMENT, MAN_40)[5]
    assert 0 < day + Fen.of_yuan("5,000") - eve < Fen.of_yuan("20")


def test_benefits_fall_due_on_their_anniversaries() -> None:
    found = benefits_due(ENDOWMENT, MAN_40, START, START, date(2060, 1, 1))
    assert [(one.due_on, one.kind, one.amount.yuan()) for one in found] == [
        (date(2025, 3, 1), "survival", "5,000.00"),
        (date(2030, 3, 1), "survival", "5,000.00"),
        (date(2035, 3, 1), "maturity", "100,000.00"),
    ]


@pytest.mark.parametrize(
    ("after", "until", "count"),
    [
        (date(2020, 3, 1), date(2025, 2, 28), 0),
        (date(2020, 3, 1), date(2025, 3, 1), 1),
        (date(2025, 2, 28), date(2025, 3, 1), 1),
        (date(2025, 3, 1), date(2030, 2, 28), 0),
        (date(2025, 3, 1), date(2030, 3, 1), 1),
        (date(2035, 3, 1), date(2060, 3, 1), 0),
    ],
)
def test_a_window_counts_its_last_day_and_not_its_first(after: date, until: date, count: int) -> None:
    assert len(benefits_due(ENDOWMENT, MAN_40, START, after, until)) == count


def test_from_29_february_they_fall_due_on_the_last_of_february() -> None:
    found = benefits_due(ENDOWMENT, MAN_40, date(2020, 2, 29), date(2020, 2, 29), date(2060, 1, 1))
    assert [one.due_on for one in found] == [date(2025, 2, 28), date(2030, 2, 28), date(2035, 2, 28)]


@given(st.integers(0, 60), st.sampled_from([5, 10, 15]), st.integers(0, 15 * 365 + 3))
def test_a_policy_is_never_worth_less_than_nothing_or_more_than_it_still_pays(age: int, pay: int, days: int) -> None:
    terms = PolicyTerms("female", age, SUM, pay, 15)
    day = date.fromordinal(START.toordinal() + days)
    value, _why = cash_value_on(ENDOWMENT, terms, START, day, date(2060, 3, 1))
    to_come = sum(one.amount for one in benefits_due(ENDOWMENT, terms, START, day, date(2060, 1, 1)))
    assert 0 <= value <= to_come


def test_net_level_and_preliminary_term_reserves_carry_the_survival_benefits() -> None:
    cover = Cover(TABLES["cl3"], 40, (1.0,) * 15, 1.0, tuple(0.05 if year in (5, 10) else 0.0 for year in range(1, 15)))
    level, modified = net_level_reserves(cover, 0.02, 5), full_preliminary_term_reserves(cover, 0.02, 5)
    benefits, _paid, end = worth_at_issue("0.02", [], after=7)
    assert level[7] == pytest.approx(float(benefits / end), rel=1e-9)
    assert modified[7] == pytest.approx(level[7], rel=1e-9)
    assert modified[1] == pytest.approx(0, abs=1e-12)
    assert level[1] > 0.1


def test_a_death_pays_the_sum_assured() -> None:
    assert death_benefit_on(ENDOWMENT, MAN_40, START, date(2030, 1, 1), Fen(0))[0] == SUM

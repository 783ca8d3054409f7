"""Deferred annuities: what they cost, are worth and pay, against a plain loop over the lives."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops_console.base.money import Fen
from ops_console.rules.actuary.mortality import MortalityTable
from ops_console.rules.products.basis import Basis, BySex, CashValueBasis, PolicyTerms, Sex, Shape, SurvivalBasis
from ops_console.rules.products.pricing import quote
from ops_console.rules.products.shapes import priced_cover
from ops_console.rules.products.survival import benefits_due
from ops_console.rules.products.values import cash_value_on, cash_values, death_benefit_on
from tests.rules.product_samples import EXPENSES, MODES, TABLES, VALUE_LOADS

ANNUITY = Basis(
    "annuity",
    Shape.DEFERRED_ANNUITY,
    Fraction("0.02"),
    EXPENSES,
    MODES,
    mortality=BySex(TABLES["cl5"], TABLES["cl6"]),
    cash_value=CashValueBasis(Fraction("0.04"), Fraction("0.9"), VALUE_LOADS),
    survival=SurvivalBasis(1, Fraction(1), Fraction(0), "insured"),
    annuity_age=60,
)
A_YEAR = Fen.of_yuan("10,000")
MAN_40 = PolicyTerms("male", 40, A_YEAR, 10, None)
START = date(2020, 3, 1)
FIRST = date(2040, 3, 1)
ONE_DAY = timedelta(days=1)


def alive(sex: str, age: int, years: int) -> float:
    """Those left of 1 after so many years."""
    table, left = TABLES["cl5" if sex == "male" else "cl6"], 1.0
    for k in range(years):
        left *= 1 - table.rate(age + k)
    return left


def worth(interest: float, age: int, deaths: list[float], after: int = 0) -> float:
    """At issue, by a loop: what deaths in deferment pay, and 1 a year from 60 on, all due after a year's end."""
    total = 0.0
    for year in range(after + 1, 106 - age + 1):
        before, at_end = alive("male", age, year - 1), alive("male", age, year)
        paid = deaths[year - 1] if year <= len(deaths) else 0.0
        total += ((before - at_end) * paid + (at_end if age + year >= 60 else 0.0)) / (1 + interest) ** year
    return total


def loaded(interest: float, age: int, loads: list[float], pay: int, after: int = 0) -> float:
    """What is left of 1 a year after loads, from a year's end on."""
    return sum(
        (1 - loads[min(k, len(loads) - 1)]) * alive("male", age, k) / (1 + interest) ** k for k in range(after, pay)
    )


def by_a_plain_loop(age: int, pay: int, loads: list[float], value_loads: list[float]) -> tuple[float, list[float]]:
    """Annual premium, and values to the eve of the first payment, per 1 of annuity: round by round until they agree."""
    waits = 60 - age
    deaths = [0.0] * waits
    for _round in range(40):
        annual = worth(0.02, age, deaths) / loaded(0.02, age, loads, pay)
        gross = worth(0.04, age, deaths) / loaded(0.04, age, value_loads, pay)
        values = []
        for year in range(1, waits + 1):
            discount = alive("male", age, year) / 1.04**year
            to_come = gross * loaded(0.04, age, value_loads, pay, after=year)
            graded = min(1.0, 0.9 + 0.1 * year / min(20, pay))
            values.append(graded * max(0.0, (worth(0.04, age, deaths, after=year) - to_come) / discount))
        values[-1] += 1
        deaths = [max(annual * min(k + 1, pay), values[k]) for k in range(waits)]
    return annual, values


@pytest.mark.parametrize(
    ("age", "pay", "loads", "value_loads"),
    [
        (40, 10, [0.50, 0.25, 0.15, 0.05], [0.75, 0.80, 0.60, 0.10]),
        (30, 5, [0.30, 0.20, 0.10, 0.05], [0.65, 0.50, 0.35, 0.10]),
    ],
)
def test_premium_and_values_by_a_plain_loop(age: int, pay: int, loads: list[float], value_loads: list[float]) -> None:
    terms = replace(MAN_40, entry_age=age, pay_years=pay)
    annual, values = by_a_plain_loop(age, pay, loads, value_loads)
    assert quote(ANNUITY, terms).annual == pytest.approx(annual * A_YEAR, abs=0.51)
    found = cash_values(ANNUITY, terms)
    for year in range(1, 60 - age):
        assert found[year] == pytest.approx(values[year - 1] * A_YEAR, abs=1)
    eve, _why = cash_value_on(ANNUITY, terms, START, date(2020 + 60 - age, 3, 1) - ONE_DAY, date(2100, 3, 1))
    assert eve == pytest.approx(values[-1] * A_YEAR, rel=1e-3)


def test_a_premium_by_hand_where_the_annuity_is_next_year() -> None:
    # 59, single premium, annuity from 60 on; the table ends at 61: q = 0.01, 0.5, 1. Paid at the ends of years 1 and 2.
    # A death in year 1 gives G back, or the value on the eve of the annuity, 1 + 0.5/1.04 = 1.480769, were it more.
    # PV = (0.99 + 0.99 × 0.5/1.02) / 1.02 = 1.446367, and G·0.95 = PV + 0.01·G/1.02:
    # G = 1.446367 / (0.95 - 0.009803922) = 1.538367
    short = MortalityTable("short", (0.01, 0.5, 1.0), 59)
    basis = replace(ANNUITY, mortality=BySex(short, short))
    assert quote(basis, replace(MAN_40, entry_age=59, pay_years=1)).annual.yuan() == "15,383.67"


def test_the_first_payment_takes_all_that_could_be_surrendered() -> None:
    values = cash_values(ANNUITY, MAN_40)
    eve, _why = cash_value_on(ANNUITY, MAN_40, START, date(2040, 2, 29), FIRST)
    day, _why = cash_value_on(ANNUITY, MAN_40, START, FIRST, FIRST)
    assert (values[20], values[30], day) == (0, 0, 0)
    assert eve > 14 * A_YEAR
    assert cash_value_on(ANNUITY, MAN_40, START, date(2050, 1, 1), FIRST)[0] == 0


def test_a_death_in_deferment_gives_the_premiums_back_or_the_value_where_that_is_more() -> None:
    paid = Fen.of_yuan("20,000")
    for worth_then, benefit in ((Fen.of_yuan("19,000"), "20,000.00"), (Fen.of_yuan("21,000"), "21,000.00")):
        found, why = death_benefit_on(ANNUITY, MAN_40, START, date(2030, 1, 1), paid, worth_then)
        assert (found.yuan(), why.result) == (benefit, found)


def test_a_death_once_the_annuity_has_begun_pays_nothing() -> None:
    for day in (FIRST, date(2055, 1, 1)):
        assert death_benefit_on(ANNUITY, MAN_40, START, day, A_YEAR, Fen(0))[0] == 0
    assert death_benefit_on(ANNUITY, MAN_40, START, date(2040, 2, 29), A_YEAR, Fen(0))[0] == A_YEAR


def test_it_is_paid_every_year_for_life_from_the_age_on() -> None:
    found = benefits_due(ANNUITY, MAN_40, START, START, date(2043, 2, 28))
    assert [(one.due_on, one.kind, one.amount) for one in found] == [
        (date(2040, 3, 1), "annuity", A_YEAR),
        (date(2041, 3, 1), "annuity", A_YEAR),
        (date(2042, 3, 1), "annuity", A_YEAR),
    ]
    assert benefits_due(ANNUITY, MAN_40, START, START, date(2040, 2, 29)) == ()
    assert len(benefits_due(ANNUITY, MAN_40, START, date(2099, 1, 1), date(2101, 1, 1))) == 2


def test_more_deaths_are_no_reason_to_charge_more() -> None:
    assert quote(ANNUITY, MAN_40, em_points=100).loading == 0


@pytest.mark.parametrize(
    ("age", "pay", "reason"),
    [(45, 16, "premiums can't be paid for 16 of 15 years"), (60, 5, "begins no annuity for a life of 60")],
)
def test_premiums_end_when_the_annuity_begins(age: int, pay: int, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        quote(ANNUITY, replace(MAN_40, entry_age=age, pay_years=pay))


def test_a_death_that_almost_all_die_carries_no_return_of_premium() -> None:
    dying = MortalityTable("dying", (*(0.9,) * 20, 1.0), 50)
    with pytest.raises(ValueError, match="no premium carries its own return"):
        quote(replace(ANNUITY, mortality=BySex(dying, dying)), replace(MAN_40, entry_age=50, pay_years=10))


@given(st.sampled_from(["male", "female"]), st.integers(0, 55), st.sampled_from([1, 3, 5]))
def test_a_death_never_pays_less_than_a_surrender_would(sex: Sex, age: int, pay: int) -> None:
    terms = replace(MAN_40, sex=sex, entry_age=age, pay_years=pay)
    priced, values = priced_cover(ANNUITY, terms), cash_values(ANNUITY, terms)
    assert priced.surrendered_until == 60 - age
    for year in range(1, 60 - age):
        death = priced.cover.death[year - 1]
        assert death * A_YEAR >= values[year] - 1
        assert death >= priced.annual * min(year, pay) - 1e-9

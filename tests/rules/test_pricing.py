"""What products cost."""

import re
from dataclasses import replace
from fractions import Fraction
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops_console.base.money import Fen
from ops_console.rules.not_possible import NotPossible
from ops_console.rules.products.basis import Basis, Months, PolicyTerms, Sex
from ops_console.rules.products.pricing import quote
from ops_console.rules.products.shapes import priced_cover
from tests.rules.product_samples import HOSPITAL_CASH, PLAIN_LIFE, TABLES, TERM, WHOLE_LIFE

SUM = Fen.of_yuan("100,000")
MAN_30 = PolicyTerms("male", 30, SUM, 20, None)


def plainly_priced(basis: Basis, age: int, benefit: list[float], pay_years: int, loads: list[float]) -> float:
    """The gross premium by a plain loop over the lives of table cl3, benefits as given by policy year."""
    v, alive, benefits, annuity = 1 / (1 + float(basis.interest)), 1.0, 0.0, 0.0
    for k, amount in enumerate(benefit):
        q = TABLES["cl3"].rate(age + k)
        benefits += alive * q * v ** (k + 1) * amount
        if k < pay_years:
            annuity += alive * v**k * (1 - loads[min(k, len(loads) - 1)])
        alive *= 1 - q
    return benefits / annuity


def test_a_one_year_term_costs_the_discounted_deaths_over_what_the_load_leaves() -> None:
    terms = PolicyTerms("male", 30, SUM, 1, 1)
    # 10,000,000 fen × 0.000797 / 1.02 / 0.95 = 8,224.97 fen
    assert quote(TERM, terms).annual == 8225


def test_the_load_for_extra_mortality_of_a_one_year_term_is_the_rate_times_the_extra() -> None:
    terms = PolicyTerms("male", 30, SUM, 1, 1)
    # 150 points: 1.5 × 8,224.97 = 12,337.46 fen
    found = quote(TERM, terms, em_points=150)
    assert (found.annual_standard, found.annual_loading, found.annual) == (8225, 12337, 20562)


def test_instalment_is_the_standard_and_the_loading_part_each_rounded_once() -> None:
    found = quote(TERM, PolicyTerms("male", 30, SUM, 1, 1, months=1), em_points=150)
    # 0.09 × 8,225 = 740.25; 0.09 × 12,337 = 1,110.33
    assert (found.standard, found.loading, found.instalment) == (740, 1110, 1850)


def test_hospital_cash_costs_the_days_expected_at_the_attained_age() -> None:
    terms = PolicyTerms("male", 32, Fen.of_yuan("100"), 1, 1)
    # 0.9 days × 100 CNY / (1 - 40 %) = 150 CNY
    found = quote(HOSPITAL_CASH, terms)
    assert found.annual.yuan() == "150.00"
    assert found.illustrative
    assert not quote(TERM, PolicyTerms("male", 30, SUM, 20, 20)).illustrative
    assert quote(HOSPITAL_CASH, replace(terms, sex="female")).annual.yuan() == "166.67"


def test_the_premium_pays_for_the_death_benefit_floor_it_raises() -> None:
    terms = PolicyTerms("male", 58, SUM, 20, None)
    priced = priced_cover(WHOLE_LIFE, terms)
    for k, benefit in enumerate(priced.cover.death):
        paid = priced.annual * min(k + 1, 20)
        multiple = 1.4 if 58 + k < 61 else 1.2
        assert benefit == pytest.approx(max(1.0, multiple * paid), abs=1e-12)
    assert max(priced.cover.death) > 1
    again = plainly_priced(WHOLE_LIFE, 58, list(priced.cover.death), 20, [0.50, 0.25, 0.15, 0.05])
    assert again == pytest.approx(priced.annual, rel=1e-10)


def test_where_no_premium_can_carry_the_floor_nothing_is_quoted() -> None:
    with pytest.raises(ValueError, match="no premium carries the least death benefit"):
        quote(WHOLE_LIFE, PolicyTerms("male", 75, SUM, 10, None))


@pytest.mark.parametrize(
    ("basis", "terms", "reason"),
    [
        (TERM, PolicyTerms("male", 30, SUM, 20, None), "for life exactly when"),
        (WHOLE_LIFE, PolicyTerms("male", 30, SUM, 20, 20), "for life exactly when"),
        (TERM, PolicyTerms("male", 100, SUM, 5, 10), "can't carry 10 years"),
        (TERM, PolicyTerms("male", 30, SUM, 11, 10), "can't be paid for 11 of 10"),
        (HOSPITAL_CASH, PolicyTerms("male", 33, SUM, 1, 1), "no rate for age 33"),
        (HOSPITAL_CASH, PolicyTerms("male", 30, SUM, 1, 2), "one year at a time"),
        (replace(TERM, mode_factors=((12, Fraction(1)),)), PolicyTerms("male", 30, SUM, 5, 10, 1), "every 1 months"),
        (replace(TERM, expense_loads=TERM.expense_loads[1:]), PolicyTerms("male", 30, SUM, 1, 10), "no loads"),
        (replace(TERM, mortality=None), PolicyTerms("male", 30, SUM, 5, 10), "no mortality table"),
        (replace(HOSPITAL_CASH, incidence=None), PolicyTerms("male", 30, SUM, 1, 1), "no incidence table"),
    ],
)
def test_what_the_product_does_not_offer_is_refused(basis: Basis, terms: PolicyTerms, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        quote(basis, terms)


def test_extra_mortality_is_not_negative() -> None:
    with pytest.raises(ValueError, match="not negative"):
        quote(PLAIN_LIFE, MAN_30, em_points=-5)


def test_a_quote_says_why() -> None:
    why = quote(PLAIN_LIFE, MAN_30, em_points=50).why
    assert why.inputs["table"] == "cl1"
    assert why.inputs["em_points"] == 50
    assert dict(why.steps)["instalment as part of the annual premium"] == "1"
    assert why.result == quote(PLAIN_LIFE, MAN_30, em_points=50).instalment


@given(
    st.sampled_from(["male", "female"]),
    st.integers(0, 45),
    st.integers(10_000_00, 5_000_000_00),
    st.sampled_from([1, 5, 10, 20]),
    st.sampled_from([1, 3, 6, 12]),
    st.sampled_from([0, 50, 100, 300]),
)
def test_a_year_of_instalments_is_never_less_than_the_annual_premium(
    sex: Sex, age: int, amount: int, pay: int, months: Months, em: int
) -> None:
    for basis, cover_years in ((WHOLE_LIFE, None), (TERM, 20)):
        found = quote(basis, PolicyTerms(sex, age, Fen(amount), pay, cover_years, months), em)
        assert found.instalment * (12 // months) >= found.annual == found.annual_standard + found.annual_loading
        assert (found.loading > 0) == (em > 0)
        assert found.instalment == found.standard + found.loading


def test_why_a_product_cannot_be_priced_is_told_in_the_readers_words() -> None:
    """Nothing here is English by itself: each goes through the translations, where its names are filled in."""
    floors = files("ops_console") / "rules"
    for folder in ("products", "actuary"):
        for file in (floors / folder).iterdir():
            if file.name.endswith(".py"):
                told = re.findall(r"raise NotPossible\(\s*(\S+?)\(", file.read_text(encoding="utf-8"))
                assert set(told) <= {"_"}, file.name
    told = [_reason(WHOLE_LIFE, replace(MAN_30, months=2)), _reason(TERM, replace(MAN_30, cover_years=None))]  # type: ignore[arg-type]
    assert told == ["whole life is not paid every 2 months", "term is for life exactly when no term of cover is given"]


def _reason(basis: Basis, terms: PolicyTerms) -> str:
    with pytest.raises(NotPossible) as error:
        quote(basis, terms)
    return str(error.value)

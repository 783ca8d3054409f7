"""A contract policy year by policy year, as it is shown to who asks for a quote."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from ops_console.base.money import Fen
from ops_console.catalog.load import shipped
from ops_console.rules.due_dates import due_date
from ops_console.rules.products import universal
from ops_console.rules.products.basis import Months, PolicyTerms
from ops_console.rules.products.dividends import Part, dividend
from ops_console.rules.products.illustration import Rates, Scenario, Year, illustrate
from ops_console.rules.products.values import cash_values
from tests.rules.product_samples import HOSPITAL_CASH, TERM, WHOLE_LIFE
from tests.rules.test_endowment import ENDOWMENT

SUM = Fen.of_yuan("100,000")
START = date(2026, 3, 1)
PRODUCTS = shipped().products
DECLARED = Rates("declared", Fraction("0.0265"), Fraction("0.012"), Fraction("0.02"))


def only(found: tuple[Scenario, ...]) -> tuple[Year, ...]:
    (scenario,) = found
    assert scenario.rates.kind == "contract"
    assert scenario.rates.is_guaranteed
    return scenario.years


def test_a_whole_life_contract_runs_to_the_end_of_the_table() -> None:
    terms = PolicyTerms("male", 30, SUM, 20, None, 6)
    made = illustrate(WHOLE_LIFE, terms, START)
    years = only(made.scenarios)
    assert [(one.year, one.age) for one in (years[0], years[-1])] == [(1, 30), (76, 105)]
    assert [one.premium for one in years] == [2 * made.quote.instalment] * 20 + [Fen(0)] * 56
    assert years[-1].premiums == 40 * made.quote.instalment
    assert [one.value for one in years] == [*cash_values(WHOLE_LIFE, terms)[1:]]
    assert {one.death for one in years} == {SUM}
    assert {one.survival for one in years} == {Fen(0)}


def test_a_loading_is_paid_and_raises_no_benefit() -> None:
    terms = PolicyTerms("male", 55, SUM, 10, None)
    plain, loaded = (illustrate(WHOLE_LIFE, terms, START, em_points=points) for points in (0, 100))
    assert only(loaded.scenarios)[0].premium > only(plain.scenarios)[0].premium
    assert [one.death for one in only(loaded.scenarios)] == [one.death for one in only(plain.scenarios)]
    # The floor at 61: 120 % of ten premiums.
    tenth = only(plain.scenarios)[9]
    assert tenth.death == max(SUM, Fen.round(Fraction(tenth.premiums) * Fraction("1.2")))


def test_an_endowment_pays_the_living_and_is_worth_nothing_after_its_last_payment() -> None:
    years = only(illustrate(ENDOWMENT, PolicyTerms("male", 40, SUM, 5, 15), START).scenarios)
    assert {one.year: one.survival.yuan() for one in years if one.survival} == {
        5: "5,000.00", 10: "5,000.00", 15: "100,000.00",
    }  # fmt: skip
    assert (years[-1].value, len(years)) == (0, 15)


def test_a_cover_of_one_year_is_shown_for_its_year() -> None:
    (year,) = only(illustrate(HOSPITAL_CASH, PolicyTerms("male", 30, Fen(10000), 1, 1), START).scenarios)
    assert (year.death, year.value) == (None, 0)


def test_a_term_cover_ends_worth_nothing() -> None:
    years = only(illustrate(TERM, PolicyTerms("male", 30, SUM, 5, 20), START).scenarios)
    assert (len(years), years[-1].value, years[-1].death) == (20, 0, SUM)


def test_rates_that_are_declared_change_nothing_of_what_a_plain_contract_promises() -> None:
    terms = PolicyTerms("male", 30, SUM, 20, None)
    assert len(illustrate(WHOLE_LIFE, terms, START, [DECLARED]).scenarios) == 1


def test_a_share_in_the_surplus_is_shown_beside_what_is_promised() -> None:
    basis, terms = PRODUCTS["WP20"].basis, PolicyTerms("female", 30, SUM, 10, None)
    promised, shared = illustrate(basis, terms, START, [DECLARED]).scenarios
    assert not shared.rates.is_guaranteed
    assert [replace(one, dividends=None) for one in shared.years] == [*promised.years]
    first, second = (dividend([Part(basis, terms, year)], Fraction("0.012"))[0] for year in (1, 2))
    assert shared.years[0].dividends == first
    assert shared.years[1].dividends == Fen.round(Fraction(first) * Fraction("1.02")) + second


def whole_account(terms: PolicyTerms, rate: Fraction, years: int) -> Fen:
    """The account of UL10 after so many years by the rule that rolls real ones, in one go."""
    basis = PRODUCTS["UL10"].basis
    cover = universal.Cover(basis, terms, 0, START)
    paid = []
    for k in range(min(years, terms.pay_years) * 12 // terms.months):
        day = due_date(START, terms.months, k)
        charge, _why = universal.initial_charge(cover, terms.planned, day)
        paid.append(universal.Movement(day, "premium", terms.planned - charge))
    end = due_date(START, 12, years)
    rolled = universal.roll(cover, ((START, rate),), paid, START, date.fromordinal(end.toordinal() - 1))
    assert rolled.lacking is None
    _interest, total, _why = universal.value_on(
        cover, ((START, rate),), [*paid, *rolled.movements], rolled.rolled_to, end
    )
    return total


@pytest.mark.parametrize("months", [12, 3, 1])
def test_an_account_is_shown_as_the_real_one_would_be_rolled(months: Months) -> None:
    planned = Fen.of_yuan("1,000") * months
    terms = PolicyTerms("male", 40, SUM, 10, None, months, planned=planned)
    least, declared = illustrate(PRODUCTS["UL10"].basis, terms, START, [DECLARED]).scenarios
    assert (least.rates.kind, least.rates.crediting) == ("guaranteed", Fraction("0.01"))
    for years in (1, 2, 10, 17):
        assert least.years[years - 1].account == whole_account(terms, Fraction("0.01"), years)
        assert declared.years[years - 1].account == whole_account(terms, Fraction("0.0265"), years)
    first = declared.years[0]
    assert first.account is not None
    # 5 % of what is taken out in the first year.
    assert first.value == first.account - Fen.round(Fraction(first.account) / 20)


def test_an_account_that_no_longer_carries_its_charges_ends_the_cover() -> None:
    terms = PolicyTerms("male", 60, SUM, 5, None, planned=Fen.of_yuan("3,000"))
    (least,) = illustrate(PRODUCTS["UL10"].basis, terms, START).scenarios
    assert least.ends_early
    assert 5 < len(least.years) < 20


def test_a_fund_promises_nothing() -> None:
    terms = PolicyTerms("male", 40, SUM, 10, None, planned=Fen.of_yuan("12,000"))
    made = illustrate(PRODUCTS["UK10"].basis, terms, START, [Rates("assumed", Fraction("0.03"))])
    assert [one.rates.is_guaranteed for one in made.scenarios] == [False, False]
    flat, growing = (one.years[19].account or Fen(0) for one in made.scenarios)
    assert flat < growing


def test_every_column_has_a_trace_with_its_amounts() -> None:
    made = illustrate(ENDOWMENT, PolicyTerms("male", 40, SUM, 5, 15), START)
    assert set(made.whys) == {f"contract {column}" for column in ("premium", "death", "survival", "value")}
    why = made.whys["contract survival"]
    assert dict(why.steps)["year 5"] == 500_000
    assert why.inputs["commencement"] == "2026-03-01"


@pytest.mark.parametrize("code", sorted(PRODUCTS))
def test_every_shipped_product_is_illustrated(code: str) -> None:
    product = PRODUCTS[code]
    pay = product.pay_years[-1]
    cover = next((years for years in product.cover_years if years >= pay), None)
    klass = min((one for one, _factor in product.basis.class_factors), default=1)
    planned = product.planned.minimum if product.planned else Fen(0)
    terms = PolicyTerms("female", 40, product.minimum_sum, pay, cover, 12, klass, planned)
    made = illustrate(product.basis, terms, START, [DECLARED])
    for scenario in made.scenarios:
        assert all(min(one.premium, one.survival, one.value) >= 0 for one in scenario.years)

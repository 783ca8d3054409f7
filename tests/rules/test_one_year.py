"""Covers of one year: accident by occupation class, group term life. Hospital cash is in test_pricing."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from ops_console.base.money import Fen
from ops_console.rules.products.basis import Basis, BySex, IncidenceTable, LoadBand, PolicyTerms, Shape
from ops_console.rules.products.pricing import quote
from ops_console.rules.products.values import cash_values, death_benefit_on
from tests.rules.product_samples import TABLES, per_cent

YEARLY = ((12, Fraction(1)),)
CLASSES = ((1, Fraction(1)), (2, Fraction("1.2")), (3, Fraction("1.6")), (4, Fraction("2.2")))
ACCIDENT = Basis(
    "accident",
    Shape.ACCIDENT,
    Fraction("0.02"),
    (LoadBand(1, per_cent(36)),),
    YEARLY,
    incidence=BySex(
        IncidenceTable("accidents, men", (0.0008, 0.0009), 30), IncidenceTable("accidents, women", (0.0004, 0.0005), 30)
    ),
    class_factors=CLASSES,
)
GROUP = Basis(
    "group",
    Shape.GROUP_TERM,
    Fraction("0.02"),
    (LoadBand(1, per_cent(20)),),
    YEARLY,
    mortality=BySex(TABLES["cl1"], TABLES["cl2"]),
    class_factors=CLASSES,
)
SUM = Fen.of_yuan("100,000")
MAN_30 = PolicyTerms("male", 30, SUM, 1, 1)


@pytest.mark.parametrize(
    ("klass", "premium"),
    [
        (1, "125.00"),  # 100,000 × 0.0008 / 0.64
        (2, "150.00"),  # × 1.2
        (3, "200.00"),  # × 1.6
        (4, "275.00"),  # × 2.2
    ],
)
def test_accident_costs_what_is_expected_for_the_occupation_class(klass: int, premium: str) -> None:
    found = quote(ACCIDENT, replace(MAN_30, occupation_class=klass))
    assert found.instalment.yuan() == premium
    assert found.illustrative
    assert found.why.inputs["occupation_class"] == klass


@pytest.mark.parametrize("basis", [ACCIDENT, GROUP])
def test_nobody_of_a_class_without_a_factor_is_insured(basis: Basis) -> None:
    with pytest.raises(ValueError, match="insures nobody of occupation class 5"):
        quote(basis, replace(MAN_30, occupation_class=5))


def test_group_term_is_a_year_of_deaths() -> None:
    # q(30) of cl1 = 0.000797; 100,000 × 0.000797 / 0.80 = 99.625, half up; class 3: × 1.6 = 159.40
    assert quote(GROUP, MAN_30).instalment.yuan() == "99.63"
    assert quote(GROUP, replace(MAN_30, occupation_class=3)).instalment.yuan() == "159.40"
    assert not quote(GROUP, MAN_30).illustrative


def test_extra_risk_is_a_loading_of_its_own() -> None:
    found = quote(ACCIDENT, MAN_30, em_points=50)
    assert (found.standard.yuan(), found.loading.yuan()) == ("125.00", "62.50")


@pytest.mark.parametrize("basis", [ACCIDENT, GROUP])
def test_they_are_worth_nothing_at_year_ends(basis: Basis) -> None:
    assert cash_values(basis, MAN_30) == (0, 0)


@pytest.mark.parametrize("basis", [ACCIDENT, GROUP])
def test_a_death_in_any_year_of_renewal_pays_the_sum(basis: Basis) -> None:
    started = date(2020, 3, 1)
    for day in (started, date(2021, 2, 28), date(2027, 5, 5)):
        assert death_benefit_on(basis, MAN_30, started, day, Fen(12500))[0] == SUM


@pytest.mark.parametrize("basis", [ACCIDENT, GROUP])
def test_they_run_for_a_year_at_a_time(basis: Basis) -> None:
    with pytest.raises(ValueError, match="one year at a time"):
        quote(basis, replace(MAN_30, cover_years=2))

"""Critical illness: two ways to leave the cover, each with its own benefit, against a plain loop over the lives."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from ops_console.base.money import Fen
from ops_console.rules.products.basis import Basis, BySex, CashValueBasis, IncidenceTable, PolicyTerms, Shape
from ops_console.rules.products.pricing import quote
from ops_console.rules.products.shapes import priced_cover
from ops_console.rules.products.values import cash_values, death_benefit_on
from tests.rules.product_samples import EXPENSES, MODES, TABLES, VALUE_LOADS

ILL = tuple(0.001 + 0.0002 * age for age in range(81))
BASIS = Basis(
    "critical illness",
    Shape.CRITICAL_ILLNESS,
    Fraction("0.02"),
    EXPENSES,
    MODES,
    mortality=BySex(TABLES["cl1"], TABLES["cl2"]),
    incidence=BySex(IncidenceTable("illness, men", ILL), IncidenceTable("illness, women", ILL)),
    cash_value=CashValueBasis(Fraction("0.04"), Fraction("0.8"), VALUE_LOADS),
    undiagnosed=Fraction("0.4"),
)
SUM = Fen.of_yuan("100,000")
MAN_30 = PolicyTerms("male", 30, SUM, 20, 30)


def lives(interest: float, years: int = 30, age: int = 30) -> list[tuple[float, float, float, float]]:
    """By year: alive at its start, diagnosed in it, dead undiagnosed in it, discount to its start."""
    alive, found = 1.0, []
    for k in range(years):
        ill, dead = ILL[age + k], 0.4 * TABLES["cl1"].rate(age + k)
        found.append((alive, alive * ill, alive * dead, (1 + interest) ** -k))
        alive *= 1 - ill - dead
    return found


def plain_premium(interest: float, loads: list[float], pay_years: int = 20) -> float:
    """G from G·ä = PV(illness) + G·PV(premiums paid until a death)."""
    illness = deaths = annuity = 0.0
    for k, (alive, ill, dead, discount) in enumerate(lives(interest)):
        illness += ill * discount / (1 + interest)
        deaths += dead * discount / (1 + interest) * min(k + 1, pay_years)
        if k < pay_years:
            annuity += alive * discount * (1 - loads[min(k, len(loads) - 1)])
    return illness / (annuity - deaths)


def test_the_premium_pays_for_diagnoses_and_for_giving_itself_back_on_a_death() -> None:
    expected = plain_premium(0.02, [0.50, 0.25, 0.15, 0.05])
    found = quote(BASIS, MAN_30)
    assert found.annual == pytest.approx(expected * SUM, abs=0.51)
    assert found.illustrative
    assert found.why.inputs["table"] == "cl1, illness, men"


def test_one_year_by_hand() -> None:
    # 1 year from 30: i = 0.007, u·q = 0.4 × 0.000797 = 0.0003188; G·0.95 = 0.007/1.02 + G·0.0003188/1.02
    terms = PolicyTerms("male", 30, SUM, 1, 1)
    assert quote(BASIS, terms).annual == pytest.approx(0.0068627451 / (0.95 - 0.00031254902) * 10_000_000, abs=0.51)


def test_year_end_values_by_a_plain_loop() -> None:
    annual = plain_premium(0.02, [0.50, 0.25, 0.15, 0.05])
    loads = [0.85, 0.80, 0.75, 0.10]
    rows = lives(0.04)

    def benefits(after: int) -> float:
        rest = list(enumerate(rows))[after:]
        return sum((ill + dead * annual * min(k + 1, 20)) * discount / 1.04 for k, (_a, ill, dead, discount) in rest)

    left = [1 - loads[min(k, 3)] for k in range(20)]
    annuity = sum(one * rows[k][0] * rows[k][3] for k, one in enumerate(left))
    premium = benefits(0) / annuity
    found = cash_values(BASIS, MAN_30)
    for year in (5, 10, 20, 25):
        to_pay = sum(premium * left[k] * rows[k][0] * rows[k][3] for k in range(year, 20))
        end = rows[year][0] * rows[year][3]
        graded = 0.8 + year * 0.2 / 20 if year < 20 else 1.0
        assert found[year] == pytest.approx(graded * max(0.0, (benefits(year) - to_pay) / end) * SUM, abs=1)
    assert found[0] == found[30] == 0


def test_a_death_gives_the_standard_premiums_back() -> None:
    paid = Fen.of_yuan("1,234.50")
    found, why = death_benefit_on(BASIS, MAN_30, date(2020, 3, 1), date(2021, 3, 1), paid)
    assert (found, why.result) == (paid, paid)


def test_more_illness_and_death_costs_more() -> None:
    loaded = quote(BASIS, MAN_30, em_points=50)
    assert loaded.loading > 0
    assert loaded.annual_standard == quote(BASIS, MAN_30).annual


def test_what_leaving_pays_lies_between_the_premiums_and_the_sum() -> None:
    priced = priced_cover(BASIS, MAN_30)
    for k, mean in enumerate(priced.cover.death):
        assert priced.annual * min(k + 1, 20) < mean < 1


@pytest.mark.parametrize("lacking", ["mortality", "incidence"])
def test_without_its_rates_nothing_is_quoted(lacking: str) -> None:
    with pytest.raises(ValueError, match=r"no rates of illness and death|no mortality table"):
        quote(replace(BASIS, **{lacking: None}), MAN_30)


def test_beyond_its_rates_nothing_is_quoted() -> None:
    with pytest.raises(ValueError, match="can't carry 30 years"):
        quote(BASIS, PolicyTerms("male", 52, SUM, 20, 30))

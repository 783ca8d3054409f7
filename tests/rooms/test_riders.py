"""Riders: sold with a main cover, priced each, in force as covers of their own, paid for in one instalment."""

import pytest

from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors
from tests.support.company import Company
from tests.support.policies import position

CR = "CR30/100000"


def test_a_rider_is_priced_by_itself_and_paid_for_with_the_main_cover(company: Company) -> None:
    alone = company.application(company.keyed()).premium
    application = company.application(company.keyed(riders=CR))
    [rider] = application.riders or []
    assert (rider["product"], rider["sum_assured"]) == ("CR30", 100_000_00)
    assert (rider["pay_years"], rider["cover_years"]) == (20, 30)
    assert application.premium == alone + rider["premium"]


def test_issued_it_is_a_cover_of_its_own_with_its_part_of_the_instalment(company: Company) -> None:
    policy = company.policy(riders=CR)
    at = position(company, policy)
    main, rider = at.coverages
    assert [(one.no, one.kind, one.product) for one in at.coverages] == [(1, None, "WL20"), (2, "rider", "CR30")]
    assert Fen.total(one.premium or Fen(0) for one in (main, rider)) == at.terms.premium == at.current_billing.premium


def test_a_waivers_sum_is_the_annual_premium_of_what_goes_on_without_it(company: Company) -> None:
    """The critical illness rider ends with the diagnosis that premiums are waived for: its premium is not waived."""
    main = company.application(company.keyed()).premium
    application = company.application(company.keyed(riders=f"WV20, {CR}"))
    illness, waiver = application.riders or []
    assert (illness["product"], waiver["product"]) == ("CR30", "WV20")
    assert waiver["sum_assured"] == main
    assert (waiver["pay_years"], waiver["cover_years"]) == (20, 20)
    assert application.premium == main + illness["premium"] + waiver["premium"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("CI30/100000", "WL20 is sold with these riders: CR30, WV20"),
        ("CR30", "typed as CR30/sum"),
        ("CR30/much", "typed as CR30/sum"),
        ("CR30/100000, CR30/20000", "is named twice"),
        ("WV20/2000", "the sum of WV20 is computed: leave it out"),
        ("CR30/5000", "CR30: Sums are 10,000.00 - 1,000,000.00 CNY"),
    ],
)
def test_a_rider_typed_wrong_is_told_with_its_reason(company: Company, typed: str, said: str) -> None:
    with pytest.raises(InputErrors) as error:
        company.keyed(riders=typed)
    assert [(one.field, one.message) for one in error.value.problems if one.message == said] == [("riders", said)]


def test_a_rider_is_not_sold_alone(company: Company) -> None:
    with pytest.raises(InputErrors) as error:
        company.received("CR30")
    assert [one.message for one in error.value.problems] == ["is a rider, sold with a main cover only"]


def test_a_product_without_riders_is_not_asked_for_any(company: Company) -> None:
    with pytest.raises(InputErrors) as error:
        company.keyed("TM20", riders=CR)
    assert [one.message for one in error.value.problems] == ["does not concern this case: leave it empty"]


def test_beside_an_endowment_the_rider_runs_as_long_as_the_endowment(company: Company) -> None:
    [rider] = company.application(company.keyed("EN15", riders=CR)).riders or []
    assert (rider["pay_years"], rider["cover_years"]) == (5, 15)


def test_the_riders_sum_is_judged_with_all_critical_illness_cover_on_the_life(company: Company) -> None:
    """400,000 of life and 200,000 of critical illness are clean each; 600,000 more of critical illness are not."""
    company.keyed("CI30", sum_assured="900000", income="5000000")
    number = company.keyed(riders="CR30/600000", income="5000000")
    findings = [(one["rule"], one["values"].get("sum_at_risk")) for one in company.application(number).findings]
    assert ("automatic_limit", "1,500,000.00") in findings


def test_extra_mortality_is_charged_on_every_cover(company: Company) -> None:
    number = company.keyed(riders=CR, smoker=True)
    [standard] = company.application(number).riders or []
    company.do("underwriting.load", number, em_points=75, reason="smokes")
    application = company.application(number)
    [rider] = application.riders or []
    assert rider["loading"] > 0
    assert rider["premium"] == standard["premium"] + rider["loading"]
    assert application.loading > rider["loading"]

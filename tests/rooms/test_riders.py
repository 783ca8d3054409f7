"""Riders: sold with a main cover, priced each, in force as covers of their own, paid for in one instalment."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Refused
from ops_console.data.tables import Coverage
from ops_console.rules import numbers
from tests.support.claims import (
    OWN_ACCOUNT,
    SON,
    SON_ACCOUNT,
    SON_NAME,
    WIFE_TAKES_ALL,
    approve,
    assess,
    items,
    payments,
    with_papers,
)
from tests.support.claims import pay_all as pay_claim
from tests.support.company import Company
from tests.support.policies import asked, position, renew
from tests.support.policies import pay_all as pay_premiums

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


def test_a_riders_sum_is_typed_as_any_amount(company: Company) -> None:
    number = company.keyed(riders="CR30/10w")
    assert [rider["sum_assured"] for rider in company.application(number).riders or ()] == [100_000_00]


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


def ill(company: Company, day: date) -> str:
    """Number of a claim for a stroke on that day, ready to be approved."""
    number = with_papers(company, "critical_illness", day)
    assess(company, number, disease="stroke", payees="")
    return number


def test_a_diagnosis_pays_the_rider_which_ends_and_the_main_cover_goes_on(company: Company) -> None:
    policy = company.policy(riders=CR)
    main, _rider = position(company, policy).coverages
    company.move_to(date(2026, 9, 1))
    number = ill(company, date(2026, 8, 20))
    assert {(one.coverage_no, one.conclusion, int(one.benefit)) for one in items(company, number)} == {
        (1, "not_liable", 0),
        (2, "pay", 100_000_00),
    }
    pay_claim(company, approve(company, number))
    at = position(company, policy)
    assert at.is_in_force
    assert [one.product for one in at.coverages] == ["WL20"]
    assert at.terms.premium == at.current_billing.premium == main.premium
    renew(company, date(2027, 3, 3))
    assert position(company, policy).premium_owed == main.premium


def test_a_rider_that_has_paid_pays_no_second_time(company: Company) -> None:
    company.policy(riders=CR)
    company.move_to(date(2026, 9, 1))
    pay_claim(company, approve(company, ill(company, date(2026, 8, 20))))
    second = ill(company, date(2026, 8, 19))
    assert {(one.coverage_no, one.conclusion, one.reason) for one in items(company, second)} == {
        (1, "not_liable", "no_benefit"),
        (2, "not_liable", "ended"),
    }


def test_on_a_death_the_rider_gives_back_its_own_premium(company: Company) -> None:
    policy = company.policy(riders=CR, **WIFE_TAKES_ALL)
    _main, rider = position(company, policy).coverages
    company.move_to(date(2026, 9, 1))
    number = with_papers(company, "death", date(2026, 8, 20))
    assess(company, number)
    assert {(one.coverage_no, int(one.benefit)) for one in items(company, number)} == {
        (1, 100_000_00),
        (2, int(rider.premium or 0)),
    }
    pay_claim(company, approve(company, number))
    assert position(company, policy).status.end_reason == "claimed"


def test_a_diagnosis_waives_every_premium_that_falls_due_after_it(company: Company) -> None:
    policy = company.policy(riders="WV20")
    pay_premiums(company, policy, date(2027, 3, 3))
    company.move_to(date(2027, 3, 20))
    worth = position(company, policy).cash_value(date(2027, 12, 1))[0]
    number = ill(company, date(2027, 3, 10))
    approve(company, number)
    at = position(company, policy)
    assert at.terms.waived_from == date(2028, 3, 3)
    assert not at.current_billing.active
    assert at.current_billing.paid_to == at.current_billing.ends_on == date(2046, 3, 3)
    assert payments(company, number) == []
    assert [letter.kind for letter in company.letters(number)][-1] == "premium_waived"
    renew(company, date(2028, 3, 3))
    assert position(company, policy).premium_owed == 0
    assert position(company, policy).cash_value(date(2027, 12, 1))[0] == worth


def test_values_go_on_as_if_the_premium_waived_were_paid(company: Company) -> None:
    waived, paying = company.policy(riders="WV20"), company.policy()
    company.move_to(date(2026, 9, 1))
    approve(company, ill(company, date(2026, 8, 20)))
    pay_premiums(company, paying, date(2027, 3, 3))
    day = date(2027, 9, 3)
    assert position(company, waived).cash_value(day)[0] == position(company, paying).cash_value(day)[0]


def test_premium_paid_for_later_than_the_diagnosis_is_given_back_to_the_applicant(company: Company) -> None:
    policy = company.policy(riders="WV20", months=3)
    premium = position(company, policy).terms.premium
    for due in (date(2026, 6, 3), date(2026, 9, 3)):
        pay_premiums(company, policy, due)
    company.move_to(date(2026, 9, 10))
    number = ill(company, date(2026, 8, 20))
    pay_claim(company, approve(company, number))
    assert position(company, policy).terms.waived_from == date(2026, 9, 3)
    assert payments(company, number) == [(int(premium), OWN_ACCOUNT)]


def test_an_instalment_raised_after_the_diagnosis_is_nobodys_debt_once_it_is_waived(company: Company) -> None:
    policy = company.policy(riders=f"WV20, {CR}", months=3)
    pay_premiums(company, policy, date(2026, 6, 3))
    renew(company, date(2026, 9, 3))
    approve(company, ill(company, date(2026, 8, 20)))
    at = position(company, policy)
    assert [one.state for one in at.instalments] == ["collected", "collected", "waived"]
    assert at.premium_owed == company.balance("1122") == 0
    assert [one.product for one in at.coverages] == ["WL20"]


def test_what_was_paid_is_told_apart_after_a_rider_has_ended(company: Company) -> None:
    """Loading of the first instalment is that of both covers, although the rider has gone since."""
    number = company.keyed(riders=CR, smoker=True)
    company.do("underwriting.load", number, em_points=75, reason="smokes")
    company.do("counter.accept_terms", number, signed_on=company.today)
    loading = company.application(number).loading
    policy = company.delivered_and_paid(number)
    company.move_to(date(2026, 9, 1))
    approve(company, ill(company, date(2026, 8, 20)))
    at = position(company, policy)
    assert at.terms.loading < loading
    assert at.parts(at.instalments[0]) == {"premium": at.instalments[0].amount - loading, "health_loading": loading}


def test_a_rider_is_left_out_and_the_main_cover_offered_alone(company: Company) -> None:
    number = company.keyed(riders=f"{CR}, WV20", smoker=True)
    with pytest.raises(InputErrors) as error:
        company.do("underwriting.leave_out_riders", number, riders="CI30", reason="family history")
    assert error.value.problems[0].message == "applied for are: CR30, WV20"
    company.do("underwriting.leave_out_riders", number, riders="CR30", reason="family history", em_points=0)
    application = company.application(number)
    assert [one["product"] for one in application.riders or []] == ["WV20"]
    assert application.conclusion == "without_rider"
    [letter] = [one for one in company.letters(number) if one.kind == "changed_terms"]
    [line] = letter.values["terms"]
    assert line.endswith("附加康护重大疾病保险")
    company.do("counter.accept_terms", number, signed_on=company.today)
    assert [one.product for one in position(company, company.delivered_and_paid(number)).coverages] == ["WL20", "WV20"]


def test_verify_finds_covers_whose_parts_do_not_make_the_instalment(company: Company) -> None:
    policy = company.policy(riders=CR)
    _main, rider = position(company, policy).coverages
    key = {"policy_id": numbers.parse(policy).id, "no": 2, "revision": 1}
    with company.store.write() as tx:
        tx.update(Coverage, key, {"premium": Fen(1)})
    assert any("do not make the instalment" in one.message for one in company.verify())
    with company.store.write() as tx:
        tx.update(Coverage, key, {"premium": rider.premium})


def test_what_a_clerk_decides_on_a_policy_is_about_the_cover_that_pays_for_the_event(company: Company) -> None:
    policy = company.policy(riders=CR)
    company.move_to(date(2026, 4, 1))
    number = ill(company, date(2026, 3, 20))
    assert {(one.coverage_no, one.reason) for one in items(company, number)} == {(1, "no_benefit"), (2, "waiting")}
    company.do("claims.send_back", number, company.clerk("claims", "supervisor", no=2), reason="goodwill")
    goodwill = {"disease": "stroke", "payees": ""}
    assess(company, number, **goodwill, decisions=f"{policy}/ex_gratia/a long illness/5000")
    decided = {(one.coverage_no, one.conclusion, int(one.net)) for one in items(company, number)}
    assert decided == {(1, "not_liable", 0), (2, "ex_gratia", 5000_00)}
    company.do("claims.send_back", number, company.clerk("claims", "supervisor", no=2), reason="goodwill")
    assess(company, number, **goodwill, decisions=f"{policy}#1/ex_gratia/a long illness/5000")
    decided = {(one.coverage_no, one.conclusion, int(one.net)) for one in items(company, number)}
    assert decided == {(1, "ex_gratia", 5000_00), (2, "not_liable", 0)}


def added(company: Company, policy: str, **values: Any) -> None:
    number, _done = asked(company, policy, 24, "add_rider", **values)
    company.do("underwriting.agree_request", number, em_points=0)


def test_a_rider_is_added_from_the_next_anniversary_and_paid_for_with_its_instalment(company: Company) -> None:
    policy = company.policy()
    before = position(company, policy).terms.premium
    company.move_to(date(2026, 9, 1))
    added(company, policy, rider="CR30", sum_assured="100000")
    at = position(company, policy)
    main, rider = at.coverages
    assert (rider.term_from, rider.entry_age, rider.pay_years, rider.cover_years) == (date(2027, 3, 3), 40, 19, 30)
    assert (main.premium, at.terms.premium) == (before, before + (rider.premium or 0))
    early = ill(company, date(2026, 8, 20))
    assert [(one.coverage_no, one.reason) for one in items(company, early)] == [(1, "no_benefit")]
    renew(company, date(2027, 3, 3))
    assert position(company, policy).premium_owed == at.terms.premium


def test_a_waiver_added_later_waives_what_is_then_paid_a_year(company: Company) -> None:
    policy = company.policy(riders=CR)
    main, _rider = position(company, policy).coverages
    added(company, policy, rider="WV20")
    waiver = position(company, policy).coverages[2]
    assert (waiver.sum_assured, waiver.pay_years, waiver.cover_years) == (main.premium, 19, 19)


def test_a_rider_is_not_added_between_two_anniversaries(company: Company) -> None:
    policy = company.policy(months=3)
    with pytest.raises(Refused) as error:
        asked(company, policy, 24, "add_rider", rider="WV20")
    assert error.value.code == "no_anniversary"


def test_beside_an_endowment_that_runs_no_rider_fits_any_more(company: Company) -> None:
    policy = company.policy("EN15")
    with pytest.raises(InputErrors) as error:
        asked(company, policy, 24, "add_rider", rider="CR30", sum_assured="50000")
    assert [one.message for one in error.value.problems] == [
        "no term of cover fits the 14 years that the main cover still runs"
    ]


def test_a_rider_dropped_pays_its_cash_value_and_is_not_asked_for_any_more(company: Company) -> None:
    policy = company.policy(riders=CR)
    pay_premiums(company, policy, date(2027, 3, 3))
    pay_premiums(company, policy, date(2028, 3, 3))
    at = position(company, policy)
    main, rider = at.coverages
    value = at.value_of(rider, company.today)[0]
    number, _done = asked(company, policy, 25, "drop_rider", rider="CR30", account_no=OWN_ACCOUNT)
    company.do("preservation.approve", number, company.clerk("preservation", "supervisor", no=2))
    left = position(company, policy)
    assert [one.product for one in left.coverages] == ["WL20"]
    assert left.terms.premium == left.current_billing.premium == main.premium
    assert value > 0
    assert payments(company, number) == [(int(value), OWN_ACCOUNT)]
    assert left.cash_value(company.today)[0] == at.cash_value(company.today)[0] - value


def test_a_rider_that_is_not_there_is_not_dropped(company: Company) -> None:
    policy = company.policy(riders=CR)
    with pytest.raises(InputErrors) as error:
        asked(company, policy, 25, "drop_rider", rider="WV20", account_no=OWN_ACCOUNT)
    assert [one.message for one in error.value.problems] == ["the policy's riders are: CR30"]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sum_assured=st.integers(10, 400).map(lambda thousands: thousands * 1000),
    rider=st.integers(1, 30).map(lambda tens: tens * 10_000),
    waiver=st.booleans(),
    months=st.sampled_from((1, 3, 6, 12)),
    pay_years=st.sampled_from((5, 10, 20)),
    points=st.sampled_from((0, 75, 150)),
)
def test_the_covers_parts_always_make_the_instalment(
    company: Company, sum_assured: int, rider: int, waiver: bool, months: int, pay_years: int, points: int
) -> None:
    riders = f"CR30/{rider}" + (", WV20" if waiver else "")
    terms: dict[str, Any] = {
        "sum_assured": str(sum_assured),
        "months": months,
        "pay_years": pay_years,
        "income": "9000000",
    }
    number = company.keyed(riders=riders, smoker=bool(points), **terms)
    if points:
        company.do("underwriting.load", number, em_points=points, reason="smokes")
        company.do("counter.accept_terms", number, signed_on=company.today)
    elif company.case(number).state == "underwriting":
        company.do("underwriting.accept", number)
    at = position(company, company.delivered_and_paid(number))
    for name in ("premium", "loading"):
        parts = Fen.total(getattr(one, name) for one in at.coverages)
        assert parts == getattr(at.terms, name) == getattr(at.current_billing, name)
    assert company.verify() == []


@pytest.mark.parametrize("product", ["WL20", "EN15"])
def test_a_policy_with_riders_is_sold_collected_claimed_and_ended_and_owes_nothing(
    company: Company, product: str
) -> None:
    policy = company.policy(product, riders=f"{CR}, WV20")
    pay_premiums(company, policy, date(2027, 3, 3))
    company.move_to(date(2027, 4, 1))
    number = ill(company, date(2027, 3, 10))
    pay_claim(company, approve(company, number))
    assert [one.product for one in position(company, policy).coverages] == [product]
    company.move_to(date(2028, 6, 1))
    value = position(company, policy).cash_value(company.today)[0]
    payee: dict[str, Any] = {"account_no": OWN_ACCOUNT, "identity_checked": True}
    number, done = asked(company, policy, 32, "surrender", **payee)
    if done.state == "review":
        done = company.do("preservation.approve", number, company.clerk("preservation", "supervisor", no=2))
    pay_claim(company, done)
    assert payments(company, number) == [(int(value), OWN_ACCOUNT)]
    owed = ("1122", "2203.01", "2205.01", "2205.02", "2205.04", "2241.01")
    assert {account: int(company.balance(account)) for account in owed} == dict.fromkeys(owed, 0)


def test_a_waiver_stands_when_its_claim_is_reopened(company: Company) -> None:
    policy = company.policy(riders=f"{CR}, WV20")
    company.move_to(date(2026, 9, 1))
    number = ill(company, date(2026, 8, 20))
    pay_claim(company, approve(company, number))
    company.do("claims.reopen", number, company.clerk("claims"), reason="the applicant asks")
    assess(company, number, disease="stroke", payees="")
    approve(company, number)
    at = position(company, policy)
    assert (at.terms.waived_from, [one.product for one in at.coverages]) == (date(2027, 3, 3), ["WL20"])
    assert payments(company, number) == [(100_000_00, OWN_ACCOUNT)]
    company.do("claims.reopen", number, company.clerk("claims"), reason="an audit asks")
    refused = f"{policy}#3/refuse/the illness was known"
    assess(company, number, disease="stroke", payees="", decisions=refused)
    with pytest.raises(Refused) as error:
        approve(company, number)
    assert error.value.code == "waived_before"


def test_premium_waived_is_no_premium_to_give_back_when_the_contract_is_void(company: Company) -> None:
    policy = company.policy(riders="WV20", months=3)
    main, _waiver = position(company, policy).coverages
    renew(company, date(2026, 6, 3))
    approve(company, ill(company, date(2026, 6, 2)))
    assert [one.state for one in position(company, policy).instalments] == ["collected", "waived"]
    company.move_to(date(2026, 6, 20))
    number = with_papers(company, "death")
    assess(company, number, flaw="no_interest", payees="", heirs=f"{SON_NAME}/{SON}/child/{SON_ACCOUNT}")
    [item] = [one for one in items(company, number) if one.coverage_no == 1]
    assert item.refunds["premium_refund"] == main.premium


def test_an_instalment_waived_is_not_given_back_when_the_claim_is_reopened(company: Company) -> None:
    policy = company.policy(riders=f"{CR}, WV20", months=3)
    pay_premiums(company, policy, date(2026, 6, 3))
    renew(company, date(2026, 9, 3))
    number = ill(company, date(2026, 8, 20))
    pay_claim(company, approve(company, number))
    company.do("claims.reopen", number, company.clerk("claims"), reason="the applicant asks")
    assess(company, number, disease="stroke", payees="")
    approve(company, number)
    assert payments(company, number) == [(100_000_00, OWN_ACCOUNT)], "nothing was paid for it"


def test_a_policy_that_lapsed_on_premium_since_waived_is_in_force_again(company: Company) -> None:
    policy = company.policy("WL20", riders=f"{CR}, WV20", months=3)
    pay_premiums(company, policy, date(2026, 6, 3))
    renew(company, date(2026, 9, 3))
    company.move_to(date(2026, 11, 10))
    company.do("premium.lapse", policy)
    assert position(company, policy).is_lapsed
    approve(company, ill(company, date(2026, 8, 20)))
    at = position(company, policy)
    assert (at.is_in_force, at.status.lapsed_on, at.status.reinstated_on) == (True, None, None)
    assert [one.state for one in at.instalments] == ["collected", "collected", "waived"]
    assert at.current_billing.paid_to == at.current_billing.ends_on
    assert company.balance("1122") == 0

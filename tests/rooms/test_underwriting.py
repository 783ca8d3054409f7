"""Underwriting: authority by grade, loaded offers, refusals, papers asked for, and the policy issued."""

from datetime import date
from typing import Any

import pytest

from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, NotAllowed, Refused
from ops_console.data.tables import BillingTerms, Clock, Coverage, Payable, PolicyRole, PolicyStatus
from ops_console.rules import identity, numbers
from ops_console.rules.products.basis import PolicyTerms
from ops_console.rules.products.pricing import quote
from tests.support.company import FIRST_DAY, Company

SICK = {"conditions": "hypertension"}
"""75 points: to be loaded."""
WIFE = identity.make(310101, date(1988, 7, 1), "female", 20)


def in_underwriting(company: Company, product: str = "TM20", **values: Any) -> str:
    number = company.keyed(product, None, **{"sum_assured": "600000", "income": "900000", **values})
    assert company.case(number).state == "underwriting"
    return number


class TestAuthority:
    def test_a_clerk_refers_what_is_above_the_limit_to_the_grade_that_may(self, company: Company) -> None:
        number = in_underwriting(company)
        outcome = company.do("underwriting.accept", number, company.clerk("underwriting"))
        assert outcome.referred_to == "senior"
        assert company.case(number).state == "underwriting"
        with pytest.raises(NotAllowed, match="Senior"):
            company.do("underwriting.accept", number, company.clerk("underwriting", no=2))
        assert company.do("underwriting.accept", number, company.clerk("underwriting", "senior")).state == "accepted"
        assert company.case(number).referred_to is None

    def test_the_sum_at_risk_counts_everything_on_the_life(self, company: Company) -> None:
        company.policy("TM20", sum_assured="300000", income="900000")
        number = in_underwriting(company, sum_assured="250000")
        outcome = company.do("underwriting.accept", number, company.clerk("underwriting"))
        assert outcome.referred_to == "senior"

    def test_extra_mortality_has_its_own_limits(self, company: Company) -> None:
        number = in_underwriting(company, "WL20", sum_assured="50000", conditions="diabetes")
        outcome = company.do(
            "underwriting.load", number, company.clerk("underwriting", "senior"), em_points=150, reason="血糖"
        )
        assert outcome.referred_to == "supervisor"

    def test_who_finds_less_than_the_rules_needs_the_authority_for_what_they_found(self, company: Company) -> None:
        """Else the points typed would decide who may type them."""
        number = in_underwriting(company, "WL20", sum_assured="50000", conditions="diabetes")
        clerk = company.clerk("underwriting")
        assert company.do("underwriting.accept", number, clerk, em_points=0).referred_to == "supervisor"

    def test_who_took_the_case_in_does_not_decide_it(self, company: Company) -> None:
        number = in_underwriting(company)
        counter = company.clerk("counter", "head_office")
        with pytest.raises(NotAllowed):
            company.do("underwriting.accept", number, counter)


class TestPoints:
    def test_points_of_the_rules_hold_unless_the_underwriter_gives_others(self, company: Company) -> None:
        number = in_underwriting(company, **SICK)
        with pytest.raises(Refused, match="75"):
            company.do("underwriting.accept", number)
        assert company.do("underwriting.accept", number, em_points=50).state == "accepted"

    def test_what_no_table_judges_needs_the_underwriters_points(self, company: Company) -> None:
        number = in_underwriting(company, conditions="heart_disease")
        with pytest.raises(InputErrors) as error:
            company.do("underwriting.accept", number)
        assert [problem.field for problem in error.value.problems] == ["em_points"]

    def test_standard_points_cannot_be_loaded(self, company: Company) -> None:
        with pytest.raises(Refused, match="not loaded"):
            company.do("underwriting.load", in_underwriting(company), em_points=50, reason="-/-")


class TestLoadedTerms:
    def test_the_offer_waits_for_the_signature_and_the_clock_with_it(self, company: Company) -> None:
        number = in_underwriting(company, **SICK)
        assert company.do("underwriting.load", number, em_points=60, reason="血压").state == "offered"
        company.move_to(date(2026, 3, 9))
        assert company.do("counter.accept_terms", number, signed_on="2026-03-09").state == "accepted"
        with company.store.read() as reader:
            clocks = {c.standard: c for c in reader.find(Clock, case_id=numbers.parse(number).id)}
        assert clocks["issue"].due == date(2026, 3, 16)

    def test_the_premium_is_that_of_the_points_in_steps_of_25(self, company: Company) -> None:
        number = in_underwriting(company, **SICK)
        company.do("underwriting.load", number, em_points=60, reason="血压")
        application = company.application(number)
        with company.store.read() as reader:
            assert reader.state().catalog_version == 1
        basis = company.catalog.products["TM20"].basis
        terms = PolicyTerms("male", 39, Fen.of_yuan("600000"), 20, 20, 12)
        expected = quote(basis, terms, 75)
        assert (application.em_points, application.premium) == (75, expected.instalment)
        assert application.loading == expected.instalment - quote(basis, terms).instalment
        letter = company.letters(number)[-1]
        assert (letter.kind, letter.values["due"]) == ("changed_terms", "2026-04-01")
        assert letter.values["premium"] == expected.instalment.yuan()

    def test_the_loading_goes_into_policy_and_books(self, company: Company) -> None:
        number = in_underwriting(company, **SICK)
        company.do("underwriting.load", number, em_points=75, reason="血压")
        company.do("counter.accept_terms", number, signed_on=FIRST_DAY)
        policy = company.delivered_and_paid(number)
        loading = company.application(number).loading
        with company.store.read() as reader:
            policy_id = numbers.parse(policy).id
            assert reader.current(Coverage, policy_id)[0].em_points == 75
            assert reader.current(BillingTerms, policy_id)[0].loading == loading
        assert company.balance("6031.02", policy) == -loading

    def test_unanswered_it_is_withdrawn_and_the_money_owed_back(self, company: Company) -> None:
        number = in_underwriting(company, **SICK)
        company.do("underwriting.load", number, em_points=75, reason="血压")
        company.do("counter.collect_first_premium", number, amount="1000", method="bank")
        assert company.do("counter.withdraw_application", number, reason="逾期未回复").state == "closed"
        payment = company.opened_for(number, "payment")
        with company.store.read() as reader:
            assert reader.need(Payable, payment.id).amount == Fen.of_yuan("1000")
        assert company.balance("2203.01") == 0
        assert company.balance("2205.04") == -Fen.of_yuan("1000")


class TestDecline:
    def test_it_needs_a_supervisor_tells_the_reasons_and_refunds(self, company: Company) -> None:
        number = in_underwriting(company, conditions="cancer")
        company.do("counter.collect_first_premium", number, amount="500", method="cash")
        refused = company.do("underwriting.decline", number, company.clerk("underwriting", "senior"), reason="健康原因")
        assert refused.referred_to == "supervisor"
        done = company.do(
            "underwriting.decline", number, company.clerk("underwriting", "supervisor"), reason="健康原因"
        )
        assert (done.state, company.case(number).outcome) == ("closed", "declined")
        letter = company.letters(number)[-1]
        assert (letter.kind, letter.values["reasons"], letter.values["refund"]) == ("declined", "健康原因", "500.00")


class TestPapers:
    def test_an_examination_stops_the_clocks_and_starts_its_own(self, company: Company) -> None:
        number = in_underwriting(company)
        company.do("underwriting.ask_papers", number, papers="examination_form,income_proof")
        company.move_to(date(2026, 3, 9))
        with pytest.raises(Refused, match="Proof of income"):
            company.do("underwriting.papers_arrived", number, papers="examination_form")
        arrived = company.do("underwriting.papers_arrived", number, papers="examination_form,income_proof")
        assert arrived.state == "underwriting"
        with company.store.read() as reader:
            clocks = {c.standard: c for c in reader.find(Clock, case_id=numbers.parse(number).id)}
        assert clocks["issue"].due == date(2026, 3, 16)
        assert clocks["after_examination"].due == date(2026, 3, 30)

    def test_only_what_was_asked_for_arrives(self, company: Company) -> None:
        number = in_underwriting(company)
        company.do("underwriting.ask_papers", number, papers="income_proof")
        with pytest.raises(InputErrors):
            company.do("underwriting.papers_arrived", number, papers="income_proof,claim_form")


class TestIssue:
    def test_the_policy_has_its_people_cover_and_terms_and_no_effect_yet(self, company: Company) -> None:
        number = company.issued("WL20", beneficiaries=f"张丽/{WIFE}/spouse", premium_loan=True)
        policy_id = numbers.parse(company.policy_number(number)).id
        with company.store.read() as reader:
            status = reader.current(PolicyStatus, policy_id)[0]
            assert (status.status, status.commenced_on) == ("issued", None)
            cover = reader.current(Coverage, policy_id)[0]
            assert (cover.sex, cover.entry_age, cover.sum_assured) == ("male", 39, Fen.of_yuan("100000"))
            assert reader.current(BillingTerms, policy_id)[0].premium_loan
            roles = {role.role: role for role in reader.current(PolicyRole, policy_id)}
        assert roles["beneficiary"].relation == "spouse"
        assert roles["applicant"].party_id == roles["insured"].party_id
        assert [letter.kind for letter in company.letters(number)] == ["accepted"]

    def test_a_trial_calculation_shows_it_and_changes_nothing(self, company: Company) -> None:
        number = company.keyed("WL20")
        trial = company.trial("underwriting.issue", number)
        assert trial.plan.to == "issued"
        assert company.case(number).state == "accepted"

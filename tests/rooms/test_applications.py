"""Applications at the counter: the stamp, the one list of missing papers, keying and its checks."""

from datetime import date
from typing import Any

import pytest

from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, NotAllowed, Refused
from ops_console.data.tables import Clock, Party
from ops_console.rules import identity, numbers
from tests.support.company import AGENT, FIRST_DAY, HEALTHY, LI_MING, TERMS, Company

WIFE = identity.make(310101, date(1988, 7, 1), "female", 20)
FAMILY_PAPERS = (
    "application_form,identity_applicant,identity_insured,account_authority,health_declaration,guardian_proof"
)
SON = identity.make(310101, date(2019, 5, 4), "male", 7)


def clocks(company: Company, number: str) -> dict[str, Clock]:
    with company.store.read() as reader:
        return {clock.standard: clock for clock in reader.find(Clock, case_id=numbers.parse(number).id)}


def key(company: Company, number: str, product: str = "WL20", **values: Any) -> str | None:
    """The state after keying a healthy person, or other values."""
    given = {"applicant_document": LI_MING["applicant_document"], "income": "200000", "account_no": "6222000000000001"}
    return company.do("counter.key_application", number, **{**given, **HEALTHY, **TERMS[product], **values}).state


def ready(company: Company, product: str = "WL20", **values: Any) -> str:
    """An application with complete papers, to be keyed."""
    number = company.received(product, **values)
    company.do("counter.check_papers", number)
    return number


def fields(error: pytest.ExceptionInfo[InputErrors]) -> list[str]:
    return [problem.field for problem in error.value.problems]


class TestTheStamp:
    def test_it_starts_the_legal_clocks_on_the_day(self, company: Company) -> None:
        running = clocks(company, company.received())
        assert running["defective_application"].due == date(2026, 3, 9)
        assert running["clean_application"].due == date(2026, 3, 23)

    def test_the_same_form_again_is_refused_naming_the_case(self, company: Company) -> None:
        number = company.received(form_no="F-1")
        with pytest.raises(Refused, match=number):
            company.received(form_no="F-1")

    def test_everything_wrong_is_said_at_once(self, company: Company) -> None:
        with pytest.raises(InputErrors) as error:
            company.received(agent="nobody", papers="application_form,drawing", applicant_document="310101198603152719")
        assert fields(error) == ["papers", "agent", "applicant_document"]

    def test_an_unknown_product_is_refused(self, company: Company) -> None:
        with pytest.raises(Refused, match="XX99"):
            company.received(product="XX99", form_no="F-2")

    def test_only_the_counter_takes_applications(self, company: Company) -> None:
        with pytest.raises(NotAllowed):
            company.do(
                "counter.receive_application",
                None,
                company.clerk("claims"),
                **LI_MING,
                form_no="F",
                product="WL20",
                agent="x",
            )

    def test_a_person_is_on_record_once(self, company: Company) -> None:
        company.received()
        company.received("TM20")
        with company.store.read() as reader:
            assert reader.count(Party, document_no=LI_MING["applicant_document"]) == 1

    def test_what_is_on_record_stays_and_the_clerk_is_told(self, company: Company) -> None:
        company.received()
        outcome = company.do(
            "counter.receive_application",
            **{**LI_MING, "applicant_phone": "13911111111"},
            form_no="F-9",
            product="WL20",
            agent=AGENT,
        )
        assert "13800000001" in outcome.messages[0]
        with company.store.read() as reader:
            party = reader.first(Party, document_no=LI_MING["applicant_document"])
        assert party is not None
        assert party.phone == LI_MING["applicant_phone"]

    def test_letters_are_in_the_applicants_language(self, company: Company) -> None:
        number = company.received(applicant_language="en", papers="")
        company.do("counter.check_papers", number)
        letter = company.letters(number)[0]
        assert letter.language == "en"
        assert "Health declaration" in letter.values["papers"]

    def test_a_document_of_somebody_else_is_noticed(self, company: Company) -> None:
        company.received()
        with pytest.raises(InputErrors) as error:
            company.received(applicant_name="李敏")
        assert fields(error) == ["applicant_name"]

    def test_a_passport_needs_sex_and_birth(self, company: Company) -> None:
        passport = {"applicant_document_kind": "passport", "applicant_document": "E12345678"}
        with pytest.raises(InputErrors) as error:
            company.received(**passport)
        assert fields(error) == ["applicant_sex", "applicant_birth"]
        company.received(**passport, applicant_sex="male", applicant_birth="1986-03-15")


class TestMissingPapers:
    def test_they_are_asked_for_once_all_together(self, company: Company) -> None:
        number = company.received(papers="application_form,identity_applicant")
        assert company.do("counter.check_papers", number).state == "papers_wanted"
        company.do("counter.check_papers", number, papers="identity_insured")
        letters = company.letters(number)
        assert [letter.kind for letter in letters] == ["papers_wanted"]
        assert letters[0].values["papers"].count(";") == 2

    def test_the_clock_stands_still_until_they_arrive(self, company: Company) -> None:
        number = company.received(papers="application_form,identity_applicant,identity_insured,account_authority")
        company.do("counter.check_papers", number)
        company.move_to(date(2026, 3, 9))
        assert company.do("counter.check_papers", number, papers="health_declaration").state == "keying"
        running = clocks(company, number)
        # Five working days of waiting, 2 to 9 March, are added to 23 March.
        assert running["clean_application"].due == date(2026, 3, 30)
        assert running["issue"].due == date(2026, 3, 16)
        assert running["defective_application"].met_on == FIRST_DAY


class TestKeying:
    def test_a_clean_case_is_accepted_by_rule(self, company: Company) -> None:
        number = ready(company)
        assert key(company, number) == "accepted"
        assert company.application(number).conclusion == "standard"

    def test_the_premium_of_hospital_cash_is_days_times_amount_over_what_loads_leave(self, company: Company) -> None:
        number = ready(company, "HC01")
        key(company, number, "HC01")
        # Age 39, male: 0.455 days a year by the illustrative table, 200 a day, 35 % load.
        assert company.application(number).premium == Fen.round(0.455 * 20000 / 0.65)

    def test_a_health_finding_goes_to_underwriting_and_stays_out_of_the_event(self, company: Company) -> None:
        number = ready(company)
        assert key(company, number, conditions="diabetes", smoker=True) == "underwriting"
        application = company.application(number)
        assert [finding["rule"] for finding in application.findings] == ["smoking", "condition"]
        assert application.em_points == 175
        event = company.events(number)[-1]
        assert "diabetes" not in str(event.data)

    def test_the_document_is_keyed_a_second_time_and_compared(self, company: Company) -> None:
        with pytest.raises(InputErrors) as error:
            key(company, ready(company), applicant_document=WIFE)
        assert fields(error) == ["applicant_document"]

    def test_terms_the_product_does_not_offer_are_listed_at_once(self, company: Company) -> None:
        with pytest.raises(InputErrors) as error:
            key(
                company,
                ready(company, "TM20"),
                "TM20",
                sum_assured="55000",
                pay_years=15,
                cover_years=None,
                account_no="",
                premium_loan=True,
                occupation="wizard",
            )
        assert fields(error) == ["occupation", "sum_assured", "pay_years", "cover_years", "account_no", "premium_loan"]

    def test_the_cover_ends_in_time(self, company: Company) -> None:
        old = identity.make(310101, date(1967, 1, 1), "male", 1)
        number = ready(company, "TM20", applicant_name="赵老", applicant_document=old)
        with pytest.raises(InputErrors) as error:
            key(company, number, "TM20", applicant_document=old, cover_years=30)
        assert fields(error) == ["cover_years"]

    def test_shares_within_one_order_make_a_hundred_per_cent(self, company: Company) -> None:
        with pytest.raises(InputErrors, match="1 error"):
            key(company, ready(company), beneficiaries=f"张丽/{WIFE}/spouse/1/60, 李小明/{SON}/child/1/30")

    def test_beneficiaries_without_shares_take_equal_ones(self, company: Company) -> None:
        number = ready(company)
        key(company, number, beneficiaries=f"张丽/{WIFE}/spouse, 李小明/{SON}/child/2")
        named = company.application(number).beneficiaries
        assert [(one["relation"], one["order"], one["share"]) for one in named] == [
            ("spouse", 1, 1000),
            ("child", 2, 1000),
        ]

    def test_open_applications_count_to_the_sum_at_risk(self, company: Company) -> None:
        first = ready(company, "TM20")
        assert key(company, first, "TM20") == "accepted"
        second = ready(company, "TM20")
        assert key(company, second, "TM20") == "underwriting"
        rules = [finding["rule"] for finding in company.application(second).findings]
        assert rules == ["automatic_limit"]


class TestInsurability:
    def insured(self, document: str, name: str, **values: Any) -> dict[str, Any]:
        return {"insured_name": name, "insured_document": document, **values}

    def test_without_interest_the_insured_has_to_consent(self, company: Company) -> None:
        number, wife = ready(company), self.insured(WIFE, "张丽", relation="other")
        with pytest.raises(Refused) as error:
            key(company, number, **wife)
        assert error.value.source == "Insurance Law art 31"
        assert key(company, number, **wife, insured_consent=True) == "accepted"

    def test_death_cover_on_a_spouse_needs_consent(self, company: Company) -> None:
        number, wife = ready(company), self.insured(WIFE, "张丽", relation="spouse")
        with pytest.raises(Refused) as error:
            key(company, number, **wife)
        assert error.value.source == "Insurance Law art 34"

    def test_hospital_cash_on_a_spouse_needs_none(self, company: Company) -> None:
        number = ready(company, "HC01")
        assert key(company, number, "HC01", **self.insured(WIFE, "张丽", relation="spouse")) == "accepted"

    def test_a_child_is_insured_against_death_only_by_a_parent(self, company: Company) -> None:
        small = {"height_cm": 115, "weight_kg": 20, "occupation": "student"}
        number = ready(company, papers=FAMILY_PAPERS)
        with pytest.raises(Refused) as error:
            key(company, number, **self.insured(SON, "李小明", relation="dependant"), **small)
        assert error.value.source == "Insurance Law art 33"
        assert key(company, number, **self.insured(SON, "李小明", relation="child"), **small) == "accepted"

    def test_all_death_cover_on_a_child_under_ten_stops_at_200000(self, company: Company) -> None:
        small = {"height_cm": 115, "weight_kg": 20, "occupation": "student", "income": "900000"}
        son = self.insured(SON, "李小明", relation="child")
        assert key(company, ready(company, papers=FAMILY_PAPERS), **son, **small, sum_assured="150000") == "accepted"
        with pytest.raises(Refused) as error:
            key(company, ready(company, papers=FAMILY_PAPERS), **son, **small, sum_assured="51000")
        assert error.value.code == "minor_cap"
        assert key(company, ready(company, papers=FAMILY_PAPERS), **son, **small, sum_assured="50000") == "accepted"

    def test_without_proof_of_guardianship_an_underwriter_asks_for_it(self, company: Company) -> None:
        small = {"height_cm": 115, "weight_kg": 20, "occupation": "student"}
        number = ready(company)
        assert key(company, number, **self.insured(SON, "李小明", relation="child"), **small) == "underwriting"
        company.do("underwriting.ask_papers", number, papers="guardian_proof")
        assert company.do("underwriting.papers_arrived", number, papers="guardian_proof").state == "underwriting"

    @pytest.mark.parametrize(
        ("column", "value", "code"),
        [("risk_grade", "unacceptable", "aml"), ("died_on", date(2026, 3, 1), "dead")],
    )
    def test_no_business_with_the_dead_or_the_listed(
        self, company: Company, column: str, value: object, code: str
    ) -> None:
        number = ready(company)
        with company.store.write() as tx:
            tx.update(Party, {"document_no": LI_MING["applicant_document"]}, {column: value})
        with pytest.raises(Refused) as error:
            key(company, number)
        assert error.value.code == code

    def test_a_minor_does_not_conclude_a_contract(self, company: Company) -> None:
        number = ready(company, applicant_name="李小明", applicant_document=SON)
        with pytest.raises(Refused, match="minor"):
            key(company, number, applicant_document=SON)

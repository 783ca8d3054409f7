"""Simple items: client data, beneficiaries, how premium is paid, the policy document; each is endorsed and reversed."""

from datetime import date
from typing import Any

import pytest

from ops_console.base.problems import InputErrors, Refused
from ops_console.data.tables import Billing, Party, Policy, PolicyCopy, PolicyRole
from ops_console.data.verify import verify_store
from ops_console.desk.offering import policy_view
from ops_console.rooms.preservation.worth import Worth, worth_of
from ops_console.rules import numbers
from tests.support.claims import SON, SON_NAME, WIFE, WIFE_NAME, reported
from tests.support.company import Company
from tests.support.policies import asked, pay_all, position, renew, request

ACCOUNT = "6222000000000001"
OTHER_ACCOUNT = "6222000000000019"
PRODUCTION_FEE = "6051.01"
REASON = "keyed on the wrong policy"
WIFE_ALONE = f"{WIFE_NAME}/{WIFE}/spouse"
WIFE_AND_SON = f"{WIFE_NAME}/{WIFE}/spouse/1/60, {SON_NAME}/{SON}/child/1/40"


def reverse(company: Company, policy: str, number: str) -> None:
    """Key the reversal and let another clerk approve it."""
    reversal, _keyed = asked(
        company, policy, 43, "reverse", company.clerk("preservation"), endorsement=number, reason=REASON
    )
    company.do("preservation.approve", reversal, company.clerk("preservation", no=2))


def named(company: Company, policy: str) -> list[tuple[str, str, int, int]]:
    """The beneficiaries now: name, relation, order and per mille."""
    with company.store.read() as reader:
        return [
            (reader.need(Party, one.party_id).name, one.relation, one.order, one.share)
            for one in position(company, policy).beneficiaries
        ]


def changes_told(company: Company, number: str) -> str:
    """Before and after, as the endorsement says it."""
    [letter] = company.letters(number)
    assert letter.kind == "endorsement"
    return "\n".join(letter.values["changes"])


def problems_of(company: Company, policy: str, item: int, operation: str, **values: Any) -> list[str]:
    with pytest.raises(InputErrors) as error:
        asked(company, policy, item, operation, **values)
    return [problem.field for problem in error.value.problems]


class TestClientData:
    def test_what_is_known_of_the_applicant_changes_on_all_policies(self, company: Company) -> None:
        policy = company.policy("WL20")
        number, done = asked(company, policy, 1, "change_client_data", employer="上海港务", marital="married")
        assert done.state == "closed"
        with company.store.read() as reader:
            person = reader.need(Party, position(company, policy).applicant_id)
        assert (person.employer, person.marital, person.tier) == ("上海港务", "married", "ordinary")
        assert "- > 已婚" in changes_told(company, number)

    def test_an_occupation_of_the_same_class_is_taken_down(self, company: Company) -> None:
        policy = company.policy("WL20")
        asked(company, policy, 1, "change_client_data", occupation="teacher")
        with company.store.read() as reader:
            assert reader.need(Party, position(company, policy).applicant_id).occupation == "teacher"

    def test_an_occupation_of_another_class_is_item_4(self, company: Company) -> None:
        with pytest.raises(Refused, match="item 4") as error:
            asked(company, company.policy("WL20"), 1, "change_client_data", occupation="doctor")
        assert error.value.source == "catalog: items"

    def test_who_is_insured_nowhere_may_change_to_any_class(self, company: Company) -> None:
        policy = company.policy(
            "HC01", relation="spouse", insured_name=WIFE_NAME, insured_document=WIFE, insured_consent=True
        )
        asked(company, policy, 1, "change_client_data", occupation="doctor")
        with company.store.read() as reader:
            person = reader.need(Party, position(company, policy).applicant_id)
        assert (person.occupation, person.occupation_class) == ("doctor", 2)

    def test_the_insureds_data_change_by_the_applicants_request(self, company: Company) -> None:
        policy = company.policy(
            "HC01", relation="spouse", insured_name=WIFE_NAME, insured_document=WIFE, insured_consent=True
        )
        asked(company, policy, 1, "change_client_data", whose="insured", employer="学校")
        with company.store.read() as reader:
            assert reader.need(Party, position(company, policy).insured_id).employer == "学校"

    def test_nothing_new_and_an_unknown_occupation_are_errors(self, company: Company) -> None:
        policy = company.policy("WL20")
        assert problems_of(company, policy, 1, "change_client_data") == [""]
        assert problems_of(company, policy, 1, "change_client_data", occupation="pirate") == ["occupation"]

    def test_it_is_reversed(self, company: Company) -> None:
        policy = company.policy("WL20")
        number, _done = asked(company, policy, 1, "change_client_data", employer="上海港务")
        reverse(company, policy, number)
        with company.store.read() as reader:
            assert reader.need(Party, position(company, policy).applicant_id).employer is None


class TestBeneficiaries:
    def test_several_are_named_with_order_and_shares(self, company: Company) -> None:
        policy = company.policy("WL20", beneficiaries=WIFE_ALONE)
        number, done = asked(company, policy, 7, "change_beneficiaries", beneficiaries=WIFE_AND_SON)
        assert done.state == "closed"
        assert named(company, policy) == [(WIFE_NAME, "spouse", 1, 600), (SON_NAME, "child", 1, 400)]
        told = changes_told(company, number)
        assert f"1. {WIFE_NAME} (配偶) 100.0 % > 1. {WIFE_NAME} (配偶) 60.0 %; 1. {SON_NAME} (子女) 40.0 %" in told

    def test_who_is_no_longer_named_has_no_place_any_more(self, company: Company) -> None:
        policy = company.policy("WL20", beneficiaries=WIFE_AND_SON)
        asked(company, policy, 7, "change_beneficiaries", beneficiaries=f"{SON_NAME}/{SON}/child")
        assert named(company, policy) == [(SON_NAME, "child", 1, 1000)]

    def test_somebody_the_company_never_knew_takes_the_place_of_another(self, company: Company) -> None:
        policy = company.policy("WL20", beneficiaries=WIFE_ALONE)
        asked(company, policy, 7, "change_beneficiaries", beneficiaries=f"{SON_NAME}/{SON}/child")
        assert named(company, policy) == [(SON_NAME, "child", 1, 1000)]

    def test_nobody_is_named_only_when_that_is_said(self, company: Company) -> None:
        policy = company.policy("WL20", beneficiaries=WIFE_ALONE)
        assert problems_of(company, policy, 7, "change_beneficiaries") == ["beneficiaries"]
        company.do("preservation.withdraw", company.opened_for(policy, "endorsement").number)
        asked(company, policy, 7, "change_beneficiaries", estate=True)
        assert named(company, policy) == []

    def test_shares_that_do_not_make_a_whole_in_their_order_are_refused(self, company: Company) -> None:
        policy = company.policy("WL20")
        ninety = f"{WIFE_NAME}/{WIFE}/spouse/1/50, {SON_NAME}/{SON}/child/1/40"
        assert problems_of(company, policy, 7, "change_beneficiaries", beneficiaries=ninety) == ["beneficiaries"]

    def test_each_order_makes_a_whole_of_its_own(self, company: Company) -> None:
        policy = company.policy("WL20")
        asked(
            company, policy, 7, "change_beneficiaries",
            beneficiaries=f"{WIFE_NAME}/{WIFE}/spouse/1, {SON_NAME}/{SON}/child/2",
        )  # fmt: skip
        assert named(company, policy) == [(WIFE_NAME, "spouse", 1, 1000), (SON_NAME, "child", 2, 1000)]

    def test_somebody_named_twice_and_a_share_of_nothing_are_errors(self, company: Company) -> None:
        policy = company.policy("WL20")
        twice = f"{WIFE_NAME}/{WIFE}/spouse/1, {WIFE_NAME}/{WIFE}/spouse/2"
        nothing = f"{WIFE_NAME}/{WIFE}/spouse/1/0, {SON_NAME}/{SON}/child/1/100"
        for typed in (twice, nothing):
            assert "beneficiaries" in problems_of(company, policy, 7, "change_beneficiaries", beneficiaries=typed)

    def test_another_insured_consents_in_writing(self, company: Company) -> None:
        policy = company.policy(
            "WL20", relation="spouse", insured_name=WIFE_NAME, insured_document=WIFE, insured_consent=True
        )
        number = request(company, policy, 7)
        with pytest.raises(InputErrors) as error:
            company.do("preservation.change_beneficiaries", number, beneficiaries=f"{SON_NAME}/{SON}/child")
        assert "art 41" in error.value.problems[0].message
        company.do("preservation.change_beneficiaries", number, beneficiaries=f"{SON_NAME}/{SON}/child", consent=True)

    def test_for_a_minor_the_guardian_consents(self, company: Company) -> None:
        policy = company.policy(
            "WL20", relation="child", insured_name=SON_NAME, insured_document=SON, occupation="student",
            sum_assured="100000", height_cm=140, weight_kg=35,
        )  # fmt: skip
        number = request(company, policy, 7)
        with pytest.raises(InputErrors) as error:
            company.do("preservation.change_beneficiaries", number, beneficiaries=f"{WIFE_NAME}/{WIFE}/parent")
        assert "art 39" in error.value.problems[0].message

    def test_an_employer_names_only_the_employee_and_close_relatives(self, company: Company) -> None:
        policy = company.policy(
            "TM20", relation="employee", insured_name=WIFE_NAME, insured_document=WIFE, insured_consent=True
        )
        number = request(company, policy, 7)
        with pytest.raises(InputErrors) as error:
            company.do(
                "preservation.change_beneficiaries", number, consent=True, beneficiaries=f"{SON_NAME}/{SON}/other"
            )
        assert "art 39" in error.value.problems[0].message

    def test_after_the_event_a_change_has_no_effect(self, company: Company) -> None:
        policy = company.policy("WL20", beneficiaries=WIFE_ALONE)
        company.move_to(date(2026, 4, 1))
        reported(company, "death", date(2026, 3, 30))
        with pytest.raises(Refused, match="2026-03-30") as error:
            asked(company, policy, 7, "change_beneficiaries", beneficiaries=WIFE_AND_SON)
        assert error.value.source == "Interpretation III art 10"

    def test_a_cover_that_pays_nothing_on_death_has_none(self, company: Company) -> None:
        with pytest.raises(Refused, match="nothing on death"):
            asked(company, company.policy("HC01"), 7, "change_beneficiaries", beneficiaries=WIFE_AND_SON)

    def test_a_reversal_gives_everybody_their_place_back(self, company: Company) -> None:
        policy = company.policy("WL20", beneficiaries=WIFE_ALONE)
        number, _done = asked(company, policy, 7, "change_beneficiaries", beneficiaries=WIFE_AND_SON)
        reverse(company, policy, number)
        assert named(company, policy) == [(WIFE_NAME, "spouse", 1, 1000)]
        asked(company, policy, 7, "change_beneficiaries", beneficiaries=WIFE_AND_SON)
        assert len(named(company, policy)) == 2

    def test_what_a_later_change_builds_on_is_not_reversed_before_it(self, company: Company) -> None:
        policy = company.policy("WL20")
        first, _done = asked(company, policy, 7, "change_beneficiaries", beneficiaries=f"{WIFE_NAME}/{WIFE}/spouse")
        later, _done = asked(company, policy, 7, "change_beneficiaries", beneficiaries=WIFE_AND_SON)
        with pytest.raises(Refused, match=later):
            asked(company, policy, 43, "reverse", endorsement=first, reason=REASON)

    def test_the_beneficiaries_of_any_day_stay_known(self, company: Company) -> None:
        policy = company.policy("WL20", beneficiaries=WIFE_ALONE)
        company.move_to(date(2026, 6, 1))
        asked(company, policy, 7, "change_beneficiaries", estate=True)
        with company.store.read() as reader:
            rows = reader.as_at(PolicyRole, numbers.parse(policy).id, date(2026, 5, 31))
            assert [row.share for row in rows if row.role == "beneficiary"] == [1000]
            assert verify_store(reader) == []


class TestPremiumTerms:
    def test_the_account_changes_and_only_its_end_is_told(self, company: Company) -> None:
        policy = company.policy("WL20")
        number, done = asked(company, policy, 12, "change_channel", channel="bank", account_no=OTHER_ACCOUNT)
        assert done.state == "closed"
        assert position(company, policy).terms.account_no == OTHER_ACCOUNT
        assert "0019" in changes_told(company, number)
        assert OTHER_ACCOUNT not in changes_told(company, number)

    def test_the_counter_is_told_of_a_request_for_the_same_that_is_open(self, company: Company) -> None:
        policy = company.policy("WL20")
        first = request(company, policy, 12)
        told = company.do("counter.receive_request", policy, item=12).messages
        assert [message for message in told if first in message and "already" in message]

    def test_what_is_owed_and_what_falls_due_is_collected_the_new_way(self, company: Company) -> None:
        policy = company.policy("WL20")
        renew(company, date(2027, 3, 3))
        _number, done = asked(company, policy, 12, "change_channel", channel="manual")
        assert "owed already are collected this way too" in done.messages[0]
        now = position(company, policy)
        assert (now.terms.channel, now.terms.account_no, now.current_billing.channel) == ("manual", "", "manual")
        assert now.owed[0].due.channel == "bank"

    def test_a_debit_needs_an_account_and_it_is_the_applicants_own(self, company: Company) -> None:
        policy = company.policy("WL20")
        assert problems_of(company, policy, 12, "change_channel", channel="bank") == ["account_no"]
        others = f"ICBC {OTHER_ACCOUNT} 王五"
        assert problems_of(company, policy, 12, "change_channel", channel="bank", account_no=others) == ["account_no"]

    def test_the_channel_is_reversed_in_terms_and_billing(self, company: Company) -> None:
        policy = company.policy("WL20")
        number, _done = asked(company, policy, 12, "change_channel", channel="manual")
        reverse(company, policy, number)
        with company.store.read() as reader:
            assert reader.need(Billing, numbers.parse(policy).id).channel == "bank"
        assert position(company, policy).terms.account_no == ACCOUNT

    def test_the_premium_loan_is_switched_on_and_off(self, company: Company) -> None:
        policy = company.policy("WL20", premium_loan=False)
        number, _done = asked(company, policy, 14, "change_premium_loan", premium_loan=True)
        assert position(company, policy).terms.premium_loan
        assert "否 > 是" in changes_told(company, number)
        asked(company, policy, 14, "change_premium_loan", premium_loan=False)
        assert not position(company, policy).terms.premium_loan

    def test_what_is_so_already_and_a_product_without_it_are_told(self, company: Company) -> None:
        policy = company.policy("WL20", premium_loan=False)
        assert problems_of(company, policy, 14, "change_premium_loan", premium_loan=False) == ["premium_loan"]
        with pytest.raises(Refused, match="no automatic premium loan"):
            asked(company, company.policy("HC01"), 14, "change_premium_loan", premium_loan=True)


class TestTheDocument:
    def test_a_duplicate_is_paid_for_and_voids_what_was_issued_before(self, company: Company) -> None:
        policy = company.policy("WL20")
        number, keyed = asked(company, policy, 36, "issue_duplicate", reason="lost")
        assert (keyed.state, company.letters(number)) == ("payment_due", [])
        assert "waits for 10.00 from the customer" in keyed.messages[0]
        company.do("premium.settle_request", number, amount="10", method="cash")
        assert company.balance(PRODUCTION_FEE, policy) == -1000
        with company.store.read() as reader:
            [copy] = reader.find(PolicyCopy, policy_id=numbers.parse(policy).id)
        assert (copy.no, copy.reason) == (1, "lost")
        [letter] = company.letters(number)
        assert (letter.kind, letter.values["copy"], letter.values["amount"]) == ("duplicate_policy", 1, "10.00")

    def test_the_second_duplicate_is_number_two(self, company: Company) -> None:
        policy = company.policy("WL20")
        for _again in range(2):
            number, _done = asked(company, policy, 36, "issue_duplicate", reason="damaged")
            company.do("premium.settle_request", number, amount="10", method="cash")
        assert company.letters(number)[0].values["copy"] == 2

    def test_what_never_arrived_is_issued_again_at_no_fee(self, company: Company) -> None:
        number, done = asked(company, company.policy("WL20"), 36, "issue_duplicate", reason="never_received")
        assert done.state == "closed"
        assert company.letters(number)[0].values["amount"] == "0.00"

    def test_a_duplicate_is_not_taken_back(self, company: Company) -> None:
        policy = company.policy("WL20")
        number, _done = asked(company, policy, 36, "issue_duplicate", reason="never_received")
        with pytest.raises(Refused) as error:
            asked(company, policy, 43, "reverse", endorsement=number, reason=REASON)
        assert error.value.code == "not_reversible"

    def test_while_it_is_reported_lost_nothing_is_paid_against_it(self, company: Company) -> None:
        policy = company.policy("WL20", sum_assured="50000")
        asked(company, policy, 37, "report_loss", action="report")
        surrender = request(company, policy, 32)
        with pytest.raises(Refused, match="reported lost") as error:
            company.do("preservation.surrender", surrender, account_no=ACCOUNT)
        assert error.value.code == "document_lost"
        company.do("preservation.withdraw", surrender)
        asked(company, policy, 37, "report_loss", action="release")
        assert asked(company, policy, 32, "surrender", account_no=ACCOUNT)[1].state == "closed"

    def test_a_duplicate_settles_the_loss_report(self, company: Company) -> None:
        policy = company.policy("WL20")
        asked(company, policy, 37, "report_loss", action="report")
        asked(company, policy, 36, "issue_duplicate", reason="never_received")
        assert position(company, policy).status.lost_on is None

    def test_it_is_reported_once_and_released_once(self, company: Company) -> None:
        policy = company.policy("WL20")
        with pytest.raises(Refused, match="not reported lost"):
            asked(company, policy, 37, "report_loss", action="release")
        asked(company, policy, 37, "report_loss", action="report")
        with pytest.raises(Refused, match="already"):
            asked(company, policy, 37, "report_loss", action="report")


class TestWorth:
    """What the policy screen says a policy is worth."""

    def worth(self, company: Company, policy: str) -> Worth | None:
        clerk = company.clerk("preservation")
        with company.store.read() as reader:
            record = reader.need(Policy, numbers.parse(policy).id)
            return worth_of(policy_view(reader, clerk, record))

    def test_a_surrender_pays_the_value_less_loans_and_what_is_held(self, company: Company) -> None:
        policy = company.policy("WL20", sum_assured="500000")
        pay_all(company, policy, date(2031, 3, 3))
        before = self.worth(company, policy)
        assert before is not None
        assert before.may_be_lent == before.cash_value * 4 // 5
        asked(company, policy, 27, "grant_loan", amount="5000", account_no=ACCOUNT)
        company.do("premium.collect", policy, amount="100", method="cash")
        now = self.worth(company, policy)
        assert now is not None
        assert (now.debts, now.held) == (500000, 10000)
        assert now.surrender == now.cash_value - 500000 + 10000
        assert {why.rule for why in now.whys} == {"cash_value_on", "loan_balance", "loan_limit"}

    def test_a_lapsed_policy_has_a_value_and_nothing_is_lent_on_it(self, company: Company) -> None:
        policy = company.policy("WL20", premium_loan=False)
        renew(company, date(2027, 3, 3))
        company.move_to(date(2027, 5, 4))
        company.do("premium.lapse", policy)
        now = self.worth(company, policy)
        assert now is not None
        assert (now.may_be_lent, now.surrender) == (0, now.cash_value)

    def test_what_has_ended_is_worth_nothing_any_more(self, company: Company) -> None:
        policy = company.policy("WL20", sum_assured="50000")
        asked(company, policy, 32, "surrender", account_no=ACCOUNT)
        assert self.worth(company, policy) is None

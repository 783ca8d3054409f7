"""What a request waits for: papers asked for once, the customer's payment; what waits too long expires."""

from datetime import date

import pytest

from ops_console.base.problems import InputErrors, Refused
from ops_console.data.tables import Clock
from ops_console.rules import numbers
from ops_console.rules.numbers import Prefix
from tests.support.company import Company
from tests.support.policies import asked, position, request

ACCOUNT = "6222000000000001"
LOAN = 27


def clocks(company: Company, number: str) -> dict[str, Clock]:
    """The clocks of a case by standard; the later one of two."""
    with company.store.read() as reader:
        return {clock.standard: clock for clock in reader.find(Clock, case_id=numbers.parse(number).id)}


class TestPapers:
    def test_all_that_is_missing_is_told_in_one_letter(self, company: Company) -> None:
        number = request(company, company.policy("WL20"), LOAN)
        done = company.do("preservation.ask_papers", number, papers="payout_account,preservation_form")
        assert done.state == "papers"
        [letter] = company.letters(number)
        assert letter.values["papers"] == ["收款银行账户", "保全变更申请书"]
        assert letter.values["due"] == "2026-03-17"

    def test_the_companys_clock_stands_still_until_they_arrive(self, company: Company) -> None:
        # Received on Monday 2 March, three working days; from the 3rd to the 6th it waits: three more.
        number = request(company, company.policy("WL20"), LOAN)
        company.move_to(date(2026, 3, 3))
        company.do("preservation.ask_papers", number, papers="payout_account")
        assert clocks(company, number)["preservation_defect"].met_on == date(2026, 3, 3)
        assert clocks(company, number)["preservation"].stopped_since == date(2026, 3, 3)
        company.move_to(date(2026, 3, 6))
        assert company.do("preservation.papers_arrived", number, papers="payout_account").state == "received"
        assert clocks(company, number)["preservation"].due == date(2026, 3, 10)
        # Accepted within two working days of the last paper (art 19).
        assert clocks(company, number)["preservation_accepted"].due == date(2026, 3, 10)

    def test_the_thirty_days_of_a_surrender_never_stop(self, company: Company) -> None:
        number = request(company, company.policy("WL20"), 32)
        company.do("preservation.ask_papers", number, papers="payout_account")
        running = clocks(company, number)["surrender_value"]
        assert (running.due, running.stopped_since) == (date(2026, 4, 1), None)

    def test_papers_are_asked_for_again_only_with_the_reason(self, company: Company) -> None:
        number = request(company, company.policy("WL20"), LOAN)
        company.do("preservation.ask_papers", number, papers="payout_account")
        company.do("preservation.papers_arrived", number, papers="payout_account")
        with pytest.raises(Refused, match="once, all together") as error:
            company.do("preservation.ask_papers", number, papers="insured_consent")
        assert error.value.source == "Basic Service Rules for Personal Insurance 2010 art 19"
        company.do("preservation.ask_papers", number, papers="insured_consent", reason="the applicant changed")
        assert company.letters(number)[-1].values["reason"] == "the applicant changed"

    def test_with_some_of_them_it_goes_on_waiting_for_the_rest(self, company: Company) -> None:
        number = request(company, company.policy("WL20"), LOAN)
        company.do("preservation.ask_papers", number, papers="payout_account,preservation_form")
        assert company.do("preservation.papers_arrived", number, papers="payout_account").state == "papers"
        with pytest.raises(InputErrors):
            company.do("preservation.papers_arrived", number, papers="payout_account")
        assert company.do("preservation.papers_arrived", number, papers="preservation_form").state == "received"

    def test_a_paper_nobody_knows_is_an_error(self, company: Company) -> None:
        number = request(company, company.policy("WL20"), LOAN)
        with pytest.raises(InputErrors):
            company.do("preservation.ask_papers", number, papers="drawing")


class TestExpiry:
    def test_a_request_waits_fifteen_days_for_papers(self, company: Company) -> None:
        number = request(company, company.policy("WL20"), LOAN)
        company.do("preservation.ask_papers", number, papers="payout_account")
        company.move_to(date(2026, 3, 17))
        with pytest.raises(Refused, match="2026-03-17"):
            company.do("preservation.expire", number)
        company.move_to(date(2026, 3, 18))
        assert company.do("preservation.expire", number).state == "closed"
        assert company.case(number).outcome == "expired"
        assert company.letters(number)[-1].kind == "request_expired"

    def test_an_approved_one_waits_twenty_two_days_for_its_payment(self, company: Company) -> None:
        number, _keyed = asked(company, company.policy("WL20"), 36, "issue_duplicate", reason="lost")
        company.move_to(date(2026, 3, 24))
        with pytest.raises(Refused, match="2026-03-24"):
            company.do("preservation.expire", number)
        company.move_to(date(2026, 3, 25))
        company.do("preservation.expire", number)
        assert company.case(number).outcome == "expired"

    def test_what_waits_for_the_company_never_expires(self, company: Company) -> None:
        number = request(company, company.policy("WL20"), LOAN)
        company.move_to(date(2026, 6, 1))
        with pytest.raises(Refused) as error:
            company.do("preservation.expire", number)
        assert error.value.code == "state"


class TestDone:
    def test_it_is_done_within_five_working_days_from_full_payment(self, company: Company) -> None:
        # Approved on Monday 2 March; the five days begin when it is paid.
        number, _keyed = asked(company, company.policy("WL20"), 36, "issue_duplicate", reason="lost")
        done = clocks(company, number)["preservation_done"]
        assert (done.started, done.stopped_since) == (date(2026, 3, 2), date(2026, 3, 2))
        company.move_to(date(2026, 3, 5))
        company.do("premium.settle_request", number, amount="10", method="cash")
        done = clocks(company, number)["preservation_done"]
        assert (done.due, done.met_on) == (date(2026, 3, 12), date(2026, 3, 5))


class TestSeveralAtOnce:
    def test_each_item_becomes_a_case_of_its_own(self, company: Company) -> None:
        policy = company.policy("WL20")
        received = company.do("counter.receive_request", policy, item="1, 3，12")
        assert [number[0] for number in received.opened] == [Prefix.ENDORSEMENT] * 3
        first, *others = received.opened
        assert {company.case(number).parent_id for number in others} == {company.case(first).id}
        for paper in ("Preservation application, signed", "Authority to debit the account"):
            assert received.messages[0].count(paper) == 1

    def test_they_are_done_independently(self, company: Company) -> None:
        policy = company.policy("WL20")
        first, second = company.do("counter.receive_request", policy, item="3,14").opened
        company.do("preservation.withdraw", first)
        now = position(company, policy).terms.premium_loan
        company.do("preservation.change_premium_loan", second, premium_loan=not now)
        assert [company.case(number).outcome for number in (first, second)] == ["withdrawn", "done"]

    def test_what_stands_alone_is_not_combined(self, company: Company) -> None:
        policy = company.policy("WL20")
        with pytest.raises(Refused, match="exclude each other") as error:
            company.do("counter.receive_request", policy, item="3,32")
        assert error.value.source == "catalog: items"
        with company.store.read() as reader:
            assert reader.find(Clock, standard="surrender_value") == []

    @pytest.mark.parametrize("typed", ["3,3", "3,2", "3,x", ""])
    def test_a_number_that_is_wrong_or_named_twice_is_an_error(self, company: Company, typed: str) -> None:
        policy = company.policy("WL20")
        with pytest.raises(InputErrors):
            company.do("counter.receive_request", policy, item=typed)

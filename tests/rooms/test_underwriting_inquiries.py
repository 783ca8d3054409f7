"""What underwriting asks before it decides: examinations, inspections, questionnaires; what it offers; who is late."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest

from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, NotAllowed, Refused
from ops_console.batch.expiry import EXPIRY
from ops_console.batch.report import Totals
from ops_console.data.queries.case_read import case_look
from ops_console.data.tables import Clock, Coverage, Payable, Referral, Task
from ops_console.rules import exclusions, numbers
from tests.support.claims import OWN_ACCOUNT, assess, items, with_papers
from tests.support.company import BRANCH, FIRST_DAY, LI_MING, Company

RICH = {"sum_assured": "700000", "income": "900000"}
"""At 39: a routine examination."""
ABOVE = {"sum_assured": "600000", "income": "900000"}
"""At 39: above the automatic limit, no examination."""


def in_underwriting(company: Company, product: str = "TM20", **values: Any) -> str:
    number = company.keyed(product, None, **{**ABOVE, **values})
    assert company.case(number).state == "underwriting"
    return number


def clocks(company: Company, number: str) -> dict[str, Clock]:
    with company.store.read() as reader:
        return {clock.standard: clock for clock in reader.find(Clock, case_id=numbers.parse(number).id)}


def tasks(company: Company, number: str) -> list[Task]:
    with company.store.read() as reader:
        return reader.find(Task, case_id=numbers.parse(number).id)


@contextmanager
def wrong(*said: str) -> Iterator[None]:
    """The input is refused, and the problems say this."""
    with pytest.raises(InputErrors) as error:
        yield
    problems = " ".join(problem.message for problem in error.value.problems)
    assert all(part in problems for part in said), problems


def ordered(company: Company, **values: Any) -> str:
    number = in_underwriting(company, **RICH)
    given = {"examination": "routine", "hospital": "central", "day": "2026-03-05", **values}
    assert company.do("underwriting.order_examination", number, **given).state == "questions"
    return number


class TestExamination:
    def test_the_applicant_is_told_within_five_working_days_and_the_clocks_wait(self, company: Company) -> None:
        number = in_underwriting(company, **RICH)
        told = clocks(company, number)["examination_notice"]
        assert (told.due, told.met_on) == (date(2026, 3, 9), None)
        company.move_to(date(2026, 3, 4))
        company.do("underwriting.order_examination", number, examination="routine", hospital="central")
        after = clocks(company, number)
        assert after["examination_notice"].met_on == date(2026, 3, 4)
        assert {after[code].stopped_since for code in ("issue", "clean_application")} == {date(2026, 3, 4)}
        letter = company.letters(number)[-1]
        assert (letter.kind, letter.values["insured"], letter.values["due"]) == (
            "examination_notice", "李明", "2026-04-03",
        )  # fmt: skip

    def test_after_the_report_there_are_fifteen_working_days_to_decide_and_deliver(self, company: Company) -> None:
        number = ordered(company)
        company.move_to(date(2026, 3, 9))
        assert company.do("underwriting.record_examination", number, outcome="normal").state == "underwriting"
        after = clocks(company, number)
        assert after["after_examination"].due == date(2026, 3, 30)
        assert after["issue"].due == date(2026, 3, 16)
        assert company.do("underwriting.accept", number, company.clerk("underwriting", "senior")).state == "accepted"

    def test_without_it_only_a_supervisor_accepts(self, company: Company) -> None:
        number = in_underwriting(company, **RICH)
        senior = company.clerk("underwriting", "senior")
        assert company.do("underwriting.accept", number, senior).referred_to == "supervisor"

    def test_who_does_not_come_is_booked_again_in_the_time_that_is_left(self, company: Company) -> None:
        number = ordered(company)
        company.move_to(date(2026, 3, 6))
        assert company.do("underwriting.record_examination", number, outcome="no_show").state == "questions"
        assert company.do("underwriting.book_examination", number, hospital="checkup_east", day="2026-03-10")
        (task,) = tasks(company, number)
        assert task.data == {"no_shows": 1, "hospital": "checkup_east", "examined_on": "2026-03-10"}
        assert task.due == date(2026, 4, 1)
        with wrong("2026-04-01"):
            company.do("underwriting.book_examination", number, hospital="central", day="2026-04-02")

    def test_a_hospital_has_room_for_so_many_a_day(self, company: Company) -> None:
        a_day = company.catalog.underwriting.hospitals["central"].a_day
        for _again in range(a_day):
            ordered(company)
        number = in_underwriting(company, **RICH)
        values = {"examination": "routine", "hospital": "central"}
        with wrong("room for"):
            company.do("underwriting.order_examination", number, day="2026-03-05", **values)
        company.do("underwriting.order_examination", number, day="2026-03-06", **values)

    def test_who_withdraws_the_application_leaves_the_place_to_another(self, company: Company) -> None:
        number = ordered(company)
        company.do("counter.withdraw_application", number, reason="另有安排")
        assert [(task.done, task.outcome) for task in tasks(company, number)] == [(FIRST_DAY, "withdrawn")]

    def test_a_hospital_that_does_not_do_it_is_not_booked(self, company: Company) -> None:
        with wrong("does no examination"):
            ordered(company, examination="full", hospital="checkup_east")

    def test_points_of_the_report_are_added_to_what_the_rules_found(self, company: Company) -> None:
        number = ordered(company)
        company.do("underwriting.record_examination", number, outcome="abnormal", report="ALT 92", points=75)
        with pytest.raises(Refused, match="75"):
            company.do("underwriting.accept", number)

    def test_what_was_not_normal_has_to_be_said(self, company: Company) -> None:
        number = ordered(company)
        with pytest.raises(InputErrors):
            company.do("underwriting.record_examination", number, outcome="abnormal")

    def test_the_physicians_opinion_is_for_underwriting_alone(self, company: Company) -> None:
        number = ordered(company)
        company.do("underwriting.record_examination", number, outcome="abnormal", report="ALT 92", opinion="脂肪肝")
        case_id = numbers.parse(number).id
        with company.store.read() as reader:
            inside = case_look(reader, case_id, confidential=True, accounts=False)
            outside = case_look(reader, case_id, confidential=False, accounts=False)
        assert inside.tasks[0].opinion == {"report": "ALT 92", "opinion": "脂肪肝"}
        assert outside.tasks[0].opinion is None
        assert "脂肪肝" not in str(company.events(number)) + str(outside)
        assert "ALT" not in str(company.events(number)) + str(outside)


class TestSeveralAtOnce:
    def test_the_case_comes_back_when_all_are_back(self, company: Company) -> None:
        number = ordered(company)
        company.do("underwriting.order_inspection", number, plan="收入来源")
        company.do("underwriting.ask_questionnaire", number, subject="financial")
        company.do("underwriting.ask_questionnaire", number, subject="trade")
        company.move_to(date(2026, 3, 5))
        assert (
            company.do("underwriting.record_questionnaire", number, subject="trade", report="无").state == "questions"
        )
        assert company.do("underwriting.record_examination", number, outcome="normal").state == "questions"
        assert "after_examination" not in clocks(company, number), "a report is still out"
        company.move_to(date(2026, 3, 9))
        inspected = company.do("underwriting.record_inspection", number, outcome="clear", report="属实")
        assert inspected.state == "questions"
        assert clocks(company, number)["after_examination"].stopped_since == date(2026, 3, 9)
        company.move_to(date(2026, 3, 11))
        back = company.do("underwriting.record_questionnaire", number, subject="financial", report="年收入90万")
        assert back.state == "underwriting"
        after = clocks(company, number)
        # 15 working days from 9 March are the 30th; it stood for two of them.
        assert after["after_examination"].due == date(2026, 4, 1)
        # 5 working days from 2 March are the 9th; it stood for seven of them.
        assert after["issue"].due == date(2026, 3, 18)

    def test_the_same_is_not_asked_twice(self, company: Company) -> None:
        number = ordered(company)
        company.do("underwriting.ask_questionnaire", number, subject="health")
        for again in (
            lambda: company.do("underwriting.ask_questionnaire", number, subject="health"),
            lambda: company.do("underwriting.order_examination", number, examination="full", hospital="central"),
        ):
            with pytest.raises(Refused, match="already"):
                again()

    def test_only_what_was_asked_comes_back(self, company: Company) -> None:
        number = ordered(company)
        with pytest.raises(Refused, match="waits for no inspection"):
            company.do("underwriting.record_inspection", number, outcome="clear", report="属实")

    def test_what_is_not_wanted_any_more_is_given_up_and_starts_no_clock(self, company: Company) -> None:
        number = ordered(company)
        assert (
            company.do("underwriting.waive", number, what="examination", reason="复核后无需体检").state
            == "underwriting"
        )
        assert "after_examination" not in clocks(company, number)
        assert [task.outcome for task in tasks(company, number)] == ["waived"]
        assert clocks(company, number)["issue"].stopped_since is None

    def test_a_second_examination_starts_the_time_anew(self, company: Company) -> None:
        number = ordered(company)
        company.move_to(date(2026, 3, 5))
        company.do("underwriting.record_examination", number, outcome="abnormal", report="复查")
        company.do("underwriting.order_examination", number, examination="extended", hospital="central")
        company.move_to(date(2026, 3, 12))
        company.do("underwriting.record_examination", number, outcome="normal")
        with company.store.read() as reader:
            rows = reader.find(Clock, case_id=numbers.parse(number).id, standard="after_examination")
        assert [(row.started, row.met_on) for row in rows] == [
            (date(2026, 3, 5), date(2026, 3, 5)),
            (date(2026, 3, 12), None),
        ]


class TestChangedTerms:
    def test_an_exclusion_stands_in_offer_and_policy(self, company: Company) -> None:
        number = in_underwriting(company, conditions="thyroid_nodule")
        offered = company.do("underwriting.exclude", number, exclusion="thyroid", reason="甲状腺结节")
        assert offered.state == "offered"
        letter = company.letters(number)[-1]
        assert (
            letter.values["terms"] == ["不承保：甲状腺疾病及其并发症"]
            or "甲状腺疾病及其并发症" in letter.values["terms"][0]
        )
        company.do("counter.accept_terms", number, signed_on=FIRST_DAY)
        policy = company.delivered_and_paid(number)
        with company.store.read() as reader:
            cover = reader.current(Coverage, numbers.parse(policy).id)[0]
        assert exclusions.codes(cover.exclusions) == ("thyroid",)
        assert (cover.exclusions, cover.em_points) == ("thyroid: 甲状腺疾病及其并发症", 0)

    def test_a_claim_under_an_agreed_exclusion_is_refused_on_that_policy_only(self, company: Company) -> None:
        number = company.keyed("HC01", conditions="thyroid_nodule")
        company.do("underwriting.exclude", number, exclusion="spine", reason="腰椎间盘突出")
        company.do("counter.accept_terms", number, signed_on=FIRST_DAY)
        excluded, plain = company.delivered_and_paid(number), company.policy("HC01")
        company.move_to(date(2026, 9, 1))
        wanted_of = {"spine": ["left_out", "covered"], "thyroid": ["not_left_out", "covered"]}
        for day, (left_out, wanted) in enumerate(wanted_of.items(), 1):
            claim = with_papers(company, "hospital", date(2026, 8, day))
            assess(company, claim, days=5, left_out=left_out, payees=f"{LI_MING['applicant_document']}/{OWN_ACCOUNT}")
            found = {item.policy_id: item for item in items(company, claim)}
            reasons = [found[numbers.parse(policy).id].reason for policy in (excluded, plain)]
            assert reasons == wanted

    def test_an_exclusion_may_come_with_an_extra_premium(self, company: Company) -> None:
        number = in_underwriting(company, conditions="thyroid_nodule,asthma")
        company.do("underwriting.exclude", number, exclusion="thyroid,spine", reason="-/-")
        application = company.application(number)
        assert (application.conclusion, application.em_points) == ("exclusion", 75)
        assert application.loading > 0
        assert len(company.letters(number)[-1].values["terms"]) == 3

    def test_an_exclusion_nobody_knows_is_refused(self, company: Company) -> None:
        with wrong("thyroid"):
            company.do("underwriting.exclude", in_underwriting(company), exclusion="everything", reason="-/-")

    def test_a_lower_sum_is_checked_by_what_is_offered(self, company: Company) -> None:
        number = in_underwriting(company, sum_assured="900000")
        clerk = company.clerk("underwriting")
        limited = company.do("underwriting.limit", number, clerk, sum_assured="500000", reason="收入", em_points=0)
        # At 39 with 900,000 the rules ask for an examination that nobody made.
        assert limited.referred_to == "supervisor"
        supervisor = company.clerk("underwriting", "supervisor")
        limited = company.do("underwriting.limit", number, supervisor, sum_assured="500000", reason="收入")
        assert limited.state == "offered"
        application = company.application(number)
        assert (application.sum_assured, application.asked_sum) == (Fen.of_yuan("500000"), Fen.of_yuan("900000"))
        event = company.events(number)[-1]
        assert event.data["measures"]["sum_at_risk"] == Fen.of_yuan("500000")

    @pytest.mark.parametrize("offered", ["600000", "700000", "45000", "505001"])
    def test_it_is_lower_and_one_that_the_product_sells(self, company: Company, offered: str) -> None:
        number = in_underwriting(company)
        with pytest.raises(InputErrors):
            company.do("underwriting.limit", number, sum_assured=offered, reason="-/-")

    def test_more_than_three_hundred_points_are_not_offered_at_any_price(self, company: Company) -> None:
        number = in_underwriting(company)
        with pytest.raises(Refused, match="301"):
            company.do("underwriting.exclude", number, exclusion="spine", em_points=301, reason="-/-")

    def test_the_offer_has_a_clock_of_thirty_days_that_the_answer_meets(self, company: Company) -> None:
        number = in_underwriting(company, conditions="hypertension")
        company.do("underwriting.load", number, em_points=75, reason="血压")
        assert clocks(company, number)["offer_answered"].due == date(2026, 4, 1)
        assert company.case(number).due == date(2026, 4, 1)
        company.move_to(date(2026, 4, 1))
        company.do("counter.accept_terms", number, signed_on="2026-04-01")
        assert clocks(company, number)["offer_answered"].met_on == date(2026, 4, 1)


class TestPostponed:
    def test_it_ends_the_application_and_the_next_one_is_looked_at(self, company: Company) -> None:
        number = in_underwriting(company)
        company.do("counter.collect_first_premium", number, amount="800", method="bank")
        senior = company.clerk("underwriting", "senior")
        values = {"until": "2026-09-01", "reason": "术后观察"}
        assert company.do("underwriting.postpone", number, senior, **values).referred_to == "supervisor"
        done = company.do("underwriting.postpone", number, company.clerk("underwriting", "supervisor"), **values)
        assert (done.state, company.case(number).outcome) == ("closed", "postponed")
        assert company.application(number).postponed_to == date(2026, 9, 1)
        letter = company.letters(number)[-1]
        assert (letter.kind, letter.values["until"], letter.values["refund"]) == ("postponed", "2026-09-01", "800.00")
        again = company.keyed("TM20")
        assert company.case(again).state == "underwriting"
        assert [one["rule"] for one in company.application(again).findings] == ["earlier"]
        assert company.application(again).findings[0]["values"] == {"number": number, "earlier": "postponed"}

    @pytest.mark.parametrize("until", ["2026-03-02", "2028-03-03"])
    def test_it_is_postponed_by_two_years_at_most(self, company: Company, until: str) -> None:
        with wrong("2028-03-02"):
            company.do("underwriting.postpone", in_underwriting(company), until=until, reason="-/-")


class TestReferral:
    def test_a_remark_goes_up_and_an_answer_comes_back(self, company: Company) -> None:
        number = in_underwriting(company)
        clerk, senior = company.clerk("underwriting"), company.clerk("underwriting", "senior")
        company.do("underwriting.accept", number, clerk, comment="收入证明齐全")
        with pytest.raises(NotAllowed):
            company.do("desk.return_referral", number, clerk, reason="我自己退回")
        company.do("desk.return_referral", number, senior, reason="请补财务问卷")
        case_id = numbers.parse(number).id
        with company.store.read() as reader:
            inside = case_look(reader, case_id, confidential=True, accounts=False).referral
            outside = case_look(reader, case_id, confidential=False, accounts=False).referral
            (row,) = reader.find(Referral, case_id=case_id)
        assert inside is not None
        assert outside is not None
        assert (inside.state, inside.comment, inside.answer) == ("returned", "收入证明齐全", "请补财务问卷")
        assert (outside.comment, outside.answer) == ("", "")
        assert (row.comment, row.answer) == ("收入证明齐全", "请补财务问卷")
        assert company.case(number).assignee_id == clerk.clerk_id

    def test_the_sum_at_risk_says_what_it_is_made_of(self, company: Company) -> None:
        policy = company.policy("TM20", sum_assured="300000", income="900000")
        number = in_underwriting(company, sum_assured="250000")
        why = company.trial("underwriting.accept", number).plan.whys[0]
        assert dict(why.steps) == {
            f"sum_assured: {policy}": Fen.of_yuan("300000"),
            f"sum_assured: {number}": Fen.of_yuan("250000"),
        }
        assert why.result == Fen.of_yuan("550000")


class TestWithdrawnForWantOfAnAnswer:
    def run(self, company: Company, *, dry_run: bool = False) -> Totals:
        report = EXPIRY.run(company.store, company.clerk("counter"), company.today, None, dry_run)
        assert report.left == ()
        assert report.faults == ()
        return report.branches.get(BRANCH, Totals())

    @pytest.mark.parametrize(
        "ask",
        [
            ("underwriting.load", {"em_points": 75, "reason": "血压"}),
            ("underwriting.order_examination", {"examination": "routine", "hospital": "central"}),
            ("underwriting.ask_questionnaire", {"subject": "health"}),
            ("underwriting.ask_papers", {"papers": "income_proof"}),
        ],
        ids=lambda ask: ask[0],
    )
    def test_on_the_thirtieth_day_it_waits_and_on_the_next_it_is_withdrawn(
        self, company: Company, ask: tuple[str, dict[str, Any]]
    ) -> None:
        number = in_underwriting(company, conditions="hypertension")
        company.do(ask[0], number, **ask[1])
        company.do("counter.collect_first_premium", number, amount="1000", method="bank")
        company.move_to(FIRST_DAY + timedelta(days=30))
        assert self.run(company) == Totals()
        with pytest.raises(Refused, match="2026-04-01"):
            company.do("underwriting.expire", number)
        company.move_by(1)
        assert self.run(company, dry_run=True) == Totals(1)
        assert company.case(number).state in ("offered", "questions")
        assert self.run(company) == Totals(1)
        assert (company.case(number).state, company.case(number).outcome) == ("closed", "withdrawn")
        assert company.letters(number)[-1].kind == "application_expired"
        with company.store.read() as reader:
            assert reader.need(Payable, company.opened_for(number, "payment").id).amount == Fen.of_yuan("1000")
        assert self.run(company) == Totals()
        assert all(task.done for task in tasks(company, number))

    def test_an_inspection_that_is_late_is_the_companys_own_fault(self, company: Company) -> None:
        number = in_underwriting(company)
        company.do("underwriting.order_inspection", number, plan="收入来源")
        company.move_by(60)
        assert self.run(company) == Totals()
        with pytest.raises(Refused, match="applicant's to bring"):
            company.do("underwriting.expire", number)

    def test_requests_whose_papers_do_not_come_expire_in_the_same_run(self, company: Company) -> None:
        policy = company.policy("WL20")
        [request] = company.do("counter.receive_request", policy, item=3).opened
        company.do("preservation.ask_papers", request, papers="preservation_form")
        days = company.catalog.setting("request_expires")
        company.move_by(days)
        assert self.run(company) == Totals()
        company.move_by(1)
        assert self.run(company) == Totals(1)
        assert company.case(request).state == "closed"

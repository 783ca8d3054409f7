"""Enquiries and complaints, from the day they are taken down to the last answer."""

from datetime import date

import pytest

from ops_console.base.problems import InputErrors, NotAllowed, Refused
from ops_console.data.tables import Clock, Party, Referral, ServiceRequest
from ops_console.desk.desk import perform
from ops_console.rules import numbers
from tests.support.claims import registered
from tests.support.company import FIRST_DAY, LI_MING, Company

CLIENT = LI_MING["applicant_document"]


def enquiry(company: Company, **values: object) -> str:
    asked = {"contact": "李明 13800000001", "channel": "phone", "topic": "policy", "text": "我的保单何时到期？"}
    number = company.do("consultation.register_enquiry", actor=company.clerk("counter"), **{**asked, **values}).number
    assert number is not None
    return number


def complaint(company: Company, **values: object) -> str:
    """By a client on record, unless `values` say otherwise."""
    company.received()
    asked = {"client": CLIENT, "contact": "李明", "topic": "service", "text": "等候时间过长"}
    done = company.do("consultation.register_complaint", actor=company.clerk("counter"), **{**asked, **values})
    assert done.number is not None
    return done.number


def request(company: Company, number: str) -> ServiceRequest:
    with company.store.read() as reader:
        return reader.need(ServiceRequest, numbers.parse(number).id)


def running(company: Company, number: str) -> dict[str, date]:
    """Clocks of the case that run, with their due dates."""
    with company.store.read() as reader:
        rows = reader.find(Clock, case_id=numbers.parse(number).id)
    return {row.standard: row.due for row in rows if row.met_on is None}


def make_vip(company: Company) -> None:
    company.received()
    with company.store.write() as tx:
        (party,) = tx.find(Party, document_no=CLIENT)
        tx.update(Party, {"id": party.id}, {"tier": "gold"})


def test_an_enquiry_is_answered_within_three_working_days(company: Company) -> None:
    number = enquiry(company)
    assert (company.case(number).room, company.case(number).state) == ("consultation", "open")
    assert running(company, number) == {"enquiry": date(2026, 3, 5)}
    done = company.do("consultation.answer_enquiry", number, answer="2046年3月")
    assert done.state == "answered"
    assert running(company, number) == {}
    assert not company.case(number).open


def test_an_urgent_enquiry_and_one_of_a_vip_are_answered_on_the_same_day(company: Company) -> None:
    assert running(company, enquiry(company, urgent=True)) == {"enquiry_urgent": FIRST_DAY}
    make_vip(company)
    assert running(company, enquiry(company, client=CLIENT)) == {"enquiry": FIRST_DAY}


def test_who_is_on_record_is_answered_by_letter_and_anybody_else_the_way_they_came(company: Company) -> None:
    company.received()
    known, other = enquiry(company, client=CLIENT), enquiry(company, contact="王五 13900000009")
    company.do("consultation.answer_enquiry", known, answer="明年到期")
    assert [letter.kind for letter in company.letters(known)] == ["enquiry_answered"]
    told = company.do("consultation.answer_enquiry", other, answer="请带身份证来").messages
    assert told == ["Not on record, so without a letter: tell 王五 13900000009."]
    assert company.letters(other) == []


def test_a_room_is_asked_and_its_statement_comes_back(company: Company) -> None:
    number = enquiry(company)
    company.do("consultation.ask_statement", number, room="preservation", question="何时变更的地址？")
    assert (company.case(number).room, company.case(number).state) == ("preservation", "with_preservation")
    with pytest.raises(NotAllowed) as error:
        company.do("consultation.give_statement", number, company.clerk("claims"), statement="不清楚")
    assert error.value.code == "other_room"
    company.do("consultation.give_statement", number, company.clerk("preservation"), statement="二月二十日")
    assert (company.case(number).room, company.case(number).state) == ("consultation", "open")
    company.do("consultation.ask_statement", number, room="premium", question="是否已扣款？")
    company.do("consultation.give_statement", number, company.clerk("premium"), statement="已扣款")
    kept = request(company, number)
    assert kept.asked_room is None
    assert kept.statement == "preservation: 二月二十日\npremium: 已扣款"


def test_the_clocks_run_on_while_a_room_is_asked(company: Company) -> None:
    number = complaint(company)
    before = running(company, number)
    company.do("consultation.ask_statement", number, room="counter", question="当日情况？")
    assert running(company, number) == before
    assert before == {"complaint": date(2026, 3, 17), "complaint_service": date(2026, 3, 16)}


def test_a_complaint_of_a_vip_is_answered_within_three_days(company: Company) -> None:
    make_vip(company)
    number = complaint(company)
    assert running(company, number)["complaint_vip"] == date(2026, 3, 5)
    assert running(company, number)["complaint"] == date(2026, 3, 17)


def test_the_complainant_is_told_by_when_and_then_how_to_ask_for_a_review(company: Company) -> None:
    number = complaint(company)
    (received,) = company.letters(number)
    assert (received.kind, received.values["due"]) == ("complaint_received", "2026-03-17")
    company.move_to(date(2026, 3, 17))
    company.do("consultation.answer_complaint", number, answer="已向经办人员了解", justified=True)
    answered = company.letters(number)[-1]
    assert (answered.kind, answered.values["review_until"]) == ("complaint_answered", "2026-04-16")
    assert request(company, number).justified
    assert company.case(number).state == "closed"


def test_a_complex_complaint_has_thirty_days_if_that_is_found_in_time(company: Company) -> None:
    number, late = complaint(company), complaint(company)
    company.move_to(date(2026, 3, 17))
    company.do("consultation.make_complex", number, reason="需调阅录音并走访")
    assert running(company, number) == {"complaint_complex": date(2026, 4, 1)}
    assert company.letters(number)[-1].values["due"] == "2026-04-01"
    company.move_to(date(2026, 3, 18))
    with pytest.raises(Refused) as error:
        company.do("consultation.make_complex", late, reason="需调阅录音并走访")
    assert (error.value.code, error.value.source) == ("too_late", "Consumer Complaint Rules 2020 art 18")


def test_thirty_days_more_need_a_supervisor_and_are_given_once(company: Company) -> None:
    number = complaint(company)
    with pytest.raises(Refused, match="Only a complex complaint"):
        company.do("consultation.extend", number, reason="司法鉴定未完成")
    company.do("consultation.make_complex", number, reason="需调阅录音并走访")
    company.move_to(date(2026, 4, 1))
    clerk, supervisor = company.clerk("consultation"), company.clerk("consultation", "supervisor")
    assert company.do("consultation.extend", number, clerk, reason="司法鉴定未完成").referred_to == "supervisor"
    assert running(company, number) == {"complaint_complex": date(2026, 4, 1)}
    company.do("consultation.extend", number, supervisor, reason="司法鉴定未完成")
    assert running(company, number) == {"complaint_extended": date(2026, 5, 6)}
    assert request(company, number).extended_to == date(2026, 5, 6)
    assert company.letters(number)[-1].kind == "complaint_extended"
    with pytest.raises(Refused, match="extended once only"):
        company.do("consultation.extend", number, supervisor, reason="再延期")


def test_nobody_answers_a_complaint_about_themselves(company: Company) -> None:
    about, other = company.clerk("consultation"), company.clerk("consultation", no=2)
    number = complaint(company, about="consultation-clerk-1-101")
    with pytest.raises(NotAllowed) as error:
        company.do("consultation.answer_complaint", number, about, answer="并无此事", justified=False)
    assert error.value.code == "own_conduct"
    for operation, values in (("withdraw_complaint", {}), ("make_complex", {"reason": "案情复杂"})):
        with pytest.raises(NotAllowed):
            company.do(f"consultation.{operation}", number, about, **values)
    assert company.do("consultation.answer_complaint", number, other, answer="已道歉", justified=True).state == "closed"


def test_who_is_complained_of_must_be_somebody(company: Company) -> None:
    company.received()
    with pytest.raises(InputErrors) as error:
        complaint(company, about="nobody", policy="P1", against="C1", client="X")
    assert sorted(problem.field for problem in error.value.problems) == ["about", "against", "client", "policy"]


def test_an_appeal_is_answered_by_someone_who_had_no_part_in_the_claim(company: Company) -> None:
    company.policy("HC01")
    company.move_to(date(2026, 5, 4))
    claim = registered(company, "hospital")
    took_part, other = company.clerk("consultation"), company.clerk("consultation", no=2)
    perform(company.store, "desk.add_note", took_part, claim, {"text": "来电询问进度"})
    number = complaint(company, topic="claim", against=claim)
    assert company.case(number).parent_id == company.case(claim).id
    with pytest.raises(NotAllowed) as error:
        company.do("consultation.answer_complaint", number, took_part, answer="维持原决定", justified=False)
    assert error.value.code == "took_part"
    company.do("consultation.answer_complaint", number, other, answer="维持原决定", justified=False)


@pytest.mark.parametrize(("people", "major"), [(19, False), (20, True)])
def test_twenty_people_together_are_a_major_complaint(company: Company, people: int, major: bool) -> None:
    number = complaint(company, people=people)
    case = company.case(number)
    assert request(company, number).major is major
    assert (case.referred_to, case.priority) == (("head_office", 1) if major else (None, 0))
    answer = {"answer": "逐一答复如下", "justified": True}
    if major:
        with pytest.raises(NotAllowed):
            company.do("consultation.answer_complaint", number, company.clerk("consultation", "region"), **answer)
    grade = "head_office" if major else "clerk"
    company.do("consultation.answer_complaint", number, company.clerk("consultation", grade), **answer)
    with company.store.read() as reader:
        states = [row.state for row in reader.find(Referral, case_id=case.id)]
    assert states == (["decided"] if major else [])


def test_a_review_is_asked_for_within_thirty_days_once_and_answered_by_another(company: Company) -> None:
    number = complaint(company)
    first, second = company.clerk("consultation"), company.clerk("consultation", no=2)
    company.do("consultation.answer_complaint", number, first, answer="不予支持", justified=False)
    company.do("archive.file", number)
    company.move_to(date(2026, 4, 1))
    company.do("consultation.ask_review", number, company.clerk("counter"), text="录音与事实不符")
    assert company.case(number).state == "review"
    assert running(company, number) == {"complaint_review": date(2026, 5, 6)}
    with pytest.raises(NotAllowed) as error:
        company.do("consultation.answer_review", number, first, answer="维持")
    assert error.value.code == "own_answer"
    company.do("consultation.answer_review", number, second, answer="改为支持")
    assert (company.case(number).state, company.case(number).outcome) == ("closed", "reviewed")
    assert company.letters(number)[-1].kind == "complaint_reviewed"
    with pytest.raises(Refused, match="once is all"):
        company.do("consultation.ask_review", number, text="再次核查")
    company.do("archive.file", number)


def test_after_thirty_days_no_review_is_asked_for_nor_of_a_complaint_withdrawn(company: Company) -> None:
    number, withdrawn = complaint(company), complaint(company)
    company.do("consultation.answer_complaint", number, answer="不予支持", justified=False)
    company.do("consultation.withdraw_complaint", withdrawn, company.clerk("counter"))
    with pytest.raises(Refused, match="no answer to review"):
        company.do("consultation.ask_review", withdrawn, text="又想投诉")
    company.move_to(date(2026, 4, 2))
    with pytest.raises(Refused) as error:
        company.do("consultation.ask_review", number, text="录音与事实不符")
    assert (error.value.code, error.value.source) == ("review_late", "Consumer Complaint Rules 2020 art 20")

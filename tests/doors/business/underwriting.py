"""Underwriting: what it asks before it decides, what it offers, and what ends for want of an answer."""

from tests.doors.business.sales import ABOVE_THE_RULES
from tests.doors.door import Door
from tests.doors.scenario import scenario
from tests.support.claims import OWN_ACCOUNT
from tests.support.company import HEALTHY, LI_MING, TERMS


@scenario(
    "underwriting.order_examination",
    "underwriting.book_examination",
    "underwriting.record_examination",
    "underwriting.order_inspection",
    "underwriting.record_inspection",
    "underwriting.ask_questionnaire",
    "underwriting.record_questionnaire",
    "underwriting.waive",
    "underwriting.exclude",
)
async def an_applicant_is_examined_inspected_and_asked(door: Door) -> None:
    company = door.company
    underwriter, counter = company.clerk("underwriting", "supervisor"), company.clerk("counter")
    number = company.keyed("TM20", **ABOVE_THE_RULES, conditions="thyroid_nodule")
    day = company.today
    asked = await door.do(
        underwriter, "underwriting.order_examination", number, examination="extended", hospital="central", day=day
    )
    assert asked.state == "questions"
    await door.do(underwriter, "underwriting.order_inspection", number, plan="income: 收入来源")
    await door.do(underwriter, "underwriting.ask_questionnaire", number, subject="financial", asks="other insurers?")
    await door.do(underwriter, "underwriting.ask_questionnaire", number, subject="leisure")
    await door.do(counter, "underwriting.book_examination", number, hospital="checkup_east", day=day)
    await door.do(
        underwriter, "underwriting.record_examination", number, outcome="normal", opinion="结节稳定", points=25
    )
    await door.do(underwriter, "underwriting.record_questionnaire", number, subject="financial", report="none")
    await door.do(underwriter, "underwriting.waive", number, what="questionnaire", reason="no sports")
    back = await door.do(underwriter, "underwriting.record_inspection", number, outcome="clear", report="true")
    assert back.state == "underwriting"
    offered = await door.do(underwriter, "underwriting.exclude", number, exclusion="thyroid", reason="甲状腺结节")
    assert offered.state == "offered"
    assert company.application(number).exclusion == "thyroid: 甲状腺疾病及其并发症"


@scenario("underwriting.limit", "underwriting.postpone", "underwriting.expire")
async def of_two_offers_nobody_answers_one_and_one_case_is_postponed(door: Door) -> None:
    company = door.company
    underwriter = company.clerk("underwriting", "supervisor")
    first, second = company.keyed("TM20", **ABOVE_THE_RULES), company.keyed("WL20", conditions="heart_disease")
    limited = await door.do(underwriter, "underwriting.limit", first, sum_assured="300000", reason="收入")
    assert limited.state == "offered"
    postponed = await door.do(
        underwriter, "underwriting.postpone", second, until="2026-12-01", reason="术后观察", comment="see report"
    )
    assert (postponed.state, company.case(second).outcome) == ("closed", "postponed")
    company.move_by(31)
    withdrawn = await door.do(company.clerk("counter"), "underwriting.expire", first)
    assert (withdrawn.state, company.case(first).outcome) == ("closed", "withdrawn")


@scenario("counter.key_application", "underwriting.leave_out_riders")
async def of_two_riders_applied_for_one_is_left_out(door: Door) -> None:
    company = door.company
    counter, underwriter = company.clerk("counter"), company.clerk("underwriting", "supervisor")
    number = company.received()
    company.do("counter.check_papers", number)
    people = {"applicant_document": LI_MING["applicant_document"], "account_no": OWN_ACCOUNT, "income": "200000"}
    terms = {**TERMS["WL20"], **HEALTHY, **people, "smoker": True, "riders": "CR30/100000, WV20"}
    keyed = await door.do(counter, "counter.key_application", number, **terms)
    assert keyed.state == "underwriting"
    offered = await door.do(
        underwriter, "underwriting.leave_out_riders", number, riders="CR30", em_points=0, reason="家族史"
    )
    assert offered.state == "offered"
    assert [one["product"] for one in company.application(number).riders or []] == ["WV20"]

"""New business: sold with a loading, ended before it was sold, called back."""

from typing import Any

from tests.doors.door import Door
from tests.doors.scenario import scenario
from tests.support.company import AGENT, HEALTHY, HIGHEST_GRADE, LI_MING, TERMS

PAPERS = "application_form,identity_applicant,identity_insured,account_authority,health_declaration"
ABOVE_THE_RULES: dict[str, Any] = {"sum_assured": "600000", "income": "900000"}


@scenario(
    "counter.receive_application",
    "counter.check_papers",
    "counter.key_application",
    "underwriting.ask_papers",
    "underwriting.papers_arrived",
    "underwriting.load",
    "counter.accept_terms",
    "underwriting.issue",
    "counter.record_delivery",
    "counter.collect_first_premium",
    "counter.record_receipt",
)
async def an_application_is_sold_with_an_extra_premium(door: Door) -> None:
    company = door.company
    counter, underwriter = company.clerk("counter"), company.clerk("underwriting", "supervisor")
    form = {"form_no": "TM20-000001", "product": "TM20", "agent": AGENT, "papers": "application_form"}
    number = (await door.do(counter, "counter.receive_application", **LI_MING, **form)).number
    assert (await door.do(counter, "counter.check_papers", number, papers=PAPERS)).state == "keying"
    keyed = {"applicant_document": LI_MING["applicant_document"], "account_no": "6222000000000001"}
    terms = {**HEALTHY, **TERMS["TM20"], **ABOVE_THE_RULES, **keyed, "conditions": "hypertension"}
    assert (await door.do(counter, "counter.key_application", number, **terms)).state == "underwriting"
    asked = await door.do(underwriter, "underwriting.ask_papers", number, papers="income_proof")
    assert asked.state == "questions"
    await door.do(underwriter, "underwriting.papers_arrived", number, papers="income_proof")
    assert (await door.do(underwriter, "underwriting.load", number, em_points=75, reason="血压")).state == "offered"
    await door.do(counter, "counter.accept_terms", number, signed_on=company.today)
    assert (await door.do(underwriter, "underwriting.issue", number)).state == "issued"
    await door.do(counter, "counter.record_delivery", number, delivered_on=company.today)
    premium = company.application(number).premium.yuan()
    await door.do(counter, "counter.collect_first_premium", number, amount=premium, method="bank")
    assert (await door.do(counter, "counter.record_receipt", number, signed_on=company.today)).state == "closed"
    assert company.opened_for(number, "callback").state == "to_call"


@scenario("underwriting.accept", "underwriting.decline", "counter.withdraw_application")
async def of_three_applications_one_is_accepted(door: Door) -> None:
    company = door.company
    supervisor, manager = company.clerk("underwriting", "supervisor"), company.clerk("underwriting", HIGHEST_GRADE)
    first, second = company.keyed("TM20", **ABOVE_THE_RULES), company.keyed("WL20", conditions="cancer")
    assert (await door.do(manager, "underwriting.accept", first)).state == "accepted"
    declined = await door.do(supervisor, "underwriting.decline", second, reason="健康原因")
    assert (declined.state, company.case(second).outcome) == ("closed", "declined")
    third = company.received()
    withdrawn = await door.do(
        company.clerk("counter"), "counter.withdraw_application", third, reason="changed his mind"
    )
    assert withdrawn.state == "closed"


@scenario(
    "callback.record_call",
    "callback.arrange_call",
    "callback.add_phone",
    "callback.escalate",
    "callback.settle_finding",
)
async def a_callback_finds_something_that_is_settled(door: Door) -> None:
    company = door.company
    caller, other = company.clerk("callback"), company.clerk("callback", no=2)
    call = company.opened_for(company.policy("WL20"), "callback").number
    missed = await door.do(caller, "callback.record_call", call, outcome="wrong_number", note="x")
    assert missed.state == "to_call"
    assert (await door.do(other, "callback.escalate", call)).referred_to == "supervisor"
    await door.do(caller, "callback.add_phone", call, phone="13900000009")
    await door.do(caller, "callback.arrange_call", call, day="2026-03-04", hours="18-20")
    said = await door.do(
        caller, "callback.record_call", call, outcome="reached", all_yes=True, signed="no", finding="代签名"
    )
    [finding] = said.opened
    settled = await door.do(
        other, "callback.settle_finding", finding, how="corrected", item="3", settlement="signed anew: 已补签"
    )
    assert settled.state == "closed"

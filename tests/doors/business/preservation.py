"""Preservation: simple items done while the customer waits, papers asked for, requests that expire."""

from datetime import date

from tests.doors.door import Door
from tests.doors.scenario import scenario
from tests.support.claims import SON, SON_NAME, WIFE, WIFE_NAME
from tests.support.policies import position, request

ACCOUNT = "6222000000000001"
CLIENT, BENEFICIARY, CHANNEL, PREMIUM_LOAN, LOAN, DUPLICATE, LOSS = 1, 7, 12, 14, 27, 36, 37
ADD_RIDER, DROP_RIDER = 24, 25


@scenario(
    "counter.receive_request",
    "preservation.change_client_data",
    "preservation.change_beneficiaries",
    "preservation.change_channel",
    "preservation.change_premium_loan",
)
async def a_couple_has_moved_and_changes_four_things_at_once(door: Door) -> None:
    company = door.company
    policy = company.policy("WL20", premium_loan=False, beneficiaries=f"{WIFE_NAME}/{WIFE}/spouse")
    clerk = company.clerk("preservation")
    items = f"{CLIENT},{BENEFICIARY},{CHANNEL},{PREMIUM_LOAN}"
    received = await door.do(company.clerk("counter"), "counter.receive_request", policy, item=items)
    client, named, channel, lending = received.opened
    done = await door.do(clerk, "preservation.change_client_data", client, employer="上海港务", marital="married")
    assert done.state == "closed"
    both = f"{WIFE_NAME}/{WIFE}/spouse/1/60, {SON_NAME}/{SON}/child/1/40"
    await door.do(clerk, "preservation.change_beneficiaries", named, beneficiaries=both)
    assert [one.share for one in position(company, policy).beneficiaries] == [600, 400]
    await door.do(clerk, "preservation.change_channel", channel, channel="bank", account_no="6222000000000019")
    await door.do(clerk, "preservation.change_premium_loan", lending, premium_loan=True)
    assert position(company, policy).terms.premium_loan


@scenario("preservation.report_loss", "preservation.issue_duplicate")
async def a_lost_policy_is_reported_and_issued_again(door: Door) -> None:
    company = door.company
    policy = company.policy("WL20")
    clerk = company.clerk("preservation")
    await door.do(clerk, "preservation.report_loss", request(company, policy, LOSS), action="report")
    assert position(company, policy).status.lost_on is not None
    again = request(company, policy, DUPLICATE)
    assert (await door.do(clerk, "preservation.issue_duplicate", again, reason="lost")).state == "payment_due"


@scenario("preservation.ask_papers", "preservation.papers_arrived", "preservation.expire")
async def papers_come_once_and_then_no_more(door: Door) -> None:
    company = door.company
    number = request(company, company.policy("WL20"), LOAN)
    clerk = company.clerk("preservation")
    asked = await door.do(clerk, "preservation.ask_papers", number, papers="payout_account")
    assert asked.state == "papers"
    arrived = await door.do(company.clerk("counter"), "preservation.papers_arrived", number, papers="payout_account")
    assert arrived.state == "received"
    await door.do(clerk, "preservation.ask_papers", number, papers="insured_consent", reason="another is insured")
    company.move_to(date(2026, 3, 18))
    assert (await door.do(clerk, "preservation.expire", number)).state == "closed"


@scenario("preservation.add_rider", "preservation.drop_rider")
async def one_rider_is_added_and_another_dropped(door: Door) -> None:
    company = door.company
    policy = company.policy("WL20", riders="WV20")
    clerk = company.clerk("preservation")
    added, dropped = request(company, policy, ADD_RIDER), request(company, policy, DROP_RIDER)
    keyed = await door.do(clerk, "preservation.add_rider", added, rider="CR30", sum_assured="100000")
    assert keyed.state == "underwriting"
    company.do("underwriting.agree_request", added, em_points=0)
    assert [one.product for one in position(company, policy).coverages] == ["WL20", "WV20", "CR30"]
    keyed = await door.do(clerk, "preservation.drop_rider", dropped, rider="WV20", account_no=ACCOUNT)
    assert keyed.state == "review"
    company.do("preservation.approve", dropped, company.clerk("preservation", "supervisor", no=2))
    assert [one.product for one in position(company, policy).coverages] == ["WL20", "CR30"]

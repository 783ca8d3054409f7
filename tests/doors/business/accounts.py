"""Universal life: premiums planned, put in and passed over; an account that runs out, and what is paid in and out."""

from datetime import date

from tests.doors.door import Door
from tests.doors.scenario import scenario
from tests.support.policies import position, renew, request

OWN = "6222000000000001"


@scenario("premium.roll_account", "premium.skip_planned", "preservation.withdraw_part")
async def a_premium_is_put_in_part_is_withdrawn_and_the_next_premium_is_passed_over(door: Door) -> None:
    company = door.company
    policy = company.policy("UL10")
    premium, clerk = company.clerk("premium"), company.clerk("preservation")
    company.move_to(date(2026, 3, 20))
    await door.do(premium, "premium.roll_account", policy)
    number = request(company, policy, 40)
    keyed = await door.do(clerk, "preservation.withdraw_part", number, amount="1000", account_no=OWN)
    assert keyed.state == "review"
    company.do("preservation.approve", number, company.clerk("preservation", no=2))
    renew(company, date(2027, 5, 4))
    await door.do(premium, "premium.skip_planned", policy)
    assert [one.state for one in position(company, policy).instalments] == ["collected", "skipped"]


@scenario("premium.warn_account", "premium.lapse_account", "preservation.pay_additional")
async def an_account_runs_out_and_lapses_or_is_paid_into_in_time(door: Door) -> None:
    company = door.company
    paid, unpaid = (company.policy("UL10", planned_premium="300") for _each in range(2))
    premium = company.clerk("premium")
    company.move_to(date(2027, 1, 5))
    for policy in (paid, unpaid):
        company.do("premium.roll_account", policy)
        await door.do(premium, "premium.warn_account", policy)
    number = request(company, paid, 39)
    keyed = await door.do(company.clerk("preservation"), "preservation.pay_additional", number, amount="1000")
    assert keyed.state == "review"
    company.do("preservation.approve", number, company.clerk("preservation", no=2))
    company.do("premium.settle_request", number, amount="1000", method="bank")
    company.move_to(date(2027, 3, 8))
    await door.do(premium, "premium.lapse_account", unpaid)
    company.do("premium.roll_account", paid)
    assert [position(company, policy).status.status for policy in (paid, unpaid)] == ["in_force", "lapsed"]

"""What a premium's year ends in: contracts lapsed long ago, loans nobody pays back."""

from datetime import date, timedelta

from tests.doors.door import Door
from tests.doors.scenario import scenario
from tests.support.company import Company
from tests.support.policies import asked, pay_all, position, renew

ACCOUNT = "6222000000000001"


@scenario("premium.terminate_lapsed")
async def a_contract_lapsed_two_years_ago_is_ended_and_its_value_owed(door: Door) -> None:
    company = door.company
    policy = company.policy("WL20", premium_loan=False)
    pay_all(company, policy, date(2030, 3, 3))
    renew(company, date(2031, 3, 3))
    company.move_to(date(2031, 5, 3))
    company.do("premium.lapse", policy)
    company.move_to(date(2033, 5, 4))
    done = await door.do(company.clerk("premium"), "premium.terminate_lapsed", policy)
    assert len(done.opened) == 1
    assert position(company, policy).status.end_reason == "terminated"


@scenario("premium.add_loan_interest", "premium.warn_loan", "premium.end_outgrown")
async def a_loan_nobody_pays_back_grows_is_warned_of_and_ends_the_contract(door: Door) -> None:
    company = door.company
    policy = company.policy("WL20", sum_assured="500000", pay_years=5)
    pay_all(company, policy, date(2030, 3, 3))
    value = position(company, policy).cash_value(company.today)[0]
    asked(company, policy, 27, "grant_loan", amount=int(value * 8 // 10), account_no=ACCOUNT)
    premium = company.clerk("premium")
    company.move_to(date(2030, 9, 3))
    await door.do(premium, "premium.add_loan_interest", policy)
    move_to_share(company, policy, 95)
    while position(company, policy).loans[0].term_ends <= company.today:
        company.do("premium.add_loan_interest", policy)
    await door.do(premium, "premium.warn_loan", policy)
    move_to_share(company, policy, 100)
    while position(company, policy).loans[0].term_ends <= company.today:
        company.do("premium.add_loan_interest", policy)
    await door.do(premium, "premium.end_outgrown", policy)
    assert position(company, policy).status.end_reason == "outgrown"


def move_to_share(company: Company, policy: str, percent: int) -> None:
    """To the week in which the loans are so much of the cash value."""
    now, day = position(company, policy), company.today
    while now.debt(day) * 100 < now.cash_value(day)[0] * percent:
        day += timedelta(days=7)
    company.move_to(day)

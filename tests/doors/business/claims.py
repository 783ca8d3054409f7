"""Claims: assessed twice and approved, withdrawn, investigated and advanced, settled by rule and reopened."""

from datetime import date

from tests.doors.door import Door
from tests.doors.scenario import scenario
from tests.support.claims import (
    HOSPITAL_PAPERS,
    WIFE,
    WIFE_ACCOUNT,
    WIFE_TAKES_ALL,
    pay_all,
    payments,
    reported,
    with_papers,
)
from tests.support.company import LI_MING


@scenario(
    "counter.report_claim",
    "claims.register",
    "claims.check_papers",
    "claims.assess",
    "claims.send_back",
    "claims.approve",
    "claims.withdraw",
)
async def a_stay_in_hospital_is_paid_after_a_second_look(door: Door) -> None:
    company = door.company
    company.policy("HC01")
    company.move_to(date(2026, 5, 4))
    clerk, second = company.clerk("claims"), company.clerk("claims", "senior")
    insured, day = LI_MING["applicant_document"], company.today
    report = await door.do(
        company.clerk("counter"), "counter.report_claim", insured=insured, event="hospital", event_date=day,
        place="上海", course="a fall on the stairs", reporter="王丽", relation="spouse",
    )  # fmt: skip
    number = report.number
    assert (await door.do(clerk, "claims.register", number, expected_days=7)).state == "registered"
    assert (await door.do(clerk, "claims.check_papers", number, papers=HOSPITAL_PAPERS)).state == "assessing"
    assert (await door.do(clerk, "claims.assess", number, cause="accident", days=21)).state == "assessed"
    back = await door.do(second, "claims.send_back", number, reason="discharged after 12 days")
    assert back.state == "assessing"
    await door.do(clerk, "claims.assess", number, cause="illness", days=12)
    approved = await door.do(second, "claims.approve", number, comment="as the papers say")
    assert (approved.state, len(approved.opened)) == ("approved", 1)
    wrong = reported(company, "hospital", date(2026, 5, 3))
    withdrawn = await door.do(clerk, "claims.withdraw", wrong, reason="reported twice", signed_on=company.today)
    assert withdrawn.state == "closed"


@scenario(
    "claims.dispatch",
    "claims.investigate",
    "claims.record_investigation",
    "claims.name_payee",
    "claims.propose_advance",
    "claims.approve_advance",
    "claims.negotiate",
    "claims.assess",
    "claims.check_sample",
    "claims.approve",
)
async def a_large_death_claim_is_investigated_advanced_and_agreed(door: Door) -> None:
    """600,000: everything above half a million is looked through."""
    company = door.company
    policy = company.policy("TM20", sum_assured="600000", **WIFE_TAKES_ALL)
    company.move_to(date(2026, 6, 1))
    clerk, head = company.clerk("claims"), company.clerk("claims", "head_office", no=2)
    number = with_papers(company, "death")
    await door.do(company.clerk("claims", "supervisor", no=3), "claims.dispatch", number, handler="claims-clerk-1-101")
    await door.do(clerk, "claims.investigate", number, plan="ask the doctor", due=date(2026, 6, 8))
    await door.do(clerk, "claims.record_investigation", number, findings="an old illness", opinion="inconclusive")
    await door.do(clerk, "claims.name_payee", number, document=WIFE, account_no=WIFE_ACCOUNT)
    assert (await door.do(clerk, "claims.propose_advance", number, amount="50000")).state == "advance"
    assert (await door.do(head, "claims.approve_advance", number, comment="certain")).state == "assessing"
    await door.do(clerk, "claims.negotiate", number, with_whom="王丽", offered="550000", text="agrees")
    agreed = f"{policy}/agreement/old illness/550000"
    assert (await door.do(clerk, "claims.assess", number, cause="illness", decisions=agreed)).state == "sampling"
    passed = await door.do(company.clerk("claims", no=9), "claims.check_sample", number, comment="in order")
    assert passed.state == "assessed"
    approved = await door.do(head, "claims.approve", number, comment="as agreed")
    assert [amount for amount, _account in payments(company, number)] == [5_000_000, 50_000_000]
    assert len(approved.opened) == 1


@scenario("claims.settle_on_the_spot", "claims.assess", "claims.approve_by_rule", "claims.reopen")
async def small_claims_are_decided_by_rule_and_one_is_reopened(door: Door) -> None:
    company = door.company
    company.policy("HC01")
    company.move_to(date(2026, 5, 4))
    clerk = company.clerk("claims")
    small = with_papers(company, "hospital", date(2026, 5, 2))
    spot = await door.do(clerk, "claims.settle_on_the_spot", small, cause="illness", days=3)
    assert (spot.state, len(spot.opened)) == ("approved", 1)
    number = with_papers(company, "hospital")
    await door.do(clerk, "claims.assess", number, cause="accident", days=12)
    done = await door.do(clerk, "claims.approve_by_rule", number)
    assert done.state == "approved"
    pay_all(company, done)
    assert (await door.do(clerk, "claims.reopen", number, reason="two more days")).state == "assessing"

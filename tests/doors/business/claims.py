"""A claim assessed twice and approved; one that is withdrawn."""

from datetime import date

from tests.doors.door import Door
from tests.doors.scenario import scenario
from tests.support.claims import HOSPITAL_PAPERS, reported
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

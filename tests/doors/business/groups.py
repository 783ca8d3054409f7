"""A group: keyed, changed by underwriting, sold; members join and leave."""

from datetime import date

from tests.doors.door import Door
from tests.doors.scenario import scenario
from tests.support.groups import A_FOURTH, EMPLOYER, EMPLOYER_ACCOUNT, MEMBERS, WU, ZHAO, group_policy, group_received
from tests.support.policies import position, request

LINES = ",".join([*MEMBERS[:2], f"赵强/{ZHAO}/ / /factory/500000"])


@scenario("counter.key_group", "underwriting.change_members")
async def a_group_is_offered_with_a_lower_sum_for_one(door: Door) -> None:
    company = door.company
    number, counter = group_received(company), company.clerk("counter")
    given = {"applicant_document": EMPLOYER, "members_consent": True, "account_no": EMPLOYER_ACCOUNT}
    assert (await door.do(counter, "counter.key_group", number, members=LINES, **given)).state == "underwriting"
    underwriter = company.clerk("underwriting", "supervisor")
    offered = await door.do(
        underwriter, "underwriting.change_members", number, lowered=f"{ZHAO}/300000", reason="超过免核保限额"
    )
    assert offered.state == "offered"
    company.do("counter.accept_terms", number, signed_on=company.today)
    policy = company.delivered_and_paid(number)
    assert len(position(company, policy).coverages) == 3


@scenario("preservation.add_members", "preservation.remove_members")
async def one_joins_a_group_and_another_leaves_it(door: Door) -> None:
    company = door.company
    policy = group_policy(company)
    company.move_to(date(2026, 5, 3))
    clerk, other = company.clerk("preservation"), company.clerk("preservation", no=2)
    joining = request(company, policy, 47)
    keyed = await door.do(clerk, "preservation.add_members", joining, members=A_FOURTH, members_consent=True)
    assert keyed.state == "review"
    assert company.do("preservation.approve", joining, other).state == "payment_due"
    company.do("premium.settle_request", joining, amount="37.63", method="bank")
    leaving = request(company, policy, 48)
    keyed = await door.do(clerk, "preservation.remove_members", leaving, members=WU, account_no=EMPLOYER_ACCOUNT)
    assert keyed.state == "review"
    company.do("preservation.approve", leaving, other)
    assert [one.no for one in position(company, policy).coverages] == [1, 3, 4]

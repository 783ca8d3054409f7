"""What the years bring: survival benefits, dividends, one-year covers that end."""

from datetime import date

from ops_console.data.tables import Receipt
from tests.doors.door import Door
from tests.doors.scenario import scenario
from tests.support.claims import WIFE, WIFE_NAME
from tests.support.company import AGENT
from tests.support.policies import pay_all, position, request

HER_ACCOUNT, HIS_ACCOUNT = "6222000000000021", "6222000000000001"


@scenario("premium.announce_benefit", "premium.grant_benefit", "premium.change_account", "premium.release_payment")
async def a_survival_benefit_is_announced_granted_and_paid_to_the_account_named(door: Door) -> None:
    company = door.company
    wife = {"insured_name": WIFE_NAME, "insured_document": WIFE, "relation": "spouse", "insured_consent": True}
    policy = company.policy("EN15", **wife)
    for year in range(2027, 2031):
        pay_all(company, policy, date(year, 3, 3))
    premium, cashier = company.clerk("premium"), company.clerk("cashier")
    company.move_to(date(2031, 2, 1))
    await door.do(premium, "premium.announce_benefit", policy)
    company.move_to(date(2031, 3, 3))
    [payment] = (await door.do(premium, "premium.grant_benefit", policy)).opened
    named = await door.do(premium, "premium.change_account", payment, account_no=HER_ACCOUNT)
    assert named.state == "to_release"
    assert (await door.do(cashier, "premium.release_payment", payment)).state == "released"


@scenario("premium.offer_renewal", "premium.renew_term", "premium.record_renewal_wish", "premium.end_term")
async def a_one_year_cover_is_renewed_once_and_then_not_wanted_any_more(door: Door) -> None:
    company = door.company
    policy = company.policy("HC01")
    premium = company.clerk("premium")
    company.move_to(date(2027, 2, 10))
    await door.do(premium, "premium.offer_renewal", policy)
    company.move_to(date(2027, 3, 3))
    await door.do(premium, "premium.renew_term", policy)
    company.do("premium.collect", policy, amount=int(position(company, policy).premium_owed), method="bank")
    await door.do(company.clerk("counter"), "premium.record_renewal_wish", policy, renewal="declined")
    company.move_to(date(2028, 3, 3))
    await door.do(premium, "premium.end_term", policy)
    assert position(company, policy).status.end_reason == "expired"


@scenario("premium.end_cover")
async def a_term_cover_that_has_run_out_is_ended(door: Door) -> None:
    company = door.company
    policy = company.policy("TM20", pay_years=10, cover_years=10)
    for year in range(2027, 2036):
        pay_all(company, policy, date(year, 3, 3))
    company.move_to(date(2036, 3, 3))
    await door.do(company.clerk("premium"), "premium.end_cover", policy)
    assert position(company, policy).status.end_reason == "expired"


@scenario("premium.grant_dividend", "preservation.change_dividend", "preservation.withdraw_dividends")
async def a_dividend_accumulates_is_withdrawn_in_part_and_the_next_one_is_paid_out(door: Door) -> None:
    company = door.company
    company.move_to(date(2020, 3, 2))
    policy = company.policy("WP20", dividend="accumulate")
    premium, clerk = company.clerk("premium"), company.clerk("preservation")
    pay_all(company, policy, date(2021, 3, 3))
    await door.do(premium, "premium.grant_dividend", policy)
    number = request(company, policy, 19)
    done = await door.do(clerk, "preservation.withdraw_dividends", number, amount="20", account_no=HIS_ACCOUNT)
    assert done.state == "closed"
    await door.do(clerk, "preservation.change_dividend", request(company, policy, 16), dividend="cash")
    pay_all(company, policy, date(2022, 3, 3))
    assert len((await door.do(premium, "premium.grant_dividend", policy)).opened) == 1


@scenario("premium.issue_invoice", "premium.print_receipt")
async def a_collected_premium_gets_its_invoice_and_a_copy_of_its_receipt(door: Door) -> None:
    company = door.company
    policy = company.policy("WL20")
    pay_all(company, policy, date(2027, 3, 3))
    with company.store.read() as reader:
        receipt = max(one.no for one in reader.find(Receipt))
    premium = company.clerk("premium")
    await door.do(premium, "premium.issue_invoice", policy, receipt=str(receipt))
    await door.do(premium, "premium.print_receipt", policy, receipt=str(receipt))


@scenario("premium.agent_left", "premium.assign_by_rule", "premium.assign", "premium.agent_stays")
async def an_agent_leaves_and_somebody_else_serves_the_policy(door: Door) -> None:
    company = door.company
    for no in (1, 2):
        company.clerk("service", no=no)
    policy = company.policy("WL20")
    premium = company.clerk("premium")
    await door.do(premium, "premium.agent_left", agent=AGENT)
    await door.do(premium, "premium.assign_by_rule", policy)
    supervisor = company.clerk("premium", "supervisor")
    await door.do(supervisor, "premium.assign", policy, kind="service", clerk="service-clerk-2-101")
    await door.do(premium, "premium.agent_stays", agent=AGENT, reason="another of that name")


@scenario(
    "premium.issue_receipt_book",
    "premium.collect_by_hand",
    "premium.void_receipts",
    "premium.report_missing",
    "premium.take_back_entry",
    "premium.hand_in",
)
async def a_collector_takes_premium_against_a_receipt_and_hands_it_in(door: Door) -> None:
    company = door.company
    policy = company.policy("WL20", channel="manual")
    company.clerk("collector")
    premium, supervisor = company.clerk("premium"), company.clerk("premium", "supervisor")
    await door.do(premium, "premium.issue_receipt_book", clerk="collector-clerk-1-101", receipts=3)
    await door.do(company.clerk("collector"), "premium.collect_by_hand", policy, receipt=1, amount="1000")
    await door.do(premium, "premium.take_back_entry", policy, receipt=1, reason="a nought too many")
    await door.do(company.clerk("collector"), "premium.collect_by_hand", policy, receipt=1, amount="100")
    await door.do(premium, "premium.void_receipts", receipts="2", reason="spoilt")
    await door.do(supervisor, "premium.report_missing", receipts="3", reason="lost on the way")
    await door.do(company.clerk("counter"), "premium.hand_in", clerk="collector-clerk-1-101", cash="100")


@scenario("premium.set_target")
async def a_branch_gets_a_target(door: Door) -> None:
    supervisor = door.company.clerk("premium", "supervisor")
    await door.do(supervisor, "premium.set_target", branch=101, month="2026-03", amount="500000")
    await door.do(supervisor, "premium.set_target", branch=101, month="2026-03", amount="600000")

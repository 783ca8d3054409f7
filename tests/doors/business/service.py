"""Serving policies: requests of the customer, what they cost and pay, lapse and the way back."""

from datetime import date

from tests.doors.door import Door
from tests.doors.scenario import scenario
from tests.support.company import HIGHEST_GRADE
from tests.support.policies import pay_all, position, renew, request

ACCOUNT = "6222000000000001"
CONTACT, LOAN, REPAYMENT, REINSTATEMENT, SURRENDER, HESITATION, REVERSAL = 3, 27, 28, 31, 32, 33, 43


@scenario(
    "counter.receive_request",
    "preservation.change_contact",
    "preservation.reverse",
    "preservation.approve",
    "preservation.withdraw",
    "preservation.refuse",
    "preservation.cancel_in_hesitation",
)
async def what_customers_ask_for_in_the_first_days(door: Door) -> None:
    company = door.company
    policy = company.policy("WL20")
    clerk, second = company.clerk("preservation"), company.clerk("preservation", "supervisor")
    moved = await door.do(company.clerk("counter"), "counter.receive_request", policy, item=CONTACT, remark="moved")
    done = await door.do(clerk, "preservation.change_contact", moved.number, phone="13912345678", address="上海 2")
    assert done.state == "closed"
    reversal = request(company, policy, REVERSAL)
    keyed = await door.do(clerk, "preservation.reverse", reversal, endorsement=moved.number, reason="wrong policy")
    assert keyed.state == "review"
    assert (await door.do(second, "preservation.approve", reversal)).state == "closed"
    first, forged = request(company, policy, LOAN), request(company, policy, LOAN)
    assert (await door.do(clerk, "preservation.withdraw", first, comment="no need any more")).state == "closed"
    assert (await door.do(second, "preservation.refuse", forged, reason="papers are forged")).state == "closed"
    cancelled = await door.do(
        clerk, "preservation.cancel_in_hesitation", request(company, policy, HESITATION), account_no=ACCOUNT
    )
    assert cancelled.state == "closed"
    assert position(company, policy).status.end_reason == "hesitation"


@scenario(
    "preservation.grant_loan",
    "premium.release_payment",
    "premium.pay_out",
    "premium.record_bounce",
    "preservation.repay_loan",
    "premium.settle_request",
    "preservation.surrender",
    "preservation.send_back",
)
async def a_loan_comes_and_goes_and_the_policy_is_surrendered(door: Door) -> None:
    company = door.company
    policy = company.policy("WL20", sum_assured="500000")
    pay_all(company, policy, date(2031, 3, 3))
    clerk, cashier, premium = company.clerk("preservation"), company.clerk("cashier"), company.clerk("premium")
    loan = request(company, policy, LOAN)
    [payment] = (await door.do(clerk, "preservation.grant_loan", loan, amount="5000", account_no=ACCOUNT)).opened
    assert (await door.do(cashier, "premium.release_payment", payment)).state == "released"
    assert (await door.do(premium, "premium.pay_out", payment, method="bank")).state == "paid"
    bounced = await door.do(
        premium, "premium.record_bounce", payment, reason="account_closed", account_no="6222020000000009"
    )
    assert bounced.state == "to_release"
    repayment = request(company, policy, REPAYMENT)
    assert (await door.do(clerk, "preservation.repay_loan", repayment, amount="1000")).state == "payment_due"
    paid = await door.do(premium, "premium.settle_request", repayment, amount="1000", method="cash")
    assert paid.state == "closed"
    end = request(company, policy, SURRENDER)
    keyed = await door.do(clerk, "preservation.surrender", end, account_no=ACCOUNT, identity_checked=True)
    assert keyed.state == "review"
    second = company.clerk("preservation", HIGHEST_GRADE, 2)
    assert (await door.do(second, "preservation.send_back", end, reason="not his account")).state == "received"


@scenario("premium.lapse", "preservation.reinstate", "underwriting.refuse_request", "underwriting.agree_request")
async def a_lapsed_policy_is_asked_for_twice(door: Door) -> None:
    company = door.company
    policy = company.policy("WL20", premium_loan=False)
    renew(company, date(2027, 3, 3))
    company.move_to(date(2027, 5, 4))
    await door.do(company.clerk("premium"), "premium.lapse", policy)
    assert position(company, policy).is_lapsed
    underwriter = company.clerk("underwriting", "supervisor")
    first = request(company, policy, REINSTATEMENT)
    declared = await door.do(
        company.clerk("preservation"), "preservation.reinstate", first, healthy=False, health="a stroke in June"
    )
    assert declared.state == "underwriting"
    refused = await door.do(underwriter, "underwriting.refuse_request", first, reason="the risk is not the same")
    assert refused.state == "closed"
    second = request(company, policy, REINSTATEMENT)
    company.do("preservation.reinstate", second, healthy=True)
    assert (await door.do(underwriter, "underwriting.agree_request", second, em_points=0)).state == "payment_due"


@scenario("premium.grant_premium_loan")
async def a_premium_is_lent_after_grace(door: Door) -> None:
    company = door.company
    policy = company.policy("WL20", premium_loan=True, pay_years=5)
    pay_all(company, policy, date(2029, 3, 3))
    renew(company, date(2030, 3, 3))
    over = position(company, policy).grace_ends(date(2030, 3, 3))
    company.move_by((over - company.today).days + 1)
    await door.do(company.clerk("premium"), "premium.grant_premium_loan", policy)
    assert position(company, policy).instalments[-1].state == "lent"


@scenario(
    "premium.collect",
    "premium.apply_suspense",
    "premium.return_collection",
    "premium.refund_suspense",
    "counter.close_till",
    "premium.close_day",
)
async def premium_is_held_used_returned_and_refunded(door: Door) -> None:
    company = door.company
    premium = company.clerk("premium")
    policy = company.policy("WL20")
    owed = position(company, policy).terms.premium.yuan()
    await door.do(premium, "premium.collect", policy, amount=owed, method="transfer")
    renew(company, date(2027, 3, 3))
    await door.do(premium, "premium.apply_suspense", policy)
    assert position(company, policy).premium_owed == 0
    [receipt] = company.do("premium.collect", policy, amount="700", method="bank").receipts
    await door.do(premium, "premium.return_collection", policy, receipt=receipt, reason="account_closed")
    company.do("premium.collect", policy, premium, amount="800", method="cash")
    await door.do(premium, "counter.close_till", counted="799", reason="change given wrongly")
    refund = await door.do(premium, "premium.refund_suspense", policy, amount="1.00", account_no=ACCOUNT)
    assert refund.state == "to_release"
    await door.do(premium, "premium.close_day", counted="799")

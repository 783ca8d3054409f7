"""Preservation requests: received, keyed, done at once or reviewed by another clerk; items that end a contract."""

from datetime import date

import pytest

from ops_console.base.problems import InputErrors, NotAllowed, Refused
from ops_console.data.tables import Clock, Party, PolicyStatus
from ops_console.desk.offering import why_not
from ops_console.desk.operations import possible
from ops_console.rooms.preservation.items import ITEMS
from ops_console.rules import numbers
from tests.support.claims import WIFE, WIFE_NAME, reported
from tests.support.company import FIRST_DAY, Company
from tests.support.policies import asked, pay_all, position, renew, request

ACCOUNT = "6222000000000001"
SURRENDER_PAYABLE = "2205.02"
RECEIVABLE = "1122"
REFUNDED_PREMIUM = "6031.11"
PRODUCTION_FEE = "6051.01"


def status(company: Company, policy: str) -> PolicyStatus:
    return position(company, policy).status


def test_a_contact_change_is_done_at_once_and_endorsed(company: Company) -> None:
    policy = company.policy("WL20")
    number, done = asked(company, policy, 3, "change_contact", phone="13912345678")
    assert (done.state, company.case(number).outcome) == ("closed", "done")
    with company.store.read() as reader:
        assert reader.need(Party, position(company, policy).applicant_id).phone == "13912345678"
    [letter] = company.letters(number)
    assert letter.kind == "endorsement"
    assert "13912345678" in str(letter.values["changes"])


def test_only_what_the_customer_asked_for_can_be_keyed(company: Company) -> None:
    number = request(company, company.policy("WL20"), 3)
    clerk = company.clerk("preservation")
    with company.store.read() as reader:
        case = company.case(number)
        free = {op.name for op in possible(case.kind, case.state) if why_not(reader, op, clerk, case) is None}
    assert free & {one.operation for one in ITEMS.values()} == {"preservation.change_contact"}
    with pytest.raises(Refused) as error:
        company.do("preservation.surrender", number, account_no=ACCOUNT)
    assert error.value.code == "other_item"


def test_a_contact_change_that_changes_nothing_is_an_error(company: Company) -> None:
    policy = company.policy("WL20")
    number = request(company, policy, 3)
    with pytest.raises(InputErrors):
        company.do("preservation.change_contact", number)


def test_a_request_is_keyed_by_the_operation_of_its_own_item(company: Company) -> None:
    number = request(company, company.policy("WL20"), 3)
    with pytest.raises(Refused, match="item 3"):
        company.do("preservation.surrender", number, account_no=ACCOUNT)


def test_an_item_nobody_offers_is_an_error_that_lists_those_offered(company: Company) -> None:
    policy = company.policy("WL20")
    with pytest.raises(InputErrors) as caught:
        request(company, policy, 26)
    assert "32" in caught.value.problems[0].message


def test_surrender_excludes_every_other_request(company: Company) -> None:
    policy = company.policy("WL20")
    request(company, policy, 3)
    with pytest.raises(Refused, match="exclude"):
        request(company, policy, 32)


def test_a_simple_change_is_promised_the_same_day_and_all_else_in_three_working_days(company: Company) -> None:
    policy = company.policy("WL20")
    assert company.case(request(company, policy, 3)).due == FIRST_DAY
    second = numbers.parse(request(company, policy, 27)).id
    with company.store.read() as reader:
        dues = {clock.standard: clock.due for clock in reader.find(Clock, case_id=second)}
    assert dues["preservation"] == date(2026, 3, 5)


def test_a_small_surrender_is_paid_while_the_customer_waits(company: Company) -> None:
    policy = company.policy("WL20", sum_assured="50000")
    company.move_to(date(2026, 9, 1))
    number, done = asked(company, policy, 32, "surrender", account_no=ACCOUNT)
    assert done.state == "closed"
    ended = status(company, policy)
    assert (ended.status, ended.end_reason, ended.valid_from) == ("ended", "surrendered", date(2026, 9, 1))
    assert not position(company, policy).current_billing.active
    assert [letter.kind for letter in company.letters(number)] == ["surrender_notice"]


def test_a_large_surrender_is_reviewed_by_another_clerk_and_paid_by_a_cashier(company: Company) -> None:
    policy = company.policy("WL20", sum_assured="500000")
    pay_all(company, policy, date(2031, 3, 3))
    company.move_to(date(2031, 6, 1))
    value, whys = position(company, policy).cash_value(date(2031, 6, 1))
    assert value > 500000
    assert [why.rule for why in whys] == ["cash_value_on"]
    maker, checker = company.clerk("preservation", "supervisor"), company.clerk("preservation", "supervisor", 2)
    number, keyed = asked(company, policy, 32, "surrender", maker, account_no=ACCOUNT, identity_checked=True)
    assert (keyed.state, status(company, policy).status) == ("review", "in_force")
    with pytest.raises(NotAllowed):
        company.do("preservation.approve", number, maker)
    approved = company.do("preservation.approve", number, checker)
    assert approved.state == "closed"
    assert company.balance(SURRENDER_PAYABLE, policy) == -value
    [payment] = approved.opened
    company.do("premium.release_payment", payment)
    company.do("premium.pay_out", payment)
    assert company.balance(SURRENDER_PAYABLE, policy) == 0


def test_a_large_payout_needs_the_payees_identity_checked(company: Company) -> None:
    policy = company.policy("WL20", sum_assured="500000")
    pay_all(company, policy, date(2031, 3, 3))
    with pytest.raises(InputErrors) as caught:
        asked(company, policy, 32, "surrender", account_no=ACCOUNT)
    assert [problem.field for problem in caught.value.problems] == ["identity_checked"]


def test_a_surrender_above_the_grade_is_referred_and_nothing_else_happens(company: Company) -> None:
    policy = company.policy("WL20", sum_assured="2000000", income="5000000")
    pay_all(company, policy, date(2031, 3, 3))
    number, _keyed = asked(company, policy, 32, "surrender", account_no=ACCOUNT, identity_checked=True)
    assert company.do("preservation.approve", number, company.clerk("preservation", no=2)).referred_to is not None
    assert (company.case(number).state, status(company, policy).status) == ("review", "in_force")


def test_what_is_sent_back_is_keyed_again(company: Company) -> None:
    policy = company.policy("WL20", sum_assured="500000")
    pay_all(company, policy, date(2031, 3, 3))
    maker, checker = company.clerk("preservation"), company.clerk("preservation", "head_office", 2)
    number, keyed = asked(company, policy, 32, "surrender", maker, account_no="11111111", identity_checked=True)
    assert keyed.state == "review"
    company.do("preservation.send_back", number, checker, reason="the account is another person's")
    company.do("preservation.surrender", number, maker, account_no=ACCOUNT, identity_checked=True)
    assert company.do("preservation.approve", number, checker).state == "closed"


def test_a_surrender_in_grace_cancels_the_premium_owed(company: Company) -> None:
    policy = company.policy("WL20", sum_assured="50000")
    renew(company, date(2027, 3, 3))
    assert company.balance(RECEIVABLE) > 0
    number, _keyed = asked(company, policy, 32, "surrender", account_no=ACCOUNT)
    if company.case(number).state == "review":
        company.do("preservation.approve", number, company.clerk("preservation", "head_office", 2))
    assert [one.state for one in position(company, policy).instalments] == ["collected", "cancelled"]
    assert company.balance(RECEIVABLE) == 0


def test_a_refused_request_tells_the_reasons_and_needs_the_grade_for_refusals(company: Company) -> None:
    policy = company.policy("WL20")
    number = request(company, policy, 27)
    refused = company.do("preservation.refuse", number, company.clerk("preservation"), reason="papers are forged")
    assert refused.referred_to == "supervisor"
    company.do("preservation.refuse", number, company.clerk("preservation", "supervisor"), reason="papers are forged")
    assert company.case(number).outcome == "refused"
    assert company.letters(number)[0].values["reasons"] == "papers are forged"


def test_the_customer_may_withdraw_a_request(company: Company) -> None:
    number = request(company, company.policy("WL20"), 27)
    assert company.do("preservation.withdraw", number).state == "closed"
    assert company.case(number).outcome == "withdrawn"


@pytest.mark.parametrize("day", [FIRST_DAY, date(2026, 3, 17)])
def test_cancelling_in_the_hesitation_period_refunds_all_but_the_production_fee(company: Company, day: date) -> None:
    policy = company.policy("WL20")
    premium = position(company, policy).terms.premium
    company.move_to(day)
    number, done = asked(company, policy, 33, "cancel_in_hesitation", account_no=ACCOUNT)
    assert done.state == "closed"
    assert (status(company, policy).status, status(company, policy).end_reason) == ("ended", "hesitation")
    assert company.balance(REFUNDED_PREMIUM, policy) == premium
    assert company.balance(PRODUCTION_FEE, policy) == -1000
    assert company.balance(SURRENDER_PAYABLE, policy) == -(premium - 1000)
    assert company.opened_for(number, "payment").state == "to_release"


@pytest.mark.parametrize(
    ("item", "operation", "values"),
    [
        (32, "surrender", {}),
        (33, "cancel_in_hesitation", {}),
        (27, "grant_loan", {"amount": "500"}),
    ],
)
def test_once_a_death_is_reported_nothing_is_paid_to_the_applicant_any_more(
    company: Company, item: int, operation: str, values: dict[str, str]
) -> None:
    """The beneficiaries would lose the sum assured: an ended contract pays for no death."""
    policy = company.policy("WL20", beneficiaries=f"{WIFE_NAME}/{WIFE}/spouse")
    number = request(company, policy, item)
    claim = reported(company, "death")
    with pytest.raises(Refused) as error:
        company.do(f"preservation.{operation}", number, account_no=ACCOUNT, **values)
    assert error.value.code == "after_the_event"
    company.do("claims.withdraw", claim, reason="reported by mistake", signed_on=company.today)
    if item != 27:
        assert company.do(f"preservation.{operation}", number, account_no=ACCOUNT).state == "closed"


def test_the_day_after_the_hesitation_period_it_is_too_late(company: Company) -> None:
    policy = company.policy("WL20")
    company.move_to(date(2026, 3, 18))
    number = request(company, policy, 33)
    with pytest.raises(Refused, match="2026-03-17"):
        company.do("preservation.cancel_in_hesitation", number, account_no=ACCOUNT)


def test_a_one_year_cover_gives_back_the_unearned_premium_by_days(company: Company) -> None:
    policy = company.policy("HC01")
    premium = position(company, policy).terms.premium
    company.move_to(date(2026, 5, 15))
    asked(company, policy, 32, "surrender", account_no=ACCOUNT)
    # In force from 3 March 2026 for 365 days; 15 May is the 74th day, so that 292 days are left with that day.
    assert company.balance(SURRENDER_PAYABLE, policy) == -((premium * 292 * 2 + 365) // 730)


def test_a_trial_shows_what_a_request_will_do_though_others_have_to_agree_first(company: Company) -> None:
    policy = company.policy("WL20", sum_assured="500000")
    pay_all(company, policy, date(2031, 3, 3))
    number = request(company, policy, 32)
    trial = company.trial("preservation.surrender", number, account_no=ACCOUNT, identity_checked=True)
    assert trial.plan.to == "review"
    assert [line.account for line in trial.lines] == ["6531.01", SURRENDER_PAYABLE]
    assert [why.rule for why in trial.plan.whys] == ["cash_value_on"]
    assert status(company, policy).status == "in_force"

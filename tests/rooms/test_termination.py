"""What lapsed and was not reinstated in time may be ended by the insurer, who refunds the cash value (Insurance Law
art 37)."""

from datetime import date, timedelta

import pytest

from ops_console.base.money import Fen
from ops_console.base.problems import Refused
from ops_console.batch.accounts import ACCOUNT as ACCOUNT_RUN
from ops_console.batch.grace import GRACE
from ops_console.batch.report import Totals
from ops_console.batch.terminations import TERMINATION
from ops_console.data.tables import FundPrice
from tests.support.claims import reported
from tests.support.company import BRANCH, Company
from tests.support.funds import level, take_in, trade
from tests.support.ledger import still_open
from tests.support.policies import asked, pay_all, position, renew, request

PAID, DUE = date(2030, 3, 3), date(2031, 3, 3)
LAPSED = date(2031, 5, 3)
"""Grace ends on Friday 2 May 2031, 60 days after the due date."""
LAST_DAY = date(2033, 5, 3)
"""Two years after the lapse it may still be reinstated; the day after it may be ended."""
ACCOUNT = "6222000000000001"


def lapsed(company: Company, product: str = "WL20", **values: object) -> str:
    """A policy that paid five premiums and lapsed with the sixth."""
    policy = company.policy(product, **{"premium_loan": False, **values})
    pay_all(company, policy, PAID)
    renew(company, DUE)
    company.move_to(LAPSED)
    GRACE.run(company.store, company.clerk("premium"), company.today)
    assert position(company, policy).status.lapsed_on == LAPSED
    return policy


def terminate(company: Company) -> Totals:
    return TERMINATION.run(company.store, company.clerk("premium"), company.today).total


@pytest.mark.parametrize(("day", "ended"), [(LAST_DAY, 0), (LAST_DAY + timedelta(days=1), 1)])
def test_it_is_ended_the_day_after_the_time_to_reinstate_and_not_before(
    company: Company, day: date, ended: int
) -> None:
    policy = lapsed(company)
    company.move_to(day)
    assert terminate(company).rows == ended
    assert position(company, policy).status.end_reason == (None, "terminated")[ended]


@pytest.mark.both_engines
def test_a_time_that_ends_on_a_day_off_ends_on_the_next_working_day(company: Company) -> None:
    """Two years after Thursday 3 May 2029 is a Saturday: what the letter says, what a request is refused after and what
    the company waits for is the Monday (Civil Code art 203)."""
    policy, late = company.policy("WL20", premium_loan=False), company.policy("WL20", premium_loan=False)
    for one in (policy, late):
        pay_all(company, one, date(2028, 3, 3))
    renew(company, date(2029, 3, 3))
    company.move_to(date(2029, 5, 3))
    assert GRACE.run(company.store, company.clerk("premium"), company.today).total.rows == 2
    last_day = date(2031, 5, 5)
    [letter] = [one for one in company.letters(policy) if one.kind == "lapse_notice"]
    assert letter.values["reinstate_until"] == last_day.isoformat()
    company.move_to(last_day)
    assert terminate(company) == Totals()
    in_time = request(company, policy, 31)
    assert company.do("preservation.reinstate", in_time, healthy=True).state != "received"
    company.move_to(last_day + timedelta(days=1))
    with pytest.raises(Refused, match="until 2031-05-05"):
        company.do("preservation.reinstate", request(company, late, 31), healthy=True)


def test_its_cash_value_goes_back_to_the_applicants_own_account_and_the_books_close(company: Company) -> None:
    policy = lapsed(company)
    company.move_to(LAST_DAY + timedelta(days=1))
    value, _whys = position(company, policy).cash_value(company.today)
    assert value > 0
    terminate(company)
    payment = company.opened_for(policy, "payment")
    assert (payment.branch_id, company.balance("2205.02", policy)) == (BRANCH, -value)
    [letter] = [one for one in company.letters(policy) if one.kind == "policy_terminated"]
    assert (letter.values["amount"], letter.values["lapsed"]) == (value.yuan(), LAPSED.isoformat())
    company.do("premium.release_payment", payment.number)
    company.do("premium.pay_out", payment.number, method="bank")
    assert still_open(company) == {}


def test_loans_come_off_and_a_loan_above_the_value_is_the_companys_loss(company: Company) -> None:
    policy = lapsed_with_loan(company)
    company.move_to(date(2043, 5, 4))
    now = position(company, policy)
    (value, _whys), debt = now.cash_value(company.today), now.debt(company.today)
    assert debt > value, "twelve years of interest"
    report = TERMINATION.run(company.store, company.clerk("premium"), company.today)
    assert (report.left, report.faults, report.total) == ((), (), Totals(1, Fen(0)))
    assert company.balance("6711.03") == debt - value
    assert still_open(company) == {}
    assert position(company, policy).loans == ()


def lapsed_with_loan(company: Company) -> str:
    policy = company.policy("WL20", premium_loan=False)
    pay_all(company, policy, PAID)
    limit = position(company, policy).cash_value(PAID)[0] * 8 // 10
    number, done = asked(company, policy, 27, "grant_loan", amount=int(limit), account_no=ACCOUNT)
    for payment in done.opened:
        company.do("premium.release_payment", payment)
        company.do("premium.pay_out", payment, method="bank")
    assert company.case(number).state == "closed"
    renew(company, DUE)
    company.move_to(LAPSED)
    company.do("premium.lapse", policy)
    return policy


def test_money_held_is_paid_back_too(company: Company) -> None:
    policy = lapsed(company)
    company.do("premium.collect", policy, amount="300", method="bank")
    company.move_to(LAST_DAY + timedelta(days=1))
    terminate(company)
    assert position(company, policy).suspense == 0
    assert company.balance("2205.04", policy) == -30000


def test_a_reinstatement_asked_for_in_time_is_decided_first(company: Company) -> None:
    policy = lapsed(company)
    company.move_to(LAST_DAY)
    request(company, policy, 31)
    company.move_to(LAST_DAY + timedelta(days=1))
    assert terminate(company) == Totals()
    with pytest.raises(Refused, match="is open"):
        company.do("premium.terminate_lapsed", policy)


def test_after_a_death_the_claim_decides(company: Company) -> None:
    policy = lapsed(company)
    reported(company, "death", LAPSED)
    company.move_to(LAST_DAY + timedelta(days=1))
    with pytest.raises(Refused, match="claim decides"):
        company.do("premium.terminate_lapsed", policy)


def test_a_policy_in_force_is_not_ended(company: Company) -> None:
    with pytest.raises(Refused) as error:
        company.do("premium.terminate_lapsed", company.policy("WL20"))
    assert error.value.source == "Insurance Law art 37"


def test_what_is_left_in_a_universal_life_account_goes_back(company: Company) -> None:
    policy = company.policy("UL10", planned_premium="1000")
    for year in range(2026, 2100):
        company.move_to(date(year, 12, 1))
        ACCOUNT_RUN.run(company.store, company.clerk("premium"), company.today)
        if not position(company, policy).is_in_force:
            break
    company.move_by(800)
    assert terminate(company).rows == 1
    assert position(company, policy).status.end_reason == "terminated"


@pytest.mark.parametrize("planned", ["300", "400"])
def test_units_that_are_used_up_leave_a_contract_to_be_ended(company: Company, planned: str) -> None:
    """Charges of 14.75 a month eat what 180.00 or 240.00 bought: it lapses after grace, and ends two years later."""
    policy = company.policy("UK10", planned_premium=planned)
    company.move_to(date(2026, 3, 6))
    take_in(company, *level(company, company.today))
    trade(company)
    for day in (date(2027, 3, 5), date(2027, 10, 1), date(2029, 12, 5)):
        with company.store.read() as reader:
            [last] = reader.find(FundPrice, order_by="-day", limit=1)
        company.move_to(day)
        take_in(company, *[line for line in level(company, day) if line[1] > last.day])
        trade(company)
    assert terminate(company).rows == 1
    assert position(company, policy).status.end_reason == "terminated"
    assert still_open(company) == {}

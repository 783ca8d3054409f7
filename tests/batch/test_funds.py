"""fund-run: rehearsed, kept to its branch, and what it leaves alone."""

from datetime import date

import pytest

from ops_console.batch.funds import FUND
from ops_console.batch.grace import GRACE
from ops_console.data.tables import FundOrder
from ops_console.rules import numbers
from tests.support.claims import OWN_ACCOUNT
from tests.support.company import Company
from tests.support.funds import books, held, level, orders, take_in, trade, trades
from tests.support.policies import asked, position, renew


def test_a_rehearsal_tells_what_would_be_traded_and_leaves_nothing(company: Company) -> None:
    policy = company.policy("UK10")
    company.move_to(date(2026, 3, 6))
    take_in(company, *level(company, company.today))
    rehearsed = FUND.run(company.store, company.clerk("premium"), company.today, dry_run=True)
    assert orders(company, policy) == []
    assert rehearsed.branches == trade(company).branches


def test_other_products_are_none_of_its_business(company: Company) -> None:
    company.policy("UL10")
    company.policy("WL20")
    company.move_to(date(2026, 3, 6))
    take_in(company, *level(company, company.today))
    assert trade(company).branches == {}
    with company.store.read() as reader:
        assert reader.count(FundOrder) == 0


def test_a_year_of_days_and_one_run_at_its_end_hold_the_same_units(company: Company) -> None:
    daily, late = company.policy("UK10"), company.policy("UK10")
    company.move_to(date(2026, 3, 6))
    take_in(company, *level(company, company.today))
    for day in (date(2026, 4, 8), date(2026, 6, 4), date(2026, 9, 4)):
        company.move_to(day)
        company.do("premium.order_units", daily)
        take_in(company, *level(company, day))
        company.do("premium.trade_units", daily)
    trade(company)
    assert held(company, daily) == held(company, late)
    assert [one.units for one in trades(company, daily)] == [one.units for one in trades(company, late)]


def test_a_planned_premium_that_is_not_paid_is_passed_over_and_nothing_waits_for_it(company: Company) -> None:
    policy = company.policy("UK10")
    company.move_to(date(2026, 3, 6))
    take_in(company, *level(company, company.today))
    trade(company)
    renew(company, date(2027, 3, 3))
    assert company.balance("2652.09") == -1_000_000
    company.move_to(date(2027, 5, 10))
    GRACE.run(company.store, company.clerk("premium"), company.today)
    assert company.balance("2652.09") == 0
    assert position(company, policy).is_in_force
    take_in(company, *level(company, company.today))
    trade(company)
    assert sum(one.amount for one in trades(company, policy) if one.amount > 0) == 600_000


@pytest.mark.parametrize(("item", "operation"), [(32, "surrender"), (33, "cancel_in_hesitation")])
def test_a_contract_that_ends_before_its_first_price_buys_and_sells_at_the_same_one(
    company: Company, item: int, operation: str
) -> None:
    policy = company.policy("UK10")
    company.move_to(date(2026, 3, 3))
    number, _done = asked(company, policy, item, operation, account_no=OWN_ACCOUNT, identity_checked=True)
    if company.case(number).state == "review":
        company.do("preservation.approve", number, company.clerk("preservation", "head_office", no=2))
    assert position(company, policy).status.status == "ended"
    company.move_to(date(2026, 3, 6))
    take_in(company, *level(company, company.today))
    trade(company)
    assert held(company, policy) == {"GROWTH": 0, "STEADY": 0}
    assert books(company, policy) == {"1821": 0, "2652.01": 0, "2652.09": 0}
    with company.store.read() as reader:
        assert reader.count(FundOrder, policy_id=numbers.parse(policy).id, done_on=None) == 0

"""verify tells when units, their trades and the ledger have come apart."""

from datetime import date

import pytest

from ops_console.data.tables import FundHolding, FundOrder, LedgerLine
from ops_console.data.verify import units
from ops_console.data.verify.findings import Check
from ops_console.rules import numbers
from tests.support.company import Company
from tests.support.funds import level, take_in, trade


def found(company: Company, check: Check) -> list[str]:
    with company.store.read() as reader:
        return [f"{one.place}: {one.message}" for one in check(reader)]


@pytest.fixture
def policy_id(company: Company) -> int:
    policy = company.policy("UK10")
    company.move_to(date(2026, 3, 6))
    take_in(company, *level(company, company.today))
    trade(company)
    return numbers.parse(policy).id


def test_units_that_no_trade_made_are_found(company: Company, policy_id: int) -> None:
    key = {"policy_id": policy_id, "coverage_no": 1, "fund": "STEADY"}
    assert found(company, units.holdings_are_their_trades) == []
    with company.store.write() as tx:
        tx.update(FundHolding, key, {"units": 1})
    [told] = found(company, units.holdings_are_their_trades)
    assert told.endswith("fund STEADY: holds 1 millionths of a unit, its trades make 3591500000")
    with company.store.write() as tx:
        tx.update(FundHolding, key, {"units": 3_591_500_000})


def test_units_that_the_ledger_carries_at_another_value_are_found(company: Company, policy_id: int) -> None:
    key = {"policy_id": policy_id, "coverage_no": 1, "fund": "STEADY"}
    with company.store.write() as tx:
        tx.update(FundHolding, key, {"value": 1})
    told = found(company, units.units_are_booked)
    assert [line.partition(" ")[2].partition(" ")[0] for line in told] == ["1821", "2652.01"]
    with company.store.write() as tx:
        tx.update(FundHolding, key, {"value": 359_150})
    assert found(company, units.units_are_booked) == []


def test_the_ledger_knows_the_units_of_every_policy(company: Company, policy_id: int) -> None:
    with company.store.read() as reader:
        assert reader.total(LedgerLine, "amount", account="2652.01", policy_id=policy_id) == -598_583


def test_money_that_waits_more_or_less_than_orders_say_is_found(company: Company, policy_id: int) -> None:
    """2,400.00 of the premium were to buy GROWTH: they were spent, or they wait, but not both."""
    key = {"policy_id": policy_id, "coverage_no": 1, "no": 1}
    assert found(company, units.money_waiting_is_accounted_for) == []
    with company.store.write() as tx:
        tx.update(FundOrder, key, {"done_on": None})
    [told] = found(company, units.money_waiting_is_accounted_for)
    assert told == "account 2652.09: 0.00 CNY booked, 2,400.00 CNY in the table fund_order"
    with company.store.write() as tx:
        tx.update(FundOrder, key, {"done_on": date(2026, 3, 4)})

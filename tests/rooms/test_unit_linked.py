"""Unit-linked at work: prices, orders, trades, corrected prices, switches, and the end of a contract."""

import random
from contextlib import suppress
from datetime import date

import pytest

from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Refused
from ops_console.data.tables import Branch, Clerk, FundPrice, Payable, Policy, Receipt, Trace
from ops_console.desk.view import View
from ops_console.exchange.prices import priced
from ops_console.rooms.preservation.worth import Worth, worth_of
from ops_console.rules import numbers
from tests.support.claims import OWN_ACCOUNT, WIFE_TAKES_ALL, approve, assess, payments, with_papers
from tests.support.company import BRANCH, Company
from tests.support.funds import Line, books, correct, held, level, orders, take_in, trade, trades
from tests.support.policies import asked, position, renew, request

NOTHING = {"1821": 0, "2652.01": 0, "2652.09": 0}
CHARGES, FEES, RISKS, SURRENDERED = "6051.03", "6051.04", "6051.05", "6051.02"
OWED = "2205.02"
BALANCE_SHEET = ("1122", "1821", "2203.01", "2205.02", "2205.04", "2241.01", "2652.01", "2652.09")
"""Accounts of a policy besides money, income and expense."""


def invested(company: Company, **values: object) -> str:
    """A policy in force since 3 March whose first premium has bought units at 1.0000 and 2.0000."""
    policy = company.policy("UK10", **values)
    company.move_to(date(2026, 3, 6))
    take_in(company, *level(company, company.today))
    trade(company)
    return policy


def go_on(company: Company, until: date, **prices: str) -> None:
    """Days go by at these prices, and the run does its work on the last."""
    with company.store.read() as reader:
        [last] = reader.find(FundPrice, order_by="-day", limit=1)
    company.move_to(until)
    take_in(company, *[line for line in level(company, until, **prices) if line[1] > last.day])
    trade(company)


def paid_out(company: Company, policy: str) -> list[Fen]:
    with company.store.read() as reader:
        rows = reader.find(Payable, policy_id=numbers.parse(policy).id, order_by="case_id")
    return [row.amount for row in rows]


def reviewed(company: Company, number: str) -> None:
    if company.case(number).state == "review":
        company.do("preservation.approve", number, company.clerk("preservation", "head_office", no=2))


def test_a_first_premium_buys_units_at_the_next_price_and_carries_the_first_months_charges(company: Company) -> None:
    """10,000.00 less 40 per cent are 6,000.00, of which 60 per cent buy STEADY. The fee is 5.00; the risk charge a
    twelfth of q(39) = 0.001170 of 100,000.00 less 5,995.00: 9.17. Both are taken 40 : 60 out of the funds' worth."""
    policy = invested(company)
    assert [(one.what, one.fund, one.amount) for one in orders(company, policy)] == [
        ("premium", "GROWTH", 240_000),
        ("premium", "STEADY", 360_000),
        ("fee", "", -500),
        ("risk", "", None),
    ]
    assert [(one.fund, one.day, one.units, one.amount) for one in trades(company, policy)] == [
        ("GROWTH", date(2026, 3, 4), 1_200_000_000, 240_000),
        ("STEADY", date(2026, 3, 4), 3_600_000_000, 360_000),
        ("GROWTH", date(2026, 3, 4), -1_000_000, -200),
        ("STEADY", date(2026, 3, 4), -3_000_000, -300),
        ("GROWTH", date(2026, 3, 4), -1_835_000, -367),
        ("STEADY", date(2026, 3, 4), -5_500_000, -550),
    ]
    assert held(company, policy) == {"GROWTH": 1_197_165_000, "STEADY": 3_591_500_000}
    assert books(company, policy) == {"1821": 598_583, "2652.01": -598_583, "2652.09": 0}
    assert [company.balance(account, policy) for account in (CHARGES, FEES, RISKS)] == [-400_000, -500, -917]
    with company.store.read() as reader:
        [trace] = reader.find(Trace, policy_id=numbers.parse(policy).id, rule="risk_charge")
    assert (trace.body["inputs"]["account"], trace.body["result"]) == (599_500, 917)


def test_a_statement_tells_what_a_year_has_bought_and_sold(company: Company) -> None:
    """Twelve months, the first at 14.17: the sum at risk grows by what was taken. The thirteenth has a higher rate."""
    policy = invested(company)
    go_on(company, date(2027, 3, 2))
    assert "units_statement" not in [letter.kind for letter in company.letters(policy)]
    go_on(company, date(2027, 3, 5))
    [told] = [letter.values for letter in company.letters(policy) if letter.kind == "units_statement"]
    assert (told["year"], told["start"], told["end"], told["day"]) == (1, "2026-03-03", "2027-03-03", "2027-03-04")
    assert (told["premiums"], told["charges"], told["withdrawn"]) == ("6,000.00", "170.09", "0.00")
    assert told["value"] == "5,814.94"


def test_the_run_does_nothing_twice_and_waits_for_prices(company: Company) -> None:
    policy = company.policy("UK10")
    company.move_to(date(2026, 3, 6))
    assert trade(company).branches[101].rows == 1, "orders are given"
    assert trade(company).branches == {}
    assert books(company, policy) == {"1821": 0, "2652.01": 0, "2652.09": -600_000}
    take_in(company, *level(company, company.today))
    assert trade(company).branches[101].rows == 1, "and carried out"
    assert trade(company).branches == {}
    assert books(company, policy)["2652.09"] == 0


def test_prices_that_come_late_or_early_make_the_same_units(company: Company) -> None:
    early, late = company.policy("UK10"), company.policy("UK10")
    for day in (date(2026, 3, 6), date(2026, 4, 7), date(2026, 5, 8)):
        company.move_to(day)
        with company.store.read() as reader:
            newest = reader.find(FundPrice, order_by="-day", limit=1)
        since = newest[0].day if newest else date(2026, 3, 1)
        prices = {"STEADY": f"1.0{day.month}00", "GROWTH": f"2.0{day.month}00"}
        take_in(company, *[line for line in level(company, day, **prices) if line[1] > since])
        company.do("premium.order_units", early)
        company.do("premium.trade_units", early)
    trade(company)
    assert held(company, early) == held(company, late)
    assert len(trades(company, early)) == len(trades(company, late)) == 14


def test_a_corrected_price_ends_in_what_the_right_price_would_have_made(company: Company) -> None:
    """3,600.00 at 1.0200 buy 3,529.411765 units of STEADY instead of 3,600; the charges follow in proportion."""
    right = company.policy("UK10")
    wrong = company.policy("UK10")
    company.move_to(date(2026, 3, 6))
    take_in(company, *level(company, company.today))
    company.do("premium.order_units", wrong)
    company.do("premium.trade_units", wrong)
    assert held(company, wrong)["STEADY"] == 3_591_500_000
    correct(company, "STEADY", date(2026, 3, 4), "1.0200")
    report = trade(company)
    assert report.branches[101].rows == 3, "the first policy's orders and trades, and the second one's done again"
    assert held(company, wrong) == held(company, right)
    [back] = [one for one in trades(company, wrong) if one.reverses == 2]
    assert (back.price, back.units, back.amount) == (10_000, -3_600_000_000, -360_000)
    assert books(company, wrong) == books(company, right)
    assert trade(company).branches == {}


@pytest.mark.parametrize("seed", range(3))
def test_imports_runs_and_corrections_in_any_order_end_in_the_same_units(company: Company, seed: int) -> None:
    """One policy is traded whenever it happens, at prices most of which are wrong at first; the other once,
    at the end."""
    chance = random.Random(seed)
    traded, late = company.policy("UK10"), company.policy("UK10")
    days = sorted({day for _fund, day, _price in level(company, date(2026, 4, 10))})
    waiting: list[Line] = []
    wrong: list[Line] = []
    for day in days:
        company.move_to(day)
        for fund, unit in (("STEADY", 10_000), ("GROWTH", 20_000)):
            right = unit + chance.randint(-unit // 100, unit // 100)
            first = right if chance.random() < 0.2 else right + 17
            waiting.append((fund, day, priced(first)))
            if first != right:
                wrong.append((fund, day, priced(right)))
        if chance.random() < 0.4 or day == days[-1]:
            take_in(company, *waiting)
            waiting = []
        if chance.random() < 0.3 and wrong and wrong[0][:2] not in [one[:2] for one in waiting]:
            correct(company, *wrong.pop(0))
        for operation in ("premium.order_units", "premium.trade_units"):
            with suppress(Refused):
                if chance.random() < 0.5:
                    company.do(operation, traded)
    for line in wrong:
        correct(company, *line)
    trade(company)
    assert held(company, traded) == held(company, late)
    assert books(company, traded) == books(company, late)
    assert any(one.reverses for one in trades(company, traded))


def test_a_price_corrected_back_ends_where_it_began(company: Company) -> None:
    policy = invested(company)
    before = held(company, policy)
    correct(company, "STEADY", date(2026, 3, 4), "1.0200")
    trade(company)
    correct(company, "STEADY", date(2026, 3, 4), "1.0000")
    trade(company)
    assert held(company, policy) == before


def test_a_price_beyond_the_limit_or_a_correction_is_confirmed_by_another_clerk(company: Company) -> None:
    company.move_to(date(2026, 3, 3))
    take_in(company, ("STEADY", date(2026, 3, 2), "1.0000"))
    line = ("STEADY", date(2026, 3, 3), "1.0301")
    maker, checker = company.clerk("premium"), company.clerk("premium", no=2)
    price = {"fund": "STEADY", "day": date(2026, 3, 3), "price": "1.0301"}
    for nobody in (None, maker):
        if nobody:
            company.do("premium.confirm_price", None, nobody, **price)
        with pytest.raises(InputErrors) as error:
            take_in(company, line)
        [problem] = error.value.problems
        assert (problem.field, problem.line, problem.value) == ("price", 2, "STEADY/2026-03-03/1.0301")
    company.do("premium.confirm_price", None, checker, **price)
    take_in(company, line)
    with company.store.read() as reader:
        assert reader.count(FundPrice) == 2


def test_the_same_file_twice_changes_nothing(company: Company) -> None:
    company.move_to(date(2026, 3, 3))
    lines = level(company, company.today)
    take_in(company, *lines)
    take_in(company, *lines)
    with company.store.read() as reader:
        assert reader.count(FundPrice) == 4


def test_a_file_with_one_fault_brings_no_price(company: Company) -> None:
    company.move_to(date(2026, 3, 3))
    with pytest.raises(InputErrors):
        take_in(company, *level(company, company.today), ("BONDS", date(2026, 3, 3), "1"))
    with company.store.read() as reader:
        assert reader.count(FundPrice) == 0


def test_a_premium_that_the_bank_took_back_is_as_if_it_had_bought_nothing(company: Company) -> None:
    policy = invested(company)
    go_on(company, date(2027, 3, 2))
    before = held(company, policy)
    renew(company, date(2027, 3, 3))
    company.do("premium.collect", policy, amount="10000", method="bank", identity_checked=True)
    go_on(company, date(2027, 3, 5), GROWTH="2.0100")
    assert held(company, policy)["STEADY"] > before["STEADY"]
    with company.store.read() as reader:
        [receipt] = reader.find(Receipt, policy_id=numbers.parse(policy).id, purpose="premium")
    company.do("premium.return_collection", policy, receipt=receipt.no, reason="insufficient_funds")
    trade(company)
    premiums = {one.order_no for one in trades(company, policy) if one.amount > 0 and one.reverses is None}
    assert len(premiums) == 4
    assert company.balance("2652.09") == -1_000_000, "asked for again"
    assert held(company, policy)["STEADY"] < before["STEADY"], "a month's charges less"


@pytest.mark.parametrize("ordered", [False, True], ids=["orders at the surrender", "orders before it"])
def test_a_premium_that_comes_back_once_the_units_are_sold_is_the_companys_loss(
    company: Company, ordered: bool
) -> None:
    """A fifth of the 10,000.00 is kept in the second year: 8,000.00 had bought units."""
    policy = invested(company)
    go_on(company, date(2027, 3, 2))
    renew(company, date(2027, 3, 3))
    done = company.do("premium.collect", policy, amount="10000", method="bank", identity_checked=True)
    if ordered:
        go_on(company, date(2027, 3, 5))
    number, _done = asked(company, policy, 32, "surrender", account_no=OWN_ACCOUNT, identity_checked=True)
    reviewed(company, number)
    until = date(2027, 3, 9)
    company.move_to(until)
    take_in(company, *level(company, until, date(2027, 3, 8) if ordered else date(2027, 3, 3)))
    company.do("premium.trade_units", policy)
    assert company.balance("2652.09") == 0
    company.do("premium.return_collection", policy, receipt=done.receipts[0], reason="insufficient_funds")
    assert company.balance("2652.09") == 0
    assert company.balance("6531.04", policy) == 800_000


def test_a_switch_sells_and_buys_at_the_prices_of_one_day(company: Company) -> None:
    """Half of GROWTH, 598.582500 units at 2.1000, are 1,257.02 and buy 1,244.574257 of STEADY at 1.0100."""
    policy = invested(company)
    number, done = asked(company, policy, 41, "switch_funds", sell="GROWTH", buy="STEADY", percent=50)
    assert done.state == "review"
    reviewed(company, number)
    go_on(company, date(2026, 3, 9), STEADY="1.0100", GROWTH="2.1000")
    assert held(company, policy) == {"GROWTH": 598_582_500, "STEADY": 3_591_500_000 + 1_244_574_257}
    assert books(company, policy)["2652.09"] == 0


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"sell": "BONDS", "buy": "STEADY"}, "sell"),
        ({"sell": "STEADY", "buy": "BONDS"}, "buy"),
        ({"sell": "STEADY", "buy": "STEADY"}, "buy"),
        ({"sell": "STEADY", "buy": "GROWTH", "percent": 101}, "percent"),
    ],
)
def test_a_switch_that_cannot_be_is_told(company: Company, given: dict[str, object], field: str) -> None:
    policy = invested(company)
    with pytest.raises(InputErrors) as error:
        asked(company, policy, 41, "switch_funds", **given)
    assert [one.field for one in error.value.problems] == [field]


def test_a_policy_without_funds_switches_none(company: Company) -> None:
    policy = company.policy("WL20")
    company.move_by(2)
    with pytest.raises(Refused) as error:
        asked(company, policy, 41, "switch_funds", sell="STEADY", buy="GROWTH")
    assert error.value.code == "no_units"


def test_an_additional_premium_buys_units_and_a_withdrawal_sells_them(company: Company) -> None:
    """1,000.00 less 5 per cent buy 570.00 of STEADY. 500.00 are sold, less 5 per cent in the first year: 475.00."""
    policy = invested(company)
    number, _done = asked(company, policy, 39, "pay_additional", amount="1000")
    reviewed(company, number)
    company.do("premium.settle_request", number, amount="1000", method="bank")
    go_on(company, date(2026, 3, 9))
    assert held(company, policy)["STEADY"] == 3_591_500_000 + 570_000_000
    number, _done = asked(company, policy, 40, "withdraw_part", amount="500", account_no=OWN_ACCOUNT)
    reviewed(company, number)
    assert paid_out(company, policy) == []
    go_on(company, date(2026, 3, 10))
    assert paid_out(company, policy) == [47_500]
    assert company.balance(SURRENDERED, policy) == -2_500
    assert books(company, policy)["2652.09"] == 0


def test_two_withdrawals_of_one_day_are_both_paid_and_together_leave_what_has_to_stay(company: Company) -> None:
    """5,985.83 are there by the last price, and 300.00 stay. 5 per cent are kept of each in the first year."""
    policy = invested(company)
    for amount in ("5000", "600"):
        number, _done = asked(company, policy, 40, "withdraw_part", amount=amount, account_no=OWN_ACCOUNT)
        reviewed(company, number)
    with pytest.raises(InputErrors) as error:
        asked(company, policy, 40, "withdraw_part", amount="100", account_no=OWN_ACCOUNT)
    assert error.value.problems[0].message == "385.83 is there, and at least 300.00 stays"
    go_on(company, date(2026, 3, 9))
    assert sorted(paid_out(company, policy)) == [57_000, 475_000]
    assert books(company, policy)["2652.09"] == 0


def test_a_surrender_sells_at_the_next_price_and_is_paid_then(company: Company) -> None:
    """1,197.165000 × 2.1000 + 3,591.500000 × 1.0100 = 2,514.05 + 3,627.42 = 6,141.47; 5 per cent of it are 307.07."""
    policy = invested(company)
    number, _done = asked(company, policy, 32, "surrender", account_no=OWN_ACCOUNT, identity_checked=True)
    reviewed(company, number)
    assert position(company, policy).status.end_reason == "surrendered"
    assert paid_out(company, policy) == []
    assert [letter.kind for letter in company.letters(number)][-1] == "units_sold"
    go_on(company, date(2026, 3, 9), STEADY="1.0100", GROWTH="2.1000")
    assert held(company, policy) == {"GROWTH": 0, "STEADY": 0}
    assert paid_out(company, policy) == [614_147 - 30_707]
    assert company.balance(OWED, policy) == -(614_147 - 30_707)
    assert books(company, policy) == NOTHING
    assert trade(company).branches == {}
    payment = company.opened_for(policy, "payment").number
    company.do("premium.release_payment", payment, company.clerk("cashier", "head_office"))
    company.do("premium.pay_out", payment, company.clerk("premium"), method="bank")
    assert {account: company.balance(account, policy) for account in BALANCE_SHEET} == dict.fromkeys(BALANCE_SHEET, 0)


@pytest.mark.parametrize(("price", "missing", "too_much"), [("1.0200", 3_591, 0), ("1.0000", 0, 3_592)])
def test_a_price_corrected_after_a_surrender_is_made_good_by_the_company(
    company: Company, price: str, missing: int, too_much: int
) -> None:
    """3,591.500000 units at 1.0100 were 3,627.42. At 1.0200 they are 3,663.33: the customer gets the rest. At 1.0000
    they are 3,591.50: the company bears it."""
    policy = invested(company)
    number, _done = asked(company, policy, 32, "surrender", account_no=OWN_ACCOUNT, identity_checked=True)
    reviewed(company, number)
    go_on(company, date(2026, 3, 9), STEADY="1.0100", GROWTH="2.1000")
    correct(company, "STEADY", date(2026, 3, 9), price)
    trade(company)
    assert paid_out(company, policy)[1:] == ([Fen(missing)] if missing else [])
    assert company.balance("6711.01", policy) == too_much
    assert books(company, policy) == NOTHING


def test_a_surrender_taken_back_before_its_price_keeps_the_units(company: Company) -> None:
    policy = invested(company)
    before = held(company, policy)
    number, _done = asked(company, policy, 32, "surrender", account_no=OWN_ACCOUNT, identity_checked=True)
    reviewed(company, number)
    back, _done = asked(company, policy, 43, "reverse", endorsement=number, reason="he thought again")
    reviewed(company, back)
    go_on(company, date(2026, 3, 9))
    assert held(company, policy) == before
    assert position(company, policy).is_in_force


def test_a_surrender_whose_units_were_sold_is_not_taken_back(company: Company) -> None:
    policy = invested(company)
    number, _done = asked(company, policy, 32, "surrender", account_no=OWN_ACCOUNT, identity_checked=True)
    reviewed(company, number)
    go_on(company, date(2026, 3, 9))
    with pytest.raises(Refused) as error:
        asked(company, policy, 43, "reverse", endorsement=number, reason="he thought again")
    assert error.value.code == "traded"


def test_a_switch_is_taken_back_until_its_price_is_there(company: Company) -> None:
    policy = invested(company)
    before = held(company, policy)
    number, _done = asked(company, policy, 41, "switch_funds", sell="GROWTH", buy="STEADY")
    reviewed(company, number)
    back, _done = asked(company, policy, 43, "reverse", endorsement=number, reason="he thought again")
    reviewed(company, back)
    go_on(company, date(2026, 3, 9))
    assert held(company, policy) == before


def test_a_cancellation_in_the_hesitation_period_refunds_the_premium_and_sells_the_units(company: Company) -> None:
    policy = invested(company)
    number, _done = asked(company, policy, 33, "cancel_in_hesitation", account_no=OWN_ACCOUNT, identity_checked=True)
    reviewed(company, number)
    assert paid_out(company, policy) == [1_000_000 - 1_000]
    go_on(company, date(2026, 3, 9))
    assert held(company, policy) == {"GROWTH": 0, "STEADY": 0}
    assert books(company, policy) == NOTHING
    assert company.balance("6531.04", policy) == -598_583


def test_no_cancellation_while_units_are_being_sold_for_a_withdrawal(company: Company) -> None:
    policy = invested(company)
    number, _done = asked(company, policy, 40, "withdraw_part", amount="500", account_no=OWN_ACCOUNT)
    reviewed(company, number)
    number = request(company, policy, 33)
    with pytest.raises(Refused) as error:
        company.do("preservation.cancel_in_hesitation", number, account_no=OWN_ACCOUNT, identity_checked=True)
    assert error.value.code == "withdrawing"
    go_on(company, date(2026, 3, 9))
    company.do("preservation.cancel_in_hesitation", number, account_no=OWN_ACCOUNT, identity_checked=True)
    reviewed(company, number)
    assert paid_out(company, policy) == [47_500, 1_000_000 - 47_500 - 1_000]
    go_on(company, date(2026, 3, 10))
    assert books(company, policy) == NOTHING


def test_a_cancellation_taken_back_before_its_price_keeps_the_units(company: Company) -> None:
    policy = invested(company)
    before = held(company, policy)
    number, _done = asked(company, policy, 33, "cancel_in_hesitation", account_no=OWN_ACCOUNT, identity_checked=True)
    reviewed(company, number)
    back, _done = asked(company, policy, 43, "reverse", endorsement=number, reason="he thought again")
    reviewed(company, back)
    go_on(company, date(2026, 3, 9))
    assert held(company, policy) == before
    assert position(company, policy).is_in_force


def worth(company: Company, policy: str) -> Worth:
    with company.store.read() as reader:
        state = reader.state()
        clerk = reader.find(Clerk, limit=1)[0]
        branch, record = reader.need(Branch, BRANCH), reader.need(Policy, numbers.parse(policy).id)
        view = View(reader, company.catalog, clerk, branch, state.business_date, policy=record)
        found = worth_of(view)
    assert found is not None
    return found


def test_what_a_policy_is_worth_is_its_units_at_the_last_price_and_says_why(company: Company) -> None:
    """1,197.165000 × 2.1000 + 3,591.500000 × 1.0100 = 6,141.47, less 5 per cent: 5,834.40."""
    policy = invested(company)
    go_on(company, date(2026, 3, 9), STEADY="1.0100", GROWTH="2.1000")
    now = worth(company, policy)
    assert (now.account, now.cash_value, now.may_be_lent) == (614_147, 614_147 - 30_707, 0)
    assert [why.rule for why in now.whys] == ["units_value", "surrender_charge"]
    assert now.whys[0].inputs["units: GROWTH"] == "1197.165000"


def test_a_death_pays_the_sum_assured_and_the_units_of_its_day_are_released(company: Company) -> None:
    policy = company.policy("UK10", **WIFE_TAKES_ALL)
    company.move_to(date(2026, 4, 10))
    take_in(company, *level(company, company.today))
    trade(company)
    number = with_papers(company, "death", date(2026, 4, 1))
    assess(company, number)
    approve(company, number)
    assert [amount for amount, _account in payments(company, number)] == [10_000_000]
    trade(company)
    [release] = [one for one in trades(company, policy) if one.order_no == 7 and one.fund == "STEADY"]
    assert release.day == date(2026, 4, 2)
    assert held(company, policy) == {"GROWTH": 0, "STEADY": 0}
    assert books(company, policy) == NOTHING
    assert company.balance(RISKS, policy) == -917, "the second month's charges are given back"


def test_what_was_paid_after_a_death_goes_back_and_its_units_are_as_if_they_never_were(company: Company) -> None:
    policy = invested(company, **WIFE_TAKES_ALL)
    go_on(company, date(2027, 3, 2))
    renew(company, date(2027, 3, 3))
    company.move_to(date(2027, 3, 10))
    company.do("premium.collect", policy, amount="10000", method="bank", identity_checked=True)
    go_on(company, date(2027, 3, 12), GROWTH="2.0100")
    number = with_papers(company, "death", date(2027, 3, 8))
    assess(company, number)
    approve(company, number)
    assert sum(amount for amount, _account in payments(company, number)) == 10_000_000 + 1_000_000
    trade(company)
    assert held(company, policy) == {"GROWTH": 0, "STEADY": 0}
    assert company.balance("2652.01", policy) == company.balance("1821", policy) == 0
    assert company.balance("2652.09") == 0
    assert company.balance(CHARGES, policy) == -400_000, "the second premium's charge is given back"


def test_a_death_waits_for_the_price_that_counts(company: Company) -> None:
    invested(company, **WIFE_TAKES_ALL)
    company.move_to(date(2026, 3, 9))
    number = with_papers(company, "death", date(2026, 3, 7))
    with pytest.raises(Refused) as error:
        assess(company, number)
    assert error.value.code == "no_price"


def test_units_that_do_not_carry_the_charges_lapse_after_grace_and_come_back_with_a_premium(company: Company) -> None:
    """300.00 planned, of which 180.00 buy units: at 14.75 a month they carry twelve months. One planned premium, less 5
    per cent, brings the policy back."""
    policy = company.policy("UK10", planned_premium="300")
    company.move_to(date(2026, 3, 6))
    take_in(company, *level(company, company.today))
    trade(company)
    go_on(company, date(2027, 3, 5))
    assert held(company, policy) == {"GROWTH": 0, "STEADY": 0}
    [short] = [letter for letter in company.letters(policy) if letter.kind == "account_short"]
    first = date.fromisoformat(str(short.values["due"]))
    assert (first, short.values["balance"]) == (date(2027, 3, 3), "0.00")
    assert position(company, policy).is_in_force
    go_on(company, date(2027, 5, 11))
    assert position(company, policy).is_lapsed
    assert [letter.kind for letter in company.letters(policy)][-1] == "account_lapsed"
    assert trade(company).branches == {}
    number, _done = asked(company, policy, 31, "reinstate", healthy=True)
    if company.case(number).state == "underwriting":
        company.do("underwriting.agree_request", number)
    company.do("premium.settle_request", number, amount="300", method="bank")
    go_on(company, date(2027, 5, 13))
    assert position(company, policy).is_in_force
    assert held(company, policy)["STEADY"] == 171_000_000

"""Dividends of a participating contract: granted when declared, used in four ways, and changed."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Refused
from ops_console.data.tables import Coverage, PolicyAccount
from ops_console.rules import numbers
from tests.support.company import Company
from tests.support.dividends import (
    ACCOUNT,
    FIRST,
    accumulated,
    dividends,
    entries,
    grant,
    participating,
    payments,
    surrender,
)
from tests.support.policies import asked, pay_all, position, renew, request


def test_a_participating_policy_is_sold_with_a_word_on_its_dividends(company: Company) -> None:
    with pytest.raises(InputErrors) as error:
        company.keyed("WP20")
    assert [problem.field for problem in error.value.problems] == ["dividend"]
    policy = participating(company, "cash")
    assert position(company, policy).terms.dividend == "cash"


def test_a_dividend_is_granted_once_its_year_has_ended_and_is_paid_for(company: Company) -> None:
    policy = participating(company, "cash")
    with pytest.raises(Refused, match="No dividend"):
        company.do("premium.grant_dividend", policy)
    pay_all(company, policy, FIRST)
    company.do("premium.grant_dividend", policy)
    [granted] = dividends(company, policy)
    # The net premium of 2,832.21 CNY at 1.8 %, declared for 2021; nothing was in reserve at the first year's start.
    assert (granted.year, granted.due_on, granted.option) == (1, FIRST, "cash")
    [payment] = payments(company, policy)
    assert (payment.amount, payment.reason, payment.account_no) == (granted.amount, "dividend", ACCOUNT)
    assert company.balance("2251.01", policy) == -granted.amount
    number, cashier = numbers.printed(numbers.Prefix.PAYMENT, payment.case_id), company.clerk("cashier")
    company.do("premium.release_payment", number, cashier)
    company.do("premium.pay_out", number, cashier, method="bank")
    assert company.balance("2251.01", policy) == 0
    with pytest.raises(Refused, match="No dividend"):
        company.do("premium.grant_dividend", policy)
    assert company.verify() == []


def test_a_year_whose_rate_is_not_declared_waits(company: Company) -> None:
    policy = participating(company, "accumulate", years=5)
    assert len(grant(company, policy, 5)) == 5
    pay_all(company, policy, date(2026, 3, 3))
    with pytest.raises(Refused, match=r"policy year 6 waits: no rate is declared for 2026 yet"):
        company.do("premium.grant_dividend", policy)


def test_dividends_left_to_accumulate_bear_the_declared_rate_and_go_with_a_surrender(company: Company) -> None:
    policy = participating(company, "accumulate", years=1)
    [first] = grant(company, policy, 1)
    pay_all(company, policy, date(2022, 3, 3))
    [second] = grant(company, policy, 1)
    # 3 % for the 365 days from 3 March 2021.
    interest = Fen.round(Fraction(first) * 3 / 100)
    assert entries(company, policy) == [("dividend", first), ("interest", interest), ("dividend", second)]
    held = first + interest + second
    assert accumulated(company, policy) == held == -company.balance("2251.02", policy)
    company.move_to(date(2022, 9, 1))
    more = Fen.round(Fraction(held) * Fraction(3 * 182, 36500))
    value = position(company, policy).cash_value(company.today)[0]
    surrender(company, policy)
    assert [(one.reason, one.amount) for one in payments(company, policy)] == [("surrender", value + held + more)]
    assert accumulated(company, policy) == company.balance("2251.02", policy) == 0
    assert company.balance("6521.01", policy) == first + second
    assert company.balance("6521.02", policy) == interest + more
    assert company.verify() == []


def test_accumulated_dividends_are_withdrawn_in_part_and_the_rest_goes_on(company: Company) -> None:
    policy = participating(company, "accumulate", years=2)
    held = Fen.total(grant(company, policy, 2))
    number = request(company, policy, 19)
    with pytest.raises(InputErrors):
        company.do("preservation.withdraw_dividends", number, amount="5000", account_no=ACCOUNT)
    done = company.do("preservation.withdraw_dividends", number, amount="30", account_no=ACCOUNT)
    assert done.state == "closed"
    assert accumulated(company, policy) == held - 3000
    company.move_by(365)
    number, _done = asked(company, policy, 19, "withdraw_dividends", account_no=ACCOUNT)
    assert accumulated(company, policy) == company.balance("2251.02", policy) == 0
    assert [one.reason for one in payments(company, policy)] == ["dividend", "dividend"]
    reverse, _done = asked(company, policy, 43, "reverse", endorsement=number, reason="asked for by mistake")
    if company.case(reverse).state != "closed":
        company.do("preservation.approve", reverse, company.clerk("preservation", "head_office", no=2))
    assert accumulated(company, policy) == held - 3000
    assert company.verify() == []


def test_additions_are_bought_at_the_attained_age_grow_and_add_to_every_value(company: Company) -> None:
    policy = participating(company, "additions", years=2)
    plain = position(company, policy).cash_value(company.today)[0]
    first, second = grant(company, policy, 2)
    bought = [one.additions for one in dividends(company, policy)]
    found = position(company, policy)
    [addition] = [one for one in found.coverages if one.kind == "addition"]
    assert (addition.no, addition.pay_years, addition.entry_age) == (101, 1, 34)
    assert addition.sum_assured == sum(bought) > first + second
    # The second year's premium and reserve are the same with additions but for their own share.
    assert company.balance("6031.01", policy) < 0
    value = found.cash_value(company.today)[0]
    assert 0 < found.additions_value(company.today) == value - plain
    surrender(company, policy)
    assert company.balance("6531.02", policy) == value - plain
    assert company.verify() == []


def test_a_dividend_set_off_is_held_for_the_next_premium_and_makes_it_less(company: Company) -> None:
    policy = participating(company, "premium", years=1)
    [amount] = grant(company, policy, 1)
    assert position(company, policy).suspense == amount
    renew(company, date(2022, 3, 3))
    left = int(position(company, policy).premium_owed) - amount
    company.do("premium.collect", policy, amount=left, method="bank", identity_checked=True)
    assert position(company, policy).owed == ()
    assert position(company, policy).suspense == company.balance("2241.01", policy) == 0
    assert company.verify() == []


def test_the_use_of_dividends_is_changed_and_what_has_accumulated_stays(company: Company) -> None:
    policy = participating(company, "accumulate", years=1)
    [amount] = grant(company, policy, 1)
    _number, done = asked(company, policy, 16, "change_dividend", dividend="cash")
    assert done.state == "closed"
    pay_all(company, policy, date(2022, 3, 3))
    grant(company, policy, 1)
    assert [one.option for one in dividends(company, policy)] == ["accumulate", "cash"]
    assert accumulated(company, policy) == amount
    with pytest.raises(InputErrors):
        asked(company, policy, 16, "change_dividend", dividend="cash")
    with pytest.raises(Refused, match="does not share in the surplus"):
        asked(company, company.policy("WL20"), 16, "change_dividend", dividend="cash")


def test_the_yearly_statement_says_what_was_granted_and_what_became_of_it(company: Company) -> None:
    policy = participating(company, "accumulate", years=1)
    [amount] = grant(company, policy, 1)
    [told] = [one.values for one in company.letters(policy) if one.kind == "dividend_statement"]
    assert (told["amount"], told["year"], told["due"]) == (amount.yuan(), 1, "2021-03-03")
    [line] = told["lines"]
    assert line.endswith(amount.yuan())


@pytest.mark.parametrize(
    ("model", "key", "values", "place"),
    [
        (PolicyAccount, {"kind": "dividend"}, {"balance": Fen(1)}, "policy_account policy"),
        (PolicyAccount, {"kind": "dividend"}, {"balance": Fen(1)}, "account 2251.02"),
        (Coverage, {"no": 101}, {"sum_assured": Fen(1)}, "coverage policy"),
    ],
)
def test_what_was_changed_by_hand_is_found(
    company: Company, model: type[PolicyAccount | Coverage], key: dict[str, Any], values: dict[str, Fen], place: str
) -> None:
    policy = participating(company, "accumulate", years=2)
    grant(company, policy, 1)
    asked(company, policy, 16, "change_dividend", dividend="additions")
    grant(company, policy, 1)
    key = key | {"policy_id": numbers.parse(policy).id}
    with company.store.write() as tx:
        [before] = tx.find(model, **key)
        tx.update(model, key, dict(values))
    assert any(one.place.startswith(place) for one in company.verify())
    with company.store.write() as tx:
        tx.update(model, key, {name: getattr(before, name) for name in values})

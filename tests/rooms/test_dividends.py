"""Dividends of a participating contract: granted when declared, used in four ways, followed to zero in the books."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Refused
from ops_console.batch.benefits import BENEFIT
from ops_console.batch.grace import GRACE
from ops_console.data.tables import AccountEntry, Coverage, Dividend, Payable, PolicyAccount, WorkItem
from ops_console.rules import numbers
from tests.support.claims import SON, SON_ACCOUNT, SON_NAME, WIFE_ACCOUNT, WIFE_TAKES_ALL, approve, assess, with_papers
from tests.support.claims import pay_all as pay_claim
from tests.support.claims import payments as claim_payments
from tests.support.company import Company
from tests.support.ledger import still_open
from tests.support.policies import asked, pay_all, position, renew, request

ACCOUNT = "6222000000000001"
FIRST = date(2021, 3, 3)
"""First anniversary of a cover that began on 3 March 2020."""


def participating(company: Company, option: str, years: int = 0, product: str = "WP20", **values: Any) -> str:
    """A policy in force from 3 March 2020 over 100,000, its premiums of so many more years paid."""
    company.move_to(date(2020, 3, 2))
    policy = company.policy(product, dividend=option, **values)
    for year in range(2021, 2021 + years):
        pay_all(company, policy, date(year, 3, 3))
    return policy


def dividends(company: Company, policy: str) -> list[Dividend]:
    with company.store.read() as reader:
        return reader.find(Dividend, policy_id=numbers.parse(policy).id)


def payments(company: Company, policy: str) -> list[Payable]:
    with company.store.read() as reader:
        return reader.find(Payable, policy_id=numbers.parse(policy).id)


def entries(company: Company, policy: str) -> list[tuple[str, int]]:
    with company.store.read() as reader:
        found = reader.find(AccountEntry, policy_id=numbers.parse(policy).id)
    return [(one.what, int(one.amount)) for one in found]


def accumulated(company: Company, policy: str) -> Fen:
    with company.store.read() as reader:
        account = reader.get(PolicyAccount, numbers.parse(policy).id, 1, "dividend")
    return account.balance if account else Fen(0)


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


def grant(company: Company, policy: str, years: int) -> list[Fen]:
    """Grant the dividends of so many more policy years; their amounts."""
    before = len(dividends(company, policy))
    for _year in range(years):
        company.do("premium.grant_dividend", policy)
    return [one.amount for one in dividends(company, policy)[before:]]


def surrender(company: Company, policy: str) -> str:
    """Surrendered, approved where it has to be; number of the request."""
    number, done = asked(company, policy, 32, "surrender", account_no=ACCOUNT, identity_checked=True)
    if done.state != "closed":
        company.do("preservation.approve", number, company.clerk("preservation", "head_office", no=2))
    return number


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


def test_once_no_premium_is_to_come_what_was_meant_for_it_accumulates(company: Company) -> None:
    policy = participating(company, "premium", years=4, pay_years=5)
    company.move_to(date(2025, 3, 3))
    grant(company, policy, 5)
    assert [one.option for one in dividends(company, policy)] == ["accumulate"] * 5
    held = accumulated(company, policy)
    surrender(company, policy)
    assert held > accumulated(company, policy) == company.balance("2251.02", policy) == 0
    assert company.verify() == []


def test_a_surrender_taken_back_puts_additions_and_accumulated_dividends_back(company: Company) -> None:
    policy = participating(company, "accumulate", years=2)
    grant(company, policy, 1)
    asked(company, policy, 16, "change_dividend", dividend="additions")
    grant(company, policy, 1)
    company.move_to(date(2022, 5, 5))
    before = accumulated(company, policy), position(company, policy).cash_value(company.today)[0]
    number = surrender(company, policy)
    request_no, _done = asked(company, policy, 43, "reverse", endorsement=number, reason="not what was meant")
    if company.case(request_no).state != "closed":
        company.do("preservation.approve", request_no, company.clerk("preservation", "head_office", no=2))
    assert position(company, policy).is_in_force
    assert (accumulated(company, policy), position(company, policy).cash_value(company.today)[0]) == before
    assert company.balance("6531.02", policy) == company.balance("6521.02", policy) == 0
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


def test_what_was_earned_before_a_surrender_is_paid_out_after_it(company: Company) -> None:
    policy = participating(company, "accumulate", years=1)
    surrender(company, policy)
    [amount] = grant(company, policy, 1)
    assert payments(company, policy)[-1].amount == amount
    assert company.verify() == []


def death(company: Company, day: date) -> str:
    """Number of a claim for a death on a day, decided today."""
    number = with_papers(company, "death", day)
    assess(company, number)
    pay_claim(company, approve(company, number))
    return number


def test_accumulated_dividends_are_paid_with_the_death_benefit_and_the_account_is_empty(company: Company) -> None:
    policy = participating(company, "accumulate", years=2, **WIFE_TAKES_ALL)
    first, second = grant(company, policy, 2)
    company.move_to(date(2022, 6, 11))
    # Both stood from the day they were granted, 3 March 2022: 100 days at 3 %.
    held = first + second + Fen.round(Fraction(first + second) * Fraction(300, 36500))
    number = death(company, date(2022, 6, 11))
    assert claim_payments(company, number) == [(10_000_000 + held, WIFE_ACCOUNT)]
    assert accumulated(company, policy) == company.balance("2251.02", policy) == 0
    company.do("claims.reopen", number, company.clerk("claims", "head_office", no=4), reason="a paper came later")
    assess(company, number)
    approve(company, number)
    assert claim_payments(company, number) == [(10_000_000 + held, WIFE_ACCOUNT)]
    assert company.balance("2251.02", policy) == 0
    assert company.verify() == []


def test_additions_of_the_day_are_paid_besides_the_death_benefit(company: Company) -> None:
    policy = participating(company, "additions", years=3, **WIFE_TAKES_ALL)
    company.move_to(date(2022, 4, 1))
    grant(company, policy, 2)
    bought = Fen.total(one.additions for one in dividends(company, policy))
    company.move_to(date(2023, 3, 10))
    grant(company, policy, 1)
    number = death(company, date(2023, 3, 9))
    assert claim_payments(company, number) == [(10_000_000 + bought, WIFE_ACCOUNT)]
    assert company.balance("6511.01", policy) == 10_000_000 + bought
    assert company.verify() == []


def test_a_death_before_the_anniversary_earns_no_dividend_of_that_year(company: Company) -> None:
    policy = participating(company, "accumulate", years=1, **WIFE_TAKES_ALL)
    company.move_to(date(2021, 3, 10))
    death(company, date(2021, 3, 1))
    with pytest.raises(Refused, match="No dividend"):
        company.do("premium.grant_dividend", policy)


def test_a_lapsed_policy_earns_nothing_and_its_accumulated_dividends_stay(company: Company) -> None:
    policy = participating(company, "accumulate", years=1)
    [amount] = grant(company, policy, 1)
    renew(company, date(2022, 3, 3))
    company.move_to(date(2022, 5, 10))
    GRACE.run(company.store, company.clerk("premium"), company.today)
    assert position(company, policy).is_lapsed
    with pytest.raises(Refused, match="No dividend"):
        company.do("premium.grant_dividend", policy)
    _number, done = asked(company, policy, 19, "withdraw_dividends", account_no=ACCOUNT)
    assert done.state == "closed"
    assert payments(company, policy)[-1].amount > amount
    assert accumulated(company, policy) == 0
    assert company.verify() == []


def test_the_yearly_statement_says_what_was_granted_and_what_became_of_it(company: Company) -> None:
    policy = participating(company, "accumulate", years=1)
    [amount] = grant(company, policy, 1)
    [told] = [one.values for one in company.letters(policy) if one.kind == "dividend_statement"]
    assert (told["amount"], told["year"], told["due"]) == (amount.yuan(), 1, "2021-03-03")
    [line] = told["lines"]
    assert line.endswith(amount.yuan())


@pytest.mark.parametrize("option", ["accumulate", "additions"])
def test_at_maturity_additions_fall_due_with_the_sum_and_accumulated_dividends_are_paid(
    company: Company, option: str
) -> None:
    policy = participating(company, option, years=4, product="EP10")
    company.move_to(date(2025, 3, 3))
    granted = Fen.total(grant(company, policy, 5))
    BENEFIT.run(company.store, company.clerk("premium"), company.today)
    assert [one.amount for one in payments(company, policy)] == [500_000], "what is paid after five years, once"
    maturity = date(2030, 3, 3)
    company.move_to(maturity)
    BENEFIT.run(company.store, company.clerk("premium"), maturity)
    found = position(company, policy)
    assert (found.status.status, found.status.end_reason) == ("ended", "matured")
    paid = [(one.reason, one.amount) for one in payments(company, policy)[1:]]
    bought = Fen.total(one.additions for one in dividends(company, policy))
    assert paid[0] == ("benefit", 10_000_000)
    assert paid[1][0] == ("dividend" if option == "accumulate" else "benefit")
    assert paid[1][1] > granted
    assert paid[1][1] == bought or option == "accumulate"
    assert company.balance("2251.02", policy) == accumulated(company, policy) == 0
    assert company.verify() == []


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


def pay_everything(company: Company, policy: str) -> None:
    """Every payment of the policy that is open is released and paid by the bank."""
    cashier = company.clerk("cashier", "head_office")
    with company.store.read() as reader:
        cases = reader.find(WorkItem, kind="payment", policy_id=numbers.parse(policy).id, open=True)
    for case in cases:
        if not payable(company, case.id).account_no:
            company.do("premium.change_account", case.number, account_no=ACCOUNT)
        company.do("premium.release_payment", case.number, cashier)
        company.do("premium.pay_out", case.number, cashier, method="bank")


def payable(company: Company, case_id: int) -> Payable:
    with company.store.read() as reader:
        return reader.need(Payable, case_id)


@pytest.mark.parametrize(
    ("product", "option"), [("WP20", "cash"), ("WP20", "accumulate"), ("WP20", "premium"), ("EP10", "additions")]
)
def test_sold_collected_lent_on_and_claimed_nothing_is_left_on_its_accounts(
    company: Company, product: str, option: str
) -> None:
    policy = participating(company, option, years=2, product=product, **WIFE_TAKES_ALL)
    grant(company, policy, 2)
    company.move_to(date(2022, 5, 2))
    asked(company, policy, 27, "grant_loan", amount="600", account_no=ACCOUNT)
    company.move_to(date(2022, 7, 1))
    number = with_papers(company, "death")
    assess(company, number)
    approve(company, number)
    pay_everything(company, policy)
    if option == "premium":
        company.do(
            "premium.refund_suspense", policy, amount=int(position(company, policy).suspense), account_no=ACCOUNT
        )
        pay_everything(company, policy)
    assert still_open(company) == {}
    assert company.verify() == []


def lapsed(company: Company) -> str:
    """A policy with 2 years' dividends, one accumulated and one in additions, that lapses in May 2023."""
    policy = participating(company, "accumulate", years=2)
    grant(company, policy, 1)
    asked(company, policy, 16, "change_dividend", dividend="additions")
    grant(company, policy, 1)
    renew(company, date(2023, 3, 3))
    company.move_to(date(2023, 5, 9))
    GRACE.run(company.store, company.clerk("premium"), company.today)
    assert position(company, policy).is_lapsed
    return policy


def test_a_death_while_lapsed_pays_cash_value_additions_and_accumulated_dividends(company: Company) -> None:
    policy = lapsed(company)
    company.move_to(date(2023, 6, 1))
    found = position(company, policy)
    value = found.cash_value(company.today)[0]
    assert found.additions_value(company.today) > 0
    number = with_papers(company, "death")
    assess(company, number, payees="", heirs=f"{SON_NAME}/{SON}/child/{SON_ACCOUNT}")
    pay_claim(company, approve(company, number))
    [(amount, account)] = claim_payments(company, number)
    assert (account, amount > value + dividends(company, policy)[0].amount) == (SON_ACCOUNT, True)
    assert company.balance("6531.03", policy) == value
    assert still_open(company) == {}
    assert company.verify() == []


def test_a_policy_in_force_again_earns_for_the_years_it_is_in_force_to_the_end_of(company: Company) -> None:
    policy = lapsed(company)
    company.move_to(date(2024, 4, 2))
    number, _done = asked(company, policy, 31, "reinstate", healthy=True)
    company.do("underwriting.agree_request", number, company.clerk("underwriting", "head_office"))
    company.do("premium.settle_request", number, amount="7000", method="bank", identity_checked=True)
    assert position(company, policy).is_in_force
    grant(company, policy, 1)
    with pytest.raises(Refused, match="No dividend"):
        company.do("premium.grant_dividend", policy)
    pay_all(company, policy, date(2025, 3, 3))
    grant(company, policy, 1)
    assert [one.year for one in dividends(company, policy)] == [1, 2, 3, 5], "lapsed when year 4 ended"

"""Participating policies at work in tests: dividends granted and used, and the ends their contracts come to."""

from datetime import date
from typing import Any

from ops_console.base.money import Fen
from ops_console.batch.grace import GRACE
from ops_console.data.tables import AccountEntry, Dividend, Payable, PolicyAccount, WorkItem
from ops_console.rules import numbers
from tests.support.claims import approve, assess, with_papers
from tests.support.claims import pay_all as pay_claim
from tests.support.company import Company
from tests.support.policies import asked, pay_all, position, renew

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


def death(company: Company, day: date) -> str:
    """Number of a claim for a death on a day, decided today."""
    number = with_papers(company, "death", day)
    assess(company, number)
    pay_claim(company, approve(company, number))
    return number


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

"""Universal life at work."""

from datetime import date

from ops_console.batch.accounts import ACCOUNT
from tests.support.company import Company
from tests.support.policies import position


def test_a_first_premium_is_put_into_the_account(company: Company) -> None:
    policy = company.policy("UL10")
    print(position(company, policy).commenced_on)
    company.move_to(date(2026, 6, 10))
    print(ACCOUNT.run(company.store, company.clerk("premium"), company.today))
    print(company.letters(policy))

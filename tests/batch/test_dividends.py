"""dividend-run: every participating policy's dividend, once its year has ended and its rate is declared."""

from datetime import date

from ops_console.batch.dividends import DIVIDEND
from ops_console.batch.report import RunReport, Totals
from ops_console.data.tables import Dividend
from ops_console.rules import numbers
from tests.support.company import Company
from tests.support.policies import asked, pay_all, position

BEGUN = date(2020, 3, 3)


def run(company: Company, day: date, *, dry_run: bool = False) -> RunReport:
    company.move_to(day)
    return DIVIDEND.run(company.store, company.clerk("premium"), day, None, dry_run)


def participating(company: Company, option: str, years: int) -> str:
    """A policy in force from 3 March 2020, the premiums of so many more years paid."""
    company.move_to(date(2020, 3, 2))
    policy = company.policy("WP20", dividend=option)
    for year in range(2021, 2021 + years):
        pay_all(company, policy, date(year, 3, 3))
    return policy


def granted(company: Company, policy: str) -> list[tuple[int, str]]:
    with company.store.read() as reader:
        found = reader.find(Dividend, policy_id=numbers.parse(policy).id)
    return [(one.year, one.option) for one in found]


def test_a_dividend_is_granted_on_the_anniversary_and_once(company: Company) -> None:
    policy = participating(company, "accumulate", years=1)
    assert run(company, date(2021, 3, 3), dry_run=True).total.rows == 1
    assert granted(company, policy) == []
    first = run(company, date(2021, 3, 3)).total
    # The net premium of 2,611.83 CNY at the 1.8 % declared for 2021; nothing was in reserve at the first year's start.
    assert (first.rows, first.amount.yuan()) == (1, "47.01")
    assert run(company, date(2021, 3, 4)).total == Totals()
    assert company.verify() == []


def test_a_run_that_comes_late_grants_every_year_it_missed_in_order(company: Company) -> None:
    policy = participating(company, "additions", years=4)
    assert run(company, date(2024, 12, 1)).total.rows == 4
    assert granted(company, policy) == [(year, "additions") for year in (1, 2, 3, 4)]
    assert len(position(company, policy).coverages) == 2
    assert company.verify() == []


def test_a_year_not_declared_yet_waits(company: Company) -> None:
    policy = participating(company, "cash", years=6)
    assert run(company, date(2026, 3, 3)).total.rows == 5
    assert granted(company, policy)[-1] == (5, "cash")
    assert run(company, date(2026, 8, 3)).total == Totals()


def test_what_was_earned_before_the_end_is_paid_out_and_then_no_more(company: Company) -> None:
    policy = participating(company, "accumulate", years=1)
    company.move_to(date(2021, 3, 5))
    number, done = asked(company, policy, 32, "surrender", account_no="6222000000000001", identity_checked=True)
    if done.state != "closed":
        company.do("preservation.approve", number, company.clerk("preservation", "head_office", no=2))
    assert run(company, date(2021, 3, 8)).total.rows == 1
    assert granted(company, policy) == [(1, "cash")]
    assert run(company, date(2022, 3, 8)).total == Totals()


def test_other_policies_get_none(company: Company) -> None:
    company.move_to(date(2020, 3, 2))
    policy = company.policy("WL20")
    pay_all(company, policy, date(2021, 3, 3))
    assert run(company, date(2021, 3, 3)).total == Totals()

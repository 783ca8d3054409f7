"""dividend-run: every participating policy's dividend, once its year has ended and its rate is declared."""

from datetime import date

from ops_console.batch.dividends import DIVIDEND
from ops_console.batch.report import RunReport, Totals
from tests.support.company import Company
from tests.support.dividends import dividends, participating, surrender
from tests.support.policies import pay_all, position


def run(company: Company, day: date, *, dry_run: bool = False) -> RunReport:
    company.move_to(day)
    return DIVIDEND.run(company.store, company.clerk("premium"), day, None, dry_run)


def granted(company: Company, policy: str) -> list[tuple[int, str]]:
    return [(one.year, one.option) for one in dividends(company, policy)]


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
    surrender(company, policy)
    assert run(company, date(2021, 3, 8)).total.rows == 1
    assert granted(company, policy) == [(1, "cash")]
    assert run(company, date(2022, 3, 8)).total == Totals()


def test_other_policies_get_none(company: Company) -> None:
    company.move_to(date(2020, 3, 2))
    policy = company.policy("WL20")
    pay_all(company, policy, date(2021, 3, 3))
    assert run(company, date(2021, 3, 3)).total == Totals()

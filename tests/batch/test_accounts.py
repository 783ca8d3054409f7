"""account-run: many accounts at once, each premium and month once, and again what was left."""

from datetime import date

from ops_console.base.money import Fen
from ops_console.batch.accounts import ACCOUNT
from ops_console.batch.report import Totals
from ops_console.batch.standing import runs_due
from ops_console.data.tables import AccountEntry, LedgerLine, PolicyAccount
from ops_console.data.verify import verify_store
from tests.support.company import BRANCH, Company
from tests.support.policies import renew


def run(company: Company, *, dry_run: bool = False) -> Totals:
    report = ACCOUNT.run(company.store, company.clerk("premium"), company.today, None, dry_run)
    assert not report.faults
    return report.total


def balances(company: Company) -> list[int]:
    with company.store.read() as reader:
        return [int(one.balance) for one in reader.find(PolicyAccount, order_by="policy_id")]


def test_a_dry_run_says_what_the_run_does_and_writes_nothing(company: Company) -> None:
    for planned in ("10000", "300"):
        company.policy("UL10", planned_premium=planned)
    company.policy("WL20")
    company.move_to(date(2026, 6, 10))
    assert run(company, dry_run=True) == Totals(2, Fen(1030000))
    assert balances(company) == []
    assert run(company) == Totals(2, Fen(1030000))
    assert run(company) == Totals()


def test_a_run_as_of_an_earlier_day_leaves_what_is_not_due_by_it(company: Company) -> None:
    company.policy("UL10")
    company.move_to(date(2026, 3, 2))
    assert run(company) == Totals()
    company.move_to(date(2026, 3, 5))
    early = ACCOUNT.run(company.store, company.clerk("premium"), date(2026, 3, 2))
    assert early.total == Totals(), "cover began on the 3rd"


def test_runs_however_often_end_in_the_same_accounts(company: Company) -> None:
    """One is rolled every week, the other once at the end: the same interest and charges on the same days."""
    company.policy("UL10")
    for week in range(8):
        company.move_to(date.fromordinal(date(2026, 3, 3).toordinal() + 7 * week))
        run(company)
    company.move_to(date(2026, 4, 21))
    with company.store.read() as reader:
        often = [(one.day, one.what, one.amount) for one in reader.find(AccountEntry, order_by="no")]
    assert [day.isoformat() for day, what, _amount in often if what == "fee"] == ["2026-03-03", "2026-04-03"]
    assert sum(amount for _day, _what, amount in often) == balances(company)[0]


def test_the_day_says_when_accounts_wait(company: Company) -> None:
    company.policy("UL10")
    company.move_to(date(2026, 3, 3))
    clerk = company.clerk("premium")

    def waits() -> bool:
        with company.store.read() as reader:
            return "account-run" in runs_due(reader, clerk, company.today, [BRANCH])

    assert waits()
    run(company)
    assert not waits()
    company.move_to(date(2026, 4, 2))
    assert not waits()
    company.move_to(date(2026, 4, 3))
    assert waits()


def test_a_premium_collected_within_the_month_waits_for_the_run(company: Company) -> None:
    policy = company.policy("UL10")
    company.move_to(date(2027, 3, 3))
    run(company)
    renew(company, date(2027, 3, 3))
    assert run(company) == Totals(), "raised, not paid"
    company.do("premium.collect", policy, amount="10000", method="bank")
    assert run(company) == Totals(1, Fen(1000000))
    with company.store.read() as reader:
        lines = reader.find(LedgerLine, rule="account_premium", account="2651.09")
        assert [int(one.amount) for one in lines] == [1000000, 1000000]
        assert verify_store(reader) == []

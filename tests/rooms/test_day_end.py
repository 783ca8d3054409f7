"""Day end: a branch's day closes with its control totals, never with a difference."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from ops_console.base.problems import InputErrors, NotAllowed, Refused
from ops_console.data.store import Store
from ops_console.data.tables import Branch, BranchDay, LedgerLine, Receipt
from ops_console.desk.desk import perform_in
from tests.support.company import BRANCH, FIRST_DAY, Company, build
from tests.support.policies import renew
from tests.support.stores import Stores

pytestmark = pytest.mark.both_engines

NEXT_DAY = FIRST_DAY + timedelta(days=1)


def open_day(company: Company) -> date:
    with company.store.read() as reader:
        return reader.need(Branch, BRANCH).open_day


def test_a_day_closes_with_its_totals_and_the_next_one_opens(company: Company) -> None:
    policy = company.policy("WL20")
    company.do("premium.collect", policy, amount="800", method="cash")
    with pytest.raises(Refused, match="premium-head_office-1-101"):
        company.do("premium.close_day", counted="800")
    company.do("counter.close_till", None, company.clerk("premium", "head_office"), counted="800")
    company.do("premium.close_day", counted="800")
    with company.store.read() as reader:
        day = reader.need(BranchDay, BRANCH, FIRST_DAY)
    assert (day.debit, day.cash) == (day.credit, 80000)
    assert day.debit > 80000
    assert open_day(company) == NEXT_DAY


def test_a_day_is_not_closed_while_something_is_being_booked_on_it(company: Company) -> None:
    policy = company.policy("WL20")
    cashier, closer = company.clerk("premium"), company.clerk("premium", no=2)
    with ThreadPoolExecutor(1) as other:
        with company.store.write() as tx:
            values = {"amount": "800", "method": "bank"}
            booked = perform_in(tx, "premium.collect", cashier, policy, values)
            closed = other.submit(company.do, "premium.close_day", None, closer)
            with pytest.raises(TimeoutError):
                closed.result(timeout=0.5)
        closed.result()
    assert {line.booked_on for line in booked.lines} == {FIRST_DAY}
    with company.store.read() as reader:
        day = reader.need(BranchDay, BRANCH, FIRST_DAY)
        assert day.lines == reader.count(LedgerLine, branch_id=BRANCH, booked_on=FIRST_DAY)


def test_what_is_done_after_the_close_is_booked_on_the_next_day(company: Company) -> None:
    policy = company.policy("WL20")
    company.do("premium.close_day")
    done = company.do("premium.collect", policy, amount="800", method="cash")
    assert {line.booked_on for line in done.lines} == {NEXT_DAY}


def test_a_till_that_was_counted_short_keeps_the_day_open(company: Company) -> None:
    policy = company.policy("WL20")
    company.do("premium.collect", policy, amount="800", method="cash")
    company.do("counter.close_till", None, company.clerk("premium", "head_office"), counted="800")
    with pytest.raises(Refused, match=r"799\.00 / 800\.00"):
        company.do("premium.close_day", counted="799")
    assert open_day(company) == FIRST_DAY


def test_a_receipt_that_was_not_booked_keeps_the_day_open(stores: Stores) -> None:
    broken = Company(Store(stores.copy("company", build)))
    with broken.store.write() as tx:
        tx.insert(
            [Receipt(branch_id=BRANCH, no=1, day=FIRST_DAY, amount=100, method="cash", purpose="premium", source_id=1)]
        )
    with pytest.raises(Refused, match="cash booked"):
        broken.do("premium.close_day")
    broken.store.close()


def test_a_day_to_come_is_not_closed(company: Company) -> None:
    company.do("premium.close_day")
    with pytest.raises(Refused, match="still to come"):
        company.do("premium.close_day")


def test_a_branch_outside_ones_own_is_not_closed(company: Company) -> None:
    with pytest.raises(InputErrors):
        company.do("premium.close_day", branch=102)


def test_the_renewal_runs_postings_are_in_the_days_totals(company: Company) -> None:
    company.policy("WL20")
    renew(company, date(2027, 3, 3))
    company.do("premium.close_day")
    with company.store.read() as reader:
        assert reader.need(BranchDay, BRANCH, date(2027, 3, 3)).lines == 2


def test_who_booked_money_by_hand_as_the_banks_does_not_close_the_day(company: Company) -> None:
    """Their word alone says that the bank has it; a line of a file bears it, or another clerk looks."""
    policy, clerk = company.policy("WL20"), company.clerk("premium")
    company.do("premium.collect", policy, clerk, amount=70_000, method="transfer", identity_checked=True)
    company.do("premium.collect", policy, clerk, amount=100, method="cash")
    company.do("counter.close_till", None, clerk, counted=100)
    with pytest.raises(NotAllowed, match=r"700\.00 by hand"):
        company.do("premium.close_day", None, clerk)
    company.do("premium.close_day", None, company.clerk("premium", no=2))


def test_once_the_banks_line_of_it_is_there_they_do(company: Company) -> None:
    policy, clerk, other = company.policy("WL20"), company.clerk("premium"), company.clerk("premium", no=2)
    done = company.do("premium.collect", policy, clerk, amount=70_000, method="transfer", identity_checked=True)
    told = company.do("premium.hold_bank_money", None, other, amount=70_000, day=company.today, name="李明")
    with pytest.raises(NotAllowed, match=r"700\.00 by hand"):
        company.do("premium.close_day", None, clerk)
    company.do("premium.clear_booked_item", told.number, other, branch=BRANCH, receipt=done.receipts[0])
    company.do("premium.close_day", None, clerk)
    assert open_day(company) == NEXT_DAY

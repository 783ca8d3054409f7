"""The till of a clerk: every receipt in cash is in it, and it is closed before the branch's day."""

import pytest

from ops_console.base.problems import InputErrors, NotAllowed, Refused
from ops_console.data.tables import TillClose
from ops_console.desk.desk import Outcome
from ops_console.desk.entry import Actor
from tests.support.company import BRANCH, FIRST_DAY, Company

pytestmark = pytest.mark.both_engines

OVER_AND_SHORT = "1901"


def take(company: Company, policy: str, clerk: Actor, amount: str, method: str = "cash") -> Outcome:
    return company.do("premium.collect", policy, clerk, amount=amount, method=method)


def close(company: Company, clerk: Actor, counted: str, reason: str = "") -> Outcome:
    return company.do("counter.close_till", None, clerk, counted=counted, reason=reason)


def test_a_till_holds_the_cash_its_clerk_took_and_nobody_elses(company: Company) -> None:
    policy, first, second = company.policy("WL20"), company.clerk("counter"), company.clerk("counter", no=2)
    take(company, policy, first, "800")
    take(company, policy, first, "20.50")
    take(company, policy, first, "1000", method="transfer")
    take(company, policy, second, "5")
    told = close(company, first, "820.50").messages
    assert told == ["2 receipts in cash, 820.50 expected, 820.50 counted and handed over."]
    with pytest.raises(Refused, match="counter-clerk-2-101"):
        company.do("premium.close_day")
    close(company, second, "5")
    company.do("premium.close_day", counted="825.50")
    assert company.balance(OVER_AND_SHORT) == 0


@pytest.mark.parametrize(("counted", "booked"), [("799.99", 1), ("800.01", -1), ("0", 80000)])
def test_a_difference_needs_a_reason_and_is_booked_as_over_or_short(
    company: Company, counted: str, booked: int
) -> None:
    policy, clerk = company.policy("WL20"), company.clerk("counter")
    take(company, policy, clerk, "800")
    with pytest.raises(InputErrors) as error:
        close(company, clerk, counted)
    assert [problem.field for problem in error.value.problems] == ["reason"]
    close(company, clerk, counted, "change given wrongly")
    assert company.balance(OVER_AND_SHORT) == booked
    with company.store.read() as reader:
        till = reader.need(TillClose, clerk.clerk_id, FIRST_DAY)
    assert (till.branch_id, till.receipts, till.expected, till.reason) == (BRANCH, 1, 80000, "change given wrongly")
    company.do("premium.close_day", counted=counted)


def test_a_closed_till_takes_no_cash_before_the_next_day(company: Company) -> None:
    policy, clerk = company.policy("WL20"), company.clerk("counter")
    take(company, policy, clerk, "800")
    close(company, clerk, "800")
    with pytest.raises(Refused) as error:
        take(company, policy, clerk, "5")
    assert error.value.code == "till_closed"
    take(company, policy, clerk, "5", method="bank")
    with pytest.raises(Refused, match="is closed"):
        close(company, clerk, "800")
    company.do("premium.close_day")
    take(company, policy, clerk, "5")


def test_a_till_without_cash_is_not_closed_and_keeps_no_day_open(company: Company) -> None:
    policy, clerk = company.policy("WL20"), company.clerk("counter")
    take(company, policy, clerk, "800", method="bank")
    with pytest.raises(Refused) as error:
        close(company, clerk, "0")
    assert error.value.code == "no_cash"
    company.do("premium.close_day")


def test_cash_paid_out_leaves_the_till(company: Company) -> None:
    policy, cashier = company.policy("WL20"), company.clerk("cashier")
    company.do("premium.collect", policy, amount="100", method="bank")
    done = company.do("premium.refund_suspense", policy, amount="60", account_no="6222000000000001")
    payment = done.opened[0]
    company.do("premium.release_payment", payment)
    company.do("premium.pay_out", payment, cashier, method="cash")
    told = close(company, cashier, "-60").messages
    assert told == ["0 receipts in cash, -60.00 expected, -60.00 counted and handed over."]
    company.do("premium.close_day", None, company.clerk("premium", no=2))


def test_the_till_of_who_is_away_is_counted_by_who_hands_out_work(company: Company) -> None:
    """Else the branch's day could never be closed."""
    policy, away = company.policy("WL20"), company.clerk("counter")
    take(company, policy, away, "800")
    company.do("administration.lock_clerk", clerk="counter-clerk-1-101")
    absent = {"counted": "800", "clerk": "counter-clerk-1-101"}
    with pytest.raises(NotAllowed):
        company.do("counter.close_till", None, company.clerk("counter", no=2), **absent)
    company.do("counter.close_till", None, company.clerk("counter", "supervisor"), **absent)
    with company.store.read() as reader:
        assert reader.need(TillClose, away.clerk_id, FIRST_DAY).expected == 80000
    company.do("premium.close_day", counted="800")


def test_cash_is_taken_in_ones_own_branch_only(company: Company) -> None:
    policy = company.policy("WL20")
    with pytest.raises(Refused) as error:
        take(company, policy, company.clerk("premium", branch=1), "5")
    assert error.value.code == "other_branch"

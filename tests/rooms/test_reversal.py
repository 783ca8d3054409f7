"""Reversal of an endorsement: what it changed stands again as before; refused when later changes build on it."""

from datetime import date

import pytest

from ops_console.base.problems import InputErrors, Refused
from ops_console.data.tables import ChangeSet, LedgerLine, Party
from tests.support.company import Company
from tests.support.policies import asked, pay_all, position, renew

ACCOUNT = "6222000000000001"
REASON = "keyed on the wrong policy"
ACCOUNTS = ("1002", "1001", "1122", "1303.01", "1132.01", "2205.02", "2205.03", "6031.01", "6011.01", "6531.01")


def reverse(company: Company, policy: str, number: str) -> str:
    """Key the reversal and let another clerk approve it; its number."""
    reversal, keyed = asked(
        company, policy, 43, "reverse", company.clerk("preservation"), endorsement=number, reason=REASON
    )
    assert keyed.state == "review"
    company.do("preservation.approve", reversal, company.clerk("preservation", no=2))
    return reversal


def books(company: Company) -> dict[str, int]:
    return {account: int(company.balance(account)) for account in ACCOUNTS}


def test_a_contact_change_is_reversed(company: Company) -> None:
    policy = company.policy("WL20")
    number, _done = asked(company, policy, 3, "change_contact", phone="13912345678", email="li@example.cn")
    reversal = reverse(company, policy, number)
    with company.store.read() as reader:
        applicant = reader.need(Party, position(company, policy).applicant_id)
        assert (applicant.phone, applicant.email) == ("13800000001", "")
        assert reader.find(ChangeSet, case_id=company.case(reversal).id)[0].reverses is not None
    assert company.letters(reversal)[0].kind == "reversal"


def test_an_endorsement_is_reversed_once(company: Company) -> None:
    policy = company.policy("WL20")
    number, _done = asked(company, policy, 3, "change_contact", phone="13912345678")
    reverse(company, policy, number)
    with pytest.raises(Refused, match="already"):
        asked(company, policy, 43, "reverse", endorsement=number, reason=REASON)


def test_a_change_that_a_later_one_builds_on_is_not_reversed_before_it(company: Company) -> None:
    policy = company.policy("WL20")
    first, _done = asked(company, policy, 3, "change_contact", phone="13912345678")
    second, _done = asked(company, policy, 3, "change_contact", phone="13987654321")
    with pytest.raises(Refused, match=second):
        asked(company, policy, 43, "reverse", endorsement=first, reason=REASON)
    number = company.opened_for(policy, "endorsement").number
    company.do("preservation.withdraw", number)
    reverse(company, policy, second)
    reverse(company, policy, first)
    with company.store.read() as reader:
        assert reader.need(Party, position(company, policy).applicant_id).phone == "13800000001"


def test_reversing_a_loan_stops_its_payment_and_takes_the_books_back(company: Company) -> None:
    policy = company.policy("WL20", sum_assured="500000")
    pay_all(company, policy, date(2031, 3, 3))
    before = books(company)
    number, done = asked(company, policy, 27, "grant_loan", amount="5000", account_no=ACCOUNT)
    reverse(company, policy, number)
    assert books(company) == before
    assert (company.case(done.opened[0]).state, company.case(done.opened[0]).open) == ("cancelled", False)
    assert position(company, policy).loans == ()


def test_what_has_been_paid_out_is_not_reversed(company: Company) -> None:
    policy = company.policy("WL20", sum_assured="500000")
    pay_all(company, policy, date(2031, 3, 3))
    number, done = asked(company, policy, 27, "grant_loan", amount="5000", account_no=ACCOUNT)
    company.do("premium.release_payment", done.opened[0])
    company.do("premium.pay_out", done.opened[0])
    with pytest.raises(Refused, match=done.opened[0]):
        asked(company, policy, 43, "reverse", endorsement=number, reason=REASON)


def test_reversing_a_repayment_leaves_its_money_held(company: Company) -> None:
    policy = company.policy("WL20", sum_assured="500000")
    pay_all(company, policy, date(2031, 3, 3))
    asked(company, policy, 27, "grant_loan", amount="5000", account_no=ACCOUNT)
    company.move_to(date(2031, 5, 15))
    before = position(company, policy).debts(company.today)
    number, _keyed = asked(company, policy, 28, "repay_loan", amount="1000")
    company.do("premium.settle_request", number, amount="1000", method="cash")
    reverse(company, policy, number)
    now = position(company, policy)
    assert now.suspense == 100000
    assert company.balance("2241.01", policy) == -100000
    assert now.debts(company.today) == before
    assert company.balance("1303.01", policy) == 500000
    assert company.balance("6011.01", policy) == 0


def test_a_surrender_reversed_before_payment_puts_the_policy_in_force_again(company: Company) -> None:
    policy = company.policy("WL20", sum_assured="50000")
    renew(company, date(2027, 3, 3))
    before, was = books(company), position(company, policy)
    number, _done = asked(company, policy, 32, "surrender", account_no=ACCOUNT)
    assert position(company, policy).status.status == "ended"
    reverse(company, policy, number)
    now = position(company, policy)
    assert books(company) == before
    assert (now.is_in_force, now.status.end_reason, now.current_billing) == (True, None, was.current_billing)
    assert now.premium_owed == was.premium_owed


def test_a_reinstatement_reversed_leaves_the_policy_lapsed_and_the_money_held(company: Company) -> None:
    policy = company.policy("WL20", premium_loan=False)
    renew(company, date(2027, 3, 3))
    company.move_to(date(2027, 5, 4))
    company.do("premium.lapse", policy)
    was, before = position(company, policy), books(company)
    company.move_to(date(2028, 5, 15))
    number, _keyed = asked(company, policy, 31, "reinstate", healthy=True)
    company.do("underwriting.agree_request", number)
    company.do("premium.settle_request", number, amount="20000", method="cash", identity_checked=True)
    reverse(company, policy, number)
    now = position(company, policy)
    assert (now.is_lapsed, now.status.lapsed_on) == (True, date(2027, 5, 4))
    assert (now.current_billing.active, now.current_billing.paid_to) == (False, was.current_billing.paid_to)
    assert [one.state for one in now.instalments] == ["collected", "cancelled", "cancelled"]
    assert now.suspense == 2000000
    assert books(company) == {**before, "1001": before["1001"] + 2000000}


def test_a_change_of_another_policy_is_not_reversed_here(company: Company) -> None:
    policy, other = company.policy("WL20"), company.policy("TM20")
    number, _done = asked(company, policy, 3, "change_contact", phone="13912345678")
    with pytest.raises(InputErrors):
        asked(company, other, 43, "reverse", endorsement=number, reason=REASON)


def test_every_entry_of_the_books_still_sums_to_zero(company: Company) -> None:
    policy = company.policy("WL20", sum_assured="50000")
    number, _done = asked(company, policy, 32, "surrender", account_no=ACCOUNT)
    reverse(company, policy, number)
    sums: dict[tuple[int, int], int] = {}
    with company.store.read() as reader:
        for line in reader.find(LedgerLine):
            sums[line.source_id, line.entry_no] = sums.get((line.source_id, line.entry_no), 0) + line.amount
    assert set(sums.values()) == {0}

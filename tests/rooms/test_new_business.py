"""From the issued policy to one in force: delivery, signed receipt, first premium, whichever comes last."""

from datetime import date

import pytest

from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors
from ops_console.data.tables import Billing, DueEvent, Payable, PolicyStatus, PremiumDue, Receipt
from ops_console.rules import numbers
from tests.support.company import FIRST_DAY, Company


def status_of(company: Company, application: str) -> PolicyStatus:
    with company.store.read() as reader:
        policy_id = numbers.parse(company.policy_number(application)).id
        return reader.current(PolicyStatus, policy_id)[0]


def delivered(company: Company, product: str = "WL20") -> str:
    number = company.issued(product)
    company.do("counter.record_delivery", number, delivered_on=company.today)
    return number


def pay(company: Company, number: str, amount: Fen, method: str = "bank") -> str | None:
    return company.do("counter.collect_first_premium", number, amount=int(amount), method=method).state


def test_a_signed_and_paid_policy_is_in_force_from_the_next_day(company: Company) -> None:
    policy = numbers.parse(company.policy("WL20"))
    with company.store.read() as reader:
        status = reader.current(PolicyStatus, policy.id)[0]
        assert (status.status, status.commenced_on) == ("in_force", date(2026, 3, 3))
        assert reader.as_at(PolicyStatus, policy.id, FIRST_DAY)[0].status == "issued"
        billing = reader.need(Billing, policy.id)
        assert (billing.next_due, billing.paid_to) == (date(2027, 3, 3), date(2027, 3, 3))
        assert (billing.ends_on, billing.anchor_day, billing.active) == (date(2046, 3, 3), 3, True)
        due = reader.need(PremiumDue, policy.id, date(2026, 3, 3))
        assert due.amount == billing.premium
        assert [event.kind for event in reader.find(DueEvent, policy_id=policy.id)] == ["collected"]


def test_the_books_hold_the_premium_as_income_and_nothing_in_advance(company: Company) -> None:
    number = delivered(company)
    premium = company.application(number).premium
    pay(company, number, premium)
    assert (company.balance("1002"), company.balance("2203.01")) == (premium, -premium)
    company.do("counter.record_receipt", number, signed_on=FIRST_DAY)
    assert (company.balance("2203.01"), company.balance("1122")) == (0, 0)
    assert company.balance("6031.01", company.policy_number(number)) == -premium


def test_signed_before_it_is_paid_it_waits_for_the_premium(company: Company) -> None:
    number = delivered(company)
    assert company.do("counter.record_receipt", number, signed_on=FIRST_DAY).state == "receipted"
    assert status_of(company, number).receipted_on == FIRST_DAY
    company.move_to(date(2026, 3, 5))
    assert pay(company, number, company.application(number).premium) == "closed"
    status = status_of(company, number)
    assert (status.commenced_on, status.receipted_on) == (date(2026, 3, 6), FIRST_DAY)


def test_paid_before_it_is_signed_it_waits_for_the_signature(company: Company) -> None:
    number = delivered(company)
    pay(company, number, company.application(number).premium)
    company.move_to(date(2026, 3, 9))
    outcome = company.do("counter.record_receipt", number, signed_on="2026-03-06")
    assert outcome.state == "closed"
    assert status_of(company, number).commenced_on == date(2026, 3, 7)


def test_money_taken_before_there_is_a_policy_pays_for_it(company: Company) -> None:
    number = company.keyed("WL20")
    pay(company, number, company.application(number).premium)
    company.do("underwriting.issue", number)
    company.do("counter.record_delivery", number, delivered_on=FIRST_DAY)
    assert company.do("counter.record_receipt", number, signed_on=FIRST_DAY).state == "closed"
    assert company.balance("2203.01") == 0


def test_too_little_keeps_it_waiting(company: Company) -> None:
    number = delivered(company)
    company.do("counter.record_receipt", number, signed_on=FIRST_DAY)
    premium = company.application(number).premium
    assert pay(company, number, premium - 100) == "receipted"
    assert pay(company, number, Fen(100)) == "closed"


def test_what_is_paid_too_much_is_owed_back(company: Company) -> None:
    number = delivered(company)
    company.do("counter.record_receipt", number, signed_on=FIRST_DAY)
    pay(company, number, company.application(number).premium + 5000)
    with company.store.read() as reader:
        payable = reader.need(Payable, company.opened_for(number, "payment").id)
    assert (payable.amount, payable.reason, payable.account_no) == (5000, "refund", "6222000000000001")
    assert company.balance("2205.04") == -5000


def test_every_payment_has_a_receipt_numbered_without_gaps(company: Company) -> None:
    number = delivered(company)
    for _time in range(3):
        pay(company, number, Fen(1000), "cash")
    with company.store.read() as reader:
        assert [receipt.no for receipt in reader.find(Receipt, branch_id=101)] == [1, 2, 3]
    assert company.balance("1001") == 3000


def test_large_sums_in_cash_need_the_payers_identity(company: Company) -> None:
    number = delivered(company)
    with pytest.raises(InputErrors):
        company.do("counter.collect_first_premium", number, amount="10000", method="cash")
    company.do("counter.collect_first_premium", number, amount="10000", method="cash", identity_checked=True)


def test_nothing_is_signed_before_it_is_delivered_or_tomorrow(company: Company) -> None:
    number = company.issued()
    with pytest.raises(InputErrors):
        company.do("counter.record_delivery", number, delivered_on="2026-03-01")
    company.do("counter.record_delivery", number, delivered_on=FIRST_DAY)
    for day in ("2026-03-01", "2026-03-03"):
        with pytest.raises(InputErrors):
            company.do("counter.record_receipt", number, signed_on=day)


def test_a_one_year_cover_has_no_second_premium(company: Company) -> None:
    with company.store.read() as reader:
        billing = reader.need(Billing, numbers.parse(company.policy("HC01")).id)
    assert (billing.active, billing.next_due, billing.ends_on) == (False, date(2027, 3, 3), date(2027, 3, 3))


def test_a_policy_of_the_31st_falls_due_on_the_last_day_of_shorter_months(company: Company) -> None:
    company.move_to(date(2026, 3, 30))
    with company.store.read() as reader:
        billing = reader.need(Billing, numbers.parse(company.policy("WL20", months=1)).id)
    assert (billing.anchor_day, billing.next_due) == (31, date(2026, 4, 30))


def test_money_paid_is_not_taken_back_without_an_account(company: Company) -> None:
    number = company.received()
    company.do("counter.check_papers", number)
    pay(company, number, Fen(50000))
    with pytest.raises(InputErrors):
        company.do("counter.withdraw_application", number, reason="不想买了")
    company.do("counter.withdraw_application", number, reason="不想买了", account_no="6222999900000000")
    with company.store.read() as reader:
        payable = reader.need(Payable, company.opened_for(number, "payment").id)
    assert (payable.amount, payable.account_no) == (50000, "6222999900000000")


def test_an_application_is_withdrawn_until_it_is_issued(company: Company) -> None:
    number = company.keyed("WL20")
    assert company.do("counter.withdraw_application", number, reason="不想买了").state == "closed"
    assert company.case(number).outcome == "withdrawn"

"""The end of grace: money held, premium loan or lapse; and the way back, reinstatement."""

from datetime import date

import pytest

from ops_console.base.problems import InputErrors, Refused
from ops_console.batch.collections import COLLECTION
from ops_console.batch.grace import GRACE
from ops_console.data.tables import Loan
from ops_console.rooms.premium.grace import after_grace
from tests.support.company import Company
from tests.support.policies import asked, pay_all, position, renew, request

DUE = date(2027, 3, 3)
"""60 days later is Sunday 2 May; the calendar beyond 2026 knows weekends only, so that grace ends on Monday 3 May."""
RECEIVABLE = "1122"


def lapsed(company: Company) -> str:
    policy = company.policy("WL20", premium_loan=False)
    renew(company, DUE)
    company.move_to(date(2027, 5, 4))
    company.do("premium.lapse", policy)
    return policy


def test_grace_ends_sixty_days_after_the_due_date_or_on_the_next_working_day(company: Company) -> None:
    policy = company.policy("WL20")
    renew(company, DUE)
    assert position(company, policy).grace_ends(DUE) == date(2027, 5, 3)
    assert after_grace(position(company, policy), date(2027, 5, 3)) is None
    assert after_grace(position(company, policy), date(2027, 5, 4)) == "premium.lapse"


def test_a_premium_paid_on_the_last_day_of_grace_is_in_time(company: Company) -> None:
    policy = company.policy("WL20", premium_loan=False)
    renew(company, DUE)
    company.move_to(date(2027, 5, 3))
    with pytest.raises(Refused):
        company.do("premium.lapse", policy)
    company.do("premium.collect", policy, amount=int(position(company, policy).premium_owed), method="cash")
    company.move_to(date(2027, 5, 4))
    assert after_grace(position(company, policy), date(2027, 5, 4)) is None


def test_unpaid_after_grace_the_policy_lapses_from_the_next_day(company: Company) -> None:
    policy = lapsed(company)
    now = position(company, policy)
    assert (now.status.status, now.status.valid_from, now.status.lapsed_on) == (
        "lapsed",
        date(2027, 5, 4),
        date(2027, 5, 4),
    )
    assert (now.current_billing.active, now.current_billing.paid_to) == (False, DUE)
    assert [one.state for one in now.instalments] == ["collected", "cancelled"]
    assert company.balance(RECEIVABLE) == 0
    [letter] = [letter for letter in company.letters(policy) if letter.kind == "lapse_notice"]
    assert letter.values["reinstate_until"] == "2029-05-04"


def test_money_that_comes_after_the_lapse_is_not_premium(company: Company) -> None:
    policy = lapsed(company)
    premium = position(company, policy).terms.premium
    told = company.do("premium.collect", policy, amount=int(premium), method="cash").messages
    now = position(company, policy)
    assert (now.is_lapsed, now.suspense) == (True, premium)
    assert "reinstatement" in told[0]


def test_money_held_pays_the_instalment_before_a_policy_lapses(company: Company) -> None:
    policy = company.policy("WL20", premium_loan=False)
    company.do("premium.collect", policy, amount=int(position(company, policy).terms.premium), method="cash")
    renew(company, DUE)
    company.move_to(date(2027, 5, 4))
    assert after_grace(position(company, policy), company.today) == "premium.apply_suspense"
    with pytest.raises(Refused, match="held"):
        company.do("premium.lapse", policy)
    company.do("premium.apply_suspense", policy)
    assert after_grace(position(company, policy), company.today) is None


def test_a_premium_loan_is_refused_when_it_was_not_chosen(company: Company) -> None:
    policy = company.policy("WL20", premium_loan=False)
    renew(company, DUE)
    company.move_to(date(2027, 5, 4))
    with pytest.raises(Refused):
        company.do("premium.grant_premium_loan", policy)


def test_a_premium_loan_is_not_granted_for_a_part_and_the_policy_lapses(company: Company) -> None:
    policy = company.policy("WL20", premium_loan=True)
    renew(company, DUE)
    company.move_to(date(2027, 5, 4))
    assert position(company, policy).cash_value(DUE)[0] < position(company, policy).premium_owed
    with pytest.raises(Refused):
        company.do("premium.grant_premium_loan", policy)
    company.do("premium.lapse", policy)
    assert position(company, policy).is_lapsed


def test_after_a_premium_loan_the_cover_goes_on_and_the_loan_bears_interest(company: Company) -> None:
    policy = company.policy("WL20", premium_loan=True, pay_years=5)
    pay_all(company, policy, date(2029, 3, 3))
    renew(company, date(2030, 3, 3))
    premium = position(company, policy).premium_owed
    over = position(company, policy).grace_ends(date(2030, 3, 3))
    company.move_by((over - company.today).days + 1)
    with pytest.raises(Refused):
        company.do("premium.lapse", policy)
    company.do("premium.grant_premium_loan", policy)
    now = position(company, policy)
    assert (now.is_in_force, now.premium_owed, now.instalments[-1].state) == (True, 0, "lent")
    assert now.current_billing.paid_to == now.current_billing.next_due
    assert (company.balance("1303.02"), company.balance(RECEIVABLE)) == (premium, 0)
    with company.store.read() as reader:
        [loan] = reader.find(Loan, policy_id=now.policy.id)
    assert (loan.kind, loan.principal, loan.granted_on) == ("premium_loan", premium, company.today)
    company.move_by(73)
    number, _keyed = asked(company, policy, 15, "repay_loan")
    owed = premium + (premium * 2 + 100) // 200
    company.do("premium.settle_request", number, amount=int(owed), method="bank")
    assert position(company, policy).loans == ()
    assert position(company, policy).suspense == 0


def test_reinstatement_costs_the_arrears_with_interest_and_waits_for_underwriting(company: Company) -> None:
    policy = lapsed(company)
    premium = position(company, policy).terms.premium
    company.move_to(date(2028, 5, 15))
    number, keyed = asked(company, policy, 31, "reinstate", healthy=True)
    assert keyed.state == "underwriting"
    company.do("underwriting.agree_request", number)
    assert company.case(number).state == "payment_due"
    # Two instalments, due 3 March 2027 and 2028, with 5 % a year for 439 and 73 days.
    interest = round(int(premium) * 5 * (439 + 73) / 36500)
    company.do("premium.settle_request", number, amount=int(2 * premium + interest), method="transfer")
    now = position(company, policy)
    assert (now.is_in_force, now.status.reinstated_on, now.status.lapsed_on) == (True, date(2028, 5, 15), None)
    assert now.suspense == 0
    assert (now.current_billing.active, now.current_billing.next_due, now.current_billing.paid_to) == (
        True,
        date(2029, 3, 3),
        date(2029, 3, 3),
    )
    assert [one.state for one in now.instalments] == ["collected"] * 3
    assert (company.balance("6011.04"), company.balance(RECEIVABLE)) == (-interest, 0)
    assert company.letters(number)[-1].kind == "reinstatement_notice"


def test_money_held_since_the_lapse_counts_towards_reinstatement(company: Company) -> None:
    policy = lapsed(company)
    premium = position(company, policy).terms.premium
    company.do("premium.collect", policy, amount=int(premium), method="cash")
    number, _keyed = asked(company, policy, 31, "reinstate", healthy=True)
    company.do("underwriting.agree_request", number)
    interest = round(int(premium) * 5 * 62 / 36500)
    with pytest.raises(InputErrors):
        company.do("premium.settle_request", number, amount=interest - 1, method="cash")
    company.do("premium.settle_request", number, amount=interest, method="cash")
    assert position(company, policy).is_in_force


def test_two_years_after_the_lapse_it_is_too_late_to_reinstate(company: Company) -> None:
    policy = lapsed(company)
    company.move_to(date(2029, 5, 5))
    number = request(company, policy, 31)
    with pytest.raises(Refused, match="2029-05-04") as caught:
        company.do("preservation.reinstate", number, healthy=True)
    assert caught.value.source == "Insurance Law art 37"


def test_what_was_declared_about_health_stays_out_of_the_events(company: Company) -> None:
    policy = lapsed(company)
    number, _keyed = asked(company, policy, 31, "reinstate", healthy=False, health="a stroke in June")
    assert all("stroke" not in str(event.data) for event in company.events(number))


def test_what_the_bank_was_given_in_grace_may_be_answered_some_days_after(company: Company) -> None:
    """Grace ends on Monday 3 May; three working days later is Thursday."""
    policy = company.policy("WL20", premium_loan=False)
    renew(company, DUE)
    company.move_to(date(2027, 5, 3))
    premium = company.clerk("premium")
    assert COLLECTION.run(company.store, premium, company.today).total.rows == 1
    company.move_to(date(2027, 5, 6))
    with pytest.raises(Refused, match="waited for until 2027-05-06"):
        company.do("premium.lapse", policy)
    assert GRACE.run(company.store, premium, company.today).total.rows == 0
    company.move_to(date(2027, 5, 7))
    assert GRACE.run(company.store, premium, company.today).total.rows == 1
    assert position(company, policy).status.lapsed_on == date(2027, 5, 4)

"""Universal life at work: premiums planned and put in, charges month by month, what ends it; its ledger to nothing."""

from datetime import date

import pytest

from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Refused
from ops_console.batch.accounts import ACCOUNT
from ops_console.batch.grace import GRACE
from ops_console.batch.notices import NOTICE
from ops_console.batch.report import Totals
from ops_console.data.tables import AccountEntry, Billing, Policy, PolicyAccount
from ops_console.desk.offering import policy_view
from ops_console.rooms.preservation.worth import worth_of
from ops_console.rules import numbers
from tests.support.claims import (
    SON,
    SON_ACCOUNT,
    WIFE,
    WIFE_ACCOUNT,
    WIFE_NAME,
    WIFE_TAKES_ALL,
    approve,
    assess,
    payments,
    with_papers,
)
from tests.support.claims import pay_all as paid_out
from tests.support.company import LI_MING, Company
from tests.support.policies import asked, position, renew

OWN = "6222000000000001"
ACCOUNTS, CLEARING, RECEIVABLE, HELD = "2651.01", "2651.09", "1122", "2241.01"
INITIAL, FEES, RISK, INTEREST, SURRENDER_CHARGE = "6051.03", "6051.04", "6051.05", "6412.01", "6051.02"
BALANCED = (ACCOUNTS, HELD, "2203.01", "2205.01", "2205.02", "2205.03", "2205.04")
"""What is owed to or by a customer: nothing is left of it when all is settled."""
RAISED = (CLEARING, RECEIVABLE)
"""Booked by branch when premiums are raised, not by policy."""


def run_accounts(company: Company, day: date) -> Totals:
    company.move_to(day)
    return ACCOUNT.run(company.store, company.clerk("premium"), day).total


def entries(company: Company, policy: str) -> list[tuple[str, str, str]]:
    with company.store.read() as reader:
        found = reader.find(AccountEntry, policy_id=numbers.parse(policy).id, order_by="no")
    return [(one.day.isoformat(), one.what, one.amount.yuan()) for one in found]


def balance(company: Company, policy: str) -> str:
    with company.store.read() as reader:
        found = reader.need(PolicyAccount, numbers.parse(policy).id, 1, "universal")
        assert -company.balance(ACCOUNTS, policy) == found.balance
        return found.balance.yuan()


def to_zero(company: Company, policy: str) -> None:
    """Nothing is owed any more: what is left stands on money, income and expense."""
    assert {account: company.balance(account, policy) for account in BALANCED} == dict.fromkeys(BALANCED, 0)
    assert {account: company.balance(account) for account in RAISED} == dict.fromkeys(RAISED, 0)


def pay_out(company: Company, policy: str) -> None:
    payment = company.opened_for(policy, "payment").number
    company.do("premium.release_payment", payment, company.clerk("cashier", "head_office"))
    company.do("premium.pay_out", payment, company.clerk("premium"), method="bank")


class TestSold:
    @pytest.mark.parametrize("planned", [None, "200", "1000050", "10050"])
    def test_the_planned_premium_is_said_and_within_what_is_offered(
        self, company: Company, planned: str | None
    ) -> None:
        with pytest.raises(InputErrors) as error:
            company.keyed("UL10", planned_premium=planned)
        assert {problem.field for problem in error.value.problems} == {"planned_premium"}

    def test_what_is_planned_is_the_instalment_whatever_the_sum(self, company: Company) -> None:
        policy = company.policy("UL10", planned_premium="500", months=1, sum_assured="300000")
        where = position(company, policy)
        assert (where.terms.premium, where.coverages[0].premium, where.terms.loading) == (50000, 50000, 0)

    def test_extra_mortality_costs_no_loading_but_dearer_charges(self, company: Company) -> None:
        number = company.keyed("UL10", sum_assured="1000000")
        assert company.case(number).state == "underwriting"
        company.do("underwriting.load", number, em_points=100, reason="高血压")
        [told] = company.letters(number)[-1].values["terms"]
        assert "100" in told
        company.do("counter.accept_terms", number, signed_on=company.today)
        policy = company.delivered_and_paid(number)
        where = position(company, policy)
        assert (where.terms.premium, where.terms.loading) == (1000000, 0)
        run_accounts(company, date(2026, 3, 3))
        # Half of 10,000 is put in; (1,000,000 - 4,995) x 0.001170 x 2 / 12, points as charged in the company's steps.
        assert where.coverages[0].em_points == 100
        assert entries(company, policy)[-1] == ("2026-03-03", "risk", "-194.03")

    def test_what_an_account_is_worth_does_not_tell_of_health(self, company: Company) -> None:
        number = company.keyed("UL10", sum_assured="1000000")
        company.do("underwriting.load", number, em_points=100, reason="高血压")
        company.do("counter.accept_terms", number, signed_on=company.today)
        policy = company.delivered_and_paid(number)
        with company.store.read() as reader:
            worth = worth_of(
                policy_view(reader, company.clerk("counter"), reader.need(Policy, numbers.parse(policy).id))
            )
        assert worth is not None
        assert [one.rule for one in worth.whys] == ["initial_charge", "account_value", "surrender_charge"]

    def test_extra_mortality_is_charged_where_the_sum_is_lowered_too(self, company: Company) -> None:
        number = company.keyed("UL10", sum_assured="1000000")
        company.do("underwriting.limit", number, sum_assured="500000", em_points=100, reason="高血压")
        company.do("counter.accept_terms", number, signed_on=company.today)
        policy = company.delivered_and_paid(number)
        assert position(company, policy).coverages[0].em_points == 100


class TestTheAccount:
    def test_a_first_premium_is_put_in_less_its_initial_charge_on_the_first_day_of_cover(
        self, company: Company
    ) -> None:
        policy = company.policy("UL10")
        assert run_accounts(company, date(2026, 3, 2)) == Totals(), "cover begins tomorrow"
        assert run_accounts(company, date(2026, 3, 3)) == Totals(1, Fen(1000000))
        assert entries(company, policy) == [
            ("2026-03-03", "premium", "10,000.00"),
            ("2026-03-03", "charge", "-5,000.00"),
            ("2026-03-03", "fee", "-5.00"),
            ("2026-03-03", "risk", "-9.26"),
        ]
        assert balance(company, policy) == "4,985.74"
        assert company.balance(INITIAL, policy) == -500000
        assert run_accounts(company, date(2026, 3, 3)) == Totals(), "each premium and each month once"

    def test_every_month_earns_interest_and_pays_for_its_cover(self, company: Company) -> None:
        """4,985.74 x 2.75 % x 31 / 365 = 11.64: the rate declared for months that begin in March 2026."""
        policy = company.policy("UL10")
        run_accounts(company, date(2026, 4, 3))
        assert entries(company, policy)[4:] == [
            ("2026-04-03", "interest", "11.64"),
            ("2026-04-03", "fee", "-5.00"),
            ("2026-04-03", "risk", "-9.26"),
        ]
        assert (company.balance(FEES, policy), company.balance(RISK, policy)) == (-1000, -1852)
        assert company.balance(INTEREST, policy) == 1164

    def test_months_missed_are_caught_up_as_if_they_had_been_booked_in_time(self, company: Company) -> None:
        late, in_time = company.policy("UL10"), company.policy("UL10", received={"applicant_document": WIFE_ALONE_ID})
        for month in range(3, 13):
            company.move_to(date(2026, month, 5))
            company.do("premium.roll_account", in_time)
        run_accounts(company, date(2026, 12, 5))
        mine, theirs = entries(company, late), entries(company, in_time)
        assert [one[:2] for one in mine] == [one[:2] for one in theirs]

    def test_a_planned_premium_counts_from_the_day_it_was_paid(self, company: Company) -> None:
        policy = company.policy("UL10")
        renew(company, date(2027, 3, 3))
        company.move_to(date(2027, 3, 20))
        company.do("premium.collect", policy, amount="10000", method="bank")
        run_accounts(company, date(2027, 4, 3))
        put_in = [one for one in entries(company, policy) if one[1] in ("premium", "charge")][2:]
        assert put_in == [("2027-03-20", "premium", "10,000.00"), ("2027-03-20", "charge", "-2,500.00")]

    def test_a_premium_the_bank_took_back_is_taken_out_again(self, company: Company) -> None:
        policy = company.policy("UL10")
        renew(company, date(2027, 3, 3))
        done = company.do("premium.collect", policy, amount="10000", method="bank")
        run_accounts(company, date(2027, 3, 4))
        company.do("premium.return_collection", policy, receipt=done.receipts[0], reason="insufficient_funds")
        run_accounts(company, date(2027, 3, 5))
        assert entries(company, policy)[-2:] == [
            ("2027-03-05", "premium", "-10,000.00"),
            ("2027-03-05", "charge", "2,500.00"),
        ]
        company.do("premium.collect", policy, amount="10000", method="bank")
        run_accounts(company, date(2027, 3, 6))
        assert entries(company, policy)[-2][1:] == ("premium", "10,000.00"), "and once more when it is paid again"

    def test_a_statement_goes_out_at_the_end_of_the_year(self, company: Company) -> None:
        policy = company.policy("UL10")
        run_accounts(company, date(2027, 3, 3))
        [told] = [letter.values for letter in company.letters(policy) if letter.kind == "account_statement"]
        rows = entries(company, policy)
        last = max(no for no, one in enumerate(rows) if one[1] == "interest")
        assert (told["year"], told["opening"], told["premiums"]) == (1, "0.00", "10,000.00")
        assert told["balance"] == Fen.total(Fen.of_yuan(one[2]) for one in rows[: last + 1]).yuan()
        parts = [Fen.of_yuan(told[name]) for name in ("opening", "premiums", "interest", "charges")]
        assert Fen.total(parts).yuan() == told["balance"]


WIFE_ALONE_ID = LI_MING["applicant_document"]


class TestPremiumHoliday:
    def test_a_planned_premium_is_asked_for_but_not_owed(self, company: Company) -> None:
        policy = company.policy("UL10")
        renew(company, date(2027, 3, 3))
        assert company.balance(RECEIVABLE) == 1000000
        company.move_to(date(2027, 5, 4))
        assert GRACE.run(company.store, company.clerk("premium"), company.today).total.rows == 1
        where = position(company, policy)
        assert (where.status.status, where.premium_owed) == ("in_force", 0)
        assert [one.state for one in where.instalments] == ["collected", "skipped"]
        assert where.current_billing.paid_to == where.current_billing.next_due == date(2028, 3, 3)
        assert company.balance(RECEIVABLE) == 0

    def test_its_reminder_says_that_it_need_not_be_paid(self, company: Company) -> None:
        policy = company.policy("UL10")
        company.move_to(date(2027, 1, 3))
        assert NOTICE.run(company.store, company.clerk("premium"), company.today).total == Totals(1, Fen(1000000))
        [letter] = [one for one in company.letters(policy) if "reminder" in one.kind]
        assert (letter.kind, letter.values["due"]) == ("planned_reminder", "2027-03-03")

    def test_it_is_not_passed_over_within_its_grace(self, company: Company) -> None:
        policy = company.policy("UL10")
        renew(company, date(2027, 3, 3))
        with pytest.raises(Refused):
            company.do("premium.skip_planned", policy)
        with pytest.raises(Refused):
            company.do("premium.lapse", policy)

    def test_an_account_that_runs_out_is_warned_of_and_lapses_after_grace(self, company: Company) -> None:
        """300 a year, half of it kept: 150.00 carry ten months at 5.00 and 9.75 a month; the eleventh is lacking."""
        policy = company.policy("UL10", planned_premium="300")
        run_accounts(company, date(2027, 1, 5))
        [warning] = [letter.values for letter in company.letters(policy) if letter.kind == "account_short"]
        short_on = date.fromisoformat(warning["due"])
        assert (short_on, warning["charges"]) == (date(2027, 1, 3), "14.75")
        assert run_accounts(company, date(2027, 1, 6)) == Totals(), "told once"
        grace_end = date.fromisoformat(warning["grace_end"])
        run_accounts(company, grace_end)
        assert position(company, policy).is_in_force
        left = balance(company, policy)
        assert run_accounts(company, date(2027, 3, 8)).rows == 1
        assert position(company, policy).is_lapsed
        assert balance(company, policy) == left, "what is in the account stays"
        assert [letter.kind for letter in company.letters(policy)][-1] == "account_lapsed"

    def test_an_additional_premium_within_grace_carries_the_charges(self, company: Company) -> None:
        policy = company.policy("UL10", planned_premium="300")
        run_accounts(company, date(2027, 1, 5))
        number, _done = asked(company, policy, 39, "pay_additional", company.clerk("preservation"), amount="1000")
        company.do("preservation.approve", number, company.clerk("preservation", no=2))
        company.do("premium.settle_request", number, amount="1000", method="bank")
        run_accounts(company, date(2027, 2, 5))
        rows = entries(company, policy)
        assert ("2027-01-05", "additional", "1,000.00") in rows
        assert ("2027-01-05", "charge", "-50.00") in rows, "the part that goes on in the last years"
        assert ("2027-01-05", "fee", "-5.00") in rows, "the month of 3 January, paid for on the 5th"
        assert position(company, policy).is_in_force

    def test_a_lapsed_policy_comes_back_with_one_planned_premium(self, company: Company) -> None:
        policy = company.policy("UL10", planned_premium="300")
        run_accounts(company, date(2027, 1, 5))
        run_accounts(company, date(2027, 3, 8))
        company.move_to(date(2027, 6, 10))
        number, _done = asked(company, policy, 31, "reinstate", healthy=True)
        company.do("underwriting.agree_request", number)
        company.do("premium.settle_request", number, amount="300", method="bank")
        assert position(company, policy).is_in_force
        run_accounts(company, date(2027, 7, 3))
        fees = [day for day, what, _amount in entries(company, policy) if what == "fee"]
        assert fees[-2:] == ["2026-12-03", "2027-07-03"], "no charges for the time of the lapse"

    @pytest.mark.parametrize(
        "raised", [False, True], ids=["before a premium is asked for", "after one was passed over"]
    )
    def test_a_reinstatement_taken_back_leaves_the_policy_lapsed_as_it_was(
        self, company: Company, raised: bool
    ) -> None:
        policy = company.policy("UL10", planned_premium="300")
        run_accounts(company, date(2027, 1, 5))
        if raised:
            renew(company, date(2027, 3, 3))
        run_accounts(company, date(2027, 3, 8))
        before, left = position(company, policy), balance(company, policy)
        company.move_to(date(2027, 6, 10))
        number, _done = asked(company, policy, 31, "reinstate", healthy=True)
        company.do("underwriting.agree_request", number)
        company.do("premium.settle_request", number, amount="300", method="bank")
        clerk = company.clerk("preservation")
        back, _done = asked(company, policy, 43, "reverse", clerk, endorsement=number, reason="wrong policy")
        company.do("preservation.approve", back, company.clerk("preservation", no=2))
        after = position(company, policy)
        assert (after.is_lapsed, after.billing, balance(company, policy)) == (True, before.billing, left)
        assert [one.state for one in after.instalments] == ["collected", *["cancelled"] * raised]


class TestMoneyOut:
    def test_a_withdrawal_pays_less_the_charge_of_the_year(self, company: Company) -> None:
        policy = company.policy("UL10")
        run_accounts(company, date(2026, 3, 20))
        number, _done = asked(
            company, policy, 40, "withdraw_part", company.clerk("preservation"), amount="1000", account_no=OWN
        )
        company.do("preservation.approve", number, company.clerk("preservation", no=2))
        assert entries(company, policy)[-1] == ("2026-03-20", "withdrawal", "-1,000.00")
        assert balance(company, policy) == "3,985.74"
        assert company.balance(SURRENDER_CHARGE, policy) == -5000
        assert company.balance("2205.03", policy) == -95000

    @pytest.mark.parametrize("amount", ["4685.75", "5000"])
    def test_a_least_premium_stays_in(self, company: Company, amount: str) -> None:
        policy = company.policy("UL10")
        run_accounts(company, date(2026, 3, 20))
        with pytest.raises(InputErrors):
            asked(company, policy, 40, "withdraw_part", amount=amount, account_no=OWN)

    def test_a_product_without_an_account_takes_no_additional_premium(self, company: Company) -> None:
        with pytest.raises(Refused):
            asked(company, company.policy("WL20"), 39, "pay_additional", amount="1000")

    def test_a_surrender_pays_the_account_with_interest_to_the_day_less_the_charge(self, company: Company) -> None:
        """4,985.74 x 2.75 % x 20 / 365 = 7.51; of 4,993.25 a twentieth, 249.66, is kept."""
        policy = company.policy("UL10")
        company.move_to(date(2026, 3, 23))
        with company.store.read() as reader:
            worth = worth_of(
                policy_view(reader, company.clerk("preservation"), reader.need(Policy, numbers.parse(policy).id))
            )
        assert worth is not None
        assert (worth.account, worth.cash_value, worth.surrender) == (499325, 474359, 474359)
        number, _done = asked(company, policy, 32, "surrender", company.clerk("preservation"), account_no=OWN)
        if company.case(number).state == "review":
            company.do("preservation.approve", number, company.clerk("preservation", no=2))
        assert balance(company, policy) == "0.00"
        assert company.balance("2205.02", policy) == -474359
        pay_out(company, policy)
        to_zero(company, policy)

    def test_a_surrender_that_is_reversed_leaves_the_account_as_it_was(self, company: Company) -> None:
        policy = company.policy("UL10")
        run_accounts(company, date(2026, 3, 20))
        before = balance(company, policy)
        company.move_to(date(2026, 4, 20))
        number, _done = asked(company, policy, 32, "surrender", company.clerk("preservation"), account_no=OWN)
        if company.case(number).state == "review":
            company.do("preservation.approve", number, company.clerk("preservation", no=2))
        back, _keyed = asked(
            company, policy, 43, "reverse", company.clerk("preservation"), endorsement=number, reason="wrong policy"
        )
        company.do("preservation.approve", back, company.clerk("preservation", no=2))
        assert (balance(company, policy), position(company, policy).is_in_force) == (before, True)
        run_accounts(company, date(2026, 4, 20))
        assert balance(company, policy) == Fen(498574 + 1164 - 1426).yuan(), "and the month is booked again"

    def test_a_premium_that_comes_back_after_the_surrender_is_the_companys_loss(self, company: Company) -> None:
        policy = company.policy("UL10")
        renew(company, date(2027, 3, 3))
        done = company.do("premium.collect", policy, amount="10000", method="bank")
        company.move_to(date(2027, 3, 10))
        number, _done = asked(
            company, policy, 32, "surrender", company.clerk("preservation"), account_no=OWN, identity_checked=True
        )
        if company.case(number).state == "review":
            company.do("preservation.approve", number, company.clerk("preservation", no=2))
        pay_out(company, policy)
        to_zero(company, policy)
        company.do("premium.return_collection", policy, receipt=done.receipts[0], reason="insufficient_funds")
        to_zero(company, policy)
        assert company.balance("6531.04", policy) == 1000000 - 250000, "what was put in of it"

    def test_a_whole_life_of_premiums_and_withdrawals_ends_with_nothing_owed(self, company: Company) -> None:
        policy = company.policy("UL10", months=6, planned_premium="3000")
        clerk, other = company.clerk("preservation"), company.clerk("preservation", no=2)
        for day in (date(2026, 9, 3), date(2027, 3, 3), date(2027, 9, 3)):
            renew(company, day)
            company.do("premium.collect", policy, amount="3000", method="bank")
            run_accounts(company, day)
        more, _keyed = asked(company, policy, 39, "pay_additional", clerk, amount="5000")
        company.do("preservation.approve", more, other)
        company.do("premium.settle_request", more, amount="5000", method="bank")
        out, _keyed = asked(company, policy, 40, "withdraw_part", clerk, amount="2000", account_no=OWN)
        company.do("preservation.approve", out, other)
        pay_out(company, policy)
        renew(company, date(2028, 5, 4))
        GRACE.run(company.store, company.clerk("premium"), company.today)
        run_accounts(company, company.today)
        assert [one.state for one in position(company, policy).instalments] == [*["collected"] * 4, "skipped"]
        end, _keyed = asked(company, policy, 32, "surrender", clerk, account_no=OWN)
        if company.case(end).state == "review":
            company.do("preservation.approve", end, other)
        pay_out(company, policy)
        to_zero(company, policy)

    def test_cancelled_in_the_hesitation_period_all_premium_goes_back(self, company: Company) -> None:
        policy = company.policy("UL10")
        run_accounts(company, date(2026, 3, 10))
        number, _done = asked(company, policy, 33, "cancel_in_hesitation", account_no=OWN)
        assert company.case(number).state == "closed"
        assert company.balance("2205.02", policy) == -(1000000 - 1000)
        pay_out(company, policy)
        to_zero(company, policy)

    def test_an_additional_premium_goes_back_too_less_what_was_withdrawn(self, company: Company) -> None:
        policy = company.policy("UL10")
        run_accounts(company, date(2026, 3, 10))
        clerk, other = company.clerk("preservation"), company.clerk("preservation", no=2)
        number, _done = asked(company, policy, 39, "pay_additional", clerk, amount="2000")
        company.do("preservation.approve", number, other)
        company.do("premium.settle_request", number, amount="2000", method="bank")
        number, _done = asked(company, policy, 40, "withdraw_part", clerk, amount="1000", account_no=OWN)
        company.do("preservation.approve", number, other)
        pay_out(company, policy)
        number, _done = asked(company, policy, 33, "cancel_in_hesitation", clerk, account_no=OWN, identity_checked=True)
        if company.case(number).state == "review":
            company.do("preservation.approve", number, other)
        assert company.balance("2205.02", policy) == -(1000000 + 200000 - 95000 - 1000), "950.00 came out of the 1,000"
        pay_out(company, policy)
        to_zero(company, policy)


class TestDeath:
    def test_a_death_pays_the_sum_assured_and_the_account_is_released(self, company: Company) -> None:
        policy = company.policy("UL10", **WIFE_TAKES_ALL)
        run_accounts(company, date(2026, 7, 10))
        number = with_papers(company, "death", date(2026, 7, 5))
        assess(company, number)
        approved = approve(company, number)
        assert [amount for amount, _account in payments(company, number)] == [10000000]
        paid_out(company, approved)
        assert entries(company, policy)[-1][1] == "released"
        to_zero(company, policy)

    def test_a_rich_account_pays_its_multiple(self, company: Company) -> None:
        """150,000 planned, half of it put in: 1.6 times the account are more than the sum assured."""
        policy = company.policy("UL10", planned_premium="150000", income="2000000", **WIFE_TAKES_ALL)
        run_accounts(company, date(2026, 3, 3))
        number = with_papers(company, "death", date(2026, 3, 3))
        assess(company, number)
        # 75,000 - 5.00 fee - 0.6 x 74,995 x 0.001170 / 12, which is 4.39; 1.6 x 74,990.61.
        approved = approve(company, number)
        assert [amount for amount, _account in payments(company, number)] == [11998498]
        paid_out(company, approved)
        to_zero(company, policy)

    def test_a_planned_premium_not_paid_is_not_taken_off(self, company: Company) -> None:
        policy = company.policy("UL10", **WIFE_TAKES_ALL)
        renew(company, date(2027, 3, 3))
        run_accounts(company, date(2027, 3, 10))
        number = with_papers(company, "death", date(2027, 3, 9))
        assess(company, number)
        paid_out(company, approve(company, number))
        assert [amount for amount, _account in payments(company, number)] == [10000000]
        to_zero(company, policy)

    def test_what_was_paid_after_the_death_goes_back(self, company: Company) -> None:
        policy = company.policy("UL10", **WIFE_TAKES_ALL)
        renew(company, date(2027, 3, 3))
        company.move_to(date(2027, 3, 20))
        company.do("premium.collect", policy, amount="10000", method="bank")
        number = with_papers(company, "death", date(2027, 3, 10))
        assess(company, number)
        paid_out(company, approve(company, number))
        assert sum(amount for amount, _account in payments(company, number)) == 10000000 + 1000000
        to_zero(company, policy)

    def test_an_additional_premium_paid_after_the_death_goes_back(self, company: Company) -> None:
        policy = company.policy("UL10", **WIFE_TAKES_ALL)
        run_accounts(company, date(2026, 7, 10))
        number, _done = asked(company, policy, 39, "pay_additional", company.clerk("preservation"), amount="2000")
        company.do("preservation.approve", number, company.clerk("preservation", no=2))
        company.do("premium.settle_request", number, amount="2000", method="bank")
        claim = with_papers(company, "death", date(2026, 7, 5))
        assess(company, claim)
        approved = approve(company, claim)
        assert [amount for amount, _account in payments(company, claim)] == [10000000 + 200000]
        paid_out(company, approved)
        to_zero(company, policy)

    def test_a_death_while_it_is_lapsed_pays_what_is_left_in_the_account(self, company: Company) -> None:
        """Insurance Law art 37: the cash value of the suspended contract; what is left, less a twentieth."""
        policy = company.policy("UL10", planned_premium="300", **WIFE_TAKES_ALL)
        run_accounts(company, date(2027, 1, 5))
        run_accounts(company, date(2027, 3, 8))
        assert position(company, policy).is_lapsed
        left = -company.balance(ACCOUNTS, policy)
        number = with_papers(company, "death", date(2027, 3, 8))
        assess(company, number, heirs=f"李小明/{SON}/child/{SON_ACCOUNT}")
        paid_out(company, approve(company, number))
        [(paid, _account)] = payments(company, number)
        assert 0.95 * left <= paid < left
        to_zero(company, policy)

    def test_a_suicide_in_time_pays_the_account_and_reopened_only_what_is_more(self, company: Company) -> None:
        """Insurance Law art 44: the cash value. 4,974.07 on 3 July and 0.74 to the 5th, less a twentieth."""
        policy = company.policy("UL10", **WIFE_TAKES_ALL)
        run_accounts(company, date(2026, 7, 10))
        number = with_papers(company, "death", date(2026, 7, 5))
        assess(company, number, cause="suicide", heirs=f"{WIFE_NAME}/{WIFE}/spouse/{WIFE_ACCOUNT}")
        paid_out(company, approve(company, number))
        assert payments(company, number) == [(472607, WIFE_ACCOUNT)]
        to_zero(company, policy)
        company.do("claims.reopen", number, reason="not a suicide")
        assess(company, number, cause="illness")
        paid_out(company, approve(company, number))
        assert [amount for amount, _account in payments(company, number)] == [472607, 10000000 - 472607]
        to_zero(company, policy)


class TestVerified:
    def test_an_account_changed_by_hand_is_neither_what_its_entries_make_nor_what_is_booked(
        self, company: Company
    ) -> None:
        policy = company.policy("UL10")
        run_accounts(company, date(2026, 3, 3))
        key = {"policy_id": numbers.parse(policy).id, "coverage_no": 1, "kind": "universal"}
        with company.store.write() as tx:
            tx.update(PolicyAccount, key, {"balance": Fen(498575)})
        places = [finding.place for finding in company.verify()]
        assert places == [f"policy_account policy {key['policy_id']}", f"account {ACCOUNTS} policy {key['policy_id']}"]
        with company.store.write() as tx:
            tx.update(PolicyAccount, key, {"balance": Fen(498574)})

    def test_planned_premiums_are_on_their_way_or_in_an_account(self, company: Company) -> None:
        policy = company.policy("UL10")
        run_accounts(company, date(2026, 3, 3))
        billing = {"policy_id": numbers.parse(policy).id}
        with company.store.write() as tx:
            tx.update(Billing, billing, {"account": "6031.01"})
        assert [finding.place for finding in company.verify()] == [f"account {CLEARING}"]
        with company.store.write() as tx:
            tx.update(Billing, billing, {"account": CLEARING})

"""Mandates: from which account a policy's premiums are collected, from issue to the end of the contract."""

from datetime import date, timedelta

import pytest

from ops_console.base.problems import Refused
from ops_console.data.first_mandates import give_missing
from ops_console.data.tables import Mandate, StoreState
from ops_console.rules import numbers
from tests.support.company import FIRST_DAY, Company
from tests.support.policies import asked

ACCOUNT, OTHER_ACCOUNT = "6222000000000001", "6222000000000019"
REASON = "keyed on the wrong policy"


def rows(company: Company, policy: str) -> list[Mandate]:
    with company.store.read() as reader:
        return reader.find(Mandate, policy_id=numbers.parse(policy).id)


def current(company: Company, policy: str) -> tuple[str, str, str, str]:
    """Reference (after the policy's number), account, status and reason."""
    last = rows(company, policy)[-1]
    return last.reference.removeprefix(policy), last.account_no, last.status, last.reason


def reverse(company: Company, policy: str, number: str) -> None:
    reversal, _keyed = asked(
        company, policy, 43, "reverse", company.clerk("preservation"), endorsement=number, reason=REASON
    )
    company.do("preservation.approve", reversal, company.clerk("preservation", no=2))


def test_the_authority_signed_with_the_application_is_the_first_mandate(company: Company) -> None:
    policy = company.policy("WL20")
    [mandate] = rows(company, policy)
    assert (mandate.reference, mandate.account_no, mandate.status) == (f"{policy}-1", ACCOUNT, "active")
    assert mandate.signed_on == FIRST_DAY
    default = company.catalog.banking.default
    assert default is not None
    assert mandate.bank == default.code


def test_an_account_is_collected_through_its_own_bank(company: Company) -> None:
    banks = company.catalog.banking.banks.values()
    other = next(bank for bank in banks if not bank.is_default)
    [mandate] = rows(company, company.policy("WL20", account_no=f"{other.names[0]} {ACCOUNT}"))
    assert mandate.bank == other.code


def test_who_pays_to_a_collector_gives_no_mandate(company: Company) -> None:
    assert rows(company, company.policy("WL20", channel="manual", account_no="")) == []


def test_another_account_needs_another_mandate_and_no_reference_comes_twice(company: Company) -> None:
    policy = company.policy("WL20")
    company.move_to(date(2026, 3, 10))
    number, done = asked(company, policy, 12, "change_channel", channel="bank", account_no=OTHER_ACCOUNT)
    assert any("signed authority to debit" in message for message in done.messages)
    assert current(company, policy) == ("-2", OTHER_ACCOUNT, "active", "")
    assert rows(company, policy)[-1].signed_on == date(2026, 3, 10)
    reverse(company, policy, number)
    assert current(company, policy) == ("-1", ACCOUNT, "active", "")
    asked(company, policy, 12, "change_channel", channel="bank", account_no="6222000000000027")
    assert current(company, policy)[0] == "-3"


def test_the_mandate_ends_with_the_channel_and_comes_back_for_the_same_account(company: Company) -> None:
    policy = company.policy("WL20")
    asked(company, policy, 12, "change_channel", channel="manual")
    assert current(company, policy) == ("-1", ACCOUNT, "ended", "other_channel")
    asked(company, policy, 12, "change_channel", channel="bank", account_no=ACCOUNT)
    assert current(company, policy) == ("-1", ACCOUNT, "active", "")


def test_a_first_mandate_given_by_an_endorsement_ends_when_that_is_reversed(company: Company) -> None:
    policy = company.policy("WL20", channel="manual", account_no="")
    number, _done = asked(company, policy, 12, "change_channel", channel="bank", account_no=ACCOUNT)
    assert current(company, policy) == ("-1", ACCOUNT, "active", "")
    reverse(company, policy, number)
    assert current(company, policy) == ("-1", ACCOUNT, "ended", "taken_back")


def test_a_mandate_is_suspended_with_a_reason_and_renewed(company: Company) -> None:
    policy = company.policy("WL20")
    with pytest.raises(Refused, match="no suspended mandate"):
        company.do("premium.renew_mandate", policy, reason="the bank found it")
    company.do("premium.suspend_mandate", policy, reason="no_mandate")
    assert current(company, policy) == ("-1", ACCOUNT, "suspended", "no_mandate")
    with pytest.raises(Refused, match="no mandate in force"):
        company.do("premium.suspend_mandate", policy, reason="customer")
    company.do("premium.renew_mandate", policy, reason="the bank found it")
    assert current(company, policy) == ("-1", ACCOUNT, "active", "")


def test_the_mandate_ends_with_the_contract(company: Company) -> None:
    policy = company.policy("WL20")
    number, _done = asked(company, policy, 33, "cancel_in_hesitation", account_no=ACCOUNT)
    assert company.case(number).state == "closed"
    assert current(company, policy) == ("-1", ACCOUNT, "ended", "policy_ended")


def test_the_policies_of_an_older_store_get_theirs(company: Company) -> None:
    bank = next(bank for bank in company.catalog.banking.banks.values() if not bank.is_default)
    policies = [
        company.policy("WL20"),
        company.policy("WL20", account_no=f"{bank.names[0]} {OTHER_ACCOUNT}"),
        company.policy("WL20", channel="manual", account_no=""),
    ]
    issued = [rows(company, policy) for policy in policies]
    with company.store.write() as tx:
        for policy in policies:
            tx.delete(Mandate, {"policy_id": numbers.parse(policy).id})
        source = issued[0][0].source_id
        assert give_missing(tx, source, company.catalog.banking.code_of) == 2
        assert give_missing(tx, source, company.catalog.banking.code_of) == 0
    for policy, before in zip(policies, issued, strict=True):
        columns = {"source_id", "revision"}
        given = [one.model_dump(exclude=columns) for one in rows(company, policy)]
        assert given == [one.model_dump(exclude=columns) for one in before]


class TestAnAccountChangedBeforeAPayment:
    """Whose account was changed shortly before is paid once a supervisor has looked at it."""

    def refund(self, company: Company, policy: str, account_no: str) -> str:
        company.do("premium.collect", policy, amount=1_000, method="bank", identity_checked=True)
        [payment] = company.do(
            "premium.refund_suspense", policy, company.clerk("premium"), amount=1_000, account_no=account_no
        ).opened
        return payment

    def test_the_account_of_the_payment(self, company: Company) -> None:
        payment = self.refund(company, company.policy("WL20"), ACCOUNT)
        company.do("premium.change_account", payment, company.clerk("premium"), account_no=OTHER_ACCOUNT)
        released = company.do("premium.release_payment", payment, company.clerk("cashier"))
        assert released.referred_to == "supervisor"
        assert company.case(payment).state == "to_release"
        done = company.do("premium.release_payment", payment, company.clerk("cashier", "supervisor"))
        assert done.state == "released"

    def test_the_account_of_the_policy(self, company: Company) -> None:
        policy = company.policy("WL20")
        asked(company, policy, 12, "change_channel", channel="bank", account_no=OTHER_ACCOUNT)
        payments = [self.refund(company, policy, account) for account in (OTHER_ACCOUNT, ACCOUNT)]
        outcomes = [company.do("premium.release_payment", one, company.clerk("cashier")) for one in payments]
        assert [one.referred_to for one in outcomes] == ["supervisor", None]

    def test_a_change_of_long_ago_is_none(self, company: Company) -> None:
        policy = company.policy("WL20")
        asked(company, policy, 12, "change_channel", channel="bank", account_no=OTHER_ACCOUNT)
        company.move_by(company.catalog.setting("account_review"))
        payment = self.refund(company, policy, OTHER_ACCOUNT)
        assert company.do("premium.release_payment", payment, company.clerk("cashier")).state == "released"

    def test_a_branch_whose_day_was_left_open_makes_no_change_older(self, company: Company) -> None:
        payment = self.refund(company, company.policy("WL20"), ACCOUNT)
        with company.store.write() as tx:
            later = company.today + timedelta(days=company.catalog.setting("account_review"))
            tx.update(StoreState, {"id": 1}, {"business_date": later})
        company.do("premium.change_account", payment, company.clerk("premium"), account_no=OTHER_ACCOUNT)
        assert company.do("premium.release_payment", payment, company.clerk("cashier")).referred_to == "supervisor"

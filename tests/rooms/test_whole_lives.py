"""Whole lives of the older products and their riders: sold, collected, changed, and brought to each of their ends, with
the books followed to zero. Annuity, accident, accounts, units and participating contracts have files of their own."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from ops_console.base.money import Fen
from ops_console.batch.benefits import BENEFIT
from ops_console.batch.terms import TERM
from tests.support.claims import (
    OWN_ACCOUNT,
    WIFE,
    WIFE_ACCOUNT,
    WIFE_NAME,
    approve,
    assess,
    with_papers,
)
from tests.support.claims import pay_all as pay_claim
from tests.support.company import Company
from tests.support.dividends import pay_everything, payments
from tests.support.ledger import still_open
from tests.support.policies import asked, pay_all, position

PROCEEDS = {"account_no": OWN_ACCOUNT, "identity_checked": True}
SHORT: dict[str, dict[str, Any]] = {
    "TM20": {"pay_years": 10, "cover_years": 10},
    "WL20": {"pay_years": 5},
    "EN15": {},
    "CI30": {"pay_years": 10, "cover_years": 20},
    "HC01": {},
}
"""Each product for the shortest term it is sold for."""


def lived(company: Company, product: str, years: int, **values: Any) -> str:
    """A policy in force from 3 March 2026 whose premiums of so many more years are paid, and and on which one thing
    was changed in the first."""
    policy = company.policy(product, **{**SHORT[product], **values})
    company.move_to(date(2026, 6, 1))
    if product == "HC01":
        _number, done = asked(company, policy, 12, "change_channel", channel="bank", account_no="6222000000000002")
    else:
        _number, done = asked(company, policy, 7, "change_beneficiaries", beneficiaries=f"{WIFE_NAME}/{WIFE}/spouse")
    assert done.state == "closed"
    for year in range(2027, 2027 + years):
        pay_all(company, policy, date(year, 3, 3))
    return policy


def died(company: Company, _policy: str) -> None:
    number = with_papers(company, "death")
    assess(company, number, payees=f"{WIFE}/{WIFE_ACCOUNT}")
    pay_claim(company, approve(company, number))


def fell_ill(company: Company, _policy: str) -> None:
    number = with_papers(company, "critical_illness")
    assess(company, number, disease="stroke", payees="")
    pay_claim(company, approve(company, number))


def surrendered(company: Company, policy: str) -> None:
    number, done = asked(company, policy, 32, "surrender", **PROCEEDS)
    if done.state != "closed":
        company.do("preservation.approve", number, company.clerk("preservation", "head_office", no=2))
    pay_everything(company, policy)


def matured(company: Company, policy: str) -> None:
    company.move_to(date(2041, 3, 3))
    BENEFIT.run(company.store, company.clerk("premium"), company.today)
    pay_everything(company, policy)


def ran_out(company: Company, policy: str) -> None:
    years = position(company, policy).coverages[0].cover_years
    assert years is not None
    company.move_to(date(2026 + years, 3, 2))
    term_run(company)
    assert position(company, policy).is_in_force
    company.move_by(1)
    term_run(company)


def term_run(company: Company) -> None:
    TERM.run(company.store, company.clerk("premium"), company.today)


def was_in_hospital(company: Company, policy: str) -> None:
    number = with_papers(company, "hospital")
    assess(company, number, days=10, payees="")
    pay_claim(company, approve(company, number))
    assert position(company, policy).is_in_force
    company.do("premium.record_renewal_wish", policy, renewal="declined")
    ran_out(company, policy)


@pytest.mark.parametrize("stores", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("product", "years", "end", "reason", "paid"),
    [
        ("TM20", 1, died, "claimed", "300,000.00"),
        ("TM20", 9, ran_out, "expired", "0.00"),
        ("TM20", 3, surrendered, "surrendered", None),
        ("WL20", 1, died, "claimed", "100,000.00"),
        ("WL20", 4, surrendered, "surrendered", None),
        ("EN15", 1, died, "claimed", "100,000.00"),
        ("EN15", 4, surrendered, "surrendered", None),
        ("EN15", 4, matured, "matured", "110,000.00"),
        ("CI30", 1, fell_ill, "claimed", "200,000.00"),
        ("CI30", 1, died, "claimed", None),
        ("CI30", 9, ran_out, "expired", "0.00"),
        ("HC01", 0, was_in_hospital, "expired", "2,000.00"),
        ("HC01", 0, surrendered, "surrendered", None),
    ],
)
def test_sold_collected_changed_and_ended_nothing_is_left_on_its_accounts(
    company: Company, product: str, years: int, end: Callable[[Company, str], None], reason: str, paid: str | None
) -> None:
    policy = lived(company, product, years)
    end(company, policy)
    found = position(company, policy)
    assert (found.status.status, found.status.end_reason) == ("ended", reason)
    total = Fen.total(one.amount for one in payments(company, policy))
    assert total.yuan() == paid if paid else total > 0
    assert still_open(company) == {}


@pytest.mark.parametrize("end", [died, surrendered])
def test_with_riders_an_illness_is_paid_and_the_contract_lives_on_to_its_own_end(
    company: Company, end: Callable[[Company, str], None]
) -> None:
    """The illness rider pays its 100,000.00 and ends, the waiver waives what is due from 2028 on."""
    policy = lived(company, "WL20", 1, riders="CR30/100000, WV20")
    fell_ill(company, policy)
    assert [one.amount.yuan() for one in payments(company, policy)] == ["100,000.00"]
    assert still_open(company) == {}
    company.move_to(date(2029, 6, 1))
    end(company, policy)
    assert position(company, policy).status.status == "ended"
    assert still_open(company) == {}


def test_a_waiver_ends_with_the_premiums_and_the_contract_goes_on(company: Company) -> None:
    policy = lived(company, "WL20", 4, riders="WV20")
    main, waiver = position(company, policy).coverages
    company.move_to(date(2031, 3, 2))
    term_run(company)
    assert len(position(company, policy).coverages) == 2
    company.move_by(1)
    term_run(company)
    found = position(company, policy)
    assert ([one.product for one in found.coverages], found.is_in_force) == (["WL20"], True)
    assert (found.terms.premium, waiver.premium) == (main.premium, found.instalments[0].amount - (main.premium or 0))
    [letter] = [one for one in company.letters(policy) if one.kind == "cover_ended"]
    assert letter.values["end"] == "2031-03-03"


@pytest.mark.parametrize(("day", "paid"), [(2, ["300,000.00"]), (3, [])], ids=["last day", "day after"])
def test_once_a_cover_has_run_out_what_is_held_goes_back_and_only_a_death_before_is_paid(
    company: Company, day: int, paid: list[str]
) -> None:
    policy = lived(company, "TM20", 9)
    company.move_to(date(2036, 3, 2))
    company.do("premium.collect", policy, amount="50", method="bank")
    ran_out(company, policy)
    pay_everything(company, policy)
    assert still_open(company) == {}
    number = with_papers(company, "death", date(2036, 3, day))
    assess(company, number, payees=f"{WIFE}/{WIFE_ACCOUNT}" if paid else "")
    pay_claim(company, approve(company, number))
    assert [one.amount.yuan() for one in payments(company, policy)] == ["50.00", *paid]
    assert position(company, policy).status.end_reason == "expired"
    assert still_open(company) == {}

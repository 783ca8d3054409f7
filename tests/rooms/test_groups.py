"""Group term life: an employer insures its members, who are priced, claimed on, joined and left one by one."""

from datetime import date
from typing import Any

import pytest

from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Refused
from ops_console.batch.grace import GRACE
from ops_console.batch.terms import TERM
from ops_console.data.tables import Coverage, Party, Payable
from ops_console.rules import numbers
from tests.support.claims import DEATH_PAPERS, WIFE, WIFE_ACCOUNT, WIFE_NAME, approve, assess, items, pay_all, payments
from tests.support.company import Company
from tests.support.groups import (
    A_FOURTH,
    EMPLOYER_ACCOUNT,
    MEMBERS,
    ORGANISATION,
    SUN,
    WU,
    ZHANG,
    ZHAO,
    group_keyed,
    group_policy,
    group_received,
)
from tests.support.ledger import still_open
from tests.support.policies import asked, position, request

# CL1 35: 0.001111, CL2 40: 0.000692, CL1 50: 0.004249; classes 1.0, 1.1, 1.3; loads 25 %.
# 200,000 × 0.001111 / 0.75; 100,000 × 0.000692 × 1.1 / 0.75; 300,000 × 0.004249 × 1.3 / 0.75
PREMIUMS = [Fen.of_yuan(text) for text in ("296.27", "101.49", "2209.48")]
ALL = Fen.of_yuan("2607.24")
HER_HEIRS = f"{WIFE_NAME}/{WIFE}/spouse/{WIFE_ACCOUNT}"
ENDS = date(2027, 3, 3)


def party(company: Company, document: str) -> Party:
    with company.store.read() as reader:
        found = reader.first(Party, document_no=document)
    assert found is not None
    return found


def claimed(company: Company, document: str, day: date, **values: Any) -> str:
    """Number of a death claim on a member, assessed."""
    number = company.do(
        "counter.report_claim", insured=document, event="death", event_date=day, place="上海", reporter="家属"
    ).number
    assert number is not None
    company.do("claims.register", number, company.clerk("claims"))
    company.do("claims.check_papers", number, company.clerk("claims"), papers=DEATH_PAPERS)
    assess(company, number, payees="", **values)
    return number


def members(company: Company, policy: str) -> list[tuple[int, Fen]]:
    """Number and premium of everybody who is insured now."""
    return [(one.no, one.premium or Fen(0)) for one in position(company, policy).coverages]


def renewed(company: Company, day: date) -> None:
    company.move_to(day)
    TERM.run(company.store, company.clerk("premium"), day)


def test_each_member_has_an_own_sum_priced_by_age_and_class(company: Company) -> None:
    stands = position(company, group_policy(company))
    assert [(one.kind, one.entry_age, one.occupation_class, one.premium) for one in stands.coverages] == [
        ("member", 35, 1, PREMIUMS[0]),
        ("member", 40, 2, PREMIUMS[1]),
        ("member", 50, 3, PREMIUMS[2]),
    ]
    assert (stands.terms.premium, stands.current_billing.premium) == (ALL, ALL)
    roles = [(one.role, one.no, one.relation) for one in stands.roles]
    assert roles == [("applicant", 1, "self"), *(("insured", no, "employee") for no in (1, 2, 3))]
    employer = party(company, str(ORGANISATION["applicant_document"]))
    assert (employer.sex, employer.birth, employer.document_kind) == ("", date(2015, 6, 1), "credit_code")
    assert not stands.product.callback


def test_a_death_pays_the_members_sum_to_the_heirs_and_the_group_goes_on(company: Company) -> None:
    policy = group_policy(company)
    company.move_to(date(2026, 9, 1))
    number = claimed(company, ZHANG, date(2026, 8, 20), heirs=HER_HEIRS)
    [item] = items(company, number)
    assert (item.coverage_no, item.conclusion, item.net) == (1, "pay", Fen.of_yuan("200,000"))
    pay_all(company, approve(company, number))
    assert payments(company, number) == [(200_000_00, WIFE_ACCOUNT)]
    stands = position(company, policy)
    assert stands.is_in_force
    assert members(company, policy) == [(2, PREMIUMS[1]), (3, PREMIUMS[2])]
    assert stands.terms.premium == PREMIUMS[1] + PREMIUMS[2]
    assert still_open(company) == {}


def test_members_join_for_the_days_that_are_left_and_leave_likewise(company: Company) -> None:
    policy = group_policy(company)
    company.move_to(date(2026, 5, 3))
    number, keyed = asked(company, policy, 47, "add_members", members=[A_FOURTH], members_consent=True)
    assert keyed.state == "review"
    company.do("preservation.approve", number, company.clerk("preservation", no=2))
    # CL2 30: 0.000340; 100,000 × 0.000340 / 0.75 = 45.33; 4 May to 3 March: 303 of 365 days
    company.do("premium.settle_request", number, amount="37.63", method="bank")
    joined = position(company, policy)
    assert (len(joined.coverages), joined.coverages[3].valid_from) == (4, date(2026, 5, 4))
    assert joined.terms.premium == ALL + Fen.of_yuan("45.33")
    company.move_to(date(2026, 6, 1))
    number = request(company, policy, 48)
    out = company.do("preservation.remove_members", number, members=WU, account_no=EMPLOYER_ACCOUNT)
    assert out.state == "review"
    pay_all(company, company.do("preservation.approve", number, company.clerk("preservation", no=2)))
    # 2 June to 3 March: 274 of 365 days of 101.49
    with company.store.read() as reader:
        assert [one.amount for one in reader.find(Payable, policy_id=numbers.parse(policy).id)] == [76_19]
    assert [no for no, _premium in members(company, policy)] == [1, 3, 4]
    assert still_open(company) == {}


def test_a_surrender_gives_back_the_days_left_of_everybody(company: Company) -> None:
    policy = group_policy(company)
    company.move_to(date(2026, 5, 4))
    _number, done = asked(company, policy, 32, "surrender", account_no=EMPLOYER_ACCOUNT)
    pay_all(company, done)
    # 303 of 365 days of 296.27, 101.49 and 2,209.48: 245.94 + 84.25 + 1,834.17
    with company.store.read() as reader:
        assert [one.amount for one in reader.find(Payable, policy_id=numbers.parse(policy).id)] == [2_164_36]
    assert position(company, policy).status.end_reason == "surrendered"
    assert still_open(company) == {}


def test_a_new_year_costs_what_everybody_is_then_and_leaves_out_who_is_too_old(company: Company) -> None:
    old = f"周国/{identity_of_64()}/ / /office/50000"
    policy = group_policy(company, *MEMBERS, old)
    renewed(company, ENDS)
    stands = position(company, policy)
    assert [(one.no, one.entry_age, one.term_from) for one in stands.coverages] == [
        (1, 36, ENDS),
        (2, 41, ENDS),
        (3, 51, ENDS),
    ]
    [letter] = [one for one in company.letters(policy) if one.kind == "members_not_renewed"]
    assert [line.partition(":")[0] for line in letter.values["members"]] == ["周国"]
    company.do("premium.collect", policy, amount=int(stands.premium_owed), method="bank", identity_checked=True)
    assert position(company, policy).current_billing.paid_to == date(2028, 3, 3)
    company.move_to(date(2027, 4, 1))
    _number, done = asked(company, policy, 32, "surrender", account_no=EMPLOYER_ACCOUNT)
    pay_all(company, done)
    assert still_open(company) == {}


def identity_of_64() -> str:
    from ops_console.rules import identity

    return identity.make(310101, date(1961, 3, 3), "male", 45)

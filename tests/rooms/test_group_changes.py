"""A group's policy over its years: who joins, leaves, dies, grows too old; and its end."""

from datetime import date
from typing import Any

import pytest

from ops_console.base.i18n import _, use_language
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Refused
from ops_console.batch.grace import GRACE
from ops_console.batch.terms import TERM
from ops_console.data.glance import glance
from ops_console.data.queries.case_read import case_look
from ops_console.data.queries.search import search
from ops_console.data.tables import Coverage, Payable, PolicyRole
from ops_console.data.types import FOREVER
from ops_console.rooms.premium.not_renewed import REASONS
from ops_console.rules import identity, numbers
from tests.support.claims import PAPERS, WIFE, WIFE_ACCOUNT, WIFE_NAME, approve, assess, items, pay_all, payments
from tests.support.company import BRANCH, Company
from tests.support.groups import (
    A_FOURTH,
    ALL,
    EMPLOYER,
    EMPLOYER_ACCOUNT,
    EMPLOYER_NAME,
    MEMBERS,
    PREMIUMS,
    SUN,
    WU,
    ZHANG,
    ZHAO,
    group_policy,
)
from tests.support.ledger import still_open
from tests.support.policies import asked, position, request

HER_HEIRS = f"{WIFE_NAME}/{WIFE}/spouse/{WIFE_ACCOUNT}"
ENDS = date(2027, 3, 3)
"""Cover began on 3 March 2026."""


def reported(company: Company, document: str, day: date, event: str = "death") -> str:
    """Number of a claim on a member, registered and with its papers."""
    number = company.do(
        "counter.report_claim", insured=document, event=event, event_date=day, place="上海", reporter="家属"
    ).number
    assert number is not None
    company.do("claims.register", number, company.clerk("claims"))
    company.do("claims.check_papers", number, company.clerk("claims"), papers=PAPERS[event])
    return number


def decided(company: Company, document: str, day: date, **values: Any) -> str:
    """Number of such a claim that was assessed, approved and paid."""
    number = reported(company, document, day)
    assess(company, number, **{"payees": "", "heirs": HER_HEIRS, **values})
    pay_all(company, approve(company, number))
    return number


def changed(company: Company, policy: str, item: int, operation: str, **values: Any) -> str:
    """Number of a request that was keyed by one clerk and approved by another."""
    number, done = asked(company, policy, item, operation, **values)
    assert done.state == "review"
    pay_all(company, company.do("preservation.approve", number, company.clerk("preservation", no=2)))
    return number


def joined(company: Company, policy: str, *lines: str, amount: str) -> None:
    number = changed(company, policy, 47, "add_members", members=[*lines], members_consent=True)
    company.do("premium.settle_request", number, amount=amount, method="bank")


def insured(company: Company, policy: str) -> list[int]:
    """Numbers of everybody who is insured."""
    return [one.no for one in position(company, policy).coverages]


def paid_out(company: Company, policy: str) -> list[int]:
    with company.store.read() as reader:
        return [int(one.amount) for one in reader.find(Payable, policy_id=numbers.parse(policy).id)]


def found(company: Company, text: str) -> list[tuple[str, str]]:
    """Policies that a search finds, with their applicants."""
    with glance(company.store.url) as lines:
        return [(one.number, one.party) for one in search(lines, text, (BRANCH,)).policies]


def renewed(company: Company, day: date) -> None:
    company.move_to(day)
    TERM.run(company.store, company.clerk("premium"), day)


@pytest.mark.both_engines
def test_a_death_pays_the_members_sum_to_the_heirs_and_the_group_goes_on(company: Company) -> None:
    policy = group_policy(company)
    company.move_to(date(2026, 9, 1))
    number = decided(company, ZHANG, date(2026, 8, 20))
    [item] = items(company, number)
    assert (item.coverage_no, item.conclusion, item.net) == (1, "pay", Fen.of_yuan("200,000"))
    assert payments(company, number) == [(200_000_00, WIFE_ACCOUNT)]
    stands = position(company, policy)
    assert (stands.is_in_force, insured(company, policy)) == (True, [2, 3])
    assert found(company, WU) == found(company, EMPLOYER) == [(policy, EMPLOYER_NAME)]
    assert stands.terms.premium == stands.current_billing.premium == PREMIUMS[1] + PREMIUMS[2]
    with pytest.raises(Refused, match="reported already"):
        reported(company, ZHANG, date(2026, 8, 20))
    assert still_open(company) == {}


def test_who_claims_sees_no_other_member(company: Company) -> None:
    policy = group_policy(company)
    company.move_to(date(2026, 9, 1))
    others, number = reported(company, WU, date(2026, 8, 19)), reported(company, ZHANG, date(2026, 8, 20))
    with company.store.read() as reader:
        look = case_look(reader, numbers.parse(number).id, confidential=True, accounts=True)
    assert look.policy is not None
    assert [one.name for one in look.policy.members] == ["张伟"]
    assert "吴芳" not in repr(look)
    assert others not in [one.number for one in look.related]
    assert company.do("desk.reveal", number, purpose="check", person="张伟").messages == [f"张伟: {ZHANG}"]
    with pytest.raises(InputErrors):
        company.do("desk.reveal", number, purpose="check", person="吴芳")
    assert policy in company.do("claims.assess", number, payees="", heirs=HER_HEIRS, cause="illness").messages[0]


def test_what_is_excluded_gives_the_employer_nothing_and_the_member_leaves(company: Company) -> None:
    policy = group_policy(company)
    company.move_to(date(2026, 9, 1))
    number = decided(company, ZHANG, date(2026, 8, 20), cause="suicide", heirs="")
    [item] = items(company, number)
    assert (item.conclusion, item.reason) == ("refuse", "suicide")
    assert insured(company, policy) == [2, 3]
    assert still_open(company) == {}


def test_a_claim_reopened_pays_the_member_who_has_left_by_it(company: Company) -> None:
    policy = group_policy(company)
    company.move_to(date(2026, 9, 1))
    number = decided(company, ZHANG, date(2026, 8, 20), cause="suicide", heirs="")
    company.do("claims.reopen", number, reason="the inquest says accident")
    assess(company, number, payees="", heirs=HER_HEIRS, cause="accident")
    pay_all(company, approve(company, number))
    assert payments(company, number) == [(200_000_00, WIFE_ACCOUNT)]
    assert insured(company, policy) == [2, 3]
    assert still_open(company) == {}


def test_what_the_product_does_not_pay_for_leaves_everything_as_it_was(company: Company) -> None:
    policy = group_policy(company)
    company.move_to(date(2026, 9, 1))
    number = reported(company, ZHANG, date(2026, 8, 20), "hospital")
    assess(company, number, payees="", days=5)
    approve(company, number)
    assert [(one.conclusion, one.reason) for one in items(company, number)] == [("not_liable", "no_benefit")]
    assert insured(company, policy) == [1, 2, 3]


def test_premium_the_employer_owes_is_not_taken_off_a_members_sum(company: Company) -> None:
    policy = group_policy(company)
    renewed(company, ENDS)
    owed = position(company, policy).premium_owed
    company.move_to(date(2027, 3, 20))
    number = decided(company, ZHANG, date(2027, 3, 10))
    assert [(one.net, one.deductions) for one in items(company, number)] == [(200_000_00, {})]
    assert position(company, policy).premium_owed == owed
    company.do("premium.collect", policy, amount=int(owed), method="bank")
    assert still_open(company) == {}


def test_nobody_is_insured_after_having_left_or_before_having_joined(company: Company) -> None:
    policy = group_policy(company)
    company.move_to(date(2026, 6, 1))
    changed(company, policy, 48, "remove_members", members=WU, account_no=EMPLOYER_ACCOUNT)
    joined(company, policy, A_FOURTH, amount="34.03")
    company.move_to(date(2026, 9, 1))
    left = decided(company, WU, date(2026, 6, 2), heirs="")
    assert [(one.conclusion, one.reason) for one in items(company, left)] == [("not_liable", "ended")]
    early = decided(company, SUN, date(2026, 6, 1), heirs="")
    assert [(one.conclusion, one.reason) for one in items(company, early)] == [("not_liable", "not_begun")]


def test_cover_lasts_to_the_midnight_of_the_day_a_member_is_taken_out(company: Company) -> None:
    policy = group_policy(company)
    company.move_to(date(2026, 6, 1))
    changed(company, policy, 48, "remove_members", members=WU, account_no=EMPLOYER_ACCOUNT)
    company.move_to(date(2026, 9, 1))
    number = decided(company, WU, date(2026, 6, 1))
    assert [one.net for one in items(company, number)] == [Fen.of_yuan("100,000")]


def test_members_join_for_the_days_that_are_left_and_leave_likewise(company: Company) -> None:
    policy = group_policy(company)
    company.move_to(date(2026, 5, 3))
    # CL2 30: 0.000340; 100,000 × 0.000340 / 0.75 = 45.33; 4 May to 3 March: 303 of 365 days
    joined(company, policy, A_FOURTH, amount="37.63")
    stands = position(company, policy)
    assert [one.valid_from for one in stands.coverages if one.no == 4] == [date(2026, 5, 4)]
    assert stands.terms.premium == ALL + Fen.of_yuan("45.33")
    company.move_to(date(2026, 6, 1))
    changed(company, policy, 48, "remove_members", members=f"2,{SUN}", account_no=EMPLOYER_ACCOUNT)
    # 2 June to 3 March: 274 of 365 days of 101.49 and 45.33: 76.19 + 34.03
    assert paid_out(company, policy) == [110_22]
    assert insured(company, policy) == [1, 3]
    assert still_open(company) == {}


def test_who_may_not_join_or_leave_is_told(company: Company) -> None:
    policy = group_policy(company)
    company.move_to(date(2026, 5, 3))
    number = request(company, policy, 47)
    for line, said in {
        MEMBERS[1]: "吴芳: is a member already",
        f"孙丽/{SUN}/ / /office/400000": "孙丽: a sum of 400,000.00 is above the free cover limit of 300,000.00",
    }.items():
        with pytest.raises(InputErrors) as error:
            company.do("preservation.add_members", number, members=[line], members_consent=True)
        assert [one.message for one in error.value.problems] == [said]
    with pytest.raises(Refused, match="has to consent"):
        company.do("preservation.add_members", number, members=[A_FOURTH])
    company.do("preservation.withdraw", number)
    number = request(company, policy, 48)
    everybody = {"members": f"{ZHANG},{WU},{ZHAO}", "account_no": EMPLOYER_ACCOUNT}
    with pytest.raises(Refused, match="is surrendered"):
        company.do("preservation.remove_members", number, **everybody)
    reported(company, ZHANG, date(2026, 5, 1))
    with pytest.raises(InputErrors) as error:
        company.do("preservation.remove_members", number, members=f"{ZHANG},{SUN}", account_no=EMPLOYER_ACCOUNT)
    assert [one.message for one in error.value.problems] == [
        "张伟 has died: the claim decides what is paid",
        "nobody of the group has this document",
    ]


@pytest.mark.parametrize(("item", "operation"), [(7, "change_beneficiaries"), (1, "change_client_data")])
def test_what_is_about_one_insured_is_not_asked_of_a_group(company: Company, item: int, operation: str) -> None:
    with pytest.raises(Refused, match="about one insured"):
        asked(company, group_policy(company), item, operation)


def test_a_surrender_gives_back_the_days_left_of_everybody(company: Company) -> None:
    policy = group_policy(company)
    company.move_to(date(2026, 5, 4))
    _number, done = asked(company, policy, 32, "surrender", account_no=EMPLOYER_ACCOUNT)
    pay_all(company, done)
    # 303 of 365 days of 296.27, 101.49 and 2,209.48: 245.94 + 84.25 + 1,834.17
    assert paid_out(company, policy) == [2_164_36]
    assert position(company, policy).status.end_reason == "surrendered"
    assert still_open(company) == {}


def test_in_the_hesitation_period_all_that_was_paid_goes_back_unless_somebody_was_paid_for(company: Company) -> None:
    first = group_policy(company)
    company.move_to(date(2026, 3, 10))
    # 11 March to 3 March: 357 of 365 days of 45.33
    joined(company, first, A_FOURTH, amount="44.34")
    _number, done = asked(company, first, 33, "cancel_in_hesitation", account_no=EMPLOYER_ACCOUNT)
    pay_all(company, done)
    assert paid_out(company, first) == [int(ALL) + 44_34]
    assert still_open(company) == {}
    second = group_policy(company)
    company.move_to(date(2026, 3, 12))
    decided(company, ZHANG, date(2026, 3, 11))
    with pytest.raises(Refused, match="surrendered, not cancelled"):
        asked(company, second, 33, "cancel_in_hesitation", account_no=EMPLOYER_ACCOUNT)


def test_a_new_year_costs_what_everybody_is_then_and_leaves_out_who_is_too_old_or_dead(company: Company) -> None:
    old = f"周国/{identity.make(310101, date(1961, 3, 3), 'male', 45)}/ / /office/50000"
    policy = group_policy(company, *MEMBERS, A_FOURTH, old)
    company.move_to(date(2027, 3, 1))
    claim = reported(company, ZHAO, date(2027, 2, 20))
    renewed(company, ENDS)
    stands = position(company, policy)
    assert [(one.no, one.entry_age, one.term_from) for one in stands.coverages] == [
        (1, 36, ENDS),
        (2, 41, ENDS),
        (4, 31, ENDS),
    ]
    assert stands.terms.premium == Fen.total(one.premium or Fen(0) for one in stands.coverages)
    [letter] = [one for one in company.letters(policy) if one.kind == "members_not_renewed"]
    assert [line.partition(":")[0] for line in letter.values["members"]] == ["赵强", "周国"]
    company.do("premium.collect", policy, amount=int(stands.premium_owed), method="bank")
    assess(company, claim, payees="", heirs=HER_HEIRS)
    pay_all(company, approve(company, claim))
    assert payments(company, claim) == [(300_000_00, WIFE_ACCOUNT)]
    assert insured(company, policy) == [1, 2, 4]
    company.move_to(date(2027, 4, 1))
    decided(company, ZHANG, date(2027, 3, 20))
    _number, done = asked(company, policy, 32, "surrender", account_no=EMPLOYER_ACCOUNT)
    pay_all(company, done)
    assert still_open(company) == {}


def test_a_death_found_out_after_the_renewal_gives_the_members_new_premium_back(company: Company) -> None:
    policy = group_policy(company, *MEMBERS, A_FOURTH)
    renewed(company, ENDS)
    renewed_at = {one.no: one.premium for one in position(company, policy).coverages}
    owed = int(position(company, policy).premium_owed)
    company.do("premium.collect", policy, amount=owed, method="bank", identity_checked=True)
    company.move_to(date(2027, 4, 1))
    number = decided(company, ZHANG, date(2027, 3, 1))
    [item] = items(company, number)
    assert (item.benefit, item.refunds) == (200_000_00, {"premium_refund": int(renewed_at[1] or 0)})
    assert still_open(company) == {}


def test_a_group_that_is_too_small_or_does_not_pay_ends_with_its_year(company: Company) -> None:
    small, unpaid = group_policy(company), group_policy(company)
    company.move_to(date(2026, 6, 1))
    changed(company, small, 48, "remove_members", members=WU, account_no=EMPLOYER_ACCOUNT)
    renewed(company, ENDS)
    assert position(company, small).status.end_reason == "expired"
    [letter] = [one for one in company.letters(small) if one.kind == "not_renewed"]
    with use_language("zh"):
        assert letter.values["reason"] == _(REASONS["members"])
    company.move_to(date(2027, 5, 6))
    GRACE.run(company.store, company.clerk("premium"), date(2027, 5, 6))
    assert position(company, unpaid).status.end_reason == "unpaid"
    assert still_open(company) == {}


def test_the_last_member_ends_the_contract(company: Company) -> None:
    policy = group_policy(company)
    company.move_to(date(2026, 6, 1))
    changed(company, policy, 48, "remove_members", members=f"{WU},{ZHAO}", account_no=EMPLOYER_ACCOUNT)
    company.move_to(date(2026, 9, 1))
    decided(company, ZHANG, date(2026, 8, 20))
    assert position(company, policy).status.end_reason == "claimed"
    assert still_open(company) == {}


@pytest.mark.both_engines
def test_a_member_without_a_cover_and_a_cover_without_its_member_are_found(company: Company) -> None:
    key: dict[str, Any] = {"policy_id": numbers.parse(group_policy(company)).id, "no": 2}
    for model, changed_key, said in (
        (PolicyRole, {**key, "role": "insured"}, "its member is not insured on the policy"),
        (Coverage, key, "a member without a cover"),
    ):
        with company.store.write() as tx:
            tx.update(model, changed_key, {"valid_to": company.today})
        assert said in [one.message for one in company.verify()]
        with company.store.write() as tx:
            tx.update(model, changed_key, {"valid_to": FOREVER})

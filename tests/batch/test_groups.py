"""Runs on a group: valued member by member, opened and renewed with two hundred of them."""

from datetime import date

from ops_console.base.money import Fen
from ops_console.batch.terms import TERM
from ops_console.batch.valuation import VALUATION
from ops_console.data.tables import Trace, ValuationTotal
from ops_console.rules import identity
from tests.support.company import Company
from tests.support.groups import A_FOURTH, group_policy
from tests.support.policies import asked, position


def valued(company: Company, day: date) -> ValuationTotal:
    """What the run finds on a day; every policy of the company is of a group."""
    company.move_to(day)
    report = VALUATION.run(company.store, company.clerk("premium"), day)
    with company.store.read() as reader:
        (total,) = reader.find(ValuationTotal, run_id=report.run_id)
    return total


def renewed(company: Company, policy: str, day: date) -> None:
    company.move_to(day)
    TERM.run(company.store, company.clerk("premium"), day)
    owed = int(position(company, policy).premium_owed)
    company.do("premium.collect", policy, amount=owed, method="bank", identity_checked=True)


def test_a_group_is_valued_member_by_member_whenever_they_joined(company: Company) -> None:
    policy = group_policy(company)
    company.move_to(date(2026, 5, 3))
    number, _done = asked(company, policy, 47, "add_members", members=[A_FOURTH], members_consent=True)
    company.do("preservation.approve", number, company.clerk("preservation", no=2))
    company.do("premium.settle_request", number, amount="37.63", method="bank")
    total = valued(company, date(2026, 9, 2))
    # 182 of 365 days are left of 296.27, 101.49, 2,209.48 and 45.33: 147.73 + 50.61 + 1,101.71 + 22.60
    assert (total.coverages, total.cash_value, total.unearned) == (4, 0, 1_322_65)
    assert total.unearned == position(company, policy).unearned_premium(company.today)[0]
    renewed(company, policy, date(2027, 3, 3))
    total = valued(company, date(2027, 6, 1))
    assert total.unearned == position(company, policy).unearned_premium(company.today)[0] > 0


def test_a_group_of_two_hundred_is_opened_renewed_and_verified_like_any_other(company: Company) -> None:
    many = [
        f"成员{no}/{identity.make(310101, date(1970 + no % 30, 1 + no % 12, 5), 'male', no)}/ / /office/100000"
        for no in range(200)
    ]
    policy = group_policy(company, *many)
    before = position(company, policy)
    assert len(before.coverages) == 200
    assert before.terms.premium == Fen.total(one.premium or Fen(0) for one in before.coverages)
    renewed(company, policy, date(2027, 3, 3))
    after = position(company, policy)
    assert [one.entry_age for one in after.coverages] == [one.entry_age + 1 for one in before.coverages]
    assert after.terms.premium > before.terms.premium
    with company.store.read() as reader:
        assert reader.count(Trace) >= 400

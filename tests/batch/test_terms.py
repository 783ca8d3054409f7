"""One-year covers: offered thirty days before their end, renewed at the attained age, or ended with their year."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from ops_console.base.money import Fen
from ops_console.base.problems import Refused
from ops_console.batch.grace import GRACE
from ops_console.batch.report import RunReport, Totals
from ops_console.batch.terms import TERM
from ops_console.catalog.load import SHIPPED_FOLDER
from ops_console.data.tables import Claim, ClaimItem, Party, WorkItem
from ops_console.rules import numbers
from tests.support.claims import WIFE_TAKES_ALL, assess, registered, reported, with_papers
from tests.support.company import BRANCH, Company
from tests.support.policies import position

ENDS = date(2027, 3, 3)
"""Cover began on 3 March 2026."""
AT_40 = Fen.of_yuan("146.15")
"""0.475 days × 200 CNY / (1 - 35 %): at 40 last birthday, which he is from 15 March 2026 to 14 March 2027."""


def run(company: Company, day: date, *, dry_run: bool = False) -> RunReport:
    company.move_to(day)
    return TERM.run(company.store, company.clerk("premium"), day, None, dry_run)


def paid(company: Company, policy: str) -> None:
    company.do("premium.collect", policy, amount=int(position(company, policy).premium_owed), method="bank")


def said(company: Company, policy: str, kind: str) -> list[dict[str, object]]:
    return [letter.values for letter in company.letters(policy) if letter.kind == kind]


def test_another_year_is_offered_thirty_days_before_the_end_and_only_once(company: Company) -> None:
    policy = company.policy("HC01")
    assert run(company, ENDS - timedelta(days=31)).total == Totals()
    assert run(company, ENDS - timedelta(days=30)).total == Totals(1, AT_40)
    assert run(company, ENDS - timedelta(days=29)).total == Totals()
    [offer] = said(company, policy, "renewal_offer")
    assert (offer["end"], offer["premium"]) == ("2027-03-03", "146.15")


@pytest.mark.both_engines
def test_on_the_day_it_ends_a_new_term_begins_at_the_attained_age(company: Company) -> None:
    policy = company.policy("HC01")
    assert position(company, policy).terms.premium.yuan() == "140.00"  # 0.455 days, at 39
    run(company, ENDS - timedelta(days=30))
    assert run(company, ENDS - timedelta(days=1)).total == Totals()
    assert run(company, ENDS, dry_run=True).branches == {BRANCH: Totals(1, AT_40)}
    assert run(company, ENDS).branches == {BRANCH: Totals(1, AT_40)}
    assert run(company, ENDS).total == Totals()
    found = position(company, policy)
    [cover] = found.coverages
    assert (cover.entry_age, cover.term_from, cover.valid_from) == (40, ENDS, ENDS)
    assert (found.terms.premium, found.premium_owed) == (AT_40, AT_40)
    assert found.commenced_on == date(2026, 3, 3)
    billing = found.current_billing
    assert (billing.next_due, billing.ends_on, billing.paid_to) == (date(2028, 3, 3), date(2028, 3, 3), ENDS)
    paid(company, policy)
    assert position(company, policy).current_billing.paid_to == date(2028, 3, 3)
    assert len(said(company, policy, "renewal_offer")) == 1
    assert company.verify() == []


def test_who_was_not_told_before_is_told_when_the_term_begins(company: Company) -> None:
    policy = company.policy("HC01")
    run(company, ENDS)
    assert len(said(company, policy, "renewal_offer")) == 1


def test_the_waiting_period_does_not_begin_again(company: Company) -> None:
    policy = company.policy("HC01")
    run(company, ENDS)
    paid(company, policy)
    company.move_to(ENDS + timedelta(days=10))
    number = with_papers(company, "hospital")
    assess(company, number, days=3, payees="")
    with company.store.read() as reader:
        item = reader.need(ClaimItem, numbers.parse(number).id, numbers.parse(policy).id, 1)
    assert (item.conclusion, item.benefit.yuan()) == ("pay", "600.00")


def test_an_event_after_the_end_waits_for_the_run_that_renews_or_ends(company: Company) -> None:
    company.policy("HC01")
    company.move_to(ENDS + timedelta(days=10))
    number = with_papers(company, "hospital")
    with pytest.raises(Refused, match="waits for the term run"):
        assess(company, number, days=3, payees="")


def test_an_event_in_the_grace_of_the_new_term_is_paid_less_the_premium_owed(company: Company) -> None:
    policy = company.policy("HC01")
    run(company, ENDS)
    company.move_to(ENDS + timedelta(days=10))
    number = with_papers(company, "hospital")
    assess(company, number, days=3, payees="")
    with company.store.read() as reader:
        item = reader.need(ClaimItem, numbers.parse(number).id, numbers.parse(policy).id, 1)
    assert (item.reason, item.net) == ("in_grace", Fen.of_yuan("600") - AT_40)


def test_a_new_term_not_paid_by_the_end_of_grace_ends_the_contract(company: Company) -> None:
    policy = company.policy("HC01")
    run(company, ENDS)
    # 60 days after 3 March is Sunday 2 May 2027: the Monday still counts.
    for day, status in ((date(2027, 5, 3), "in_force"), (date(2027, 5, 4), "ended")):
        company.move_to(day)
        GRACE.run(company.store, company.clerk("premium"), day)
        assert position(company, policy).status.status == status
    found = position(company, policy)
    assert (found.status.end_reason, found.premium_owed) == ("unpaid", 0)
    [letter] = said(company, policy, "not_renewed")
    assert letter["end"] == "2027-05-04"
    assert run(company, date(2028, 3, 3)).total == Totals()
    assert company.verify() == []


def test_money_held_pays_the_new_term_at_the_end_of_its_grace(company: Company) -> None:
    policy = company.policy("HC01")
    company.do("premium.collect", policy, amount="200", method="bank")
    run(company, ENDS)
    company.move_to(date(2027, 5, 4))
    GRACE.run(company.store, company.clerk("premium"), company.today)
    assert position(company, policy).is_in_force
    assert position(company, policy).suspense == Fen.of_yuan("200") - AT_40


def test_who_does_not_want_another_year_has_none(company: Company) -> None:
    policy = company.policy("HC01")
    company.do("premium.record_renewal_wish", policy, renewal="declined")
    company.do("premium.record_renewal_wish", policy, renewal="wanted")
    company.do("premium.record_renewal_wish", policy, renewal="declined")
    assert run(company, ENDS - timedelta(days=30)).total.rows == 1
    [letter] = said(company, policy, "not_renewed")
    assert letter["end"] == "2027-03-03"
    assert position(company, policy).is_in_force
    assert run(company, ENDS).total == Totals(1)
    found = position(company, policy)
    assert (found.status.status, found.status.end_reason, found.status.valid_from) == ("ended", "expired", ENDS)
    assert len(said(company, policy, "not_renewed")) == 1
    assert company.verify() == []


def test_a_wish_is_noted_on_covers_of_one_year_only(company: Company) -> None:
    with pytest.raises(Refused, match="not renewed year by year"):
        company.do("premium.record_renewal_wish", company.policy("TM20"), renewal="declined")


def test_above_the_highest_age_of_the_product_it_ends(company: Company) -> None:
    policy = company.policy("HC01")
    _born(company, policy, date(1951, 3, 3))
    run(company, ENDS)
    assert position(company, policy).status.end_reason == "expired"


def test_at_the_highest_age_it_is_still_renewed(company: Company) -> None:
    policy = company.policy("HC01")
    _born(company, policy, date(1951, 3, 4))
    run(company, ENDS)
    assert position(company, policy).coverages[0].entry_age == 75


@pytest.mark.both_engines
@pytest.mark.parametrize(("claims", "status"), [(4, "in_force"), (5, "ended")])
def test_who_claimed_five_times_in_the_year_is_not_renewed(company: Company, claims: int, status: str) -> None:
    policy = company.policy("HC01")
    _claimed(company, policy, claims, date(2026, 8, 1))
    run(company, ENDS)
    assert position(company, policy).status.status == status


def test_whose_death_is_reported_is_offered_no_other_year_and_the_claim_is_still_paid(company: Company) -> None:
    policy = company.policy("AC01", **WIFE_TAKES_ALL)
    start = position(company, policy).current_billing.ends_on
    company.move_to(start - timedelta(days=31))
    number = with_papers(company, "death", company.today)
    assert run(company, start - timedelta(days=30)).total == Totals()
    assert run(company, start).total == Totals(1)
    found = position(company, policy)
    assert (found.status.status, found.status.end_reason, found.premium_owed) == ("ended", "expired", 0)
    [letter] = said(company, policy, "not_renewed")
    assert "death" in str(letter["reason"]) or "身故" in str(letter["reason"])
    assess(company, number, cause="accident")
    with company.store.read() as reader:
        item = reader.need(ClaimItem, numbers.parse(number).id, numbers.parse(policy).id, 1)
    assert item.conclusion == "pay"
    assert company.verify() == []


def test_a_report_of_a_death_that_is_withdrawn_leaves_the_offer_to_be_made(company: Company) -> None:
    policy = company.policy("AC01")
    start = position(company, policy).current_billing.ends_on
    company.move_to(start - timedelta(days=31))
    number = reported(company, "death", company.today)
    assert run(company, start - timedelta(days=30)).total == Totals()
    company.do("claims.withdraw", number, company.clerk("claims"), reason="a mistake", signed_on=company.today)
    assert run(company, start - timedelta(days=29)).total.rows == 1
    assert len(said(company, policy, "renewal_offer")) == 1


def test_after_a_death_in_the_next_year_that_year_runs_and_owes_its_premium(company: Company) -> None:
    policy = company.policy("AC01")
    start = position(company, policy).current_billing.ends_on
    company.move_to(start + timedelta(days=5))
    registered(company, "death", start + timedelta(days=2))
    run(company, company.today)
    found = position(company, policy)
    assert (found.is_in_force, [one.due_date for one in found.owed]) == (True, [start])


def test_a_product_no_longer_sold_is_not_renewed(company: Company, tmp_path: Path) -> None:
    policy = company.policy("HC01")
    folder = tmp_path / "catalog"
    shutil.copytree(SHIPPED_FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__", "build"))
    (folder / "products" / "HC01.toml").unlink()
    papers = folder / "papers.toml"
    papers.write_text(papers.read_text().replace('product = "HC01"', 'product = "TM20"'))
    root, other = (company.clerk("administrator", "head_office", no, 1) for no in (1, 2))
    number = company.do("administration.propose_catalog", None, root, folder=str(folder)).number
    company.do("administration.approve_catalog", number, other)
    run(company, ENDS)
    assert position(company, policy).status.end_reason == "expired"


@pytest.mark.both_engines
def test_terms_of_a_cover_that_began_on_29_february_end_on_the_last_of_february(company: Company) -> None:
    company.move_to(date(2028, 2, 28))
    policy = company.policy("HC01")
    ends = []
    for year in range(2029, 2033):
        run(company, date(year, 2, 28))
        if position(company, policy).owed:
            paid(company, policy)
        ends.append(position(company, policy).current_billing.ends_on)
    assert ends == [date(2030, 2, 28), date(2031, 2, 28), date(2032, 2, 29), date(2032, 2, 29)]
    run(company, date(2032, 2, 29))
    assert position(company, policy).current_billing.ends_on == date(2033, 2, 28)
    assert company.verify() == []


def test_nothing_is_renewed_by_hand_before_its_day(company: Company) -> None:
    policy = company.policy("HC01")
    company.move_to(ENDS - timedelta(days=31))
    for operation in ("offer_renewal", "renew_term", "end_term"):
        with pytest.raises(Refused):
            company.do(f"premium.{operation}", policy)


def _born(company: Company, policy: str, birth: date) -> None:
    insured = position(company, policy).insured_id
    with company.store.write() as tx:
        tx.update(Party, {"id": insured}, {"birth": birth})


def _claimed(company: Company, policy: str, times: int, day: date) -> None:
    """So many closed claims that the policy paid, and one it refused, as rows."""
    insured, policy_id = position(company, policy).insured_id, numbers.parse(policy).id
    for no in range(times + 1):
        number = registered(company, "hospital", company.today)
        case_id = numbers.parse(number).id
        conclusion = "pay" if no < times else "refuse"
        with company.store.write() as tx:
            tx.update(WorkItem, {"id": case_id}, {"state": "closed", "room": "archive", "party_id": insured})
            tx.update(Claim, {"case_id": case_id}, {"event_date": day})
            tx.update(ClaimItem, {"case_id": case_id, "policy_id": policy_id}, {"conclusion": conclusion})

"""Handling a claim: dispatch, payees, investigation, negotiation, advance, sample, small claims, reopening."""

from datetime import date

import pytest

from ops_console.base.problems import InputErrors, NotAllowed, Refused
from ops_console.data.tables import ClaimSample, Clock, Note, Party, PolicyRole, PolicyStatus, Task, WorkItem
from ops_console.rules import numbers
from ops_console.rules.claims.sampling import is_drawn
from tests.support.claims import (
    DEATH_PAPERS,
    OWN_ACCOUNT,
    SON,
    SON_ACCOUNT,
    SON_NAME,
    WIFE,
    WIFE_ACCOUNT,
    WIFE_NAME,
    WIFE_TAKES_ALL,
    approve,
    assess,
    claim,
    items,
    look_through,
    pay_all,
    payments,
    registered,
    reported,
    with_papers,
)
from tests.support.company import Company
from tests.support.policies import asked, renew
from tests.support.policies import pay_all as premium_paid

MAY = date(2026, 5, 4)
ADVANCES, PAYABLE = "1221.01", "2205.01"


def clocks(company: Company, number: str) -> dict[str, Clock]:
    """The running clocks of a case by standard."""
    with company.store.read() as reader:
        rows = reader.find(Clock, case_id=numbers.parse(number).id)
    return {row.standard: row for row in rows if row.met_on is None}


def drawn_number(company: Company, event: str = "hospital") -> str:
    """Number of a claim with papers that the draw of May 2026 takes: events are reported until one is."""
    for back in range(200):
        number = reported(company, event, date.fromordinal(MAY.toordinal() - back))
        if is_drawn("2026-05/20260101", number, 30):
            company.do("claims.register", number, company.clerk("claims"), expected_days=7)
            papers = "claim_form,identity_claimant,payout_account,hospital_record,discharge_summary,medical_bills"
            company.do("claims.check_papers", number, company.clerk("claims"), papers=papers)
            return number
    raise AssertionError("nothing was drawn")


# -- dispatch


def test_a_claim_goes_to_who_has_the_fewest_and_a_supervisor_may_name_another(company: Company) -> None:
    company.policy("HC01")
    company.move_to(MAY)
    first, second = company.clerk("claims"), company.clerk("claims", no=2)
    one, two = reported(company, "hospital"), reported(company, "hospital", date(2026, 5, 3))
    for number in (one, two):
        company.do("claims.register", number, first)
        company.do("claims.dispatch", number, first)
    assert [company.case(number).assignee_id for number in (one, two)] == [first.clerk_id, second.clerk_id]
    with pytest.raises(NotAllowed):
        company.do("claims.dispatch", one, first, handler="claims-clerk-2-101")
    chief = company.clerk("claims", "supervisor", no=3)
    company.do("claims.dispatch", one, chief, handler="claims-clerk-2-101")
    assert company.case(one).assignee_id == second.clerk_id
    with pytest.raises(InputErrors):
        company.do("claims.dispatch", one, chief, handler="counter-clerk-1-101")


# -- payees


def test_payees_are_named_one_by_one_and_need_not_be_typed_again(company: Company) -> None:
    company.policy("WL20", beneficiaries=f"{WIFE_NAME}/{WIFE}/spouse/1/60,{SON_NAME}/{SON}/child/1/40")
    company.move_to(date(2026, 6, 1))
    number = with_papers(company, "death")
    clerk = company.clerk("claims")
    company.do("claims.name_payee", number, clerk, document=WIFE, account_no=SON_ACCOUNT)
    company.do("claims.name_payee", number, clerk, document=WIFE, account_no=WIFE_ACCOUNT)
    with pytest.raises(InputErrors) as error:
        assess(company, number, payees="")
    assert [problem.field for problem in error.value.problems] == ["payees"], "the son has no account yet"
    company.do("claims.name_payee", number, clerk, document=SON, account_no=SON_ACCOUNT)
    assess(company, number, payees="")
    trial = company.trial("claims.approve", number, company.clerk("claims", "head_office", no=2))
    assert f"{WIFE_NAME}, account ****0021: 60,000.00; the payee's identity is to be checked" in trial.plan.messages
    approve(company, number)
    assert sorted(payments(company, number)) == [(4_000_000, SON_ACCOUNT), (6_000_000, WIFE_ACCOUNT)]


def test_an_heir_is_new_to_the_company_and_a_stranger_is_no_payee(company: Company) -> None:
    company.policy("WL20")
    company.move_to(date(2026, 6, 1))
    number = with_papers(company, "death")
    clerk = company.clerk("claims")
    with pytest.raises(InputErrors):
        company.do("claims.name_payee", number, clerk, document=WIFE, account_no=WIFE_ACCOUNT)
    company.do(
        "claims.name_payee", number, clerk,
        document=WIFE, account_no=WIFE_ACCOUNT, heir=True, name=WIFE_NAME, relation="spouse",
    )  # fmt: skip
    assess(company, number, payees="")
    approve(company, number)
    assert payments(company, number) == [(10_000_000, WIFE_ACCOUNT)]


def test_a_beneficiary_whose_relation_has_ended_counts_as_not_named(company: Company) -> None:
    """Interpretation III art 9: divorced, named as spouse."""
    company.policy("WL20", beneficiaries=f"{WIFE_NAME}/{WIFE}/spouse/1/60,{SON_NAME}/{SON}/child/1/40")
    company.move_to(date(2026, 6, 1))
    number = with_papers(company, "death")
    assess(company, number, payees=f"{SON}/{SON_ACCOUNT}", unnamed=WIFE)
    approve(company, number)
    assert payments(company, number) == [(10_000_000, SON_ACCOUNT)]


# -- investigation


def test_an_investigation_has_its_own_clock_and_is_read_by_those_who_decide(company: Company) -> None:
    """Registered on Monday 4 May 2026: 7 working days end on 13 May (the 9th is worked), 15 on 25 May."""
    company.policy("HC01")
    company.move_to(MAY)
    number = with_papers(company, "hospital")
    assert clocks(company, number)["claim"].due == date(2026, 5, 13)
    clerk = company.clerk("claims")
    company.do("claims.investigate", number, clerk, plan="ask the ward", investigator="claims-clerk-1-101")
    running = clocks(company, number)
    assert "claim" not in running
    assert running["claim_investigated"].due == date(2026, 5, 25)
    with pytest.raises(Refused) as refused:
        assess(company, number, days=5, payees="")
    assert refused.value.code == "investigated"
    with pytest.raises(NotAllowed):
        company.do("claims.record_investigation", number, company.clerk("claims", no=2), findings="ok", opinion="clear")
    company.do("claims.record_investigation", number, clerk, findings="stayed five nights", opinion="clear")
    with company.store.read() as reader:
        task = reader.find(Task, case_id=numbers.parse(number).id)[0]
    assert (task.done, task.opinion) == (
        MAY,
        {"plan": "ask the ward", "findings": "stayed five nights", "evidence": "", "opinion": "clear"},
    )
    assert "ask the ward" not in str([event.data for event in company.events(number)])
    assess(company, number, days=5, payees="")


def test_what_speaks_for_an_investigation_is_shown_with_its_reason(company: Company) -> None:
    company.policy("WL20", **WIFE_TAKES_ALL)
    renew(company, date(2027, 3, 3))
    renew(company, date(2028, 3, 3))
    company.move_to(date(2028, 5, 2))
    number = reported(company, "death")
    company.do("claims.register", number, company.clerk("claims"), other_insurers=True)
    assert claim(company, number).signals == ["insurers"]


def test_an_ordinary_claim_has_no_signals_and_the_ordinary_clock(company: Company) -> None:
    company.policy("HC01")
    company.move_to(MAY)
    number = registered(company, "hospital")
    assert claim(company, number).signals == []
    assert "claim" in clocks(company, number)
    with company.store.read() as reader:
        named = reader.find(PolicyRole, role="beneficiary")
    assert named == []


# -- negotiation


def test_an_agreement_needs_a_negotiation_on_record(company: Company) -> None:
    policy = company.policy("HC01")
    company.move_to(MAY)
    number = with_papers(company, "hospital")
    agreed = {"days": 12, "payees": "", "decisions": f"{policy}/agreement/half of it is pre-existing/1200"}
    with pytest.raises(Refused) as refused:
        assess(company, number, **agreed)
    assert refused.value.code == "not_negotiated"
    company.do("claims.negotiate", number, company.clerk("claims"), with_whom="李明", offered="1200", text="agrees")
    with company.store.read() as reader:
        [note] = reader.find(Note, case_id=numbers.parse(number).id)
    assert (note.kind, note.text) == ("negotiation", "李明; offered 1,200.00; agrees")
    assess(company, number, **agreed)
    assert approve(company, number, "clerk").referred_to == "supervisor"
    company.do("claims.approve", number, company.clerk("claims", "supervisor", no=3))
    assert payments(company, number) == [(120_000, OWN_ACCOUNT)]


# -- advance payment


def test_the_certain_part_is_paid_in_advance_and_the_rest_later(company: Company) -> None:
    """Insurance Law art 25: 30,000 of 100,000 in advance, 70,000 when it is settled."""
    company.policy("WL20", **WIFE_TAKES_ALL)
    company.move_to(date(2026, 6, 1))
    number = with_papers(company, "death")
    clerk, second = company.clerk("claims"), company.clerk("claims", "head_office", no=2)
    with pytest.raises(InputErrors) as error:
        company.do("claims.propose_advance", number, clerk, amount="30000")
    assert "CL11" in error.value.problems[0].message
    company.do("claims.name_payee", number, clerk, document=WIFE, account_no=WIFE_ACCOUNT)
    with pytest.raises(InputErrors):
        company.do("claims.propose_advance", number, clerk, amount="100000.01")
    company.do("claims.propose_advance", number, clerk, amount="30000")
    with pytest.raises(NotAllowed):
        company.do("claims.approve_advance", number, clerk)
    done = company.do("claims.approve_advance", number, second)
    assert (done.state, payments(company, number)) == ("assessing", [(3_000_000, WIFE_ACCOUNT)])
    assert (company.balance(ADVANCES), company.balance(PAYABLE)) == (3_000_000, -3_000_000)
    assert "advance_payment" not in clocks(company, number)
    pay_all(company, done)
    assert company.case(number).state == "assessing", "an advance closes nothing"
    assess(company, number, payees="")
    rest = approve(company, number)
    assert sorted(payments(company, number)) == [(3_000_000, WIFE_ACCOUNT), (7_000_000, WIFE_ACCOUNT)]
    assert (company.balance(ADVANCES), company.balance(PAYABLE)) == (0, -7_000_000)
    notice = company.letters(number)[-1]
    assert notice.values["amount"] == "70,000.00"
    assert "- paid before: -30,000.00" in str(notice.values["lines"]) or "-30,000.00" in str(notice.values["lines"])
    pay_all(company, rest)
    assert company.case(number).state == "closed"


def test_advances_add_up_to_the_estimate_at_most_and_count_for_authority(company: Company) -> None:
    company.policy("WL20", **WIFE_TAKES_ALL)
    company.move_to(date(2026, 6, 1))
    number = with_papers(company, "death")
    clerk, senior = company.clerk("claims"), company.clerk("claims", "senior", no=2)
    company.do("claims.name_payee", number, clerk, document=WIFE, account_no=WIFE_ACCOUNT)
    company.do("claims.propose_advance", number, clerk, amount="40000")
    company.do("claims.approve_advance", number, senior)
    with pytest.raises(InputErrors):
        company.do("claims.propose_advance", number, clerk, amount="60000.01")
    company.do("claims.propose_advance", number, clerk, amount="20000")
    assert company.do("claims.approve_advance", number, senior).referred_to == "supervisor", "60,000 of the claim"


def test_a_loan_leaves_less_to_be_advanced(company: Company) -> None:
    """Of 100,000 with 1,000 lent the day before: 100,000 less 1,000 and a day's interest of 0.14 at 5 %."""
    policy = company.policy("WL20", **WIFE_TAKES_ALL)
    for year in range(2027, 2032):
        premium_paid(company, policy, date(year, 3, 3))
    company.move_to(date(2031, 5, 31))
    asked(company, policy, 27, "grant_loan", amount="1000", account_no=OWN_ACCOUNT)
    company.move_to(date(2031, 6, 1))
    number, clerk = with_papers(company, "death"), company.clerk("claims")
    company.do("claims.name_payee", number, clerk, document=WIFE, account_no=WIFE_ACCOUNT)
    with pytest.raises(InputErrors) as error:
        company.do("claims.propose_advance", number, clerk, amount="98999.87")
    assert "98,999.86" in error.value.problems[0].message
    company.do("claims.propose_advance", number, clerk, amount="98999.86")


def test_what_a_reopened_claim_has_paid_is_not_advanced_again(company: Company) -> None:
    company.policy("WL20", **WIFE_TAKES_ALL)
    company.move_to(date(2026, 6, 1))
    number, clerk = with_papers(company, "death"), company.clerk("claims")
    assess(company, number)
    pay_all(company, approve(company, number))
    company.do("claims.reopen", number, clerk, reason="the widow asks")
    with pytest.raises(InputErrors) as error:
        company.do("claims.propose_advance", number, clerk, amount="0.01")
    assert "at most 0.00" in error.value.problems[0].message


# -- quality sample


def test_a_drawn_claim_is_looked_through_by_who_had_no_part_in_it(company: Company) -> None:
    company.policy("HC01")
    company.move_to(MAY)
    number = drawn_number(company)
    done = company.do("claims.assess", number, company.clerk("claims"), cause="illness", days=3)
    assert done.state == "sampling"
    with company.store.read() as reader:
        sample = reader.need(ClaimSample, numbers.parse(number).id)
    assert (sample.stratum, sample.share, sample.seed, sample.drawn) == ("hospital", 30, "2026-05/20260101", True)
    helped = company.clerk("claims", no=2)
    company.do("desk.add_note", number, helped, text="seen")
    with pytest.raises(NotAllowed):
        company.do("claims.check_sample", number, company.clerk("claims"))
    with pytest.raises(InputErrors):
        company.do("claims.check_sample", number, helped, back=True)
    assert look_through(company, number, defects="facts,late", back=True).state == "assessing"
    company.do("claims.assess", number, company.clerk("claims"), cause="illness", days=3)
    with pytest.raises(Refused) as refused:
        look_through(company, number)
    assert refused.value.code == "had_part"
    assert company.do("claims.check_sample", number, helped).state == "assessed"
    with company.store.read() as reader:
        sample = reader.need(ClaimSample, numbers.parse(number).id)
    assert (sample.clerk_id, sample.checked_on, sample.defects) == (helped.clerk_id, MAY, [])


def test_who_waits_for_another_month_draws_no_other_lot(company: Company) -> None:
    company.policy("HC01")
    company.move_to(MAY)
    number = drawn_number(company)
    company.move_to(date(2026, 6, 1))
    done = company.do("claims.assess", number, company.clerk("claims"), cause="illness", days=2)
    assert done.state == "sampling"


def test_everything_above_half_a_million_is_looked_through(company: Company) -> None:
    company.policy("TM20", sum_assured="600000", **WIFE_TAKES_ALL)
    company.move_to(date(2026, 6, 1))
    number = with_papers(company, "death")
    done = company.do(
        "claims.assess", number, company.clerk("claims"), cause="illness", payees=f"{WIFE}/{WIFE_ACCOUNT}"
    )
    assert done.state == "sampling"


# -- small claims


def test_a_small_clear_claim_is_settled_on_the_spot(company: Company) -> None:
    company.policy("HC01")
    company.move_to(MAY)
    number = with_papers(company, "hospital")
    clerk = company.clerk("claims")
    with pytest.raises(Refused) as refused:
        company.do("claims.settle_on_the_spot", number, clerk, cause="illness", days=6)
    assert "1,200.00" in refused.value.message, "5 × 200 is the most"
    done = company.do("claims.settle_on_the_spot", number, clerk, cause="illness", days=5)
    assert (done.state, payments(company, number)) == ("approved", [(100_000, OWN_ACCOUNT)])
    assert company.events(number)[-1].data["decided_by"] == "rule"
    pay_all(company, done)
    assert company.case(number).outcome == "paid"


def test_a_rule_approves_up_to_the_automatic_limit_when_every_check_is_clear(company: Company) -> None:
    company.policy("HC01")
    company.move_to(MAY)
    clerk = company.clerk("claims")
    number = with_papers(company, "hospital")
    assess(company, number, days=15, payees="")
    done = company.do("claims.approve_by_rule", number, clerk)
    assert (done.state, payments(company, number)) == ("approved", [(300_000, OWN_ACCOUNT)])
    more = with_papers(company, "hospital", date(2026, 5, 3))
    assess(company, more, days=16, payees="")
    with pytest.raises(Refused) as refused:
        company.do("claims.approve_by_rule", more, clerk)
    assert refused.value.code == "not_clear"


def test_a_claim_with_a_defect_found_is_not_approved_by_rule(company: Company) -> None:
    company.policy("HC01")
    company.move_to(MAY)
    number, clerk = drawn_number(company), company.clerk("claims")
    company.do("claims.assess", number, clerk, cause="illness", days=2)
    look_through(company, number, defects="facts")
    with pytest.raises(Refused, match="looked through it found something"):
        company.do("claims.approve_by_rule", number, clerk)


def test_a_doubt_is_for_a_clerk_not_for_a_rule(company: Company) -> None:
    policy = company.policy("HC01")
    company.move_to(MAY)
    number = reported(company, "hospital")
    clerk = company.clerk("claims")
    company.do("claims.register", number, clerk, other_insurers=True)
    papers = "claim_form,identity_claimant,payout_account,hospital_record,discharge_summary,medical_bills"
    company.do("claims.check_papers", number, clerk, papers=papers)
    with pytest.raises(Refused) as refused:
        company.do("claims.settle_on_the_spot", number, clerk, cause="illness", days=2)
    assert "something speaks for an investigation" in refused.value.message
    assess(company, number, days=2, payees="", decisions=f"{policy}/pay/as the ward says")
    with pytest.raises(Refused) as refused:
        company.do("claims.approve_by_rule", number, clerk)
    assert "had to weigh something" in refused.value.message


# -- reopening


def test_a_refused_claim_is_reopened_and_only_the_difference_is_paid(company: Company) -> None:
    """Suicide: the cash value is paid. An inquest calls it an accident: the benefit less what was paid."""
    policy = company.policy("WL20", **WIFE_TAKES_ALL)
    premium_paid(company, policy, date(2027, 3, 3))
    company.move_to(date(2027, 6, 1))
    number = with_papers(company, "death")
    heir = {"heirs": f"{WIFE_NAME}/{WIFE}/spouse/{WIFE_ACCOUNT}"}
    assess(company, number, cause="suicide", **heir)
    [item] = items(company, number)
    value = int(item.net)
    assert (item.conclusion, value > 0) == ("refuse", True)
    pay_all(company, approve(company, number))
    assert company.case(number).state == "closed"
    company.do("archive.file", number)

    company.move_to(date(2027, 7, 1))
    company.do("claims.reopen", number, company.clerk("claims"), reason="the inquest says accident")
    case = company.case(number)
    assert (case.state, case.outcome, case.open) == ("assessing", None, True)
    assert set(clocks(company, number)) == {"claim", "claim_decision"}
    assess(company, number, cause="accident")
    [item] = items(company, number)
    assert (item.conclusion, item.net.yuan()) == ("pay", "100,000.00")
    done = approve(company, number)
    assert payments(company, number)[1:] == [(10_000_000 - value, WIFE_ACCOUNT)]
    pay_all(company, done)
    assert company.balance("6531.03", policy) == 0, "the cash value is taken back in the books"
    assert (company.balance("6511.01", policy), company.balance(PAYABLE)) == (10_000_000, 0)
    assert company.case(number).state == "closed"
    company.do("archive.file", number)


def test_reopened_and_decided_alike_nothing_is_paid_twice(company: Company) -> None:
    """A death in grace, less the premium owed: decided again, the same comes out, and nobody gets a fen."""
    policy = company.policy("WL20", **WIFE_TAKES_ALL)
    renew(company, date(2027, 4, 1))
    number = with_papers(company, "death")
    assess(company, number)
    pay_all(company, approve(company, number))
    paid, booked = payments(company, number), company.balance("6511.01", policy)
    company.move_by(3)
    company.do("claims.reopen", number, company.clerk("claims"), reason="the widow asks")
    assess(company, number)
    done = approve(company, number)
    assert (done.state, done.opened) == ("closed", [])
    assert (payments(company, number), company.balance("6511.01", policy)) == (paid, booked)
    assert company.balance("1122") == 0


def test_who_had_more_than_is_due_now_stands_in_the_way(company: Company) -> None:
    company.policy("HC01")
    company.move_to(MAY)
    number = with_papers(company, "hospital")
    assess(company, number, days=10, payees="")
    pay_all(company, approve(company, number))
    company.do("claims.reopen", number, company.clerk("claims"), reason="five days only")
    assess(company, number, days=5, payees="")
    with pytest.raises(Refused) as refused:
        approve(company, number)
    assert refused.value.code == "paid_more"
    company.do("claims.send_back", number, company.clerk("claims", no=2), reason="recover it first")
    assess(company, number, days=12, payees="")
    approve(company, number)
    assert [amount for amount, _account in payments(company, number)] == [200_000, 40_000]


def test_an_ex_gratia_payment_counts_when_the_benefit_is_due_after_all(company: Company) -> None:
    policy = company.policy("WL20", **WIFE_TAKES_ALL)
    company.move_to(date(2026, 6, 1))
    number = with_papers(company, "death")
    assess(company, number, decisions=f"{policy}/ex_gratia/a clerk's mistake/5000")
    pay_all(company, approve(company, number))
    company.do("claims.reopen", number, company.clerk("claims"), reason="it is covered after all")
    assess(company, number)
    approve(company, number)
    assert [amount for amount, _account in payments(company, number)] == [500_000, 9_500_000]


def test_a_claim_of_which_something_was_paid_is_not_withdrawn(company: Company) -> None:
    """Withdrawn, its event could be reported once more."""
    company.policy("HC01")
    company.move_to(MAY)
    number, clerk = with_papers(company, "hospital"), company.clerk("claims")
    assess(company, number, days=10, payees="")
    pay_all(company, approve(company, number))
    company.do("claims.reopen", number, clerk, reason="the claimant asks")
    with pytest.raises(Refused) as refused:
        company.do("claims.withdraw", number, clerk, reason="enough", signed_on=company.today)
    assert refused.value.code == "paid"


def test_a_withdrawn_claim_is_not_reopened(company: Company) -> None:
    company.policy("HC01")
    company.move_to(MAY)
    number = reported(company, "hospital")
    with pytest.raises(InputErrors):
        company.do("claims.withdraw", number, reason="better now", signed_on=date(2026, 5, 5))
    company.do("claims.withdraw", number, reason="better now", signed_on=MAY)
    with pytest.raises(Refused) as refused:
        company.do("claims.reopen", number, reason="worse again")
    assert refused.value.code == "withdrawn"


# -- facts found out


def test_a_misstated_age_pays_as_paid_stands_to_due(company: Company) -> None:
    """Insurance Law art 32: five years older than stated, premium at the true age by the product's own rates."""
    company.policy("WL20", **WIFE_TAKES_ALL)
    company.move_to(date(2026, 6, 1))
    number = with_papers(company, "death")
    assess(company, number, true_birth="1981-03-15")
    [item] = items(company, number)
    assert (item.reason, item.article) == ("age_low", "Insurance Law art 32")
    assert 7_000_000 < item.net < 9_500_000
    company.do("claims.send_back", number, company.clerk("claims", no=2), reason="he was younger")
    assess(company, number, true_birth="1991-03-15")
    [item] = items(company, number)
    assert item.reason == "age_high"
    assert item.net == 10_000_000 + item.refunds["premium_refund"]


def test_a_void_contract_gives_the_premium_back(company: Company) -> None:
    company.policy("HC01")
    company.move_to(MAY)
    number = with_papers(company, "hospital")
    assess(company, number, days=5, payees="", flaw="no_interest")
    [item] = items(company, number)
    assert (item.conclusion, item.article) == ("not_liable", "Insurance Law art 31")
    assert item.net == item.refunds["premium_refund"] > 0
    approve(company, number)
    assert payments(company, number) == [(int(item.net), OWN_ACCOUNT)], "he lives: it is his own"


def test_a_claim_after_the_limitation_is_refused(company: Company) -> None:
    """Insurance Law art 26: two years for a hospital cover, from when the claimant knew."""
    company.policy("HC01")
    company.move_to(date(2028, 5, 5))
    number = reported(company, "hospital", MAY)
    clerk = company.clerk("claims")
    with pytest.raises(InputErrors):
        company.do("claims.register", number, clerk, known_on="2026-05-03")
    company.do("claims.register", number, clerk)
    papers = "claim_form,identity_claimant,payout_account,hospital_record,discharge_summary,medical_bills"
    company.do("claims.check_papers", number, clerk, papers=papers)
    assess(company, number, days=5, payees="")
    [item] = items(company, number)
    assert (item.conclusion, item.article) == ("refuse", "Insurance Law art 26")


def test_premium_taken_after_the_breach_was_known_forbids_to_rescind(company: Company) -> None:
    """Interpretation II art 7."""
    policy = company.policy("WL20", **WIFE_TAKES_ALL)
    premium_paid(company, policy, date(2027, 3, 3))
    company.move_to(date(2027, 3, 20))
    number = reported(company, "death")
    clerk = company.clerk("claims")
    company.do("claims.register", number, clerk)
    company.do("claims.check_papers", number, clerk, papers=DEATH_PAPERS)
    assess(company, number, breach="intentional", breach_known="2027-03-01")
    assert items(company, number)[0].article == "Interpretation II art 7"


def test_death_declared_counts_on_the_day_of_the_disappearance(company: Company) -> None:
    """Interpretation III art 24: gone while the cover ran, declared dead after it lapsed."""
    company.policy("WL20", **WIFE_TAKES_ALL)
    renew(company, date(2027, 3, 3))
    company.move_to(date(2027, 4, 1))
    number = reported(company, "death")
    company.do("claims.register", number, company.clerk("claims"), disappeared_on="2026-06-01")
    company.do("claims.check_papers", number, company.clerk("claims"), papers=DEATH_PAPERS)
    assess(company, number)
    [item] = items(company, number)
    assert (item.reason, item.conclusion, item.deductions) == ("declared", "pay", {}), "nothing was owed on that day"


def test_a_listed_disease_pays_the_sum_once_and_ends_the_contract(company: Company) -> None:
    """200,000 after 90 days of waiting from 3 March: 1 June is the first day, 31 May the last without."""
    policy = company.policy("CI30")
    company.move_to(date(2026, 6, 5))
    early = with_papers(company, "critical_illness", date(2026, 5, 31))
    with pytest.raises(InputErrors) as error:
        assess(company, early, payees="")
    assert [problem.field for problem in error.value.problems] == ["disease"]
    assess(company, early, payees="", disease="stroke")
    assert items(company, early)[0].reason == "waiting"
    approve(company, early)
    number = with_papers(company, "critical_illness", date(2026, 6, 1))
    assess(company, number, payees="", disease="flu")
    assert items(company, number)[0].reason == "not_listed"
    company.do("claims.send_back", number, company.clerk("claims", no=2), reason="see the pathology")
    assess(company, number, payees="", disease="stroke")
    pay_all(company, approve(company, number))
    assert payments(company, number) == [(20_000_000, OWN_ACCOUNT)]
    with company.store.read() as reader:
        status = reader.current(PolicyStatus, numbers.parse(policy).id)[0]
    assert (status.status, status.end_reason) == ("ended", "claimed")
    later = with_papers(company, "critical_illness", date(2026, 6, 3))
    assess(company, later, payees="", disease="kidney_failure")
    assert items(company, later)[0].reason == "ended", "the contract has paid, and is over"


def test_a_disability_pays_by_its_grade_and_the_rest_when_it_gets_worse(company: Company) -> None:
    """Grade 6 is 500 per mille of 100,000, grade 1 all of it: the second claim pays the other half."""
    policy = company.policy("EN15")
    company.move_to(date(2026, 6, 1))
    number = with_papers(company, "disability")
    with pytest.raises(InputErrors) as error:
        assess(company, number, cause="accident", payees="", grade="11")
    assert [problem.field for problem in error.value.problems] == ["grade"]
    assess(company, number, cause="accident", payees="", grade="6")
    pay_all(company, approve(company, number))
    company.move_to(date(2026, 9, 1))
    worse = with_papers(company, "disability")
    assess(company, worse, cause="accident", payees="", grade="1")
    pay_all(company, approve(company, worse))
    paid = [payments(company, one)[0][0] for one in (number, worse)]
    assert paid == [5_000_000, 5_000_000]
    with company.store.read() as reader:
        assert reader.current(PolicyStatus, numbers.parse(policy).id)[0].status == "ended"


def test_a_payment_names_its_payee(company: Company) -> None:
    company.policy("WL20", **WIFE_TAKES_ALL)
    company.move_to(date(2026, 6, 1))
    number = with_papers(company, "death")
    assess(company, number)
    [payment] = approve(company, number).opened
    with company.store.read() as reader:
        party_id = reader.need(WorkItem, numbers.parse(payment).id).party_id
        assert reader.need(Party, party_id).name == WIFE_NAME

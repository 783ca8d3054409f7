"""Claims from report to payment, a refusal, and who may do what on one."""

from datetime import date

import pytest

from ops_console.base.problems import InputErrors, NotAllowed, Refused
from ops_console.data.tables import Billing, ClerkDuty, Clock, Party, PolicyStatus
from ops_console.rules import numbers
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
    pay_all,
    payments,
    registered,
    reported,
    with_papers,
)
from tests.support.company import Company
from tests.support.policies import position, renew

DIED = date(2026, 6, 1)
PAYABLE, DEATH_BENEFITS, HOSPITAL_BENEFITS = "2205.01", "6511.01", "6511.02"


def status(company: Company, policy: str) -> PolicyStatus:
    with company.store.read() as reader:
        return reader.current(PolicyStatus, numbers.parse(policy).id)[0]


def running(company: Company, number: str) -> set[str]:
    with company.store.read() as reader:
        rows = reader.find(Clock, case_id=numbers.parse(number).id)
    return {row.standard for row in rows if row.met_on is None and row.stopped_since is None}


def test_a_death_claim_from_report_to_payment(company: Company) -> None:
    policy = company.policy("WL20", **WIFE_TAKES_ALL)
    company.move_to(DIED)
    number = reported(company, "death")
    assert [letter.kind for letter in company.letters(number)] == ["claim_guide"]
    assert running(company, number) == {"claim_registration"}

    company.do("claims.register", number, company.clerk("claims"))
    [item] = items(company, number)
    assert (item.conclusion, item.benefit.yuan()) == ("open", "100,000.00")
    assert claim(company, number).estimate.yuan() == "100,000.00"
    assert running(company, number) == {"claim_investigated"}, "a death in the first two years is looked into"

    company.do("claims.check_papers", number, company.clerk("claims"), papers=DEATH_PAPERS)
    assert running(company, number) == {"claim_investigated", "claim_decision", "advance_payment"}
    assess(company, number)
    [item] = items(company, number)
    assert (item.conclusion, item.net.yuan(), item.reason) == ("pay", "100,000.00", "covered")

    done = approve(company, number)
    assert (done.state, payments(company, number)) == ("approved", [(10_000_000, WIFE_ACCOUNT)])
    assert company.balance(DEATH_BENEFITS) == 10_000_000
    assert company.balance(PAYABLE) == -10_000_000
    assert running(company, done.opened[0]) == {"payment", "payment_settled"}
    ended = status(company, policy)
    assert (ended.status, ended.end_reason, ended.valid_from) == ("ended", "claimed", DIED)
    with company.store.read() as reader:
        assert not reader.need(Billing, numbers.parse(policy).id).active
        assert reader.need(Party, claim(company, number).insured_id).died_on == DIED
    pay_all(company, done)
    assert company.balance(PAYABLE) == 0
    case = company.case(number)
    assert (case.state, case.outcome) == ("closed", "paid")
    assert running(company, number) == {"archive_file"}


def test_a_hospital_claim_from_report_to_payment(company: Company) -> None:
    """12 days at 200 a day; the policy goes on, the insured is paid on the account of the policy."""
    policy = company.policy("HC01")
    company.move_to(date(2026, 5, 4))
    number = with_papers(company, "hospital")
    assert running(company, number) == {"claim", "claim_simple", "claim_decision", "advance_payment"}
    with pytest.raises(InputErrors) as errors:
        assess(company, number, payees="")
    assert [problem.field for problem in errors.value.problems] == ["days"]
    assess(company, number, days=12, payees="")
    done = approve(company, number, "clerk")
    assert payments(company, number) == [(240_000, OWN_ACCOUNT)]
    assert company.balance(HOSPITAL_BENEFITS, policy) == 240_000
    assert [letter.kind for letter in company.letters(number)] == ["claim_guide", "payment_notice"]
    pay_all(company, done)
    assert company.case(number).outcome == "paid"
    assert status(company, policy).status == "in_force"


def test_days_paid_earlier_in_the_policy_year_count_towards_its_limit(company: Company) -> None:
    """180 days a year, 90 a stay: after 100 (90 paid) and 80 days, 10 of 30 are left."""
    company.policy("HC01")
    paid = []
    for month, days in ((5, 100), (6, 80), (7, 30)):
        company.move_to(date(2026, month, 4))
        number = with_papers(company, "hospital")
        assess(company, number, days=days, payees="")
        approve(company, number)
        paid += payments(company, number)
    assert [amount for amount, _account in paid] == [90 * 20_000, 80 * 20_000, 10 * 20_000]


def test_an_illness_in_the_waiting_period_is_not_covered_and_a_supervisor_signs(company: Company) -> None:
    company.policy("HC01")
    company.move_to(date(2026, 3, 30))
    number = with_papers(company, "hospital")
    assess(company, number, days=5, payees="")
    assert claim(company, number).conclusion == "not_covered"
    referred = approve(company, number, "clerk")
    assert referred.referred_to == "supervisor"
    done = company.do("claims.approve", number, company.clerk("claims", "supervisor", no=3))
    assert (done.state, done.opened, company.case(number).outcome) == ("closed", [], "not_covered")
    refusal = company.letters(number)[-1]
    assert refusal.kind == "refusal"
    assert "《健康保险管理办法》" in str(refusal.values["reasons"])


def test_a_death_in_grace_is_paid_less_the_premium_owed(company: Company) -> None:
    """Insurance Law art 36: 100,000 less the instalment of 3 March 2027."""
    policy = company.policy("WL20", **WIFE_TAKES_ALL)
    renew(company, date(2027, 4, 1))
    premium = position(company, policy).terms.premium
    number = with_papers(company, "death")
    assess(company, number)
    [item] = items(company, number)
    assert (item.reason, item.article) == ("in_grace", "Insurance Law art 36")
    assert item.deductions == {"premium_owed": premium}
    approve(company, number)
    assert payments(company, number) == [(10_000_000 - premium, WIFE_ACCOUNT)]
    assert company.balance("1122") == 0


def test_a_death_in_grace_reported_after_the_lapse_is_still_paid(company: Company) -> None:
    """The instalment that the lapse cancelled is raised again and taken off."""
    policy = company.policy("WL20", **WIFE_TAKES_ALL)
    renew(company, date(2027, 3, 3))
    company.move_to(date(2027, 6, 1))
    company.do("premium.lapse", policy)
    premium = position(company, policy).terms.premium
    number = with_papers(company, "death", date(2027, 4, 1))
    assess(company, number)
    approve(company, number)
    assert payments(company, number) == [(10_000_000 - premium, WIFE_ACCOUNT)]


def test_a_death_after_the_lapse_gets_the_cash_value_only(company: Company) -> None:
    """Insurance Law art 36 and 37: not liable; the estate gets the cash value, the refusal names the articles."""
    policy = company.policy("WL20", **WIFE_TAKES_ALL)
    renew(company, date(2027, 3, 3))
    premium = position(company, policy).terms.premium
    company.do("premium.collect", policy, amount=int(premium), method="bank")
    renew(company, date(2028, 3, 3))
    company.move_to(date(2028, 6, 1))
    company.do("premium.lapse", policy)
    value = position(company, policy).cash_value(company.today)[0]
    assert value > 0
    number = with_papers(company, "death")
    with pytest.raises(InputErrors) as errors:
        assess(company, number)
    assert [problem.field for problem in errors.value.problems] == ["heirs"]
    heirs = f"{WIFE_NAME}/{WIFE}/spouse/{WIFE_ACCOUNT},{SON_NAME}/{SON}/child/{SON_ACCOUNT}"
    assess(company, number, heirs=heirs)
    approve(company, number)
    paid = payments(company, number)
    assert sum(amount for amount, _account in paid) == value
    assert {account for _amount, account in paid} == {WIFE_ACCOUNT, SON_ACCOUNT}
    assert company.balance("6531.03") == value
    assert "《保险法》第36、37条" in str(company.letters(number)[-1].values["reasons"])


def test_suicide_in_the_second_year_gets_the_cash_value_after_it_the_benefit(company: Company) -> None:
    """Insurance Law art 44: two years from the contract of 2 March 2026, the last day included."""
    policy = company.policy("WL20", **WIFE_TAKES_ALL)
    renew(company, date(2027, 3, 3))
    company.do("premium.collect", policy, amount=int(position(company, policy).terms.premium), method="bank")
    company.move_to(date(2028, 3, 2))
    number = with_papers(company, "death")
    heirs = f"{WIFE_NAME}/{WIFE}/spouse/{WIFE_ACCOUNT}"
    within = company.trial("claims.assess", number, company.clerk("claims"), cause="suicide", heirs=heirs)
    assert "Insurance Law art 44" in within.plan.messages[0]
    assert "refuse" in within.plan.messages[0]
    company.do("claims.withdraw", number, reason="reported with the wrong date", signed_on=company.today)
    renew(company, date(2028, 3, 3))
    number = with_papers(company, "death")
    assess(company, number, cause="suicide")
    [item] = items(company, number)
    assert (item.conclusion, item.reason, item.benefit.yuan()) == ("pay", "suicide_after", "100,000.00")


def test_every_policy_of_the_insured_is_looked_at(company: Company) -> None:
    """A death claim finds hospital cash too: no benefit, but the premium not used up goes to the heirs."""
    company.policy("WL20", **WIFE_TAKES_ALL)
    hospital = company.policy("HC01")
    company.move_to(date(2026, 9, 1))
    unused = position(company, hospital).unearned_premium(company.today)[0]
    number = with_papers(company, "death")
    assess(company, number, heirs=f"{SON_NAME}/{SON}/child/{SON_ACCOUNT}")
    assert [item.conclusion for item in items(company, number)] == ["pay", "not_liable"]
    assert claim(company, number).conclusion == "paid"
    approve(company, number)
    assert payments(company, number) == [(10_000_000, WIFE_ACCOUNT), (int(unused), SON_ACCOUNT)]
    assert status(company, hospital).status == "ended"


def test_a_loan_is_deducted_with_its_interest(company: Company) -> None:
    policy = company.policy("WL20", sum_assured="1000000", income="2000000", **WIFE_TAKES_ALL)
    for year in (2027, 2028):
        renew(company, date(year, 3, 3))
        company.do("premium.collect", policy, amount=int(position(company, policy).terms.premium), method="bank")
    request = company.do("counter.receive_request", policy, item=27).number
    company.do(
        "preservation.grant_loan", request, company.clerk("preservation", "head_office"),
        amount="1000", account_no=OWN_ACCOUNT, insured_consent=True,
    )  # fmt: skip
    if company.case(request or "").state == "review":
        company.do("preservation.approve", request, company.clerk("preservation", "head_office", no=2))
    company.move_to(date(2028, 5, 15))
    number = with_papers(company, "death")
    assess(company, number)
    approve(company, number)
    # 1,000 CNY for 73 days at the loan's rate, actual/365
    rate = company.catalog.products["WL20"].basis.loan.interest  # type: ignore[union-attr]
    interest = round(float(100_000 * rate * 73 / 365))
    assert payments(company, number) == [(100_000_000 - 100_000 - interest, WIFE_ACCOUNT)]
    assert position(company, policy).loans == ()


def test_missing_papers_are_asked_for_once_all_together(company: Company) -> None:
    """Insurance Law art 22; the company's clock stands still meanwhile."""
    company.policy("HC01")
    company.move_to(date(2026, 5, 4))
    number = registered(company, "hospital")
    first = company.do("claims.check_papers", number, company.clerk("claims"), papers="claim_form,identity_claimant")
    assert first.state == "papers_wanted"
    assert running(company, number) == set()
    wanted = company.letters(number)[-1]
    assert (wanted.kind, len(wanted.values["papers"])) == ("claim_papers_wanted", 4)
    company.do("claims.check_papers", number, company.clerk("claims"), papers="medical_bills")
    assert len(company.letters(number)) == 2
    company.move_to(date(2026, 5, 20))
    rest = "payout_account,hospital_record,discharge_summary"
    assert company.do("claims.check_papers", number, company.clerk("claims"), papers=rest).state == "assessing"
    assert running(company, number) == {"claim", "claim_simple", "claim_decision", "advance_payment"}


def test_who_assessed_a_claim_does_not_approve_it(company: Company) -> None:
    company.policy("HC01")
    company.move_to(date(2026, 5, 4))
    number = with_papers(company, "hospital")
    assess(company, number, days=3, payees="")
    with pytest.raises(NotAllowed) as refused:
        company.do("claims.approve", number, company.clerk("claims"))
    assert refused.value.code == "maker_checker"


def test_who_decided_a_claim_does_not_release_its_payment(company: Company) -> None:
    company.policy("HC01")
    company.move_to(date(2026, 5, 4))
    number = with_papers(company, "hospital")
    assess(company, number, days=3, payees="")
    done = approve(company, number)
    both = company.clerk("claims")
    with company.store.write() as tx:
        tx.insert([ClerkDuty(clerk_id=both.clerk_id, duty="cashier")])
    with pytest.raises(NotAllowed) as refused:
        company.do("premium.release_payment", done.opened[0], both)
    assert refused.value.code == "incompatible_duties"


def test_a_claim_above_the_clerks_amount_is_referred(company: Company) -> None:
    """100,000 is beyond a senior's 50,000 and within a supervisor's 100,000."""
    company.policy("WL20", **WIFE_TAKES_ALL)
    company.move_to(DIED)
    number = with_papers(company, "death")
    assess(company, number)
    assert approve(company, number, "senior").referred_to == "supervisor"
    assert company.case(number).state == "assessed"
    assert company.do("claims.approve", number, company.clerk("claims", "supervisor", no=3)).state == "approved"


def test_an_ex_gratia_payment_needs_a_supervisor_and_is_never_mixed(company: Company) -> None:
    hospital = company.policy("HC01")
    company.move_to(date(2026, 3, 30))
    number = with_papers(company, "hospital")
    decisions = f"{hospital}/ex_gratia/loyal client, first illness/500"
    assess(company, number, days=5, payees="", decisions=decisions)
    assert claim(company, number).conclusion == "ex_gratia"
    assert approve(company, number, "senior").referred_to == "supervisor"
    done = company.do("claims.approve", number, company.clerk("claims", "supervisor", no=3))
    assert company.balance("6511.03") == 50_000
    pay_all(company, done)


def test_a_decision_without_amount_policy_or_form_is_refused_with_all_problems(company: Company) -> None:
    hospital = company.policy("HC01")
    company.move_to(date(2026, 3, 30))
    number = with_papers(company, "hospital")
    decisions = f"{hospital}/ex_gratia/no amount; P1010000000000011/pay/other; nonsense"
    with pytest.raises(InputErrors) as errors:
        assess(company, number, days=5, decisions=decisions, culprit="110101199003070011", payees="x")
    assert len(errors.value.problems) == 5


def test_conclusions_that_do_not_go_together_are_refused(company: Company) -> None:
    life = company.policy("WL20", **WIFE_TAKES_ALL)
    hospital = company.policy("HC01")
    company.move_to(DIED)
    number = with_papers(company, "death")
    with pytest.raises(Refused) as refused:
        assess(company, number, decisions=f"{life}/pay/clear; {hospital}/ex_gratia/kindness/100")
    assert refused.value.code == "mixture"


def test_an_assessment_that_premium_has_overtaken_is_sent_back(company: Company) -> None:
    policy = company.policy("WL20", **WIFE_TAKES_ALL)
    renew(company, date(2027, 4, 1))
    number = with_papers(company, "death")
    assess(company, number)
    company.do("premium.collect", policy, amount=int(position(company, policy).terms.premium), method="bank")
    with pytest.raises(Refused) as refused:
        approve(company, number)
    assert refused.value.code == "assessment_stale"
    company.do("claims.send_back", number, company.clerk("claims", no=2), reason="premium was paid")
    assess(company, number)
    approve(company, number)
    assert payments(company, number) == [(10_000_000, WIFE_ACCOUNT)]


def test_a_hidden_illness_no_longer_counts_after_two_years(company: Company) -> None:
    """Insurance Law art 16."""
    policy = company.policy("WL20", **WIFE_TAKES_ALL)
    renew(company, date(2027, 3, 3))
    company.do("premium.collect", policy, amount=int(position(company, policy).terms.premium), method="bank")
    renew(company, date(2028, 3, 3))
    number = with_papers(company, "death", date(2028, 2, 1))
    assess(company, number, breach="intentional", breach_known=date(2028, 2, 20))
    [item] = items(company, number)
    assert (item.conclusion, item.reason, item.article) == ("pay", "incontestable", "Insurance Law art 16")


def test_several_beneficiaries_take_their_shares_of_one_death(company: Company) -> None:
    """60 and 40 per cent of 100,000."""
    shares = f"{WIFE_NAME}/{WIFE}/spouse/1/60,{SON_NAME}/{SON}/child/1/40"
    company.policy("WL20", beneficiaries=shares)
    company.move_to(DIED)
    number = with_papers(company, "death")
    with pytest.raises(InputErrors) as errors:
        assess(company, number)
    assert [(p.field, SON_NAME in p.message) for p in errors.value.problems] == [("payees", True)]
    assess(company, number, payees=f"{WIFE}/{WIFE_ACCOUNT},{SON}/{SON_ACCOUNT}")
    approve(company, number)
    assert payments(company, number) == [(6_000_000, WIFE_ACCOUNT), (4_000_000, SON_ACCOUNT)]


def test_a_beneficiary_who_killed_the_insured_gets_nothing(company: Company) -> None:
    """Insurance Law art 43: the share goes to the other."""
    shares = f"{WIFE_NAME}/{WIFE}/spouse/1/60,{SON_NAME}/{SON}/child/1/40"
    company.policy("WL20", beneficiaries=shares)
    company.move_to(DIED)
    number = with_papers(company, "death")
    assess(company, number, cause="by_beneficiary", culprit=WIFE, payees=f"{SON}/{SON_ACCOUNT}")
    approve(company, number)
    assert payments(company, number) == [(10_000_000, SON_ACCOUNT)]


def test_only_the_last_payment_closes_the_claim(company: Company) -> None:
    shares = f"{WIFE_NAME}/{WIFE}/spouse/1/60,{SON_NAME}/{SON}/child/1/40"
    company.policy("WL20", beneficiaries=shares)
    company.move_to(DIED)
    number = with_papers(company, "death")
    assess(company, number, payees=f"{WIFE}/{WIFE_ACCOUNT},{SON}/{SON_ACCOUNT}")
    first, second = approve(company, number).opened
    for payment, state in ((first, "approved"), (second, "closed")):
        company.do("premium.release_payment", payment, company.clerk("cashier", "head_office"))
        company.do("premium.pay_out", payment, company.clerk("premium"), method="bank")
        assert company.case(number).state == state


def test_one_event_is_one_claim(company: Company) -> None:
    company.policy("HC01")
    company.move_to(date(2026, 5, 4))
    first = reported(company, "hospital")
    with pytest.raises(Refused) as refused:
        reported(company, "hospital")
    assert first in refused.value.message


def test_only_somebody_insured_with_us_is_reported(company: Company) -> None:
    with pytest.raises(InputErrors):
        reported(company, "death")


def test_the_cause_of_an_event_stays_out_of_the_log(company: Company) -> None:
    company.policy("WL20", **WIFE_TAKES_ALL)
    company.move_to(DIED)
    number = with_papers(company, "death")
    heirs = f"{WIFE_NAME}/{WIFE}/spouse/{WIFE_ACCOUNT}"
    assess(company, number, cause="suicide", heirs=heirs)
    assert "suicide" not in str([event.data for event in company.events(number)])

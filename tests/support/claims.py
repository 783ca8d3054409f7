"""Claims at work in tests: reported, registered, papers complete, assessed by one clerk and approved by another."""

from datetime import date
from typing import Any

from ops_console.data.tables import Claim, ClaimItem, Payable, WorkItem
from ops_console.desk.desk import Outcome
from ops_console.rules import identity, numbers
from tests.support.company import LI_MING, Company

WIFE_NAME, WIFE = "王丽", identity.make(310101, date(1988, 5, 1), "female", 21)
SON_NAME, SON = "李小明", identity.make(310101, date(2015, 9, 9), "male", 31)
WIFE_ACCOUNT, SON_ACCOUNT, OWN_ACCOUNT = "6222000000000021", "6222000000000031", "6222000000000001"
WIFE_TAKES_ALL = {"beneficiaries": f"{WIFE_NAME}/{WIFE}/spouse"}
ALWAYS = "claim_form,identity_claimant,payout_account"
DEATH_PAPERS = f"{ALWAYS},policy_document,death_certificate,household_cancellation,relation_proof"
HOSPITAL_PAPERS = f"{ALWAYS},hospital_record,discharge_summary,medical_bills"
PAPERS = {
    "death": DEATH_PAPERS,
    "hospital": HOSPITAL_PAPERS,
    "critical_illness": f"{ALWAYS},hospital_record,diagnosis_report",
    "disability": f"{ALWAYS},hospital_record,disability_assessment",
}


def reported(company: Company, event: str, day: date | None = None) -> str:
    """Number of a claim just reported on Li Ming."""
    number = company.do(
        "counter.report_claim",
        insured=LI_MING["applicant_document"],
        event=event,
        event_date=day or company.today,
        place="上海",
        reporter="王丽",
        relation="spouse",
    ).number
    assert number is not None
    return number


def registered(company: Company, event: str, day: date | None = None) -> str:
    number = reported(company, event, day)
    company.do("claims.register", number, company.clerk("claims"), expected_days=7)
    return number


def with_papers(company: Company, event: str, day: date | None = None) -> str:
    """Number of a claim with complete papers, to be assessed."""
    number = registered(company, event, day)
    company.do("claims.check_papers", number, company.clerk("claims"), papers=PAPERS[event])
    return number


def assess(company: Company, number: str, **values: Any) -> Outcome:
    """Assessed, and looked through where it was drawn for the quality sample."""
    given = {"cause": "illness", "payees": f"{WIFE}/{WIFE_ACCOUNT}", **values}
    done = company.do("claims.assess", number, company.clerk("claims"), **given)
    return look_through(company, number) if done.state == "sampling" else done


def look_through(company: Company, number: str, **values: Any) -> Outcome:
    """A drawn claim passes, or what `values` say, by a clerk who had no part in it."""
    return company.do("claims.check_sample", number, company.clerk("claims", no=9), **values)


def approve(company: Company, number: str, grade: str = "head_office") -> Outcome:
    return company.do("claims.approve", number, company.clerk("claims", grade, no=2))


def pay_all(company: Company, outcome: Outcome) -> None:
    """Every payment the approval opened: released by a cashier, paid by the premium room."""
    for payment in outcome.opened:
        company.do("premium.release_payment", payment, company.clerk("cashier", "head_office"))
        company.do("premium.pay_out", payment, company.clerk("premium"), method="bank")


def items(company: Company, number: str) -> list[ClaimItem]:
    with company.store.read() as reader:
        return reader.find(ClaimItem, case_id=numbers.parse(number).id)


def claim(company: Company, number: str) -> Claim:
    with company.store.read() as reader:
        return reader.need(Claim, numbers.parse(number).id)


def payments(company: Company, number: str) -> list[tuple[int, str]]:
    """Amount in fen and account of every payment of a claim."""
    with company.store.read() as reader:
        cases = reader.find(WorkItem, kind="payment", parent_id=numbers.parse(number).id)
        payables = [reader.need(Payable, case.id) for case in cases]
        return [(int(payable.amount), payable.account_no) for payable in payables]

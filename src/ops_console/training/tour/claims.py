"""Last part of the tour: claims on both policies of the insured, one refused, and the files in the archive."""

from datetime import date
from typing import Any

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.batch.renewal import RENEWAL
from ops_console.data.tables import ClaimItem, WorkItem
from ops_console.desk.desk import Outcome
from ops_console.rules import identity
from ops_console.rules.numbers import Prefix, parse
from ops_console.training.tour.guide import Guide
from ops_console.training.tour.new_business import (
    ACCOUNT,
    CHEN,
    HER_ACCOUNT,
    HIS_ACCOUNT,
    LI_MING,
    WANG_LI,
    Life,
    in_passing,
)
from ops_console.training.tour.service import collect

DEDUCTIONS = {
    "premium_owed": N_("premium owed"),
    "loan_principal": N_("policy loan"),
    "loan_interest": N_("interest on the policy loan"),
    "apl_principal": N_("automatic premium loan"),
    "apl_interest": N_("interest on the automatic premium loan"),
}


def tell(guide: Guide, life: Life) -> None:
    """A stay in hospital, a death, and a death that is not covered."""
    guide.teller.title(_("A claim for days in hospital"))
    guide.move_to(date(2025, 9, 8))
    terms = {"sum_assured": 30_000, "pay_years": 1, "cover_years": 1}
    in_passing(guide, LI_MING, "HC01", "HC-0001", **terms)
    guide.move_to(date(2025, 12, 1))
    _hospital(guide)
    guide.teller.title(_("A death claim"))
    guide.move_to(date(2026, 2, 2))
    claim = _death(guide)
    guide.teller.title(_("A claim that is refused"))
    guide.move_to(date(2026, 4, 7), _("the other policy's premium is raised and collected"))
    guide.quietly_run(RENEWAL)
    collect(guide, life.term)
    guide.move_to(date(2026, 5, 11))
    _suicide(guide)
    guide.teller.title(_("Archive"))
    _file(guide, life, claim)


def _report(guide: Guide, document: str, event: str, day: date, **values: Any) -> str:
    reported = guide.do(
        _("The claim is reported"),
        "counter",
        "counter.report_claim",
        insured=document,
        event=event,
        event_date=day,
        **values,
    )
    number = reported.number or ""
    expected = {"expected_days": 6} if event == "hospital" else {}
    guide.do(_("Registered: every policy of the insured is looked at"), "claims", "claims.register", number, **expected)
    return number


def _papers(guide: Guide, number: str, event: str) -> None:
    papers = [paper.code for paper in guide.catalog.papers_for("claim", event=event)]
    guide.do(_("The papers are complete"), "claims", "claims.check_papers", number, papers=papers)


def _hospital(guide: Guide) -> None:
    document = LI_MING["applicant_document"]
    reporter = {"place": "上海市第一人民医院", "reporter": "李明", "relation": "self"}
    number = _report(guide, document, "hospital", date(2025, 11, 20), **reporter)
    _papers(guide, number, "hospital")
    assessed = {"cause": "illness", "days": 6, "payees": [f"{document}/{ACCOUNT}"]}
    guide.do(_("Assessed: days in hospital times the daily amount"), "claims", "claims.assess", number, **assessed)
    _look_through(guide, number)
    _reckoning(guide, number)
    guide.refused(_("who assessed it approves it"), "claims", "claims.approve", number)
    approved = guide.do(_("Another clerk approves"), "claims.senior", "claims.approve", number)
    _pay(guide, approved, "cashier")


def _death(guide: Guide) -> str:
    document = LI_MING["applicant_document"]
    reporter = {"place": "上海市", "reporter": WANG_LI[0], "relation": "spouse", "telephone": "13800004321"}
    number = _report(guide, document, "death", date(2026, 1, 28), **reporter)
    guide.do(_("Papers missing: asked for once"), "claims", "claims.check_papers", number, papers="claim_form")
    guide.move_to(date(2026, 2, 6))
    _papers(guide, number, "death")
    assessed = {"cause": "illness", "payees": [f"{WANG_LI[1]}/{HER_ACCOUNT}"]}
    assessed["heirs"] = [f"{WANG_LI[0]}/{WANG_LI[1]}/spouse/{HER_ACCOUNT}"]
    guide.do(_("Assessed: the sum, less what is owed"), "claims", "claims.assess", number, **assessed)
    _look_through(guide, number)
    _reckoning(guide, number)
    guide.do(_("More than the branch may pay: referred"), "claims.supervisor", "claims.approve", number)
    approved = guide.do(_("Approved by the region: the contracts end"), "claims.east", "claims.approve", number)
    _pay(guide, approved, "cashier.supervisor")
    return number


def _suicide(guide: Guide) -> None:
    document = CHEN["applicant_document"]
    number = _report(guide, document, "death", date(2026, 5, 6), reporter="陈建国", relation="parent")
    _papers(guide, number, "death")
    heir = f"陈建国/{_father()}/parent/{HIS_ACCOUNT}"
    assessed = {"cause": "suicide", "heirs": [heir]}
    guide.do(_("Within two years of the reinstatement"), "claims", "claims.assess", number, **assessed)
    _look_through(guide, number)
    _reckoning(guide, number)
    guide.do(_("A refusal needs a supervisor"), "claims.senior", "claims.approve", number)
    told = _("Refused, with reasons and the way to appeal; the cash value is paid")
    approved = guide.do(told, "claims.supervisor", "claims.approve", number)
    payment = guide.opened(approved, Prefix.PAYMENT)
    guide.quietly("cashier", "premium.release_payment", payment)
    guide.quietly("premium", "premium.pay_out", payment, method="bank")


def _look_through(guide: Guide, number: str) -> None:
    """Where the claim was drawn for the quality sample."""
    with guide.store.read() as reader:
        drawn = reader.need(WorkItem, parse(number).id).state == "sampling"
    if drawn:
        guide.do(_("Drawn: who had no part in it looks through it"), "claims.head", "claims.check_sample", number)


def _father() -> str:
    return identity.make(310101, date(1962, 1, 9), "male", 20)


def _pay(guide: Guide, approved: Outcome, cashier: str) -> None:
    """Every payment of the claim; the first is told, and paid last."""
    payment, *others = [number for number in approved.opened if number.startswith(Prefix.PAYMENT)]
    for other in others:
        guide.quietly(cashier, "premium.release_payment", other)
        guide.quietly("premium", "premium.pay_out", other, method="bank")
    guide.refused(_("a claims clerk releases the payment"), "claims", "premium.release_payment", payment)
    guide.do(_("Released by a cashier"), cashier, "premium.release_payment", payment)
    guide.do(_("Paid; the claim is closed"), "premium", "premium.pay_out", payment, method="bank")


def _reckoning(guide: Guide, number: str) -> None:
    """What is taken off the benefits."""
    with guide.store.read() as reader:
        items = reader.find(ClaimItem, case_id=parse(number).id)
    for item in items:
        if item.deductions:
            guide.teller.line(_("Reckoned"), item.benefit.yuan())
            for name, amount in item.deductions.items():
                guide.teller.line("", f"- {Fen(amount).yuan()} {_(DEDUCTIONS.get(name, name))}")
            guide.teller.line("", f"= {item.net.yuan()}")


def _file(guide: Guide, life: Life, claim: str) -> None:
    guide.do(_("The application is filed"), "keeper", "archive.file", life.application)
    guide.do(_("So is the claim, as confidential"), "keeper", "archive.file", claim)
    purpose = _("The widow asks how the extra premium came about")
    asked = guide.do(
        _("A clerk wants to read a file"), "claims", "archive.request_loan", life.application, purpose=purpose
    )
    loan = guide.opened(asked, Prefix.FILE_LOAN)
    guide.refused(_("the keeper approves the reading"), "keeper", "archive.approve_loan", loan)
    guide.do(_("Approved by one who neither keeps nor reads"), "approver.supervisor", "archive.approve_loan", loan)
    guide.do(_("Handed out"), "keeper", "archive.hand_out", loan)
    guide.move_to(date(2026, 5, 18))
    guide.do(_("And back in its box"), "keeper", "archive.take_back", loan)

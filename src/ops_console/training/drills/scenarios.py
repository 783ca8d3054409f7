"""The scenarios, one a room: each with its starting position, its goal and its model answer."""

from datetime import date
from typing import Any

from ops_console.base.i18n import N_
from ops_console.data.tables import WorkItem
from ops_console.desk.desk import Outcome
from ops_console.rules import identity
from ops_console.rules.numbers import Prefix
from ops_console.training.drills.scenario import Named, Scenario, Step
from ops_console.training.tour.guide import AGENT, Guide
from ops_console.training.tour.new_business import ACCOUNT, BODY, LI_MING, in_passing

CONTACT, HESITATION = 3, 33
"""Numbers of items in the catalog."""
MEI = {
    "applicant_name": "何梅",
    "applicant_document": identity.make(310101, date(1988, 7, 9), "female", 41),
    "applicant_phone": "13700004321",
    "applicant_address": "上海市静安区南京西路200号",
}
PAPERS = "application_form,identity_applicant,identity_insured,account_authority,health_declaration"
LIFE = {"sum_assured": 30_000_000, "pay_years": 20}


def _customer(_guide: Guide) -> Named:
    """Nothing has happened yet; what is on the form."""
    return {name.removeprefix("applicant_"): value for name, value in MEI.items()} | {"account": ACCOUNT}


def _policy(guide: Guide, person: dict[str, str] = LI_MING, form_no: str = "D-0001") -> str:
    return in_passing(guide, person, "WL20", form_no, **LIFE)


def _opened(outcome: Outcome, prefix: Prefix) -> str:
    return next(number for number in (outcome.number or "", *outcome.opened) if number.startswith(prefix))


def _request(guide: Guide, policy: str, item: int) -> str:
    return guide.quietly("counter", "counter.receive_request", policy, item=item).number or ""


def _two_requests(guide: Guide) -> Named:
    first, second = _policy(guide), _policy(guide, MEI, "D-0002")
    return {"move": _request(guide, first, CONTACT), "cancel": _request(guide, second, HESITATION), "account": ACCOUNT}


def _to_call(guide: Guide) -> Named:
    policy = _policy(guide)
    return {"call": _only(guide, "callback"), "policy": policy}


def _only(guide: Guide, kind: str) -> str:
    """The number of the one open case of a kind."""
    with guide.store.read() as reader:
        (case,) = (one for one in reader.find(WorkItem, kind=kind) if one.open and one.state != "closed")
    return case.number


def _applied(guide: Guide, person: dict[str, str], form_no: str, **changed: Any) -> str:
    received = {"form_no": form_no, "product": "WL20", "agent": AGENT, "papers": PAPERS, **person}
    number = guide.quietly("counter", "counter.receive_application", None, **received).number or ""
    guide.quietly("counter", "counter.check_papers", number)
    keyed = {"account_no": ACCOUNT, "months": 12, "income": 50_000_000, **BODY, **LIFE, **changed}
    document = person["applicant_document"]
    guide.quietly("counter", "counter.key_application", number, applicant_document=document, **keyed)
    return number


def _two_to_judge(guide: Guide) -> Named:
    smoker = _applied(guide, LI_MING, "D-0001", smoker=True, occupation="driver")
    treated = _applied(guide, MEI, "D-0002", conditions=["hypertension"])
    return {"smoker": smoker, "treated": treated}


def _in_hospital(guide: Guide) -> Named:
    in_passing(guide, LI_MING, "HC01", "D-0001", sum_assured=30_000, pay_years=1, cover_years=1)
    guide.move_to(date(2020, 6, 8))
    document = LI_MING["applicant_document"]
    told = {"place": "上海市第一人民医院", "reporter": "李明", "relation": "self"}
    day = date(2020, 6, 1)
    reported = guide.quietly(
        "counter", "counter.report_claim", None, insured=document, event="hospital", event_date=day, **told
    )
    number = reported.number or ""
    guide.quietly("claims.senior", "claims.register", number, expected_days=6)
    papers = [paper.code for paper in guide.catalog.papers_for("claim", event="hospital")]
    guide.quietly("claims.senior", "claims.check_papers", number, papers=papers)
    return {"claim": number, "document": document, "account": ACCOUNT}


def _ended_and_wanted(guide: Guide) -> Named:
    first = _applied(guide, LI_MING, "D-0001")
    second = _applied(guide, MEI, "D-0002")
    for number in (first, second):
        guide.quietly("counter", "counter.withdraw_application", number, reason="客户改变主意")
    guide.quietly("keeper", "archive.file", first)
    asked = guide.quietly("claims", "archive.request_loan", first, purpose="-- 核对健康告知")
    loan = _opened(asked, Prefix.FILE_LOAN)
    guide.quietly("approver.supervisor", "archive.approve_loan", loan)
    return {"ended": second, "loan": loan}


def _to_pay(guide: Guide) -> Named:
    policy = _policy(guide)
    number = _request(guide, policy, HESITATION)
    keyed = guide.quietly(
        "preservation", "preservation.cancel_in_hesitation", number, account_no=ACCOUNT, identity_checked=True
    )
    opened = [*keyed.opened]
    if keyed.state == "review":
        opened = [*guide.quietly("preservation.senior", "preservation.approve", number).opened]
    return {"payment": next(one for one in opened if one.startswith(Prefix.PAYMENT))}


def _enquiry(guide: Guide) -> Named:
    policy = _policy(guide)
    asked = {"contact": "13800001234", "topic": "policy", "policy": policy, "text": "何时交下一期保费？"}
    outcome = guide.quietly("counter", "consultation.register_enquiry", None, **asked)
    return {"enquiry": outcome.number or "", "policy": policy}


SCENARIOS: tuple[Scenario, ...] = (
    Scenario(
        "counter",
        "counter",
        "counter",
        N_("A new application"),
        N_(
            "A customer hands in form T-0001 with every paper of the checklist, sold by agent 101-01: product WL20. "
            "Take it in, check the papers, key it. Applicant and insured: {name}, document {document}, telephone "
            "{phone}, address {address}. Sum 300,000, 20 years of yearly premiums, account {account}, no premium loan, "
            "no beneficiary, income 500,000, office worker, 165 cm, 55 kg, 118/76, no smoker, nothing disclosed."
        ),
        _customer,
        (
            Step(
                "counter.receive_application",
                values={"form_no": "T-0001", "product": "WL20", "agent": AGENT, "papers": PAPERS, **MEI},
                opens={"A": "application"},
            ),
            Step("counter.check_papers", "application", {"papers": PAPERS}),
            Step(
                "counter.key_application",
                "application",
                {
                    "applicant_document": MEI["applicant_document"],
                    **LIFE,
                    "account_no": ACCOUNT,
                    "income": 50_000_000,
                    "occupation": "office",
                    "height_cm": 165,
                    "weight_kg": 55,
                    "systolic": 118,
                    "diastolic": 76,
                    "smoker": False,
                },
            ),
        ),
    ),
    Scenario(
        "preservation",
        "preservation",
        "preservation",
        N_("A customer moves, another changes her mind"),
        N_(
            "{move}: the new telephone is 13911112222, the new address 上海市徐汇区衡山路8号. {cancel}: cancelled in "
            "the hesitation period; the identity was checked, the money goes to account {account}."
        ),
        _two_requests,
        (
            Step("preservation.change_contact", "move", {"phone": "13911112222", "address": "上海市徐汇区衡山路8号"}),
            Step("preservation.cancel_in_hesitation", "cancel", {"account_no": ACCOUNT, "identity_checked": True}),
        ),
    ),
    Scenario(
        "callback",
        "callback",
        "callback",
        N_("The seven points"),
        N_(
            "Call the owner of policy {policy} back ({call}). The applicant is reached and says yes to all seven "
            "points."
        ),
        _to_call,
        (Step("callback.record_call", "call", {"outcome": "reached", "all_yes": True}),),
    ),
    Scenario(
        "underwriting",
        "underwriting",
        "uw.senior",
        N_("One as it is, one at an extra premium"),
        N_(
            "{smoker}: a driver who smokes; the points stay within standard: accept. {treated}: high blood pressure "
            "under treatment: offer an extra of 75 points."
        ),
        _two_to_judge,
        (
            Step("underwriting.accept", "smoker"),
            Step("underwriting.load", "treated", {"em_points": 75, "reason": "hypertension"}),
        ),
    ),
    Scenario(
        "claims",
        "claims",
        "claims",
        N_("Six days in hospital"),
        N_(
            "{claim}: the papers are complete. An illness, six days in hospital; pay the insured (document {document}) "
            "to account {account}. Assess it."
        ),
        _in_hospital,
        (
            Step(
                "claims.assess",
                "claim",
                {
                    "cause": "illness",
                    "days": 6,
                    "payees": [f"{LI_MING['applicant_document']}/{ACCOUNT}"],
                },
            ),
        ),
    ),
    Scenario(
        "archive",
        "archive",
        "keeper",
        N_("One file in, one file out"),
        N_("{ended} has ended: file it. The reading of a file was approved ({loan}): hand the file out."),
        _ended_and_wanted,
        (Step("archive.file", "ended"), Step("archive.hand_out", "loan")),
    ),
    Scenario(
        "premium",
        "premium",
        "cashier",
        N_("A payment goes out"),
        N_("{payment} waits to be released. Release it and pay it out by bank."),
        _to_pay,
        (
            Step("premium.release_payment", "payment"),
            Step("premium.pay_out", "payment", {"method": "bank"}),
        ),
    ),
    Scenario(
        "consultation",
        "consultation",
        "consultation",
        N_("A question about the next premium"),
        N_("{enquiry}: the owner of policy {policy} asks when the next premium is due. Look it up and answer."),
        _enquiry,
        (Step("consultation.answer_enquiry", "enquiry", {"answer": "2021-03-10"}),),
    ),
)

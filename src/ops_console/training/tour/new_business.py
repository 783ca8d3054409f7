"""First part of the tour: an application becomes a policy in force, and its owner is called."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from ops_console.base.i18n import N_, _
from ops_console.data.tables import Application
from ops_console.rules import identity
from ops_console.rules.numbers import Prefix, parse, printed
from ops_console.training.tour.guide import AGENT, Guide

REGION = 310101
LI_MING = {
    "applicant_name": "李明",
    "applicant_document": identity.make(REGION, date(1983, 3, 15), "male", 36),
    "applicant_phone": "13800001234",
    "applicant_address": "上海市黄浦区人民路1号",
}
WANG_LI = "王丽", identity.make(REGION, date(1985, 5, 1), "female", 10)
CHEN = {
    "applicant_name": "陈晓东",
    "applicant_document": identity.make(REGION, date(1990, 10, 2), "male", 12),
    "applicant_phone": "13900005678",
    "applicant_address": "上海市浦东新区世纪大道100号",
}
ACCOUNT, HER_ACCOUNT, HIS_ACCOUNT = "6222000000000001", "6222000000000021", "6222000000000301"
BODY = {"height_cm": 172, "weight_kg": 68, "systolic": 122, "diastolic": 80, "smoker": False, "occupation": "office"}
POINTS = {"em_points": 75, "reason": N_("High blood pressure under treatment")}


@dataclass(frozen=True)
class Life:
    """What the later parts go on with: his application and policy, and the other one's policy."""

    application: str
    life: str
    term: str


def tell(guide: Guide) -> Life:
    """Two policies: one in full, one in passing."""
    guide.teller.title(_("New business"))
    number = _apply(guide)
    _underwrite(guide, number)
    life = _take_effect(guide, number)
    guide.teller.say("")
    guide.teller.say(_("A second policy comes the same way, for somebody else:"))
    terms = {"sum_assured": 30_000_000, "pay_years": 20, "cover_years": 20}
    term = in_passing(guide, CHEN, "TM20", "TM-0001", account_no=HIS_ACCOUNT, **terms)
    return Life(number, life, term)


def _apply(guide: Guide) -> str:
    received = guide.do(
        _("An application comes in"),
        "counter",
        "counter.receive_application",
        form_no="WL-0001",
        product="WL20",
        agent=AGENT,
        papers="application_form,identity_applicant,identity_insured",
        **LI_MING,
    )
    number = received.number or ""
    guide.do(_("Papers are missing: asked for once, all together"), "counter", "counter.check_papers", number)
    guide.move_to(date(2020, 3, 11))
    papers = "account_authority,health_declaration"
    guide.do(_("The papers have come"), "counter", "counter.check_papers", number, papers=papers)
    guide.do(
        _("Keyed, priced, and put to the automatic rules"),
        "counter",
        "counter.key_application",
        number,
        applicant_document=LI_MING["applicant_document"],
        sum_assured=80_000_000,
        pay_years=10,
        months=12,
        account_no=ACCOUNT,
        premium_loan=True,
        beneficiaries=[f"{WANG_LI[0]}/{WANG_LI[1]}/spouse/1/100"],
        income=40_000_000,
        conditions=["hypertension"],
        **BODY,
    )
    return number


def _underwrite(guide: Guide, number: str) -> None:
    guide.teller.title(_("Underwriting"))
    guide.refused(_("the counter accepts it"), "counter", "underwriting.accept", number)
    loaded = {**POINTS, "reason": _(str(POINTS["reason"]))}
    guide.do(_("More than a clerk may decide: referred upward"), "uw", "underwriting.load", number, **loaded)
    reason = _("Ask for an examination first")
    guide.do(_("And sent back down"), "uw.supervisor", "desk.return_referral", number, reason=reason)
    examination = {"examination": "routine", "hospital": "central", "day": date(2020, 3, 18)}
    guide.do(_("An examination is asked for"), "uw", "underwriting.order_examination", number, **examination)
    guide.move_to(date(2020, 3, 20))
    guide.do(_("Its report has come"), "uw", "underwriting.record_examination", number, outcome="normal")
    guide.do(_("Referred again"), "uw", "underwriting.load", number, **loaded)
    guide.do(_("Offered at an extra premium"), "uw.senior", "underwriting.load", number, **loaded)
    guide.move_to(date(2020, 3, 24))
    signed = {"signed_on": guide.today}
    guide.do(_("The applicant accepts the changed terms"), "counter", "counter.accept_terms", number, **signed)


def _take_effect(guide: Guide, number: str) -> str:
    guide.teller.title(_("Issue, delivery, callback"))
    guide.do(_("Issued"), "uw", "underwriting.issue", number)
    guide.move_to(date(2020, 3, 27))
    day = guide.today
    guide.do(_("Delivered"), "counter", "counter.record_delivery", number, delivered_on=day)
    amount = int(_application(guide, number).premium)
    paid = {"amount": amount, "method": "bank"}
    guide.do(
        _("The first premium, held until the policy takes effect"),
        "counter",
        "counter.collect_first_premium",
        number,
        **paid,
    )
    guide.move_to(date(2020, 3, 30))
    signed = guide.do(
        _("Signed and paid: in force"), "counter", "counter.record_receipt", number, signed_on=guide.today
    )
    guide.move_to(date(2020, 4, 2))
    callback = guide.opened(signed, Prefix.CALLBACK)
    guide.do(
        _("Called back: seven points, all yes"),
        "callback",
        "callback.record_call",
        callback,
        outcome="reached",
        all_yes=True,
    )
    return policy_of(guide, number)


def in_passing(guide: Guide, person: dict[str, str], product: str, form_no: str, **terms: Any) -> str:
    """A policy in force by the same operations, told in one line; its number."""
    papers = ",".join(paper.code for paper in guide.catalog.papers_for("application", product))
    received = {"form_no": form_no, "product": product, "agent": AGENT, "papers": papers, **person}
    number = guide.quietly("counter", "counter.receive_application", None, **received).number or ""
    guide.quietly("counter", "counter.check_papers", number)
    given = {"account_no": ACCOUNT, "months": 12, "income": 50_000_000, **BODY, **terms}
    document = person["applicant_document"]
    keyed = guide.quietly("counter", "counter.key_application", number, applicant_document=document, **given)
    if keyed.state == "underwriting":
        guide.quietly("uw", "underwriting.accept", number)
    guide.quietly("uw", "underwriting.issue", number)
    guide.quietly("counter", "counter.record_delivery", number, delivered_on=guide.today)
    amount = int(_application(guide, number).premium)
    guide.quietly("counter", "counter.collect_first_premium", number, amount=amount, method="bank")
    guide.quietly("counter", "counter.record_receipt", number, signed_on=guide.today)
    policy = policy_of(guide, number)
    label = guide.catalog.products[product].label
    told = _("{product}, {name}: policy {number} is in force from tomorrow.")
    guide.teller.say(told.format(product=label, name=person["applicant_name"], number=policy))
    return policy


def policy_of(guide: Guide, application: str) -> str:
    """The number of the policy an application became."""
    return printed(Prefix.POLICY, _application(guide, application).policy_id or 0)


def _application(guide: Guide, number: str) -> Application:
    with guide.store.read() as reader:
        return reader.need(Application, parse(number).id)

"""Keying an application: everything the form says, checked at once, priced, and put to the automatic rules."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from ops_console.base.i18n import N_, _, ngettext
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Problem, Refused
from ops_console.data.store import Reader
from ops_console.data.tables import Application, Party, WorkItem
from ops_console.desk.forms import Account, Amount, Codes, Day, Flag, Form, Seen, Whole, field
from ops_console.desk.operations import Hand, operation
from ops_console.desk.payables import is_vip
from ops_console.desk.plan import ClockStart, Plan
from ops_console.desk.view import View
from ops_console.rooms import proposals, riders
from ops_console.rooms.beneficiaries import Lines, beneficiaries_of
from ops_console.rooms.counter.reception import DOCUMENT_KINDS, SEXES
from ops_console.rooms.dividends import OPTIONS
from ops_console.rooms.fund_choice import allocation_of
from ops_console.rooms.groups import is_group
from ops_console.rooms.insurability import check_insurable, terms_problems
from ops_console.rooms.money_in import CHANNELS
from ops_console.rooms.parties import DocumentKind, Person, party_for
from ops_console.rules import identity
from ops_console.rules.products.basis import Months, Sex

RELATIONS = {
    "self": N_("the applicant in person"),
    "spouse": N_("spouse"),
    "child": N_("child"),
    "parent": N_("parent"),
    "dependant": N_("dependant or close relative"),
    "employee": N_("employee"),
    "other": N_("other"),
}
MODES = {"12": N_("yearly"), "6": N_("half-yearly"), "3": N_("quarterly"), "1": N_("monthly")}


def not_asked(view: View) -> list[str]:
    """Fields of the form that the product has no use for."""
    product = view.product(view.own(Application).product)
    asked = {
        "planned_premium": product.basis.account is not None,
        "allocation": product.basis.account is not None and bool(product.basis.account.funds),
        "dividend": product.basis.participating,
        "riders": bool(product.riders),
    }
    return [name for name, wanted in asked.items() if not wanted]


def _refuse_group(reader: Reader, case: WorkItem) -> None:
    if is_group(reader, case):
        raise Refused(
            _("{number} is of a group: its members are keyed by {operation}.").format(
                number=case.number, operation="counter.key_group"
            ),
            code="group",
            source="company default",
        )


class Keyed(Form):
    applicant_document: str = field(
        N_("Applicant's document number"), max_length=30, help=N_("keyed a second time, to be compared")
    )
    relation: Literal["self", "spouse", "child", "parent", "dependant", "employee", "other"] = field(
        N_("The insured is the applicant's"), default="self", choices=RELATIONS
    )
    insured_name: Seen = field(N_("Insured's name"), default="", max_length=60, help=N_("when not the applicant"))
    insured_document_kind: DocumentKind = field(
        N_("Kind of the insured's document"), default="resident_id", choices=DOCUMENT_KINDS
    )
    insured_document: str = field(N_("Insured's document number"), default="", max_length=30)
    insured_sex: Sex | None = field(N_("Insured's sex"), default=None, choices=SEXES)
    insured_birth: Day | None = field(N_("Insured's date of birth"), default=None)
    insured_consent: Flag = field(
        N_("Insured consents in writing"), default=False, help=N_("to the cover and its amount, Insurance Law art 34")
    )
    sum_assured: Amount = field(
        N_("Sum assured"), gt=0, help=N_("of hospital cash the amount a day, of an annuity a year")
    )
    pay_years: Whole = field(N_("Premium term, years"), ge=1, le=99)
    cover_years: Whole | None = field(N_("Cover term, years"), default=None, ge=1, le=105, help=N_("empty: for life"))
    months: Annotated[Months, BeforeValidator(lambda value: int(value) if str(value).isdigit() else value)] = field(
        N_("Months between premiums"), default=12, choices=MODES
    )
    channel: Literal["bank", "manual"] = field(N_("Collected by"), default="bank", choices=CHANNELS)
    account_no: Account = field(N_("Applicant's bank account"), default="")
    premium_loan: Flag = field(N_("Automatic premium loan elected"), default=False)
    planned_premium: Amount | None = field(N_("Planned premium"), default=None, gt=0, help=N_("each time it is paid"))
    allocation: Lines = field(N_("Divided among funds"), default=(), lookup="fund", help=N_("fund/per cent; by commas"))
    dividend: Literal["cash", "accumulate", "additions", "premium"] | None = field(
        N_("Dividends"), default=None, choices=OPTIONS
    )
    riders: Lines = field(
        N_("Riders"), default=(), lookup="rider", help=N_("product/sum; by commas; a waiver's sum is computed")
    )
    beneficiaries: Lines = field(
        N_("Beneficiaries on death"),
        default=(),
        help=N_("name/document/relation/order/per cent; by commas; none: the insured's estate"),
    )
    income: Amount = field(N_("Applicant's yearly income"), ge=0)
    occupation: str = field(N_("Insured's occupation"), lookup="occupation", max_length=20)
    height_cm: Whole = field(N_("Height, cm"), ge=30, le=250, confidential=True)
    weight_kg: Whole = field(N_("Weight, kg"), ge=1, le=400, confidential=True)
    systolic: Whole = field(
        N_("Blood pressure, upper"), default=0, ge=0, le=300, confidential=True, help=N_("0: not measured")
    )
    diastolic: Whole = field(N_("Blood pressure, lower"), default=0, ge=0, le=200, confidential=True)
    smoker: Flag = field(N_("Smokes"), confidential=True)
    conditions: Codes = field(N_("Conditions disclosed"), default=(), lookup="condition", confidential=True)


@operation(
    "counter.key_application",
    code="CN03",
    label=N_("Key the application"),
    form=Keyed,
    duties=("counter",),
    hand=Hand.MAKES,
    suits=_refuse_group,
    spares=not_asked,
)
def key_application(view: View, form: Keyed) -> Plan:
    """Takes the whole form into the case, prices it, and puts it to the automatic underwriting rules: a clean case
    within the automatic limit is accepted, all others go to underwriting with every reason listed. Insurable interest
    (Insurance Law art 31), consent to death cover (art 34) and the caps for minors (art 33) are checked.
    """
    application = view.own(Application)
    product = view.product(application.product)
    applicant = view.reader.need(Party, application.applicant_id)
    plan = Plan()
    problems = _second_keying(form, applicant)
    insured = applicant if form.relation == "self" else party_for(view, plan, _insured(form), "insured", problems)
    named = beneficiaries_of(view, plan, form.beneficiaries, problems)
    problems += _unknown_codes(view, form)
    if product.basis.participating and form.dividend is None:
        problems.append(Problem("dividend", _("say how dividends are used")))
    values = _values(form) | {
        "riders": riders.typed_riders(form.riders, product, view.catalog.products.values(), problems),
        "allocation": allocation_of(form.allocation, product, problems),
    }
    keyed = application.model_copy(update=values)
    occupation = view.catalog.underwriting.occupations.get(form.occupation)
    problems += terms_problems(product, keyed, insured, occupation.klass if occupation else None)
    problems += riders.terms_problems(view, keyed, insured)
    if problems or insured is None:
        raise InputErrors(problems)
    keyed.insured_id = insured.id
    check_insurable(view, keyed, applicant, insured, consent=form.insured_consent)
    priced = riders.priced(view, keyed, insured, em_points=0)
    values["riders"] = keyed.riders = priced.records()
    assessment = proposals.assess(view, keyed, insured, priced.annual)
    klass = view.catalog.underwriting.occupations[form.occupation].klass
    if insured in plan.inserts:
        insured.occupation_class = klass
    else:
        plan.change(Party, {"id": insured.id}, occupation_class=klass)
    plan.to = "accepted" if assessment.passes else "underwriting"
    plan.change(
        Application,
        {"case_id": application.case_id},
        **values,
        insured_id=insured.id,
        beneficiaries=named,
        findings=[finding.record() for finding in assessment.findings],
        em_points=assessment.em_points,
        premium=priced.premium,
        catalog_version=view.reader.state().catalog_version,
        conclusion="standard" if assessment.passes else None,
    )
    if assessment.wants_examination:
        plan.clocks.append(ClockStart("examination_notice", view.today, vip=is_vip(applicant)))
    plan.whys += priced.whys
    plan.messages.append(_told(priced.premium, len(assessment.findings)))
    return plan


def _told(premium: Fen, reasons: int) -> str:
    if not reasons:
        return _("Accepted by rule at standard terms. First premium: {premium}.").format(premium=premium.yuan())
    return ngettext(
        "To underwriting, with {count} reason. First premium at standard terms: {premium}.",
        "To underwriting, with {count} reasons. First premium at standard terms: {premium}.",
        reasons,
    ).format(count=reasons, premium=premium.yuan())


def _second_keying(form: Keyed, applicant: Party) -> list[Problem]:
    if identity.normalise(form.applicant_document) == applicant.document_no:
        return []
    message = _("differs from the number taken at the counter")
    return [Problem("applicant_document", message, value=identity.mask(form.applicant_document))]


def _insured(form: Keyed) -> Person:
    return Person(
        form.insured_name, form.insured_document, form.insured_document_kind, form.insured_sex, form.insured_birth
    )


def _unknown_codes(view: View, form: Keyed) -> list[Problem]:
    basis = view.catalog.underwriting
    problems = []
    if form.occupation not in basis.occupations:
        known = ", ".join(basis.occupations)
        problems.append(Problem("occupation", _("one of: {values}").format(values=known), value=form.occupation))
    for code in form.conditions:
        if code not in basis.conditions:
            known = ", ".join(basis.conditions)
            problems.append(Problem("conditions", _("one of: {values}").format(values=known), value=code))
    return problems


def _values(form: Keyed) -> dict[str, Any]:
    """The form as the application keeps it."""
    return {
        "relation": form.relation,
        "sum_assured": form.sum_assured,
        "pay_years": form.pay_years,
        "cover_years": form.cover_years,
        "months": form.months,
        "channel": form.channel,
        "account_no": form.account_no,
        "premium_loan": form.premium_loan,
        "planned_premium": form.planned_premium,
        "dividend": form.dividend,
        "income": form.income,
        "health": {
            "height_cm": form.height_cm,
            "weight_kg": form.weight_kg,
            "systolic": form.systolic,
            "diastolic": form.diastolic,
            "smoker": form.smoker,
            "conditions": list(form.conditions),
            "occupation": form.occupation,
        },
    }

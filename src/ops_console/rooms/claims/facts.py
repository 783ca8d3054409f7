"""What the papers show, as the assessor keys it, and as the rules take it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from ops_console.base.i18n import N_, _
from ops_console.base.problems import Problem
from ops_console.data.tables import Claim, ClaimItem, Party
from ops_console.desk.forms import Codes, Day, Flag, Form, Whole, field
from ops_console.desk.view import View
from ops_console.rooms.beneficiaries import typed_lines
from ops_console.rooms.claims.contracts import contract_of, coverage_of, event_of
from ops_console.rooms.claims.decisions import Decisions
from ops_console.rooms.claims.insured import Insured
from ops_console.rules.ages import attained_age
from ops_console.rules.claims.facts import (
    Breach,
    Cause,
    Contract,
    Disclosure,
    Event,
    EventKind,
    Falsehood,
    Flaw,
    MisstatedAge,
)
from ops_console.rules.products.pricing import quote

Typed = Annotated[tuple[str, ...], BeforeValidator(typed_lines)]
CAUSES = {
    "illness": N_("illness"),
    "accident": N_("accident"),
    "suicide": N_("suicide"),
    "crime": N_("intentional crime or resisting arrest"),
    "by_applicant": N_("caused intentionally by the applicant"),
    "by_beneficiary": N_("caused intentionally by a beneficiary"),
    "excluded": N_("excluded by the contract"),
}
BREACHES = {"none": N_("none"), "intentional": N_("intentional"), "negligent": N_("gross negligence, with effect")}
FALSEHOODS = {"none": N_("none"), "invented": N_("event invented or brought about"), "inflated": N_("loss inflated")}
FLAWS = {"none": N_("none"), "no_interest": N_("no insurable interest"), "no_consent": N_("no consent of the insured")}
WHOLE = 100
"""Per cent of the cause."""
PER_MILLE_OF_A_PER_CENT = 10


class Facts(Form):
    """What the papers show; an ordinary claim needs the cause, and what its kind of event asks for."""

    cause: Literal["illness", "accident", "suicide", "crime", "by_applicant", "by_beneficiary", "excluded"] = field(
        N_("Cause"), choices=CAUSES, confidential=True
    )
    days: Whole = field(N_("Days in hospital"), default=0, ge=0, le=366)
    disease: str = field(N_("Disease"), default="", max_length=40, lookup="illness", confidential=True)
    outlived: Whole | None = field(
        N_("Days the diagnosis was outlived"), default=None, ge=0, le=9999, help=N_("empty: the insured lives")
    )
    grade: str = field(
        N_("Grade of disability"), default="", max_length=20, lookup="disability_grade", confidential=True
    )
    payees: Typed = field(
        N_("Accounts of payees"), default=(), help=N_("document/account, by commas; those named before stay")
    )
    heirs: Typed = field(
        N_("Statutory heirs"),
        default=(),
        help=N_(
            "name/document/relation/account, by commas; where no beneficiary is left, or cash value goes to the estate"
        ),
    )
    without_capacity: Flag = field(N_("Insured without capacity"), default=False, confidential=True)
    breach: Literal["none", "intentional", "negligent"] = field(
        N_("Breach of disclosure"), default="none", choices=BREACHES, confidential=True
    )
    breach_known: Day | None = field(N_("Breach known since"), default=None)
    falsehood: Literal["none", "invented", "inflated"] = field(
        N_("False claim"), default="none", choices=FALSEHOODS, confidential=True
    )
    left_out: Codes = field(
        N_("Under agreed exclusions"),
        default=(),
        lookup="exclusion",
        confidential=True,
        help=N_("codes; each contract leaves out only what its applicant agreed to"),
    )
    explained: Flag = field(N_("Exclusion was explained"), default=True)
    covered: Whole = field(
        N_("Part of the cause that is covered"),
        default=WHOLE,
        ge=1,
        le=WHOLE,
        help=N_("per cent; where covered and excluded can't be told apart"),
    )
    flaw: Literal["none", "no_interest", "no_consent"] = field(
        N_("Contract void"), default="none", choices=FLAWS, confidential=True
    )
    true_birth: Day | None = field(
        N_("True date of birth"), default=None, help=N_("where the age was misstated"), confidential=True
    )
    culprit: str = field(
        N_("Document of the culprit"),
        default="",
        max_length=30,
        confidential=True,
        help=N_("of a beneficiary who caused the event"),
    )
    unnamed: Typed = field(
        N_("Beneficiaries whose relation ended"),
        default=(),
        confidential=True,
        help=N_("document numbers; named with a relation that was over on the day"),
    )


class Assessed(Facts):
    """What the papers show, and where the clerk decides otherwise than the rules."""

    decisions: Decisions = field(
        N_("Other conclusions"),
        default=(),
        confidential=True,
        help=N_("policy/conclusion/reason, then /amount; by semicolons"),
    )


def known_facts(view: View) -> Mapping[str, Any]:
    """What was keyed before, for who assesses again."""
    claim = view.own(Claim)
    grades = view.catalog.claims.grades.values()
    grade = next((one.code for one in grades if one.per_mille == claim.disability_degree), "")
    known = {"cause": claim.cause, "days": claim.days, "disease": claim.diagnosis, "grade": grade}
    return {name: value for name, value in known.items() if value}


def problems_of(view: View, claim: Claim, form: Facts) -> list[Problem]:
    """What is missing for the kind of event, and what can't be."""
    found = []
    kind = EventKind(claim.event_kind)
    if kind is EventKind.HOSPITAL and not form.days:
        found.append(Problem("days", _("is needed for a stay in hospital")))
    if kind is EventKind.CRITICAL_ILLNESS and not form.disease:
        found.append(Problem("disease", _("is needed for a critical illness; F4 lists those that contracts name")))
    if kind is EventKind.DISABILITY and not form.grade:
        found.append(Problem("grade", _("is needed for a disability")))
    if form.grade and form.grade not in view.catalog.claims.grades:
        found.append(Problem("grade", _("no such grade; F4 lists them"), value=form.grade))
    if Breach(form.breach) is not Breach.NONE and form.breach_known is None:
        found.append(Problem("breach_known", _("is needed with a breach: the right to rescind runs out")))
    if form.breach_known is not None and form.breach_known > view.today:
        found.append(Problem("breach_known", _("lies in the future"), value=form.breach_known.isoformat()))
    strange = [code for code in form.left_out if code not in view.catalog.underwriting.exclusions]
    found += [Problem("left_out", _("no such exclusion; F4 lists them"), value=code) for code in strange]
    if form.true_birth is not None and form.true_birth > claim.event_date:
        found.append(Problem("true_birth", _("lies after the event"), value=form.true_birth.isoformat()))
    if Cause(form.cause) is Cause.BY_BENEFICIARY and not form.culprit:
        found.append(Problem("culprit", _("is needed: who loses the right")))
    return found


def keep(view: View, claim: Claim, form: Facts) -> None:
    """The facts that the claim itself carries."""
    grade = view.catalog.claims.grades.get(form.grade)
    claim.cause, claim.days = form.cause, form.days
    claim.diagnosis = form.disease or None
    claim.disability_degree = grade.per_mille if grade else None


def event_keyed(view: View, claim: Claim, form: Facts) -> Event:
    """The event as keyed; `claim` carries the facts already."""
    return replace(
        event_of(view, claim, Cause(form.cause), form.days, form.without_capacity),
        survived=form.outlived,
        exclusions_explained=form.explained,
        falsehood=Falsehood(form.falsehood),
        left_out=frozenset(form.left_out),
        proportion=form.covered * PER_MILLE_OF_A_PER_CENT,
    )


def contract_keyed(view: View, insured: Insured, item: ClaimItem, event: Event, form: Facts) -> Contract:
    """The contract of an item with what was found out about it."""
    contract = contract_of(view, insured, item, event)
    return replace(contract, flaw=Flaw(form.flaw), misstated=_misstated(view, insured, item, contract, form))


def disclosure_keyed(insured: Insured, form: Facts) -> Disclosure:
    """A breach, and whether premium was taken after it was known (Interpretation II art 7)."""
    known = form.breach_known
    taken = known is not None and any(
        event.kind == "collected" and event.day > known for one in insured.now.instalments for event in one.events
    )
    return Disclosure(Breach(form.breach), known, taken)


def _misstated(view: View, insured: Insured, item: ClaimItem, contract: Contract, form: Facts) -> MisstatedAge | None:
    """What the true age makes of the premium (Insurance Law art 32). None when it is the age stated."""
    stated = view.reader.need(Party, insured.now.insured_id).birth
    if form.true_birth is None or form.true_birth == stated:
        return None
    made, terms = insured.policy.issued_on, contract.terms
    true_age = terms.entry_age + attained_age(form.true_birth, made) - attained_age(stated, made)
    product = insured.now.products[coverage_of(insured, item).product]
    paid = quote(contract.basis, terms).standard
    instalments = sum(one.is_paid for one in insured.now.instalments)
    youngest, oldest = product.entry_ages
    if not youngest <= true_age <= oldest:
        return MisstatedAge(True, paid, paid, instalments)
    return MisstatedAge(False, paid, quote(contract.basis, replace(terms, entry_age=true_age)).standard, instalments)

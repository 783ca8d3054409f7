"""An application as the rules see it: age, price, sum at risk and the automatic assessment."""

from dataclasses import dataclass
from typing import cast

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.base.problems import Refused
from ops_console.catalog.model import Product
from ops_console.data.catalog_rows import catalog_of
from ops_console.data.queries.risk import SumOnLife, concluded_on_life, sums_on_life
from ops_console.data.tables import Application, Party
from ops_console.desk.view import View
from ops_console.rules import underwriting
from ops_console.rules.ages import MAJORITY, attained_age
from ops_console.rules.not_possible import NotPossible
from ops_console.rules.products.basis import Months, PolicyTerms, Sex
from ops_console.rules.products.pricing import Quote, quote
from ops_console.rules.why import Why

DEATH_RISKS = ("life", "accident")
"""The kinds of risk whose covers pay a sum on death."""
NO_LUMP_SUM = ("health", "annuity")
"""The kinds of risk whose sum is paid by the day in hospital, or by the year for life."""


def age_at_application(application: Application, insured: Party) -> int:
    """Age last birthday on the day of the stamp: the entry age of the contract (投保年龄, company default)."""
    return attained_age(insured.birth, application.stamped)


def occupation_class(view: View, application: Application) -> int:
    """The class of the occupation keyed for the insured."""
    return view.catalog.underwriting.occupations[application.health["occupation"]].klass


def terms_of(view: View, application: Application, insured: Party) -> PolicyTerms:
    """What is applied for, as the rules of products take it."""
    return PolicyTerms(
        cast(Sex, insured.sex),
        age_at_application(application, insured),
        application.sum_assured,
        application.pay_years,
        application.cover_years,
        cast(Months, application.months),
        occupation_class(view, application),
        planned=application.planned_premium or Fen(0),
    )


def quote_for(view: View, application: Application, insured: Party, em_points: int) -> Quote:
    """The main cover's premium with so many points of extra mortality. Refused when the product cannot be sold so."""
    return quoted(view.product(application.product), terms_of(view, application, insured), em_points)


def quoted(product: Product, terms: PolicyTerms, em_points: int) -> Quote:
    """The premium of one cover. Refused when the product cannot be sold so."""
    try:
        return quote(product.basis, terms, em_points)
    except NotPossible as error:
        raise Refused(
            _("{product} is not sold on these terms: {why}.").format(product=product.code, why=error),
            code="terms",
            source="catalog: products",
        ) from error


@dataclass(frozen=True)
class AtRisk:
    """All the company has, or would have, on a life of one kind of risk, and what it is made of."""

    total: Fen
    why: Why


def sums_at_risk(view: View, application: Application, insured_id: int) -> dict[str, AtRisk]:
    """All the company would have on the life with this application, by kind of risk: that of the main cover first, then
    those of its riders."""
    kinds = [view.product(code).risk for code, _sum in _covers(application)]
    return {risk: sum_at_risk(view, application, insured_id, risk) for risk in dict.fromkeys(kinds)}


def sum_at_risk(view: View, application: Application, insured_id: int, risk: str) -> AtRisk:
    """All the company would have on the life, of one kind of risk, with this application."""
    others = _on_life(view, insured_id, risk, application.case_id)
    own = [(view.the_case.number, amount) for code, amount in _covers(application) if view.product(code).risk == risk]
    everything = [*((one.number, one.sum_assured) for one in others), *own]
    total = Fen.total(amount for _number, amount in everything)
    steps = tuple((f"sum_assured: {number}", int(amount)) for number, amount in everything)
    why = Why("sum_at_risk", "company default", {"risk": risk}, steps, int(total))
    return AtRisk(total, why)


def _covers(application: Application) -> list[tuple[str, Fen]]:
    """Product and sum of every cover applied for, the main one first."""
    riders = [(one["product"], Fen(one["sum_assured"])) for one in application.riders or ()]
    return [(application.product, application.sum_assured), *riders]


def risk_on_life(view: View, insured_id: int, risk: str, except_case: int) -> Fen:
    """What the company has on the life of one kind of risk: all policies and open applications but the one named."""
    return Fen.total(one.sum_assured for one in _on_life(view, insured_id, risk, except_case))


def _on_life(view: View, insured_id: int, risk: str, except_case: int) -> list[SumOnLife]:
    others = sums_on_life(view.reader, insured_id, except_case)
    return [one for one in others if _kind_of_risk(view, one) == risk]


def _kind_of_risk(view: View, on_life: SumOnLife) -> str | None:
    """By the catalog it was sold under: the product may be off sale by now. None for an application of such a one."""
    version = on_life.catalog_version
    catalog = view.catalog if version is None else catalog_of(view.reader, version)
    product = catalog.products.get(on_life.product)
    return product.risk if product else None


def assess(view: View, application: Application, insured: Party, annual: Fen) -> underwriting.Assessment:
    """The automatic underwriting rules on an application as keyed, its covers together at so much a year."""
    product, health = view.product(application.product), application.health
    at_risk = sums_at_risk(view, application, insured.id)
    besides = (one.total for risk, one in at_risk.items() if risk not in (product.risk, *NO_LUMP_SUM))
    life = underwriting.Life(
        age=age_at_application(application, insured),
        height_cm=health["height_cm"],
        weight_kg=health["weight_kg"],
        systolic=health["systolic"],
        diastolic=health["diastolic"],
        smoker=health["smoker"],
        conditions=tuple(health["conditions"]),
        occupation=health["occupation"],
    )
    proposal = underwriting.Proposal(
        life=life,
        lump_sum=product.risk not in NO_LUMP_SUM,
        sum_at_risk=at_risk[product.risk].total,
        riders_at_risk=tuple(besides),
        income=application.income,
        annual_premium=annual,
        priced_by_class=bool(product.basis.class_factors),
        automatic_limit=view.catalog.authority.automatic["sum_at_risk"],
        lacks_guardian_proof=life.age < MAJORITY and _lacks_guardian_proof(view, application),
        sample_per_mille=product.sample_per_mille,
        draw_key=application.form_no,
        earlier=tuple(
            underwriting.Earlier(one.number, one.conclusion)
            for one in concluded_on_life(view.reader, insured.id, tuple(underwriting.EARLIER), application.case_id)
        ),
    )
    return underwriting.assess(proposal, view.catalog.underwriting)


def _lacks_guardian_proof(view: View, application: Application) -> bool:
    """Is a paper that the checklists want for a minor not there?"""
    wanted = view.catalog.papers_for("application", application.product, event="minor")
    always = view.catalog.papers_for("application", application.product)
    return any(paper.code not in application.papers for paper in wanted if paper not in always)

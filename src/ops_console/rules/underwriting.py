"""Automatic underwriting: every reason why an application needs an underwriter's eyes, each with its points and source.

An application without a single finding passes without a hand. Extra mortality (EM) is counted in points over 100; the
points of all findings add up (company default: numerical rating). What no table can judge carries no points but None.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.rules.underwriting_basis import Conclusion, Examination, UnderwritingBasis, points_for

ADULT_AGE = 18
"""Body measurements of children are not judged by the tables for adults. Source: company default."""
AT_RISK = ("issued", "in_force", "lapsed")
"""States of a policy that count towards the sum at risk on a life: a lapsed one may be reinstated. Source: company
default."""

EXAMINATIONS: Mapping[str, str] = {
    Examination.ROUTINE: N_("routine"),
    Examination.EXTENDED: N_("with ECG and blood"),
    Examination.FULL: N_("in full, with a financial questionnaire"),
}

EARLIER = {
    "loaded": N_("offered with an extra premium"),
    "exclusion": N_("offered with an exclusion"),
    "limited": N_("offered for a lower sum"),
    "without_rider": N_("offered without a rider"),
    "postponed": N_("postponed"),
    "declined": N_("declined"),
}
"""Conclusions on another application that an underwriter should know of. Source: company default."""

_TEXTS = {
    "bmi": N_("Body mass index {bmi}"),
    "blood_pressure": N_("Blood pressure {systolic}/{diastolic}"),
    "smoking": N_("Smokes"),
    "occupation": N_("Occupation {occupation}, class {klass}"),
    "condition": N_("Disclosed: {condition}"),
    "examination": N_("At {age} a sum at risk of {sum_at_risk} needs an examination: {examination}"),
    "income_multiple": N_("Sum at risk {sum_at_risk} is more than {times} times the income of {income}"),
    "premium_share": N_("A year's premium of {premium} is more than {percent} % of the income of {income}"),
    "automatic_limit": N_("Sum at risk {sum_at_risk} is above the automatic limit of {limit}"),
    "free_cover": N_("{name}: a sum of {sum} is above the free cover limit of {limit}"),
    "member_at_risk": N_("{name}: a sum at risk of {sum_at_risk} is above the automatic limit of {limit}"),
    "guardian": N_("Proof of guardianship is missing"),
    "earlier": N_("Earlier application {number}: {earlier}"),
    "sample": N_("Drawn for examination: {per_mille} in a thousand clean applications are"),
}


@dataclass(frozen=True, slots=True)
class Life:
    """The person to be insured: age last birthday, centimetres, kilograms, mm Hg (0: not measured), catalog codes."""

    age: int
    height_cm: int
    weight_kg: int
    systolic: int
    diastolic: int
    smoker: bool
    conditions: tuple[str, ...]
    occupation: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """Another application on the same life, and what it came to: a code of `EARLIER`."""

    number: str
    conclusion: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is applied for, in fen. ``sum_at_risk``: of its kind, all policies and open applications, this one included.

    ``riders_at_risk``: the same of other kinds that riders add to, each judged by the same limits.
    ``lump_sum`` False (cash by the day, an annuity): the limits of examination and income, made for sums, do not apply.
    ``lacks_guardian_proof``: of a minor. ``draw_key``: what the random sample is drawn by; ``sample_per_mille`` of the
    clean applications are drawn. ``earlier``: those that were not offered at standard terms. ``priced_by_class``: the
    premium takes the occupation into account, it is nothing more to be judged.
    """

    life: Life
    lump_sum: bool
    sum_at_risk: Fen
    income: Fen
    annual_premium: Fen
    automatic_limit: int
    lacks_guardian_proof: bool
    sample_per_mille: int
    draw_key: str
    earlier: tuple[Earlier, ...] = ()
    riders_at_risk: tuple[Fen, ...] = ()
    priced_by_class: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason. ``points``: extra mortality, None where only a person can judge."""

    rule: str
    points: int | None
    source: str
    values: dict[str, int | str] = field(default_factory=dict)

    def record(self) -> dict[str, Any]:
        """As it is kept with the application."""
        return {"rule": self.rule, "points": self.points, "source": self.source, "values": self.values}


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the rules found. ``em_points`` is the sum of the points that tables give."""

    findings: tuple[Finding, ...]
    em_points: int
    conclusion: Conclusion

    @property
    def passes(self) -> bool:
        """Accepted without a hand."""
        return not self.findings

    @property
    def wants_examination(self) -> bool:
        """By age and sum at risk, or by the draw: the applicant has to be told in time."""
        return any(finding.rule in ("examination", "sample") for finding in self.findings)


def assess(proposal: Proposal, basis: UnderwritingBasis) -> Assessment:
    """Every reason at once; a share of those without any is drawn for examination."""
    life = proposal.life
    findings = [*_health(life, basis), *_occupation(proposal, basis), *_disclosed(life, basis)]
    findings += _amounts(proposal, basis)
    if proposal.lacks_guardian_proof:
        findings.append(Finding("guardian", 0, "Insurance Law art 33"))
    for one in proposal.earlier:
        findings.append(Finding("earlier", 0, basis.source, {"number": one.number, "earlier": one.conclusion}))
    if not findings and is_drawn(proposal.draw_key, proposal.sample_per_mille):
        findings.append(Finding("sample", 0, basis.source, {"per_mille": proposal.sample_per_mille}))
    points = sum(finding.points or 0 for finding in findings)
    return Assessment(tuple(findings), points, basis.conclusion(points))


def body_mass_index(height_cm: int, weight_kg: int) -> int:
    """Kilograms by square metre in tenths, cut to the tenth.

    >>> body_mass_index(175, 70)
    228
    """
    return weight_kg * 100_000 // (height_cm * height_cm)


def is_drawn(key: str, per_mille: int) -> bool:
    """The documented draw: the SHA-256 of the key, as a number, modulo a thousand, lies below the share."""
    return int(sha256(key.encode()).hexdigest(), 16) % 1000 < per_mille


def priced_points(em_points: int, basis: UnderwritingBasis) -> int:
    """Points as they are charged: none while the conclusion is standard, else rounded up to the company's step."""
    if basis.conclusion(em_points) is Conclusion.STANDARD:
        return 0
    return -(-em_points // basis.em_step) * basis.em_step


def needs_judgement(findings: Sequence[Mapping[str, Any]]) -> bool:
    """Is there a finding, as kept with the application, that no table can judge?"""
    return any(finding["points"] is None for finding in findings)


def text_of(finding: Mapping[str, Any], basis: UnderwritingBasis) -> str:
    """A finding, as kept with the application, in the language now spoken."""
    shown = dict(finding["values"])
    if "occupation" in shown:
        shown["occupation"] = basis.occupations[shown["occupation"]].label
    if "condition" in shown:
        shown["condition"] = basis.conditions[shown["condition"]].label
    if "examination" in shown:
        shown["examination"] = _(EXAMINATIONS[Examination(shown["examination"])])
    if "earlier" in shown:
        shown["earlier"] = _(EARLIER[shown["earlier"]])
    return _(_TEXTS[finding["rule"]]).format(**shown)


def _health(life: Life, basis: UnderwritingBasis) -> list[Finding]:
    found: list[Finding] = []
    if life.age >= ADULT_AGE:
        bmi = body_mass_index(life.height_cm, life.weight_kg)
        found += _pointed("bmi", points_for(basis.bmi, bmi), basis, bmi=f"{bmi // 10}.{bmi % 10}")
        # Both pressures measure one thing: the worse of them counts.
        pressure = max(points_for(basis.systolic, life.systolic), points_for(basis.diastolic, life.diastolic))
        found += _pointed("blood_pressure", pressure, basis, systolic=life.systolic, diastolic=life.diastolic)
    if life.smoker:
        found += _pointed("smoking", basis.smoking_points, basis)
    return found


def _occupation(proposal: Proposal, basis: UnderwritingBasis) -> list[Finding]:
    if proposal.priced_by_class:
        return []
    occupation = proposal.life.occupation
    klass = basis.occupations[occupation].klass
    return _pointed("occupation", basis.occupation_points.get(klass), basis, occupation=occupation, klass=klass)


def _disclosed(life: Life, basis: UnderwritingBasis) -> list[Finding]:
    found: list[Finding] = []
    for code in life.conditions:
        found += _pointed("condition", basis.conditions[code].points, basis, condition=code)
    return found


def _amounts(proposal: Proposal, basis: UnderwritingBasis) -> list[Finding]:
    found: list[Finding] = []
    for at_risk in (*([proposal.sum_at_risk] if proposal.lump_sum else []), *proposal.riders_at_risk):
        found += _sum_at_risk(proposal, at_risk, basis)
    if proposal.annual_premium * 100 > proposal.income * basis.premium_share_percent:
        share: dict[str, int | str] = {"percent": basis.premium_share_percent, "income": proposal.income.yuan()}
        found.append(Finding("premium_share", 0, basis.source, {"premium": proposal.annual_premium.yuan(), **share}))
    return found


def _sum_at_risk(proposal: Proposal, at_risk: Fen, basis: UnderwritingBasis) -> list[Finding]:
    """What a sum of one kind of risk asks for: an examination, an income that bears it, an underwriter."""
    age, shown = proposal.life.age, {"sum_at_risk": at_risk.yuan(), "income": proposal.income.yuan()}
    found: list[Finding] = []
    examination = basis.examination(age, at_risk)
    if examination is not Examination.NONE:
        values: dict[str, int | str] = {"age": age, "examination": examination.value}
        found.append(Finding("examination", 0, basis.source, values | {"sum_at_risk": at_risk.yuan()}))
    times = basis.income_multiple(age)
    if times is not None and at_risk > proposal.income * times:
        found.append(Finding("income_multiple", 0, basis.source, {"times": times, **shown}))
    if at_risk > proposal.automatic_limit:
        limit = Fen(proposal.automatic_limit).yuan()
        found.append(Finding("automatic_limit", 0, basis.source, {"sum_at_risk": at_risk.yuan(), "limit": limit}))
    return found


def _pointed(rule: str, points: int | None, basis: UnderwritingBasis, **values: int | str) -> list[Finding]:
    """The finding, unless the table gives no points for it."""
    return [] if points == 0 else [Finding(rule, points, basis.source, values)]

"""The automatic underwriting rules, on the company's shipped tables."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops_console.base.i18n import use_language
from ops_console.base.money import Fen
from ops_console.catalog.load import shipped
from ops_console.rules.law import minor_death_cover
from ops_console.rules.underwriting import (
    Assessment,
    Earlier,
    Life,
    Proposal,
    assess,
    body_mass_index,
    is_drawn,
    needs_judgement,
    priced_points,
    text_of,
)
from ops_console.rules.underwriting_basis import Conclusion
from tests.rules.underwriting_situations import MINORS, PLAIN, SITUATIONS, Situation

BASIS = shipped().underwriting
HEALTHY = Life(
    age=30,
    height_cm=175,
    weight_kg=70,
    systolic=120,
    diastolic=80,
    smoker=False,
    conditions=(),
    occupation="office",
)
CLEAN = Proposal(
    life=HEALTHY,
    lump_sum=True,
    sum_at_risk=Fen.of_yuan("100000"),
    income=Fen.of_yuan("200000"),
    annual_premium=Fen.of_yuan("3000"),
    automatic_limit=Fen.of_yuan("500000"),
    lacks_guardian_proof=False,
    sample_per_mille=0,
    draw_key="A",
)


def found(life: Life = HEALTHY, **changed: object) -> Assessment:
    """What the rules find on the clean proposal with something changed."""
    return assess(replace(CLEAN, life=life, **changed), BASIS)  # type: ignore[arg-type]


def rules_of(assessment: Assessment) -> list[str]:
    return [finding.rule for finding in assessment.findings]


def test_a_clean_case_passes_without_a_hand() -> None:
    assert found().passes
    assert found().conclusion is Conclusion.STANDARD


@pytest.mark.parametrize(
    ("height", "weight", "bmi", "points"),
    [
        (175, 50, 163, 50),
        (175, 51, 166, 25),
        (175, 57, 186, 0),
        (175, 85, 277, 0),
        (175, 86, 280, 25),
        (175, 98, 320, 50),
        (160, 90, 351, 100),
        (160, 103, 402, 200),
    ],
)
def test_points_for_the_body_mass_index(height: int, weight: int, bmi: int, points: int) -> None:
    assert body_mass_index(height, weight) == bmi
    assert found(replace(HEALTHY, height_cm=height, weight_kg=weight)).em_points == points


@pytest.mark.parametrize(
    ("systolic", "diastolic", "points"),
    [(139, 89, 0), (140, 80, 25), (120, 90, 25), (150, 90, 50), (140, 100, 100), (185, 112, 200), (0, 0, 0)],
)
def test_of_both_blood_pressures_the_worse_counts(systolic: int, diastolic: int, points: int) -> None:
    assert found(replace(HEALTHY, systolic=systolic, diastolic=diastolic)).em_points == points


def test_a_child_is_not_measured_by_the_tables_for_adults() -> None:
    small = replace(HEALTHY, age=6, height_cm=115, weight_kg=18)
    assert rules_of(found(small)) == []


@pytest.mark.parametrize(
    ("occupation", "points"),
    [("office", 0), ("doctor", 0), ("driver", 25), ("police", 50), ("builder", 100), ("miner", 150)],
)
def test_points_by_occupation_class(occupation: str, points: int) -> None:
    assert found(replace(HEALTHY, occupation=occupation)).em_points == points


def test_a_class_that_is_not_rated_is_for_a_person_to_judge() -> None:
    result = found(replace(HEALTHY, occupation="stunt"))
    assert [finding.points for finding in result.findings] == [None]
    assert needs_judgement([finding.record() for finding in result.findings])


def test_points_of_all_reasons_add_up_and_all_are_listed() -> None:
    result = found(replace(HEALTHY, smoker=True, conditions=("asthma", "diabetes"), systolic=145))
    assert rules_of(result) == ["blood_pressure", "smoking", "condition", "condition"]
    assert result.em_points == 25 + 25 + 50 + 150
    assert result.conclusion is Conclusion.LOADED


@pytest.mark.parametrize(
    ("age", "sum_at_risk", "examination"),
    [
        (35, "1000000", None),
        (35, "1000000.01", "routine"),
        (36, "600000", None),
        (40, "1000000", "routine"),
        (40, "1500000", "extended"),
        (40, "2500000", "full"),
        (50, "500000", "routine"),
        (55, "200000.01", "routine"),
        (58, "300000.01", "full"),
        (61, "10000", "full"),
    ],
)
def test_examinations_by_age_and_sum_at_risk(age: int, sum_at_risk: str, examination: str | None) -> None:
    result = found(
        replace(HEALTHY, age=age),
        sum_at_risk=Fen.of_yuan(sum_at_risk),
        income=Fen.of_yuan("9000000"),
        automatic_limit=Fen.of_yuan("9000000"),
    )
    assert [finding.values["examination"] for finding in result.findings] == ([examination] if examination else [])


@pytest.mark.parametrize(("age", "times"), [(18, 20), (35, 20), (36, 15), (45, 15), (46, 10), (55, 10)])
def test_the_sum_at_risk_is_a_multiple_of_the_income_by_age(age: int, times: int) -> None:
    income, life = Fen.of_yuan("10000"), replace(HEALTHY, age=age)
    assert found(life, income=income, sum_at_risk=income * times).passes
    assert rules_of(found(life, income=income, sum_at_risk=income * times + 1)) == ["income_multiple"]


def test_a_years_premium_is_at_most_30_per_cent_of_the_income() -> None:
    income = Fen.of_yuan("100000")
    assert found(income=income, annual_premium=Fen.of_yuan("30000")).passes
    assert rules_of(found(income=income, annual_premium=Fen.of_yuan("30000.01"))) == ["premium_share"]


def test_above_the_automatic_limit_a_hand_is_needed_though_there_are_no_points() -> None:
    result = found(sum_at_risk=Fen.of_yuan("500001"))
    assert rules_of(result) == ["automatic_limit"]
    assert result.em_points == 0


def test_limits_made_for_sums_do_not_touch_cash_by_the_day() -> None:
    assert found(replace(HEALTHY, age=62), lump_sum=False, sum_at_risk=Fen.of_yuan("900000")).passes


def test_a_minor_without_proof_of_guardianship_is_not_accepted_by_rule() -> None:
    assert rules_of(found(replace(HEALTHY, age=6), lacks_guardian_proof=True)) == ["guardian"]


@pytest.mark.parametrize(
    ("points", "conclusion", "charged"),
    [
        (0, Conclusion.STANDARD, 0),
        (50, Conclusion.STANDARD, 0),
        (51, Conclusion.LOADED, 75),
        (75, Conclusion.LOADED, 75),
        (76, Conclusion.LOADED, 100),
        (300, Conclusion.LOADED, 300),
        (301, Conclusion.DECLINED, 325),
    ],
)
def test_conclusions_and_charged_points(points: int, conclusion: Conclusion, charged: int) -> None:
    assert BASIS.conclusion(points) is conclusion
    assert priced_points(points, BASIS) == charged


@given(st.text(max_size=20))
def test_the_draw_is_the_same_each_time_and_all_or_nothing_at_its_ends(key: str) -> None:
    assert is_drawn(key, 1000)
    assert not is_drawn(key, 0)
    assert is_drawn(key, 200) == is_drawn(key, 200)


def test_about_the_stated_share_is_drawn() -> None:
    drawn = sum(is_drawn(f"form-{number}", 20) for number in range(10_000))
    assert 150 < drawn < 250


def test_only_clean_cases_are_drawn() -> None:
    assert rules_of(found(sample_per_mille=1000)) == ["sample"]
    assert rules_of(found(replace(HEALTHY, smoker=True), sample_per_mille=1000)) == ["smoking"]


def test_every_reason_can_be_read_in_words() -> None:
    life = replace(HEALTHY, height_cm=170, weight_kg=100, conditions=("diabetes",), occupation="miner")
    result = found(life, sum_at_risk=Fen.of_yuan("5000000"))
    with use_language("en"):
        texts = [text_of(finding.record(), BASIS) for finding in result.findings]
    assert texts[:3] == [
        "Body mass index 34.6",
        "Occupation Underground mining, class 6",
        "Disclosed: Diabetes",
    ]
    assert texts[3] == (
        "At 30 a sum at risk of 5,000,000.00 needs an examination: in full, with a financial questionnaire"
    )
    assert texts[-1] == "Sum at risk 5,000,000.00 is above the automatic limit of 500,000.00"


def _assessed(situation: Situation) -> Assessment:
    facts = {**PLAIN, **situation.facts}
    life = Life(**{name: facts[name] for name in Life.__dataclass_fields__})
    proposal = Proposal(
        life=life,
        lump_sum=facts["lump_sum"],
        sum_at_risk=Fen.of_yuan(facts["at_risk"]),
        income=Fen.of_yuan(facts["income"]),
        annual_premium=Fen.of_yuan(facts["premium"]),
        automatic_limit=shipped().authority.automatic["sum_at_risk"],
        lacks_guardian_proof=not facts["guardian_proof"],
        sample_per_mille=1000 if facts["drawn"] else 0,
        draw_key="A",
        earlier=tuple(Earlier(f"A{no}", conclusion) for no, conclusion in enumerate(facts["earlier"])),
    )
    return assess(proposal, BASIS)


def _who(situation: Situation, result: Assessment) -> str:
    """Who may decide what the rules found."""
    if result.passes:
        return "rule"
    if needs_judgement([finding.record() for finding in result.findings]):
        return "judged"
    ladder = shipped().authority
    if result.conclusion is Conclusion.DECLINED:
        return ladder.needed({}, "refusal").code
    at_risk = int(Fen.of_yuan({**PLAIN, **situation.facts}["at_risk"]))
    return ladder.needed({"sum_at_risk": at_risk, "extra_mortality": result.em_points}).code


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda situation: situation.what)
def test_what_underwriting_finds(situation: Situation) -> None:
    result = _assessed(situation)
    examined = [str(one.values["examination"]) for one in result.findings if one.rule == "examination"]
    found = Situation(
        situation.what,
        situation.facts,
        tuple(rules_of(result)),
        result.em_points,
        *(examined or ["none"]),
        result.conclusion.value,
        _who(situation, result),
    )
    assert found == situation


def test_the_situations_are_many() -> None:
    assert len({situation.what for situation in SITUATIONS}) == len(SITUATIONS) >= 60


@pytest.mark.parametrize(("age", "at_risk", "lawful"), MINORS)
def test_death_cover_on_a_child_has_a_cap(age: int, at_risk: str, lawful: bool) -> None:
    cap = minor_death_cover(age)
    assert (cap is None or cap.allows(Fen.of_yuan(at_risk))) is lawful

"""What underwriting finds in which situation: written by hand from the business documents, before the rules were asked.

A situation differs from the plain one below in what it says. Amounts are yuan. `reasons` are the codes of the
findings in the order they are listed, `points` extra mortality over 100, `who` the lowest grade that may decide: `rule`
where it passes without a hand, `supervisor` at least where it is declined, `judged` where a person gives the points.
"""

from dataclasses import dataclass, field
from typing import Any

PLAIN: dict[str, Any] = {
    "age": 30,
    "at_risk": "100000",
    "income": "200000",
    "premium": "3000",
    "height_cm": 175,
    "weight_kg": 70,
    "systolic": 120,
    "diastolic": 80,
    "smoker": False,
    "conditions": (),
    "occupation": "office",
    "lump_sum": True,
    "guardian_proof": True,
    "drawn": False,
    "earlier": (),
}


@dataclass(frozen=True)
class Situation:
    what: str
    facts: dict[str, Any] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    points: int = 0
    examination: str = "none"
    conclusion: str = "standard"
    who: str = "rule"


S = Situation
AUTO, EXAM, INCOME, SHARE = "automatic_limit", "examination", "income_multiple", "premium_share"
RICH = {"income": "900000"}


def sick(*conditions: str, **more: Any) -> dict[str, Any]:
    return {"conditions": conditions, **more}


SITUATIONS = (
    # "Clean cases pass without a hand"; "automatic underwriting to 500,000 without points".
    S("a clean case"),
    S("at the automatic limit", {"at_risk": "500000"}),
    S("a fen above the automatic limit", {"at_risk": "500000.01"}, (AUTO,), who="senior"),
    S("a million at 30 without examination", {"at_risk": "1000000"}, (AUTO,), who="senior"),
    # "18-35: 1000 / 1500 / 3000"
    S("18, above a million", {"age": 18, "at_risk": "1000000.01"}, (EXAM, AUTO), 0, "routine", who="supervisor"),
    S("35, a million and a half", {"age": 35, "at_risk": "1500000"}, (EXAM, AUTO), 0, "routine", who="supervisor"),
    S("35, above that", {"age": 35, "at_risk": "1500000.01"}, (EXAM, AUTO), 0, "extended", who="supervisor"),
    S("25, three million", {"age": 25, "at_risk": "3000000"}, (EXAM, AUTO), 0, "extended", who="branch_manager"),
    S("25, above three million", {"age": 25, "at_risk": "3000000.01"}, (EXAM, AUTO), 0, "full", who="region"),
    # "36-45: 600 / 1000 / 2000"
    S("36, 600,000", {"age": 36, "at_risk": "600000", **RICH}, (AUTO,), who="senior"),
    S("36, above 600,000", {"age": 36, "at_risk": "600000.01", **RICH}, (EXAM, AUTO), 0, "routine", who="senior"),
    S("45, a million", {"age": 45, "at_risk": "1000000", **RICH}, (EXAM, AUTO), 0, "routine", who="senior"),
    S("45, above it", {"age": 45, "at_risk": "1000000.01", **RICH}, (EXAM, AUTO), 0, "extended", who="supervisor"),
    S("40, two million", {"age": 40, "at_risk": "2000000", **RICH}, (EXAM, AUTO), 0, "extended", who="supervisor"),
    S("40, above it", {"age": 40, "at_risk": "2000000.01", **RICH}, (EXAM, AUTO), 0, "full", who="branch_manager"),
    # "46-50: 400 / 800 / 1500"
    S("46, 400,000", {"age": 46, "at_risk": "400000"}),
    S("50, above 400,000", {"age": 50, "at_risk": "400000.01"}, (EXAM,), 0, "routine", who="clerk"),
    S("48, 800,000", {"age": 48, "at_risk": "800000"}, (EXAM, AUTO), 0, "routine", who="senior"),
    S("48, above 800,000", {"age": 48, "at_risk": "800000.01"}, (EXAM, AUTO), 0, "extended", who="senior"),
    S("50, a million and a half", {"age": 50, "at_risk": "1500000"}, (EXAM, AUTO), 0, "extended", who="supervisor"),
    S("50, above it", {"age": 50, "at_risk": "1500000.01"}, (EXAM, AUTO), 0, "full", who="supervisor"),
    # "51-55: 200 / 500 / 1000"
    S("51, 200,000", {"age": 51, "at_risk": "200000"}),
    S("51, above 200,000", {"age": 51, "at_risk": "200000.01"}, (EXAM,), 0, "routine", who="clerk"),
    S("55, 500,000", {"age": 55, "at_risk": "500000"}, (EXAM,), 0, "routine", who="clerk"),
    S("55, above 500,000", {"age": 55, "at_risk": "500000.01"}, (EXAM, AUTO), 0, "extended", who="senior"),
    S("53, a million", {"age": 53, "at_risk": "1000000"}, (EXAM, AUTO), 0, "extended", who="senior"),
    S("53, above a million", {"age": 53, "at_risk": "1000000.01"}, (EXAM, AUTO), 0, "full", who="supervisor"),
    # "56-60: 100 / 300 / -": there is no examination between the routine and the full one.
    S("56, 100,000", {"age": 56, "at_risk": "100000"}),
    S("60, above 100,000", {"age": 60, "at_risk": "100000.01"}, (EXAM,), 0, "routine", who="clerk"),
    S("60, 300,000", {"age": 60, "at_risk": "300000"}, (EXAM,), 0, "routine", who="clerk"),
    S("58, above 300,000", {"age": 58, "at_risk": "300000.01"}, (EXAM,), 0, "full", who="clerk"),
    # "61+: always"
    S("61, ten thousand", {"age": 61, "at_risk": "10000"}, (EXAM,), 0, "full", who="clerk"),
    S("75, fifty thousand", {"age": 75, "at_risk": "50000"}, (EXAM,), 0, "full", who="clerk"),
    # "under 18: by the legal cap": neither examined nor measured against an income.
    S("9, the cap of the little ones", {"age": 9, "at_risk": "200000", "income": "0", "premium": "0"}),
    S("17, the cap of the older ones", {"age": 17, "at_risk": "500000", "income": "0", "premium": "0"}),
    S("a child without proof of guardianship", {"age": 6, "guardian_proof": False}, ("guardian",), who="clerk"),
    S("a child's build is not an adult's", {"age": 6, "height_cm": 115, "weight_kg": 18}),
    # "sum <= 20 x income (18-35), 15 x (36-45), 10 x (46-55), 5 x (56+)"
    S("35, twenty incomes", {"age": 35, "income": "20000", "at_risk": "400000"}),
    S("35, more than twenty", {"age": 35, "income": "20000", "at_risk": "400000.01"}, (INCOME,), who="clerk"),
    S("36, fifteen incomes", {"age": 36, "income": "20000", "at_risk": "300000"}),
    S("45, more than fifteen", {"age": 45, "income": "20000", "at_risk": "300000.01"}, (INCOME,), who="clerk"),
    S("46, ten incomes", {"age": 46, "income": "20000", "at_risk": "200000"}),
    S("46, more than ten", {"age": 46, "income": "20000", "at_risk": "200000.01"}, (INCOME,), who="clerk"),
    S(
        "55, more than ten, and examined",
        {"age": 55, "income": "20000", "at_risk": "200000.01"},
        (EXAM, INCOME),
        0,
        "routine",
        who="clerk",
    ),
    S("56, five incomes", {"age": 56, "income": "20000", "at_risk": "100000"}),
    S("57, more than five", {"age": 57, "income": "15000", "at_risk": "75000.01"}, (INCOME,), who="clerk"),
    S("no income at all", {"income": "0"}, (INCOME, SHARE), who="clerk"),
    # "yearly premium <= 30 % of income"
    S("thirty per cent of the income", {"income": "10000", "premium": "3000"}),
    S("more than thirty per cent", {"income": "10000", "premium": "3000.01"}, (SHARE,), who="clerk"),
    # Limits made for a sum do not fit cash by the day; its premium is paid from the same income.
    S("cash by the day at 62", {"age": 62, "at_risk": "900000", "lump_sum": False}),
    S(
        "cash by the day, dear for the income",
        {"lump_sum": False, "income": "10000", "premium": "3000.01"},
        (SHARE,),
        who="clerk",
    ),
    # "<= +50 standard; +55 ... +300 loaded; above: postpone or decline"; points by the company's table
    S("a smoker", {"smoker": True}, ("smoking",), 25, who="clerk"),
    S("a family history", sick("family_history"), ("condition",), 50, who="clerk"),
    S("a nodule", sick("thyroid_nodule"), ("condition",), 25, who="clerk"),
    S("asthma", sick("asthma"), ("condition",), 50, who="clerk"),
    S(
        "a smoker of such a family",
        sick("family_history", smoker=True),
        ("smoking", "condition"),
        75,
        conclusion="loaded",
        who="senior",
    ),
    S("treated blood pressure", sick("hypertension"), ("condition",), 75, conclusion="loaded", who="senior"),
    S("a carrier of hepatitis B", sick("hepatitis_b"), ("condition",), 75, conclusion="loaded", who="senior"),
    S("diabetes", sick("diabetes"), ("condition",), 150, conclusion="loaded", who="supervisor"),
    S(
        "diabetes, and smokes",
        sick("diabetes", smoker=True),
        ("smoking", "condition"),
        175,
        conclusion="loaded",
        who="branch_manager",
    ),
    S(
        "diabetes and blood pressure",
        sick("diabetes", "hypertension"),
        ("condition", "condition"),
        225,
        conclusion="loaded",
        who="region",
    ),
    S(
        "three hundred points are still loaded",
        sick("diabetes", "hypertension", "hepatitis_b"),
        ("condition",) * 3,
        300,
        conclusion="loaded",
        who="region",
    ),
    S(
        "more than three hundred are not",
        sick("diabetes", "hypertension", "hepatitis_b", smoker=True),
        ("smoking", *("condition",) * 3),
        325,
        conclusion="declined",
        who="supervisor",
    ),
    S("heart disease is judged by a person", sick("heart_disease"), ("condition",), who="judged"),
    S("so is cancer", sick("cancer"), ("condition",), who="judged"),
    S("and a stroke, whatever else gives points", sick("stroke", "asthma"), ("condition",) * 2, 50, who="judged"),
    # Occupation classes: company table.
    S("class 2", {"occupation": "doctor"}),
    S("class 3", {"occupation": "driver"}, ("occupation",), 25, who="clerk"),
    S("class 4", {"occupation": "police"}, ("occupation",), 50, who="clerk"),
    S("class 5", {"occupation": "builder"}, ("occupation",), 100, conclusion="loaded", who="senior"),
    S("class 6", {"occupation": "miner"}, ("occupation",), 150, conclusion="loaded", who="supervisor"),
    S("a trade nobody rates", {"occupation": "stunt"}, ("occupation",), who="judged"),
    # BMI, cut to the tenth: company table.
    S("16.3", {"weight_kg": 50}, ("bmi",), 50, who="clerk"),
    S("18.2", {"weight_kg": 56}, ("bmi",), 25, who="clerk"),
    S("27.7", {"weight_kg": 85}),
    S("28.0", {"weight_kg": 86}, ("bmi",), 25, who="clerk"),
    S("35.1", {"height_cm": 160, "weight_kg": 90}, ("bmi",), 100, conclusion="loaded", who="senior"),
    S("40.2", {"height_cm": 160, "weight_kg": 103}, ("bmi",), 200, conclusion="loaded", who="branch_manager"),
    # Blood pressure, the worse of the two: company table.
    S("139 to 89", {"systolic": 139, "diastolic": 89}),
    S("140 to 80", {"systolic": 140}, ("blood_pressure",), 25, who="clerk"),
    S("120 to 90", {"diastolic": 90}, ("blood_pressure",), 25, who="clerk"),
    S("150 to 95: not counted twice", {"systolic": 150, "diastolic": 95}, ("blood_pressure",), 50, who="clerk"),
    S("140 to 100", {"systolic": 140, "diastolic": 100}, ("blood_pressure",), 100, conclusion="loaded", who="senior"),
    S(
        "185 to 112",
        {"systolic": 185, "diastolic": 112},
        ("blood_pressure",),
        200,
        conclusion="loaded",
        who="branch_manager",
    ),
    S("not measured", {"systolic": 0, "diastolic": 0}),
    # "the rest become manual with every reason listed"; authority by sum at risk and extra mortality, the higher counts
    S(
        "fifty points of three reasons",
        {"smoker": True, "systolic": 141, "at_risk": "600000"},
        ("blood_pressure", "smoking", AUTO),
        50,
        who="senior",
    ),
    S(
        "125 points on two and a half million",
        {"occupation": "builder", "smoker": True, "at_risk": "2500000"},
        ("smoking", "occupation", EXAM, AUTO),
        125,
        "extended",
        "loaded",
        "branch_manager",
    ),
    S(
        "few points on more than five million",
        {"smoker": True, "at_risk": "5000000.01", "income": "900000"},
        ("smoking", EXAM, AUTO),
        25,
        "full",
        who="head_office",
    ),
    # "A share of clean cases is examined or inspected at random"
    S("a clean case that is drawn", {"drawn": True}, ("sample",), who="clerk"),
    S("only clean ones are drawn", {"drawn": True, "smoker": True}, ("smoking",), 25, who="clerk"),
    # "Inputs: ... earlier cases"
    S("declined before", {"earlier": ("declined",)}, ("earlier",), who="clerk"),
    S("postponed, and loaded before that", {"earlier": ("loaded", "postponed")}, ("earlier",) * 2, who="clerk"),
)

# "Under 10: 200,000; 10-17: 500,000" (Insurance Law art 33), all death cover on the child together: no more by law.
MINORS = (
    (0, "200000", True),
    (9, "200000", True),
    (9, "200000.01", False),
    (10, "200000.01", True),
    (17, "500000", True),
    (17, "500000.01", False),
    (18, "5000000", True),
)

"""Every situation of `claim_situations.py` through the real rules."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from ops_console.base.money import Fen
from ops_console.rules.claims.assessment import propose
from ops_console.rules.claims.conclusions import CaseConclusion, Conclusion, case_conclusion
from ops_console.rules.claims.entitled import Beneficiary, divide, entitled
from ops_console.rules.claims.facts import (
    Breach,
    Cause,
    Contract,
    Debts,
    Disclosure,
    Event,
    EventKind,
    Falsehood,
    Flaw,
    HospitalDays,
    MisstatedAge,
    Periods,
    Standing,
)
from ops_console.rules.products.basis import Basis, BySex, IncidenceTable, PolicyTerms, Shape
from tests.rules.claim_situations import MIXTURES, SITUATIONS, TAKERS, Situation
from tests.rules.product_samples import EXPENSES, HOSPITAL_CASH, MODES, TABLES, TERM, WHOLE_LIFE
from tests.rules.test_annuity import ANNUITY
from tests.rules.test_one_year import ACCIDENT

PERIODS = Periods(
    suicide_months=24,
    incontestable_months=24,
    rescission_days=30,
    early_months=24,
    investigated_from=Fen.of_yuan("200,000"),
)
DIED = date(2022, 11, 1)
ILLNESS = Basis(
    "critical illness",
    Shape.CRITICAL_ILLNESS,
    Fraction("0.02"),
    EXPENSES,
    MODES,
    mortality=BySex(TABLES["cl1"], TABLES["cl2"]),
    incidence=BySex(IncidenceTable("men", (0.01,) * 106), IncidenceTable("women", (0.01,) * 106)),
)
LIFE = Contract(
    basis=WHOLE_LIFE,
    terms=PolicyTerms("male", 30, Fen.of_yuan("100,000"), 20, None),
    benefits=frozenset({"death", "disability"}),
    standing=Standing.IN_FORCE,
    concluded=date(2020, 3, 5),
    commenced=date(2020, 3, 10),
    paid_to=date(2023, 3, 10),
    standard_paid=Fen.of_yuan("9,000"),
    premiums_paid=Fen.of_yuan("9,600"),
    cash_value=Fen.of_yuan("3,000"),
)
CONTRACTS = {
    "life": LIFE,
    "term": replace(
        LIFE,
        basis=TERM,
        terms=PolicyTerms("male", 30, Fen.of_yuan("300,000"), 20, 20),
        benefits=frozenset({"death"}),
        cash_value=Fen(0),
    ),
    "illness": replace(
        LIFE,
        basis=ILLNESS,
        terms=PolicyTerms("male", 30, Fen.of_yuan("100,000"), 20, 20),
        benefits=frozenset({"death", "critical_illness"}),
        standard_paid=Fen.of_yuan("5,000"),
        is_life=False,
        waiting_days=90,
        survival_days=14,
        diseases=frozenset({"stroke", "malignant_tumour"}),
    ),
    "hospital": replace(
        LIFE,
        basis=HOSPITAL_CASH,
        terms=PolicyTerms("male", 30, Fen.of_yuan("200"), 1, 1),
        benefits=frozenset({"hospital"}),
        cash_value=Fen(0),
        is_life=False,
        waiting_days=30,
        hospital_days=HospitalDays(a_stay=90, a_year=180),
    ),
    "accident": replace(
        LIFE,
        basis=ACCIDENT,
        terms=PolicyTerms("male", 32, Fen.of_yuan("100,000"), 1, 1),
        cash_value=Fen(0),
        is_life=False,
    ),
    "annuity": replace(
        LIFE,
        basis=ANNUITY,
        terms=PolicyTerms("male", 30, Fen.of_yuan("10,000"), 10, None),
        benefits=frozenset({"death"}),
        worth=Fen.of_yuan("8,500"),
    ),
}
KINDS = {"hospital": "hospital", "illness": "critical_illness"}
PREMIUM = Fen.of_yuan("3,200")


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda one: f"{one.facts.get('on', 'life')}: {one.what}")
def test_a_situation_comes_to_what_the_law_says(situation: Situation) -> None:
    event = _event(situation)
    facts = situation.facts
    disclosure = Disclosure(
        Breach(facts.get("breach", "none")), facts.get("breach_known"), facts.get("premium_taken", False)
    )
    found = propose(_contract(situation), event, disclosure, PERIODS, facts.get("decided", event.day))
    expected = (situation.conclusion, situation.paid, situation.article)
    assert (found.conclusion, found.net.yuan(), found.article) == expected


@pytest.mark.parametrize(("items", "expected"), MIXTURES)
def test_the_conclusion_on_the_claim_follows_from_those_on_its_benefits(
    items: tuple[str, ...], expected: str | None
) -> None:
    found = case_conclusion(Conclusion(item) for item in items)
    assert found == (None if expected is None else CaseConclusion(expected))


@pytest.mark.parametrize(("what", "named", "expected"), TAKERS)
def test_a_death_benefit_goes_to_those_entitled(
    what: str, named: tuple[tuple[int, int, str], ...], expected: tuple[str, ...]
) -> None:
    died = {"died": DIED - timedelta(days=40), "same day": DIED, "day after": DIED + timedelta(days=1)}
    people = [
        Beneficiary(place, order, share, died.get(fate), fate == "lost")
        for place, (order, share, fate) in enumerate(named)
    ]
    takers = entitled(people, DIED)
    amounts = divide(Fen.of_yuan("90,000"), [one.share for one in takers]) if takers else ()
    taken = {one.party: amount.yuan() for one, amount in zip(takers, amounts, strict=True)}
    assert tuple(taken.get(place, "0.00") for place in range(len(named))) == expected, what


def _event(situation: Situation) -> Event:
    facts = situation.facts
    on = facts.get("on", "life")
    kind = facts.get("kind", KINDS.get(on, "death"))
    return Event(
        EventKind(kind),
        facts.get("day", date(2020, 12, 1) if on == "hospital" else DIED),
        Cause(facts.get("cause", "illness")),
        facts.get("age", 32),
        days=facts.get("days", 5 if kind == "hospital" else 0),
        without_capacity=facts.get("without_capacity", False),
        disease=facts.get("disease", "stroke"),
        degree=facts.get("degree", 0),
        proportion=facts.get("proportion", 1000),
        survived=facts.get("survived"),
        disappeared=facts.get("disappeared"),
        exclusions_explained=facts.get("explained", True),
        falsehood=Falsehood(facts.get("falsehood", "none")),
        known=facts.get("known"),
        claimed=facts.get("claimed"),
    )


def _contract(situation: Situation) -> Contract:
    facts = situation.facts
    contract = CONTRACTS[facts.get("on", "life")]
    owed = [date.fromisoformat(day) for day in facts.get("owed", ())]
    debts = Debts(
        premium_owed=PREMIUM if owed else Fen(0),
        loan_interest=_yuan(facts.get("interest")),
        loan_principal=_yuan(facts.get("loan")),
        apl_interest=_yuan(facts.get("apl_interest")),
        apl_principal=_yuan(facts.get("apl")),
    )
    stated = facts.get("stated", ("3,200", "3,200") if facts.get("outside") else None)
    age = stated and MisstatedAge(facts.get("outside", False), _yuan(stated[0]), _yuan(stated[1]), 3)
    return replace(
        contract,
        standing=Standing(facts.get("standing", "in_force")),
        paid_to=owed[0] if owed else facts.get("paid_to", contract.paid_to),
        reinstated=facts.get("reinstated"),
        owed_since=owed[0] if owed else None,
        grace_ends=owed[1] if owed else None,
        days_used=facts.get("used", 0),
        paid_before=_yuan(facts.get("before")),
        paid_after=_yuan(facts.get("paid_after")),
        worth=_yuan(facts["worth"]) if "worth" in facts else contract.worth,
        debts=debts,
        flaw=Flaw(facts.get("flaw", "none")),
        misstated=age,
    )


def _yuan(text: str | None) -> Fen:
    return Fen.of_yuan(text) if text else Fen(0)

"""The catalog that comes with the package, against the operating rules written out by hand."""

import json
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from ops_console.base.i18n import use_language
from ops_console.base.money import Fen
from ops_console.catalog.load import from_rows, shipped
from ops_console.catalog.model import Immediacy, MoneyFlow, Review
from ops_console.rules.products.basis import PolicyTerms, Sex
from ops_console.rules.products.pricing import quote
from ops_console.rules.underwriting_basis import Conclusion, Examination

CATALOG = shipped()
SEXES: tuple[Sex, ...] = ("male", "female")


def test_head_office_has_five_regions_and_43_second_level_branches() -> None:
    levels = Counter(branch.level for branch in CATALOG.branches.values())
    assert (levels[0], levels[1], levels[2]) == (1, 5, 43)
    assert levels[3] > 0
    assert levels[4] > 0
    assert {branch.klass for branch in CATALOG.branches.values() if branch.level == 2} == set("ABCD")
    assert [str(CATALOG.branches[number].label) for number in (1, 11, 15, 101)] == [
        "Head office",
        "East region",
        "North region",
        "Shanghai",
    ]


def test_names_are_shown_in_the_language_spoken() -> None:
    with use_language("zh"):
        assert str(CATALOG.branches[13].label) == "中西区"
        assert str(CATALOG.duties["claims"].label) == "理赔"


@pytest.mark.parametrize(
    ("code", "ordinary", "vip", "unit"),
    [
        ("issue", 5, 3, "wd"),
        ("preservation", 3, 2, "wd"),
        ("preservation_simple", 0, 0, "same_day"),
        ("claim", 7, 5, "wd"),
        ("claim_investigated", 15, 10, "wd"),
        ("payment_settled", 72, 0, "h"),
        ("renewal_reminder", 2, 2, "months"),
        ("claim_decision", 30, 30, "d"),
        ("refusal_notice", 3, 3, "d"),
        ("payment", 10, 10, "d"),
        ("lapse_notice", 10, 10, "wd"),
        ("finding", 15, 15, "wd"),
        ("surrender_value", 30, 30, "d"),
    ],
)
def test_service_standards(code: str, ordinary: int, vip: int, unit: str) -> None:
    standard = CATALOG.standards[code]
    assert (standard.limit.ordinary, standard.limit.vip, standard.unit) == (ordinary, vip, unit)


def test_a_disability_assessment_stops_the_claim_clock() -> None:
    assert "assessment" in CATALOG.standards["claim"].stops_on


@pytest.mark.parametrize(
    ("duty", "at_all", "on_case_only"),
    [
        ("underwriting", {"claims", "cashier", "administrator", "auditor"}, {"counter", "callback"}),
        ("claims", {"underwriting", "cashier", "administrator", "auditor"}, {"counter"}),
        ("preservation", {"cashier", "administrator", "auditor"}, set()),
        ("counter", {"administrator", "auditor", "collector"}, {"cashier", "underwriting", "claims"}),
        ("collector", {"counter", "premium", "cashier", "administrator", "auditor"}, set()),
        ("archive_keeper", {"archive_approver", "administrator", "auditor"}, set()),
    ],
)
def test_duties_kept_apart(duty: str, at_all: set[str], on_case_only: set[str]) -> None:
    assert CATALOG.duties[duty].incompatible == at_all
    assert CATALOG.duties[duty].incompatible_on_case == at_all | on_case_only


def test_counter_and_preservation_may_be_one_clerk() -> None:
    assert "preservation" not in CATALOG.duties["counter"].incompatible_on_case


def test_who_decides_on_medical_content_reads_it_and_nobody_else() -> None:
    assert {code for code, duty in CATALOG.duties.items() if duty.reads_confidential} == {"underwriting", "claims"}


def test_there_are_48_preservation_items_with_their_marks() -> None:
    assert sorted(CATALOG.items) == list(range(1, 49))
    loan, reinstatement, surrender = (CATALOG.items[number] for number in (27, 31, 32))
    assert (loan.money, loan.immediate) == (MoneyFlow.OUT, Immediacy.YES)
    assert (reinstatement.review, reinstatement.money) == (Review.ALWAYS, MoneyFlow.IN)
    assert (surrender.immediate, surrender.alone) == (Immediacy.SMALL_SUMS, True)


def test_missing_papers_of_a_case_are_one_list() -> None:
    death = [paper.code for paper in CATALOG.papers_for("claim", "WL20", "death")]
    assert death[:3] == ["claim_form", "identity_claimant", "payout_account"]
    assert "death_certificate" in death
    assert "hospital_record" not in death
    assert len(death) == len(set(death))


@pytest.mark.parametrize(
    ("age", "sum_at_risk", "examination"),
    [
        (30, 1_000_000, Examination.NONE),
        (30, 1_500_000, Examination.ROUTINE),
        (30, 3_000_000, Examination.EXTENDED),
        (30, 3_000_001, Examination.FULL),
        (45, 600_000, Examination.NONE),
        (46, 600_000, Examination.ROUTINE),
        (60, 300_001, Examination.FULL),
        (61, 1, Examination.FULL),
    ],
)
def test_examination_limits(age: int, sum_at_risk: int, examination: Examination) -> None:
    assert CATALOG.underwriting.examination(age, Fen(sum_at_risk * 100)) is examination


@pytest.mark.parametrize(
    ("points", "conclusion"),
    [(0, "standard"), (50, "standard"), (55, "loaded"), (300, "loaded"), (301, "declined")],
)
def test_extra_mortality_leads_to_a_conclusion(points: int, conclusion: str) -> None:
    assert CATALOG.underwriting.conclusion(points) is Conclusion(conclusion)


def test_the_sum_may_be_so_many_times_the_income() -> None:
    assert [CATALOG.underwriting.income_multiple(age) for age in (17, 18, 36, 46, 56)] == [None, 20, 15, 10, 5]


def test_products_can_be_quoted_and_say_when_their_rates_are_illustrative() -> None:
    assert set(CATALOG.products) >= {"WL20", "TM20", "EN15", "CI30", "HC01", "WP20", "EP10"}
    whole_life = quote(CATALOG.products["WL20"].basis, PolicyTerms("male", 30, Fen.of_yuan("100000"), 20, None))
    assert not whole_life.illustrative
    hospital = quote(CATALOG.products["HC01"].basis, PolicyTerms("female", 30, Fen.of_yuan("100"), 1, 1))
    assert hospital.illustrative


@pytest.mark.parametrize(("age", "pay_years"), [(18, 5), (18, 20), (55, 5), (50, 10)])
def test_a_years_annuity_is_at_most_a_fifth_of_the_premiums_paid(age: int, pay_years: int) -> None:
    annuity, a_year = CATALOG.products["DA60"], Fen.of_yuan("10000")
    for sex in SEXES:
        annual = quote(annuity.basis, PolicyTerms(sex, age, a_year, pay_years, None)).annual
        assert a_year * 5 <= annual * pay_years


def test_accident_is_dearer_by_occupation_class_and_insures_no_class_seven() -> None:
    basis = CATALOG.products["AC01"].basis
    terms = [PolicyTerms("male", 30, Fen.of_yuan("100000"), 1, 1, occupation_class=klass) for klass in range(1, 7)]
    premiums = [quote(basis, one).instalment for one in terms]
    assert premiums == sorted(set(premiums))
    assert all(quote(basis, one).illustrative for one in terms)
    with pytest.raises(ValueError, match="class 7"):
        quote(basis, replace(terms[0], occupation_class=7))


@pytest.mark.parametrize("pay_years", [5, 10, 15])
def test_a_year_of_survival_benefits_is_at_most_a_fifth_of_the_premiums_paid(pay_years: int) -> None:
    endowment = CATALOG.products["EN15"]
    survival = endowment.basis.survival
    assert survival is not None
    amount = Fen.of_yuan("100000")
    for age in (0, 30, 60):
        annual = quote(endowment.basis, PolicyTerms("female", age, amount, pay_years, 15)).annual
        assert int(amount) * survival.share * 5 <= int(annual) * min(survival.every_years, pay_years)


def test_critical_illness_waits_ninety_days_and_names_its_illnesses() -> None:
    product = CATALOG.products["CI30"]
    assert product.waiting_days == 90
    assert set(product.benefits) == {"critical_illness", "death"}
    assert "malignant_tumour" in product.illnesses
    assert quote(product.basis, PolicyTerms("male", 30, Fen.of_yuan("100000"), 20, 30)).illustrative


def test_contracts_longer_than_a_year_are_called_back_and_may_lapse() -> None:
    assert [CATALOG.products[code].callback for code in ("WL20", "TM20", "HC01")] == [True, True, False]
    assert [CATALOG.products[code].grace_days for code in ("WL20", "TM20", "HC01")] == [60, 60, 60]
    assert CATALOG.products["HC01"].waiting_days == 30
    assert CATALOG.products["HC01"].basis.loan is None


def test_the_calendar_knows_2020_to_2026() -> None:
    assert CATALOG.calendar.first_known == date(2020, 1, 1)
    assert CATALOG.calendar.last_known == date(2026, 12, 31)
    assert str(CATALOG.holidays[date(2026, 10, 1)]) == "National Day"
    assert CATALOG.calendar.is_working(date(2026, 10, 10))


def test_every_entry_names_its_source() -> None:
    without = [row.code for row in CATALOG.rows if "source" not in row.body and row.kind != "calendar"]
    assert without == []


def test_stored_rows_make_the_same_catalog() -> None:
    rows = CATALOG.rows
    again = from_rows(rows)
    assert again == CATALOG
    assert len({(row.kind, row.code) for row in rows}) == len(rows)
    assert json.loads(json.dumps(rows[0].body)) == rows[0].body


def test_importing_the_catalog_is_cheap() -> None:
    heavy = "sqlmodel sqlalchemy pydantic pypinyin textual typer"
    program = (
        "import sys; from ops_console.catalog.load import shipped; shipped();"
        f"print([name for name in '{heavy}'.split() if name in sys.modules])"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"

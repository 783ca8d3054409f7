"""Records in words people use: no code of a column or of the catalog is shown as it is stored."""

import pytest
from sqlmodel import SQLModel

from ops_console.base.i18n import set_language
from ops_console.catalog.load import shipped
from ops_console.desk.words import word
from ops_console.screens.coded import named
from ops_console.screens.columns import COLUMNS, TABLES
from ops_console.screens.words import HIDDEN, shown

CATALOG = shipped()
NEVER_SHOWN = HIDDEN | {"id", "case_id", "no", "coverage_no", "revision", "version", "source_id", "parent_id"}
"""Keys and what is told in another place."""


def test_a_point_of_the_callback_and_a_cancelled_policy_are_not_taken_for_each_other() -> None:
    assert shown("points", {"hesitation": True}) == "6 Hesitation period and its rights known yes"
    assert word("hesitation", "end_reason") == "cancelled in the hesitation period"


@pytest.mark.parametrize(("language", "wanted"), [("en", "Application form, signed"), ("zh", "投保单（签名）")])
def test_papers_are_called_by_their_names(language: str, wanted: str) -> None:
    set_language(language)  # type: ignore[arg-type]
    assert named("papers", ["application_form"], CATALOG) == [wanted]


def test_codes_are_named_however_deep_they_stand_and_unknown_ones_stay() -> None:
    health = {"height_cm": 170, "conditions": ["hypertension", "unheard_of"]}
    label = str(CATALOG.underwriting.conditions["hypertension"].label)
    assert named("health", health, CATALOG) == {"height_cm": 170, "conditions": [label, "unheard_of"]}
    assert named("product", "WL20", CATALOG) == "WL20 Evergreen whole life"
    assert named("item", 32, CATALOG) == f"32 {CATALOG.items[32].label}"


def test_what_a_claim_deducts_is_money() -> None:
    assert shown("deductions", {"loan_principal": 123_456, "apl_interest": 100}) == (
        "Policy loan 1,234.56, Interest on premium loans 1.00"
    )


@pytest.mark.parametrize(
    "table",
    [
        "application",
        "callback",
        "claim",
        "claim_item",
        "finding",
        "file_loan",
        "bank_item",
        "stocktake",
        "archive_file",
        "coverage",
        "endorsement",
        "loan",
        "party",
        "payable",
        "policy_status",
        "billing_terms",
        "mandate",
        "billing",
        "policy_role",
    ],
)
def test_every_column_a_case_or_a_change_may_show_has_a_label(table: str) -> None:
    assert table in TABLES
    columns = {column.name for column in SQLModel.metadata.tables[table].columns}
    assert columns - COLUMNS.keys() - NEVER_SHOWN == set()


def test_rooms_and_planned_premiums_are_told_as_people_know_them() -> None:
    assert shown("asked_room", "counter") == "Counter"
    assert shown("planned_premium", 500_000) == "5,000.00"

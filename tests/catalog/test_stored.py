"""A stored catalog is read by later releases: what they no longer know is passed over, what they need is added."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ops_console.base.problems import InputErrors
from ops_console.catalog.files import make_row
from ops_console.catalog.layout import MAY_GO, OWN, Outline, needed, outline_of
from ops_console.catalog.load import from_rows, from_stored, shipped
from ops_console.catalog.model import Row
from ops_console.catalog.supplement import supplement

DAY = date(2020, 1, 1)
ROWS = shipped().rows


def changed(kind: str, code: str, **fields: Any) -> list[Row]:
    """The shipped rows with other fields in one entry."""
    return [
        make_row(kind, code, row.valid_from, {**row.body, **fields}) if (row.kind, row.code) == (kind, code) else row
        for row in ROWS
    ]


def without(*places: tuple[str, str]) -> list[Row]:
    return [row for row in ROWS if (row.kind, row.code) not in places]


def added(stored: list[Row], ever: Outline | None = None) -> tuple[str, ...]:
    return supplement(stored, ever or outline_of(stored), ROWS).added


def test_a_field_no_longer_known_is_an_error_in_a_folder_and_passed_over_in_a_store() -> None:
    rows = changed("paper", "application_form", original=True)
    with pytest.raises(InputErrors):
        from_rows(rows)
    assert from_stored(rows).papers == shipped().papers


def test_so_is_one_in_a_table_of_an_entry() -> None:
    limit = {"ordinary": 5, "vip": 3, "vip_large": 7, "gold": 2}
    assert from_stored(changed("standard", "issue", limit=limit)).standards == shipped().standards


def test_a_kind_of_entry_no_longer_known_is_no_part_of_the_catalog() -> None:
    stored = from_stored([*ROWS, make_row("telex", "head_office", DAY, {"number": "88 123"})])
    assert stored == shipped()


def test_a_kind_of_entry_an_older_release_had_not_is_empty() -> None:
    assert from_stored(row for row in ROWS if row.kind != "separation").separations == ()


def test_a_standard_older_than_a_stricter_law_can_still_be_read() -> None:
    rows = changed("standard", "issue", limit={"ordinary": 90, "vip": 90})
    with pytest.raises(InputErrors):
        from_rows(rows)
    assert from_stored(rows).standards["issue"].limit.ordinary == 90


def test_a_stored_entry_without_what_it_needs_is_an_error_all_the_same() -> None:
    with pytest.raises(InputErrors):
        from_stored(changed("setting", "idle_lock", value="fifteen"))


def test_on_a_measure_younger_than_the_ladder_only_the_highest_grade_decides() -> None:
    measure = {
        "label": {"en": "Refund", "zh": "退费"},
        "unit": "fen",
        "accumulation": "sum",
        "source": "company default",
    }
    ladder = from_stored([*ROWS, make_row("measure", "refund", DAY, measure)]).authority
    assert [grade.limits["refund"] for grade in ladder.grades] == [0] * (len(ladder.grades) - 1) + [None]
    assert ladder.needed({"refund": 1}) == ladder.grades[-1]


def test_what_is_needed_is_what_is_shipped_but_for_what_is_the_companys_own() -> None:
    whole = outline_of(row for row in ROWS if row.kind not in OWN | MAY_GO)
    assert needed() == whole


def test_a_whole_catalog_lacks_nothing() -> None:
    assert added(list(ROWS)) == ()


def test_entries_the_program_names_are_added() -> None:
    stored = without(("setting", "idle_lock"), ("letter", "refusal"), ("posting", "premium_due"))
    made = supplement(stored, outline_of(stored), ROWS)
    assert sorted(made.added) == ["letter refusal", "posting premium_due", "setting idle_lock"]
    assert from_stored(made.rows).setting("idle_lock") == shipped().setting("idle_lock")


def test_an_entry_the_company_has_stays_as_it_is() -> None:
    stored = changed("setting", "idle_lock", value=3)
    assert added(stored) == ()
    assert from_stored(supplement(stored, outline_of(stored), ROWS).rows).setting("idle_lock") == 3


def test_what_the_company_is_and_sells_is_not_added() -> None:
    gone = [
        row for row in ROWS if (row.kind, row.code) in {("product", "TM20"), ("branch", "101")} or row.kind == "grade"
    ]
    assert len(gone) > 2
    assert added([row for row in ROWS if row not in gone]) == ()


def test_a_checklist_is_added_unless_the_company_once_took_it_out() -> None:
    checklist = next(row for row in ROWS if row.kind == "checklist" and "product" not in row.body)
    stored = without(("checklist", checklist.code))
    assert added(stored) == (f"checklist {checklist.code}",)
    assert added(stored, ever=outline_of(ROWS)) == ()


def test_a_checklist_for_a_product_the_company_does_not_sell_is_not_added() -> None:
    listed = make_row("checklist", "annuity", DAY, {"case_kind": "application", "product": "AN01", "papers": []})
    assert supplement(ROWS, outline_of(ROWS), [*ROWS, listed]).added == ()


def test_a_field_no_version_ever_had_is_taken_from_the_shipped_entry() -> None:
    stored = [_without_field(row, "reads_confidential") for row in ROWS]
    made = supplement(stored, outline_of(stored), ROWS)
    assert sorted(made.added) == ["duty claims.reads_confidential", "duty underwriting.reads_confidential"]
    assert from_stored(made.rows).duties == shipped().duties


def test_a_field_the_company_once_had_and_left_out_stays_out() -> None:
    stored = [_without_field(row, "reads_confidential") for row in ROWS]
    assert added(stored, ever=outline_of(ROWS)) == ()


def test_a_new_field_of_a_product_is_the_companys_own_affair() -> None:
    stored = [_without_field(row, "renewed_as_new_term") if row.kind == "product" else row for row in ROWS]
    assert added(stored) == ()


def _without_field(row: Row, field: str) -> Row:
    return replace(row, body={name: value for name, value in row.body.items() if name != field})

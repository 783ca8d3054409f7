"""A product in a file of its own: every mistake with its line, its reason and the article."""

from dataclasses import replace
from pathlib import Path

import pytest

from ops_console.base.problems import InputErrors, Problem
from ops_console.catalog.changes import FieldChange, field_changes
from ops_console.catalog.files import make_row
from ops_console.catalog.grid import unsellable
from ops_console.catalog.lines import line_of, line_told
from ops_console.catalog.load import SHIPPED_FOLDER, shipped
from ops_console.catalog.model import Catalog
from ops_console.catalog.single import read_product, with_product

SHIPPED = {path.stem: path.read_text("utf-8") for path in (SHIPPED_FOLDER / "products").glob("*.toml")}


def checked(tmp_path: Path, text: str, name: str = "NEW1.toml") -> Catalog:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return with_product(shipped().rows, path)


def mistakes(tmp_path: Path, text: str, name: str = "NEW1.toml") -> list[Problem]:
    with pytest.raises(InputErrors) as refused:
        checked(tmp_path, text, name)
    return list(refused.value.problems)


def at_line(text: str, beginning: str) -> int:
    """The number of the first line that begins so."""
    return next(number for number, line in enumerate(text.splitlines(), 1) if line.strip().startswith(beginning))


def test_a_new_product_stands_beside_the_others(tmp_path: Path) -> None:
    made = checked(tmp_path, SHIPPED["WL20"])
    assert made.products.keys() == {*shipped().products, "NEW1"}
    assert replace(made.products["NEW1"], code="WL20", basis=made.products["WL20"].basis) == made.products["WL20"]


def test_a_known_code_is_a_version_in_the_place_of_the_other(tmp_path: Path) -> None:
    made = checked(tmp_path, SHIPPED["WL20"].replace("hesitation_days = 15", "hesitation_days = 20"), "WL20.toml")
    assert made.products.keys() == shipped().products.keys()
    assert made.products["WL20"].hesitation_days == 20


@pytest.mark.parametrize(
    ("product", "old", "new", "beginning", "message"),
    [
        # Slacker than the law, by name of the article.
        ("WL20", "hesitation_days = 15", "hesitation_days = 14", "hesitation_days", "Health Insurance Rules 2019"),
        ("WL20", "grace_days = 60", "grace_days = 59", "grace_days", "Insurance Law art 36"),
        ("WL20", "reinstatement_months = 24", "reinstatement_months = 23", "reinstatement", "Insurance Law art 37"),
        ("WL20", 'interest = "0.02"', 'interest = "0.021"', 'interest = "0.021"', "Notice on pricing interest"),
        ("WL20", 'interest = "0.04"', 'interest = "0.041"', 'interest = "0.041"', "Actuarial rules for ordinary"),
        ("WL20", 'k = "0.80"', 'k = "0.79"', "k =", "Actuarial rules for ordinary"),
        ("WL20", 'share = "0.80"', 'share = "0.81"', "share", "cap on policy loans"),
        ("WL20", 'multiple = "1.6"', 'multiple = "1.5"', "death_floors", "Actuarial rules for ordinary"),
        ("EN15", "every_years = 5", "every_years = 4", "survival", "Notice on product design of life insurers 2017"),
        ("HC01", "waiting_days = 30", "waiting_days = 181", "waiting_days", "Health Insurance Rules 2019"),
        # What is wrong in itself.
        ("WL20", 'premium_income = "', 'premium_income = "9', "premium_income", "No account has this code"),
        ("WL20", 'death = "death_benefit"', 'death = "life_benefit"', "benefits", "No amount of a paid claim has this"),
        ("WL20", 'male = "cl3"', 'male = "cl9"', "mortality", "No column of that table has this code"),
        ("WL20", 'shape = "whole_life"', 'shape = "whole"', "shape", "One of whole_life, term"),
        ("WL20", '"0.45", "0.25"', '"1.45", "0.25"', "{ from_pay_years = 10", "Loads lie between 0 and 1"),
        ("WL20", "entry_ages = [0, 60]", "entry_ages = [60, 0]", "entry_ages", "Two ages, the lower first"),
        ("WL20", "pay_years = [5, 10, 20]", "pay_years = []", "pay_years", "At least one premium term"),
        ("WL20", "term_months = 6", "term_months = 6\nterms = 3", "terms", "Not known here; the fields are"),
        ("WL20", 'label = {', 'name = {', "name", "Not known here"),
        ("WL20", "valid_from = 2017-01-01", "", None, "A date such as 2020-01-01 is wanted at the head of the file"),
        ("WL20", "[basis.loan]", "[basis.loan", "[basis.loan", "Not TOML"),
        # What can't be sold, though every field is right.
        ("WL20", "entry_ages = [0, 60]", "entry_ages = [0, 80]", "entry_ages", "carries the least death benefit"),
        ("HC01", "entry_ages = [0, 60]", "entry_ages = [0, 90]", "entry_ages", "Not for entry ages 81-"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line_and_reason(
    tmp_path: Path, product: str, old: str, new: str, beginning: str | None, message: str
) -> None:
    assert old in SHIPPED[product]
    text = SHIPPED[product].replace(old, new, 1)
    if product == "HC01":
        text = text.replace("renewal_to_age = 75", "renewal_to_age = 105")
    found = mistakes(tmp_path, text)
    line = at_line(text, beginning) if beginning else None
    assert any(one.line == line and message in one.message for one in found), found


def test_all_mistakes_are_told_at_once_in_the_order_of_the_lines(tmp_path: Path) -> None:
    text = SHIPPED["WL20"].replace("grace_days = 60", "grace_days = 30").replace('k = "0.80"', 'k = "0.70"')
    found = mistakes(tmp_path, text.replace("hesitation_days = 15", "hesitation_days = 1"))
    assert [one.field for one in found] == [
        "product NEW1.hesitation_days", "product NEW1.grace_days", "product NEW1.basis.cash_value.k",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["new.toml", "NEW-1.toml", "N.toml", "ABCDEFGHIJK.toml"])
def test_a_product_is_named_by_a_code_that_can_be_typed(tmp_path: Path, name: str) -> None:
    assert "2 to 10 capital letters and digits" in mistakes(tmp_path, SHIPPED["WL20"], name)[0].message


def test_a_file_there_is_not_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputErrors) as refused:
        read_product(tmp_path / "NEW1.toml")
    assert "Cannot be read" in refused.value.problems[0].message


@pytest.mark.parametrize("code", sorted(SHIPPED))
def test_every_shipped_product_can_be_sold_on_all_the_terms_it_offers(code: str) -> None:
    assert unsellable(shipped().products[code]) == []


def test_lines_are_found_in_tables_lists_and_inline() -> None:
    lists = "list = [\n  # one\n  { x = 1 },\n  { x = 2 },\n]\nshort = [{ x = 1 }, { x = 2 }]\n"
    text = f'a = 1\n{lists}[b.c]\n"d" = {{ e = 2 }}\n'
    assert line_of(text, "a") == 1
    assert [line_of(text, f"list[{item}].x") for item in (1, 2)] == [4, 5]
    assert line_of(text, "short[2].x") == 7
    assert line_of(text, "b.c") == 8
    assert line_of(text, "b.c.d.e") == 9
    # Left out: where it would have to stand, if anywhere.
    assert line_of(text, "b.c.f") == 8
    assert line_of(text, "g") is None
    assert line_told("Not TOML: Expected ']' (at line 3, column 5)") == 3
    assert line_told("Not TOML") is None


def test_versions_differ_field_by_field() -> None:
    day = shipped().products["WL20"].valid_from
    before = make_row("product", "A", day, {"a": 1, "b": {"c": [1, 2], "d": [{"e": 1}]}, "f": "x"})
    after = make_row("product", "A", day.replace(year=2026), {"a": 1, "b": {"c": [1, 3], "d": [{"e": 2}]}, "g": True})
    assert field_changes(before, after) == [
        FieldChange("valid_from", "2017-01-01", "2026-01-01"),
        FieldChange("b.c", "1, 2", "1, 3"),
        FieldChange("b.d[1].e", "1", "2"),
        FieldChange("f", "x", None),
        FieldChange("g", None, "True"),
    ]
    assert field_changes(before, before) == []

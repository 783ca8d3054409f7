"""What nobody may load or sell: refused with place and reason, and the store stays as it was."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from ops_console.base.problems import InputErrors
from ops_console.catalog.load import SHIPPED_FOLDER, load
from ops_console.data.tables import Coverage
from ops_console.data.verify.digest import digest_of
from ops_console.rules.ages import attained_age
from tests.support.company import HEALTHY, LI_MING, TERMS, Company

RATES = "tables/cl2010_2013.csv"
LIFE = "products/WL20.toml"


def content(company: Company) -> str:
    """One hash over all that the store holds."""
    with company.store.read() as reader:
        return digest_of(reader)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "catalog"
    shutil.copytree(SHIPPED_FOLDER, made, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return made


@pytest.mark.parametrize(
    ("file", "old", "new", "field", "line", "message"),
    [
        (RATES, "\n40,", "\n41,", "table cl2010_2013.cl1", 42, "Age 39 is followed by age 41, not 40"),
        (RATES, "\n40,", "\n39,", "table cl2010_2013.cl1", 42, "Age 39 comes after age 39; each age once, in order"),
        (RATES, "\n40,0.", "\n40,1.", "table cl2010_2013.cl1", 42, "it must lie between 0 and 1"),
        (RATES, "\n40,0.", "\n40,-0.", "table cl2010_2013.cl1", 42, "it must lie between 0 and 1"),
        (RATES, "\n40,0.", "\n40,O.", "table cl2010_2013.cl1", 42, "Age and rate must be numbers"),
        (RATES, "\n105,1.", "\n105,0.", "table cl2010_2013.cl1", 107, "it must be 1"),
        (RATES, "age,cl1", "age,lx_1", "table cl2010_2013.lx_1", 10, "they never rise, nor fall below 0"),
        (RATES, "age,cl1", "age,cl2", "table cl2010_2013", 1, "each with its own name"),
        (LIFE, 'premium_income = "6031.01"', 'premium_income = "6099"', "product WL20.premium_income", None,
         "No account has this code"),
        (LIFE, 'death = "death_benefit"', 'death = "dividend"', "product WL20.benefits.death", None, "has this code"),
        (LIFE, 'table = "cl2010_2013"', 'table = "cl2030"', "product WL20.basis.mortality.table", None,
         "No table of rates has this code"),
        (LIFE, "entry_ages = [0, 60]", "entry_ages = [0, 106]", "product WL20.entry_ages", None,
         "Two ages, the lower first"),
        (LIFE, "pay_years = [5, 10, 20]", 'pay_years = ["5"]', "product WL20.pay_years", None,
         "A list of whole numbers"),
        (LIFE, 'minimum = "10000"', 'minimum = "-1"', "product WL20.sum_assured.minimum", None, "An amount in yuan"),
        (LIFE, 'multiple = "1.6"', 'multiple = "1,6"', "product WL20.basis.death_floors[1].multiple", None,
         "A number such as"),
        (LIFE, "valid_from = 2017-01-01", "valid_from = 2017-02-29", "products/WL20.toml", None, "Not TOML"),
    ],
)  # fmt: skip
def test_a_catalog_with_a_fault_is_refused_with_place_and_reason(
    folder: Path, file: str, old: str, new: str, field: str, line: int | None, message: str
) -> None:
    spoil(folder / file, old, new)
    where = line or line_of(folder / file, new)
    with pytest.raises(InputErrors) as refused:
        load(folder)
    found = [one for one in refused.value.problems if one.field == field and message in one.message]
    assert found, [(one.field, one.line, one.message) for one in refused.value.problems]
    assert found[0].line == where


def line_of(path: Path, text: str) -> int:
    """The first line that holds a text, from 1."""
    return next(no for no, one in enumerate(path.read_text("utf-8").splitlines(), 1) if text in one)


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_a_catalog_that_is_refused_leaves_the_store_as_it_was(company: Company, folder: Path) -> None:
    spoil(folder / RATES, "\n40,", "\n41,")
    company.clerk("administrator", "head_office")
    before = content(company)
    with pytest.raises(InputErrors):
        company.do("administration.propose_catalog", folder=str(folder))
    assert content(company) == before


@pytest.mark.parametrize(
    ("product", "birth", "values", "field"),
    [
        ("WL20", "1960-03-02", {}, "insured_birth"),
        ("EN15", "1966-03-02", {"pay_years": 7}, "pay_years"),
        ("TM20", "1966-03-02", {"cover_years": 30, "pay_years": 20}, "cover_years"),
        ("WL20", "1990-01-01", {"sum_assured": "10500"}, "sum_assured"),
        ("WL20", "1990-01-01", {"cover_years": 20}, "cover_years"),
        ("HC01", "1950-01-01", {}, "insured_birth"),
    ],
)
def test_ages_and_terms_that_are_not_offered_are_refused_by_field(
    company: Company, product: str, birth: str, values: dict[str, object], field: str
) -> None:
    received = passport(birth)
    number = company.received(product, **received)
    company.do("counter.check_papers", number)
    before = content(company)
    with pytest.raises(InputErrors) as refused:
        company.do("counter.key_application", number, **{**form(received), **TERMS[product], **values})
    assert field in {one.field for one in refused.value.problems}
    assert content(company) == before


def form(received: dict[str, str]) -> dict[str, object]:
    """What is keyed for a healthy person who insures himself."""
    return {"applicant_document": received["applicant_document"], "income": "200000", "account_no": "6222000000000001",
            **HEALTHY}  # fmt: skip


def passport(birth: str) -> dict[str, str]:
    """A man known by a passport, which says nothing of his birth."""
    return {**LI_MING, "applicant_document_kind": "passport", "applicant_document": f"E{birth.replace('-', '')}",
            "applicant_sex": "male", "applicant_birth": birth}  # fmt: skip


def test_nobody_is_born_on_29_february_of_a_common_year(company: Company) -> None:
    company.clerk("counter", "head_office")
    before = content(company)
    with pytest.raises(InputErrors) as refused:
        company.received("WL20", **passport("2001-02-29"))
    assert [one.field for one in refused.value.problems] == ["applicant_birth"]
    assert content(company) == before


@pytest.mark.parametrize(("day", "age"), [("2026-02-27", 25), ("2026-02-28", 25), ("2026-03-01", 26)])
def test_who_is_born_on_29_february_is_a_year_older_on_1_march(company: Company, day: str, age: int) -> None:
    birth, today = date(2000, 2, 29), date.fromisoformat(day)
    assert attained_age(birth, today) == age
    company.move_to(today)
    number = company.issued("TM20", received=passport("2000-02-29"))
    with company.store.read() as reader:
        (cover,) = reader.find(Coverage)
    assert (cover.entry_age, number[0]) == (age, "A")

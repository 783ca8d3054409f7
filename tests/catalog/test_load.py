"""Loading a catalog: every error at once, and nothing slacker than law."""

import shutil
from pathlib import Path

import pytest

from ops_console.base.problems import InputErrors, Problem
from ops_console.catalog.files import make_row
from ops_console.catalog.load import SHIPPED_FOLDER, from_rows, load, shipped

SUICIDE = 'value = 24\nunit = "months"\nlaw = "suicide"'
LOAN = '[basis.loan]\nshare = "0.80"\nminimum = "500"\ninterest = "0.05"\nterm_months = 6\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "catalog"
    shutil.copytree(SHIPPED_FOLDER, made)
    return made


def change(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), "utf-8")


def problems(folder: Path) -> list[Problem]:
    with pytest.raises(InputErrors) as caught:
        load(folder)
    return list(caught.value.problems)


def test_a_copy_loads(folder: Path) -> None:
    assert load(folder) == shipped()


@pytest.mark.parametrize(
    ("name", "old", "new", "field", "message"),
    [
        # Slacker than law.
        ("products/WL20.toml", "hesitation_days = 15", "hesitation_days = 10", "product WL20.hesitation_days",
         "at least 15 days by Health Insurance Rules 2019"),
        ("products/WL20.toml", "grace_days = 60", "grace_days = 30", "product WL20.grace_days", "Insurance Law art 36"),
        ("products/WL20.toml", 'interest = "0.02"', 'interest = "0.025"', "product WL20.basis.interest",
         "at most 200 basis points"),
        ("products/WL20.toml", 'k = "0.80"', 'k = "0.70"', "product WL20.basis.cash_value.k", "at least 80 per cent"),
        ("products/WL20.toml", 'share = "0.80"', 'share = "0.90"', "product WL20.basis.loan.share", "at most 80"),
        ("products/WL20.toml", 'multiple = "1.4"', 'multiple = "1.3"', "product WL20.basis.death_floors",
         "at least 140"),
        ("products/WP20.toml", 'interest = "0.0325"', 'interest = "0.0330"',
         "product WP20.basis.cash_value.interest", "participating covers: at most 150"),
        ("products/EP10.toml", 'interest = "0.0275"', 'interest = "0.0280"',
         "product EP10.basis.cash_value.interest", "up to ten years: at most 100"),
        ("products/EN15.toml", "every_years = 5", "every_years = 4", "product EN15.basis.survival.every_years",
         "Notice on product design of life insurers 2017"),
        ("products/DA60.toml", "entry_ages = [18, 55]", "entry_ages = [18, 56]", "product DA60.entry_ages",
         "at least 60 months by Notice on product design of life insurers 2017"),
        # Riders.
        ("products/WL20.toml", 'riders = ["CR30"', 'riders = ["CI30"', "product WL20.riders", "rider"),
        ("products/WV20.toml", "is_rider = true", "is_rider = false", "product WV20.is_rider",
         "A waiver of premium is sold as a rider"),
        ("products/CR30.toml", "is_rider = true", 'is_rider = true\nriders = ["WV20"]', "product CR30.riders",
         "A rider has no riders of its own"),
        ("products/HC01.toml", 'risk = "health"', 'risk = "health"\nis_rider = true', "product HC01.is_rider",
         "not from year to year"),
        ("products/HC01.toml", "waiting_days = 30", "waiting_days = 181", "product HC01.waiting_days", "at most 180"),
        ("settings.toml", SUICIDE, SUICIDE.replace("24", "36"), "setting suicide_exclusion.value", "Law art 44"),
        ("underwriting.toml", 'none = "500000"', 'none = "600000"', "underwriting underwriting.examinations[1].none",
         "death cover of a child"),
        # Wrong shapes, each with what would be right.
        ("standards.toml", 'unit = "wd"', 'unit = "weeks"', "standard issue.unit", "One of wd, d, h, months, same_day"),
        ("standards.toml", "ordinary = 5", "ordinary = -5", "standard issue.limit.ordinary", "0 or more"),
        ("standards.toml", "vip = 3", "vip = 9", "standard issue.limit.vip", "ordinary client's 5"),
        ("standards.toml", '"papers"', '"weather"', "standard issue.stops_on", "One of papers"),
        ("standards.toml", 'law = "complaint"', 'law = "claim_simple"', "standard complaint_vip.unit", "counts in wd"),
        ("standards.toml", 'source = "company default"', "", "standard issue.source", "Law and article"),
        ("standards.toml", "limit = {", "limits = {}\nlimit = {", "standard issue.limits", "Not known here"),
        ("branches.toml", "parent = 11\n", "parent = 101\n", "branch 101.parent", "A branch of level 1"),
        ("branches.toml", "[branches.143]", "[branches.14300]", "branch 14300", "from 1 to 9999"),
        ("authority.toml", 'sum_at_risk = "1000000"', 'sum_at_risk = "100"', "grade senior.limits.sum_at_risk",
         "Less than grade clerk may"),
        ("authority.toml", 'claim_amount = "none"', 'claim_amount = "9000000"', "grade head_office.limits.claim_amount",
         "highest grade has no limits"),
        ("duties.toml", '"underwriting", "claims"', '"underwriting", "claimz"', "separation underwriting-claims.duties",
         "No duty has this code"),
        ("ledger.toml", '["1122", "credit", "amount"]', '["1123", "credit", "amount"]',
         "posting premium_collected.legs[2]", "No account has this code"),
        ("ledger.toml", '["1122", "credit", "amount"]', '["1122", "debit", "amount"]', "posting premium_collected.legs",
         "amount is not debited and credited alike"),
        ("letters/refusal.toml", "{reasons}", "{reason}", "letter refusal.en.body", "{reason} is not among"),
        ("letters/refusal.toml", "{reasons}", "", "letter refusal.en.body", "{reasons} is not used"),
        ("items.toml", 'review = "never"', 'review = "maybe"', "item 1.review", "One of never, always"),
        ("papers.toml", '"death_certificate",', '"death_cert",', "checklist claim_death.papers",
         "No paper has this code"),
        ("products/TM20.toml", 'male = "cl1"', 'male = "cl9"', "product TM20.basis.mortality.male", "No column"),
        ("products/TM20.toml", '6 = "0.52"', '6 = "0.49"', "product TM20.basis.mode_factors.6", "never less"),
        ("products/TM20.toml", 'minimum = "50000"', "minimum = 50000", "product TM20.sum_assured.minimum", "in quotes"),
        ("products/DA60.toml", "[basis.cash_value]", f"{LOAN}\n[basis.cash_value]", "product DA60.basis.loan",
         "Nothing is lent on an annuity"),
        ("products/AC01.toml", '1 = "1.0"', '1 = "0"', "product AC01.basis.class_factors", "Multiples above 0"),
        ("products/AC01.toml", '6 = "4.8"', '7 = "4.8"', "product AC01.basis.class_factors.7", "Not known here"),
        ("products/GT01.toml", 'free_cover = "300000"', "", "product GT01.free_cover", "wanted"),
        ("settings.toml", 'value = 3\nunit = "people"', 'value = 2\nunit = "people"', "setting group_members.value",
         "at least 3 people by Notice on group insurance 2015 art 1"),
        ("tables/accident.csv", "\n40,", "\n41,", "table accident.male", "each age once"),
        ("calendar/2026.csv", "2026-01-01,no", "2025-01-01,no", "calendar 2026.days[1]", "A day of 2026"),
        ("calendar/2026.csv", "2026-01-01,no", "2026-01-01,off", "calendar 2026.days[1]", "yes or no"),
        ("calendar/2026.csv", "date,working", "day,working", "calendar/2026.csv", "begins with date,working"),
        ("tables/cl2010_2013.csv", "\n40,", "\n41,", "table cl2010_2013.cl1", "not 40"),
        ("tables/hospital_days.csv", "\n40,", "\n41,", "table hospital_days.male", "each age once"),
        ("standards.toml", "valid_from = 2000-01-01", "", "standards.toml: valid_from", "A date such as"),
        ("standards.toml", "[standards.issue]", "[standards.issue", "standards.toml", "Not TOML"),
        ("standards.toml", "[standards.issue]", "[standard.issue]", "standards.toml: standard", "tables are standards"),
    ],
)  # fmt: skip
def test_each_error_names_entry_and_field_and_what_would_be_right(
    folder: Path, name: str, old: str, new: str, field: str, message: str
) -> None:
    change(folder, name, old, new)
    found = problems(folder)
    assert any(problem.field == field and message in problem.message for problem in found), found


def test_all_errors_are_listed_at_once(folder: Path) -> None:
    change(folder, "products/WL20.toml", "grace_days = 60", "grace_days = 30")
    change(folder, "products/TM20.toml", "hesitation_days = 15", "hesitation_days = 1")
    change(folder, "duties.toml", '"underwriting", "claims"', '"underwriting", "claimz"')
    change(folder, "letters/refusal.toml", 'source = "Insurance Law art 24"', "")
    (folder / "calendar" / "2023.csv").unlink()
    fields = {problem.field for problem in problems(folder)}
    assert {
        "product WL20.grace_days",
        "product TM20.hesitation_days",
        "separation underwriting-claims.duties",
        "letter refusal.source",
        "calendar 2024",
    } <= fields


def test_a_folder_without_files_is_an_error_not_a_crash(tmp_path: Path) -> None:
    found = problems(tmp_path)
    assert "standards.toml" in {problem.field for problem in found}


def test_no_kind_of_entry_may_be_missing_from_stored_rows() -> None:
    with pytest.raises(InputErrors) as caught:
        from_rows(row for row in shipped().rows if row.kind != "underwriting")
    assert [problem.field for problem in caught.value.problems] == ["underwriting"]


def test_a_company_may_be_kinder_than_law(folder: Path) -> None:
    change(folder, "products/WL20.toml", "hesitation_days = 15", "hesitation_days = 20")
    change(folder, "standards.toml", "ordinary = 5, vip = 3, vip_large = 7", "ordinary = 4, vip = 2, vip_large = 5")
    kinder = load(folder)
    assert kinder.products["WL20"].hesitation_days == 20
    assert kinder.products["WL20"].digest != shipped().products["WL20"].digest
    assert kinder.products["TM20"].digest == shipped().products["TM20"].digest


def test_the_digest_follows_the_content_not_its_order() -> None:
    day = shipped().rows[0].valid_from
    assert make_row("x", "y", day, {"a": 1, "b": 2}).digest == make_row("x", "y", day, {"b": 2, "a": 1}).digest
    assert make_row("x", "y", day, {"a": 1}).digest != make_row("x", "y", day, {"a": 2}).digest


@pytest.mark.parametrize(
    ("name", "content", "field", "message"),
    [
        ("settings.toml", "settings = 5", "settings.toml: settings", "A table of fields is wanted"),
        ("settings.toml", "[settings]\nidle_lock = 5", "settings.toml: settings.idle_lock", "A table of fields"),
        ("settings.toml", "[settings.x]\nsince = 2000-01-01", "settings.toml: settings.x", "A text is wanted"),
        ("tables/tables.toml", "hospital_days = 5", "tables/tables.toml: hospital_days", "A table of fields is wanted"),
        ("letters/refusal.toml", "en = 5", "letter refusal.en", "A table of fields is wanted"),
    ],
)
def test_a_file_of_a_strange_shape_is_told_like_any_error(
    folder: Path, name: str, content: str, field: str, message: str
) -> None:
    (folder / name).write_text(f"valid_from = 2000-01-01\n{content}\n", "utf-8")
    assert any(one.field == field and message in one.message for one in problems(folder))


@pytest.mark.parametrize("year", ["0000", "99999", "²"])
def test_a_calendar_is_of_a_year_there_is(folder: Path, year: str) -> None:
    shutil.copy(folder / "calendar" / "2020.csv", folder / "calendar" / f"{year}.csv")
    assert [one.field for one in problems(folder)] == [f"calendar/{year}.csv"]


def test_a_brace_that_stands_alone_is_found_before_a_letter_is_printed(folder: Path) -> None:
    change(folder, "letters/refusal.toml", "{name}", "{name} {")
    assert [one.field for one in problems(folder)] == ["letter refusal.en.body"]


@pytest.mark.parametrize(
    ("name", "old", "new", "line"),
    [
        ("products/WL20.toml", "grace_days = 60", "grace_days = 30", "grace_days = 30"),
        ("standards.toml", "[standards.issue]", "[standards.issue]\nweather = 1", "weather = 1"),
        ("letters/refusal.toml", 'source = "Insurance Law art 24"', "sauce = 1", "sauce = 1"),
        ("branches.toml", "parent = 11\n", "parent = 101\n", "parent = 101"),
        ("underwriting.toml", 'none = "500000"', 'none = "600000"', "examinations = ["),
        ("tables/tables.toml", 'kind = "incidence"', 'kind = "weather"', 'kind = "weather"'),
        ("settings.toml", "[settings.idle_lock]", "[settings.idle_lock", "[settings.idle_lock"),
    ],
)
def test_a_fault_of_a_folder_is_told_with_its_line(folder: Path, name: str, old: str, new: str, line: str) -> None:
    change(folder, name, old, new)
    lines = [text.strip() for text in (folder / name).read_text("utf-8").splitlines()]
    place = next(number for number, text in enumerate(lines, 1) if text.startswith(line))
    found = [one.line for one in problems(folder) if one.line]
    assert any(place <= one <= place + 1 for one in found), found


def test_another_set_of_mortality_is_a_file_and_its_name(folder: Path) -> None:
    rates = (folder / "tables" / "cl2010_2013.csv").read_text("utf-8")
    (folder / "tables" / "cl2030.csv").write_text(rates.replace("0.000797", "0.000700"), "utf-8")
    with (folder / "tables" / "tables.toml").open("a", encoding="utf-8") as file:
        file.write(
            '\n[cl2030]\nkind = "mortality"\nfile = "cl2030.csv"\ntitle = "Next"\nsource = "company default"\n'
            'published = "2030"\nages = "0 to 105"\nillustrative = true\ncolumns = { cl1 = "men" }\n'
        )
    change(folder, "products/TM20.toml", 'table = "cl2010_2013"', 'table = "cl2030"')
    mortality = load(folder).products["TM20"].basis.mortality
    assert mortality is not None
    assert (mortality.male.rate(30), mortality.male.rate(31)) == (0.0007, 0.000847)


@pytest.mark.parametrize("file", ["cl2010_2013", "critical_illness"])
def test_one_slip_in_a_table_of_rates_is_one_fault(folder: Path, file: str) -> None:
    change(folder, f"tables/{file}.csv", "\n40,0", "\n40,1x")
    assert {(one.field.partition(".")[0], one.line) for one in problems(folder)} == {(f"table {file}", 42)}

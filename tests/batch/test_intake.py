"""Applications from a sheet: good rows kept, faults by line and field, nothing twice, a dry run that is exact."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ops_console.base.i18n import use_language
from ops_console.base.problems import InputErrors, NotAllowed, UsageError
from ops_console.batch.intake import IntakeReport, intake
from ops_console.data.tables import Application, Event, Party, WorkItem
from ops_console.exchange.sheets import read_sheet
from ops_console.rules import identity
from tests.desk.test_hostile_text import HOSTILE
from tests.support.company import AGENT, Company

PAPERS = "application_form identity_applicant identity_insured account_authority health_declaration"
COLUMNS = (
    "form_no,product,agent,applicant_name,applicant_document,applicant_phone,applicant_address,papers,"
    "sum_assured,pay_years,cover_years,account_no,income,occupation,height_cm,weight_kg,smoker,conditions"
)

UNSEEN = ("direction", "emoji", "escape", "lines", "unseen")
"""Kinds of hostile text with signs nobody sees; of an emoji of several people it is what joins them."""


def row(number: int, **changed: Any) -> str:
    """A good row of another person each, with something changed."""
    values: dict[str, Any] = {
        "form_no": f"S{number:03d}",
        "product": "WL20",
        "agent": AGENT,
        "applicant_name": f"客户{number}",
        "applicant_document": identity.make(310101, date(1990, 1, 1), "female", number),
        "applicant_phone": "13800000000",
        "applicant_address": "上海市",
        "papers": PAPERS,
        "sum_assured": "100000",
        "pay_years": 20,
        "cover_years": "",
        "account_no": "62220000000",
        "income": "300000",
        "occupation": "teacher",
        "height_cm": 165,
        "weight_kg": 55,
        "smoker": "no",
        "conditions": "",
    } | changed
    return ",".join(str(values[name]) for name in COLUMNS.split(","))


def sheet(path: Path, *rows: str, columns: str = COLUMNS) -> Path:
    file = path / "applications.csv"
    file.write_text("\n".join([columns, *rows, ""]), encoding="utf-8")
    return file


def take(company: Company, file: Path, dry_run: bool = False) -> IntakeReport:
    return intake(company.store, company.clerk("counter"), file, dry_run=dry_run)


def count(company: Company, model: Any) -> int:
    with company.store.read() as reader:
        return reader.count(model)


def test_every_row_becomes_an_application(company: Company, tmp_path: Path) -> None:
    report = take(company, sheet(tmp_path, row(1), row(2, conditions="diabetes"), row(3, papers="application_form")))
    assert report.states == {"accepted": 1, "underwriting": 1, "papers_wanted": 1}
    assert [company.case(number).state for number in report.cases] == ["accepted", "underwriting", "papers_wanted"]
    assert report.premium == sum(company.application(number).premium for number in report.cases)


def test_good_rows_are_kept_and_bad_ones_told_with_line_and_field(company: Company, tmp_path: Path) -> None:
    bad = row(2, applicant_phone="", height_cm="tall", smoker="maybe")
    wrong = row(3, agent="XX", applicant_document="310101199001010000", smoker="maybe")
    report = take(company, sheet(tmp_path, row(1), bad, wrong, row(4)))
    assert report.states == {"accepted": 2, "failed": 2}
    assert [(problem.line, problem.field) for problem in report.problems] == [
        (3, "applicant_phone"),
        (3, "height_cm"),
        (3, "smoker"),
        (4, "agent"),
        (4, "applicant_document"),
        (4, "smoker"),
    ]
    assert count(company, Application) == 2


@pytest.mark.both_engines
def test_a_row_refused_by_a_rule_leaves_nothing_behind(company: Company, tmp_path: Path) -> None:
    child = identity.make(310101, date(2015, 1, 1), "male", 1)
    report = take(company, sheet(tmp_path, row(1, applicant_document=child)))
    assert "Civil Code" in report.problems[0].message
    assert (count(company, Application), count(company, WorkItem), count(company, Party)) == (0, 0, 0)


@pytest.mark.both_engines
def test_the_same_file_again_takes_in_nothing(company: Company, tmp_path: Path) -> None:
    file = sheet(tmp_path, row(1), row(2), row(2))
    assert take(company, file).states == {"accepted": 2, "known": 1}
    assert take(company, file).states == {"known": 3}
    assert count(company, Application) == 2


def test_a_mended_file_takes_in_what_was_wrong(company: Company, tmp_path: Path) -> None:
    take(company, sheet(tmp_path, row(1), row(2, pay_years=7)))
    assert take(company, sheet(tmp_path, row(1), row(2))).states == {"known": 1, "accepted": 1}


@pytest.mark.both_engines
def test_a_dry_run_tells_what_the_run_would_do_and_keeps_nothing(company: Company, tmp_path: Path) -> None:
    same = {"applicant_document": row(1).split(",")[4], "applicant_name": "客户1", "sum_assured": "300000"}
    file = sheet(tmp_path, row(1, **same), row(2, **same), row(3, pay_years=7), row(1, **same))
    before = count(company, Event)
    trial = take(company, file, dry_run=True)
    assert (count(company, Event), count(company, Party), trial.cases) == (before, 0, ())
    real = take(company, file)
    # The second application of one person is above the automatic limit, in the dry run too.
    assert trial.states == real.states == {"accepted": 1, "underwriting": 1, "failed": 1, "known": 1}
    assert (trial.premium, trial.problems) == (real.premium, real.problems)


def test_the_header_names_fields_or_their_labels(company: Company, tmp_path: Path) -> None:
    columns = COLUMNS.replace("form_no", "Form number").replace("income", "Applicant's yearly income")
    assert take(company, sheet(tmp_path, row(1), columns=columns)).states == {"accepted": 1}


def test_a_wrong_header_is_told_whole_before_any_row(company: Company, tmp_path: Path) -> None:
    columns = COLUMNS.replace("income", "salary").replace("smoker", "tobacco")
    with pytest.raises(InputErrors) as error:
        take(company, sheet(tmp_path, row(1), columns=columns))
    assert [problem.field for problem in error.value.problems] == ["salary", "tobacco", "income", "smoker"]


def test_only_the_counter_takes_in_a_sheet(company: Company, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        intake(company.store, company.clerk("claims"), sheet(tmp_path, row(1)))


def test_it_is_done_through_the_door_of_intake(company: Company, tmp_path: Path) -> None:
    with use_language("zh"):
        number = take(company, sheet(tmp_path, row(1))).cases[0]
    assert {event.door for event in company.events(number)} == {"intake"}


def test_two_forms_with_one_number_in_a_sheet_are_told(company: Company, tmp_path: Path) -> None:
    report = take(company, sheet(tmp_path, row(1), row(2, form_no="S001")))
    assert report.states == {"accepted": 1, "failed": 1}
    (problem,) = report.problems
    assert (problem.line, problem.field) == (3, "form_no")
    assert "line 2" in problem.message


def test_a_known_number_on_another_form_is_told_and_changes_nothing(company: Company, tmp_path: Path) -> None:
    take(company, sheet(tmp_path, row(1)))
    report = take(company, sheet(tmp_path, row(2, form_no="S001")))
    assert [(problem.line, problem.field) for problem in report.problems] == [(2, "applicant_document")]
    assert count(company, Application) == 1


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_faulty_rows_come_back_as_a_sheet_to_mend(company: Company, tmp_path: Path, kind: str) -> None:
    faults = tmp_path / f"faults.{kind}"
    file = sheet(tmp_path, row(1), row(2, pay_years=7), row(3, applicant_name="=1+1", agent="XX"), row(4))
    intake(company.store, company.clerk("counter"), file, faults=faults)
    given = read_sheet(faults)
    assert given.columns == ("What is wrong", *COLUMNS.split(","))
    assert [one.values["form_no"] for one in given.rows] == ["S002", "S003"]
    assert given.rows[1].values["applicant_name"] == "=1+1"
    assert given.rows[1].values["What is wrong"].startswith("agent: ")
    mended = [{**one.values, "pay_years": "20", "agent": AGENT, "applicant_name": "客户"} for one in given.rows]
    lines = [",".join(one.get(name, "") for name in given.columns).replace(", ", " ") for one in mended]
    again = sheet(tmp_path, *lines, columns=",".join(given.columns))
    assert take(company, again).states == {"accepted": 2}


def test_where_the_faults_go_is_looked_at_before_any_row(company: Company, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        intake(company.store, company.clerk("counter"), sheet(tmp_path, row(1)), faults=tmp_path / "none" / "a.csv")
    assert count(company, Application) == 0


@pytest.mark.parametrize("kind", sorted(HOSTILE.keys() - UNSEEN))
def test_hostile_text_in_a_sheet_is_kept_as_it_stands(company: Company, tmp_path: Path, kind: str) -> None:
    text = HOSTILE[kind]
    assert take(company, hostile_sheet(tmp_path, text)).problems == ()
    with company.store.read() as reader:
        (party,) = reader.find(Party)
    assert (party.name, party.address) == (text, text)


@pytest.mark.parametrize("kind", UNSEEN)
def test_a_name_or_an_address_of_a_sheet_holds_nothing_unseen(company: Company, tmp_path: Path, kind: str) -> None:
    report = take(company, hostile_sheet(tmp_path, HOSTILE[kind]))
    told = [(problem.line, problem.field) for problem in report.problems]
    assert told == [(2, "applicant_name"), (2, "applicant_address")]
    assert count(company, Party) == 0


def hostile_sheet(path: Path, text: str) -> Path:
    """One row, whose name and address are the text."""
    file = path / "hostile.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS.split(","))
        writer.writerow(row(1, applicant_name="NAME", applicant_address="PLACE").split(","))
    file.write_text(
        file.read_text(encoding="utf-8").replace("NAME", _quoted(text)).replace("PLACE", _quoted(text)),
        encoding="utf-8",
        newline="",
    )
    return file


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def test_riders_stand_in_a_column_of_their_own(company: Company, tmp_path: Path) -> None:
    columns = f"{COLUMNS},riders"
    good, bad = f"{row(1)},CR30/100000; WV20", f"{row(2)},CR30/5"
    report = take(company, sheet(tmp_path, good, bad, columns=columns))
    assert report.states == {"accepted": 1, "failed": 1}
    assert [(one.line, one.field, one.value) for one in report.problems] == [
        (3, "riders", "5.00"),
        (3, "riders", "5.00"),
    ]
    with company.store.read() as reader:
        [application] = [one for one in reader.find(Application) if one.riders]
    assert [one["product"] for one in application.riders or []] == ["CR30", "WV20"]

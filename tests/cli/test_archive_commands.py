"""The archive from a shell: a look that gives its purpose, the runs, the books."""

from datetime import date

import pytest

from ops_console.data.tables import Claim
from ops_console.rules import numbers
from tests.cli.conftest import Run
from tests.support.claims import registered
from tests.support.company import Company

pytestmark = pytest.mark.parametrize("stores", ["sqlite"], indirect=True)
COURSE = "fell down the stairs"


def archived_claim(company: Company) -> str:
    company.policy("HC01")
    company.move_to(date(2026, 5, 4))
    number = registered(company, "hospital")
    with company.store.write() as tx:
        tx.update(Claim, {"case_id": numbers.parse(number).id}, {"course": COURSE})
    company.do("claims.withdraw", number, reason="not worth it", signed_on=company.today)
    company.do("archive.file", number)
    return number


def login(company: Company, duty: str) -> str:
    company.clerk(duty)
    return f"{duty}-clerk-1-101"


def test_show_tells_medical_content_to_who_gave_a_purpose_that_day(company: Company, run: Run) -> None:
    number, adjuster = archived_claim(company), login(company, "claims")
    assert COURSE not in run("show", "claim", number, "--as", adjuster).out
    done = run("do", "archive.look", number, "--as", adjuster, "--set", "purpose=the client appeals")
    assert done.code == 0
    assert COURSE in run("show", "claim", number, "--as", adjuster).out
    assert COURSE not in run("show", "claim", number).out
    assert COURSE not in run("show", "claim", number, "--as", login(company, "underwriting")).out
    company.move_by(1)
    assert COURSE not in run("show", "claim", number, "--as", adjuster).out


def test_the_log_of_looks_names_who_why_and_through_which_door(company: Company, run: Run) -> None:
    number, adjuster = archived_claim(company), login(company, "claims")
    run("do", "archive.look", number, "--as", adjuster, "--set", "purpose=the client appeals")
    [look] = run("report", "looks", "--json").data
    assert (look["Case"], look["Clerk"], look["Purpose"]) == (number, "claims clerk 1", "the client appeals")
    assert look["Door"] == "command line"


def test_who_may_not_read_it_gets_exit_code_4_and_the_source(company: Company, run: Run) -> None:
    number = archived_claim(company)
    asked = run("do", "archive.look", number, "--as", login(company, "counter"), "--set", "purpose=curious", "--json")
    assert asked.code == 4
    assert asked.error["source"] == "catalog: duties"


def test_the_follow_up_runs_start_from_a_shell(company: Company, run: Run) -> None:
    callback = company.opened_for(company.policy("WL20"), "callback").number
    company.move_to(date(2026, 3, 12))
    ran = run("batch", "callback-run", "--as", login(company, "callback"), "--json")
    assert ran.data["rows"] == 1
    assert company.case(callback).referred_to == "supervisor"
    assert run("batch", "file-loan-run", "--as", login(company, "archive_keeper"), "--json").data["rows"] == 0


@pytest.mark.parametrize("name", ["archive-index", "box-labels", "file-loans", "looks"])
def test_the_books_are_there_as_table_csv_and_json(company: Company, run: Run, name: str) -> None:
    archived_claim(company)
    for form in ("table", "csv", "json"):
        assert run("report", name, "--format", form).code == 0

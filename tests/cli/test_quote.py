"""Quotes and illustrations by command."""

import csv
from pathlib import Path

import pytest

from tests.cli.conftest import Run

WHOLE_LIFE = ("quote", "WL20", "--sex", "male", "--age", "30", "--sum", "100000", "--pay-years", "20")
ACCOUNT = ("quote", "UL10", "--sex", "male", "--age", "40", "--sum", "100000", "--pay-years", "10")
PLANNED = ("--planned", "12000", "--from", "2026-03-01")


@pytest.fixture(autouse=True)
def _without_a_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPS_CONSOLE_STORE", str(tmp_path / "none.sqlite"))


def test_an_illustration_is_a_page_with_table_plot_and_sources(run: Run) -> None:
    told = run(*WHOLE_LIFE, "--illustrate", "--from", "2026-03-01").out
    assert "WL20 Evergreen whole life" in told
    assert "Insured: male, 30 years; cover from 2026-03-01" in told
    assert "As the contract promises" in told
    assert "NOT GUARANTEED" not in told
    assert " 76  105" in told
    assert told.count("|") >= 12
    assert "Source: equivalence principle" in told
    assert max(len(line) for line in told.splitlines()) <= 120


def test_what_is_not_guaranteed_says_so(run: Run) -> None:
    told = run(*ACCOUNT, *PLANNED, "--illustrate", "--assumed", "4%").out
    assert "At the guaranteed rate of 1 % a year" in told
    assert "At the rate last declared, 2.75 % a year: NOT GUARANTEED" in told
    assert "At an assumed rate of 4 % a year: NOT GUARANTEED" in told
    chinese = run(*ACCOUNT, *PLANNED, "--illustrate", "--lang", "zh")
    assert chinese.code == 0


def test_illustrative_rates_say_so(run: Run) -> None:
    told = run("quote", "HC01", "--sex", "female", "--age", "30", "--sum", "200", "--pay-years", "1", "--cover-years",
               "1", "--illustrate").out  # fmt: skip
    assert "an example, not an offer" in told


def test_as_csv_it_has_a_line_a_scenario_and_year(run: Run) -> None:
    lines = list(csv.DictReader(run(*ACCOUNT, *PLANNED, "--csv").out.splitlines()))
    assert {(line["scenario"], line["guaranteed"]) for line in lines} == {("guaranteed", "yes"), ("declared", "no")}
    assert (lines[0]["year"], lines[0]["premium"], lines[0]["premiums"]) == ("1", "12000.00", "12000.00")


def test_in_json_amounts_are_fen_with_their_traces(run: Run) -> None:
    data = run(*ACCOUNT, *PLANNED, "--illustrate", "--json").data
    first = data["scenarios"][0]["years"][0]
    assert (first["premium"], first["age"]) == (1_200_000, 40)
    assert dict(data["whys"]["guaranteed account"]["steps"])["year 1"] == first["account"]


def test_a_quote_without_more_is_the_premium_and_why(run: Run) -> None:
    data = run(*WHOLE_LIFE, "--json").data
    assert data["annual"] == data["instalment"] == data["why"]["result"]
    accident = ("quote", "AC01", "--sex", "male", "--age", "30", "--sum", "100000", "--pay-years", "1",
                "--cover-years", "1", "--json")  # fmt: skip
    office, roof = (run(*accident, "--class", klass).data["annual"] for klass in ("1", "4"))
    assert roof > office


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ((*WHOLE_LIFE, "--age", "61"), "entry_age"),
        ((*WHOLE_LIFE, "--sum", "x"), "sum_assured"),
        ((*WHOLE_LIFE, "--pay-years", "7"), "pay_years"),
        ((*WHOLE_LIFE, "--illustrate", "--from", "2026-02-29"), "from"),
        ((*ACCOUNT, *PLANNED, "--illustrate", "--assumed", "4"), "assumed"),
        (ACCOUNT, "planned_premium"),
    ],
)
def test_what_cannot_be_sold_is_told_by_field(run: Run, asked: tuple[str, ...], field: str) -> None:
    refused = run(*asked, "--json")
    assert (refused.code, refused.error["problems"][0]["field"]) == (5, field)

"""The actuary's numbers by command, for tables of the catalog and for any file."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run

TWENTY_PAY = ("--age", "30", "--interest", "2.5%", "--pay", "20", "--sum", "100000")
VALUES = ("--value-interest", "0.045", "--value-loads", "0.85,0.80,0.75,0.10", "--k", "0.8")


@pytest.fixture(autouse=True)
def _without_a_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPS_CONSOLE_STORE", str(tmp_path / "none.sqlite"))


@pytest.fixture
def small(tmp_path: Path) -> str:
    """Half of all men die in each of two years, all women in the first."""
    path = tmp_path / "small.csv"
    path.write_text("age,men,women\n60,0.5,1\n61,1,\n", "utf-8")
    return str(path)


def test_the_known_numbers_of_a_man_of_30(run: Run) -> None:
    found = run("actuarial", "--table", "cl1", "--sex", "male", *TWENTY_PAY, "--term", "20", "--cover", "whole-life",
                *VALUES, "--json").data  # fmt: skip
    values = found["present_values"]
    assert [round(values[name], 6) for name in ("whole_life_assurance", "life_annuity_due", "temporary_annuity_due",
            "term_assurance", "endowment_assurance")] == [.323307, 27.744412, 15.801354, .026665, .614601]  # fmt: skip
    assert round(found["premiums"]["net"], 2) == 2046.07
    ends = {end["year"]: end for end in found["year_ends"]}
    assert [round(ends[year]["cash_value"], 2) for year in (1, 5, 10, 20, 30)] == [
        118.00, 2802.60, 9766.07, 31042.38, 43632.52
    ]  # fmt: skip
    assert [round(ends[year]["preliminary_term"], 2) for year in (1, 5, 20)] == [0, 8908.02, 50454.82]
    assert ends[76]["extended"] is None
    assert found["inputs"]["source"].startswith("China Life Insurance Mortality Table")


def test_for_a_reader_the_numbers_stand_in_columns_with_symbol_and_name(run: Run) -> None:
    told = run("actuarial", "--table", "cl1", *TWENTY_PAY, *VALUES).out
    assert "A_x       whole life assurance                   0.3233070143" in told
    assert "P       net premium                              2046.07157542" in told
    assert "118.002069" in told
    assert "19 y 113 d" not in told
    assert "1 y 150 d" in told


def test_a_file_gives_what_can_be_reckoned_in_the_head(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "lives.csv"
    path.write_text("age,lx\n60,100\n61,50\n62,0\n", "utf-8")
    asked = ("actuarial", "--table", str(path), "--age", "60", "--interest", "0", "--term", "1", "--json")
    values = run(*asked).data["present_values"]
    # Half die in the first year: 1.5 years paid for, by the month 0.5 × (1 + 13/24) + ... = 1.5 - 11/24.
    assert values["life_annuity_due"] == 1.5
    assert values["term_assurance"] == values["pure_endowment"] == 0.5
    assert values["life_annuity_due_mthly"] == pytest.approx(1.5 - 11 / 24)


def test_the_column_is_the_one_of_the_sex_or_the_one_named(run: Run, small: str) -> None:
    asked = ("actuarial", "--table", small, "--age", "60", "--interest", "0", "--json")
    assert run(*asked, "--sex", "male").data["inputs"]["table"] == "men"
    assert run(*asked, "--column", "men").data["inputs"]["table"] == "men"
    assert run(*asked).error["problems"][0]["message"] == "Name the column with --column; there are men, women"
    assert run(*asked, "--column", "dogs").code == 5


def test_a_column_with_faults_is_refused_with_their_lines_and_others_can_be_used(run: Run, small: str) -> None:
    asked = ("actuarial", "--table", small, "--age", "60", "--interest", "0", "--json")
    refused = run(*asked, "--sex", "female")
    assert (refused.code, refused.error["problems"][0]["line"]) == (5, 3)
    assert run(*asked, "--sex", "male").code == 0


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        (("--age", "106"), "age"),
        (("--age", "100", "--term", "7"), "term"),
        (("--age", "30", "--term", "10", "--pay", "11"), "pay"),
        (("--age", "30", "--interest", "2.5"), "interest"),
        (("--age", "30", "--interest", "-1%"), "interest"),
        (("--age", "30", "--loads", "0.5,x"), "loads"),
        (("--age", "30", "--k", "1.2"), "k"),
        (("--age", "30", "--k", "1/0"), "k"),
        (("--age", "30", "--sum", "0"), "sum"),
    ],
)
def test_what_lies_outside_the_table_or_reason_is_refused_by_field(
    run: Run, changed: tuple[str, ...], field: str
) -> None:
    refused = run("actuarial", "--table", "cl1", "--interest", "0.02", *changed, "--json")
    assert (refused.code, refused.error["problems"][0]["field"]) == (5, field)


def test_a_table_there_is_not_and_one_of_the_other_sex_are_told(run: Run) -> None:
    asked = ("--age", "30", "--interest", "0.02")
    assert "tables are cl1, cl2, cl3" in run("actuarial", "--table", "cl9", *asked).err
    assert "of the other sex" in run("actuarial", "--table", "cl2", "--sex", "male", *asked).err
    assert run("actuarial", "--table", "cl2", "--sex", "man", *asked).code == 2
    assert run("actuarial", "--table", "cl2", "--cover", "term", *asked).code == 2

"""Unit prices on the command line: checked, taken in, listed."""

from datetime import date
from pathlib import Path

from tests.cli.conftest import Run
from tests.support.company import Company
from tests.support.funds import level, price_file, trade

MAKER = ("--as", "premium-clerk-1-101")


def test_prices_are_checked_taken_in_and_listed(run: Run, company: Company, tmp_path: Path) -> None:
    company.clerk("premium")
    company.move_to(date(2026, 3, 3))
    file = str(price_file(tmp_path, level(company, company.today)))
    checked = run("prices", "import", file, "--dry-run", "--json", *MAKER)
    assert (checked.code, checked.data["new"]) == (0, 4)
    assert run("prices", "list", "--json").data == []
    assert "4 new prices, 0 corrected, 0 known already." in run("prices", "import", file, *MAKER).err
    assert "0 new prices, 0 corrected, 4 known already." in run("prices", "import", file, *MAKER).err
    assert run("prices", "list", "--fund", "STEADY", "--from", "2026-03-03", "--json").data == [
        {"fund": "STEADY", "day": "2026-03-03", "price": "1.0000", "revision": 1}
    ]


def test_faults_of_a_file_are_told_with_their_lines(run: Run, company: Company, tmp_path: Path) -> None:
    company.clerk("premium")
    file = str(price_file(tmp_path, [("BONDS", date(2026, 3, 2), "1"), ("STEADY", date(2026, 3, 2), "0")]))
    done = run("prices", "import", file, "--json", *MAKER)
    assert done.code == 5
    assert [(one["line"], one["field"]) for one in done.error["problems"]] == [(2, "fund"), (3, "price")]
    missing = run("prices", "import", str(tmp_path / "none.csv"), "--json", *MAKER)
    assert (missing.code, missing.error["problems"][0]["field"]) == (5, "file")


def test_a_policy_is_shown_with_its_units(run: Run, company: Company, tmp_path: Path) -> None:
    policy = company.policy("UK10")
    company.clerk("premium")
    company.move_to(date(2026, 3, 6))
    file = str(price_file(tmp_path, level(company, company.today)))
    assert run("prices", "import", file, *MAKER).code == 0
    trade(company)
    shown = run("show", "policy", policy, "--json", *MAKER).data["policy"]
    assert shown["funds"][0] == {
        "fund": "GROWTH", "units": "1,197.165000", "price": "2.0000", "priced_on": "2026-03-06", "value": 239_433,
    }  # fmt: skip
    assert shown["allocation"] == {"GROWTH": 400, "STEADY": 600}
    assert "GROWTH Growth fund" in run("show", "policy", policy, *MAKER).out

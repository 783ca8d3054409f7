"""The example of a month's sheet: 275 rows kept, 25 told, nothing twice, the mended rows exactly added."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ops_console.exchange.sheets import read_sheet
from ops_console.training import demo
from tests.cli.conftest import Run
from tools import agents_sheet
from tools.agents_sheet import FAULTS, FOLDER, GBK_SHEET, IN_GBK, ROWS

GOOD = ROWS - len(FAULTS)

Intake = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("training") / "training.sqlite"
    demo.build(str(store), 5, 1).close()
    return store


@pytest.fixture
def intake(made: Path, tmp_path: Path, run: Run) -> Intake:
    """Takes a sheet of the example into a store of the test's own."""
    store = shutil.copy(made, tmp_path)

    def intake(file: str, *more: str) -> tuple[int, dict[str, Any]]:
        done = run("--store", str(store), "--as", "counter", "--json", "intake", str(FOLDER / file), *more)
        return done.code, json.loads(done.out)

    return intake


def test_the_agents_sheet_is_taken_in_row_by_row(intake: Intake, tmp_path: Path) -> None:
    code, answer = intake(agents_sheet.SHEET, "--faults", str(tmp_path / "faults.xlsx"))
    assert code == 5
    assert len(answer["data"]["cases"]) == GOOD == 275
    headers = agents_sheet.columns()
    told = {(problem["line"], problem["field"]) for problem in answer["error"]["problems"]}
    assert {line for line, _field in told} == set(FAULTS)
    expected = {(line, headers[fault.column]) for line, fault in FAULTS.items() if fault.column}
    assert expected <= told

    code, answer = intake(agents_sheet.SHEET)
    assert code == 5
    assert answer["data"]["states"] == {"known": GOOD, "failed": len(FAULTS)}

    code, answer = intake(agents_sheet.CORRECTED)
    assert (code, len(answer["data"]["cases"])) == (0, 25)
    code, answer = intake(agents_sheet.CORRECTED)
    assert (code, answer["data"]["states"]) == (0, {"known": len(FAULTS)})


def test_the_sheet_in_gbk_is_taken_in_too(intake: Intake) -> None:
    code, answer = intake(GBK_SHEET, "--dry-run")
    assert (code, answer["data"]["rows"]) == (0, IN_GBK)


def test_the_example_is_the_one_the_tool_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agents_sheet, "FOLDER", tmp_path)
    agents_sheet.write()
    for name in (agents_sheet.CORRECTED, agents_sheet.GBK_SHEET, agents_sheet.PAGE):
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes()
    made, kept = (read_sheet(folder / agents_sheet.SHEET) for folder in (tmp_path, FOLDER))
    assert made == kept

"""What is no store is said to be none, and left as it is; reports need a place and days in order."""

import sqlite3
from pathlib import Path

import pytest

from ops_console.base.problems import OpsError
from ops_console.cli.opening import _make
from ops_console.cli.session import Session, begin
from ops_console.data.glance import glance
from ops_console.data.release import must_be_of_this_release
from tests.cli.conftest import Run
from tests.support.company import build

READING = (["batch", "plan", "--as", "x"], ["verify"], ["doctor"])


def a_store(file: Path) -> bytes:
    build(f"sqlite:///{file}")
    return file.read_bytes()


def test_a_damaged_or_foreign_file_is_told_in_one_sentence_and_not_touched(run: Run, tmp_path: Path) -> None:
    for content in (b"hello\n" * 2_000, a_store(tmp_path / "whole.sqlite")[:20_480]):
        file = tmp_path / "damaged.sqlite"
        file.write_bytes(content)
        for command in READING:
            told = run(*command, "--store", str(file), "--json")
            assert (told.code, told.error["code"]) == (1, "damaged"), command
            assert "SELECT" not in told.error["message"]
        with pytest.raises(OpsError), glance(str(file)) as lines:
            must_be_of_this_release(lines)
        with pytest.raises(OpsError):
            _make(str(file), 0, 1, reset=True)
        assert file.read_bytes() == content


def test_nothing_is_made_of_an_empty_file_or_a_folder_by_who_only_asks(run: Run, tmp_path: Path) -> None:
    empty = tmp_path / "empty.sqlite"
    empty.touch()
    for place in (empty, tmp_path, tmp_path / "nowhere" / "x.sqlite"):
        assert run("batch", "plan", "--as", "x", "--store", str(place)).code == 2
    assert empty.stat().st_size == 0


def test_a_training_store_is_not_made_over_another_file(tmp_path: Path) -> None:
    begin(Session(quiet=True))
    file = tmp_path / "other.sqlite"
    a_store(file)
    with sqlite3.connect(file) as connection:
        connection.execute("DROP TABLE store_state")
    with pytest.raises(OpsError, match="is there already"):
        _make(str(file), 0, 1, reset=True)


@pytest.mark.usefixtures("company")
def test_a_report_needs_a_place_for_its_file_and_days_in_order(run: Run, tmp_path: Path) -> None:
    for arguments in (
        ["--format", "xlsx", "--out", str(tmp_path)],
        ["--format", "csv", "--out", str(tmp_path / "nowhere" / "x.csv")],
        ["--out", str(tmp_path / "x.txt")],
        ["--from", "2026-11-30", "--to", "2026-01-01"],
    ):
        assert run("report", "collection", *arguments).code == 2, arguments

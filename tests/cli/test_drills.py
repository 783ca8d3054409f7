"""`drill` from a shell: list, start off a terminal, work by commands, report, reset."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run

Drill = Callable[..., tuple[int, Any]]


@pytest.fixture
def drill(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Drill:
    """Runs a command for a trainee whose copies lie in a folder of the test's own."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))

    def drill(*words: str) -> tuple[int, Any]:
        done = run("--json", *words)
        return done.code, json.loads(done.out)

    return drill


def test_a_trainee_starts_works_is_told_and_starts_again(drill: Drill) -> None:
    code, answer = drill("drill", "list")
    assert code == 0
    assert {"counter", "premium"} <= {one["name"] for one in answer["data"]}

    code, answer = drill("drill", "start", "archive", "--trainee", "li")
    assert code == 0
    store, login = answer["data"]["store"], answer["data"]["login"]
    assert Path(store).is_file()

    code, answer = drill("drill", "report", "archive", "--trainee", "li")
    assert (code, answer["data"]["done"]) == (0, [])
    ended = answer["data"]["differences"][0].split()[-1]

    code, _answer = drill("--store", store, "--as", login, "do", "archive.file", ended)
    assert code == 0
    code, answer = drill("drill", "report", "archive", "--trainee", "li")
    assert [one["operation"] for one in answer["data"]["done"]] == ["archive.file"]
    assert not any("AR01" in told for told in answer["data"]["differences"])
    assert any("AR05" in told for told in answer["data"]["differences"])

    assert drill("drill", "reset", "archive", "--trainee", "li")[0] == 0
    code, answer = drill("drill", "report", "archive", "--trainee", "li")
    assert answer["data"]["done"] == []


def test_what_was_never_started_or_does_not_exist_is_said(drill: Drill) -> None:
    code, answer = drill("drill", "report", "claims", "--trainee", "li")
    assert (code, answer["error"]["code"]) == (2, "usage")
    code, answer = drill("drill", "start", "cooking", "--trainee", "li")
    assert code == 2
    assert "counter" in answer["error"]["message"]

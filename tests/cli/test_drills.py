"""`drill` from a shell: list, start off a terminal, work by commands, report, reset."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

RUN = "from ops_console.cli.main import run; run()"


def drill(home: Path, *words: str) -> tuple[int, Any]:
    environment = {**os.environ, "HOME": str(home), "XDG_DATA_HOME": str(home / "data")}
    command = [sys.executable, "-c", RUN, "--json", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    return done.returncode, json.loads(done.stdout)


def test_a_trainee_starts_works_is_told_and_starts_again(tmp_path: Path) -> None:
    code, answer = drill(tmp_path, "drill", "list")
    assert code == 0
    assert {"counter", "premium"} <= {one["name"] for one in answer["data"]}

    code, answer = drill(tmp_path, "drill", "start", "archive", "--trainee", "li")
    assert code == 0
    store, login = answer["data"]["store"], answer["data"]["login"]
    assert Path(store).is_file()

    code, answer = drill(tmp_path, "drill", "report", "archive", "--trainee", "li")
    assert (code, answer["data"]["done"]) == (0, [])
    ended = answer["data"]["differences"][0].split()[-1]

    code, _answer = drill(tmp_path, "--store", store, "--as", login, "do", "archive.file", ended)
    assert code == 0
    code, answer = drill(tmp_path, "drill", "report", "archive", "--trainee", "li")
    assert [one["operation"] for one in answer["data"]["done"]] == ["archive.file"]
    assert not any("AR01" in told for told in answer["data"]["differences"])
    assert any("AR05" in told for told in answer["data"]["differences"])

    assert drill(tmp_path, "drill", "reset", "archive", "--trainee", "li")[0] == 0
    code, answer = drill(tmp_path, "drill", "report", "archive", "--trainee", "li")
    assert answer["data"]["done"] == []


def test_what_was_never_started_or_does_not_exist_is_said(tmp_path: Path) -> None:
    code, answer = drill(tmp_path, "drill", "report", "claims", "--trainee", "li")
    assert (code, answer["error"]["code"]) == (2, "usage")
    code, answer = drill(tmp_path, "drill", "start", "cooking", "--trainee", "li")
    assert code == 2
    assert "counter" in answer["error"]["message"]

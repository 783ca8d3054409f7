"""The command line as a script meets it: arguments in; exit code, standard output and standard error out."""

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from ops_console.base.i18n import set_language
from ops_console.cli.main import main
from ops_console.data.store import Store
from tests.support.company import Company, build
from tests.support.stores import Stores


@dataclass(frozen=True)
class Result:
    """What came back."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The data of a JSON answer."""
        answer = json.loads(self.out)
        assert answer["ok"] is True, answer
        return answer["data"]

    @property
    def error(self) -> Any:
        """The error of a JSON answer."""
        answer = json.loads(self.out)
        assert answer["ok"] is False, answer
        return answer["error"]


Run = Callable[..., Result]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command line in this process, with a text on standard input."""

    def run(*arguments: str, stdin: str = "") -> Result:
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        capsys.readouterr()
        code = main(arguments)
        set_language("en")
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return run


@pytest.fixture
def company(stores: Stores, monkeypatch: pytest.MonkeyPatch) -> Iterator[Company]:
    """A company on a training store, which is also the store the commands work on."""
    url = stores.copy("company", build)
    monkeypatch.setenv("OPS_CONSOLE_STORE", url)
    store = Store(url)
    yield Company(store)
    store.close()

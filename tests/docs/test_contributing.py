"""The worked examples of CONTRIBUTING.md are typed into a copy of the repository, and work there."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from ops_console import rooms
from ops_console.cli.main import main
from ops_console.data.catalog_rows import catalog_of
from ops_console.data.store import Store
from ops_console.desk.desk import perform
from ops_console.desk.entry import Actor
from ops_console.desk.setup import FirstAdministrator, init_store
from tests.support.company import FIRST_DAY

ROOT = Path(__file__).parents[2]
COPIED = ("pyproject.toml", "src", "tests", "tools")


@dataclass(frozen=True)
class Block:
    """A fenced block: its language and what stands in it."""

    language: str
    text: str


def blocks() -> list[Block]:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    return [Block(*found) for found in re.findall(r"^```(\w+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)]


def type_in(block: Block, root: Path) -> None:
    """Change the copy as the block says. A block that is a diff replaces lines that stand there once."""
    if block.language == "diff":
        head, *lines = block.text.splitlines(keepends=True)
        path = root / head.removeprefix("--- ").strip()
        old = "".join(line[1:] for line in lines if line[0] in "- ")
        new = "".join(line[1:] for line in lines if line[0] in "+ ")
        there = path.read_text("utf-8")
        assert there.count(old) == 1, f"{path.name} does not have, once: {old}"
        path.write_text(there.replace(old, new), "utf-8")
    elif block.language in ("python", "toml"):
        head, _, rest = block.text.partition("\n")
        name, _, where = head.removeprefix("# ").partition(", ")
        assert where in ("new", "at its end")
        path = root / name
        assert path.exists() == (where == "at its end")
        with path.open("a", encoding="utf-8") as file:
            file.write(rest)


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Python with the copy's code."""
    env = {**os.environ, "PYTHONPATH": str(root / "src")}
    return subprocess.run([sys.executable, *arguments], cwd=root, env=env, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository after every example was followed."""
    root = tmp_path_factory.mktemp("contributing")
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, root / name)
        else:
            shutil.copy(ROOT / name, root / name)
    shutil.copytree(root / "src/ops_console/catalog", root / "my-catalog", ignore=shutil.ignore_patterns("*.py"))
    for block in blocks():
        type_in(block, root)
    return root


def test_the_tests_of_the_examples_pass(copy: Path) -> None:
    files = ("tests/rooms/test_callback.py", "tests/rooms/test_preservation_items.py", "tests/screens/test_days_off.py")
    names = ("a_visit_is_arranged", "language_of_letters", "days_off_ahead")
    chosen = f"({' or '.join(names)}) and not postgres"
    done = run(copy, "-m", "pytest", "-v", "-p", "no:cacheprovider", "-p", "no:xdist", *files, "-k", chosen)
    assert done.returncode == 0, done.stdout
    assert done.stdout.count(" PASSED") == len(names), done.stdout


def test_the_examples_keep_the_style_and_the_floors(copy: Path) -> None:
    changed = [block.text.split("\n")[0].split(",")[0][2:] for block in blocks() if block.language == "python"]
    assert run(copy, "-m", "ruff", "check", "--no-cache", *changed).stdout == "All checks passed!\n"
    assert run(copy, "-m", "ruff", "format", "--no-cache", "--check", *changed).returncode == 0


def test_the_operation_is_known_everywhere(copy: Path) -> None:
    program = "from ops_console.cli.main import run; run()"
    assert "arrange_visit" in run(copy, "-c", program, "operations", "CB09").stdout


def test_the_catalog_entry_is_checked_proposed_and_loaded_by_its_commands(
    copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rooms.load()
    location = copy / "training.sqlite"
    store = init_store(str(location), is_demo=True, business_date=FIRST_DAY, admin=FirstAdministrator("admin", "Admin"))
    second = {"login": "admin2", "name": "Admin 2", "branch": 1, "duties": ["administrator"]}
    perform(store, "administration.add_clerk", Actor(1), None, second)
    store.close()
    assert not papers_asked_for(location)
    monkeypatch.setenv("OPS_CONSOLE_STORE", str(location))
    monkeypatch.chdir(copy)
    (shell,) = (block for block in blocks() if block.language == "console")
    number = ""
    for line in shell.text.splitlines():
        program, *arguments = line.removeprefix("$ ").replace("K...", number).split()
        assert (program, main(arguments)) == ("ops-console", 0)
        number = next(iter(re.findall(r"\bK\d+", capsys.readouterr().out)), number)
    assert papers_asked_for(location)


def papers_asked_for(location: Path) -> bool:
    """Whether the catalog in force asks for the paper of the example."""
    store = Store(str(location))
    with store.read() as reader:
        found = "tax_residence" in catalog_of(reader, reader.state().catalog_version).papers
    store.close()
    return found

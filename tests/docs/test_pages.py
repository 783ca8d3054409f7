"""What the documentation says is so: generated pages are fresh, commands are listed, files that are named exist."""

import io
import re
import tomllib
from pathlib import Path

import pytest

from ops_console import rooms
from ops_console.catalog.load import shipped
from ops_console.desk.operations import find
from ops_console.screens.words import ROOMS
from ops_console.training.clerks import seats
from ops_console.training.tour import run as tour
from tools.docs import PAGES, page
from tools.pages import commands

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "ops_console"
BY_HAND = (
    "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/architecture.md", "docs/products.md", "docs/server.md",
    "docs/simulation.md", "docs/faults.md",
)  # fmt: skip
# Shown as examples of what a reader makes.
MADE_BY_THE_READER = ("data/migrations/versions/v0002_what_changed.py",)


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_made_from_the_code_is_the_one_in_the_repository(name: str) -> None:
    assert read(name) == page(name), "run `make docs`"


def test_every_command_is_in_the_readme() -> None:
    listed = set(re.findall(r"^\| `ops-console ([a-z-]+(?: [a-z-]+)?)", read("README.md"), re.MULTILINE))
    assert listed == set(commands.names())


def test_every_dependency_is_in_the_readme_with_a_reason() -> None:
    project = tomllib.loads(read("pyproject.toml"))["project"]
    needed = [*project["dependencies"], *project["optional-dependencies"]["postgres"]]
    names = {re.split(r"[\[=<>~ ]", requirement)[0] for requirement in needed}
    (table,) = re.findall(r"^\| needed \| for \|\n(.*?)\n\n", read("README.md"), re.MULTILINE | re.DOTALL)
    listed = {name for row in table.splitlines()[1:] for name in re.findall(r"[\w-]+", row.split("|")[1])}
    assert names <= listed


@pytest.mark.parametrize("name", [*BY_HAND, *PAGES])
def test_every_link_leads_to_a_file_and_a_heading(name: str) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)|<img src=\"([^\"]+)\"|href=\"([^\"]+)\"", read(name)):
        path, _, anchor = "".join(target).partition("#")
        if "://" in path:
            continue
        found = (ROOT / name).parent / path if path else ROOT / name
        assert found.exists(), f"{name}: {path}"
        if anchor:
            assert anchor in anchors(found.read_text("utf-8")), f"{name}: #{anchor}"


def anchors(text: str) -> set[str]:
    """What a link into a page may name: ids, and headings as they are spelt in links."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {
        *re.findall(r'<a id="([^"]+)">', text),
        *(re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings),
    }


@pytest.mark.parametrize("name", BY_HAND)
def test_every_path_named_is_there(name: str) -> None:
    text = re.sub(r"^```.*?^```$", "", read(name), flags=re.MULTILINE | re.DOTALL)
    named = {path for path in re.findall(r"`([\w./*-]+/[\w./*-]*)`", text) if not path.startswith(("/", "-"))}
    missing = [path for path in sorted(named - {*MADE_BY_THE_READER}) if not is_there(path)]
    assert missing == []


def is_there(path: str) -> bool:
    """From the repository's root or, as floors are spoken of, from the package's."""
    return any(list(folder.glob(path.rstrip("/"))) for folder in (ROOT, PACKAGE))


def test_the_clerks_of_the_walk_may_do_their_steps() -> None:
    rooms.load()
    duty_of = {seat.login: seat.duty for seat in seats(shipped())}
    steps = re.findall(
        r"^\| [^|]+ \| (\w+) \| ((?:[A-Z]{2}\d\d ?)+)\| ((?:`[\w.]+` ?)+)\|$", read("README.md"), re.MULTILINE
    )
    assert steps
    for room, codes, logins in steps:
        for code in codes.split():
            operation = find(code)
            clerks = [duty_of[login] for login in re.findall(r"[\w.]+", logins)]
            assert ROOMS[operation.room] == room
            assert not operation.duties or set(operation.duties) & set(clerks), f"{code}: {logins}"


def test_the_step_of_the_tour_is_told_like_this() -> None:
    (step,) = re.findall(r"^```text\n(.*?)^```$", read("README.md"), re.MULTILINE | re.DOTALL)
    told = io.StringIO()
    assert tour(told, "en") == 0
    assert step in told.getvalue()

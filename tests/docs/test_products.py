"""The worked example of docs/products.md is followed as it stands: a product from its file to a policy, and changed."""

import re
import shlex
from pathlib import Path

import pytest

from ops_console import rooms
from ops_console.catalog.load import shipped
from ops_console.cli.main import main
from ops_console.data.catalog_rows import catalog_of
from ops_console.data.store import Store
from ops_console.data.tables import BillingTerms, Coverage, Policy, PolicyStatus
from ops_console.data.verify import verify_store
from ops_console.desk.setup import init_store
from ops_console.training.clerks import FIRST
from ops_console.training.demo import DEMO_DAY, people
from tests.docs.test_contributing import Block, type_in

PAGE = (Path(__file__).parents[2] / "docs" / "products.md").read_text("utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = [Block(*found) for found in BLOCK.findall(PAGE)]


@pytest.fixture
def location(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A training store with its clerks and agents and nothing sold yet, in the folder the reader works in."""
    rooms.load()
    path = tmp_path / "training.sqlite"
    store = init_store(str(path), is_demo=True, business_date=DEMO_DAY, admin=FIRST)
    people(store, shipped(), 1)
    store.close()
    monkeypatch.setenv("OPS_CONSOLE_STORE", str(path))
    monkeypatch.chdir(tmp_path)
    return path


def steps(text: str) -> list[tuple[list[str], list[str]]]:
    """The commands of a block, each with the lines of output shown below it."""
    found: list[tuple[list[str], list[str]]] = []
    for line in text.replace("\\\n", "").splitlines():
        if line.startswith("$ "):
            found.append((shlex.split(line.removeprefix("$ ")), []))
        else:
            found[-1][1].append(line)
    return found


def follow(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Write the files, run the commands; a number that is left out is the last one of its kind that was told."""
    numbers: dict[str, str] = {}
    for block in BLOCKS:
        if block.language in ("toml", "diff"):
            type_in(block, folder)
        if block.language != "console":
            continue
        for (program, *arguments), shown in steps(block.text):
            given = [numbers[one[0]] if one.endswith("...") else one for one in arguments]
            code = main(given)
            told = capsys.readouterr()
            assert (program, code) == ("ops-console", 0), told.err
            assert told.out.splitlines()[: len(shown)] == shown
            numbers |= {number[0]: number for number in re.findall(r"\b[AK]\d{10,}", told.out)}


def test_the_page_is_followed_and_the_policy_sold_first_stays_as_it_was(
    location: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    follow(tmp_path, capsys)
    store = Store(str(location))
    with store.read() as reader:
        (policy,) = reader.find(Policy)
        (status,), (terms,), (coverage,) = (
            reader.current(model, policy.id) for model in (PolicyStatus, BillingTerms, Coverage)
        )
        assert (policy.product, policy.catalog_version, status.status) == ("HG20", 2, "in_force")
        assert (coverage.product, terms.premium) == ("HG20", 565_636)
        loads = [catalog_of(reader, version).products["HG20"].basis.expense_loads[1].loads[0] for version in (2, 3)]
        assert [str(load) for load in loads] == ["9/20", "1/2"]
        assert reader.state().catalog_version == 3
        assert verify_store(reader) == []
    store.close()


@pytest.mark.usefixtures("location")
def test_the_mistakes_shown_are_told_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entry = next(block for block in BLOCKS if block.language == "toml")
    type_in(entry, tmp_path)
    path = tmp_path / "HG20.toml"
    slacker = path.read_text("utf-8").replace("hesitation_days = 20", "hesitation_days = 10")
    path.write_text(slacker.replace('k = "0.80"', 'k = "0.75"'), "utf-8")
    (shown,) = (block.text for block in BLOCKS if block.language == "text")
    assert main(["product", "check", "HG20.toml"]) == 5
    assert capsys.readouterr().err == shown
    entry_for_all = slacker.replace("hesitation_days = 10", "hesitation_days = 20")
    path.write_text(entry_for_all.replace("entry_ages = [18, 55]", "entry_ages = [18, 65]"), "utf-8")
    assert main(["product", "check", "HG20.toml"]) == 5
    assert "no premium carries the least death benefit" in capsys.readouterr().err

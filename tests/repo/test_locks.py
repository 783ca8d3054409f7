"""The locks hold everything that is needed, pinned and hashed, and name no place to get it from."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUNTIME = PROJECT["project"]["dependencies"]
POSTGRES = PROJECT["project"]["optional-dependencies"]["postgres"]
GROUPS = PROJECT["dependency-groups"]
NEEDED = {
    "bootstrap": GROUPS["bootstrap"],
    "runtime": [*RUNTIME, *GROUPS["build"]],
    "postgres": [*RUNTIME, *POSTGRES],
    "dev": [*RUNTIME, *POSTGRES, *GROUPS["build"], *GROUPS["dev"]],
}


def _lock(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8")


def _pins(name: str) -> set[str]:
    return set(re.findall(r"^([a-z0-9-]+==\S+)", _lock(name), re.MULTILINE))


@pytest.mark.parametrize("name", NEEDED)
def test_every_package_named_is_locked(name: str) -> None:
    named = {re.split(r"[\[=<>~ ]", requirement)[0] for requirement in NEEDED[name]}
    assert named <= {pin.split("==")[0] for pin in _pins(name)}


@pytest.mark.parametrize("name", NEEDED)
def test_every_locked_package_is_hashed(name: str) -> None:
    entries = re.split(r"\n(?=[a-z0-9])", _lock(name).split("make lock\n")[1])
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("name", NEEDED)
def test_a_lock_names_no_registry_and_no_machine(name: str) -> None:
    assert not re.search(r"://|--index-url|--find-links", _lock(name))


@pytest.mark.parametrize("name", ["postgres", "dev"])
def test_all_locks_take_the_same_versions_as_the_runtime_lock(name: str) -> None:
    hatchling_and_its_like = _pins("dev") - _pins("postgres")
    assert _pins("runtime") - hatchling_and_its_like <= _pins(name)

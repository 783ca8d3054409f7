"""Products by command: a new entry is checked before it is proposed, versions are compared."""

from pathlib import Path

import pytest

from ops_console.catalog.load import SHIPPED_FOLDER
from tests.cli.conftest import Run

WHOLE_LIFE = (SHIPPED_FOLDER / "products" / "WL20.toml").read_text("utf-8")


@pytest.fixture(autouse=True)
def _without_a_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPS_CONSOLE_STORE", str(tmp_path / "none.sqlite"))


def file(tmp_path: Path, name: str, **changed: tuple[str, str]) -> str:
    text = WHOLE_LIFE
    for old, new in changed.values():
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return str(path)


def test_a_sound_entry_is_told_to_be_new_or_what_it_has_otherwise(run: Run, tmp_path: Path) -> None:
    new = run("product", "check", file(tmp_path, "WL30.toml"))
    assert (new.code, new.out) == (0, "WL30 is a new product.\n")
    later = file(
        tmp_path, "WL20.toml", day=("2017-01-01", "2026-04-01"), load=('"0.30", "0.15"', '"0.25", "0.15"')
    )  # fmt: skip
    told = run("product", "check", later, "--json").data
    assert told == {
        "code": "WL20", "valid_from": "2026-04-01", "new": False,
        "changes": [
            {"field": "valid_from", "before": "2017-01-01", "after": "2026-04-01"},
            {"field": "basis.expense_loads[1].loads", "before": "0.30, 0.15, 0.10, 0.05",
             "after": "0.25, 0.15, 0.10, 0.05"},
        ],
    }  # fmt: skip
    assert (
        "basis.expense_loads[1].loads  0.30, 0.15, 0.10, 0.05  0.25, 0.15, 0.10, 0.05"
        in run("product", "check", later).out
    )


def test_every_mistake_is_listed_with_line_and_article(run: Run, tmp_path: Path) -> None:
    path = file(tmp_path, "WL30.toml", grace=("grace_days = 60", "grace_days = 30"), k=('k = "0.80"', 'k = "0.75"'))
    refused = run("product", "check", path)
    assert refused.code == 5
    lines = WHOLE_LIFE.splitlines()
    grace, k = lines.index("grace_days = 60") + 1, lines.index('k = "0.80"') + 1
    assert (
        f"line {grace}, product WL30.grace_days: grace period: at least 60 days by Insurance Law art 36" in refused.err
    )
    assert f"line {k}, product WL30.basis.cash_value.k: cash value factor k: at least 80 per cent" in refused.err


def test_two_products_are_compared_field_by_field(run: Run, tmp_path: Path) -> None:
    changed = {one["field"]: one for one in run("product", "diff", "WL20", "EN15", "--json").data}
    assert (changed["shape"]["before"], changed["shape"]["after"]) == ("whole_life", "endowment")
    assert changed["cover_years"]["before"] is None
    assert run("product", "diff", "WL20", file(tmp_path, "WL20.toml")).out == "No difference.\n"
    assert run("product", "diff", "WL20", "XX99").code == 2
    assert run("product", "diff", "WL20", "WL20@x").code == 2


def test_versions_of_the_store_are_named_by_their_number(run: Run) -> None:
    made = run("init", "--admin", "root", "--date", "2026-03-02", stdin="a good password\n")
    assert made.code == 0, made.err
    assert run("product", "diff", "WL20@1", "WL20").out == "No difference.\n"
    assert "has no product" in run("product", "diff", "WL20", "WL20@2").err

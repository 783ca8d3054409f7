"""A store of an older release, as whoever works with commands meets it."""

from pathlib import Path

import pytest
from sqlalchemy import text

from ops_console.base.problems import Refused, UsageError
from ops_console.cli import opening
from ops_console.data.store import Store
from ops_console.training import demo
from tests.cli.conftest import Run
from tests.support.company import Company
from tests.support.older import make_older

ADDED = [
    "added duty claims.reads_confidential",
    "added duty underwriting.reads_confidential",
    "added letter refusal",
    "added posting premium_due",
    "added setting idle_lock",
]


@pytest.mark.parametrize(
    "command",
    [
        ["queue", "counter"],
        ["verify"],
        ["catalog", "show"],
        ["product", "list"],
        ["do", "counter.report_claim", "--as", "1"],
        ["doctor"],
        [],
    ],
    ids=" ".join,
)
def test_every_command_and_the_console_say_what_to_do(run: Run, company: Company, command: list[str]) -> None:
    make_older(company.store)
    refused = run(*command)
    assert refused.code == 3
    assert "older release: run `ops-console upgrade`" in refused.err
    assert run(*command, "--json").out.count("older_store") == 1


def test_an_upgrade_lists_what_it_added_and_then_work_goes_on(run: Run, company: Company) -> None:
    make_older(company.store)
    done = run("upgrade")
    assert (done.code, sorted(done.out.splitlines())) == (0, ADDED)
    again = run("upgrade", "--json")
    assert (again.code, again.data["added"], again.data["catalog_version"]) == (0, [], 2)
    assert run("queue", "counter").code == 0
    assert run("verify").code == 0
    assert run("doctor").code == 0


def test_a_store_that_is_up_to_date_is_left_as_it_is(run: Run, company: Company) -> None:
    before = company.catalog.rows
    done = run("upgrade")
    assert (done.code, done.out) == (0, "")
    assert company.catalog.rows == before


def test_a_newer_store_asks_for_the_newer_release(run: Run, company: Company) -> None:
    with company.store.write() as tx:
        tx.connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for command in ("queue counter", "upgrade", "doctor"):
        refused = run(*command.split())
        assert (refused.code, "newer release" in refused.err) == (3, True)


def test_a_backup_of_an_older_store_is_made_before_the_upgrade_and_put_back_after_it(run: Run, tmp_path: Path) -> None:
    live, copy, again = (tmp_path / name for name in ("live.sqlite", "copy.sqlite", "again.sqlite"))
    run("init", "--store", str(live), stdin="a good password\na good password\n")
    store = Store(str(live))
    make_older(store)
    store.close()
    assert run("backup", str(copy), "--store", str(live)).code == 0
    back = run("restore", str(copy), "--store", str(again))
    assert (back.code, "has been upgraded" in back.err) == (0, True)
    assert run("doctor", "--store", str(again)).code == 0
    assert run("doctor", "--store", str(copy)).code == 3
    assert sorted(path.name for path in tmp_path.glob("again*")) == ["again.sqlite"]


def test_an_older_training_store_is_upgraded_when_it_is_opened(
    run: Run, company: Company, capsys: pytest.CaptureFixture[str]
) -> None:
    make_older(company.store)
    location = company.store.url
    opening._make(location, 10, 1, reset=False)
    told = capsys.readouterr()
    assert told.out == ""
    assert "made by an older release" in told.err
    assert set(ADDED) <= set(told.err.splitlines())
    opening._make(location, 10, 1, reset=False)
    assert capsys.readouterr().err == ""
    assert run("queue", "counter").code == 0


def test_a_training_store_that_cannot_be_upgraded_can_be_made_anew(company: Company) -> None:
    with company.store.write() as tx:
        tx.connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Refused, match="demo --reset"):
        opening._make(company.store.url, 10, 1, reset=False)


def test_making_a_training_store_that_is_broken_off_leaves_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken_off(*_what: object) -> None:
        raise KeyboardInterrupt

    location = tmp_path / "training.sqlite"
    monkeypatch.setattr(demo, "last_weeks", broken_off)
    with pytest.raises(KeyboardInterrupt):
        opening._make(str(location), 5, 1, reset=False)
    assert not Store(str(location)).exists()
    monkeypatch.undo()
    opening._make(str(location), 5, 1, reset=False)
    assert [path.name for path in tmp_path.iterdir()] == ["training.sqlite"]


@pytest.mark.parametrize("reset", [False, True])
def test_an_older_live_store_is_never_taken_for_a_training_store(run: Run, tmp_path: Path, reset: bool) -> None:
    live = tmp_path / "live.sqlite"
    run("init", "--store", str(live), stdin="a good password\na good password\n")
    store = Store(str(live))
    with store.write() as tx:
        tx.connection.execute(text("ALTER TABLE store_state RENAME COLUMN created_at TO made_at"))
    store.close()
    with pytest.raises(UsageError, match="is a live store"):
        opening._make(str(live), 10, 1, reset=reset)
    assert live.exists()

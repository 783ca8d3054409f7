"""Runs shared and watched, as a script meets them."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from ops_console.batch.renewal import RENEWAL
from ops_console.cli import batch_workers
from ops_console.data.runs.exclusive import exclusively
from ops_console.data.tables import Run, RunChunk
from tests.cli.conftest import Run as Command
from tests.support.company import BRANCH, Company

CLERK = ("--as", "premium-clerk-1-101")


def test_a_run_under_way_is_watched_until_it_is_finished_and_helped_on_a_server(
    run: Command, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_workers, "NEXT_WITHIN", 0.0)
    company.clerk("premium")
    assert "No run is under way" in run("batch", "watch", *CLERK).err
    with company.store.write() as tx:
        tx.insert([_begun(5)])
        tx.insert([RunChunk(id=5 * 10**6 + 1, run_id=5, branch_id=BRANCH, first_id=0, last_id=1)])
    dead = run("batch", "watch", *CLERK)
    assert (dead.code, "renewal-run was cut off: start it again." in dead.err) == (0, True)
    plan = run("batch", "plan", *CLERK, "--json").data["runs"]
    assert _state(plan) == "cut_off"
    with exclusively(company.store, "renewal-run"):
        assert _state(run("batch", "plan", *CLERK, "--json").data["runs"]) == "at_work"
        assert "under way" in run("report", "runs", *CLERK).out
    [seen] = run("batch", "watch", *CLERK, "--json").data["runs"]
    assert (seen["run"], seen["kind"], seen["chunks"], seen["chunks_done"]) == (5, "renewal-run", 1, 0)
    helped = run("batch", "join", *CLERK, "--json")
    if company.store.engine.dialect.name == "sqlite":
        assert (helped.code, helped.error["code"]) == (3, "one_writer")
        RENEWAL.run(company.store, company.clerk("premium"), date(2026, 3, 1), BRANCH)
    else:
        assert (helped.data["run_id"], helped.data["chunks"], helped.data["rows"]) == (5, 1, 0)
    finished = run("batch", "watch", "5", *CLERK)
    assert (finished.code, "1 of 1 chunks" in finished.out) == (0, True)
    assert run("batch", "watch", "6", *CLERK).code == 2
    assert run("batch", "join", *CLERK).code == 2


def test_workers_are_processes_on_a_server_and_one_on_a_file(run: Command, company: Company) -> None:
    company.policy("WL20")
    company.move_to(date(2027, 3, 3))
    company.clerk("premium")
    done = run("batch", "renewal-run", "--workers", "2", *CLERK, "--json")
    assert done.data["rows"] == 1
    assert ("going on with one worker" in done.err) is (company.store.engine.dialect.name == "sqlite")


def _state(plan: list[dict[str, Any]]) -> str:
    return next(str(line["state"]) for line in plan if line["run"] == "renewal-run")


def _begun(number: int) -> Run:
    return Run(
        id=number,
        kind="renewal-run",
        as_of=date(2026, 3, 1),
        branch_id=BRANCH,
        clerk_id=1,
        started_at=datetime(2026, 3, 1, tzinfo=UTC),
    )

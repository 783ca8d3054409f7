"""Runs and money held, as a supervisor asks for them on the command line."""

from ops_console.batch.renewal import RENEWAL
from tests.cli.conftest import Run
from tests.support.company import BRANCH, Company
from tests.support.policies import position


def test_runs_are_told_with_their_totals_and_what_they_left(run: Run, company: Company) -> None:
    policy = company.policy("WL20")
    company.move_to(position(company, policy).current_billing.next_due)
    RENEWAL.run(company.store, company.clerk("premium"), company.today)
    [line] = run("report", "runs", "--format", "json").data
    assert (line["Kind"], line["State"], line["Rows"], line["Branch"]) == ("renewal-run", "finished", 1, BRANCH)
    assert run("report", "runs", "--from", "2026-03-01", "--to", "2026-03-31", "--format", "json").data == []


def test_money_held_is_told_with_whose_it_is_and_how_it_came(run: Run, company: Company) -> None:
    policy = company.policy("WL20")
    company.do("premium.collect", policy, amount="300", method="bank")
    company.do("premium.collect", policy, amount="200", method="cash")
    [line] = run("report", "suspense", "--format", "json").data
    assert (line["Policy"], line["Customer"], line["Since"]) == (policy, "李明", "2026-03-02")
    assert line["Came by"] == "2026-03-02 200.00 cash; 2026-03-02 300.00 bank"
    company.do("premium.refund_suspense", policy, amount="500", account_no="6222000000000001")
    assert run("report", "suspense", "--format", "json").data == []
    assert "500.00" not in run("report", "suspense").out

"""`batch plan` and `batch day`: what a day has to run, and doing it."""

from datetime import date

from ops_console.data.runs.exclusive import exclusively
from tests.cli.conftest import Result, Run
from tests.support.company import BRANCH, Company
from tests.support.policies import position

DUE = date(2027, 3, 3)


def as_premium(run: Run, company: Company, *arguments: str) -> Result:
    company.clerk("premium")
    return run("--as", f"premium-clerk-1-{BRANCH}", *arguments)


def test_the_plan_tells_what_is_due_and_the_day_does_it_and_says_a_line_a_run(run: Run, company: Company) -> None:
    policy = company.policy("WL20")
    company.move_to(DUE)
    plan = as_premium(run, company, "batch", "plan", "--json").data
    amount = int(position(company, policy).terms.premium)
    [renewal] = [line for line in plan["runs"] if line["run"] == "renewal-run"]
    assert (renewal["state"], renewal["rows"], renewal["amount"]) == ("due", 1, amount)
    [term] = [line for line in plan["runs"] if line["run"] == "term-run"]
    assert (term["state"], term["rows"]) == ("nothing", 0)
    assert (plan["as_of"], plan["branch_id"], plan["blocked"]) == ("2027-03-03", BRANCH, "")
    done = as_premium(run, company, "batch", "day", "--branch", str(BRANCH), "--json")
    assert done.code == 0
    assert [one["rows"] for one in done.data["runs"] if one["run"] == "renewal-run"] == [1]
    assert f"renewal-run: 1 row, {position(company, policy).terms.premium.yuan()}" in done.err.splitlines()
    assert len([line for line in done.err.splitlines() if line.startswith("renewal-run")]) == 1
    assert "chunks" not in done.err
    assert done.data["runs"][-1]["run"] == "day-end"


def test_a_day_that_stops_says_why_what_is_done_and_that_it_goes_on(run: Run, company: Company) -> None:
    company.policy("WL20")
    company.move_to(DUE)
    with exclusively(company.store, "grace-run"):
        stopped = as_premium(run, company, "batch", "day", "--json")
    assert stopped.code == 3
    assert "grace-run stopped the day" in stopped.err
    assert stopped.error["code"] == "conflict"
    assert as_premium(run, company, "batch", "day").code == 0


def test_a_day_to_come_is_refused_with_what_is_missing(run: Run, company: Company) -> None:
    refused = as_premium(run, company, "batch", "day", "--as-of", "2026-03-09", "--json")
    assert (refused.code, refused.error["code"]) == (3, "day_before")
    told = as_premium(run, company, "batch", "plan", "--as-of", "2026-03-09")
    assert (told.code, "day-end" in told.err) == (0, True)

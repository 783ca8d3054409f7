"""The premium department's day: what is due and in which order, all of it done once, and taken up where it stopped."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from ops_console.base.problems import Conflict, Refused
from ops_console.batch.day import Came, DayReport, run_day
from ops_console.batch.plan import ORDER, Line, State, plan_of
from ops_console.batch.registry import BATCHES
from ops_console.batch.report import Totals
from ops_console.batch.runs import RunKind
from ops_console.data.runs.exclusive import exclusively
from ops_console.data.tables import Branch, Run
from ops_console.desk.entry import Actor
from ops_console.rules.numbers import HEAD_OFFICE
from tests.support.branches import catalog_of_few, close_all_but
from tests.support.company import BRANCH, FIRST_DAY, Company
from tests.support.policies import position

DUE = date(2027, 3, 3)


@pytest.fixture(autouse=True)
def two_branches(request: pytest.FixtureRequest) -> None:
    if "company" in request.fixturenames:
        company: Company = request.getfixturevalue("company")
        with company.store.write() as tx:
            close_all_but(tx, catalog_of_few((BRANCH, 102)))


def starter(company: Company) -> "dict[str, Actor]":
    duties = {duty for kind in BATCHES.values() for duty in kind.duties}
    return {duty: company.clerk(duty, branch=HEAD_OFFICE) for duty in sorted(duties)}


def work(company: Company, day: date | None = None, *, dry_run: bool = False) -> DayReport:
    clerks = starter(company)

    def who(kind: RunKind) -> Actor:
        return clerks[kind.duties[0]]

    return run_day(company.store, who, day or company.today, dry_run=dry_run)


def lines(company: Company, day: date | None = None) -> dict[str, Line]:
    with company.store.read() as reader:
        plan = plan_of(reader, company.clerk("premium", branch=HEAD_OFFICE), day or company.today)
    return {line.run: line for line in plan.lines}


def came(report: DayReport) -> dict[str, Came]:
    return {line.run: line.came for line in report.lines}


def test_every_run_has_one_place_in_the_day() -> None:
    """A run that is new in the registry is given its place in `batch/plan.py`; the registry stands in that order."""
    assert [step.run for step in ORDER] == list(BATCHES)


def test_premiums_are_told_of_raised_and_collected_before_grace_ends_and_the_day_is_closed_last() -> None:
    place = {step.run: no for no, step in enumerate(ORDER)}
    assert place["notice-run"] < place["renewal-run"] < place["grace-run"] < place["benefit-run"] < place["payout-run"]
    assert place["renewal-run"] < place["bank-import"] < place["overdue-run"] < place["grace-run"]
    assert max(place["grace-run"], place["dividend-run"]) < place["collection-run"] < place["day-end"]
    assert place["loan-run"] < place["termination-run"] < place["payout-run"]
    assert ORDER[-1].run == "day-end"


def test_the_plan_counts_what_each_run_will_do(company: Company) -> None:
    premium = position(company, company.policy("WL20")).terms.premium
    company.move_to(DUE - timedelta(days=40))
    found = lines(company)
    told, due = found["notice-run"], found["renewal-run"]
    assert (told.state, told.expected.rows, told.expected.amount) == (State.DUE, 1, premium)
    assert (due.expected.rows, found["valuation-run"].state) == (0, State.NOT_TODAY)
    company.move_to(DUE)
    assert lines(company)["renewal-run"].expected.rows == 1
    assert lines(company)["renewal-run"].expected.amount == premium


def test_what_the_plan_foretells_is_what_the_runs_do(company: Company) -> None:
    """The counts of the plan and the control totals agree where each row counted is one row done."""
    company.policy("WL20", premium_loan=False)
    company.policy("TM20")
    company.move_to(DUE)
    foretold = {name: line.expected for name, line in lines(company).items()}
    done = {line.run: line.report.total for line in work(company).lines if line.report}
    for run in ("notice-run", "renewal-run"):
        assert done[run] == Totals(foretold[run].rows, foretold[run].amount or done[run].amount), run
    assert done["renewal-run"].rows == 2


def test_a_day_is_done_once_and_its_end_opens_the_next(company: Company) -> None:
    company.policy("WL20")
    report = work(company)
    assert report.failed is None
    assert set(came(report).values()) == {Came.DONE, Came.NOT_TODAY}
    assert company.today == FIRST_DAY + timedelta(days=1)
    again = work(company, FIRST_DAY)
    assert set(came(again).values()) == {Came.BEFORE, Came.NOT_TODAY}
    assert {line.state for line in lines(company, FIRST_DAY).values()} == {State.DONE, State.NOT_TODAY}


def test_a_day_the_store_has_not_reached_is_refused_with_what_is_missing(company: Company) -> None:
    tomorrow = FIRST_DAY + timedelta(days=1)
    with pytest.raises(Refused, match="run day-end for it first") as error:
        work(company, tomorrow)
    assert error.value.code == "day_before"
    with company.store.read() as reader:
        plan = plan_of(reader, company.clerk("premium", branch=HEAD_OFFICE), tomorrow)
    assert FIRST_DAY.isoformat() in plan.blocked


def test_the_first_run_that_fails_stops_the_day_and_it_goes_on_there(company: Company) -> None:
    company.policy("WL20")
    company.move_to(DUE)
    with exclusively(company.store, "grace-run"):
        stopped = work(company)
    assert stopped.failed is not None
    assert isinstance(stopped.failed.error, Conflict)
    assert [line.run for line in stopped.lines][-1] == stopped.failed.run == "grace-run"
    assert company.today == DUE
    went_on = came(work(company))
    assert went_on["renewal-run"] is Came.BEFORE
    assert (went_on["grace-run"], went_on["day-end"]) == (Came.DONE, Came.DONE)
    with company.store.read() as reader:
        assert reader.count(Run, kind="renewal-run") == 1


def test_what_a_run_brings_to_notice_run_waits_for_the_next_day(company: Company) -> None:
    """The instalment after one that was raised is to be told of: a day begun again must end like one that was not."""
    company.policy("WL20", months=1)
    company.move_to(FIRST_DAY.replace(month=FIRST_DAY.month + 1, day=28))
    with exclusively(company.store, "grace-run"):
        work(company)
    told = lines(company)["notice-run"]
    assert (told.state, told.expected.rows) == (State.DONE, 1)
    assert came(work(company))["notice-run"] is Came.BEFORE
    assert lines(company)["notice-run"].state is State.DUE


def test_a_run_cut_off_is_taken_up_by_the_day(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    company.policy("WL20")
    company.move_to(DUE)
    with monkeypatch.context() as patched:
        patched.setattr("ops_console.data.runs.renewal.raise_dues", _killed)
        with pytest.raises(KeyboardInterrupt):
            work(company)
    assert lines(company)["renewal-run"].state is State.CUT_OFF
    report = work(company)
    [renewal] = [line.report for line in report.lines if line.run == "renewal-run"]
    assert renewal is not None
    assert (renewal.resumed, renewal.total.rows) == (True, 1)
    assert came(report)["notice-run"] is Came.BEFORE


def _killed(*_given: object) -> Iterator[None]:
    raise KeyboardInterrupt


def test_a_dry_run_of_the_day_changes_nothing(company: Company) -> None:
    company.policy("WL20")
    company.move_to(DUE)
    report = work(company, dry_run=True)
    assert report.failed is None
    [renewal] = [line.report for line in report.lines if line.run == "renewal-run"]
    assert renewal is not None
    assert (renewal.dry_run, renewal.total.rows) == (True, 1)
    assert company.today == DUE
    with company.store.read() as reader:
        assert reader.count(Run) == 0


def test_a_clerk_without_a_duty_leaves_its_runs_to_others(company: Company) -> None:
    clerk = company.clerk("premium", branch=HEAD_OFFICE)
    report = run_day(company.store, lambda _kind: clerk, company.today)
    result = came(report)
    assert (result["expiry-run"], result["callback-run"]) == (Came.OTHERS, Came.OTHERS)
    assert (result["grace-run"], result["day-end"]) == (Came.DONE, Came.DONE)


def test_a_valuation_is_made_at_the_end_of_the_month(company: Company) -> None:
    company.policy("WL20")
    company.move_to(date(2028, 2, 28))
    assert lines(company)["valuation-run"].state is State.NOT_TODAY
    company.move_to(date(2028, 2, 29))
    assert lines(company)["valuation-run"].state is State.DUE
    assert came(work(company))["valuation-run"] is Came.DONE


def test_a_branch_days_behind_is_named_and_does_not_stop_the_others(company: Company) -> None:
    company.policy("WL20")
    company.move_to(DUE)
    with company.store.write() as tx:
        tx.update(Branch, {"id": 102}, {"open_day": DUE - timedelta(days=2)})
    with company.store.read() as reader:
        plan = plan_of(reader, company.clerk("premium", branch=HEAD_OFFICE), DUE)
    [note] = plan.notes
    assert "Branch 102" in note
    assert (DUE - timedelta(days=2)).isoformat() in note
    assert work(company).failed is None
    with company.store.read() as reader:
        assert {branch.open_day for branch in reader.find(Branch)} == {DUE + timedelta(days=1)}

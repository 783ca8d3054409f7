"""Runs and money held, as a supervisor asks for them on the command line."""

from datetime import timedelta
from pathlib import Path

import pytest

from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors
from ops_console.batch import bank_reading
from ops_console.batch.renewal import RENEWAL
from ops_console.batch.standing import standing
from ops_console.exchange.bank.model import Incoming
from ops_console.exchange.xlsx import rows_of
from ops_console.rules.numbers import HEAD_OFFICE
from tests.cli.conftest import Run
from tests.support.company import BRANCH, Company
from tests.support.policies import position

OTHER_BRANCH = BRANCH + 1


def test_a_branch_sees_what_head_offices_runs_did_in_it(company: Company) -> None:
    policy = company.policy("WL20")
    company.move_to(position(company, policy).current_billing.next_due)
    report = RENEWAL.run(company.store, company.clerk("premium", branch=HEAD_OFFICE), company.today)
    with company.store.read() as reader:
        actor = company.clerk("premium")
        [told] = standing(reader, actor, (BRANCH,)).runs
        assert (told.kind, told.branch_id, told.rows, told.amount) == (
            "renewal-run", HEAD_OFFICE, 1, report.total.amount
        )  # fmt: skip
        [elsewhere] = standing(reader, actor, (OTHER_BRANCH,)).runs
    assert (elsewhere.rows, elsewhere.amount) == (0, 0)


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


def test_figures_come_as_table_csv_xlsx_json_and_plot(run: Run, company: Company, tmp_path: Path) -> None:
    policy = company.policy("WL20")
    company.move_to(position(company, policy).current_billing.next_due)
    RENEWAL.run(company.store, company.clerk("premium"), company.today)
    premium = position(company, policy).premium_owed
    asked = ("report", "collection", "--by", "product")
    [line] = run(*asked, "--format", "json").data
    assert (line["Product"], line["Due"], line["Rate"], line["Grace-end rate"]) == ("WL20", premium, 0.0, None)
    assert "WL20" in run(*asked).out
    assert f"WL20,1,{premium.yuan().replace(',', '')},0.00,0.0" in run(*asked, "--format", "csv").out
    assert "WL20" in run(*asked, "--format", "plot").out
    file = tmp_path / "collection.xlsx"
    run(*asked, "--format", "xlsx", "--out", str(file))
    rows = dict(rows_of(file, 10**6))
    assert rows[1][1] == "Product"
    assert (rows[2][1], rows[2][3]) == ("WL20", int(premium) / 100)
    assert run(*asked, "--format", "xlsx").code == 2
    assert run("report", "runs", "--by", "product").code == 2


@pytest.mark.parametrize("name", ["persistency", "lapse", "bank-success", "collectors", "forecast", "targets"])
def test_every_figure_is_there_before_anything_was_sold(run: Run, company: Company, name: str) -> None:
    assert company.verify() == []
    assert run("report", name, "--format", "json").code == run("report", name, "--format", "plot").code == 0


def test_a_target_is_told_with_what_was_collected(run: Run, company: Company) -> None:
    supervisor = company.clerk("premium", "supervisor")
    for amount in ("500000", "600000"):
        company.do("premium.set_target", None, supervisor, branch=BRANCH, month="2026-03", amount=amount)
    [line] = run("report", "targets", "--format", "json").data
    assert (line["Month"], line["Target"], line["Collected"], line["Reached"]) == ("2026-03", 60_000_000, 0, 0.0)
    with pytest.raises(InputErrors) as refused:
        company.do("premium.set_target", None, supervisor, branch=9, month="2026-13", amount="1")
    assert [one.field for one in refused.value.problems] == ["month", "branch"]


def test_a_collector_with_a_book_is_told_of_before_a_policy_is_theirs(run: Run, company: Company) -> None:
    company.clerk("collector")
    login = f"collector-clerk-1-{BRANCH}"
    company.do("premium.issue_receipt_book", None, company.clerk("premium"), clerk=login, receipts="20")
    [line] = run("report", "collectors", "--format", "json").data
    assert (line["Login"], line["Policies"], line["Blank"]) == (login, 0, 20)


def test_the_books_bank_money_is_held_against_the_last_statement_and_the_difference_explained(
    run: Run, company: Company
) -> None:
    """The statement tells of nothing: the first premium, and 700.00 more, stand in the books on a clerk's word."""
    policy, today = company.policy("WL20"), company.today
    first = company.balance("1002")
    company.do("premium.collect", policy, amount=70_000, method="transfer", identity_checked=True)
    for day, closing in ((today - timedelta(days=1), 55), (today, 0)):
        head = Incoming(
            "statement", f"S{day}", "", "ICBC", "0100", None, 0, Fen(0), f"{day}", "", "", "", Fen(closing), day
        )
        bank_reading.keep(company.store, bank_reading.Arrival(head, (), "ICBC", "iso", f"S{day}.xml"))
    days = ("--from", "2026-03-01", "--to", today.isoformat())
    told = run("report", "bank-reconciliation", *days, "--format", "json").data
    assert [(line["What"], line["Amount"]) for line in told] == [
        ("In the books", first + 70_000),
        ("By the statement", 0),
        ("Difference", first + 70_000),
        ("Booked by hand, on no line of a bank", first),
        ("Booked by hand, on no line of a bank", 70_000),
        ("Paid out, not answered by the bank", 0),
        ("Not explained", 0),
    ]

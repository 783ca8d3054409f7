"""The books as an accountant asks for them on the command line."""

from datetime import date
from pathlib import Path

from ops_console.base.money import Fen
from ops_console.batch.valuation import VALUATION
from ops_console.data.tables import Clerk, WorkItem
from tests.cli.conftest import Run
from tests.support.company import BRANCH, Company
from tests.support.policies import asked, position


def test_an_account_sheet_leads_from_the_opening_to_the_closing_balance(run: Run, company: Company) -> None:
    first, second = company.policy("WL20"), company.policy("TM20")
    paid = [position(company, one).terms.premium for one in (first, second)]
    day = company.today
    company.move_to(date(2026, 9, 2))
    company.do("premium.collect", first, amount="300", method="bank")
    sheet = run(
        "report",
        "account-sheet",
        "--account",
        "1002",
        "--from",
        day.isoformat(),
        "--to",
        "2026-09-02",
        "--format",
        "json",
    ).data
    assert (sheet[0]["Posting"], sheet[0]["Balance"]) == ("Opening balance", 0)
    assert [line["Debit"] for line in sheet[1:-1]] == [*paid, 30_000]
    assert (sheet[-1]["Posting"], sheet[-1]["Balance"]) == ("Closing balance", sum(paid) + 30_000)
    later = run("report", "account-sheet", "--account", "1002", "--from", "2026-09-02", "--format", "json").data
    assert [line["Balance"] for line in later] == [sum(paid), sum(paid) + 30_000, sum(paid) + 30_000]
    assert run("report", "account-sheet").code == 2
    assert run("report", "account-sheet", "--account", "9999").code == 2


def test_the_journal_is_narrowed_to_a_posting_and_summed_by_postings(run: Run, company: Company) -> None:
    policies = [company.policy("WL20") for _policy in range(2)]
    premium = sum(position(company, policy).terms.premium for policy in policies)
    lines = run("report", "journal", "--posting", "premium_due", "--json").data
    assert {line["Posting"] for line in lines} == {"Premium due"}
    assert len(lines) == 4
    assert {line["Account"] for line in run("report", "journal", "--account", "1122", "--json").data} == {"1122"}
    summed = run("report", "postings", "--json").data
    (income,) = [one for one in summed if one["Posting"] == "Premium due" and one["Account"] == "6031.01"]
    assert (income["Debit"], income["Credit"], income["Lines"]) == (0, premium, 2)
    assert sum(one["Debit"] - one["Credit"] for one in summed) == 0
    assert run("report", "trial-balance", "--posting", "premium_due").code == 2


def test_what_a_valuation_found_is_told_by_branch_and_product_with_its_sum(run: Run, company: Company) -> None:
    policy = company.policy("WL20")
    company.move_to(date(2026, 9, 2))
    VALUATION.run(company.store, company.clerk("premium"), company.today)
    line, total = run("report", "valuation", "--format", "json").data
    value, _whys = position(company, policy).cash_value(company.today)
    assert (line["Branch"], line["Product"], line["Coverages"], line["Cash value"]) == (BRANCH, "WL20", 1, value)
    assert (total["Branch"], total["Reserve"]) == ("Sum", line["Reserve"])
    assert Fen(line["Reserve"]).yuan() in run("report", "valuation").out


def test_a_valuation_is_written_coverage_by_coverage(run: Run, company: Company, tmp_path: Path) -> None:
    policy = company.policy("WL20")
    company.move_to(date(2026, 9, 2))
    clerk = company.clerk("premium")
    with company.store.read() as reader:
        login = reader.need(Clerk, clerk.clerk_id).login
    file = tmp_path / "valued.csv"
    assert run("--as", login, "batch", "valuation-run", "--out", str(file)).code == 0
    header, line = file.read_text("utf-8").splitlines()
    value, _whys = position(company, policy).cash_value(company.today)
    assert header.startswith("policy,coverage,product")
    assert line.startswith(f"{policy},1,WL20,{BRANCH},{BRANCH},{value.yuan().replace(',', '')},")
    assert run("--as", login, "batch", "renewal-run", "--out", str(file)).code == 2
    assert run("--as", login, "batch", "valuation-run", "--out", str(tmp_path / "none" / "x.csv")).code == 2


def test_show_tells_why_the_numbers_of_a_decision_are_what_they_are(run: Run, company: Company) -> None:
    policy = company.policy("WL20")
    with company.store.read() as reader:
        (application,) = (case.number for case in reader.find(WorkItem, kind="application"))
    (quoted,) = run("show", "application", application, "--why", "--json").data
    assert quoted["operation"] == "counter.key_application"
    assert quoted["why"]["result"] == position(company, policy).terms.premium
    company.move_to(date(2027, 2, 26))
    asked(company, policy, 32, "surrender", account_no="6222000000000001")
    told = run("show", "policy", policy, "--why", "--json").data
    assert "cash_value_on" in {one["why"]["rule"] for one in told}
    assert "Why: cash value" in run("show", "policy", policy, "--why").out
    assert run("show", "party", "1", "--why").code == 2

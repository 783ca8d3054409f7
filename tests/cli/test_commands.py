"""Each command once, as people use it."""

import json
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from ops_console.cli.operating import KINDS_OF_FIELDS
from ops_console.data.store import Store
from ops_console.data.tables import Clerk, Letter, Policy, PremiumDue
from ops_console.data.tables import Run as RunRecord
from ops_console.desk.forms import Kind
from ops_console.desk.operations import OPERATIONS
from tests.cli.conftest import Run
from tests.support.company import Company
from tests.support.policies import renew

PASSWORD = "a good password"


@pytest.fixture
def live(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A live store with an administrator, named by the environment."""
    path = tmp_path / "live.sqlite"
    monkeypatch.setenv("OPS_CONSOLE_STORE", str(path))
    made = run("init", "--admin", "root", "--date", "2026-03-02", "--json", stdin=f"{PASSWORD}\n")
    assert made.data["business_date"] == "2026-03-02"
    return path


def test_a_new_store_is_readable_by_its_owner_only(live: Path) -> None:
    assert live.stat().st_mode & 0o077 == 0


@pytest.mark.usefixtures("live")
def test_a_store_is_not_made_twice(run: Run) -> None:
    assert run("init", "--admin", "root", stdin=f"{PASSWORD}\n").code == 3


@pytest.mark.usefixtures("live")
def test_on_a_live_store_naming_a_clerk_is_not_enough(run: Run) -> None:
    add = ("clerk", "add", "lin", "--name", "Lin", "--branch", "101", "--duty", "claims")
    assert run(*add, "--as", "root").code == 4
    assert run(*add).code == 4
    assert run(*add, "--as", "root", "--password-stdin", stdin="a bad password\n").code == 4
    assert run(*add, "--as", "root", "--password-stdin", stdin=f"{PASSWORD}\n").code == 0


@pytest.mark.usefixtures("live")
def test_a_login_lasts_until_logout_and_ends_with_the_password(run: Run) -> None:
    assert run("login", "--as", "root", stdin="wrong password\n").code == 4
    assert run("login", "--as", "root", stdin=f"{PASSWORD}\n").code == 0
    assert run("clerk", "add", "lin", "--name", "Lin", "--branch", "101", "--duty", "claims").code == 0
    assert run("clerk", "lock", "lin", "--as", "lin").code == 4
    assert run("clerk", "passwd", "root", stdin="another password\n").code == 0
    assert run("clerk", "lock", "lin").code == 4
    assert run("login", "--as", "root", stdin="another password\n").code == 0
    assert run("clerk", "lock", "lin").code == 0
    assert run("logout").code == 0
    assert run("clerk", "lock", "lin", "--undo").code == 4


@pytest.mark.usefixtures("live")
def test_a_token_that_others_may_read_or_that_was_changed_is_worth_nothing(run: Run) -> None:
    run("login", "--as", "root", stdin=f"{PASSWORD}\n")
    [token] = Path.home().parent.rglob("token-*.json")
    assert token.stat().st_mode & 0o077 == 0
    content = json.loads(token.read_text())
    token.write_text(json.dumps(content | {"until": "2999-01-01T00:00:00+00:00"}))
    assert run("clock", "2026-03-03").code == 4
    token.write_text(json.dumps(content))
    token.chmod(0o644)
    assert run("clerk", "lock", "root").code == 4
    token.unlink()


@pytest.mark.usefixtures("live")
def test_duties_that_are_kept_apart_are_refused(run: Run) -> None:
    run("login", "--as", "root", stdin=f"{PASSWORD}\n")
    both = ("clerk", "add", "lin", "--name", "Lin", "--branch", "101", "--duty", "claims", "--duty", "underwriting")
    refused = run(*both, "--json")
    assert (refused.code, refused.error["code"]) == (3, "incompatible_duties")
    listed = run("clerk", "list", "--json").data
    assert [clerk["login"] for clerk in listed] == ["root"]
    run("logout")


def test_every_operation_is_listed_with_fields_states_and_authority(run: Run) -> None:
    listed = run("operations", "--json").data
    assert {one["name"] for one in listed} == OPERATIONS.keys()
    assert all({"code", "fields", "states", "duties", "measures"} <= one.keys() for one in listed)
    claims = run("operations", "--room", "claims", "--json").data
    assert {one["room"] for one in claims} == {"claims"}
    assert run("operations", "--room", "kitchen").code == 2
    assert "sum_assured" in run("operations", "CN03").out
    assert "papers" in run("operations", "CN02").out
    assert set(KINDS_OF_FIELDS) == set(Kind)


def test_queue_show_and_search_find_the_same_case(run: Run, company: Company) -> None:
    number = company.received()
    login = ("--as", "counter-head_office-1-101")
    assert [row["number"] for row in run("queue", "counter", *login, "--json").data] == [number]
    shown = run("show", "application", number, *login, "--json").data
    assert (shown["number"], shown["state"]) == (number, "received")
    found = run("search", "lm", *login, "--json").data
    assert [case["number"] for case in found["cases"]] == [number]
    told = run("show", "application", number, *login).out
    assert "3101011986" not in told
    assert "Product: WL20 Evergreen whole life" in told
    assert "Application form, signed" in told
    assert "document_no" not in told
    assert "险种: WL20" in run("show", "application", number, *login, "--lang", "zh").out


def test_what_lies_outside_the_clerks_branches_is_not_shown(run: Run, company: Company) -> None:
    number = company.received()
    company.clerk("counter", branch=102)
    elsewhere = ("--as", "counter-clerk-1-102")
    assert run("queue", "counter", *elsewhere, "--json").data == []
    refused = run("show", "application", number, *elsewhere, "--json")
    assert (refused.code, refused.error["code"], "101" in refused.error["message"]) == (4, "branch", True)
    assert run("search", "lm", *elsewhere, "--json").data["cases"] == []


def test_a_policy_is_shown_as_it_was_on_a_day(run: Run, company: Company) -> None:
    policy = company.policy("WL20")
    now = run("show", "policy", policy, "--json").data
    assert now["policy"]["status"] == "in_force"
    issued = run("show", "policy", policy, "--as-at", "2026-03-02", "--json").data
    assert [row["status"] for row in issued["policy_status"]] == ["issued"]
    assert run("show", "policy", policy, "--as-at", "2020-01-01").code == 2


def test_the_catalog_is_checked_shown_and_quoted_without_a_store(run: Run, tmp_path: Path) -> None:
    from ops_console.catalog.load import SHIPPED_FOLDER

    assert run("catalog", "check", str(SHIPPED_FOLDER)).code == 0
    assert run("catalog", "check", str(tmp_path)).code == 5
    assert "product" in run("catalog", "show", "--json").data
    on_sale = {product["code"] for product in run("product", "list", "--json").data}
    assert on_sale >= {"WL20", "TM20", "HC01", "EN15", "CI30", "AC01", "DA60"}
    assert run("product", "show", "WL20").code == 0
    assert run("product", "show", "XX99").code == 2
    asked = ("quote", "WL20", "--sex", "male", "--age", "30", "--sum", "100000", "--pay-years", "20")
    assert run(*asked, "--json").data["instalment"] > 0
    assert run(*asked[:-2], "--pay-years", "7").code == 5


def test_letters_are_listed_printed_and_then_marked_as_copies(run: Run, company: Company) -> None:
    company.issued("WL20")
    login = ("--as", "counter-head_office-1-101")
    waiting = run("letters", "list", "--json").data
    assert waiting
    number = str(waiting[0]["id"])
    first = run("letters", "print", number, *login, "--json").data[0]["lines"]
    second = run("letters", "print", number, *login, "--json").data[0]["lines"]
    assert second[1:] == first
    with company.store.read() as reader:
        assert reader.need(Letter, int(number)).printed == 2
    assert run("letters", "print", "5", *login).code == 2


def test_the_trial_balance_balances_and_the_journal_lists_every_line(run: Run, company: Company) -> None:
    company.policy("WL20")
    *accounts, total = run("report", "trial-balance", "--format", "json").data
    assert total["Balance"] == 0
    assert total["Debit"] == sum(row["Debit"] for row in accounts) > 0
    lines = run("report", "journal", "--json").data
    assert sum(line["Amount"] for line in lines) == 0
    assert run("report", "journal", "--format", "csv").out.startswith("Day,Source")
    assert "Advance premium applied to a due" in run("report", "journal").out
    assert run("report", "nonsense").code == 2


def test_verify_is_clean_and_its_heads_can_be_kept_elsewhere(run: Run, company: Company, tmp_path: Path) -> None:
    policy = company.policy("WL20")
    renew(company, date(2027, 3, 3))
    heads = tmp_path / "heads.json"
    printed = run("export", "heads").out
    assert run("export", "heads", str(heads)).code == 0
    assert json.loads(printed) == json.loads(heads.read_text())
    assert run("verify", "--heads", str(heads)).code == 0
    first = run("verify", "--digest").out
    company.do("premium.collect", policy, amount="10", method="cash")
    assert run("verify", "--heads", str(heads)).code == 0
    assert run("verify", "--digest").out != first
    kept = json.loads(heads.read_text())
    kept["101"]["seq"] += 1000
    heads.write_text(json.dumps(kept))
    cut = run("verify", "--heads", str(heads), "--json")
    assert (cut.code, cut.error["code"]) == (1, "verify")
    assert cut.error["problems"][0]["field"].startswith("event 101")


@pytest.mark.usefixtures("live")
def test_a_backup_is_a_whole_store_of_its_own(run: Run, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    assert run("backup", str(copy)).code == 0
    assert copy.stat().st_mode & 0o077 == 0
    store = Store(str(copy))
    with store.read() as reader:
        assert reader.count(Clerk) == 1
    store.close()
    assert run("backup", str(copy)).code == 2


@pytest.mark.usefixtures("live")
def test_a_backup_is_put_back_only_where_nothing_is_and_only_whole(run: Run, tmp_path: Path) -> None:
    copy, place = tmp_path / "copy.sqlite", tmp_path / "again" / "store.sqlite"
    before = run("verify", "--digest").out
    assert run("backup", str(copy)).code == 0
    assert run("restore", str(copy)).code == 2
    assert run("restore", str(copy), "--store", str(place)).code == 0
    assert run("verify", "--digest", "--store", str(place)).out == before

    with closing(sqlite3.connect(copy)) as broken, broken:
        for (name,) in broken.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            broken.execute(f"DROP TRIGGER {name}")
        broken.execute("UPDATE event SET door = 'window'")
    other = tmp_path / "other.sqlite"
    refused = run("restore", str(copy), "--store", str(other), "--json")
    assert (refused.code, refused.error["code"]) == (3, "verify")
    assert not other.exists()
    copy.write_text("not a store")
    assert run("restore", str(copy), "--store", str(other)).code == 1


def test_the_clock_moves_in_training_only(run: Run, company: Company) -> None:
    company.clerk("counter")
    assert run("clock", "--json").data["business_date"] == "2026-03-02"
    assert run("clock", "2026-03-09", "--as", "counter-clerk-1-101").code == 0
    assert run("clock").out.strip() == "2026-03-09"


@pytest.mark.usefixtures("live")
def test_doctor_tells_what_is_there(run: Run) -> None:
    found = run("doctor", "--json").data
    assert found["store_is_there"] is True
    assert found["schema"] == found["schema_wanted"]


def test_without_a_store_or_a_terminal_the_console_says_what_to_do(run: Run, live: Path) -> None:
    assert run().code == 2
    live.unlink()
    assert run().code == 2


def test_a_run_is_rehearsed_done_and_not_done_twice(run: Run, company: Company) -> None:
    company.policy("WL20")
    company.move_to(date(2027, 3, 3))
    company.clerk("premium")
    start = ("batch", "renewal-run", "--as-of", "2027-03-03", "--as", "premium-clerk-1-101", "--json")
    rehearsed = run(*start, "--dry-run").data
    done = run(*start).data
    again = run(*start).data
    assert rehearsed["rows"] == done["rows"] == 1
    assert rehearsed["amount"] == done["amount"] > 0
    assert again["rows"] == 0
    assert run("batch", "nonsense", "--as", "premium-clerk-1-101").code == 2
    company.clerk("claims")
    assert run(*start[:-2], "claims-clerk-1-101").code == 4


def test_a_slip_in_the_year_raises_no_premium_of_years_to_come(run: Run, company: Company) -> None:
    company.policy("WL20")
    company.clerk("premium")
    clerk = ("--as", "premium-clerk-1-101", "--json")
    for command in (("batch", "renewal-run", "--as-of"), ("bank", "export", "--to", ".", "--run", "--as-of")):
        refused = run(*command, "2062-03-03", *clerk)
        assert (refused.code, refused.error["code"]) == (3, "day_ahead")
        assert "The business date is 2026-03-02" in refused.error["message"]
    with company.store.read() as reader:
        assert (reader.count(PremiumDue), reader.count(RunRecord)) == (1, 0), "the first premium, no run"
    ahead = run("batch", "renewal-run", "--as-of", "2028-03-03", "--dry-run", *clerk)
    assert ahead.data["rows"] == 2
    assert run("batch", "day", "--as-of", "2027-03-03", "--dry-run", *clerk).code == 0
    assert run("batch", "renewal-run", "--as-of", "2026-03-01", *clerk).code == 0


def test_a_run_that_set_something_aside_says_what_it_did_and_ends_with_1(run: Run, company: Company) -> None:
    broken = company.policy("WL20")
    company.policy("WL20")
    company.move_to(date(2027, 1, 3))
    company.clerk("premium")
    with company.store.write() as tx:
        tx.update(Policy, {"number": broken}, {"product": "no_such_product"})
    done = run("batch", "notice-run", "--as", "premium-clerk-1-101", "--json")
    assert (done.code, done.error["code"]) == (1, "unexpected")
    assert [problem["message"].startswith(broken) for problem in done.error["problems"]] == [True]
    with company.store.write() as tx:
        tx.update(Policy, {"number": broken}, {"product": "WL20"})


def test_intake_tells_wrong_rows_with_their_line_and_keeps_the_others(
    run: Run, company: Company, tmp_path: Path
) -> None:
    from tests.support.company import AGENT, HEALTHY, LI_MING, TERMS

    company.clerk("counter")
    good = {
        **LI_MING, **HEALTHY, **TERMS["WL20"], "form_no": "S-1", "product": "WL20", "agent": AGENT, "income": "200000",
        "account_no": "6222000000000001",
        "papers": "application_form;identity_applicant;identity_insured;account_authority;health_declaration",
    }  # fmt: skip
    rows = [good, good | {"form_no": "S-2", "sum_assured": "lots"}]
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(
        "\n".join(",".join(str(value) for value in line) for line in [list(good), *(row.values() for row in rows)])
    )
    taken = run("intake", str(sheet), "--as", "counter-clerk-1-101", "--json")
    answer = json.loads(taken.out)
    assert taken.code == 5
    assert len(answer["data"]["cases"]) == 1
    assert [(problem["line"], problem["field"]) for problem in answer["error"]["problems"]] == [(3, "sum_assured")]


@pytest.mark.usefixtures("live")
def test_nobody_reads_a_live_store_without_logging_in(run: Run) -> None:
    reading = (["queue", "counter"], ["search", "L"], ["letters", "list"], ["report", "journal"], ["clerk", "list"])
    for command in (*reading, ["show", "party", "1"], ["bank", "list"], ["bank", "show", "1"]):
        assert run(*command).code == 4, command

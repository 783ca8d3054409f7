"""What scripts rely on: exit codes, the JSON envelope, where options stand, and never a traceback."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from ops_console.data import waiting
from ops_console.data.tables import Party
from ops_console.desk.desk import perform_in
from ops_console.rules.numbers import HEAD_OFFICE
from tests.cli.conftest import Run
from tests.support.company import AGENT, BRANCH, LI_MING, Company

LONGEST = 30
"""Seconds a test waits for what has to come."""
RECEIVED = {**LI_MING, "form_no": "F-1", "product": "WL20", "agent": AGENT, "papers": "application_form"}


def _set(values: dict[str, str]) -> list[str]:
    return [part for name, value in values.items() for part in ("--set", f"{name}={value}")]


def _login(company: Company, duty: str, grade: str = "clerk", branch: int = BRANCH) -> str:
    company.clerk(duty, grade, branch=branch)
    return f"{duty}-{grade}-1-{branch}"


def test_done_is_0_and_the_data_is_on_standard_output(run: Run, company: Company) -> None:
    done = run("do", "counter.receive_application", *_set(RECEIVED), "--as", _login(company, "counter"), "--json")
    assert done.code == 0
    number = done.data["number"]
    assert company.case(number).state == "received"
    assert done.data["opened"] == [number]


def test_global_options_stand_before_or_after_the_command(run: Run, company: Company) -> None:
    login = _login(company, "counter")
    before = run("--json", "--as", login, "queue", "counter")
    after = run("queue", "counter", "--json", f"--as={login}")
    assert before.code == after.code == 0
    assert before.data == after.data


def test_wrong_usage_is_2(run: Run, company: Company) -> None:
    login, premium = _login(company, "counter"), _login(company, "premium", branch=HEAD_OFFICE)
    for arguments in (
        ["nonsense"],
        ["queue"],
        ["queue", "kitchen", "--as", login],
        ["do", "counter.nonsense", "--as", login],
        ["do", "counter.check_papers", "--as", login],
        ["do", "counter.receive_application", "--set", "product", "--as", login],
        ["show", "policy", "P101000000009999", "--lang", "fr"],
        ["queue", "counter", "--limit", "many"],
        ["report", "journal", "--branch", "99999"],
        ["letters", "list", "--branch", "-5"],
        ["batch", "renewal-run", "--branch", "99999", "--as", premium],
        ["batch", "plan", "--branch", f"1{'0' * 20}", "--as", premium],
        ["batch", "watch", "9" * 20],
        ["bank", "show", "9" * 20],
        ["queue", "counter", "--store", "mysql://x/y"],
    ):
        result = run(*arguments, "--json")
        assert (result.code, result.error["code"]) == (2, "usage"), arguments


def test_refused_by_a_rule_is_3_with_reason_and_source(run: Run, company: Company) -> None:
    number = company.keyed("TM20", sum_assured="300000")
    assert company.case(number).state == "accepted"
    refused = run("do", "underwriting.accept", number, "--as", _login(company, "underwriting"), "--json")
    assert refused.code == 3
    assert refused.error["code"] == "state"
    assert refused.error["source"]


def test_not_allowed_is_4(run: Run, company: Company) -> None:
    number = company.received()
    refused = run("do", "counter.check_papers", number, "--as", _login(company, "claims"), "--json")
    assert (refused.code, refused.error["code"]) == (4, "duty")


def test_without_a_clerk_nothing_is_written(run: Run, company: Company) -> None:
    number = company.received()
    assert run("do", "counter.check_papers", number).code == 2
    assert run("do", "counter.check_papers", number, "--as", "nobody").code == 4
    assert company.case(number).state == "received"


def test_errors_of_the_input_are_5_all_of_them_at_once(run: Run, company: Company) -> None:
    wrong = {**RECEIVED, "applicant_document": "310101198603152719", "agent": "nobody", "papers": "dream"}
    result = run("do", "CN01", *_set(wrong), "--as", _login(company, "counter"), "--json")
    assert result.code == 5
    assert {problem["field"] for problem in result.error["problems"]} == {"applicant_document", "agent", "papers"}


def test_input_that_is_no_json_names_its_line(run: Run, company: Company, tmp_path: Path) -> None:
    file = tmp_path / "input.json"
    file.write_text('{"form_no": "F-1",\n "product": }')
    result = run("do", "CN01", "--input", str(file), "--as", _login(company, "counter"), "--json")
    assert result.code == 5
    assert result.error["problems"][0]["line"] == 2


def test_input_comes_from_a_file_or_from_standard_input_and_set_goes_first(run: Run, company: Company) -> None:
    text = json.dumps(RECEIVED)
    login = _login(company, "counter")
    done = run("do", "CN01", "--input", "-", "--set", "form_no=F-2", "--as", login, "--json", stdin=text)
    assert company.application(done.data["number"]).form_no == "F-2"


def test_a_referral_is_done_and_says_to_whom(run: Run, company: Company) -> None:
    number = company.keyed("TM20", sum_assured="2000000", income="2000000")
    login = _login(company, "underwriting")
    done = run("do", "underwriting.accept", number, "--as", login, "--json")
    assert done.code == 0
    assert done.data["referred_to"]
    assert company.case(number).referred_to == done.data["referred_to"]


def test_a_trial_changes_nothing(run: Run, company: Company) -> None:
    number = company.received()
    tried = run("do", "counter.withdraw_application", number, "--set", "reason=no", "--trial", "--as",
                _login(company, "counter"), "--json")  # fmt: skip
    assert tried.code == 0
    assert tried.data["to"] == "closed"
    assert company.case(number).state == "received"


def test_somebody_was_quicker(run: Run, company: Company) -> None:
    number = company.received()
    company.do("desk.add_note", number, company.clerk("counter", no=2), text="meanwhile")
    result = run("do", "counter.check_papers", number, "--version", "7", "--as", _login(company, "counter"), "--json")
    assert (result.code, result.error["code"]) == (3, "conflict")
    assert f"counter clerk 2 was quicker on {number}: Add a note, 20" in result.error["message"]


def test_a_command_that_waits_for_a_clerk_says_whom_for_and_is_done_afterwards(
    run: Run, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "MOMENT", 0.1)
    number, clerk, told = company.received(), company.clerk("counter"), threading.Event()
    at_work, meets = threading.Event(), waiting.Waiting.meets
    monkeypatch.setattr(waiting.Waiting, "meets", lambda wait, holder: (meets(wait, holder), told.set()))

    def at_the_counter() -> None:
        with waiting.writing_for(clerk.clerk_id, "Check the papers"), company.store.write() as tx:
            perform_in(tx, "counter.check_papers", clerk, number, {})
            at_work.set()
            told.wait(LONGEST)

    thread = threading.Thread(target=at_the_counter)
    thread.start()
    at_work.wait(LONGEST)
    result = run("do", "desk.add_note", number, "--set", "text=later", "--as", _login(company, "counter"))
    thread.join()
    assert result.code == 0
    assert "Waiting for counter clerk 1: Check the papers, since " in result.err
    assert company.case(number).state == "keying"


def test_money_taken_in_prints_its_receipt_and_a_trial_without_a_case_leads_nowhere(run: Run, company: Company) -> None:
    policy, login = company.policy("WL20"), _login(company, "counter")
    collect = ("do", "PR01", policy, *_set({"amount": "300", "method": "bank"}), "--as", login)
    assert run(*collect, "--trial").out.splitlines()[0] == "Nothing was changed."
    assert "Receipt 2\n" in run(*collect).out


def test_quiet_says_nothing_on_standard_error(run: Run, company: Company) -> None:
    login = _login(company, "administrator")
    values = _set({"code": "X1", "name": "Wang", "branch": "101", "phone": "13900000009"})
    assert run("do", "administration.add_agent", *values, "--as", login, "--quiet").err == ""


def test_data_cannot_command_the_terminal(run: Run, company: Company) -> None:
    evil = "李\x1b]0;owned\x07\u202e明"
    company.received(form_no="F-9")
    with company.store.write() as tx:
        # As a release stored it that took such names.
        tx.update(Party, {"name": LI_MING["applicant_name"]}, {"name": evil})
    login = _login(company, "counter")
    for extra in ([], ["--json"]):
        shown = run("queue", "counter", "--as", login, *extra).out
        assert "\x1b" not in shown
        assert "\u202e" not in shown


def test_an_unexpected_error_is_one_line_and_a_log_file(
    run: Run, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("boom")

    monkeypatch.setattr("ops_console.data.queries.queue.page", broken)
    result = run("queue", "counter", "--as", _login(company, "counter"))
    assert (result.code, result.out) == (1, "")
    assert result.err.count("\n") == 1
    log = Path(result.err.strip().rsplit(" ", 1)[1])
    assert "ZeroDivisionError" in log.read_text()
    assert log.stat().st_mode & 0o077 == 0


def test_no_store_says_how_to_make_one(run: Run, tmp_path: Path) -> None:
    result = run("--store", str(tmp_path / "none.sqlite"), "queue", "counter")
    assert result.code == 2
    assert "ops-console init" in result.err


def test_a_reader_who_leaves_early_is_no_error() -> None:
    command = [sys.executable, "-c", "from ops_console.cli.main import run; run()", "operations"]
    piped = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ)
    assert piped.stdout is not None
    assert piped.stderr is not None
    piped.stdout.close()
    assert piped.wait() == 0
    assert piped.stderr.read() == b""
    piped.stderr.close()


def test_help_is_there_for_every_command_in_both_languages(run: Run) -> None:
    for language in ("en", "zh"):
        listed = run("--lang", language, "--help")
        assert listed.code == 0
        assert "catalog" in listed.out
    assert run("catalog", "load", "--help").code == 0


HEAVY = ("sqlalchemy", "sqlmodel", "pydantic", "alembic", "pypinyin", "pendulum", "openpyxl", "xlsxwriter", "lxml")


def test_help_loads_nothing_heavy() -> None:
    small = ("textual", "rich", "fractions", "decimal", "json", "csv", "getpass", "calendar")
    code = (
        "import sys\nfrom ops_console.cli.main import main\nmain(['--help'])\n"
        f"print([name for name in {(*HEAVY, *small)!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_the_console_opens_without_what_reads_commands(company: Company) -> None:
    # A server is reached through SQLAlchemy; a file is looked at without.
    heavy = ("typer", *(HEAVY if company.store.engine.dialect.name == "sqlite" else ()))
    code = f"""if True:
        import sys
        from ops_console.cli.main import main
        from ops_console.screens import app
        app.run_console = lambda *_: print([name for name in {heavy!r} if name in sys.modules])
        sys.stdin.isatty = sys.stdout.isatty = lambda: True
        sys.exit(main(["--store", {company.store.url!r}, "--lang", "en", "--as", {_login(company, "counter")!r}]))
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "[]", "")

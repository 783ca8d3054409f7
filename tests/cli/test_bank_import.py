"""`bank import`: what a bank's file says is booked once, every line that is not is told, a faulty file is refused."""

import json
from datetime import date
from pathlib import Path

import pytest

from ops_console.data.runs.exclusive import exclusively
from ops_console.data.tables import BankFile, BankLine, CollectionOrder, PayoutOrder, WorkItem
from tests.cli.conftest import Run
from tests.support import bank_files
from tests.support.bank_files import Answer
from tests.support.company import LI_MING, Company
from tests.support.policies import position, renew

DUE = date(2027, 3, 3)
HEAD = 1


@pytest.fixture
def clerk(company: Company) -> str:
    return str(company.clerk("premium", branch=HEAD).clerk_id)


def sent(run: Run, company: Company, clerk: str, folder: Path) -> tuple[str, CollectionOrder]:
    """A policy whose instalment is with the bank, and its order."""
    policy = company.policy("WL20")
    renew(company, DUE)
    assert run("bank", "export", "--to", str(folder), "--run", "--as", clerk, "--json").code == 0
    with company.store.read() as reader:
        [order] = reader.find(CollectionOrder)
    return policy, order


def paid(run: Run, company: Company, clerk: str, folder: Path) -> str:
    """A payment of 5 yuan that the bank was asked to make."""
    item = company.do("premium.hold_bank_money", amount=500, day=company.today, name="李明")
    sender = {"payee_name": LI_MING["applicant_name"], "payee_document": LI_MING["applicant_document"]}
    company.policy("WL20")
    returned = company.do("premium.return_bank_item", item.number, **sender, account_no="6222000000000001")
    [payment] = returned.opened
    company.do("premium.release_payment", payment, company.clerk("cashier", "head_office"))
    assert run("bank", "export", "--to", str(folder), "--run", "--as", clerk, "--json").code == 0
    assert company.case(payment).state == "paid"
    return payment


def reference(policy: str) -> str:
    return f"{policy}-{DUE:%Y%m%d}-1"


def test_a_status_report_pays_the_instalment_and_the_next_one_of_it_is_known(
    run: Run, company: Company, clerk: str, tmp_path: Path
) -> None:
    policy, order = sent(run, company, clerk, tmp_path)
    file = tmp_path / "status.xml"
    lines = [Answer(reference(policy), order.amount), Answer("NOBODY", 500)]
    file.write_bytes(bank_files.status(lines))
    [rehearsed] = run("bank", "import", str(file), "--dry-run", "--as", clerk, "--json").data
    assert position(company, policy).premium_owed == order.amount
    [done] = run("bank", "import", str(file), "--as", clerk, "--json").data
    assert rehearsed == {**done, "file": None}
    paid_in, stray = {"lines": 1, "amount": order.amount}, {"lines": 1, "amount": 500}
    assert done["totals"] == {
        "booked": paid_in | {"outcomes": {"settled": paid_in}},
        "unknown": stray | {"outcomes": {"settled": stray}},
    }
    [held] = done["held"]
    assert (held["line"], held["reference"], held["wrong"]) == (2, "NOBODY", "no order of ours has this reference")
    assert position(company, policy).premium_owed == 0
    again = run("bank", "import", str(file), "--as", clerk)
    assert again.code == 0
    assert "came in on 2027-03-03 already: nothing was changed" in again.err
    with company.store.read() as reader:
        assert reader.count(BankFile, direction="in") == 1
    assert company.verify() == []


def test_a_return_in_a_notification_is_owed_again_and_unknown_money_has_a_case(
    run: Run, company: Company, clerk: str, tmp_path: Path
) -> None:
    policy, order = sent(run, company, clerk, tmp_path)
    yuan = f"{order.amount // 100}.{order.amount % 100:02d}"
    file = tmp_path / "notification.xml"
    credit = bank_files.entry(yuan, "CRDT", bank_files.transaction(reference(policy), yuan))
    stray = bank_files.entry("7.00", "CRDT", bank_files.transaction("GIFT", "7.00"))
    back = bank_files.entry(yuan, "DBIT", bank_files.transaction(reference(policy), yuan, returned="AM04"))
    file.write_bytes(bank_files.notification(credit, stray, back))
    [done] = run("bank", "import", str(file), "--as", clerk, "--json").data
    assert {state: one["lines"] for state, one in done["totals"].items()} == {"booked": 2, "unknown": 1}
    assert position(company, policy).premium_owed == order.amount
    with company.store.read() as reader:
        [case] = reader.find(WorkItem, kind="bank_item")
        assert reader.find(BankLine, state="unknown")[0].case_id == case.id
    assert [one["case"] for one in done["held"]] == [case.number]
    shown = run("bank", "show", str(done["file"]), "--as", clerk)
    assert case.number in shown.out
    assert company.verify() == []


def test_a_payment_the_bank_could_not_make_waits_to_be_released_again(
    run: Run, company: Company, clerk: str, tmp_path: Path
) -> None:
    payment = paid(run, company, clerk, tmp_path)
    file = tmp_path / "no.xml"
    file.write_bytes(bank_files.status([Answer(f"{payment}-1", 500, "RJCT", "AC04")]))
    [done] = run("bank", "import", str(file), "--as", clerk, "--json").data
    refused = {"lines": 1, "amount": 500}
    assert done["totals"] == {"booked": refused | {"outcomes": {"rejected": refused}}}
    assert ["booked", "refused", "1", "5.00"] in [
        line.split() for line in run("bank", "show", str(done["file"]), "--as", clerk).out.splitlines()
    ]
    assert company.case(payment).state == "to_release"
    assert company.verify() == []


def test_a_file_that_is_not_in_order_is_refused_with_every_fault(
    run: Run, company: Company, clerk: str, tmp_path: Path
) -> None:
    file = tmp_path / "status.xml"
    file.write_bytes(bank_files.status()[:-40])
    refused = run("bank", "import", str(file), "--as", clerk, "--json")
    assert refused.code == 5
    assert refused.error["problems"]
    with company.store.read() as reader:
        assert reader.count(BankFile) == reader.count(BankLine) == 0


def test_a_line_that_cannot_be_read_is_told_as_an_error_of_the_input_and_every_line_is_kept(
    run: Run, company: Company, clerk: str, tmp_path: Path
) -> None:
    file = tmp_path / "results.txt"
    file.write_bytes(bank_files.bar().replace(b"|500.00|", b"|5OO.OO|"))
    wanted = ("bank", "import", str(file), "--bank", "CCB", "--as", clerk)
    for more in ("--dry-run",), ():
        done = run(*wanted, *more, "--json")
        [problem] = done.error["problems"]
        assert (done.code, problem["field"], problem["line"]) == (5, "results.txt", None)
        assert problem["message"].startswith("answer 2: amount")
        assert "5OO.OO" in problem["message"]
    with company.store.read() as reader:
        assert [line.state for line in reader.find(BankLine)] == ["unknown", "faulty", "unknown"]
    # Who takes it in again has nothing to mend here: the bank does.
    assert run(*wanted).code == 0


def test_lines_that_cannot_be_read_are_told_however_many_others_fit_nothing_and_beside_a_file_refused(
    run: Run, clerk: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ops_console.batch.bank_intake.MOST_TOLD", 1)
    some, refused = tmp_path / "results.txt", tmp_path / "bad.txt"
    some.write_bytes(bank_files.bar().replace(b"|500.00|", b"|5OO.OO|").replace(b"|0.98|", b"|O.98|"))
    refused.write_bytes(bank_files.bar()[:-20])
    wanted = ("bank", "import", str(some), "--bank", "CCB", "--as", clerk, "--json")
    done = run(*wanted, "--dry-run")
    assert done.error["message"] == "2 lines can't be read"
    assert [problem["message"][:9] for problem in done.error["problems"]] == ["answer 2:", "and 1 mor"]
    both = run("bank", "import", str(refused), *wanted[2:])
    assert both.code == 5
    assert [problem["field"] for problem in both.error["problems"]][-2:] == ["results.txt", "results.txt"]


def test_of_several_files_the_good_ones_are_booked_and_told_and_the_others_named(
    run: Run, company: Company, clerk: str, tmp_path: Path
) -> None:
    policy, order = sent(run, company, clerk, tmp_path)
    bad, good = tmp_path / "bad.xml", tmp_path / "good.xml"
    bad.write_bytes(bank_files.status()[:-40])
    good.write_bytes(bank_files.status([Answer(reference(policy), order.amount)]))
    both = run("bank", "import", str(bad), str(good), "--as", clerk)
    assert (both.code, "bad.xml" in both.err, "good.xml" in both.out) == (5, True, True)
    assert position(company, policy).premium_owed == 0
    told = json.loads(run("bank", "import", str(good), str(bad), "--as", clerk, "--json").out)
    assert [file["name"] for file in told["data"]["files"]] == ["good.xml"]
    assert all(problem["field"].startswith("bad.xml") for problem in told["error"]["problems"])


def test_only_head_office_takes_in_what_banks_answer(run: Run, company: Company, tmp_path: Path) -> None:
    branch = str(company.clerk("premium").clerk_id)
    assert run("bank", "import", str(tmp_path / "status.xml"), "--as", branch).code == 4


def test_two_files_at_once_are_booked_one_after_the_other(
    run: Run, company: Company, clerk: str, tmp_path: Path
) -> None:
    policy, order = sent(run, company, clerk, tmp_path)
    file = tmp_path / "status.xml"
    file.write_bytes(bank_files.status([Answer(reference(policy), order.amount)]))
    with exclusively(company.store, "bank-import"):
        busy = run("bank", "import", str(file), "--as", clerk)
    assert (busy.code, "status.xml is read" in busy.err) == (3, True)
    assert position(company, policy).premium_owed == order.amount
    [done] = run("bank", "import", str(file), "--as", clerk, "--json").data
    assert (done["already"], done["totals"]["booked"]["lines"]) == (None, 1)
    assert position(company, policy).premium_owed == 0


def test_a_payment_confirmed_and_then_sent_back_is_owed_again(
    run: Run, company: Company, clerk: str, tmp_path: Path
) -> None:
    payment = paid(run, company, clerk, tmp_path)
    yes = tmp_path / "yes.xml"
    yes.write_bytes(bank_files.status([Answer(f"{payment}-1", 500)]))
    back = tmp_path / "back.xml"
    credit = bank_files.entry("5.00", "CRDT", bank_files.transaction(f"{payment}-1", "5.00", returned="AC06"))
    back.write_bytes(bank_files.notification(credit))
    for file, state in ((yes, "confirmed"), (back, "bounced")):
        [done] = run("bank", "import", str(file), "--as", clerk, "--json").data
        assert (done["totals"]["booked"]["lines"], done["totals"]["booked"]["amount"]) == (1, 500)
        with company.store.read() as reader:
            [order] = reader.find(PayoutOrder)
        assert order.state == state
    assert order.reason == "account_blocked"
    assert company.case(payment).state == "to_release"
    assert company.verify() == []

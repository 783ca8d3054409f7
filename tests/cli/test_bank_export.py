"""`bank export`: what runs drew up is written once, whole, as the bank wants it; and told."""

from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from ops_console.batch import bank_export
from ops_console.data.tables import BankFile, CollectionOrder, Event, Party, PayoutOrder
from ops_console.exchange.bank.schemas import schema
from ops_console.rules.numbers import parse
from tests.cli.conftest import Run
from tests.support.company import BRANCH, Company
from tests.support.policies import position, renew

DUE = date(2027, 3, 3)
NAMESPACE = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.008.001.02"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the files go."""
    path = tmp_path / "out"
    path.mkdir()
    return path


def due(company: Company, **values: object) -> str:
    """A policy whose renewal premium is owed, collected from an account at the default bank."""
    policy = company.policy("WL20", **values)
    renew(company, DUE)
    return policy


def clerk(company: Company) -> str:
    return str(company.clerk("premium").clerk_id)


def texts(file: Path, path: str) -> list[str]:
    return [str(found.text) for found in etree.parse(file).iterfind(path, NAMESPACE)]


def test_what_is_owed_goes_out_valid_against_the_official_schema(run: Run, company: Company, folder: Path) -> None:
    policy = due(company)
    done = run("bank", "export", "--to", str(folder), "--run", "--as", clerk(company), "--json")
    [file] = done.data["files"]
    assert [report["rows"] for report in done.data["runs"]] == [1, 0]
    path = Path(file["path"])
    assert path.name == f"pain008-ICBC-CICBC-{BRANCH:04d}-000001.xml"
    assert [*folder.iterdir()] == [path]
    schema("pain.008.001.02").assertValid(etree.parse(path))
    premium = position(company, policy).premium_owed.yuan().replace(",", "")
    assert texts(path, ".//p:EndToEndId") == [f"{policy}-20270303-1"]
    assert texts(path, ".//p:CtrlSum")[0] == premium
    assert texts(path, ".//p:MndtId") == [f"{policy}-1"]
    assert texts(path, ".//p:DtOfSgntr") == ["2026-03-02"]
    assert texts(path, ".//p:SeqTp") == ["FRST"]
    assert texts(path, ".//p:Dbtr/p:Nm") == ["李明"]
    assert texts(path, ".//p:DbtrAcct//p:Othr/p:Id") == ["6222000000000001"]


def test_a_file_is_written_once_and_again_only_when_asked_and_the_same(
    run: Run, company: Company, folder: Path
) -> None:
    policy = due(company)
    premium = clerk(company)
    [file] = run("bank", "export", "--to", str(folder), "--run", "--as", premium, "--json").data["files"]
    path = Path(file["path"])
    content = path.read_bytes()
    path.unlink()
    assert run("bank", "export", "--to", str(folder), "--as", premium, "--json").data == []
    again = ("bank", "export", "--to", str(folder), "--again", str(file["id"]), "--as", premium, "--json")
    with company.store.write() as tx:
        tx.update(CollectionOrder, {"attempt": 1}, {"state": "collected", "answered_on": DUE})
    [second] = run(*again).data
    assert (second["again"], path.read_bytes()) == (True, content)
    with company.store.write() as tx:
        tx.update(CollectionOrder, {"attempt": 1}, {"state": "sent", "answered_on": None})
        tx.update(Party, {"id": position(company, policy).applicant_id}, {"name": "李明亮"})
    refused = run(*again)
    assert (refused.code, refused.error["code"]) == (3, "differs")
    assert path.read_bytes() == content
    with company.store.read() as reader:
        events = reader.find(Event, operation="batch.bank-export")
    assert [event.data.get("again", False) for event in events] == [False, True]
    assert {event.data["digest"] for event in events} == {file["digest"]}


def test_who_is_killed_before_the_note_writes_the_same_file_again(
    run: Run, company: Company, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    due(company)
    premium = clerk(company)
    noted = bank_export._note

    def killed(*_arguments: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(bank_export, "_note", killed)
    run("bank", "export", "--to", str(folder), "--run", "--as", premium)
    [path] = folder.iterdir()
    content = path.read_bytes()
    monkeypatch.setattr(bank_export, "_note", noted)
    company.move_by(3)
    [file] = run("bank", "export", "--to", str(folder), "--as", premium, "--json").data
    assert [*folder.iterdir()] == [path] == [Path(file["path"])]
    assert path.read_bytes() == content


def test_what_can_t_be_written_leaves_nothing_and_stays_to_be_written(
    run: Run, company: Company, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    due(company)
    premium = clerk(company)
    missing = run("bank", "export", "--to", str(folder / "none"), "--as", premium)
    assert missing.code == 2

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(bank_export, "write", full)
        failed = run("bank", "export", "--to", str(folder), "--run", "--as", premium)
    assert failed.code != 0
    assert "No space left" in failed.err
    assert [*folder.iterdir()] == []
    with company.store.read() as reader:
        assert [one.state for one in reader.find(BankFile)] == ["drawn"]
    assert len(run("bank", "export", "--to", str(folder), "--as", premium, "--json").data) == 1


def test_the_premium_department_writes_files_and_nobody_else(run: Run, company: Company, folder: Path) -> None:
    due(company)
    other = company.clerk("claims")
    refused = run("bank", "export", "--to", str(folder), "--as", str(other.clerk_id))
    assert refused.code == 4
    assert [*folder.iterdir()] == []


def test_payouts_go_out_in_a_file_of_their_own_and_all_are_listed(run: Run, company: Company, folder: Path) -> None:
    policy = due(company)
    premium = clerk(company)
    company.do("premium.collect", policy, amount=1_000, method="bank", identity_checked=True)
    refund = {"amount": 1_000, "account_no": "CCB 6217000000000001"}
    [payment] = company.do("premium.refund_suspense", policy, company.clerk("premium"), **refund).opened
    company.do("premium.release_payment", payment)
    files = run("bank", "export", "--to", str(folder), "--run", "--as", premium, "--json").data["files"]
    assert [(one["kind"], one["bank"], one["lines"]) for one in files] == [
        ("collection", "ICBC", 1),
        ("payout", "CCB", 1),
    ]
    lines = Path(files[1]["path"]).read_text("gbk").splitlines()
    assert len(lines) == 3
    assert f"{payment}-1|6217000000000001|李明|10.00" in lines[1]
    elsewhere = str(company.clerk("premium", branch=102).clerk_id)
    assert run("bank", "list", "--as", elsewhere, "--json").data == []
    assert run("bank", "show", str(files[1]["id"]), "--as", elsewhere).code == 4
    listed = run("bank", "list", "--json").data
    assert [(one["id"], one["kind"], one["state"]) for one in listed] == [
        (files[1]["id"], "payout", "written"), (files[0]["id"], "collection", "written")
    ]  # fmt: skip
    shown = run("bank", "show", str(files[1]["id"]), "--json").data
    assert shown["orders"] == [{"state": "sent", "reason": "", "orders": 1, "amount": 1_000}]
    assert run("bank", "list").out.count("written") == 2
    assert "10.00" in run("bank", "show", str(files[1]["id"])).out


def with_account(company: Company, policy: str, account: str) -> None:
    """The account of what is ordered for a policy, as an older system left it."""
    with company.store.write() as tx:
        tx.update(CollectionOrder, {"policy_id": parse(policy).id}, {"account_no": account})


def test_an_order_its_file_can_t_carry_is_withdrawn_and_holds_back_no_other(
    run: Run, company: Company, folder: Path
) -> None:
    good, bad = company.policy("WL20"), company.policy("WL20")
    renew(company, DUE)
    premium = clerk(company)
    run("batch", "collection-run", "--as-of", DUE.isoformat(), "--as", premium)
    with_account(company, bad, "no number")
    [file] = run("bank", "export", "--to", str(folder), "--as", premium, "--json").data
    reference = f"{bad}-20270303-1"
    assert file["lines"] == 1
    assert [(one["order"], one["value"]) for one in file["withdrawn"]] == [(reference, "no number")]
    path = Path(file["path"])
    content = path.read_bytes()
    assert texts(path, ".//p:EndToEndId") == [f"{good}-20270303-1"]
    assert texts(path, ".//p:NbOfTxs")[0] == "1"
    again = run("bank", "export", "--to", str(folder), "--again", str(file["id"]), "--as", premium)
    assert (again.code, path.read_bytes()) == (0, content)
    states = {(one["state"], one["reason"]) for one in run("bank", "show", str(file["id"]), "--json").data["orders"]}
    assert states == {("sent", ""), ("withdrawn", "unfit")}
    assert company.verify() == []
    # Not tried again under the same mandate.
    ordered = run("batch", "collection-run", "--as-of", DUE.isoformat(), "--as", premium, "--json").data
    assert ordered["rows"] == 0


def test_a_file_none_of_whose_orders_fits_keeps_its_number_and_is_never_written(
    run: Run, company: Company, folder: Path
) -> None:
    policy = due(company)
    premium = clerk(company)
    run("batch", "collection-run", "--as-of", DUE.isoformat(), "--as", premium)
    with_account(company, policy, "no number")
    refused = run("bank", "export", "--to", str(folder), "--as", premium)
    assert (refused.code, [*folder.iterdir()]) == (5, [])
    assert run("bank", "export", "--to", str(folder), "--as", premium, "--json").data == []
    with company.store.read() as reader:
        assert [(one.no, one.state, one.lines, one.amount) for one in reader.find(BankFile)] == [(1, "void", 0, 0)]
    assert company.verify() == []


def test_a_payment_its_file_can_t_carry_waits_to_be_released_once_more(
    run: Run, company: Company, folder: Path
) -> None:
    policy = due(company)
    company.do("premium.collect", policy, amount=1_000, method="bank", identity_checked=True)
    refund = {"amount": 1_000, "account_no": "CCB 6217000000000001"}
    [payment] = company.do("premium.refund_suspense", policy, company.clerk("premium"), **refund).opened
    company.do("premium.release_payment", payment)
    run("batch", "payout-run", "--as-of", company.today.isoformat(), "--as", clerk(company))
    with company.store.write() as tx:
        tx.update(PayoutOrder, {"case_id": parse(payment).id}, {"account_no": "CCB"})
    refused = run("bank", "export", "--to", str(folder), "--as", clerk(company))
    assert refused.code == 5
    assert company.case(payment).state == "to_release"
    with company.store.read() as reader:
        assert [(one.state, one.reason) for one in reader.find(PayoutOrder)] == [("bounced", "unfit")]
    assert company.verify() == []

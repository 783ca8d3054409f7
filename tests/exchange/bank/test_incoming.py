"""Files from the bank: faults of a file refuse it with the exact list, faults of a line stand beside the good ones."""

import tomllib
from contextlib import suppress
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ops_console.base.i18n import use_language
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, UsageError
from ops_console.catalog.load import shipped
from ops_console.exchange.bank.checking import Faults, Measured, Stop
from ops_console.exchange.bank.incoming import read
from ops_console.exchange.bank.model import Faulty, Incoming, Limits, Result
from tests.support.bad_bank_files import EXAMPLES, Bad, all_files, good_files, manifest
from tests.support.bank_files import (
    ANSWERS,
    BANKS,
    DAY,
    ISO_BANK,
    Answer,
    bar,
    entry,
    notification,
    status,
    write_large,
)

PROFILES = shipped().banking.profiles
OURS = Limits(
    banks=frozenset({ISO_BANK[0], *(bank for bank, _account in BANKS.values())}),
    accounts=frozenset({ISO_BANK[1], *(account for _bank, account in BANKS.values())}),
)
BAD = {one.name: one for one in all_files()}
GOOD = good_files()


def taken(path: Path, profile: str, limits: Limits = OURS) -> tuple[Incoming, list[Result | Faulty]]:
    head, lines = read(path, PROFILES[profile], limits)
    return head, list(lines)


def good(name: str) -> tuple[Incoming, list[Result | Faulty]]:
    return taken(EXAMPLES / "good" / name, GOOD[name][0])


def made(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "from-the-bank"
    path.write_bytes(data)
    return path


def refusal(path: Path, profile: str, limits: Limits = OURS) -> InputErrors:
    with pytest.raises(InputErrors) as refused:
        read(path, PROFILES[profile], limits)
    assert refused.value.code == "bank_file"
    return refused.value


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_each_bad_file_is_answered_with_what_is_wrong_in_it(bad: Bad) -> None:
    path = EXAMPLES / "bad" / bad.name
    if bad.refused:
        problems = refusal(path, bad.profile).problems
        assert [(one.line, one.field, one.message) for one in problems] == list(bad.refused)
        return
    head, lines = taken(path, bad.profile)
    assert [(one.no, one.field, one.message) for one in lines if isinstance(one, Faulty)] == list(bad.faulty)
    assert (head.count, len(lines)) == (bad.lines, bad.lines)


def test_the_examples_are_those_that_are_made_anew_and_their_list_tells_them_all() -> None:
    on_disk = {path.name: path.read_bytes() for path in (EXAMPLES / "bad").iterdir()}
    assert on_disk.pop("manifest.toml").decode() == manifest(list(BAD.values()))
    assert on_disk == {one.name: one.data for one in BAD.values()}
    assert {path.name: path.read_bytes() for path in (EXAMPLES / "good").iterdir()} == {
        name: data for name, (_profile, data) in GOOD.items()
    }
    listed = tomllib.loads((EXAMPLES / "bad" / "manifest.toml").read_text("utf-8"))["file"]
    assert [one["name"] for one in listed] == list(BAD)
    assert len(BAD) >= 30


def test_a_file_whose_lines_come_to_more_than_the_database_holds_is_refused(tmp_path: Path) -> None:
    most = entry("9999999999999.99", "CRDT")
    assert taken(made(tmp_path, notification(*[most] * 1_000)), "iso")[0].total == 999_999_999_999_999_000
    [fault] = refusal(made(tmp_path, notification(*[most] * 1_001)), "iso").problems
    assert (fault.field, fault.message) == ("total", "less than 10,000,000,000,000,000.00 is wanted")


def test_the_two_text_formats_and_the_two_versions_of_the_report_tell_the_same() -> None:
    told = {name: good(name) for name in ("bar.txt", "fixed.dat", "status.xml", "status-12.xml")}
    first, second, third = ANSWERS
    for head, lines in told.values():
        assert (head.original, head.count, head.total) == ("K101-000001", 3, Fen(173554))
        assert [
            (one.no, one.reference, one.amount, one.outcome, one.reason, one.name)
            for one in lines
            if isinstance(one, Result)
        ] == [
            (1, first.reference, 123456, "settled", "", "王小明"),
            (2, second.reference, 50000, "rejected", "insufficient_funds", "李芳"),
            (3, third.reference, 98, "rejected", "account_closed", "欧阳·娜"),
        ]
    assert told["bar.txt"][1][1] == Result(
        2, second.reference, Fen(50000), "rejected", "E0001", "insufficient_funds", DAY, "李芳", "余额不足"
    )
    assert (told["fixed.dat"][0].bank, told["fixed.dat"][0].ours_account) == BANKS["fixed"]
    assert [head.kind for head, _lines in told.values()] == ["text", "text", "status", "status"]


def test_a_report_may_name_only_what_was_rejected_or_decide_on_the_whole_file() -> None:
    head, lines = good("status-only-rejected.xml")
    assert (head.whole, [one.no for one in lines]) == ("", [1, 2])
    head, lines = good("status-whole.xml")
    assert (head.whole, head.original, lines) == ("settled", "K101-000001", [])


def test_a_whole_file_that_was_rejected_says_why(tmp_path: Path) -> None:
    group = "<GrpSts>RJCT</GrpSts><StsRsnInf><Rsn><Cd>MD01</Cd></Rsn></StsRsnInf>"
    head, _lines = taken(made(tmp_path, status((), group=group)), "iso")
    assert (head.whole, head.code, head.reason) == ("rejected", "MD01", "no_mandate")


def test_a_code_we_have_no_word_for_is_another_reason_and_what_is_under_way_none_yet(tmp_path: Path) -> None:
    lines = taken(made(tmp_path, status([Answer("A", 1, "RJCT", "XX99"), Answer("B", 1, "PDNG")])), "iso")[1]
    assert [(one.outcome, one.code, one.reason) for one in lines if isinstance(one, Result)] == [
        ("rejected", "XX99", "other"),
        ("pending", "", ""),
    ]


def test_a_notification_tells_what_moved_which_way_and_what_came_back() -> None:
    head, lines = good("notification.xml")
    first, second, _third = ANSWERS
    assert (head.kind, head.ours_account, head.count) == ("notification", ISO_BANK[1], 5)
    assert [
        (one.reference, one.amount, one.outcome, one.reason, one.day, one.text)
        for one in lines
        if isinstance(one, Result)
    ] == [
        (first.reference, 123456, "credited", "", DAY, ""),
        (second.reference, 50000, "credited", "", DAY, ""),
        (first.reference, 123456, "returned", "insufficient_funds", DAY, ""),
        ("", 8800, "credited", "", DAY, "现金存入"),
        ("", 900, "pending", "", DAY, ""),
    ]


def test_a_statement_tells_its_movements_and_carries_its_balance_on() -> None:
    head, lines = good("statement.xml")
    assert head.kind == "statement"
    assert (head.closing, head.closing_day) == (Fen(99_700), DAY)  # 1,000.00 and nothing more than a charge of 3.00
    assert [(one.reference, one.amount, one.outcome) for one in lines if isinstance(one, Result)] == [
        (ANSWERS[0].reference, 123456, "credited"),
        (ANSWERS[0].reference, 123456, "returned"),
        ("", 300, "debited"),
    ]


def test_the_newer_versions_of_notification_and_statement_tell_the_same() -> None:
    for name in ("notification", "statement"):
        assert good(f"{name}-08.xml")[1] == good(f"{name}.xml")[1]
    assert {one.name for one in good("notification-08.xml")[1] if isinstance(one, Result)} == {"王小明", ""}


def test_500_megabytes_are_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.xml"
    with path.open("wb") as file:
        file.truncate(500 * 10**6)
    problems = refusal(path, "iso").problems
    assert [one.message for one in problems] == ["larger than 200,000,000 bytes, the most a bank file may have"]


def test_a_file_that_grows_is_stopped_while_it_is_read() -> None:
    faults = Faults(100)
    growing = Measured(BytesIO(b"x" * 100), Limits(most_bytes=60), faults)
    assert growing.read(50) == b"x" * 50
    with pytest.raises(Stop):
        growing.read(50)
    assert [one.message for one in faults.problems] == ["larger than 60 bytes, the most a bank file may have"]


def test_a_file_exchanged_after_it_was_found_in_order_changes_nothing(tmp_path: Path) -> None:
    path = made(tmp_path, bar())
    head, lines = read(path, PROFILES["bar"], OURS)
    path.write_bytes(bar(ANSWERS[:2]))
    assert len(list(lines)) == head.count == len(ANSWERS)


def test_a_hundred_faults_are_listed_and_all_are_counted(tmp_path: Path) -> None:
    answers = [Answer("P1", 1, "DONE")] * 150
    with use_language("en"):
        for path, profile in (
            (made(tmp_path, status(answers)), "iso"),
            (tmp_path / "more", "bar"),
        ):
            if profile == "bar":
                path.write_bytes(b"H\n" + b"D|1\n" * 147 + b"T|0\n")
            found = refusal(path, profile)
            assert len(found.problems) == 100
            assert found.message == f"The file {path.name} is refused: 150 faults"


def test_faults_against_the_schema_are_told_by_line_however_far_down(tmp_path: Path) -> None:
    answers = [Answer(f"P{no}", 1, "DONE" if no in (3, 2000, 2001) else "ACSC") for no in range(3000)]
    problems = refusal(made(tmp_path, status(answers)), "iso").problems
    assert [(one.line, one.field) for one in problems] == [(9, "TxSts"), (2006, "TxSts"), (2007, "TxSts")]


def test_one_line_without_end_does_not_fill_the_memory(tmp_path: Path) -> None:
    data = status().replace("余额不足".encode(), b"<!-- -->" * 2**20)
    assert refusal(made(tmp_path, data), "iso").problems[0].message == "more than 4,194,304 bytes without a line"


def test_a_file_without_a_profile_is_xml_and_one_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    head, lines = read(EXAMPLES / "good" / "status.xml")
    assert (head.kind, [one.reason for one in lines if isinstance(one, Result)]) == ("status", ["", "other", "other"])
    with pytest.raises(UsageError):
        read(tmp_path / "nowhere", PROFILES["bar"])


CUT = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@CUT
@given(st.sampled_from(sorted(GOOD)), st.data())
def test_cut_off_anywhere_a_file_is_refused_or_nothing_of_it_is_missing(
    tmp_path: Path, name: str, data: st.DataObject
) -> None:
    profile, whole = GOOD[name]
    kept = data.draw(st.integers(0, len(whole) - 1))
    path = made(tmp_path, whole[:kept])
    if whole[kept:].strip():
        assert refusal(path, profile).problems
    else:
        assert taken(path, profile)[1] == good(name)[1]


@CUT
@given(st.sampled_from(sorted(GOOD)), st.data())
def test_whatever_a_byte_is_changed_into_a_file_is_read_or_refused_and_never_crashes(
    tmp_path: Path, name: str, data: st.DataObject
) -> None:
    profile, whole = GOOD[name]
    place = data.draw(st.integers(0, len(whole) - 1))
    changed = whole[:place] + bytes([data.draw(st.integers(0, 255))]) + whole[place + 1 :]
    with suppress(InputErrors):
        head, lines = taken(made(tmp_path, changed), profile, Limits())
        assert head.count == len(lines)


@pytest.mark.parametrize("profile", ["bar", "fixed", "iso"])
def test_a_large_file_is_made_for_benchmarks_and_read_like_a_small_one(profile: str, tmp_path: Path) -> None:
    path = tmp_path / "large"
    write_large(path, profile, 3000)
    head, lines = taken(path, profile)
    failed = [one for one in lines if isinstance(one, Result) and one.outcome == "rejected"]
    assert (head.count, head.total, len(failed)) == (3000, 10000 * 3000 + 21 * 428 + 6, 300)
    assert {one.reason for one in failed} == {"insufficient_funds"}
    assert profile == "iso" or failed[0].day == date(2026, 11, 23)

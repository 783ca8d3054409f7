"""Order in the archive: files moved, lent files followed up, cabinets counted, looks logged."""

from datetime import date
from typing import Any

import pytest

from ops_console.base.problems import InputErrors, NotAllowed, Refused
from ops_console.batch.follow_ups import FILE_LOANS
from ops_console.cli.archive_reports import index, labels, loans, looks
from ops_console.data.glance import glance
from ops_console.data.queries.search import search
from ops_console.data.tables import ArchiveFile, ClerkDuty, FileLoan, Note, Stocktake, Task
from ops_console.rules import numbers
from tests.rooms.test_archive import ended_application, ended_claim, filed, loan_of, wanted
from tests.support.company import BRANCH, LI_MING, Company

WHERE = f"A-{BRANCH}"
WHY = {"reason": "the box is wet"}


def files(company: Company, count: int = 1) -> list[str]:
    """Numbers of applications filed one after the other."""
    found = [ended_application(company) for _one in range(count)]
    for number in found:
        filed(company, number)
    return found


def place(company: Company, number: str) -> tuple[str, int, int]:
    with company.store.read() as reader:
        file = reader.need(ArchiveFile, numbers.parse(number).id)
    return file.cabinet, file.box, file.no


def missing_since(company: Company, number: str) -> date | None:
    with company.store.read() as reader:
        return reader.need(ArchiveFile, numbers.parse(number).id).missing_since


def out(company: Company, number: str) -> str:
    """Number of a loan that is handed out."""
    loan = wanted(company, number, company.clerk("counter"))
    company.do("archive.approve_loan", loan)
    company.do("archive.hand_out", loan)
    return loan


def problems_of(error: pytest.ExceptionInfo[InputErrors]) -> list[str]:
    return [problem.field for problem in error.value.problems]


# -- moving


def test_a_file_goes_to_another_box_and_its_event_says_from_where(company: Company) -> None:
    first, second = files(company, 2)
    company.do("archive.move_file", first, box=2, **WHY)
    assert place(company, first) == (WHERE, 2, 1)
    moved = company.events(first)[-1].data
    assert (moved["input"]["reason"], moved["changes"][0]["before"]["box"]) == ("the box is wet", 1)
    company.do("archive.move_file", second, cabinet="SAFE-1", **WHY)
    assert place(company, second) == ("SAFE-1", 1, 1)


def test_a_place_that_a_moved_file_has_taken_is_passed_over(company: Company) -> None:
    """Two files of a cabinet go to the front of another, which then gives out its third place."""
    first, second = files(company, 2)
    with company.store.write() as tx:
        tx.update(ArchiveFile, {"case_id": numbers.parse(second).id}, {"no": 3})
    [third] = files(company)
    assert place(company, third) == (WHERE, 1, 4), "the third place is taken"
    company.do("archive.move_file", first, box=2, **WHY)
    company.do("archive.move_file", second, box=2, **WHY)
    company.do("archive.move_file", first, box=1, **WHY)
    assert place(company, first) == (WHERE, 1, 1)


@pytest.mark.parametrize(
    ("values", "wrong"),
    [({}, "box"), ({"box": 1}, "box"), ({"box": 3}, "box"), ({"cabinet": "a/b"}, "cabinet"), ({"box": 0}, "box")],
)
def test_a_file_is_moved_to_another_place_that_there_is(company: Company, values: dict[str, Any], wrong: str) -> None:
    [number] = files(company)
    with pytest.raises(InputErrors) as error:
        company.do("archive.move_file", number, **values, **WHY)
    assert problems_of(error) == [wrong]


def test_a_lent_file_is_not_moved(company: Company) -> None:
    [number] = files(company)
    out(company, number)
    with pytest.raises(Refused) as error:
        company.do("archive.move_file", number, box=2, **WHY)
    assert error.value.code == "on_loan"


# -- loans


def test_a_loan_is_extended_once_and_not_when_it_is_overdue(company: Company) -> None:
    """Out on 2 March, back by the 16th; extended by ten working days more, to the 30th."""
    [number] = files(company)
    loan = out(company, number)
    company.move_to(date(2026, 3, 16))
    company.do("archive.extend_loan", loan, reason="the court needs it")
    assert (loan_of(company, loan).due_back, company.case(loan).due) == (date(2026, 3, 30), date(2026, 3, 30))
    with pytest.raises(Refused) as error:
        company.do("archive.extend_loan", loan, reason="longer still")
    assert error.value.code == "extended"


def test_an_overdue_loan_is_not_extended(company: Company) -> None:
    loan = out(company, files(company)[0])
    company.move_to(date(2026, 3, 17))
    with pytest.raises(Refused) as error:
        company.do("archive.extend_loan", loan, reason="forgot it")
    assert error.value.code == "overdue"


def run(company: Company) -> int:
    return FILE_LOANS.run(company.store, company.clerk("archive_keeper"), company.today, BRANCH).total.rows


def test_the_reader_is_reminded_the_day_after_and_a_supervisor_hears_of_it_five_working_days_late(
    company: Company,
) -> None:
    """Due back on Monday 16 March: reminded on the 17th, up on the 23rd."""
    loan = out(company, files(company)[0])
    for day, rows in ((16, 0), (17, 1), (17, 0), (20, 0), (23, 1), (23, 0), (31, 0)):
        company.move_to(date(2026, 3, day))
        assert run(company) == rows, day
    row: FileLoan = loan_of(company, loan)
    assert (row.reminded_on, row.escalated_on) == (date(2026, 3, 17), date(2026, 3, 23))
    case = company.case(loan)
    assert (case.priority, case.referred_to) == (1, "supervisor")
    with company.store.read() as reader:
        assert [note.kind for note in reader.find(Note, case_id=case.id)] == ["reminder"]
    company.do("archive.take_back", loan)
    assert company.case(loan).referred_to is None


# -- stocktake


def started(company: Company, cabinet: str = WHERE) -> str:
    return str(company.do("archive.start_stocktake", None, company.clerk("archive_keeper"), cabinet=cabinet).number)


def count(company: Company, number: str, box: int = 1, **values: Any) -> Any:
    return company.do("archive.count_box", number, company.clerk("archive_keeper"), box=box, **values)


def result(company: Company, number: str) -> tuple[list[str], list[str]]:
    with company.store.read() as reader:
        row = reader.need(Stocktake, numbers.parse(number).id)
    return row.missing or [], row.surplus or []


def test_a_cabinet_in_which_all_is_there_is_counted_and_confirmed_by_another(company: Company) -> None:
    files(company, 3)
    number = started(company)
    assert count(company, number, all_there=True).state == "counted"
    assert company.do("archive.confirm_stocktake", number).state == "done"
    assert company.case(number).outcome == "right"


def test_what_is_missing_is_marked_and_cannot_be_lent_until_it_turns_up(company: Company) -> None:
    first, second, third = files(company, 3)
    stray = ended_claim(company)
    filed(company, stray)
    number = started(company)
    counted = count(company, number, found=f"1, {third} {stray}")
    assert counted.state == "counted"
    assert result(company, number) == ([second], [stray])
    assert company.do("archive.confirm_stocktake", number).state == "following"
    assert missing_since(company, second) == company.today
    assert missing_since(company, first) is None
    for operation, values in (
        ("archive.request_loan", {"purpose": "a complaint"}),
        ("archive.move_file", {"box": 2, **WHY}),
    ):
        with pytest.raises(Refused) as error:
            company.do(operation, second, **values)
        assert error.value.code == "missing"
    company.do("archive.record_found", second)
    assert missing_since(company, second) is None
    with pytest.raises(Refused):
        company.do("archive.record_found", second)
    closed = company.do("archive.close_stocktake", number, result="stood in the wrong box")
    assert (closed.state, closed.messages) == ("done", ["Still missing: 0."])


def test_a_file_on_loan_is_not_expected_and_one_that_stands_there_nevertheless_is_surplus(company: Company) -> None:
    first, second = files(company, 2)
    out(company, first)
    number = started(company)
    with company.store.read() as reader:
        assert reader.need(Stocktake, numbers.parse(number).id).expected == 1
    count(company, number, found="2")
    assert result(company, number) == ([], [])
    count(company, number, found="1-2")
    assert result(company, number) == ([], [first])
    count(company, number, found="none")
    assert result(company, number) == ([second], [])


def test_all_boxes_are_counted_before_it_is_confirmed(company: Company) -> None:
    first, _second = files(company, 2)
    company.do("archive.move_file", first, box=2, **WHY)
    number = started(company)
    assert count(company, number, 1, all_there=True).state == "counting"
    with pytest.raises(Refused):
        company.do("archive.confirm_stocktake", number)
    with pytest.raises(InputErrors) as error:
        count(company, number, 3, all_there=True)
    assert problems_of(error) == ["box"]
    assert count(company, number, 2, found="1-3").state == "counted"
    assert result(company, number) == ([], ["place 2", "place 3"])
    with company.store.read() as reader:
        tasks = reader.find(Task, case_id=numbers.parse(number).id)
    assert [(task.detail, task.outcome) for task in tasks] == [(f"{WHERE}/1", "right"), (f"{WHERE}/2", "differs")]


def test_who_counted_does_not_confirm(company: Company) -> None:
    files(company)
    number = started(company)
    count(company, number, all_there=True)
    keeper = company.clerk("archive_keeper")
    with company.store.write() as tx:
        tx.insert([ClerkDuty(clerk_id=keeper.clerk_id, duty="archive_approver")])
    with pytest.raises(NotAllowed) as error:
        company.do("archive.confirm_stocktake", number, keeper)
    assert error.value.code in ("maker_checker", "incompatible_duties")


def test_a_cabinet_is_counted_once_at_a_time_and_nothing_leaves_it_meanwhile(company: Company) -> None:
    [number] = files(company)
    started(company)
    with pytest.raises(Refused) as error:
        started(company)
    assert error.value.code == "being_counted"
    with pytest.raises(Refused):
        company.do("archive.move_file", number, box=2, **WHY)


@pytest.mark.parametrize("found", ["", "0", "101", "3-2", "A0101", "x", "P010100000000001", "1-9999"])
def test_what_is_typed_wrong_is_said_and_nothing_is_counted(company: Company, found: str) -> None:
    files(company)
    number = started(company)
    with pytest.raises(InputErrors) as error:
        count(company, number, found=found)
    assert problems_of(error) == ["found"]
    assert company.case(number).state == "counting"


def test_another_branchs_cabinet_is_not_counted_here(company: Company) -> None:
    files(company)
    with pytest.raises(InputErrors):
        company.do("archive.start_stocktake", None, company.clerk("archive_keeper", branch=102), cabinet=WHERE)
    with pytest.raises(InputErrors):
        started(company, "Z-1")


# -- looks


def test_a_look_at_a_confidential_file_gives_its_purpose_and_is_logged(company: Company) -> None:
    number = ended_claim(company)
    filed(company, number)
    adjuster = company.clerk("claims")
    with pytest.raises(NotAllowed) as error:
        company.do("archive.look", number, company.clerk("counter"), purpose="curious about it")
    assert error.value.source == "catalog: duties"
    company.do("archive.look", number, adjuster, purpose="the client appeals")
    event = company.events(number)[-1]
    assert (event.operation, event.data["input"]) == ("archive.look", {"purpose": "the client appeals"})
    with company.store.read() as reader:
        _headers, rows, _right = looks(reader, company.today, company.today, (BRANCH,))
    assert [(row[1], row[3], row[4]) for row in rows] == [("claims clerk 1", number, "the client appeals")]


def test_a_file_without_medical_content_needs_no_look(company: Company) -> None:
    [number] = files(company)
    with pytest.raises(Refused):
        company.do("archive.look", number, company.clerk("claims"), purpose="just to see")


def test_an_identity_number_is_read_with_a_purpose_and_stands_in_no_event(company: Company) -> None:
    number = company.keyed()
    shown = company.do("desk.reveal", number, company.clerk("counter"), purpose="the police asks")
    assert shown.messages == [f"李明: {LI_MING['applicant_document']}"]
    assert LI_MING["applicant_document"] not in str(company.events(number)[-1].data)
    with pytest.raises(InputErrors) as error:
        company.do("desk.reveal", number, company.clerk("counter"), purpose="the police asks", person="王芳")
    assert problems_of(error) == ["person"]


# -- books


@pytest.mark.both_engines
def test_a_file_is_found_by_its_place_and_the_books_list_it(company: Company) -> None:
    first, second = files(company, 2)
    out(company, second)
    if company.store.engine.dialect.name == "sqlite":
        with glance(company.store.url) as lines:
            assert {one.number for one in search(lines, f"{WHERE.lower()}/1", [BRANCH]).cases} == {first, second}
            assert [one.number for one in search(lines, f"{WHERE}/1/2", [BRANCH]).cases] == [second]
            assert not search(lines, f"{WHERE}/2", [BRANCH]).cases
    company.move_to(date(2026, 3, 18))
    with company.store.read() as reader:
        _headers, listed, _right = index(reader, date(2026, 3, 2), company.today, (BRANCH,))
        assert [(row[2], row[3], row[8]) for row in listed] == [(1, first, ""), (2, second, "lent")]
        _headers, boxes, _right = labels(reader, company.today, company.today, (BRANCH,))
        assert boxes == [[WHERE, 1, 2, 1, 2, "2026-03-02", "2026-03-02"]]
        _headers, lent, _right = loans(reader, company.today, company.today, (BRANCH,))
        assert [(row[2], row[6]) for row in lent] == [(second, 2)]

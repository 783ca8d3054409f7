"""The archive: every ended case has its place, and nobody reads a file without another's approval."""

from datetime import date

import pytest

from ops_console.base.problems import NotAllowed, Refused
from ops_console.data.tables import ArchiveFile, ClerkDuty, FileLoan
from ops_console.desk.entry import Actor
from ops_console.rules import numbers
from tests.support.claims import registered
from tests.support.company import BRANCH, Company

SUPERVISOR = "supervisor"
PURPOSE = "complaint of the client about the terms"


def ended_application(company: Company) -> str:
    """An application withdrawn at the counter before it was keyed: no medical content."""
    number = company.received("WL20")
    company.do("counter.withdraw_application", number, reason="client changed his mind")
    return number


def ended_claim(company: Company) -> str:
    if not company.today > date(2026, 5, 1):
        company.policy("HC01")
        company.move_to(date(2026, 5, 4))
    number = registered(company, "hospital")
    company.do("claims.withdraw", number, reason="not worth it", signed_on=company.today)
    return number


def filed(company: Company, number: str) -> ArchiveFile:
    company.do("archive.file", number)
    with company.store.read() as reader:
        return reader.need(ArchiveFile, numbers.parse(number).id)


def wanted(company: Company, number: str, reader: Actor) -> str:
    loan = company.do("archive.request_loan", number, reader, purpose=PURPOSE).opened[0]
    assert company.case(loan).state == "requested"
    return loan


def loan_of(company: Company, number: str) -> FileLoan:
    with company.store.read() as reader:
        return reader.need(FileLoan, numbers.parse(number).id)


def test_files_stand_by_kind_and_branch_in_the_order_they_come(company: Company) -> None:
    places = [filed(company, ended_application(company)) for _count in range(2)]
    places.append(filed(company, ended_claim(company)))
    found = [(place.cabinet[0], place.box, place.no, place.confidential) for place in places]
    assert found == [("A", 1, 1, False), ("A", 1, 2, False), ("C", 1, 1, True)]


def test_a_box_holds_a_hundred_files(company: Company) -> None:
    with company.store.write() as tx:
        for _file in range(100):
            tx.next_number(BRANCH, f"cabinet A-{BRANCH}")
    place = filed(company, ended_application(company))
    assert (place.box, place.no) == (2, 1)


def test_an_archived_case_is_nobodys_work(company: Company) -> None:
    number = ended_application(company)
    assert company.case(number).room == "archive"
    assert company.case(number).open
    filed(company, number)
    assert not company.case(number).open


def test_a_file_is_lent_from_request_to_return(company: Company) -> None:
    """Handed out on 2 March 2026, back within 10 working days: by 16 March."""
    number = ended_application(company)
    filed(company, number)
    reader = company.clerk("counter")
    loan = wanted(company, number, reader)
    company.do("archive.approve_loan", loan)
    company.do("archive.hand_out", loan)
    out = loan_of(company, loan)
    assert (out.out_on, out.due_back, out.reader_id) == (date(2026, 3, 2), date(2026, 3, 16), reader.clerk_id)
    assert company.case(loan).due == date(2026, 3, 16)
    second = wanted(company, number, company.clerk("underwriting"))
    company.do("archive.approve_loan", second)
    with pytest.raises(Refused) as refused:
        company.do("archive.hand_out", second)
    assert refused.value.code == "on_loan"
    company.move_to(date(2026, 3, 18))
    back = company.do("archive.take_back", loan)
    assert back.state == "returned"
    assert "2026-03-16" in back.messages[0], "late, and it says so"
    company.do("archive.hand_out", second)


def test_the_log_of_readings_says_who_what_why_and_when(company: Company) -> None:
    number = ended_application(company)
    filed(company, number)
    reader = company.clerk("counter")
    wanted(company, number, reader)
    asked = company.events(number)[-1]
    assert (asked.operation, asked.clerk_id, asked.day) == ("archive.request_loan", reader.clerk_id, company.today)
    assert asked.data["input"]["purpose"] == PURPOSE


def test_the_reader_does_not_approve(company: Company) -> None:
    number = ended_application(company)
    filed(company, number)
    approver = company.clerk("archive_approver", "head_office")
    loan = wanted(company, number, approver)
    for operation, values in (("archive.approve_loan", {}), ("archive.refuse_loan", {"reason": "no"})):
        with pytest.raises(NotAllowed) as refused:
            company.do(operation, loan, approver, **values)
        assert refused.value.code == "own_request"


def test_the_keeper_does_not_approve(company: Company) -> None:
    """Not without the duty; and with both duties, not about a file the same clerk has put away."""
    number = ended_application(company)
    keeper = company.clerk("archive_keeper", "head_office")
    filed(company, number)
    loan = wanted(company, number, company.clerk("counter"))
    with pytest.raises(NotAllowed) as refused:
        company.do("archive.approve_loan", loan, keeper)
    assert refused.value.code == "duty"
    with company.store.write() as tx:
        tx.insert([ClerkDuty(clerk_id=keeper.clerk_id, duty="archive_approver")])
    with pytest.raises(NotAllowed) as refused:
        company.do("archive.approve_loan", loan, keeper)
    assert refused.value.code == "incompatible_duties"


def test_a_confidential_file_is_approved_by_a_supervisor(company: Company) -> None:
    number = ended_claim(company)
    filed(company, number)
    loan = wanted(company, number, company.clerk("counter"))
    referred = company.do("archive.approve_loan", loan, company.clerk("archive_approver", "clerk"))
    assert referred.referred_to == SUPERVISOR
    assert company.do("archive.approve_loan", loan, company.clerk("archive_approver", SUPERVISOR)).state == "approved"


def test_a_refused_request_ends_there(company: Company) -> None:
    number = ended_application(company)
    filed(company, number)
    loan = wanted(company, number, company.clerk("counter"))
    assert company.do("archive.refuse_loan", loan, reason="no purpose that counts").state == "refused"
    with pytest.raises(Refused):
        company.do("archive.hand_out", loan)
    assert not company.case(loan).open

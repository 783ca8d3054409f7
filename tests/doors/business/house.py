"""What the house does for itself: archive, administration, and what is done in any room."""

import shutil
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from ops_console.catalog.load import SHIPPED_FOLDER
from ops_console.data.tables import Agent, Clerk
from ops_console.desk.entry import Actor
from tests.doors.business.sales import ABOVE_THE_RULES
from tests.doors.door import Door
from tests.doors.scenario import scenario
from tests.support.claims import registered

HEAD_OFFICE = 1


@scenario(
    "archive.file",
    "archive.request_loan",
    "archive.refuse_loan",
    "archive.approve_loan",
    "archive.hand_out",
    "archive.extend_loan",
    "archive.remind_reader",
    "archive.take_back",
    "archive.move_file",
)
async def a_file_is_put_away_and_lent(door: Door) -> None:
    company = door.company
    keeper, approver = company.clerk("archive_keeper"), company.clerk("archive_approver")
    number = company.received()
    company.do("counter.withdraw_application", number, reason="changed his mind")
    assert (await door.do(keeper, "archive.file", number)).state == "archived"
    [loan] = (await door.do(company.clerk("counter"), "archive.request_loan", number, purpose="a complaint")).opened
    assert (await door.do(approver, "archive.refuse_loan", loan, reason="which complaint?")).state == "refused"
    asked = company.do("archive.request_loan", number, company.clerk("counter"), purpose="complaint K-17")
    [second] = asked.opened
    assert (await door.do(approver, "archive.approve_loan", second)).state == "approved"
    assert (await door.do(keeper, "archive.hand_out", second)).state == "out"
    await door.do(keeper, "archive.extend_loan", second, reason="the court keeps it")
    company.move_to(date(2026, 4, 1))
    await door.do(keeper, "archive.remind_reader", second)
    assert (await door.do(keeper, "archive.take_back", second, comment="complete")).state == "returned"
    await door.do(keeper, "archive.move_file", number, box="2", reason="the box is full")


@scenario(
    "archive.start_stocktake",
    "archive.count_box",
    "archive.confirm_stocktake",
    "archive.record_found",
    "archive.close_stocktake",
    "archive.look",
    "desk.reveal",
)
async def a_cabinet_is_counted_and_a_file_turns_up(door: Door) -> None:
    company = door.company
    keeper, approver, adjuster = (company.clerk(duty) for duty in ("archive_keeper", "archive_approver", "claims"))
    company.policy("HC01")
    company.move_to(date(2026, 5, 4))
    claim = registered(company, "hospital")
    await door.do(adjuster, "desk.reveal", claim, purpose="the hospital asks")
    company.do("claims.withdraw", claim, reason="not worth it", signed_on=company.today)
    company.do("archive.file", claim)
    count = (await door.do(keeper, "archive.start_stocktake", cabinet="C-101")).number
    assert (await door.do(keeper, "archive.count_box", count, box="1", found="none")).state == "counted"
    assert (await door.do(approver, "archive.confirm_stocktake", count)).state == "following"
    await door.do(keeper, "archive.record_found", claim)
    closed = await door.do(approver, "archive.close_stocktake", count, result="lay on the scanner")
    assert closed.state == "done"
    await door.do(adjuster, "archive.look", claim, purpose="the client appeals")


@scenario(
    "administration.add_clerk",
    "administration.set_duties",
    "administration.lock_clerk",
    "administration.set_password",
    "administration.add_agent",
    "administration.propose_catalog",
    "administration.reject_catalog",
    "administration.approve_catalog",
    "administration.move_date",
)
async def administrators_change_people_catalog_and_date(door: Door) -> None:
    company = door.company
    root, other = (company.clerk("administrator", "head_office", no, HEAD_OFFICE) for no in (1, 2))
    await door.do(
        root, "administration.add_clerk", login="lin", name="林", branch=101, grade="senior", duties="claims",
        language="en", password="correct horse",
    )  # fmt: skip
    await door.do(root, "administration.set_duties", clerk="lin", duties="counter,callback", grade="clerk")
    with company.store.read() as reader:
        lin = reader.first(Clerk, login="lin")
    assert lin is not None
    assert lin.grade == "clerk"
    await door.do(Actor(lin.id), "administration.set_password", clerk="lin", password="Battery: staple 1")
    await door.do(root, "administration.lock_clerk", clerk="lin", locked=True)
    await door.do(root, "administration.add_agent", code="SH0002", name="赵云", branch=101, phone="13900000002")
    with company.store.read() as reader:
        assert reader.first(Agent, code="SH0002") is not None
    with TemporaryDirectory() as place:
        folder = changed_catalog(Path(place))
        first = (await door.do(root, "administration.propose_catalog", folder=folder)).number
    rejected = await door.do(root, "administration.reject_catalog", first, reason="one setting is missing")
    assert rejected.state == "rejected"
    with TemporaryDirectory() as place:
        second = company.do("administration.propose_catalog", None, root, folder=changed_catalog(Path(place))).number
    assert (await door.do(other, "administration.approve_catalog", second)).state == "loaded"
    await door.do(other, "administration.move_date", day="2026-03-05")
    assert company.today == date(2026, 3, 5)


def changed_catalog(place: Path) -> str:
    """A catalog folder in which the idle lock falls sooner."""
    folder = place / "catalog"
    shutil.copytree(SHIPPED_FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__", "build"))
    settings = folder / "settings.toml"
    settings.write_text(settings.read_text().replace('value = 15\nunit = "minutes"', 'value = 10\nunit = "minutes"'))
    return str(folder)


@scenario("desk.take", "desk.release", "desk.assign", "desk.add_note", "desk.return_referral", "desk.print_letters")
async def a_case_goes_from_hand_to_hand(door: Door) -> None:
    company = door.company
    clerk, senior = company.clerk("underwriting"), company.clerk("underwriting", "senior")
    supervisor = company.clerk("underwriting", "supervisor")
    number = company.keyed("TM20", **ABOVE_THE_RULES)
    await door.do(clerk, "desk.take", number)
    assert company.case(number).assignee_id == clerk.clerk_id
    await door.do(clerk, "desk.release", number)
    await door.do(supervisor, "desk.assign", number, clerk="underwriting-clerk-1-101", comment="yours, please")
    assert company.case(number).assignee_id == clerk.clerk_id
    await door.do(clerk, "desk.add_note", number, kind="call", text="the applicant is away until May")
    assert (await door.do(clerk, "underwriting.accept", number)).referred_to == "senior"
    back = await door.do(senior, "desk.return_referral", number, reason="ask for the proof of income")
    assert back.referred_to is None
    written = company.received(papers="application_form")
    company.do("counter.check_papers", written)
    [letter] = company.letters(written)
    await door.do(company.clerk("counter"), "desk.print_letters", letters=letter.id)
    assert company.letters(written)[0].printed == 1


@scenario("desk.spread", "desk.take_back", "desk.name_deputy")
async def a_supervisor_hands_out_work_and_goes_on_leave(door: Door) -> None:
    company = door.company
    clerk, supervisor = company.clerk("underwriting"), company.clerk("underwriting", "supervisor")
    company.clerk("underwriting", "senior")
    number = company.keyed("TM20", **ABOVE_THE_RULES)
    await door.do(supervisor, "desk.spread", room="underwriting", clerks="underwriting-clerk-1-101", most=10)
    assert company.case(number).assignee_id == clerk.clerk_id
    await door.do(supervisor, "desk.take_back", clerk="underwriting-clerk-1-101", reason="ill")
    assert company.case(number).assignee_id is None
    await door.do(
        supervisor, "desk.name_deputy", clerk="underwriting-senior-1-101", first_day="2026-03-02", last_day="2026-03-06"
    )

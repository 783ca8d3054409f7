"""A keeper's day, by keyboard only: filed, found, lent, counted; and a look that gives its purpose."""

from datetime import date

from ops_console.data.tables import Claim
from ops_console.rules import numbers
from tests.screens.conftest import Opening
from tests.screens.test_callback_day import post, start
from tests.support.claims import registered
from tests.support.company import Company

ROOM = "6"
COURSE = "fell down the stairs"


def ended(office: Company) -> str:
    number = office.received()
    office.do("counter.withdraw_application", number, reason="changed his mind")
    return number


def filed(office: Company) -> str:
    number = ended(office)
    office.do("archive.file", number)
    return number


async def test_ended_cases_are_filed_one_after_the_other_with_two_keys_each(console: Opening, office: Company) -> None:
    ended(office)
    ended(office)
    async with console("archive_keeper") as play:
        await play.press(ROOM)
        await play.until("2 waiting", "1  File the case")
        begun = play.keystrokes
        await play.press("1")
        await play.until("Nothing to fill in")
        await play.press("f9")
        await play.until("1 waiting", "Cabinet A-101, box 1, number 1.")
        assert play.keystrokes - begun == 2
        await play.press("1")
        await play.until("Nothing to fill in")
        await play.press("f9")
        await play.until("0 waiting", "Cabinet A-101, box 1, number 2.")


async def test_a_file_is_found_by_its_place_and_moved(console: Opening, office: Company) -> None:
    number = filed(office)
    ended(office)
    async with console("archive_keeper") as play:
        await play.until("Lobby")
        await play.press("slash")
        await play.until("pinyin initials")
        await play.write("a-101/1/1")
        await play.press("enter")
        await play.until("1 found", number)
        await play.press("enter")
        await play.until(number, "A-101/1/1", "archived")
        await start(play, "ar07", "Move the file", "Box")
        await play.press("enter")
        await play.write("2")
        await play.press("enter")
        await play.write("the box is full")
        await post(play, "Now in cabinet A-101, box 2, number 1.")


async def test_a_loan_is_asked_for_approved_and_handed_out(console: Opening, office: Company) -> None:
    number = filed(office)
    office.do("archive.request_loan", number, office.clerk("counter"), purpose="a complaint")
    async with console("archive_approver") as play:
        await play.press(ROOM)
        await play.until("1 waiting", "a complaint", "1  Approve the reading")
        await play.press("1")
        await play.until("Remark")
        await post(play, "Approve the reading", "approved, to be handed out")
    async with console("archive_keeper") as play:
        await play.press(ROOM)
        await play.until("1  Hand the file out")
        await play.press("1")
        await play.until("Nothing to fill in")
        await post(play, "back by 2026-03-16", "handed out")


async def test_a_cabinet_is_counted_by_the_keeper_and_confirmed_by_another(console: Opening, office: Company) -> None:
    filed(office)
    gone = filed(office)
    async with console("archive_keeper") as play:
        await play.press(ROOM)
        await play.until("0 waiting")
        await start(play, "ar10", "Begin a stocktake")
        await play.press("f4")
        await play.until("A-101", "2 files")
        await play.press("down", "enter")
        await play.press("f9")
        await play.until("Files: 2; boxes: 1.", "to be counted", "1  Count a box")
        await play.press("1")
        await play.until("All there")
        await play.write("1")
        await play.press("enter", "enter")
        await play.write("1")
        await post(play, f"Missing: {gone}; surplus: -.", "counted, to be confirmed")
    async with console("archive_approver") as play:
        await play.press(ROOM)
        await play.until("1  Confirm the stocktake", gone)
        await play.press("1")
        await play.until("Remark")
        await post(play, "to be followed up")
    async with console("archive_keeper") as play:
        await play.press("slash")
        await play.until("pinyin initials")
        await play.write(gone.lower())
        await play.press("enter")
        await play.until("1 found")
        await play.press("enter")
        await play.until(gone, "A-101/1/2, missing")
        await start(play, "ar14", "Nothing to fill in")
        await post(play, "It stands again in cabinet A-101, box 1, number 2.")


async def test_medical_content_of_an_archived_case_is_shown_to_who_says_why(console: Opening, office: Company) -> None:
    office.policy("HC01")
    office.move_to(date(2026, 5, 4))
    claim = registered(office, "hospital")
    office.do("claims.withdraw", claim, reason="not worth it", signed_on=office.today)
    office.do("archive.file", claim)
    with office.store.write() as tx:
        tx.update(Claim, {"case_id": numbers.parse(claim).id}, {"course": COURSE})
    async with console("claims") as play:
        await play.press("slash")
        await play.until("pinyin initials")
        await play.write(claim.lower())
        await play.press("enter")
        await play.until("1 found")
        await play.press("enter")
        assert COURSE not in await play.until("archived", "Medical content is shown to those")
        await start(play, "ar15", "Purpose")
        await play.write("the client appeals")
        await play.press("f9")
        await play.until(COURSE)
    assert office.events(claim)[-1].data["input"] == {"purpose": "the client appeals"}
    async with console("claims", "senior") as play:
        await play.press("slash")
        await play.until("pinyin initials")
        await play.write(claim.lower())
        await play.press("enter")
        await play.until("1 found")
        await play.press("enter")
        assert COURSE not in await play.until("archived", "Medical content is shown to those")

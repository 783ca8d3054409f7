"""A counter clerk's day, by keyboard only: an application, an enquiry, cash, and the till at the end."""

from pathlib import Path

import pytest

from ops_console.data.tables import Document, TillClose
from ops_console.screens.words import ROOMS
from tests.screens.conftest import Opening
from tests.screens.play import Play
from tests.support.company import FIRST_DAY, LI_MING, Company

COUNTER, CONSULTATION = (str(tuple(ROOMS).index(room) + 1) for room in ("counter", "consultation"))
DOCUMENT = LI_MING["applicant_document"]


async def _code(play: Play, code: str, shows: str) -> None:
    await play.press("colon")
    await play.write(code)
    await play.press("enter")
    await play.until(shows)


async def _field(play: Play, text: str) -> None:
    """Types into the field and goes to the next one."""
    await play.write(text)
    await play.press("enter")


async def test_who_is_typed_in_again_is_told_to_be_on_record(console: Opening, office: Company) -> None:
    office.policy("WL20")
    async with console("counter") as play:
        await _code(play, "cn01", "Form number")
        for text in ("F-2", "WL20", "SH0001", "李明", "", DOCUMENT):
            await _field(play, text)
        text = await play.until("On record: 李明")
        assert "310***********2718, 13800000001, 1 policy" in text
        assert DOCUMENT not in text.split("On record")[1]


@pytest.mark.parametrize(("phone", "told"), [("13800000001", True), ("13899999999", False)])
async def test_the_same_name_and_telephone_may_be_the_same_person(
    console: Opening, office: Company, phone: str, told: bool
) -> None:
    office.received()
    async with console("counter") as play:
        await _code(play, "cn01", "Form number")
        for text in ("F-2", "WL20", "SH0001", "李明", "2", "E12345678", "", "", phone):
            await _field(play, text)
        if told:
            await play.until("Perhaps on record already: 李明")
        else:
            await play.pilot.pause(0.3)
            assert "on record already" not in play.text()


async def test_an_enquiry_goes_to_preservation_and_back_and_is_answered(console: Opening, office: Company) -> None:
    office.policy("WL20")
    async with console("counter") as play:
        await _code(play, "cs01", "Name and contact")
        await _field(play, DOCUMENT)
        await _field(play, "Li Ming")
        await play.write("2")
        await play.press("enter")
        await play.write("3")
        await play.press("enter", "enter")
        await _field(play, "When was my address changed?")
        await play.press("f9")
        await play.until("Opened: Q")
    async with console("consultation") as play:
        await play.press(CONSULTATION)
        await play.until("Enquiry", "1 waiting")
        await _code(play, "cs03", "Question")
        await play.write("2")
        await play.press("enter")
        await _field(play, "When was the address changed?")
        await play.until("This is what will happen", "Room asked")
        await play.press("f9")
        await play.until("in the room Preservation")
    async with console("preservation") as play:
        await play.press("2")
        await play.until("Enquiry", "When was my address changed?")
        await _code(play, "cs04", "Statement")
        await _field(play, "Never.")
        await play.until("This is what will happen", "preservation: Never.")
        await play.press("f9")
        await play.until("in the room Consultation")
    async with console("consultation") as play:
        await play.press(CONSULTATION)
        await play.until("Never.")
        await _code(play, "cs05", "Answer")
        await _field(play, "It was not.")
        await play.until("This is what will happen", "It was not.")
        await play.press("f9")
        await play.until(": answered")


async def test_a_scan_is_attached_and_stands_under_papers(console: Opening, office: Company, tmp_path: Path) -> None:
    office.received()
    scan = tmp_path / "a.png"
    scan.write_bytes(b"\x89PNG\r\n\x1a\n scanned")
    async with console("counter") as play:
        await play.press(COUNTER)
        await play.until("1 waiting")
        await _code(play, "cn11", "Paper")
        await _field(play, "application_form")
        await _field(play, str(scan))
        await play.until("SHA-256")
    with office.store.read() as reader:
        (kept,) = reader.find(Document)
    assert (kept.name, kept.size) == ("a.png", 16)


async def test_the_till_is_counted_at_the_end_of_the_day(console: Opening, office: Company) -> None:
    clerk = office.clerk("counter")
    office.do("premium.collect", office.policy("WL20"), clerk, amount="800", method="cash")
    async with console("counter") as play:
        await _code(play, "cn12", "Cash counted")
        await play.write("799")
        await play.press("f9")
        await play.until("is needed: 799.00 counted, 800.00 expected")
        await play.write("change given wrongly")
        await play.press("f9")
        await play.until("This is what will happen", "Cash over and short")
        await play.press("f9")
        await play.until("1 receipts in cash")
    with office.store.read() as reader:
        assert reader.need(TillClose, clerk.clerk_id, FIRST_DAY).counted == 79900


async def test_a_client_found_by_initials_is_shown_with_policies_cases_and_letters(
    console: Opening, office: Company
) -> None:
    policy = office.policy("WL20")
    async with console("counter") as play:
        await play.press("slash")
        await play.until("Search")
        await play.write("lm")
        await play.press("enter")
        await play.until("310***********2718")
        await play.press("enter")
        text = await play.until("Policies", "Cases", "Letters", policy)
        assert DOCUMENT not in text
        await play.press("enter")
        await play.until(f"Policy {policy}")

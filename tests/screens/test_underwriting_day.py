"""An underwriter's day, by keyboard only."""

from ops_console.base.money import Fen
from tests.screens.conftest import Opening
from tests.screens.keystrokes import counted
from tests.screens.play import Play
from tests.support.company import Company

CALCULATED = "This is what will happen"
ABOVE = {"sum_assured": "600000", "income": "900000"}


def in_underwriting(office: Company, **values: object) -> str:
    number = office.keyed("TM20", None, **{**ABOVE, **values})
    assert office.case(number).state == "underwriting"
    return number


async def test_an_acceptance_takes_three_keys_at_most(console: Opening, office: Company) -> None:
    number = in_underwriting(office)
    async with console("underwriting", "senior") as play:
        await play.press("4")
        await play.until(number, "1  Accept at standard terms")
        begun = play.keystrokes
        await play.press("1")
        await play.until("Extra mortality, points")
        await play.press("f9")
        await play.until("This is what will happen", "sum at risk", "600,000.00")
        await play.press("f9")
        await play.until("Accept at standard terms", "accepted, to be issued")
        counted("Underwriting acceptance", play.keystrokes - begun)
    assert office.case(number).state == "accepted"


async def test_every_reason_of_the_rules_is_read_with_its_points_and_source(console: Opening, office: Company) -> None:
    in_underwriting(office, conditions="thyroid_nodule", smoker=True, sum_assured="1100000", income="60000")
    async with console("underwriting") as play:
        await play.press("4")
        await play.until("1  Accept at standard terms")
        await play.press("enter", "left")
        text = await play.until("Smokes", "Disclosed: Thyroid nodule", "with ECG and blood", "than 15 times the income")
        assert "Points" in text
        assert "company default" in text


async def test_an_examination_is_ordered_missed_booked_again_and_reported(console: Opening, office: Company) -> None:
    number = in_underwriting(office, sum_assured="700000")
    async with console("underwriting", "senior") as play:
        await play.press("4")
        await play.until(number, "1  Accept at standard terms")
        await play.press("colon")
        await play.write("uw12")
        await play.press("enter")
        await play.until("Order an examination", "routine")
        # The examination is the one that the rules ask for; the hospital is looked up by its name.
        await play.press("f4")
        await play.until("Central Hospital")
        await play.write("central")
        await play.press("enter")
        await play.until("central")
        await play.write("20260305")
        await _post(play, "waiting for answers to underwriting")
        office.move_by(3)
        await _start(play, "uw14", "Record the examination")
        await play.press("3")
        await _post(play, "Book another day")
        await _start(play, "uw13", "Book the examination")
        await play.write("central")
        await play.press("enter")
        await play.write("20260306")
        await _post(play, "waiting for answers to underwriting")
        await _start(play, "uw14", "Record the examination")
        await play.press("1", "enter", "enter")
        await play.write("fit")
        await _post(play, "in underwriting")
        await play.press("enter", *["right"] * 4)
        await play.until("[Papers]", "Did not come", "Central Hospital", "Opinion", "fit")
    assert office.case(number).state == "underwriting"


async def test_a_case_goes_up_with_a_remark_and_comes_back_with_an_answer(console: Opening, office: Company) -> None:
    number = in_underwriting(office)
    async with console("underwriting") as play:
        await play.press("4")
        await play.until(number, "1  Accept at standard terms")
        await play.press("1")
        await play.until("Remark for who decides above you")
        await play.press("enter")
        await play.write("papers are complete")
        await play.press("f9")
        await play.until("This is what will happen", "Senior")
        await play.press("f9")
        await play.until("referred to Senior")
    async with console("underwriting", "senior") as play:
        await play.press("4")
        await play.until(number, "papers are complete")
        await play.press("colon")
        await play.write("dk05")
        await play.press("enter")
        await play.until("Send the referral back")
        await play.write("ask for a financial questionnaire")
        await play.press("f9")
        await play.until("This is what will happen", "Sent back.")
        await play.press("f9")
        await play.until("Underwriting: 1 waiting", "Referred, and sent back")
    async with console("underwriting") as play:
        await play.press("4")
        await play.until(number, "Referred, and sent back", "ask for a financial")


async def test_a_lower_sum_is_offered_and_the_next_case_comes(console: Opening, office: Company) -> None:
    number = in_underwriting(office)
    async with console("underwriting", "senior") as play:
        await play.press("4")
        await play.until(number, "1  Accept at standard terms")
        await _start(play, "uw10", "Offer a lower sum")
        await play.write("300000")
        await play.press("enter")
        await play.write("income")
        await play.press("f9")
        await play.until("This is what will happen", "Sum applied for", "600,000.00", "300,000.00")
        await play.press("f9")
        await play.until("Underwriting: 0 waiting")
    application = office.application(number)
    assert (application.sum_assured, application.asked_sum) == (Fen.of_yuan("300000"), Fen.of_yuan("600000"))


async def _start(play: Play, code: str, title: str) -> None:
    await play.press("colon")
    await play.write(code)
    await play.press("enter")
    await play.until(title)


async def _post(play: Play, then: str) -> None:
    """F9, and again where the calculation is shown first."""
    await play.press("f9")
    if CALCULATED in await play.when(lambda text: CALCULATED in text or then in text, then):
        await play.press("f9")
    await play.until(then)

"""A caller's day, by keyboard only: the good call, the applicant who can't be reached, what is found and settled."""

from datetime import date

from ops_console.data.tables import Call, Callback
from ops_console.rules import numbers
from tests.screens.conftest import Opening
from tests.screens.keystrokes import counted
from tests.screens.play import Play
from tests.support.company import LI_MING, Company

ROOM = "3"
PHONE = LI_MING["applicant_phone"]


def to_call(office: Company) -> str:
    return office.opened_for(office.policy("WL20"), "callback").number


async def start(play: Play, code: str, *shown: str) -> None:
    """An operation by its code; waits for its form."""
    await play.press("colon")
    await play.write(code)
    await play.press("enter")
    await play.until(*shown)


async def post(play: Play, *shown: str) -> None:
    await play.press("f9")
    await play.until("This is what will happen")
    await play.press("f9")
    await play.until(*shown)


async def test_a_good_call_takes_five_keys(console: Opening, office: Company) -> None:
    """The number to call stands in the form; one key says that all seven points were answered with yes."""
    number = to_call(office)
    async with console("callback") as play:
        await play.press(ROOM)
        await play.until(number, "1  Record a callback")
        begun = play.keystrokes
        await play.press("1")
        await play.until("Number called", PHONE, "7 Paying term")
        await play.write("1")
        await play.press("enter", "enter")
        await play.write("y")
        await play.press("f9")
        await play.until("This is what will happen")
        await play.press("f9")
        await play.until("0 waiting")
        counted("Callback", play.keystrokes - begun)
    assert (office.case(number).state, office.case(number).outcome) == ("closed", "confirmed")


async def test_who_is_busy_and_wants_another_hour_is_called_then(console: Opening, office: Company) -> None:
    number = to_call(office)
    async with console("callback") as play:
        await play.press(ROOM)
        await play.until(number, "1  Record a callback")
        await start(play, "cb01", "Number called", PHONE)
        await play.write("3")
        await post(play, "Record a callback", "1 waiting")
        await start(play, "cb04", "Add a number")
        await play.write("13912345678")
        await post(play, "1 waiting", "13912345678")
        await start(play, "cb01", "Number called", "13912345678")
        await play.write("6")
        await play.press("f9")
        await play.until("! is needed")
        await play.write("2026-03-09")
        await play.press("enter")
        await play.write("18-20")
        await post(play, "To be called on 2026-03-09 18:00-20:00", "2026-03-09, 5 working days left")
        await play.press("enter", *["right"] * 6)
        await play.until("[Notes]", f"call {PHONE}", "line busy", "call 13912345678", "wants to be called later")
    with office.store.read() as reader:
        row = reader.need(Callback, numbers.parse(number).id)
    assert (row.call_on, row.call_hours, row.attempts) == (date(2026, 3, 9), "18:00-20:00", 2)


async def test_half_a_call_is_kept_and_the_next_one_begins_with_it(console: Opening, office: Company) -> None:
    number = to_call(office)
    async with console("callback") as play:
        await play.press(ROOM)
        await play.until(number, "1  Record a callback")
        await start(play, "cb01", "Number called")
        await play.write("1")
        await play.press("enter", "enter", "enter")
        await play.write("y")
        await play.press("enter")
        await play.write("y")
        await post(play, "Still to be asked: 3, 4, 5, 6, 7")
        await start(play, "cb01", "Number called", "[2 yes]")
        await play.write("1")
        await play.press("enter", "enter")
        await play.write("y")
        await post(play, "0 waiting")
    with office.store.read() as reader:
        assert reader.count(Call, case_id=numbers.parse(number).id) == 2
    assert office.case(number).outcome == "confirmed"


async def test_what_a_call_finds_is_settled_by_another_clerk(console: Opening, office: Company) -> None:
    """Two kinds of finding are two cases; one who called is told that another has to settle them."""
    number = to_call(office)
    async with console("callback") as play:
        await play.press(ROOM)
        await play.until(number, "1  Record a callback")
        await start(play, "cb01", "Number called")
        await play.write("1")
        await play.press("enter", "enter")
        await play.write("y")
        await play.press("enter", "enter")
        await play.write("n")
        await play.press(*["enter"] * 7)
        await play.write("y")
        await play.press("f9")
        await play.until("is needed: a point was answered with no")
        await play.write("代签；已搬家")
        await play.press("f9")
        await play.until("This is what will happen", "not bought or signed in person, contact data")
        await play.press("f9")
        await play.until("2 waiting", "Callback finding", "1  Settle the finding")
        await play.press("1")
        await play.until("Result")
        await play.write("1")
        await play.press("enter", "enter")
        await play.write("reached")
        await play.press("f9")
        await play.until("another clerk has to settle what it found")
    async with console("callback", "senior") as play:
        await play.press(ROOM)
        await play.until("2 waiting", "1  Settle the finding")
        await play.press("down")
        await play.until("contact data wrong")
        await play.press("1")
        await play.until("Result")
        await play.write("2")
        await play.press("enter", "enter")
        await play.write("new address taken")
        await post(play, "Opened: E", "1 waiting")
    assert office.case(number).outcome == "finding"
    assert office.opened_for(office.opened_for(number, "finding").number, "endorsement").state == "received"

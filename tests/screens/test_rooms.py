"""Rooms by keyboard only: lobby, queue, case, actions, next case."""

import pytest
from textual.timer import Timer

from ops_console.data.tables import Party
from ops_console.screens import desk_behind
from ops_console.screens.words import ROOMS, room_name
from tests.screens.conftest import Opening
from tests.support.company import Company


@pytest.mark.parametrize("digit", range(1, len(ROOMS) + 1))
async def test_a_digit_opens_every_room_from_the_lobby(console: Opening, digit: int) -> None:
    room = room_name(tuple(ROOMS)[digit - 1])
    async with console() as play:
        await play.until("Lobby", room)
        await play.press(str(digit))
        await play.until(f"{room}: 0 waiting")


async def test_arrows_and_enter_open_a_room_too(console: Opening) -> None:
    async with console() as play:
        await play.until("Lobby")
        await play.press("right", "right", "down", "enter")
        await play.until("Premium: 0 waiting")


async def test_the_lobby_counts_what_waits(console: Opening, office: Company) -> None:
    office.received()
    office.received()
    async with console() as play:
        await play.until("2 waiting")


async def test_every_screen_says_who_where_when_and_that_it_is_a_demo(console: Opening) -> None:
    async with console("underwriting") as play:
        for key in ("4", "f1"):
            await play.press(key)
            await play.until("Shanghai", "underwriting clerk 1", "2026-03-02", "DEMO")


async def test_a_room_shows_the_queue_and_the_case_side_by_side(console: Opening, office: Company) -> None:
    number = office.received()
    async with console() as play:
        await play.press("1")
        text = await play.until(number, "Form number", "WL20-000001", "1  Check the papers")
        assert "received" in text


async def test_a_case_is_read_though_the_machine_stood_still_as_the_cursor_came_to_rest(
    console: Opening, office: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A timer of Textual that should fire once is skipped when the process is stalled just as it is set."""
    number = office.received()
    run = Timer._run

    async def stalled(timer: Timer) -> None:
        if timer._repeat is None:
            await run(timer)

    monkeypatch.setattr(Timer, "_run", stalled)
    async with console() as play:
        await play.press("1")
        await play.until(number, "1  Check the papers")


async def test_a_desk_that_could_not_be_loaded_is_loaded_again(
    console: Opening, office: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = office.received()
    tries = []

    def fails_first(_is_quiet: object) -> None:
        tries.append(1)
        if len(tries) == 1:
            raise ImportError("partially initialised")

    monkeypatch.setattr(desk_behind, "warm", fails_first)
    monkeypatch.setattr(desk_behind, "LOAD_AGAIN", 0.2)
    async with console() as play:
        await play.press("1")
        await play.until(number, "1  Check the papers")
    assert len(tries) == 2


async def test_under_a_hundred_columns_one_pane_shows_at_a_time(console: Opening, office: Company) -> None:
    number = office.received()
    async with console(size=(80, 24)) as play:
        await play.press("1")
        assert "Form number" not in await play.until(number)
        await play.press("enter")
        assert "waiting, most urgent first" not in await play.until("Form number")
        await play.press("escape")
        await play.until("waiting, most urgent first")


async def test_the_arrows_turn_through_all_sections_of_a_case(console: Opening, office: Company) -> None:
    office.received()
    async with console() as play:
        await play.press("1")
        await play.until("Form number")
        await play.press("enter")
        for section in ("People", "Policy", "Money", "Papers", "Clocks", "Notes", "History", "Why", "Case"):
            await play.press("right")
            await play.until(f"[{section}]")


async def test_identity_numbers_are_masked_wherever_a_case_shows_them(console: Opening, office: Company) -> None:
    office.received()
    async with console() as play:
        await play.press("1")
        await play.until("Form number")
        await play.press("enter", "right")
        assert "310101198603152718" not in await play.until("resident identity", "李明")
        await play.press("f11")
        assert "310101198603152718" not in await play.until("Receive an application", "李明", "2718")


async def test_what_cannot_be_done_says_why(console: Opening, office: Company) -> None:
    office.received()
    async with console("callback") as play:
        await play.press("1")
        await play.until("Form number")
        await play.press("colon")
        await play.write("cn02")
        await play.press("enter")
        await play.until("Check the papers: ", "needs the duty counter")
        await play.press("f10")
        await play.until("(Check the papers)")


async def test_f6_goes_to_the_most_urgent_case_and_then_to_the_next(console: Opening, office: Company) -> None:
    first = office.received()
    office.move_by(1)
    second = office.received()
    async with console() as play:
        await play.press("1")
        await play.until(first, second, "Form number")
        await play.press("f6")
        await play.until("WL20-000002")
        await play.press("f6")
        await play.until("WL20-000001")


async def test_minus_goes_back_to_the_last_room(console: Opening) -> None:
    async with console() as play:
        await play.press("1")
        await play.until("Counter: 0")
        await play.press("f3", "4")
        await play.until("Underwriting: 0")
        await play.press("minus")
        await play.until("Counter: 0")
        await play.press("minus")
        await play.until("Underwriting: 0")


async def test_a_queue_is_filtered_by_name_initials_number_and_phone(console: Opening, office: Company) -> None:
    number = office.received()
    async with console() as play:
        await play.press("1")
        await play.until(number)
        for text in ("李明", "lm", number.lower(), "1380000", "3101011986"):
            await play.press("slash")
            await play.write(text)
            await play.press("enter")
            await play.until("Found 1 for", number)
        await play.press("slash")
        await play.write("9")
        await play.press("enter")
        await play.until("Not in this room")
        await play.press("escape")
        await play.until("1 waiting")


async def test_a_queue_is_filtered_by_policy_and_by_anybody_who_has_a_part_in_it(
    console: Opening, office: Company
) -> None:
    policy = office.policy()
    request = office.do("counter.receive_request", policy, item=1).opened[0]
    async with console("preservation") as play:
        await play.press("2")
        await play.until(request)
        for text in (policy, policy[-6:], "1380000"):
            await play.press("slash")
            await play.write(text)
            await play.press("enter")
            await play.until("Found 1 for", request)


async def test_what_became_of_a_case_is_said_until_the_next_case(console: Opening, office: Company) -> None:
    first, second = office.received(), office.received()
    async with console() as play:
        await play.press("1")
        await play.until(first, second, "1  Check the papers")
        await play.press("1")
        await play.until("Papers handed in now")
        await play.press("f9")
        await play.until(f"{first}: to be keyed, in the room Counter")
        await play.press("f6")
        await play.when(lambda text: "in the room Counter" not in text, "another case and no word of the first")


async def test_the_bar_offers_what_can_be_done_and_the_list_says_why_the_rest_cannot(
    console: Opening, office: Company
) -> None:
    request = office.do("counter.receive_request", office.policy(), item=1).opened[0]
    async with console("preservation") as play:
        await play.press("2")
        text = await play.until(request, "1  Change client data")
        assert "Surrender" not in text
        await play.press("f10")
        text = await play.until("PS09", "DK04")
        assert "urrender" not in text
        await play.press("escape", "colon")
        await play.write("ps05")
        await play.press("enter")
        await play.until("that is not this operation")


async def test_language_changes_at_once_and_back(console: Opening) -> None:
    async with console() as play:
        await play.until("Lobby")
        await play.press("f2")
        await play.when(lambda text: "公司" in text or "大厅" in text or "上海" in text, "Chinese")
        await play.press("ctrl+t")
        await play.until("Lobby", "Shanghai")


async def test_data_cannot_command_the_screen(console: Opening, office: Company) -> None:
    name = "[red]张[/] [@click=app.quit]x"
    office.received(applicant_name=name)
    with office.store.write() as tx:
        # As a release stored it that took such addresses.
        tx.update(Party, {"name": name}, {"address": "\x1b[2J\u202eabc"})
    async with console() as play:
        await play.press("1")
        await play.until("[red]..")
        await play.press("enter", "right")
        text = await play.until("[red]张[/] [@click=app.quit]x")
        assert "\x1b" not in text
        assert "\u202e" not in text
        await play.press("f11")
        assert "\x1b" not in await play.until("[red]张")


async def test_a_code_that_needs_a_case_says_so_and_in_which_room(console: Opening) -> None:
    async with console() as play:
        await play.until("Lobby")
        await play.press("colon")
        await play.write("cl03")
        await play.press("enter")
        await play.until("Claims: 0 waiting", "Assess the claim: choose a case in the room Claims first.")
        await play.press("colon")
        await play.write("cn02")
        await play.press("enter")
        await play.until("Check the papers: choose a case in the room Counter first.")


async def test_a_case_that_nobody_has_taken_is_not_released(console: Opening, office: Company) -> None:
    number = office.received()
    async with console() as play:
        await play.press("1")
        await play.until(number, "Form number")
        await play.press("colon")
        await play.write("dk02")
        await play.press("enter")
        await play.until(f"Release the case: Nobody has taken {number}.")
    assert len(office.events(number)) == 1


async def test_the_section_why_says_how_every_number_of_the_case_came_about(console: Opening, office: Company) -> None:
    number = office.keyed("TM20", sum_assured="600000", income="900000")
    office.do("counter.receive_request", office.policy(), item=32)
    async with console("underwriting") as play:
        await play.press("4")
        await play.until(number)
        await play.press("enter", "left")
        await play.until("Why: premium", "Standard yearly")
    async with console("preservation", size=(120, 60)) as play:
        await play.press("2")
        await play.until("Surrender")
        await play.press("enter", "left")
        await play.until("Why: cash value")


async def test_a_console_that_closes_is_not_locked(console: Opening) -> None:
    async with console() as play:
        app = play.app
    assert app.screen_stack == []
    app._lock_when_idle()

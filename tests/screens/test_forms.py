"""Forms: fields from the register, all problems at once, trial before posting, nothing typed is ever lost."""

import threading
import time
from functools import partial
from typing import Any

import pytest

from ops_console import rooms
from ops_console.base.money import Fen
from ops_console.catalog.load import shipped
from ops_console.data.tables import Draft, Event, Note
from ops_console.desk.forms import fields_of
from ops_console.desk.operations import OPERATIONS, On
from ops_console.screens import app as console_app
from ops_console.screens import form as form_screen
from ops_console.screens import form_backend
from ops_console.screens.form import FormScreen
from ops_console.screens.lobby import LobbyScreen
from ops_console.screens.login import LockScreen
from tests.screens.conftest import Opening
from tests.screens.play import Play
from tests.support.company import AGENT, LI_MING, Company

rooms.load()


async def test_an_application_is_received_with_the_keyboard_alone(console: Opening, office: Company) -> None:
    async with console() as play:
        await play.press("1")
        await play.until("Receive an application")
        await play.press("colon")
        await play.write("cn01")
        await play.press("enter")
        await play.until("Form number *")
        given = {**LI_MING, "form_no": "T1", "product": "WL20", "agent": AGENT, "papers": "application_form"}
        for spec in fields_of(OPERATIONS["counter.receive_application"].form):
            await play.write(given.get(spec.name, ""))
            await play.press("enter")
        number = (await play.until("Opened: A")).split("Opened: ")[1][:17]
        await play.when(lambda text: text.count(number) == 3, "it said, queued and opened")
    assert office.application(number).form_no == "T1"
    assert [event.door for event in office.events(number)] == ["screen"]


async def test_all_problems_show_at_once_beside_their_fields_and_typed_values_stay(console: Opening) -> None:
    async with console() as play:
        await play.press("1")
        await play.until("Receive an application")
        await play.press("1")
        await play.until("Form number *")
        await play.write("T1")
        await play.press("f9")
        text = await play.until("The input has 6 errors")
        assert text.count("! is needed") == 6
        assert "T1" in text


async def test_a_day_written_out_is_typed_on_at_its_end(console: Opening) -> None:
    async with console() as play:
        await play.press("1")
        await play.until("Receive an application")
        await play.press("1")
        await play.until("Form number *")
        await play.press(*["tab"] * 7)
        await play.write("m-1")
        await play.press("tab", "shift+tab", "x")
        await play.until("2026-02-02x")


async def test_money_is_shown_before_it_is_posted(console: Opening, office: Company) -> None:
    number = office.issued()
    premium = office.application(number).premium
    office.do("counter.record_delivery", number, delivered_on=office.today)
    async with console("counter") as play:
        await play.press("1")
        await play.until(number, "Collect the first premium")
        await play.press("colon")
        code = OPERATIONS["counter.collect_first_premium"].code
        await play.write(code)
        await play.press("enter")
        await play.until("Amount", premium.yuan())
        await play.press("2", "f9")
        await play.until("This is what will happen", "Ledger", premium.yuan(), "2203.01")
        assert office.balance("2203.01") == 0
        await play.press("f9")
        await play.until("Receipt 1")
    assert office.balance("2203.01") == -premium


async def test_what_is_still_owed_is_proposed_and_may_be_typed_over(console: Opening, office: Company) -> None:
    number = office.issued()
    premium = office.application(number).premium
    office.do("counter.record_delivery", number, delivered_on=office.today)
    office.do("counter.collect_first_premium", number, amount="1000.00", method="bank")
    async with console("counter") as play:
        await play.press("1")
        await play.until(number, "Collect the first premium")
        await play.press("colon")
        await play.write("cn07")
        await play.press("enter")
        await play.until("Amount *", (premium - Fen.of_yuan("1000.00")).yuan())
        await play.press("up")
        await play.write("200")
        await play.press("enter", "2", "f9")
        await play.until("This is what will happen", "200.00")


async def test_money_is_taken_once_however_often_the_key_is_pressed(
    console: Opening, office: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = office.policy()
    before = office.balance("1002")
    at_the_desk = threading.Event()

    def slowly(*given: Any) -> Any:
        at_the_desk.wait()
        return post(*given)

    post = form_backend.post
    monkeypatch.setattr(form_backend, "post", slowly)
    async with console("premium") as play:
        await play.until("Lobby")
        play.app.call_later(play.app.open_form, "premium.collect", policy, None, lambda _outcome: None)
        await play.until("Amount *")
        screen = play.app.screen
        assert isinstance(screen, FormScreen)
        await play.write("1000.00")
        await play.press("enter", "2", "f9")
        await play.until("This is what will happen")
        await play.press("f9", "f9", "f9", "escape")
        at_the_desk.set()
        await play.until("Lobby")
    assert office.balance("1002") - before == Fen.of_yuan("1000.00")


async def test_who_was_slower_is_told_by_whom_and_keeps_what_was_typed(console: Opening, office: Company) -> None:
    number = office.received()
    async with console() as play:
        await play.press("1")
        await play.until("Form number")
        await play.press("colon")
        await play.write(OPERATIONS["desk.add_note"].code)
        await play.press("enter")
        await play.until("Text *")
        await play.press("enter")
        office.do("desk.add_note", number, office.clerk("counter", "senior"), text="quicker")
        await play.write("slower")
        await play.press("f9")
        await play.until("counter senior 1 was quicker", "F9 does it on the case as it is now", "slower")
        office.do("desk.add_note", number, office.clerk("counter", "head_office"), text="quicker again")
        await play.press("f9")
        await play.until("counter head_office 1 was quicker", "slower")
        await play.press("f9")
        await play.until("Counter: 1 waiting")
    assert len(office.events(number)) == 4


async def test_a_form_left_and_opened_again_still_has_what_was_typed(console: Opening) -> None:
    async with console() as play:
        await play.press("1")
        await play.until("Receive an application")
        await play.press("1")
        await play.until("Form number *")
        await play.write("half typed")
        await play.press("escape")
        await play.until("Counter: 0")
        await play.press("1")
        await play.until("half typed")


async def test_the_idle_lock_falls_over_a_form_and_loses_nothing(
    console: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console_app, "IDLE_LOOK", 0.05)
    async with console() as play:
        await play.press("1")
        await play.until("Receive an application")
        await play.press("1")
        await play.until("Form number *")
        await play.write("half typed")
        minutes = shipped().settings["idle_lock"].value
        play.app._last_key = time.monotonic() - minutes * 60 - 1
        assert "half typed" not in await play.until("Locked for counter clerk 1")
        assert isinstance(play.app.screen, LockScreen)
        await play.press("enter")
        await play.until("half typed")


async def test_f4_lists_the_values_of_a_field(console: Opening) -> None:
    async with console() as play:
        await play.press("1")
        await play.until("Receive an application")
        await play.press("1")
        await play.until("Form number *")
        await play.press("enter", "f4")
        await play.until("HC01", "TM20", "WL20")
        await play.write("whole")
        await play.when(lambda text: "TM20" not in text, "only whole life")
        await play.press("enter")
        await play.when(lambda text: "TM20" not in text and "WL20" in text and "Agent *" in text, "the value chosen")
        await play.write("SH0001")
        await play.when(lambda _text: "SH0001" in _given(play), "the next field typed into")
        assert _given(play)[1:3] == ["WL20", "SH0001"]


def _given(play: Play) -> list[str]:
    screen = play.app.screen
    return [str(value) for value in screen.values().values()] if isinstance(screen, FormScreen) else []


async def test_a_list_says_when_nothing_fits(console: Opening) -> None:
    async with console() as play:
        await play.press("1")
        await play.until("Receive an application")
        await play.press("1")
        await play.until("Form number *")
        await play.press("enter", "f4")
        await play.until("WL20")
        await play.write("zzz")
        await play.until("Nothing found.")
        await play.press("enter", "escape")
        await play.until("Form number *")


async def test_f1_in_a_form_explains_the_operation_and_its_fields(console: Opening) -> None:
    async with console() as play:
        await play.press("1")
        await play.until("Receive an application")
        await play.press("1")
        await play.until("Form number *")
        await play.press("f1")
        await play.until("CN01", "ops-console do counter.receive_application", "printed on the application form")


def _has_fields(play: Play, names: list[str]) -> bool:
    screen = play.app.screen
    return isinstance(screen, FormScreen) and screen.is_mounted and list(screen.values()) == names


def of_every_shape() -> list[str]:
    """Names of operations whose forms have among them every kind of field there is, and every number of fields."""
    seen, found = set[object](), []
    for name, operation in OPERATIONS.items():
        fields = fields_of(operation.form)
        shapes: set[object] = {operation.on, len(fields)}
        shapes |= {(one.kind, one.lookup, one.required, one.confidential, bool(one.choices)) for one in fields}
        if not shapes <= seen:
            found.append(name)
        seen |= shapes
    return found


async def test_every_operation_has_a_form_on_the_screen(console: Opening, pytestconfig: pytest.Config) -> None:
    """All of them in the long form of the tests; in the short one the doors fill in every form, if not every field."""
    names = [*OPERATIONS] if pytestconfig.getoption("every_engine") else of_every_shape()
    async with console() as play:
        await play.until("Lobby")
        for name, operation in ((name, OPERATIONS[name]) for name in names):
            play.app.call_later(play.app.open_form, name, None, None, lambda _outcome: None)
            fields = ["(policy)"] if operation.on is On.POLICY else []
            fields += [spec.name for spec in fields_of(operation.form)]
            await play.happens(partial(_has_fields, play, fields), f"the form of {name}")
            await play.when(bool, f"the form of {name}")
            play.app.simulate_key("escape")
            await play.happens(lambda: isinstance(play.app.screen, LobbyScreen), "the lobby")


async def test_a_person_found_by_name_is_shown_masked_and_given_whole(console: Opening, office: Company) -> None:
    office.received()
    async with console() as play:
        await play.press("1")
        await play.until("Form number")
        await play.press("colon")
        await play.write("cn09")
        await play.press("enter")
        await play.until("Insured *")
        await play.press("f4")
        await play.write("lm")
        await play.until("李明", "1986-03-15")
        await play.press("enter")
        text = await play.when(lambda text: "李明" not in text and "2718" in text, "the number chosen")
        assert LI_MING["applicant_document"] not in text
        screen = play.app.screen
        assert isinstance(screen, FormScreen)
        assert screen.values()["insured"] == LI_MING["applicant_document"]


async def test_a_killed_console_loses_nothing_of_a_half_typed_form(
    console: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(form_screen, "KEEP_SECONDS", 0.05)
    async with console() as play:
        await play.press("1")
        await play.until("Receive an application")
        await play.press("1")
        await play.until("Form number *")
        await play.write("half typed")
        await play.drafts("counter.receive_application")
    async with console() as play:
        await play.until("1 form half typed")
        await play.press("ctrl+p")
        await play.until("Draft: CN01 Receive an application")
        await play.write("draft")
        await play.when(lambda text: "Go to the room" not in text, "the draft alone")
        await play.press("enter")
        await play.until("half typed", "Form number *", "Draft from ")
        await play.press("escape")
        await play.until("Draft kept")


async def test_what_was_posted_leaves_no_draft_and_what_was_emptied_none_either(
    console: Opening, office: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(form_screen, "KEEP_SECONDS", 0.05)
    office.received()
    async with console() as play:
        await play.press("1")
        await play.until("Form number")
        await play.press("colon")
        await play.write("dk04")
        await play.press("enter")
        await play.until("Text *")
        await play.write("x")
        await play.drafts("desk.add_note")
        await play.press("backspace")
        await play.drafts()
        await play.write("yes")
        await play.drafts("desk.add_note")
        await play.press("f9")
        await play.until("Counter: 1 waiting")
        await play.drafts()


async def test_nothing_is_posted_but_what_was_calculated(
    console: Opening, office: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.received()
    typed_on, trial = threading.Event(), form_backend.trial

    def slow(*asked: Any) -> Any:
        typed_on.wait(form_screen.KEEP_SECONDS * 30)
        return trial(*asked)

    monkeypatch.setattr(form_backend, "trial", slow)
    async with console() as play:
        await play.press("1")
        await play.until("Form number")
        await play.press("colon")
        await play.write("dk04")
        await play.press("enter")
        await play.until("Text *")
        await play.write("abc")
        await play.press("f9")
        await play.until("Calculating")
        await play.write("xyz")
        typed_on.set()
        await play.until("Something was typed while it was calculated")
        with office.store.read() as reader:
            assert reader.count(Event, operation="desk.add_note") == 0
        await play.press("f9")
        await play.until("Counter: 1 waiting")
    with office.store.read() as reader:
        [note] = reader.find(Note)
        assert note.text == "abcxyz"


async def test_a_draft_is_read_by_its_clerk_only_and_passwords_are_not_kept(
    console: Opening, office: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(form_screen, "KEEP_SECONDS", 0.05)
    async with console("administration") as play:
        await play.until("Lobby")
        play.app.call_later(play.app.open_form, "administration.add_clerk", None, None, lambda _outcome: None)
        await play.until("Login")
        await play.write("zhang")
        await play.drafts("administration.add_clerk")
    async with console("administration", "senior") as play:
        await play.until("Lobby")
        await play.press("ctrl+p")
        text = await play.until("Go to the room")
        assert "Draft" not in text
    with office.store.read() as reader:
        [draft] = reader.find(Draft)
    assert "zhang" in draft.values.values()
    assert not any("password" in name for name in draft.values)


def test_a_choice_among_numbers_begins_with_its_default() -> None:
    from ops_console.desk.forms import fields_of
    from ops_console.rooms.counter.keying import Keyed
    from ops_console.screens.fields import FieldRow

    (months,) = (spec for spec in fields_of(Keyed) if spec.name == "months")
    assert FieldRow(months).editor.given() == "12"

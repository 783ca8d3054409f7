"""Keys: each means the same everywhere, has a second binding, and can be moved."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.events import Key

from ops_console.screens import backend, form_backend
from ops_console.screens.fields import FieldRow
from ops_console.screens.keys import KEYS, keymap_faults, own_keymap
from ops_console.screens.session import Session
from ops_console.screens.words import ROOMS, room_name
from tests.screens.conftest import Opening
from tests.screens.play import Play
from tests.support.company import Company


def test_every_function_key_has_a_second_binding_and_no_key_means_two_things() -> None:
    for key in KEYS:
        if key.keys.startswith("f"):
            assert len(key.keys.split(",")) > 1, key.name
    every = [one for key in KEYS for one in key.keys.split(",")]
    assert len(every) == len(set(every))


@pytest.mark.parametrize("keys", [("alt+h", "alt+b"), ("ctrl+g", "escape"), ("f1", "f12"), ("f1", "f3")])
async def test_second_bindings_do_the_same(console: Opening, keys: tuple[str, str]) -> None:
    async with console() as play:
        await play.until("Lobby")
        await play.press(keys[0])
        await play.until("Help: Lobby")
        await play.press(keys[1])
        await play.when(lambda text: "Help: Lobby" not in text, "the lobby again")


def test_a_keymap_file_moves_keys_by_name_and_ignores_what_it_does_not_know(tmp_path: Path) -> None:
    file = tmp_path / "keys.toml"
    assert own_keymap(file) == {}
    file.write_text('post = "f8"\nnonsense = "f7"\nhelp = 3\n')
    assert own_keymap(file) == {"post": "f8"}
    file.write_text("post = ")
    assert own_keymap(file) == {}


def test_a_faulty_keymap_is_told_in_words(tmp_path: Path) -> None:
    file = tmp_path / "keys.toml"
    assert keymap_faults(file) == []
    file.write_text('post = "ctrl+j"\n')
    assert keymap_faults(file) == []
    file.write_text('post = "f1"\nnonsense = "f7"\n')
    assert keymap_faults(file) == [
        "keys.toml: nonsense names no key, or has none.",
        "keys.toml: f1 means both post and help.",
    ]
    file.write_text("post = ")
    assert "can't be read" in keymap_faults(file)[0]


async def test_a_console_with_a_faulty_keymap_starts_and_says_so(
    console: Opening, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "keys.toml"
    file.write_text('post = "f1"\n')
    monkeypatch.setattr("ops_console.screens.app._keys_file", lambda: file)
    async with console() as play:
        await play.until("Lobby")
        assert [one.message for one in play.app._notifications] == ["keys.toml: f1 means both post and help."]


async def test_moved_keys_work(console: Opening, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "keys.toml"
    file.write_text('help = "f8"\n')
    monkeypatch.setattr("ops_console.screens.app._keys_file", lambda: file)
    async with console() as play:
        await play.until("Lobby")
        await play.press("f8")
        await play.until("Help: Lobby")


async def test_the_palette_finds_rooms_and_operations(console: Opening) -> None:
    async with console() as play:
        await play.until("Lobby")
        await play.press("ctrl+p")
        await play.write("stamps an")
        await play.until("CN01 Receive an application")
        await play.press("escape", "escape")
        await play.press("ctrl+p")
        await play.write("underwriting")
        await play.until("Go to the room")


def test_opening_a_room_loads_neither_database_nor_validation() -> None:
    program = """if True:
        import sys
        import ops_console.screens.app, ops_console.screens.room, ops_console.screens.session
        print(*{"sqlalchemy", "sqlmodel", "pydantic", "typer"} & set(sys.modules))
    """
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == []


def test_the_rooms_of_the_screens_are_those_of_the_flows() -> None:
    from ops_console.desk.kinds import KINDS

    assert {state.room for kind in KINDS.values() for state in kind.states} <= set(ROOMS)
    assert all(room_name(room) for room in ROOMS)


async def test_what_is_typed_ahead_of_the_screen_goes_into_the_field_it_is_meant_for(console: Opening) -> None:
    async with console() as play:
        await play.press("1")
        await play.until("Receive an application")
        await play.press("1")
        await play.until("Form number *")
        for key in ("F", "1", "enter", "X", "L", "tab", "9", "enter", "N"):
            play.app.post_message(Key(key, key if len(key) == 1 else None))
        await play.when(lambda _text: "N" in _typed(play), "the last key")
        assert _typed(play)[:4] == ["F1", "XL", "9", "N"]


def _typed(play: Play) -> list[str]:
    """What the fields of the open form hold."""
    return [str(row.editor.given()) for row in play.app.screen.query(FieldRow)]


async def test_a_digit_typed_right_behind_an_arrow_acts_on_the_case_the_arrow_went_to(
    console: Opening, office: Company
) -> None:
    office.received()
    office.move_by(1)
    second = office.received()
    async with console() as play:
        await play.press("1")
        await play.until(second, "1  Check the papers")
        for key in ("end", "1"):
            play.app.post_message(Key(key, key if len(key) == 1 else None))
        await play.until(f"Check the papers  {second}")


async def test_what_is_typed_behind_the_digit_of_a_room_waits_for_its_case(console: Opening, office: Company) -> None:
    number = office.received()
    async with console() as play:
        await play.until("1 waiting")
        for key in ("1", "1"):
            play.app.post_message(Key(key, key))
        await play.until(f"Check the papers  {number}")


async def test_what_is_typed_while_the_case_and_then_the_form_are_read_is_for_the_form(
    console: Opening, office: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slow store: the code is typed while the case is being read, the first field while the form is."""
    office.received()
    read_case, read_form, case_may_come, form_may_come = backend.case, form_backend.form, Event(), Event()

    def slow_case(session: Session, case_id: int) -> backend.CaseAnswer:
        case_may_come.wait()
        return read_case(session, case_id)

    def slow_form(
        session: Session, name: str, subject: str | None, proposed: Mapping[str, Any]
    ) -> form_backend.FormAnswer:
        form_may_come.wait()
        return read_form(session, name, subject, proposed)

    monkeypatch.setattr(backend, "case", slow_case)
    monkeypatch.setattr(form_backend, "form", slow_form)
    async with console() as play:
        await play.press("1")
        await play.until("1 waiting")
        await play.press("colon")
        await play.until("Transaction code")
        await play.write("cn11")
        await play.press("enter")
        case_may_come.set()
        await play.until("Form number")
        await play.write("app")
        form_may_come.set()
        await play.until("Paper *", "  app ")

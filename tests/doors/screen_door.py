"""The console as a door: the real application, its keys, and nothing else.

Clerks change by sitting down at the same console, as after a login; who goes on goes back to the lobby. Every case is
looked for as a clerk looks for it: in the queue of its room, or by search when it is in no queue any more. Operations
are started in turn by the ways there are: transaction code, list of actions, digit of the action bar, palette.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from itertools import cycle
from typing import Any

from textual.command import CommandInput, CommandList, CommandPalette
from textual.screen import Screen
from textual.widgets import OptionList

from ops_console.data.tables import WorkItem
from ops_console.desk.entry import Actor
from ops_console.desk.operations import On, Operation, find
from ops_console.rules import numbers
from ops_console.screens.actions import ActionBar, ActionMenu
from ops_console.screens.app import ConsoleApp
from ops_console.screens.code import CodeScreen
from ops_console.screens.fields import FieldRow
from ops_console.screens.form import FormScreen
from ops_console.screens.lobby import LobbyScreen, Tile
from ops_console.screens.login import LoginScreen
from ops_console.screens.lookup import LookupScreen
from ops_console.screens.policy import PolicyScreen
from ops_console.screens.queue import QueueList
from ops_console.screens.room import RoomScreen
from ops_console.screens.session import open_session
from ops_console.screens.ticks import TicksEditor
from ops_console.screens.words import ROOMS
from tests.doors.door import Door
from tests.screens.play import Play, playing
from tests.support.company import Company

PATIENCE = 30.0
"""Seconds."""
LOOK = 0.002
SIZE = (80, 24)
"""The smallest terminal: what fits here fits everywhere."""


class ScreenDoor(Door):
    """Keys in; what came of it is read from the store."""

    name = "screen"

    def __init__(self, company: Company, play: Play) -> None:
        super().__init__(company)
        self._play = play
        self._ways = cycle((self._by_code, self._by_menu, self._by_digit, self._by_palette))

    @property
    def _app(self) -> ConsoleApp:
        return self._play.app

    async def _do(self, actor: Actor, operation: str, number: str | None, values: Mapping[str, str]) -> None:
        what = find(operation)
        await self._sit_down(actor)
        if number is None:
            await self._enter(what.room if what.room in ROOMS else next(iter(ROOMS)))
        elif what.on is On.POLICY:
            await self._search(number, PolicyScreen)
        else:
            await self._open(number)
        await self._start(what)
        await self._fill_in(what, values)
        await self._post()

    # -- keys and looks

    def _press(self, *keys: str) -> None:
        for key in keys:
            self._app.simulate_key(key)

    async def _until(self, holds: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < end, f"the console never came to {what}:\n{self._play.text()}"
            await asyncio.sleep(LOOK)

    async def _until_on(self, screen: type[Screen[Any]]) -> None:
        await self._until(lambda: isinstance(self._app.screen, screen), screen.__name__)

    def _has_focus(self, selector: str) -> bool:
        return bool(self._app.screen.query(selector)) and self._app.screen.query_one(selector).has_focus

    # -- going there

    async def _sit_down(self, actor: Actor) -> None:
        """In the lobby, as this clerk."""
        while not isinstance(self._app.screen, (LobbyScreen, LoginScreen)):
            left = self._app.screen
            self._press("f3")
            await self._until(lambda left=left: self._app.screen is not left, "the screen before")  # type: ignore[misc]
        app, before = self._app, self._app.screen
        if isinstance(before, LobbyScreen) and self._is_session_of(actor):
            await self._until(lambda: isinstance(app.focused, Tile), "the lobby")
            return
        # In the slot in which the console renews its session, so that a renewal for who sat here before is void.
        app.call_later(app.ask, lambda: open_session(app.location, actor.clerk_id), app.enter, "session")
        await self._until(lambda: app.screen is not before and isinstance(app.focused, Tile), "the clerk's lobby")

    def _is_session_of(self, actor: Actor) -> bool:
        """This clerk sits here already, and a login would tell nothing new, neither of the clerk nor of the day. What
        is being renewed was asked for after this session was opened, and is of the same clerk.
        """
        session = self._app.session
        if session is None or session.clerk.id != actor.clerk_id:
            return False
        now = open_session(self._app.location, actor.clerk_id)
        return now is not None and (now.clerk, now.store) == (session.clerk, session.store)

    async def _enter(self, room: str) -> None:
        self._press(str(tuple(ROOMS).index(room) + 1))
        await self._until(lambda: isinstance(self._app.screen, RoomScreen) and self._has_focus("#queue"), room)

    async def _search(self, number: str, leads_to: type[Screen[None]]) -> None:
        self._press("slash")
        await self._until(lambda: self._has_focus("#search"), "the line to search in")
        self._press(*number, "enter")
        await self._until(lambda: self._has_focus("#found"), f"{number} among what was found")
        self._press("enter")
        await self._until(
            lambda: isinstance(self._app.screen, leads_to) and self._app.screen._answer is not None,  # type: ignore[attr-defined]
            number,
        )

    async def _open(self, number: str) -> None:
        """A case, in its room."""
        with self.company.store.read() as reader:
            case = reader.need(WorkItem, numbers.parse(number).id)
        if not case.open:
            await self._search(number, RoomScreen)
            return
        await self._enter(case.room)
        self._press("slash")
        await self._until(lambda: self._has_focus("#filter"), "the line to filter by")
        self._press(*number, "enter")
        queue = self._app.screen.query_one(QueueList)
        await self._until(lambda: [row.number for row in queue.rows] == [number] and queue.has_focus, number)
        self._press("enter")
        room = self._app.screen
        assert isinstance(room, RoomScreen)
        await self._until(lambda: room._answer is not None and room._answer.look.number == number, number)

    # -- starting an operation

    async def _start(self, what: Operation) -> None:
        for way in self._ways:
            if await way(what):
                break
        await self._until_on(FormScreen)

    async def _by_code(self, what: Operation) -> bool:
        self._press("colon")
        await self._until(lambda: isinstance(self._app.screen, CodeScreen) and self._has_focus("#code"), ":")
        self._press(*what.code.lower(), "enter")
        return True

    async def _by_menu(self, what: Operation) -> bool:
        if what.room not in ROOMS and what.on is On.NOTHING:
            return False
        self._press("f10")
        await self._until(lambda: isinstance(self._app.screen, ActionMenu) and self._has_focus("#menu"), "the actions")
        menu = self._app.screen
        assert isinstance(menu, ActionMenu)
        place = [action.name for action in menu._actions].index(what.name)
        start = menu.query_one(OptionList).highlighted or 0
        self._press(*["down"] * (place - start), "enter")
        return True

    async def _by_digit(self, what: Operation) -> bool:
        room = self._app.screen
        if isinstance(room, RoomScreen):
            # What a digit means is settled when the case is read.
            await self._until(lambda: not room._unread, "the actions of the case")
        bar = room.query(ActionBar)
        digits = [digit for digit in range(1, 10) for one in bar if one.numbered(digit)]
        fitting = [digit for digit in digits for one in bar if getattr(one.numbered(digit), "name", "") == what.name]
        self._press(*map(str, fitting[:1]))
        return bool(fitting)

    async def _by_palette(self, what: Operation) -> bool:
        self._press("ctrl+p")
        await self._until(lambda: isinstance(self._app.screen, CommandPalette), "the palette")
        palette = self._app.screen
        await self._until(lambda: isinstance(self._app.focused, CommandInput), "its line")
        self._press(*what.code.lower())
        found = palette.query_one(CommandList)

        def is_first() -> bool:
            return found.option_count > 0 and what.code in str(found.get_option_at_index(0).prompt)

        await self._until(is_first, f"{what.code} in the palette")
        self._press("enter")
        await self._until(lambda: self._app.screen is not palette, "what was found")
        return True

    # -- the form

    async def _fill_in(self, what: Operation, values: Mapping[str, str]) -> None:
        """Enter goes from field to field; every value is typed, a choice by its digit. F9 posts from any field."""
        form = self._app.screen
        await self._until(lambda: form.is_mounted, what.name)
        rows = [*form.query(FieldRow)]
        assert values.keys() <= {row.spec.name for row in rows}
        await self._until(lambda: not rows or any(row.editor.has_focus for row in rows), "a field")
        at = next((place for place, row in enumerate(rows) if row.editor.has_focus), 0)
        for place, row in enumerate(rows):
            if row.spec.name not in values:
                continue
            await self._until(lambda: rows[at].editor.has_focus, "the field before")  # noqa: B023 - asked at once
            self._press(*["enter"] * (place - at), *["shift+tab"] * (at - place))
            await self._until(lambda: row.editor.has_focus, row.spec.name)  # noqa: B023
            if isinstance(row.editor, TicksEditor):
                await self._tick(row.editor, [code for code in values[row.spec.name].split(",") if code])
            else:
                self._press(*_keys(row, values[row.spec.name]))
            at = place

    async def _tick(self, editor: TicksEditor, wanted: list[str]) -> None:
        """Just these: by their digits, or with F4 from the whole list."""
        # What has no list besides is ticked from what is offered, which has to be there first.
        await self._until(lambda: self._app._held == 0 and bool(editor.spec.lookup or editor.codes), "what to tick")
        ticked = set(editor.given().split(", "))
        self._press(*(str(no) for no, code in enumerate(editor.codes, 1) if (code in ticked) is not (code in wanted)))
        form = self._app.screen
        for code in wanted:
            if code in editor.codes:
                continue
            self._press("f4")
            await self._until(lambda: isinstance(self._app.screen, LookupScreen), "the whole list")
            found = self._app.screen.query_one(OptionList)
            self._press(*code)
            await self._until(lambda: found.option_count == 1 and found.highlighted == 0, code)  # noqa: B023
            self._press("enter")
            await self._until(lambda: self._app.screen is form and code in editor.codes, code)  # noqa: B023

    async def _post(self) -> None:
        """F9, and F9 again when the trial calculation is shown first."""
        form = self._app.screen
        self._press("f9")
        await self._until(lambda: self._app.screen is not form or form.has_class("tried"), "a calculation")
        if self._app.screen is form:
            self._press("f9")
            await self._until(lambda: self._app.screen is not form, "the posting")


def _keys(row: FieldRow, value: str) -> list[str]:
    if row.spec.kind == "flag":
        return [str(["no", "yes"].index(value) + 1)]
    if row.spec.kind == "choice":
        return [str([choice.value for choice in row.spec.choices].index(value) + 1)]
    return [*value]


@asynccontextmanager
async def at_the_console(company: Company) -> AsyncIterator[ScreenDoor]:
    """A console on the company's store."""
    async with playing(company.store.url, None, SIZE) as play:
        play.app.animation_level = "none"
        door = ScreenDoor(company, play)
        await door._until(lambda: isinstance(play.app.screen, LoginScreen), "the login")
        yield door

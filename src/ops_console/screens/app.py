"""The console: who is logged in, which screen is open, and the ways between them."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType
from textual.command import CommandPalette, Provider
from textual.scrollbar import ScrollBar

from ops_console.base.i18n import _, language, set_language
from ops_console.base.problems import OpsError
from ops_console.screens.base import ConsoleScreen
from ops_console.screens.drafts import Drafts
from ops_console.screens.exercise import Exercise
from ops_console.screens.keys import bindings, keymap_faults, own_keymap
from ops_console.screens.lobby import LobbyScreen
from ops_console.screens.login import LockScreen, LoginScreen
from ops_console.screens.look import COLOURS, THEMES, PlainBars, keep_theme, theme_of
from ops_console.screens.openings import Openings
from ops_console.screens.palette import OperationProvider, QuietPalette
from ops_console.screens.room import RoomScreen
from ops_console.screens.session import Session, open_session

if TYPE_CHECKING:
    from ops_console.desk.desk import Outcome
    from ops_console.screens.form_backend import FormAnswer

SECONDS_A_MINUTE = 60
KEYS_TOLD = 20
"""Seconds it is told at start what is wrong with the clerk's own keys."""
IDLE_LOOK = 5
"""Seconds between looks at whether the screen has to be locked."""


class ConsoleApp(Openings):
    """The application. Its screens hold no business: they ask the desk."""

    CSS_PATH = "console.tcss"
    TITLE = "ops-console"
    BINDINGS: ClassVar[list[BindingType]] = bindings("theme", "quit")
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {OperationProvider}
    ENABLE_COMMAND_PALETTE = True

    def __init__(self, location: str, clerk_id: int | None, demo: bool, exercise: Exercise | None = None) -> None:
        super().__init__()
        self.exercise = exercise
        self.location = location
        self.demo = demo
        self.session: Session | None = None
        self._clerk_id = clerk_id
        self._rooms: list[str] = []
        self._drafts = Drafts()
        ScrollBar.renderer = PlainBars
        for theme, _label in THEMES.values():
            self.register_theme(theme)
        self.theme = COLOURS.name

    def on_mount(self) -> None:
        self.set_keymap(own_keymap(_keys_file()))
        for fault in keymap_faults(_keys_file()):
            self.notify(fault, severity="warning", timeout=KEYS_TOLD, markup=False)
        session = open_session(self.location, self._clerk_id) if self._clerk_id is not None else None
        if session is not None:
            self.enter(session)
        else:
            self.push_screen(LoginScreen(self.location))
        self.load_desk()
        self.set_interval(IDLE_LOOK, self._lock_when_idle)

    def action_command_palette(self) -> None:
        if not isinstance(self.screen, (CommandPalette, LoginScreen, LockScreen)):
            self.push_screen(QuietPalette(placeholder=_("Any word of an operation or a room")))

    # -- clerk

    @property
    def the_session(self) -> Session:
        """The session of the clerk who is logged in; LookupError before login."""
        if self.session is None:
            raise LookupError("nobody is logged in")
        return self.session

    def enter(self, session: Session) -> None:
        """A clerk begins to work; what another clerk has half typed is not for them."""
        self._drafts.begin(session.clerk.id)
        self.session = session
        self.theme = theme_of(_themes_file(), session.clerk.login)
        self.switch_screen(LobbyScreen()) if len(self.screen_stack) > 1 else self.push_screen(LobbyScreen())

    def log_out(self) -> None:
        """The clerk leaves; the next one may log in."""
        self.session = None
        self.theme = COLOURS.name
        self._rooms = []
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.push_screen(LoginScreen(self.location))

    def _lock_when_idle(self) -> None:
        # A console that is closing has no screen any more.
        if self.session is None or not self.screen_stack or isinstance(self.screen, LockScreen):
            return
        if time.monotonic() - self._last_key > self.session.store.idle_lock * SECONDS_A_MINUTE:
            self.push_screen(LockScreen(self.session))

    def renew_session(self, then: Callable[[], object]) -> None:
        """Read the clerk and the business date again; who was locked meanwhile is shown out."""
        clerk_id = self.the_session.clerk.id
        asking = next(one for one in reversed(self.screen_stack) if isinstance(one, (RoomScreen, LobbyScreen)))

        def renewed(session: Session | None) -> None:
            if session is None:
                self.log_out()
                return
            self.session = session
            # Who was quick has left the place by now, or the console.
            if asking in self.screen_stack:
                then()
            for screen in self.screen_stack[-1:]:
                if isinstance(screen, ConsoleScreen):
                    screen.show_header()

        self.ask(lambda: open_session(self.location, clerk_id), renewed, "session")

    def action_theme(self) -> None:
        names = tuple(THEMES)
        self.choose_theme(names[(names.index(self.theme) + 1) % len(names)])

    def choose_theme(self, name: str) -> None:
        """Show the console in a theme, and keep it for the clerk."""
        self.theme = name
        if self.session is not None:
            keep_theme(_themes_file(), self.session.clerk.login, name)
        if isinstance(self.screen, ConsoleScreen):
            self.screen.say(_("Theme: {name}").format(name=_(THEMES[name][1])))

    def switch_language(self) -> None:
        """English to Chinese and back, on every open screen."""
        set_language("en" if language() == "zh" else "zh")
        for screen in self.screen_stack:
            if isinstance(screen, ConsoleScreen):
                screen.relabel()

    # -- ways between screens

    def open_room(self, room: str, case_id: int | None = None, saying: str = "") -> None:
        """Go to a room; from another room or from the lobby."""
        if self._rooms[-1:] != [room]:
            self._rooms = [*self._rooms[-1:], room]
        self._close_to_lobby()
        self.push_screen(RoomScreen(room, case_id, saying))

    def open_last_room(self) -> None:
        """The room before this one; from the lobby the one left last."""
        in_room = isinstance(self.screen, RoomScreen)
        if in_room and len(self._rooms) > 1:
            self.open_room(self._rooms[0])
        elif not in_room and self._rooms:
            self.open_room(self._rooms[-1])

    def open_lobby(self) -> None:
        self._close_to_lobby()
        if isinstance(self.screen, LobbyScreen):
            self.screen.action_refresh()

    def _close_to_lobby(self) -> None:
        while len(self.screen_stack) > 2 and not isinstance(self.screen, LobbyScreen):
            self.pop_screen()

    def open_form(
        self,
        name: str,
        subject: str | None,
        version: int | None,
        done: "Callable[[Outcome | None], None]",
        proposed: Mapping[str, Any] | None = None,
    ) -> None:
        """The form of an operation, with what is proposed for it, or what was typed into it before."""

        def show() -> None:
            from ops_console.screens import form_backend

            session = self.the_session
            self.hold_keys()
            self.ask(lambda: form_backend.form(session, name, subject, proposed or {}), shown, "form", failed)

        def shown(form: "FormAnswer") -> None:
            from ops_console.screens.form import FormScreen

            typed = self._drafts.kept((form.action.name, subject or ""))
            screen = FormScreen(form, subject, version, form.draft if typed is None else typed)

            def closed(outcome: "Outcome | None") -> None:
                done(outcome)
                if outcome is None and screen.is_kept and isinstance(self.screen, ConsoleScreen):
                    self.screen.say(_("Draft kept: it waits in this form, and Ctrl+P lists it."))

            # The form takes the keys held for it once it can.
            self.push_screen(screen, closed)

        def failed(error: OpsError) -> None:
            self.let_keys_go()
            self.notify(error.message, severity="error", markup=False)

        self.open_when_ready(show)

    def keep_draft(self, name: str, subject: str | None, values: Mapping[str, Any]) -> None:
        """In the store as soon as a thread gets to it; a store that is busy gets it with the next letter typed."""
        session, key = self.the_session, (name, subject or "")
        self._drafts.keep(key, values)
        self.ask(lambda: self._drafts.write(session, key), lambda _nothing: None, f"draft {key}", lambda _error: None)

    def resume_draft(self, name: str, subject: str, here: object) -> None:
        """Open a form left half typed, from the screen `here`."""
        if isinstance(here, ConsoleScreen):
            self.open_form(name, subject or None, None, here.form_closed)

    async def action_quit(self) -> None:
        """Leave, when what is half typed is in the store."""
        for screen in self.screen_stack:
            if isinstance(screen, ConsoleScreen):
                screen.keep_typed()
        await self.workers.wait_for_complete([one for one in self.workers if one.group.startswith("draft ")])
        self.exit()

    def open_code(self) -> None:
        """Type a transaction code; what it needs is taken from the screen it is typed on."""
        from ops_console.screens.code import CodeScreen

        here = self.screen
        self.open_when_ready(lambda: self.push_screen(CodeScreen(), lambda name: self.start_operation(name, here)))

    def start_operation(self, name: str | None, here: object | None = None) -> None:
        """Open an operation by name, on the case that is open when it needs one."""
        if name is None:
            return
        here = here or self.screen
        if isinstance(here, ConsoleScreen):
            here.start_named(name)

    def show_help(self, operation: str | None, place: str) -> None:
        from ops_console.screens.help import HelpScreen

        self.when_ready(lambda: self.push_screen(HelpScreen(operation, place)))

    def told(self, outcome: "Outcome") -> str:
        """What came of an operation, in one line."""
        from ops_console.screens.words import told

        return told(outcome)


def _keys_file() -> Path:
    return _own_folder() / "keys.toml"


def _themes_file() -> Path:
    return _own_folder() / "themes.toml"


def _own_folder() -> Path:
    from platformdirs import user_config_path

    return user_config_path("ops-console")


def run_console(store_url: str, clerk_id: int | None, demo: bool, exercise: Exercise | None = None) -> None:
    """Open the console on a store; as a clerk right away where the store asks no password."""
    ConsoleApp(store_url, clerk_id, demo, exercise).run()

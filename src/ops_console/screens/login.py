"""Login, and the lock that falls when nobody types."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from ops_console.base.i18n import _, language
from ops_console.base.problems import OpsError
from ops_console.base.safe_text import safe
from ops_console.data.glance import glance
from ops_console.data.queries.people import ClerkLine, StoreLook, demo_clerks, store_look
from ops_console.screens.base import ConsoleScreen
from ops_console.screens.header import Header, KeyBar, MessageLine
from ops_console.screens.plain_input import PlainInput
from ops_console.screens.session import Session, log_in, open_session
from ops_console.screens.texts import Column, row, spread
from ops_console.screens.words import word

LIST_CELLS = 84
"""Cells a line of the list of clerks may take."""


class LoginScreen(ConsoleScreen[None]):
    """Login name and password; in a demo store the clerks to choose from."""

    AUTO_FOCUS = "#login"

    def __init__(self, location: str) -> None:
        super().__init__()
        self._location = location
        self._clerks: list[ClerkLine] = []
        self._shown: list[ClerkLine] = []

    @property
    def place(self) -> str:
        return _("Log in")

    def compose(self) -> ComposeResult:
        yield Header()
        with Vertical(id="login-box"):
            yield Static("", id="login-label")
            yield PlainInput(id="login")
            yield Static("", id="password-label")
            yield PlainInput(id="password", password=True)
            yield OptionList(id="clerks")
        yield MessageLine()
        yield KeyBar("language", "quit")

    def on_mount(self) -> None:
        super().on_mount()
        location = self._location
        self.ask(lambda: _who_works_here(location), self._got_store, "store")

    def relabel(self) -> None:
        super().relabel()
        self.query_one("#login-label", Static).update(Content(_("Login name")))
        self.query_one("#password-label", Static).update(Content(_("Password")))
        self._list()

    def _got_store(self, found: tuple[StoreLook, list[ClerkLine]]) -> None:
        store, self._clerks = found
        if store.is_demo:
            self.add_class("demo")
            self._list()
            self.say(_("A training store: type a login or choose a clerk, no password is asked."))

    def _list(self) -> None:
        """The clerks whose login or name has what is typed, a login typed in full first."""
        typed = self.query_one("#login", PlainInput).value.strip().lower()
        fitting = [clerk for clerk in self._clerks if typed in clerk.login.lower() or typed in clerk.name.lower()]
        self._shown = sorted(fitting, key=lambda clerk: clerk.login.lower() != typed)
        options = self.query_one(OptionList)
        at = options.highlighted or 0
        options.clear_options()
        cells = min(LIST_CELLS, self.app.size.width - 8)
        options.add_options([Option(_clerk_line(clerk, cells)) for clerk in self._shown])
        options.highlighted = min(at, len(self._shown) - 1) if self._shown else None

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input.id == "login" and self.has_class("demo"):
            self.query_one(OptionList).highlighted = None
            self._list()

    def key_down(self) -> None:
        self.query_one(OptionList).action_cursor_down()

    def key_up(self) -> None:
        self.query_one(OptionList).action_cursor_up()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self._choose(event.option_index)

    def _choose(self, index: int | None) -> None:
        if index is None:
            self.say(_("No clerk's login or name has that."), "bold $error")
            return
        clerk, location = self._shown[index], self._location
        self.ask(lambda: open_session(location, clerk.id), self._entered, "login")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if self.has_class("demo"):
            self._choose(self.query_one(OptionList).highlighted)
            return
        password = self.query_one("#password", PlainInput)
        if event.input.id == "login":
            password.focus()
            return
        login, secret, location = self.query_one("#login", PlainInput).value.strip(), password.value, self._location
        self.say(_("Checking"))
        self.ask(lambda: log_in(location, login, secret), self._entered, "login", self._refused)

    def _entered(self, session: Session | None) -> None:
        if session is None:
            self.say(_("This clerk may not work: unknown or locked."), "bold $error")
        else:
            self.console.enter(session)

    def _refused(self, error: OpsError) -> None:
        self.query_one("#password", PlainInput).value = ""
        self.say(error.message, "bold $error")

    def action_back(self) -> None:
        self.query_one("#login", PlainInput).focus()

    def action_search(self) -> None:
        """Nothing is shown before login."""

    def action_code(self) -> None:
        """Nothing is done before login."""

    def action_last_room(self) -> None:
        """No room is open before login."""

    def action_help(self) -> None:
        self.say(_("Ask your administrator for a login: `ops-console clerk add`."))


class LockScreen(ConsoleScreen[None]):
    """Over everything else until the clerk is back; what was typed below stays."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "unlock", show=False)]
    AUTO_FOCUS = "#password"

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    @property
    def place(self) -> str:
        return _("Locked")

    def compose(self) -> ComposeResult:
        yield Header()
        with Vertical(id="login-box"):
            yield Static("", id="login-label")
            if not self._session.store.is_demo:
                yield PlainInput(id="password", password=True)
        yield MessageLine()
        yield KeyBar("language")

    def relabel(self) -> None:
        super().relabel()
        demo = self._session.store.is_demo
        text = (
            _("Locked for {clerk}. Enter goes on.") if demo else _("Locked for {clerk}. Type your password to go on.")
        )
        self.query_one("#login-label", Static).update(Content(text.format(clerk=safe(self._session.clerk.name))))

    def action_unlock(self) -> None:
        if self._session.store.is_demo:
            self.dismiss()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        session, secret = self._session, event.value
        self.ask(lambda: log_in(session.location, session.clerk.login, secret), self._answered, "login", self._refused)

    def _answered(self, session: Session | None) -> None:
        if session is not None:
            self.dismiss()
        else:
            self.say(_("This clerk may not work: unknown or locked."), "bold $error")

    def _refused(self, error: OpsError) -> None:
        self.query_one("#password", PlainInput).value = ""
        is_wrong = error.code == "login"
        self.say(_("That is not the password.") if is_wrong else error.message, "bold $error")

    def action_back(self) -> None:
        """Only the password opens."""

    def action_help(self) -> None:
        """Nothing is shown while locked."""

    def action_search(self) -> None:
        """Nothing is shown while locked."""

    def action_code(self) -> None:
        """Nothing is done while locked."""

    def action_last_room(self) -> None:
        """Nothing is shown while locked."""


def _who_works_here(location: str) -> tuple[StoreLook, list[ClerkLine]]:
    with glance(location) as lines:
        store = store_look(lines)
        return store, demo_clerks(lines) if store.is_demo else []


def _clerk_line(clerk: ClerkLine, cells: int) -> Content:
    """One clerk on one line of so many cells."""
    chinese = language() == "zh"
    branch, grade = (clerk.branch_zh, clerk.grade_zh) if chinese else (clerk.branch_en, clerk.grade_en)
    duties = ", ".join(word(duty) for duty in clerk.duties)
    columns: list[Column] = [(23, "left"), (8, "left"), (12, "left"), (12, "left"), (0, "left")]
    return row((clerk.login, clerk.name, branch, grade, duties), spread(columns, cells))

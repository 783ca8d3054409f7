"""What every screen has: the header, the message line, the key bar, and the keys that mean the same everywhere."""

from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen, Screen

from ops_console.base.i18n import _
from ops_console.base.problems import OpsError
from ops_console.base.safe_text import safe
from ops_console.rules.sources import source_text
from ops_console.screens.asking import Asking
from ops_console.screens.header import Header, KeyBar, MessageLine
from ops_console.screens.keys import bindings
from ops_console.screens.session import Session
from ops_console.screens.ways import Ways

if TYPE_CHECKING:
    from ops_console.desk.desk import Outcome

Result = TypeVar("Result")

WIDE = 100
"""Columns from which on a queue and a case stand side by side."""


class ConsoleScreen(Screen[Result], Asking):
    """A screen of the console. Subclasses give `place` and `relabel`."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "help",
        "language",
        "back",
        "lookup",
        "refresh",
        "next",
        "quote",
        "post",
        "actions",
        "history",
        "print",
        "cancel",
        "search",
        "code",
        "last_room",
    )
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 - Textual's own declaration

    def __init__(self) -> None:
        super().__init__()
        # Textual says so only after the first layout, and then styles and lays out everything a second time.
        self.set_class(self.app.size.width >= WIDE, "-wide")
        self.set_class(self.app.size.width < WIDE, "-narrow")

    @property
    def console(self) -> Ways:
        return cast(Ways, self.app)

    @property
    def session(self) -> Session:
        """The clerk's session; screens that need one are opened after login only."""
        return self.console.the_session

    @property
    def place(self) -> str:
        """Where the clerk is, for the header."""
        return ""

    def relabel(self) -> None:
        """Write every text again: the language has changed, or what they say."""
        self.show_header()
        for bar in self.query(KeyBar):
            bar.redraw()

    def show_header(self) -> None:
        for header in self.query(Header):
            header.show(self.place, self.console.session)

    def on_mount(self) -> None:
        self.relabel()

    def say(self, text: str, style: str = "") -> None:
        for line in self.query(MessageLine):
            line.say(text, style)

    def failed(self, error: OpsError) -> None:
        self.say(_with_source(error), "bold $error")

    def told_to_wait(self, text: str) -> None:
        self.say(text, "bold")

    def action_help(self) -> None:
        self.console.show_help(self.help_about(), self.place)

    def form_closed(self, outcome: "Outcome | None") -> None:
        """A form that was opened from here is closed: with what came of it, or with nothing."""

    def keep_typed(self) -> None:
        """Only forms have something half typed."""

    def help_about(self) -> str | None:
        """Name of the operation that help should explain first."""
        return None

    def start_named(self, name: str) -> None:
        """Open an operation by name, on what this screen shows; on a screen that shows nothing to work on, say so."""
        from ops_console.desk.operations import OPERATIONS

        label = _(OPERATIONS[name].label)
        self.say(_("{operation}: leave this screen first, F3 goes back.").format(operation=label))

    def action_language(self) -> None:
        self.console.switch_language()

    def action_back(self) -> None:
        self.dismiss()

    def action_cancel(self) -> None:
        self.action_back()

    def action_refresh(self) -> None:
        self.relabel()

    def action_quote(self) -> None:
        self.console.open_quote()

    def action_search(self) -> None:
        self.console.open_search()

    def action_code(self) -> None:
        self.console.open_code()

    def action_last_room(self) -> None:
        self.console.open_last_room()

    def action_lookup(self) -> None:
        """Only fields have a list."""

    def action_next_case(self) -> None:
        """Only rooms have a next case."""

    def action_post(self) -> None:
        """Only forms are posted."""

    def action_actions(self) -> None:
        """Only rooms offer actions."""

    def action_history(self) -> None:
        """Only cases and policies have one."""

    def action_print(self) -> None:
        """Only what has letters is printed."""


def _with_source(error: OpsError) -> str:
    return f"{error.message} ({source_text(error.source)})" if error.source else error.message


class ConsoleModal(ModalScreen[Result], Asking):
    """A box over the screen below; Esc closes it with nothing."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("cancel", "back", "language")

    @property
    def console(self) -> Ways:
        return cast(Ways, self.app)

    @property
    def session(self) -> Session:
        return self.console.the_session

    def box(self, title: str) -> Vertical:
        """The frame of the box."""
        frame = Vertical(classes="box")
        frame.border_title = safe(title).replace("[", "(")
        return frame

    def action_cancel(self) -> None:
        self.dismiss(None)

    def action_back(self) -> None:
        self.dismiss(None)

    def action_language(self) -> None:
        """Below a box the language stays; it is changed where the box was opened."""

"""F11: everything that was done on a case or a policy, with before and after."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from ops_console.base.i18n import _
from ops_console.screens.base import ConsoleScreen
from ops_console.screens.header import Header, KeyBar, MessageLine, lines_of
from ops_console.screens.texts import Lines, plain

if TYPE_CHECKING:
    from ops_console.data.queries.history import EventLook


class HistoryScreen(ConsoleScreen[None]):
    """The events, newest first."""

    AUTO_FOCUS = "#history-body"

    def __init__(self, number: str, case_id: int | None, policy_id: int | None) -> None:
        super().__init__()
        self._number = number
        self._case_id = case_id
        self._policy_id = policy_id
        self._events: tuple[EventLook, ...] = ()

    @property
    def place(self) -> str:
        return _("History of {number}").format(number=self._number)

    def compose(self) -> ComposeResult:
        yield Header()
        with VerticalScroll(id="history-body"):
            yield Static("", id="history-text")
        yield MessageLine()
        yield KeyBar("back", "refresh", "help", "language")

    def on_mount(self) -> None:
        super().on_mount()
        self.action_refresh()

    def on_resize(self) -> None:
        self.relabel()

    def action_refresh(self) -> None:
        from ops_console.screens import backend

        session, case_id, policy_id = self.session, self._case_id, self._policy_id
        self.ask(lambda: backend.history(session, case_id, policy_id), self._got, "history")

    def _got(self, events: "tuple[EventLook, ...]") -> None:
        self._events = events
        self.relabel()

    def relabel(self) -> None:
        super().relabel()
        from ops_console.screens.backend import catalog
        from ops_console.screens.event_text import full

        width = max(30, self.app.size.width - 4)
        lines: Lines = []
        for event in self._events:
            lines += full(event, catalog(self.session), width)
        self.query_one("#history-text", Static).update(lines_of(lines[1:] or plain(_("Nothing was done yet."), width)))

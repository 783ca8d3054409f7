"""The lobby: a tile a room with what waits there; a digit or the arrows open it."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from ops_console.base.i18n import _, ngettext
from ops_console.base.safe_text import safe
from ops_console.data.queries.queue import RoomCounts
from ops_console.screens.base import ConsoleScreen
from ops_console.screens.header import Header, KeyBar, MessageLine
from ops_console.screens.words import ROOMS, room_name

COLUMNS = 4


class Tile(Static, can_focus=True):
    """One room."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "enter", show=False)]

    def __init__(self, digit: int, room: str) -> None:
        super().__init__("", classes="tile")
        self.digit = digit
        self.room = room
        self._counts: RoomCounts | None = None

    def show(self, counts: RoomCounts) -> None:
        self._counts = counts
        self.redraw()

    def redraw(self) -> None:
        counts = self._counts
        lines: list[str | tuple[str, str]] = [(f"{self.digit} {safe(room_name(self.room))}", "bold")]
        if counts is None:
            lines.append("\n..")
        else:
            late = _("{count} overdue").format(count=f"{counts.overdue:,}")
            # Two to a line where there is no room for four lines.
            gap = "  " if self.screen.has_class("-narrow") else "\n"
            lines += ["\n", _("{count} waiting").format(count=f"{counts.waiting:,}")]
            lines += [gap, (f"! {late}", "bold $error") if counts.overdue else late]
            lines += ["\n", _("{count} due today").format(count=f"{counts.due_today:,}")]
            lines += [gap, _("{count} mine").format(count=f"{counts.mine:,}")]
        self.update(Content.assemble(*lines))

    def on_resize(self) -> None:
        self.redraw()

    class Entered(Message):
        """Into the room."""

        def __init__(self, digit: int) -> None:
            super().__init__()
            self.digit = digit

    def action_enter(self) -> None:
        self.post_message(self.Entered(self.digit))

    def on_click(self) -> None:
        self.action_enter()


class LobbyScreen(ConsoleScreen[None]):
    """Where a day begins."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(digit), f"room({digit})", show=False) for digit in range(1, len(ROOMS) + 1)),
        Binding("left", "walk(-1)", show=False),
        Binding("right", "walk(1)", show=False),
        Binding("up", "rise(-1)", show=False),
        Binding("down", "rise(1)", show=False),
    ]
    AUTO_FOCUS = "Tile"
    _leaving = False

    @property
    def place(self) -> str:
        return _("Lobby")

    def compose(self) -> ComposeResult:
        yield Header()
        with Grid(id="tiles"):
            for digit, room in enumerate(ROOMS, 1):
                yield Tile(digit, room)
        yield MessageLine()
        yield KeyBar("help", "search", "code", "palette", "last_room", "refresh", "language", "quit")

    def on_mount(self) -> None:
        super().on_mount()
        self.ask(self.session.counts, self._got_counts, "counts")
        self.ask(self.session.drafts, self._got_drafts, "drafts")

    def _got_drafts(self, drafts: Sequence[object]) -> None:
        if drafts:
            text = ngettext(
                "{count} form half typed: Ctrl+P lists it.", "{count} forms half typed: Ctrl+P lists them.", len(drafts)
            )
            self.say(text.format(count=len(drafts)))

    def relabel(self) -> None:
        super().relabel()
        for tile in self.query(Tile):
            tile.redraw()

    def action_refresh(self) -> None:
        self.console.renew_session(lambda: self.ask(self.session.counts, self._got_counts, "counts"))

    def _got_counts(self, counts: dict[str, RoomCounts]) -> None:
        for tile in self.query(Tile):
            tile.show(counts.get(tile.room, RoomCounts(0, 0, 0, 0)))

    def action_room(self, digit: int) -> None:
        self.console.open_room(tuple(ROOMS)[digit - 1])

    def on_tile_entered(self, entered: Tile.Entered) -> None:
        self.action_room(entered.digit)

    def action_walk(self, by: int) -> None:
        tiles = list(self.query(Tile))
        index = tiles.index(self.focused) if isinstance(self.focused, Tile) else 0
        tiles[(index + by) % len(tiles)].focus()

    def action_rise(self, by: int) -> None:
        self.action_walk(by * (COLUMNS if self.has_class("-wide") else 2))

    def on_screen_resume(self) -> None:
        self._leaving = False

    def action_back(self) -> None:
        """The lobby is the outermost place: asked twice, the clerk is logged out."""
        if self._leaving:
            self.console.log_out()
            return
        self._leaving = True
        self.say(_("F3 again logs out, for the next clerk; Ctrl+Q leaves the console."))

    def start_named(self, name: str) -> None:
        """An operation by name: opened here when it needs no case, else the room where its cases wait is."""
        from ops_console.screens import backend

        operation = backend.operation(name)
        if operation.on in ("nothing", "policy"):
            self.console.open_form(operation.name, None, None, self.form_closed)
        else:
            room = backend.room_of(operation)
            self.console.open_room(
                room if room in ROOMS else next(iter(ROOMS)), saying=backend.choose_a_case(operation)
            )

    def form_closed(self, outcome: object) -> None:
        from ops_console.desk.desk import Outcome

        if isinstance(outcome, Outcome):
            self.say(self.console.told(outcome), "bold $success")
            self.action_refresh()

"""The lobby, the operations floor: a tile a room, what runs left behind, the week."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid, Horizontal

from ops_console.base.i18n import _, ngettext
from ops_console.data.queries.queue import RoomCounts
from ops_console.screens.base import ConsoleScreen
from ops_console.screens.floor_panels import BehindPanel, WeekPanel
from ops_console.screens.header import Header, KeyBar, MessageLine
from ops_console.screens.keys import bindings
from ops_console.screens.session import Floor
from ops_console.screens.tile import Tile
from ops_console.screens.words import ROOMS

COLUMNS, NARROW_COLUMNS = 4, 3


class LobbyScreen(ConsoleScreen[None]):
    """Where a day begins."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(digit), f"room({digit})", show=False) for digit in range(1, len(ROOMS) + 1)),
        Binding("left", "walk(-1)", show=False),
        Binding("right", "walk(1)", show=False),
        Binding("up", "rise(-1)", show=False),
        Binding("down", "rise(1)", show=False),
        *bindings("team"),
    ]
    AUTO_FOCUS = "Tile"
    _leaving = False
    _left_once = False

    @property
    def place(self) -> str:
        return _("Lobby")

    def compose(self) -> ComposeResult:
        yield Header()
        with Grid(id="tiles"):
            for digit, room in enumerate(ROOMS, 1):
                yield Tile(digit, room)
        with Horizontal(id="floor"):
            yield BehindPanel()
            yield WeekPanel()
        yield MessageLine()
        team = ("team",) if self.session.clerk.hands_out else ()
        yield KeyBar("help", "next", "search", "code", *team, "palette", "last_room", "refresh", "language", "quit")

    def on_mount(self) -> None:
        super().on_mount()
        self._read()
        self.ask(self.session.drafts, self._got_drafts, "drafts")

    def _read(self) -> None:
        """What waits first: the rest may come when it is counted."""
        self.ask(self.session.counts, self._got_counts, "counts")
        self.ask(self.session.floor, self._got_floor, "floor")
        self.console.when_ready(self._read_runs)

    def _read_runs(self) -> None:
        from ops_console.screens.backend import runs_to_start

        session = self.session
        self.ask(lambda: runs_to_start(session), self._got_runs, "runs")

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
        self.query_one(BehindPanel).redraw()
        self.query_one(WeekPanel).redraw()

    def action_refresh(self) -> None:
        self.console.renew_session(self._read)

    def _got_counts(self, counts: dict[str, RoomCounts]) -> None:
        for tile in self.query(Tile):
            tile.show(counts.get(tile.room, RoomCounts(0, 0, 0, 0)))

    def _got_floor(self, floor: Floor) -> None:
        for tile in self.query(Tile):
            tile.show_done(floor.done.get(tile.room, 0))
        self.query_one(BehindPanel).show(floor)
        self.query_one(WeekPanel).show(floor.week)

    def _got_runs(self, runs: Sequence[str]) -> None:
        self.query_one(BehindPanel).show_to_start(runs)

    def action_next_case(self) -> None:
        """Into the most urgent case that is mine, or free in my rooms."""
        self.ask(self.session.next_case, self._go_to, "next")

    def _go_to(self, found: tuple[str, int] | None) -> None:
        if found is None:
            self.say(_("No case waits for you: none is yours, and none is free in your rooms."))
        else:
            self.console.open_room(*found)

    def action_team(self) -> None:
        if self.session.clerk.hands_out:
            self.console.open_team()
        else:
            self.say(_("The team's work is seen by who hands it out: supervisors and above."), "bold $warning")

    def action_room(self, digit: int) -> None:
        self.console.open_room(tuple(ROOMS)[digit - 1])

    def on_tile_entered(self, entered: Tile.Entered) -> None:
        self.action_room(entered.digit)

    def action_walk(self, by: int) -> None:
        tiles = list(self.query(Tile))
        index = tiles.index(self.focused) if isinstance(self.focused, Tile) else 0
        tiles[(index + by) % len(tiles)].focus()

    def action_rise(self, by: int) -> None:
        self.action_walk(by * (COLUMNS if self.has_class("-wide") else NARROW_COLUMNS))

    def on_screen_suspend(self) -> None:
        self._left_once = True

    def on_screen_resume(self) -> None:
        """Whatever was done elsewhere shows here."""
        self._leaving = False
        if self._left_once and self.console.session is not None:
            self._read()

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

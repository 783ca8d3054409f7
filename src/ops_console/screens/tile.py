"""A tile of the lobby: one room with what waits in it, what is late, and how far the day's work is."""

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from ops_console.base.i18n import _
from ops_console.base.plots import bar, short, signs
from ops_console.base.safe_text import cell_width, fit, safe
from ops_console.data.queries.queue import RoomCounts
from ops_console.screens.still import Line
from ops_console.screens.words import room_name


@dataclass(frozen=True)
class Progress:
    """The day in a room: cases done, of those and the ones still due today or overdue."""

    done: int
    still: int

    @property
    def all(self) -> int:
        return self.done + self.still


class Tile(Line, can_focus=True):
    """One room."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "enter", show=False)]

    def __init__(self, digit: int, room: str) -> None:
        super().__init__("", classes="tile")
        self.digit = digit
        self.room = room
        self._counts: RoomCounts | None = None
        self._done: int | None = None

    def show(self, counts: RoomCounts) -> None:
        self._counts = counts
        self.redraw()

    def show_done(self, done: int) -> None:
        self._done = done
        self.redraw()

    def redraw(self) -> None:
        cells = max(8, self.size.width or 0)
        lines: list[str | tuple[str, str]] = [(fit(f"{self.digit} {room_name(self.room)}", cells).rstrip(), "bold")]
        if self._counts is None:
            lines.append("\n..")
        else:
            lines += self._figures(self._counts, cells)
        self.update(Content.assemble(*lines))

    def _figures(self, counts: RoomCounts, cells: int) -> list[str | tuple[str, str]]:
        waiting = _("{count} waiting").format(count=short(counts.waiting))
        mine = _("{count} mine").format(count=short(counts.mine))
        late = _("{count} overdue").format(count=short(counts.overdue))
        today = _("{count} due today").format(count=short(counts.due_today))
        urgent = f"! {late}" if counts.overdue else late
        beside = f", {today}"
        # Half a figure would be read for a whole one.
        rest = beside if cell_width(urgent + beside) <= cells else ""
        return [
            "\n",
            _both(waiting, mine, cells),
            "\n",
            (urgent, "bold $error") if counts.overdue else urgent,
            rest,
            "\n",
            self._day(Progress(self._done or 0, counts.due_today + counts.overdue), cells)
            if self._done is not None
            else "",
        ]

    @staticmethod
    def _day(day: Progress, cells: int) -> str:
        if not day.all:
            return _("nothing due")
        told = _("{done} of {all} done").format(done=short(day.done), all=short(day.all))
        return f"{told} {bar(day.done, day.all, max(0, cells - cell_width(told) - 1), signs())}"

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


def _both(first: str, second: str, cells: int) -> str:
    """Two figures on a line; the first alone where there is no room for both."""
    both = f"{first}, {second}"
    return safe(both) if cell_width(both) <= cells else fit(first, cells).rstrip()

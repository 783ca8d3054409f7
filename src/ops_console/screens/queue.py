"""The queue list: a window of rows around the cursor, drawn line by line, so that a million cases scroll like ten.

Lines are drawn from a few hundred rows in memory; when the cursor comes near the end of them the list asks its screen
for the next page by key. Nothing is ever measured beyond what is on the screen.
"""

from typing import ClassVar, Literal

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.events import MouseScrollDown, MouseScrollUp
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from ops_console.data.queries.queue import PAGE, QueueRow
from ops_console.screens.queue_text import line_of, urgency, who_cells
from ops_console.screens.session import Session
from ops_console.screens.ways import the_session

NEAR = 60
"""Rows left before the next page is asked for."""
KEPT = 1200
"""Rows kept in memory; beyond them the far end is forgotten."""

Which = Literal["after", "before", "first", "last"]


class QueueList(Widget, can_focus=True):
    """The list of one room."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "queue--cursor",
        "queue--late",
        "queue--today",
        "queue--rest",
        "queue--plain",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "edge('first')", show=False),
        Binding("end", "edge('last')", show=False),
        Binding("enter", "choose", show=False),
    ]

    class Moved(Message):
        """The cursor is on another case, or on none; `by_hand` when somebody moved it."""

        def __init__(self, row: QueueRow | None, by_hand: bool) -> None:
            super().__init__()
            self.row = row
            self.by_hand = by_hand

    class Chosen(Message):
        """Enter on a case."""

        def __init__(self, row: QueueRow) -> None:
            super().__init__()
            self.row = row

    class Measured(Message):
        """Cells that the last column needs now."""

        def __init__(self, who: int) -> None:
            super().__init__()
            self.who = who

    class Wanted(Message):
        """More rows are wanted from this side."""

        def __init__(self, which: Which) -> None:
            super().__init__()
            self.which = which

    def __init__(self) -> None:
        super().__init__(id="queue")
        self.rows: list[QueueRow] = []
        self.cursor = 0
        self.who = 0
        self._top = 0
        self._asked: Which | None = None
        self._ends = {"before": True, "after": True}

    @property
    def _session(self) -> Session:
        return the_session(self.app)

    @property
    def current(self) -> QueueRow | None:
        return self.rows[self.cursor] if self.rows else None

    def fill(
        self, rows: list[QueueRow], *, at_end: bool = False, complete: bool = False, keep: int | None = None
    ) -> None:
        """Show these rows: the first page, or the last. `keep` is the id the cursor stays on when it is among them."""
        self.rows = rows
        self._measure()
        self._asked = None
        full = len(rows) >= PAGE and not complete
        self._ends = {"before": not (full and at_end), "after": not (full and not at_end)}
        where = next((index for index, row in enumerate(rows) if row.id == keep), None)
        self.cursor = where if where is not None else (len(rows) - 1 if at_end else 0)
        self.cursor = max(0, self.cursor)
        self._top = 0
        self._follow()
        self.refresh()
        # Told by the list itself: a message that its own pane made would not rise above the pane.
        self.call_later(self._tell)

    def _measure(self) -> None:
        self.who = who_cells(self.rows, self._session)
        self.post_message(self.Measured(self.who))

    def _tell(self, by_hand: bool = False) -> None:
        self.post_message(self.Moved(self.current, by_hand))

    def extend(self, which: Which, rows: list[QueueRow]) -> None:
        """Join a page that was asked for; the far end is forgotten when there are too many."""
        self._asked = None
        self._ends[which] = len(rows) < PAGE
        if which == "after":
            self.rows += rows
            surplus = max(0, len(self.rows) - KEPT)
            del self.rows[:surplus]
            shift = -surplus
            self._ends["before"] = self._ends["before"] and not surplus
        else:
            self.rows[:0] = rows
            shift = len(rows)
            surplus = max(0, len(self.rows) - KEPT)
            del self.rows[len(self.rows) - surplus :]
            self._ends["after"] = self._ends["after"] and not surplus
        self.cursor += shift
        self._top += shift
        self._measure()
        self.refresh()

    def page_failed(self) -> None:
        """A page that was asked for will not come."""
        self._asked = None

    def put_cursor(self, case_id: int) -> bool:
        """Go to a case among the rows in memory; False when it is not there."""
        for index, row in enumerate(self.rows):
            if row.id == case_id:
                self._go(index)
                return True
        return False

    def action_move(self, by: int) -> None:
        self._go(self.cursor + by)

    def action_page(self, by: int) -> None:
        step = max(1, self.size.height - 1)
        self._go(self.cursor + by * step)

    def action_edge(self, which: Which) -> None:
        side = "before" if which == "first" else "after"
        if self._ends[side]:
            self._go(0 if which == "first" else len(self.rows) - 1)
        else:
            self.post_message(self.Wanted(which))

    def action_choose(self) -> None:
        if self.current is not None:
            self.post_message(self.Chosen(self.current))

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        event.stop()
        self.action_move(3)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        event.stop()
        self.action_move(-3)

    def on_click(self, event: object) -> None:
        line = getattr(event, "y", 0)
        if self._top + line < len(self.rows):
            self._go(self._top + line)

    def on_resize(self) -> None:
        """Digits act on the case under the cursor: it is never out of sight."""
        self._follow()
        self.refresh()

    def _go(self, index: int) -> None:
        index = max(0, min(index, len(self.rows) - 1))
        if not self.rows or index == self.cursor:
            return
        before, self.cursor = self.cursor, index
        top = self._top
        self._follow()
        if top != self._top:
            self.refresh()
        else:
            self.refresh(*(Region(0, line - top, self.size.width, 1) for line in (before, index)))
        self._ask_ahead()
        self.call_later(self._tell, True)

    def _follow(self) -> None:
        height = max(1, self.size.height)
        self._top = max(0, min(self._top, self.cursor), self.cursor - height + 1)

    def _ask_ahead(self) -> None:
        if self._asked is not None:
            return
        side: Which | None = None
        if not self._ends["after"] and len(self.rows) - self.cursor < NEAR:
            side = "after"
        elif not self._ends["before"] and self.cursor < NEAR:
            side = "before"
        if side is not None:
            self._asked = side
            self.post_message(self.Wanted(side))

    def render_line(self, y: int) -> Strip:
        index = self._top + y
        width = self.size.width
        if index >= len(self.rows):
            return Strip.blank(width, self.get_component_rich_style("queue--plain"))
        row = self.rows[index]
        left = self._session.days_left(row.due)
        style = self.get_component_rich_style(f"queue--{urgency(left)}")
        if index == self.cursor:
            style += self.get_component_rich_style("queue--cursor")
        return Strip([Segment(line_of(row, self._session, width, self.who), style)], width)

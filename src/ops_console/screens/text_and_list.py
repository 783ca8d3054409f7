"""What screens share that tell something above and list below it what Enter opens."""

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import OptionList, Static

from ops_console.screens.base import ConsoleScreen
from ops_console.screens.header import Header, KeyBar, MessageLine, lines_of
from ops_console.screens.texts import Lines


class TextAndListScreen(ConsoleScreen[None]):
    """A text that scrolls, `#runs-text`, and a list with the cursor, `#found`; read again whenever one comes back."""

    AUTO_FOCUS = "#found"

    def compose(self) -> ComposeResult:
        yield Header()
        yield from self.above()
        with VerticalScroll(id="runs", can_focus=False):
            yield Static("", id="runs-text")
        yield OptionList(id="found")
        yield MessageLine()
        yield KeyBar("back", "refresh", "search", "code", "help", "language")

    def above(self) -> Iterable[Widget]:
        """What stands between the head and the text."""
        return ()

    def on_screen_resume(self) -> None:
        """Back from what was opened: it may have changed what is told."""
        self.action_refresh()

    def on_resize(self) -> None:
        self.relabel()

    @property
    def width(self) -> int:
        """Cells a line of the text may have."""
        return max(30, self.app.size.width - 4)

    def tell(self, lines: Lines) -> None:
        """Write the text."""
        self.query_one("#runs-text", Static).update(lines_of(lines))

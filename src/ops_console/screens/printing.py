"""P: the letters of a case, printed. From the second time on each is marked as a copy, and it is counted.

What is printed stands in a text file of the clerk's documents folder, for the branch's printer, and on the screen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from ops_console.base.i18n import _
from ops_console.screens.base import ConsoleScreen
from ops_console.screens.header import Header, KeyBar, MessageLine, lines_of
from ops_console.screens.texts import Lines, heading, plain

if TYPE_CHECKING:
    from ops_console.screens.session import Session

NEXT_SHEET = "\f"
"""Between two letters, for a printer."""


@dataclass(frozen=True)
class Printed:
    """Letters as printed, each as its lines; `file` is None where none could be written."""

    letters: tuple[tuple[str, ...], ...]
    file: Path | None


def prints_folder() -> Path:
    """Where printed letters are put."""
    from platformdirs import user_documents_path

    return user_documents_path() / "ops-console"


def printed(session: "Session", ids: Sequence[int]) -> Printed:
    """Print letters: counted by the desk, then written to a file."""
    from ops_console.screens import backend

    letters = backend.print_letters(session, ids)
    file = prints_folder() / f"{ids[0]}.txt"
    text = NEXT_SHEET.join("\n".join((*lines, "")) for lines in letters)
    return Printed(letters, file if written(file, text) else None)


def written(file: Path, text: str) -> bool:
    """Put a text where the branch's printer takes it from; False where no file can be written."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    except OSError:
        return False
    return True


class PrintScreen(ConsoleScreen[None]):
    """What has just been printed."""

    AUTO_FOCUS = "#print-body"

    def __init__(self, ids: Sequence[int]) -> None:
        super().__init__()
        self._ids = tuple(ids)
        self._printed: Printed | None = None

    @property
    def place(self) -> str:
        return _("Letters")

    def compose(self) -> ComposeResult:
        yield Header()
        with VerticalScroll(id="print-body"):
            yield Static("", id="print-text")
        yield MessageLine()
        yield KeyBar("back", "help", "language")

    def on_mount(self) -> None:
        super().on_mount()
        session, ids = self.session, self._ids
        self.ask(lambda: printed(session, ids), self._got, "print")

    def _got(self, answer: Printed) -> None:
        self._printed = answer
        if answer.file is None:
            self.say(_("Printed on the screen only: no file could be written."), "bold $warning")
        else:
            self.say(_("Printed to {file}").format(file=answer.file), "bold $success")
        self.relabel()

    def on_resize(self) -> None:
        self.relabel()

    def relabel(self) -> None:
        super().relabel()
        if self._printed is None:
            return
        width = max(30, self.app.size.width - 4)
        lines: Lines = []
        for letter in self._printed.letters:
            lines += heading("-" * width)
            for line in letter:
                lines += plain(line, width) if line else plain(" ", width)
        self.query_one("#print-text", Static).update(lines_of(lines[1:]))

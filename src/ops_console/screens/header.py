"""The lines around every screen: who and where above, keys and actions below."""

from collections.abc import Sequence
from itertools import accumulate

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from ops_console.base.i18n import _
from ops_console.base.safe_text import fit, safe
from ops_console.screens.exercise import exercise_of
from ops_console.screens.keys import BY_NAME
from ops_console.screens.session import Session
from ops_console.screens.still import Line

PRODUCT = "ops-console"
LONGEST_MARK = 40
MORE = ".."
"""Stands where something is left out."""


class Header(Line):
    """One line: place, branch, clerk, business date, and DEMO where nothing is real."""

    def __init__(self) -> None:
        super().__init__("", id="header")
        self._place = ""
        self._session: Session | None = None

    def show(self, place: str, session: Session | None) -> None:
        self._place, self._session = place, session
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    def _draw(self) -> None:
        width = self.app.size.width
        left = f" {PRODUCT} | {safe(self._place)}"
        right = self._right(narrow=width < 100)
        mark = _("DEMO") if self._session and self._session.store.is_demo else ""
        exercise = exercise_of(self.app)
        if exercise is not None:
            mark = fit(_("DRILL: {title}").format(title=exercise.heading()), min(LONGEST_MARK, width // 3)).rstrip()
        tail = f" {mark} " if mark else ""
        room = max(0, width - cell_len(right) - cell_len(tail))
        self.update(Content.assemble(fit(left, room), right, (tail, "bold reverse")))

    def _right(self, *, narrow: bool) -> str:
        if self._session is None:
            return ""
        clerk, store = self._session.clerk, self._session.store
        parts = [clerk.name] if narrow else [self._session.branch, clerk.name]
        return " " + " | ".join(safe(part) for part in (*parts, store.business_date.isoformat())) + " "


class KeyBar(Line):
    """The keys that matter here: closer together where they are many, and two dots where F1 knows more of them.

    `called` are message ids of keys that have another name here than elsewhere.
    """

    def __init__(self, *names: str, **called: str) -> None:
        super().__init__("", id="keys")
        self._names = names
        self._called = called

    def on_mount(self) -> None:
        self.redraw()

    def on_resize(self) -> None:
        self.redraw()

    def redraw(self) -> None:
        keys = [(BY_NAME[name].shown, _(self._called.get(name, BY_NAME[name].label))) for name in self._names]
        width = self.app.size.width
        ends = list(accumulate(cell_len(shown) + cell_len(label) + 2 for shown, label in keys))
        gap = " " if ends and ends[-1] + len(keys) <= width else ""
        fitting = keys
        if ends and ends[-1] > width:
            fitting = [key for key, end in zip(keys, ends, strict=True) if end + cell_len(MORE) < width]
        parts: list[str | tuple[str, str]] = []
        for shown, label in fitting:
            parts += [" ", (shown, "bold"), f" {label}{gap}"]
        self.update(Content.assemble(*parts, (f" {MORE}" if len(fitting) < len(keys) else "", "dim")))


class MessageLine(Static):
    """What came of the last step. Never markup, whatever a name holds."""

    def __init__(self) -> None:
        super().__init__("", id="message")

    def say(self, text: str, style: str = "") -> None:
        self.update(Content.assemble((safe(text), style)))


def lines_of(parts: Sequence[Content]) -> Content:
    """Lines one below the other."""
    return Content("\n").join(parts)

"""A list to tick: the papers of a checklist, the points of a call."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Key
from textual.widgets import Static

from ops_console.base.i18n import _
from ops_console.base.safe_text import fit, safe
from ops_console.screens.editors import Editor

if TYPE_CHECKING:
    from ops_console.desk.forms import FieldSpec
    from ops_console.desk.operations import Offered


@dataclass(frozen=True)
class Line:
    """One thing to tick. `done`: it was there before, and stays."""

    code: str
    label: str
    done: bool = False


class TicksEditor(Static, Editor, can_focus=True):
    """Space ticks the line of the cursor, a digit the line of that number, `a` all of them; F4 adds what is not
    listed. Its value is the codes ticked, with commas.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", show=False),
        Binding("enter", "enter", show=False),
    ]

    def __init__(self, spec: "FieldSpec") -> None:
        super().__init__("")
        self.spec = spec
        self._lines = [Line(choice.value, choice.label) for choice in spec.choices]
        self._ticked: set[str] = set()
        self._cursor = 0
        self.put(spec.default)

    def on_mount(self) -> None:
        self.redraw()

    @property
    def codes(self) -> list[str]:
        """What is listed, in order."""
        return [line.code for line in self._lines]

    def offer(self, offered: "Sequence[Offered]") -> None:
        """List these; what was ticked stays ticked."""
        listed = [Line(one.code, one.label, one.done) for one in offered]
        known = {line.code for line in listed}
        extra = [line for line in self._lines if line.code in self._ticked and line.code not in known]
        self._lines = [*listed, *extra]
        self._ticked -= {line.code for line in listed if line.done}
        self._cursor = min(self._cursor, max(0, len(self._lines) - 1))
        self.redraw()

    def given(self) -> str:
        return ", ".join(code for code in self.codes if code in self._ticked)

    def put(self, value: Any) -> None:
        """Tick these codes and no others; those not listed are added to the list."""
        given = re.split(r"[,\s]+", value) if isinstance(value, str) else value or ()
        codes = [str(code) for code in given if code]
        self._ticked = set(codes)
        self._lines += [Line(code, code) for code in codes if code not in self.codes]
        self.redraw()

    def add(self, code: str, label: str) -> None:
        """Tick one more, chosen from the whole list."""
        if code not in self.codes:
            self._lines.append(Line(code, label))
        self._ticked.add(code)
        self.redraw()

    def action_tick(self) -> None:
        self._toggle(self._cursor)

    def action_enter(self) -> None:
        self.post_message(Editor.Entered())

    def on_key(self, event: Key) -> None:
        """Arrows move within the list and leave it at its ends; no other letter goes to the screen below."""
        step = {"up": -1, "down": 1}.get(event.key, 0)
        if step and 0 <= self._cursor + step < len(self._lines):
            self._cursor += step
        elif (event.character or "").isdigit() and 0 < int(event.character or 0) <= len(self._lines):
            self._cursor = int(event.character or 0) - 1
            self._toggle(self._cursor)
        elif event.character in ("a", "A"):
            self._tick_all()
        elif not event.is_printable or event.key == "space":
            return
        event.stop()
        event.prevent_default()
        self.redraw()

    def _toggle(self, index: int) -> None:
        if index < len(self._lines) and not self._lines[index].done:
            self._ticked ^= {self._lines[index].code}
        self.redraw()

    def _tick_all(self) -> None:
        """All of them; none, when all are ticked already."""
        free = {line.code for line in self._lines if not line.done}
        self._ticked = set() if free <= self._ticked else free

    def on_focus(self) -> None:
        self.redraw()

    def on_blur(self) -> None:
        self.redraw()

    def on_resize(self) -> None:
        self.redraw()

    def redraw(self) -> None:
        if not self.is_mounted:
            return
        width = max(8, self.size.width)
        rows = [self._row(index, line, width) for index, line in enumerate(self._lines)]
        if not rows:
            rows = [Content.assemble((_("F4: list") if self.spec.lookup else _("nothing to tick"), "dim"))]
        self.update(Content("\n").join(rows))

    def _row(self, index: int, line: Line, width: int) -> Content:
        mark = "x" if line.done or line.code in self._ticked else " "
        digit = str(index + 1) if index < 9 else " "
        label = _(line.label) if self.spec.choices else line.label
        text = f"{digit} [{mark}] {safe(label)}" + (f", {_('here already')}" if line.done else "")
        style = "reverse" if self.has_focus and index == self._cursor else "dim" if line.done else ""
        return Content.assemble((fit(text, width), style))

"""What a field is typed into: a line of text, or one of a few values."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Key
from textual.message import Message
from textual.widgets import Static

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.base.safe_text import fit, safe
from ops_console.rules.identity import mask
from ops_console.screens.plain_input import PlainInput

if TYPE_CHECKING:
    from ops_console.desk.forms import FieldSpec


class Editor:
    """What every editor of a field can do."""

    class Entered(Message):
        """Enter: on to the next field."""

    class Chosen(Message):
        """A key was pressed in a choice: `fits` unless it stands for none of the values."""

        def __init__(self, *, fits: bool) -> None:
            super().__init__()
            self.fits = fits

    def given(self) -> str:
        """What was typed, as the desk parses it."""
        raise NotImplementedError

    def put(self, value: Any) -> None:
        """Show a value, as typed or as an earlier `given`."""
        raise NotImplementedError


class TextEditor(PlainInput, Editor):
    """Texts, numbers, amounts, days and lists: typed."""

    def __init__(self, spec: "FieldSpec") -> None:
        text = _as_text(spec.default)
        # What stands there already is typed over; what the clerk typed is not.
        super().__init__(text, password=is_secret(spec), types_over=bool(text))
        self.spec = spec
        self._whole = ""

    def given(self) -> str:
        return self._whole if self._whole and self.value == mask(self._whole) else self.value

    def put(self, value: Any) -> None:
        """Show a value; a person's document number masked, and given whole as long as nobody types over it."""
        text = safe(_as_text(value))
        self._whole = text if self.spec.lookup in ("party", "claim_party") else ""
        self.value = mask(text) if self._whole else text

    async def action_submit(self) -> None:
        self.post_message(Editor.Entered())


def is_secret(spec: "FieldSpec") -> bool:
    """Is it a password: not shown, and not kept with a half-typed form?"""
    return "password" in spec.name


class ChoiceEditor(Static, Editor, can_focus=True):
    """One of a few values: its first letter or digit, the arrows, or F4. A flag is a choice of no and yes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space", "turn(1)", show=False),
        Binding("left", "turn(-1)", show=False),
        Binding("enter", "enter", show=False),
    ]

    def __init__(self, choices: Sequence[tuple[str, str]], value: str | None) -> None:
        super().__init__("")
        self._choices = list(choices)
        self._index = next((i for i, (code, _label) in enumerate(self._choices) if code == value), None)

    def on_mount(self) -> None:
        self.redraw()

    def given(self) -> str:
        return "" if self._index is None else self._choices[self._index][0]

    def put(self, value: Any) -> None:
        self._index = next((i for i, (code, _label) in enumerate(self._choices) if code == value), None)
        self.redraw()

    def action_turn(self, by: int) -> None:
        start = -1 if by > 0 else 0
        self._index = ((start if self._index is None else self._index) + by) % len(self._choices)
        self.redraw()

    def action_enter(self) -> None:
        self.post_message(Editor.Entered())

    def on_key(self, event: Key) -> None:
        """A letter goes to the next value that begins with it, a digit to the value of that number."""
        letter = (event.character or "").lower()
        if not letter or not letter.isprintable() or letter.isspace():
            return
        fits = True
        if letter.isdecimal() and 0 < int(letter) <= len(self._choices):
            self._index = int(letter) - 1
        else:
            fits = self._seek(letter)
        event.stop()
        self.redraw()
        self.post_message(Editor.Chosen(fits=fits))

    def _seek(self, letter: str) -> bool:
        """To the next value that begins with the letter; False when none does."""
        count, start = len(self._choices), -1 if self._index is None else self._index
        for step in range(1, count + 1):
            code, label = self._choices[(start + step) % count]
            if code.lower().startswith(letter) or _(label).lower().startswith(letter):
                self._index = (start + step) % count
                return True
        return False

    def on_resize(self) -> None:
        self.redraw()

    def redraw(self) -> None:
        """All values with their digits where they fit, else the chosen one with those that fit beside it."""
        labels = [safe(_(label)) for _code, label in self._choices]
        if len(labels) > 2:
            labels = [f"{digit} {label}" for digit, label in enumerate(labels, 1)]
        width = max(self.size.width, 1)
        first, last = _window(labels, 0 if self._index is None else self._index, width)
        parts = [
            (f"[{label}]", "bold") if at == self._index else (f" {label} ", "")
            for at, label in enumerate(labels)
            if first <= at < last
        ]
        if last - first == 1:
            (text, style) = parts[0]
            parts = [(fit(text, min(cell_len(text), max(1, width - 2 * len(MORE)))), style)]
        before, after = MORE if first else "", MORE if last < len(labels) else ""
        self.update(Content.assemble((before, "dim"), *parts, (after, "dim")))


MORE = ".."
"""Stands where values are left out."""


def _window(labels: Sequence[str], index: int, width: int) -> tuple[int, int]:
    """The values around one of them that fit into a line, as a half-open range; at least that one."""
    cells = [cell_len(label) + 2 for label in labels]
    if sum(cells) <= width:
        return 0, len(labels)
    first, last, left = index, index + 1, width - cells[index] - 2 * len(MORE)
    while True:
        if last < len(labels) and cells[last] <= left:
            left -= cells[last]
            last += 1
        elif first and cells[first - 1] <= left:
            first -= 1
            left -= cells[first]
        else:
            return first, last


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Fen):
        return value.yuan() if value else ""
    if isinstance(value, (tuple, list)):
        parts = [str(part) for part in value]
        return ("; " if any("," in part for part in parts) else ", ").join(parts)
    return str(value)

"""The fields of a form, drawn from its specification: a label, an editor, and what is wrong beside it."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Key, Paste
from textual.message import Message
from textual.widgets import Input, Static

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.base.safe_text import safe
from ops_console.rules.identity import mask

if TYPE_CHECKING:
    from ops_console.desk.forms import FieldSpec

HARMLESS = re.compile(r"[^\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]*")
"""What may be typed or pasted: nothing that commands a terminal or turns the reading direction."""


class PlainInput(Input):
    """An input that takes no control characters and does not blink."""

    def __init__(self, value: str = "", *, id: str | None = None, password: bool = False) -> None:  # noqa: A002
        super().__init__(
            safe(value), id=id, password=password, restrict=HARMLESS.pattern, compact=True, select_on_focus=False
        )
        self.cursor_blink = False

    def _on_paste(self, event: Paste) -> None:
        event.text = "".join(part for part in event.text if HARMLESS.fullmatch(part) or part == "\n")
        super()._on_paste(event)


class Editor:
    """What every editor of a field can do."""

    class Entered(Message):
        """Enter: on to the next field."""

    def given(self) -> Any:
        """What was typed, as the desk parses it."""
        raise NotImplementedError

    def put(self, value: Any) -> None:
        """Show a value, as typed or as an earlier `given`."""
        raise NotImplementedError


class TextEditor(PlainInput, Editor):
    """Texts, numbers, amounts, days and lists: typed."""

    def __init__(self, spec: "FieldSpec") -> None:
        super().__init__(_as_text(spec.default), password=is_secret(spec))
        self.spec = spec
        self._whole = ""
        self.placeholder = _hint(spec)
        # What stands there already is typed over; what the clerk typed is not.
        self.select_on_focus = bool(self.value)

    def given(self) -> str:
        return self._whole if self._whole and self.value == mask(self._whole) else self.value

    def put(self, value: Any) -> None:
        """Show a value; a person's document number masked, and given whole as long as nobody types over it."""
        text = safe(_as_text(value))
        self._whole = text if self.spec.lookup == "party" else ""
        self.value = mask(text) if self._whole else text

    async def action_submit(self) -> None:
        self.post_message(Editor.Entered())

    def on_blur(self) -> None:
        """An amount that reads as one is shown as one."""
        if self.spec.kind == "amount" and re.fullmatch(r"\d+(\.\d{1,2})?", self.value.strip()):
            self.value = Fen.of_yuan(self.value).yuan()


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
        if letter.isdigit() and 0 < int(letter) <= len(self._choices):
            self._index = int(letter) - 1
        elif letter and letter.isprintable() and not letter.isspace():
            self._seek(letter)
        else:
            return
        event.stop()
        self.redraw()

    def _seek(self, letter: str) -> None:
        count, start = len(self._choices), -1 if self._index is None else self._index
        for step in range(1, count + 1):
            code, label = self._choices[(start + step) % count]
            if code.lower().startswith(letter) or _(label).lower().startswith(letter):
                self._index = (start + step) % count
                return

    def on_resize(self) -> None:
        self.redraw()

    def redraw(self) -> None:
        """All values with their digits where they fit, else the chosen one and how many there are."""
        labels = [safe(_(label)) for _code, label in self._choices]
        if len(labels) > 2:
            labels = [f"{digit} {label}" for digit, label in enumerate(labels, 1)]
        if sum(cell_len(label) + 2 for label in labels) > max(self.size.width, 1):
            chosen = "" if self._index is None else f"[{labels[self._index]}]"
            self.update(Content.assemble((chosen, "bold"), f" < {len(labels)} > ", (_("F4: list"), "dim")))
            return
        parts = [(f"[{label}]", "bold") if at == self._index else (f" {label} ", "") for at, label in enumerate(labels)]
        self.update(Content.assemble(*parts))


class FieldRow(Vertical):
    """A field with its label and, when there is one, its problem."""

    def __init__(self, spec: "FieldSpec") -> None:
        super().__init__(classes="field")
        self.spec = spec
        self.editor = _editor(spec)

    def compose(self) -> ComposeResult:
        with Horizontal(classes="field-line"):
            yield Static("", classes="field-label")
            yield self.editor
        yield Static("", classes="field-problem")

    def on_mount(self) -> None:
        self.relabel()

    def relabel(self) -> None:
        mark = " *" if self.spec.required else ""
        self.query_one(".field-label", Static).update(Content(safe(_(self.spec.label)) + mark))
        if isinstance(self.editor, ChoiceEditor):
            self.editor.redraw()
        elif isinstance(self.editor, TextEditor):
            self.editor.placeholder = _hint(self.spec)

    def complain(self, message: str | None) -> None:
        """Show what is wrong, or nothing."""
        self.set_class(message is not None, "wrong")
        self.query_one(".field-problem", Static).update(Content(f"! {safe(message)}" if message else ""))


def _editor(spec: "FieldSpec") -> TextEditor | ChoiceEditor:
    if spec.kind == "choice":
        return ChoiceEditor([(choice.value, choice.label) for choice in spec.choices], spec.default)
    if spec.kind == "flag":
        default = None if spec.default is None else "yes" if spec.default else "no"
        return ChoiceEditor([("no", "no"), ("yes", "yes")], default)
    return TextEditor(spec)


def _hint(spec: "FieldSpec") -> str:
    """What an empty field shows: its help, or how its kind is typed."""
    kinds = {
        "day": _("such as {example}").format(example="2026-11-21"),
        "amount": _("such as {example}").format(example="1,234.50"),
        "list": _("several, with commas"),
        "account": _("such as {example}").format(example="6222 0212 3456 7890"),
    }
    parts = [_(spec.help) if spec.help else kinds.get(spec.kind, ""), _("F4: list") if spec.lookup else ""]
    return safe("  ".join(part for part in parts if part))


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Fen):
        return value.yuan() if value else ""
    if isinstance(value, (tuple, list)):
        return ", ".join(str(part) for part in value)
    return str(value)

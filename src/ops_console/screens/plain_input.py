"""An input that takes no control characters and does not blink."""

import re

from textual.events import Paste
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from ops_console.base.safe_text import safe

HARMLESS = re.compile(r"[^\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]*")
"""What may be typed or pasted: nothing that commands a terminal or turns the reading direction."""


class PlainInput(Input):
    """One line to type in. `types_over`: what stands there already is replaced by the first letter typed."""

    virtual_size = Reactive(Size(0, 0))
    """How long the text is. Textual's own lays out the whole screen anew at every letter, though nothing moves."""

    def __init__(
        self,
        value: str = "",
        *,
        id: str | None = None,  # noqa: A002 - Textual's own word
        password: bool = False,
        types_over: bool = False,
    ) -> None:
        super().__init__(
            safe(value), id=id, password=password, restrict=HARMLESS.pattern, compact=True, select_on_focus=types_over
        )
        self.cursor_blink = False

    def _on_paste(self, event: Paste) -> None:
        event.text = "".join(part for part in event.text if HARMLESS.fullmatch(part) or part == "\n")
        super()._on_paste(event)

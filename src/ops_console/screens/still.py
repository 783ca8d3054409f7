"""Texts that leave the rest of the screen where it is: Textual lays out a whole screen anew for each that changes."""

from textual.content import Content
from textual.visual import VisualType
from textual.widgets import Static


class Line(Static):
    """A place whose size the style sheet fixes."""

    def update(self, content: VisualType = "", *, layout: bool = False) -> None:
        super().update(content, layout=layout)


class Told(Static):
    """A text that takes as much room as it needs, and is mostly told what it says already."""

    def __init__(self, classes: str) -> None:
        super().__init__("", classes=classes)
        self._told = ""

    def tell(self, text: str) -> None:
        if text != self._told:
            self._told = text
            self.update(Content(text))

"""Colours and signs that read on every terminal: sixteen colours, Chinese cell widths."""

from typing import ClassVar

from textual.scrollbar import ScrollBarRender
from textual.theme import Theme

# Near the sixteen colours every terminal has, so that nothing is lost when only those are there.
COLOURS = Theme(
    name="console",
    dark=True,
    background="#000000",
    surface="#000000",
    panel="#303030",
    foreground="#d7d7d7",
    primary="#00afaf",
    secondary="#5f87ff",
    accent="#ffaf00",
    warning="#ffd700",
    error="#ff5f5f",
    success="#5fd75f",
)


class PlainBars(ScrollBarRender):
    """Scroll bars of coloured blanks: block characters are two cells wide in some Chinese terminals."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "] * 8
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "] * 8

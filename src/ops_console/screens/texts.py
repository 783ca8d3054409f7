"""Lines of text for panes: labels with values, headings, rows of columns. Data comes in through `safe` and `fit`."""

from collections.abc import Sequence
from itertools import zip_longest

from rich import get_console
from rich.text import Text
from textual.content import Content

from ops_console.base.safe_text import Align, fit, safe

LABEL_CELLS = 22
WIDE_LABEL = 34

Lines = list[Content]
Column = tuple[int, Align]
"""Cells and side of a column."""


def heading(text: str) -> Lines:
    """A heading, with an empty line above."""
    return [Content(""), Content.assemble((safe(text), "bold underline"))]


def pair(label: str, value: str, width: int, style: str = "", label_cells: int = LABEL_CELLS) -> Lines:
    """A label and its value, each wrapped under itself when it is long; nothing for an empty value."""
    if not value:
        return []
    label_cells = min(label_cells, width * 2 // 5)
    lines = zip_longest(wrap(label, label_cells), wrap(value, max(8, width - label_cells - 1)), fillvalue="")
    return [Content.assemble((fit(head, label_cells), "dim"), " ", (part, style)) for head, part in lines]


def plain(text: str, width: int, style: str = "") -> Lines:
    """A text on as many lines as it needs."""
    return [Content.assemble((part, style)) for part in wrap(text, width)]


def wrap(text: str, width: int) -> list[str]:
    """The safe text in lines of at most `width` cells, broken at blanks where there are any."""
    return [line.plain.rstrip() for line in Text(safe(text)).wrap(get_console(), width)] or [""]


def row(values: Sequence[str], columns: Sequence[Column], style: str = "") -> Content:
    """One line of a table."""
    cells = (fit(value, cells, side) for value, (cells, side) in zip(values, columns, strict=True))
    return Content.assemble((" ".join(cells), style))


def spread(columns: Sequence[Column], width: int) -> list[Column]:
    """The columns with the one of zero cells taking what is left of `width`."""
    left = max(6, width - sum(cells for cells, _side in columns) - len(columns) + 1)
    return [(cells or left, side) for cells, side in columns]

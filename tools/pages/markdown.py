"""Markdown that stays readable as it is written."""

from collections.abc import Iterable, Sequence

MADE = "<!-- Made from the code by `make docs`. Changes made here are lost. -->"


def table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table; a stroke inside a cell is escaped. No lines at all without rows."""
    lines = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    if not lines:
        return []
    return [_row(headers), _row(["---"] * len(headers)), *map(_row, lines), ""]


def text(lines: Iterable[str]) -> str:
    """A page of these lines, with one line end at its end."""
    return "\n".join(lines).rstrip("\n") + "\n"


def code(names: Iterable[str]) -> str:
    """Names as code, one after the other."""
    return " ".join(f"`{name}`" for name in names)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"

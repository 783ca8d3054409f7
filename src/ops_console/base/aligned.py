"""Tables of text whose columns align by display width, Chinese signs being two cells wide."""

from collections.abc import Iterable, Sequence
from datetime import date


def table(headers: Sequence[str], rows: Iterable[Sequence[object]], *, right: Iterable[int] = ()) -> list[str]:
    """Lines whose columns align by display width; the columns listed in `right` stand to the right."""
    # Commands hold tables, and their help comes at once: how wide signs are is loaded with the first table.
    from ops_console.base.safe_text import cell_width

    cells = [list(headers), *([_cell(value) for value in row] for row in rows)]
    widths = [max(cell_width(row[column]) for row in cells) for column in range(len(headers))]
    to_right = frozenset(right)
    return ["  ".join(_fitted(row, widths, to_right)).rstrip() for row in cells]


def _fitted(row: Sequence[str], widths: Sequence[int], right: frozenset[int]) -> Iterable[str]:
    from ops_console.base.safe_text import fit

    for column, (cell, width) in enumerate(zip(row, widths, strict=True)):
        yield fit(cell, width, "right" if column in right else "left")


def _cell(value: object) -> str:
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)

"""One product as a file of its own: checked against a catalog, and put into it.

A supervisor who adds a product writes one TOML file, named by the product's code, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from ops_console.base.i18n import _
from ops_console.base.problems import InputErrors, Problem
from ops_console.catalog.files import read_entry, read_text
from ops_console.catalog.grid import unsellable
from ops_console.catalog.lines import line_told, with_lines
from ops_console.catalog.load import with_row
from ops_console.catalog.model import Catalog, Row

PRODUCT = "product"
CODE = re.compile(r"[A-Z][A-Z0-9]{1,9}")


def read_product(path: Path) -> Row:
    """The entry of a product file, whose name is its code. InputErrors for what is no TOML, or has no day."""
    row, problems = read_entry(PRODUCT, path)
    if not CODE.fullmatch(path.stem):
        message = _("A product is named by its code: 2 to 10 capital letters and digits")
        problems.append(Problem("", message, value=path.name))
    if row is None or problems:
        raise InputErrors([replace(one, line=one.line or line_told(one.message)) for one in problems])
    return row


def with_product(rows: Iterable[Row], path: Path) -> Catalog:
    """The catalog of these rows with the product of a file, in the place of the one it has under this code.

    InputErrors with every mistake of the file: its line, its field, what would be right, and the article it is slacker
    than.
    """
    row = read_product(path)
    text = read_text(path)
    try:
        made = with_row(rows, row)
    except InputErrors as error:
        raise InputErrors(_in_order(error.problems, text)) from None
    if unfit := unsellable(made.products[row.code]):
        raise InputErrors(_in_order(unfit, text))
    return made


def _in_order(problems: Iterable[Problem], text: str) -> list[Problem]:
    """With their lines, and by them."""
    return sorted(with_lines(problems, lambda _file: text), key=lambda one: one.line or 0)

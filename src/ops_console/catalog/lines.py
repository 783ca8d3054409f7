"""Where a field of a catalog's file stands, so that whoever wrote it finds the mistake.

TOML readers say what a text holds, not where; this looks for the heads of tables, the names of fields, and the items of
lists that have a line of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache

from ops_console.base.problems import Problem
from ops_console.catalog.layout import KINDS, WHOLE_FILES

_HEAD = re.compile(r"\s*\[\[?\s*([^\]]+?)\s*\]\]?")
_FIELD = re.compile(r"""\s*(?P<name>[\w-]+|"[^"]+"|'[^']+')\s*=""")
_ITEM = re.compile(r"\s*[{\[\"'\d]")
_PART = re.compile(r"(\w[\w-]*)(?:\[(\d+)\])?")
_TOLD = re.compile(r"\(at line (\d+)")
_PLACE = re.compile(r"(?P<kind>\w+) (?P<code>[\w-]+)\.?(?P<field>.*)")
_TABLES = {kind: (file, f"{table}.") for file, tables in KINDS.items() for table, kind in tables.items()}
"""Kind of entry → the file it stands in, and what comes before its code there."""


def with_lines(problems: Iterable[Problem], read: Callable[[str], str]) -> list[Problem]:
    """The problems of a catalog, each with the line of its file where that can be told. ``read``: the text of a file of
    the folder by its name, empty where there is none.
    """
    text = cache(read)
    return [replace(one, line=one.line or line_told(one.message) or _line(one.field, text)) for one in problems]


def _line(place: str, text: Callable[[str], str]) -> int | None:
    """The line of a place such as ``product WL20.basis.interest``; None for what stands in no TOML file."""
    found = _PLACE.fullmatch(place)
    if found is None:
        return None
    kind, code, field = found["kind"], found["code"], found["field"]
    if kind in WHOLE_FILES.values():
        folder = next(name for name, whole in WHOLE_FILES.items() if whole == kind)
        return line_of(text(f"{folder}/{code}.toml"), field)
    if kind == "underwriting":
        return line_of(text("underwriting.toml"), field)
    file, before = _TABLES.get(kind, ("tables/tables.toml" if kind == "table" else "", ""))
    return line_of(text(file), f"{before}{code}.{field}") if file else None


def line_of(text: str, field: str) -> int | None:
    """The line, from 1, of a field such as ``basis.cash_value.k`` or ``basis.expense_loads[2].loads``; of the nearest
    table it would stand in where it is left out; None where that is the whole text.
    """
    names = [(name, int(item) if item else None) for name, item in _PART.findall(field)]
    for length in range(len(names), 0, -1):
        path = tuple(name for name, _item in names[:length])
        found = _places(text).get(path)
        if found is not None:
            item = names[length - 1][1]
            return found if item is None else _item_line(text, found, item)
    return None


def line_told(message: str) -> int | None:
    """The line a reader of TOML names in its message."""
    found = _TOLD.search(message)
    return int(found[1]) if found else None


def _places(text: str) -> dict[tuple[str, ...], int]:
    """Fields and tables by their path, with the line they begin in; the first of several tables of one name."""
    places: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        if field := _FIELD.match(line):
            path = (*table, _bare(field["name"]))
            places.setdefault(path, number)
            for inner in re.findall(r"[{,]\s*([\w-]+)\s*=", line[field.end() :]):
                places.setdefault((*path, inner), number)
        elif head := _HEAD.fullmatch(line.partition("#")[0].rstrip()):
            names = tuple(_bare(part) for part in head[1].split("."))
            if "=" not in head[1]:
                table = names
                places.setdefault(table, number)
    return places


def _bare(name: str) -> str:
    return name.strip().strip("\"'")


def _item_line(text: str, start: int, item: int) -> int:
    """The line of an item of a list that begins in line ``start``: its own where each has one, else that line."""
    lines: Sequence[str] = text.splitlines()
    if not lines[start - 1].partition("#")[0].rstrip().endswith("["):
        return start
    seen = 0
    for number, line in enumerate(lines[start:], start + 1):
        if line.strip().startswith("]"):
            break
        seen += bool(_ITEM.match(line))
        if seen == item:
            return number
    return start

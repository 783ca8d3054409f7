"""The records of a bank's text files: which columns each may and must have."""

from __future__ import annotations

from collections.abc import Collection

from ops_console.base.i18n import _
from ops_console.catalog.entry import Entry
from ops_console.catalog.model_bank import BankColumn, FileKind, RecordLayout

MARK = "mark"
"""A column that says the same in every record; it may stand there several times."""
HEADS = frozenset({"message", "original", "created", "on", "bank", "account", "ours", "count", "total"})
LINES = {
    FileKind.COLLECTION: frozenset(
        {"no", "reference", "amount", "account", "name", "mandate", "signed_on", "sequence", "text"}
    ),
    FileKind.PAYOUT: frozenset({"no", "reference", "amount", "account", "name", "text"}),
    FileKind.RESULT: frozenset({"no", "reference", "amount", "status", "code", "day", "name", "text"}),
}
NEEDED = {
    FileKind.COLLECTION: ("reference", "amount", "account", "name"),
    FileKind.PAYOUT: ("reference", "amount", "account", "name"),
    FileKind.RESULT: ("reference", "amount", "status"),
}
NEEDED_IN_HEADS = {
    FileKind.COLLECTION: ("message", "account", "count", "total"),
    FileKind.PAYOUT: ("message", "account", "count", "total"),
    FileKind.RESULT: ("bank", "account", "count", "total"),
}
LEAST_WIDTH = {"amount": 12, "account": 34, "reference": 35, "message": 35, "original": 35, "total": 16, "count": 8}
"""Bytes a column of a fixed record has at least: so wide the values are."""
WIDEST = 500


def layout(entry: Entry, kind: FileKind, encoding: str, separator: str) -> RecordLayout:
    """The three records of a file; `header` and `trailer` may be left out, one of them at least counts the lines."""
    reader = _Columns(entry, encoding, separator)
    header = reader.columns("header", HEADS) if entry.has("header") else ()
    line = reader.columns("line", LINES[kind])
    trailer = reader.columns("trailer", HEADS) if entry.has("trailer") else ()
    entry.finish()
    _check_needed(entry, "line", line, NEEDED[kind])
    _check_needed(entry, "header", header + trailer, NEEDED_IN_HEADS[kind])
    return RecordLayout(header, line, trailer)


def _check_needed(entry: Entry, field: str, columns: Collection[BankColumn], needed: Collection[str]) -> None:
    missing = [name for name in needed if all(column.name != name for column in columns)]
    if missing:
        entry.problem(field, _("The columns {names} are missing").format(names=", ".join(missing)))


class _Columns:
    def __init__(self, entry: Entry, encoding: str, separator: str) -> None:
        self._entry, self._encoding, self._separator = entry, encoding, separator

    def columns(self, field: str, known: Collection[str]) -> tuple[BankColumn, ...]:
        made: list[BankColumn] = []
        for table in self._entry.tables(field):
            column = self._column(table, known)
            if column.name != MARK and any(other.name == column.name for other in made):
                table.problem("name", _("the column stands there twice"), column.name)
            table.finish()
            made.append(column)
        if not made:
            self._entry.problem(field, _("At least one entry is wanted"))
        return tuple(made)

    def _column(self, table: Entry, known: Collection[str]) -> BankColumn:
        name, value = table.text("name"), table.optional_text("value")
        if name != MARK and name not in known:
            options = ", ".join(sorted({MARK, *known}))
            table.problem("name", _("One of {options} is wanted").format(options=options), name)
        if (name == MARK) is (value is None):
            table.problem("value", _("A mark has a value, no other column has"), value)
        if self._separator:
            if value and self._separator in value:
                table.problem("value", _("The separator stands in it"), value)
            return BankColumn(name, value, 0, right=False, pad="")
        width = table.whole("width", least=LEAST_WIDTH.get(name, 1), most=WIDEST)
        if value and len(value.encode(self._encoding, "replace")) > width:
            table.problem("value", _("Longer than its column"), value)
        zeros = table.optional_flag("zeros")
        return BankColumn(name, value, width, zeros or table.optional_flag("right"), "0" if zeros else " ")

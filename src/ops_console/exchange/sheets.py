"""Sheets from outside (xlsx, csv in UTF-8 or GBK): read into texts as a clerk would type them, never applied.

A sheet is untrusted: what it unpacks to is measured before anything reads it, rows and columns are counted.
"""

import csv
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ops_console.base.i18n import _
from ops_console.base.problems import InputErrors, Problem, UsageError
from ops_console.exchange.xlsx import NotReadable, TooLarge, rows_of

MOST_BYTES = 64 * 2**20
"""What an xlsx file may unpack to, and a csv file be."""
MOST_ROWS = 100_000
MOST_COLUMNS = 200
MOST_DIGITS = 15
"""Spreadsheets keep numbers to so many digits: a longer number has lost its end."""
_STEP = 2**16
_ENCODINGS = ("utf-8-sig", "gb18030")
"""What csv files come in. UTF-8 first: hardly any GBK text is valid UTF-8, while nearly any UTF-8 text is valid GBK."""


@dataclass(frozen=True)
class SheetRow:
    """One row under the header: its line in the sheet, counted from 1, and its texts by column, blanks left out."""

    line: int
    values: dict[str, str]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """The first sheet of a file: header and rows that hold anything."""

    columns: tuple[str, ...]
    rows: tuple[SheetRow, ...]


def read_sheet(path: Path) -> Sheet:
    """The first sheet of a file. UsageError for no such file or another kind; InputErrors when it cannot be read."""
    if not path.is_file():
        raise UsageError(_("There is no file {path}.").format(path=path))
    match path.suffix.lower():
        case ".xlsx":
            lines = _xlsx_lines(path)
        case ".csv":
            lines = _csv_lines(path)
        case _:
            raise UsageError(_("{path} is neither xlsx nor csv.").format(path=path.name))
    return _sheet(lines)


def _sheet(lines: Iterator[tuple[int, Sequence[Any]]]) -> Sheet:
    _line, header = next(lines, (1, ()))
    columns = tuple(_text(cell) for cell in header)
    while columns and not columns[-1]:
        columns = columns[:-1]
    problems = _header_problems(columns)
    if problems:
        raise InputErrors(problems)
    rows = []
    for line, cells in lines:
        row = _row(line, columns, cells)
        if row.values or row.problems:
            rows.append(row)
        if len(rows) > MOST_ROWS:
            raise InputErrors([Problem("", _("more than {limit} rows").format(limit=MOST_ROWS), line=line)])
    return Sheet(columns, tuple(rows))


def _header_problems(columns: Sequence[str]) -> list[Problem]:
    if not columns:
        return [Problem("", _("the first line has to name the columns"), line=1)]
    if len(columns) > MOST_COLUMNS:
        return [Problem("", _("more than {limit} columns").format(limit=MOST_COLUMNS), line=1)]
    twice = dict.fromkeys(name for name in columns if name and columns.count(name) > 1)
    return [Problem(name, _("the column stands there twice"), line=1) for name in twice]


def _row(line: int, columns: Sequence[str], cells: Sequence[Any]) -> SheetRow:
    values: dict[str, str] = {}
    problems = []
    for place, cell in enumerate(cells):
        text = _text(cell)
        if not text:
            continue
        name = columns[place] if place < len(columns) else ""
        if not name:
            problems.append(Problem("", _("a value in a column without a name"), line=line, value=text[:80]))
        elif isinstance(cell, float) and len(text.lstrip("-")) > MOST_DIGITS:
            values[name] = text
            message = _("a number this long has lost digits: format the column as text")
            problems.append(Problem(name, message, line=line))
        else:
            values[name] = text
    return SheetRow(line, values, tuple(problems))


def _text(cell: Any) -> str:
    """A cell as typed: whole numbers without a point, days as 2026-11-21, yes and no."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).strip()


def _csv_lines(path: Path) -> Iterator[tuple[int, Sequence[Any]]]:
    if path.stat().st_size > MOST_BYTES:
        raise InputErrors([Problem("", _too_large())])
    try:
        with path.open(encoding=_encoding(path), newline="") as file:
            reader = csv.reader(file, strict=True)
            before = 0
            for cells in reader:
                # A quoted cell may run over several lines: the row is named by its first.
                line, before = before + 1, reader.line_num
                yield line, cells
    except csv.Error as error:
        message = _("not a csv file: {reason}").format(reason=error)
        raise InputErrors([Problem("", message, line=reader.line_num)]) from error


def _encoding(path: Path) -> str:
    """The first in which all of the file can be read and which leaves no byte that no sheet holds."""
    for encoding in _ENCODINGS:
        try:
            with path.open(encoding=encoding, newline="") as file:
                while piece := file.read(_STEP):
                    if "\0" in piece:
                        raise InputErrors([Problem("", _("not a csv file: it holds bytes that are no text"))])
        except UnicodeDecodeError:
            continue
        return encoding
    raise InputErrors([Problem("", _("the file is neither in UTF-8 nor in GBK"))])


def _xlsx_lines(path: Path) -> Iterator[tuple[int, Sequence[Any]]]:
    _refuse_bomb(path)
    try:
        yield from rows_of(path, MOST_BYTES)
    except NotReadable as error:
        raise InputErrors([Problem("", _("not a readable xlsx file, or one that takes too much to read"))]) from error
    except TooLarge as error:
        raise InputErrors([Problem("", _too_large())]) from error


def _refuse_bomb(path: Path) -> None:
    """Count what the archive really unpacks to; what its directory says proves nothing."""
    unpacked = 0
    try:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                with archive.open(name) as part:
                    while chunk := part.read(_STEP):
                        unpacked += len(chunk)
                        if unpacked > MOST_BYTES:
                            raise InputErrors([Problem("", _too_large())])
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise InputErrors([Problem("", _("not a readable xlsx file"))]) from error


def _too_large() -> str:
    return _("the file is larger than {limit} MiB").format(limit=MOST_BYTES // 2**20)

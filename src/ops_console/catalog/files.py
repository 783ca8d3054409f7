"""Reads a catalog folder into rows: plain data, one row an entry, before anything is checked for sense.

    branches.toml standards.toml authority.toml …   tables of entries: ``[standards.issue]``
    letters/*.toml products/*.toml underwriting.toml one entry a file, its code the file's name
    calendar/<year>.csv                              the exceptions of one year
    tables/*.csv, described in tables/tables.toml    rates by age

``valid_from`` at the head of a file holds for its entries; a calendar year holds from its first day.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ops_console.base.i18n import _
from ops_console.base.problems import Problem
from ops_console.catalog.layout import KINDS, WHOLE_FILES
from ops_console.catalog.model import Row

CALENDAR_COLUMNS = ["date", "working", "name_en", "name_zh"]
YEAR = re.compile(r"[1-9]\d{3}", re.ASCII)
LARGEST_FILE = 1_000_000


def read_folder(folder: Path) -> tuple[list[Row], list[Problem]]:
    """Every entry of a catalog folder, and what could not be read. Order: by file and place in it."""
    reader = _FolderReader(folder)
    return list(reader.rows()), reader.problems


def read_entry(kind: str, path: Path) -> tuple[Row | None, list[Problem]]:
    """The entry of a file that is one entry, its code the file's name, and what could not be read."""
    reader = _FolderReader(path.parent)
    return next(reader.whole(kind, path.name), None), reader.problems


def read_text(path: Path) -> str:
    """The text of a file of a catalog; nothing where it can't be read, or is none."""
    return _FolderReader(path.parent).text(path.name) if path.is_file() else ""


def make_row(kind: str, code: str, valid_from: date, body: Mapping[str, Any]) -> Row:
    """A row with its digest, so that equal content is known as equal wherever it is stored."""
    canonical = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Row(kind, code, valid_from, body, hashlib.sha256(canonical.encode()).hexdigest())


def _not_json(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _not_json(part)
    elif not isinstance(value, str | int | float):
        yield value


class _FolderReader:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []

    def rows(self) -> Iterator[Row]:
        for name, kinds in KINDS.items():
            content = self._toml(name)
            valid_from = self._valid_from(name, content)
            for table in content.keys() - kinds:
                self._problem(
                    f"{name}: {table}", _("Not known here; tables are {names}").format(names=", ".join(kinds))
                )
            for table, kind in kinds.items():
                entries = content.get(table, {})
                if not isinstance(entries, dict):
                    self._problem(f"{name}: {table}", _("A table of fields is wanted"), entries)
                    continue
                for code, body in entries.items():
                    yield from self._entry(f"{name}: {table}.{code}", kind, code, valid_from, body)
        yield from self.whole("underwriting", "underwriting.toml")
        for subfolder, kind in WHOLE_FILES.items():
            for path in sorted((self.folder / subfolder).glob("*.toml")):
                yield from self.whole(kind, f"{subfolder}/{path.name}")
        yield from self._calendars()
        yield from self._tables()

    def whole(self, kind: str, name: str) -> Iterator[Row]:
        content = self._toml(name)
        yield from self._entry(name, kind, Path(name).stem, self._valid_from(name, content), content)

    def _entry(self, place: str, kind: str, code: str, valid_from: date, body: Any) -> Iterator[Row]:
        """The row of an entry, if it is a table of what can be stored: TOML's own dates and times can't."""
        if not isinstance(body, dict):
            self._problem(place, _("A table of fields is wanted"), body)
            return
        strange = list(_not_json(body))
        for value in strange:
            self._problem(place, _("A text is wanted"), value)
        if not strange:
            yield make_row(kind, code, valid_from, body)

    def _calendars(self) -> Iterator[Row]:
        for path in sorted((self.folder / "calendar").glob("*.csv")):
            name = f"calendar/{path.name}"
            lines = list(csv.reader(io.StringIO(self.text(name))))
            if not YEAR.fullmatch(path.stem) or lines[:1] != [CALENDAR_COLUMNS]:
                columns = ",".join(CALENDAR_COLUMNS)
                self._problem(
                    name, _("A calendar is named by its year and begins with {columns}").format(columns=columns)
                )
                continue
            yield make_row("calendar", path.stem, date(int(path.stem), 1, 1), {"days": lines[1:]})

    def _tables(self) -> Iterator[Row]:
        content = self._toml("tables/tables.toml")
        valid_from = self._valid_from("tables/tables.toml", content)
        for code, body in content.items():
            described = {**body, "csv": self.text(f"tables/{code}.csv")} if isinstance(body, dict) else body
            yield from self._entry(f"tables/tables.toml: {code}", "table", code, valid_from, described)

    def _valid_from(self, name: str, content: dict[str, Any]) -> date:
        given = content.pop("valid_from", None)
        if not isinstance(given, date):
            self._problem(
                f"{name}: valid_from", _("A date such as 2020-01-01 is wanted at the head of the file"), given
            )
            return date.min
        return given

    def _toml(self, name: str) -> dict[str, Any]:
        text = self.text(name)
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            self._problem(name, _("Not TOML: {error}").format(error=error))
            return {}

    def text(self, name: str) -> str:
        path = self.folder / name
        try:
            if path.stat().st_size > LARGEST_FILE:
                self._problem(name, _("Larger than {limit} bytes").format(limit=LARGEST_FILE))
                return ""
            return path.read_text("utf-8")
        except (OSError, UnicodeError) as error:
            self._problem(name, _("Cannot be read: {error}").format(error=error))
            return ""

    def _problem(self, field: str, message: str, value: object = None) -> None:
        self.problems.append(Problem(field, message, value=None if value is None else str(value)))

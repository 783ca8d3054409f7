"""One entry of the catalog while it is read: typed access that collects every problem instead of stopping at the
first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar

from ops_console.base.i18n import _
from ops_console.base.labels import Label
from ops_console.base.money import Fen
from ops_console.base.problems import Problem
from ops_console.catalog.model import Row
from ops_console.rules import law

E = TypeVar("E", bound=StrEnum)


class Entry:
    """``place`` names the entry in messages: ``standard issue``, and ``standard issue.limit`` for a table in it.

    A reader that finds no usable value notes a problem and returns a harmless one, so that reading goes on; the
    catalog is never built when there are problems.

    ``stored``: it was checked by the release that loaded it. What this release no longer knows is passed over then, and
    what the law says now does not make what was agreed under it unreadable.
    """

    def __init__(
        self,
        row: Row,
        problems: list[Problem],
        place: str = "",
        body: Mapping[str, Any] | None = None,
        *,
        stored: bool = False,
    ) -> None:
        self.row = row
        self.stored = stored
        self.code = row.code
        self.place = place or f"{row.kind} {row.code}"
        self.body: Mapping[str, Any] = row.body if body is None else body
        self.problems = problems
        self._read: set[str] = set()

    def problem(self, field: str, message: str, value: object = None) -> None:
        """Note what is wrong with a field and what would be right."""
        shown = None if value is None else str(value)
        self.problems.append(Problem(f"{self.place}.{field}" if field else self.place, message, value=shown))

    def has(self, field: str) -> bool:
        return field in self.body

    def finish(self) -> None:
        """Note every field nobody asked for: most likely a slip in a name."""
        if self.stored:
            return
        for field in self.body.keys() - self._read:
            self.problem(field, _("Not known here; the fields are {names}").format(names=", ".join(sorted(self._read))))

    def text(self, field: str) -> str:
        given = self._get(field)
        if isinstance(given, str) and given.strip():
            return given
        self.problem(field, _("A text is wanted"), given)
        return ""

    def optional_text(self, field: str) -> str | None:
        return self.text(field) if self._note(field) else None

    def source(self) -> str:
        """Every entry says which law and article it follows, or that it is the company's own."""
        given = self._get("source")
        if isinstance(given, str) and given.strip():
            return given
        self.problem("source", _('Law and article, or "company default", is wanted'), given)
        return ""

    def label(self, field: str = "label") -> Label:
        table = self.table(field)
        label = Label(table.text("en"), table.text("zh"))
        table.finish()
        return label

    def whole(self, field: str, least: int = 0, most: int | None = None) -> int:
        given = self._get(field)
        if (
            isinstance(given, int)
            and not isinstance(given, bool)
            and least <= given
            and (most is None or given <= most)
        ):
            return given
        self.problem(field, _whole_wanted(least, most), given)
        return least

    def optional_whole(self, field: str, least: int = 0, most: int | None = None) -> int | None:
        return self.whole(field, least, most) if self._note(field) else None

    def fen(self, field: str) -> Fen:
        """An amount, in the file a text in yuan: ``"20000"`` or ``"0.50"``."""
        given = self._get(field)
        try:
            amount = Fen.of_yuan(given)
        except (AttributeError, TypeError, ValueError):
            amount = Fen(-1)
        if amount < 0:
            self.problem(field, _('An amount in yuan such as "20000.00", in quotes, is wanted'), given)
            return Fen(0)
        return amount

    def fraction(self, field: str) -> Fraction:
        return self._fraction(field, self._get(field))

    def fractions(self, field: str) -> tuple[Fraction, ...]:
        return tuple(self._fraction(field, item) for item in self._list(field))

    def flag(self, field: str) -> bool:
        given = self._get(field)
        if not isinstance(given, bool):
            self.problem(field, _("true or false is wanted"), given)
        return given is True

    def optional_flag(self, field: str) -> bool:
        """False when it is left out."""
        return self._note(field) and self.flag(field)

    def choice(self, field: str, options: type[E]) -> E:
        given = self._get(field)
        for option in options:
            if option == given:
                return option
        self.problem(field, _("One of {options} is wanted").format(options=", ".join(options)), given)
        return next(iter(options))

    def texts(self, field: str) -> tuple[str, ...]:
        items = self._list(field)
        for item in items:
            if not isinstance(item, str):
                self.problem(field, _("A list of texts is wanted"), item)
        return tuple(item for item in items if isinstance(item, str))

    def wholes(self, field: str) -> tuple[int, ...]:
        items = self._list(field)
        for item in items:
            if not isinstance(item, int) or isinstance(item, bool):
                self.problem(field, _("A list of whole numbers is wanted"), item)
        return tuple(item for item in items if isinstance(item, int))

    def rows_of_texts(self, field: str) -> list[list[str]]:
        """A list of lists of texts: the lines of a sheet."""
        lines = self._list(field)
        if not all(isinstance(line, list) and all(isinstance(cell, str) for cell in line) for line in lines):
            self.problem(field, _("A list of lists of texts is wanted"))
            return []
        return lines

    def table(self, field: str) -> Entry:
        given = self._get(field)
        if not isinstance(given, Mapping):
            self.problem(field, _("A table of fields is wanted"), given)
            given = {}
        return Entry(self.row, self.problems, f"{self.place}.{field}", given, stored=self.stored)

    def each(self) -> Iterator[tuple[str, Entry]]:
        """The tables in this one by their code."""
        for code in self.body:
            table = self.table(code)
            yield code, table
            table.finish()

    def tables(self, field: str) -> tuple[Entry, ...]:
        """A list of tables, each with its place in the list, from 1."""
        made = []
        for number, item in enumerate(self._list(field), start=1):
            if isinstance(item, Mapping):
                place = f"{self.place}.{field}[{number}]"
                made.append(Entry(self.row, self.problems, place, item, stored=self.stored))
            else:
                self.problem(field, _("A list of tables is wanted"), item)
        return tuple(made)

    def reference(self, field: str, known: Mapping[Any, object], what: str) -> str:
        """The code of another entry, which must exist."""
        return self.known(field, self.text(field), known, what)

    def references(self, field: str, known: Mapping[Any, object], what: str) -> tuple[str, ...]:
        return tuple(self.known(field, code, known, what) for code in self.texts(field))

    def known(self, field: str, code: str, known: Mapping[Any, object], what: str) -> str:
        if code and code not in known:
            self.problem(field, _("No {what} has this code").format(what=what), code)
        return code

    def lawful(self, field: str, limit: str, value: int) -> None:
        """Refuse what is slacker than law, naming the article."""
        if self.stored:
            return
        found = law.check(limit, value)
        if found:
            self.problem(field, found.message, value)

    def _note(self, field: str) -> bool:
        self._read.add(field)
        return field in self.body

    def _get(self, field: str) -> Any:
        self._read.add(field)
        return self.body.get(field)

    def _list(self, field: str) -> list[Any]:
        given = self._get(field)
        if isinstance(given, list):
            return given
        self.problem(field, _("A list is wanted"), given)
        return []

    def _fraction(self, field: str, given: object) -> Fraction:
        try:
            if isinstance(given, str):
                return Fraction(given)
        except (ValueError, ZeroDivisionError):
            pass
        self.problem(field, _('A number such as "0.02", in quotes, is wanted'), given)
        return Fraction(0)


def _whole_wanted(least: int, most: int | None) -> str:
    if most is None:
        return _("A whole number, {least} or more, is wanted").format(least=least)
    return _("A whole number from {least} to {most} is wanted").format(least=least, most=most)

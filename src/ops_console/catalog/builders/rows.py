"""The rows of a catalog by kind, each wrapped as an entry that notes its problems."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from ops_console.base.i18n import _
from ops_console.base.problems import Problem
from ops_console.catalog.entry import Entry
from ops_console.catalog.model import Row

T = TypeVar("T")


class Rows:
    """All rows given, and the list every problem goes to. ``stored``: they were checked when they were loaded, all but
    the ``fresh`` one.
    """

    def __init__(
        self, rows: Iterable[Row], problems: list[Problem], *, stored: bool = False, fresh: Row | None = None
    ) -> None:
        self.problems = problems
        self._stored = stored
        self._fresh = fresh
        self._by_kind: dict[str, list[Row]] = {}
        for row in rows:
            self._by_kind.setdefault(row.kind, []).append(row)

    def of(self, kind: str) -> Iterator[Entry]:
        """The entries of a kind, in the order of the file."""
        for row in self._by_kind.get(kind, ()):
            yield Entry(row, self.problems, stored=self._stored and row is not self._fresh)

    def build(self, kind: str, make: Callable[[Entry], T], *, may_be_empty: bool = False) -> dict[str, T]:
        """Code → value for every entry of a kind; unread fields and a kind without entries are problems, the second
        not where the kind may be empty, nor of what is stored: an older release may have had no such kind.
        """
        made: dict[str, T] = {}
        for entry in self.of(kind):
            made[entry.code] = make(entry)
            entry.finish()
        if not made and not (self._stored or may_be_empty):
            self.problems.append(Problem(kind, _("At least one entry is wanted")))
        return made

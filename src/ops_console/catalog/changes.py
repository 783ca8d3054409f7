"""What differs between two versions of a catalog, entry by entry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ops_console.catalog.model import Row


@dataclass(frozen=True, slots=True)
class Difference:
    """Entries as ``product WL20``, sorted."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]

    @property
    def lines(self) -> list[str]:
        """One line an entry: ``changed product WL20``."""
        sorts = (("new", self.new), ("changed", self.changed), ("gone", self.gone))
        return [f"{sort} {entry}" for sort, entries in sorts for entry in entries]


def difference(before: Iterable[Row], after: Iterable[Row]) -> Difference:
    """What the second version has that the first has not, has otherwise, and no longer has."""
    old = {f"{row.kind} {row.code}": (row.valid_from, row.digest) for row in before}
    new = {f"{row.kind} {row.code}": (row.valid_from, row.digest) for row in after}
    return Difference(
        new=tuple(sorted(new.keys() - old.keys())),
        changed=tuple(sorted(key for key in new.keys() & old.keys() if new[key] != old[key])),
        gone=tuple(sorted(old.keys() - new.keys())),
    )

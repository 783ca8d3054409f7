"""What differs between two versions of a catalog, entry by entry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

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


class FieldChange(NamedTuple):
    """A field, such as ``basis.cash_value.k``, that two versions of an entry do not have alike; None: not at all."""

    field: str
    before: str | None
    after: str | None


def field_changes(before: Row, after: Row) -> list[FieldChange]:
    """What differs between two versions of an entry, or two entries, field by field, the day it is valid from first."""
    old = {"valid_from": before.valid_from.isoformat(), **dict(_fields(before.body))}
    new = {"valid_from": after.valid_from.isoformat(), **dict(_fields(after.body))}
    return [FieldChange(key, old.get(key), new.get(key)) for key in {**old, **new} if old.get(key) != new.get(key)]


def _fields(body: Mapping[str, Any], place: str = "") -> Iterator[tuple[str, str]]:
    """Every single value with the path to it; a list of values is one, a list of tables is counted from 1."""
    for name, value in body.items():
        if isinstance(value, Mapping):
            yield from _fields(value, f"{place}{name}.")
        elif isinstance(value, list) and any(isinstance(item, Mapping) for item in value):
            tables = {f"{name}[{number}]": item for number, item in enumerate(value, 1)}
            yield from _fields(tables, place)
        elif isinstance(value, list):
            yield f"{place}{name}", ", ".join(str(item) for item in value)
        else:
            yield f"{place}{name}", str(value)

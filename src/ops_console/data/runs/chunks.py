"""Cutting a set of rows into chunks: ranges of ids, found by probing the primary key."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from ops_console.data.store import Reader
from ops_console.rules.numbers import HIGHEST_BRANCH, SEQUENCES_PER_BRANCH, branch_of

SHARED = 25
"""Branches with less than this part of a chunk's rows share one: a chunk costs more than a few rows do."""


@dataclass(frozen=True)
class Range:
    """Ids `first` to `last`, both included; `branch_id` issued the first of them."""

    branch_id: int
    first: int
    last: int


def cut(reader: Reader, key: ColumnElement[int], wanted: ColumnElement[bool], size: int) -> Iterator[Range]:
    """Ranges with `size` wanted rows each, ascending and without overlap. A branch's last one has the rest, and the
    rows of branches after it if all together are few.

    A branch's last range reaches to the end of its ids, so that no row can be between two chunks.
    """
    probe = select(key).where(wanted).order_by(key).limit(1)
    first = reader.connection.scalar(probe)
    while first is not None:
        last = _end_of(branch_of(first))
        border = reader.connection.scalar(probe.where(key.between(first, last)).offset(size))
        if border is not None:
            last = border - 1
        else:
            beyond_few = reader.connection.scalar(probe.where(key >= first).offset(size // SHARED))
            last = max(last, _end_of(HIGHEST_BRANCH if beyond_few is None else branch_of(beyond_few) - 1))
        yield Range(branch_of(first), first, last)
        first = border if border is not None else reader.connection.scalar(probe.where(key > last))


def _end_of(branch: int) -> int:
    """The last id a branch can issue."""
    return (branch + 1) * SEQUENCES_PER_BRANCH - 1

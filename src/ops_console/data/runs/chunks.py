"""Cutting a set of rows into chunks: ranges of ids of one issuing branch, found by probing the primary key."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from ops_console.data.store import Reader
from ops_console.rules.numbers import SEQUENCES_PER_BRANCH, branch_of


@dataclass(frozen=True)
class Range:
    """Ids `first` to `last`, both included, of one issuing branch."""

    branch_id: int
    first: int
    last: int


def cut(reader: Reader, key: ColumnElement[int], wanted: ColumnElement[bool], size: int) -> Iterator[Range]:
    """Ranges with `size` wanted rows each (a branch's last one has the rest), ascending and without overlap.

    A branch's last range reaches to the end of its ids, so that no row can be between two chunks.
    """
    probe = select(key).where(wanted).order_by(key)
    first = reader.connection.scalar(probe.limit(1))
    while first is not None:
        end = (branch_of(first) + 1) * SEQUENCES_PER_BRANCH - 1
        border = reader.connection.scalar(probe.where(key.between(first, end)).limit(1).offset(size))
        last = end if border is None else border - 1
        yield Range(branch_of(first), first, last)
        first = border if border is not None else reader.connection.scalar(probe.where(key > last).limit(1))

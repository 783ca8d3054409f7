"""Cutting a set of rows into chunks: ranges of ids, from one count of them by branch."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, select

from ops_console.data.store import Reader
from ops_console.rules.numbers import HIGHEST_BRANCH, SEQUENCES_PER_BRANCH

CHUNKS_PER_RUN = 10**6
"""A chunk's id is its run's times this, and its number in the run."""
SHARED = 25
"""Branches with less than this part of a chunk's rows share one: a chunk costs more than a few rows do."""


class _Wanted(NamedTuple):
    """How many wanted rows a branch issued that are in no range yet, and the first of them."""

    branch: int
    rows: int
    first: int


@dataclass(frozen=True)
class Range:
    """Ids `first` to `last`, both included; `branch_id` issued the first of them, or services all that are meant."""

    branch_id: int
    first: int
    last: int


def cut(
    reader: Reader, key: ColumnElement[int], wanted: ColumnElement[bool], size: int, *, shared: bool = True
) -> Iterator[Range]:
    """Ranges with `size` wanted rows each, ascending and without overlap. A branch's last one has the rest, and if
    `shared` the rows of branches after it if all together are few.

    A branch's last range reaches to the end of its ids, so that no row can be between two chunks.
    """
    waiting = deque(_counted(reader, key, wanted))
    probe = select(key).where(wanted).order_by(key).limit(1)
    while waiting:
        branch, count, first = waiting.popleft()
        last = _end_of(branch)
        # Since they were counted some may have gone.
        inside = probe.where(key.between(first, last)).offset(size)
        border = reader.connection.scalar(inside) if count > size else None
        if border is not None:
            waiting.appendleft(_Wanted(branch, count - size, border))
            last = border - 1
        elif shared and count <= size // SHARED:
            while waiting and (count := count + waiting[0].rows) <= size // SHARED:
                waiting.popleft()
            last = _end_of(waiting[0].branch - 1 if waiting else HIGHEST_BRANCH)
        yield Range(branch, first, last)


def _counted(reader: Reader, key: ColumnElement[int], wanted: ColumnElement[bool]) -> Iterator[_Wanted]:
    """The wanted rows by the branch that issued them, ascending."""
    if not reader.is_sqlite:
        issued_by = key // SEQUENCES_PER_BRANCH
        grouped = select(issued_by, func.count(), func.min(key)).where(wanted).group_by(issued_by).order_by(issued_by)
        yield from (_Wanted(*row) for row in reader.connection.execute(grouped))
        return
    # SQLite would sort all rows to group them, in memory.
    probe = select(key).where(wanted).order_by(key).limit(1)
    first = reader.connection.scalar(probe)
    while first is not None:
        branch = first // SEQUENCES_PER_BRANCH
        inside = select(func.count()).where(wanted, key.between(first, _end_of(branch)))
        yield _Wanted(branch, reader.connection.execute(inside).scalar_one(), first)
        first = reader.connection.scalar(probe.where(key > _end_of(branch)))


def cut_by_branch(
    reader: Reader, key: ColumnElement[int], branch: ColumnElement[int], wanted: ColumnElement[bool], size: int
) -> Iterator[Range]:
    """Ranges with up to `size` wanted rows of one servicing branch each, for work that takes numbers of that branch and
    writes on its chain: what is of another branch in the range is not meant. Rows at the branch that issued them come
    first; of the others, those with lower ids than its own are kept apart from those with higher ones.
    """
    issued_by = key // SEQUENCES_PER_BRANCH
    yield from cut(reader, key, and_(wanted, issued_by == branch), size, shared=False)
    above = (issued_by > branch).label("above")
    number = func.row_number().over(partition_by=[branch, above], order_by=key)
    moved = select(branch.label("branch"), above, key.label("key"), number.label("number")).where(
        wanted, issued_by != branch
    )
    m = moved.subquery().c
    starts = [tuple(row) for row in reader.rows(
        select(m.branch, m.above, m.key).where(m.number % size == 1 % size).order_by(m.branch, m.above, m.key)
    )]  # fmt: skip
    for (branch_id, is_above, first), following in zip_longest(starts, starts[1:]):
        if following is not None and following[:2] == (branch_id, is_above):
            last = following[2] - 1
        else:
            last = _end_of(HIGHEST_BRANCH if is_above else branch_id - 1)
        yield Range(branch_id, first, last)


def _end_of(branch: int) -> int:
    """The last id a branch can issue."""
    return (branch + 1) * SEQUENCES_PER_BRANCH - 1

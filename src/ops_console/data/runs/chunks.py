"""Cutting a set of rows into chunks: ranges of ids, found by probing the primary key."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from sqlalchemy import ColumnElement, and_, func, select

from ops_console.data.store import Reader
from ops_console.rules.numbers import HIGHEST_BRANCH, SEQUENCES_PER_BRANCH, branch_of

CHUNKS_PER_RUN = 10**6
"""A chunk's id is its run's times this, and its number in the run."""
SHARED = 25
"""Branches with less than this part of a chunk's rows share one: a chunk costs more than a few rows do."""


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
    probe = select(key).where(wanted).order_by(key).limit(1)
    first = reader.connection.scalar(probe)
    while first is not None:
        last = _end_of(branch_of(first))
        border = reader.connection.scalar(probe.where(key.between(first, last)).offset(size))
        if border is not None:
            last = border - 1
        elif shared:
            beyond_few = reader.connection.scalar(probe.where(key >= first).offset(size // SHARED))
            last = max(last, _end_of(HIGHEST_BRANCH if beyond_few is None else branch_of(beyond_few) - 1))
        yield Range(branch_of(first), first, last)
        first = border if border is not None else reader.connection.scalar(probe.where(key > last))


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

"""Which chunk of a run a worker takes next, whoever else takes chunks of it: no two the same, and none left behind.

A chunk is taken by locking its row in the transaction that works it off: who dies gives it back. On SQLite the one
writer holds the whole file anyway.
"""

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select, text

from ops_console.data.runs.chunks import CHUNKS_PER_RUN
from ops_console.data.store import Reader, Tx, table_of
from ops_console.data.tables import RunChunk

_chunk = table_of(RunChunk)
_c = _chunk.c


_o = _chunk.alias("other").c
_undone = select(func.min(_o.id)).where(_o.run_id == bindparam("run"), ~_o.done)
_own = _undone.where(_o.branch_id == bindparam("branch"), _o.id > bindparam("after")).scalar_subquery()
_first = select(_c.id).where(~_c.done).order_by(_c.id).limit(1)
_turned = select(_c.id).where(~_c.done).order_by(_c.id <= bindparam("after"), _c.id).limit(1)
_IN_ORDER = (_turned.where(_c.id == _own), _turned.where(_c.id.in_(_undone.group_by(_o.branch_id))))
"""The first undone chunk of the worker's own branch, else of any."""
_ANYWHERE = (
    _first.where(_c.id.between(bindparam("ahead"), bindparam("last"))),
    _first.where(_c.id.between(bindparam("first"), bindparam("after"))),
)
"""By primary key, for the undone chunks of a run have no order of their own in any other index."""
_TAKEN = {
    (in_order, alone): ways if alone else tuple(one.with_for_update(of=_chunk, skip_locked=True) for one in ways)
    for in_order, ways in ((True, _IN_ORDER), (False, _ANYWHERE))
    for alone in (True, False)
}
"""By whether branches keep their order, and whether the one writer holds the whole store anyway."""


@dataclass(frozen=True)
class Turn:
    """Where a worker stands in a run: it goes on after the chunk `after`, and then from the run's first chunk.

    `in_order`: chunks of one branch are worked one after the other, so that numbers the branch gives out don't depend
    on how many workers there are. `branch_id`: of the chunk just done, 0 before the first.
    """

    run_id: int
    in_order: bool
    after: int = 0
    branch_id: int = 0

    def past(self, chunk: RunChunk) -> "Turn":
        return Turn(self.run_id, self.in_order, chunk.id, chunk.branch_id)


def first_turn(reader: Reader, run_id: int, in_order: bool, place: float) -> Turn:
    """Where a worker begins: `place` of the undone chunks (0 to 1) are before it, so that several stay apart."""
    undone = select(_c.id).where(_c.run_id == run_id, ~_c.done).order_by(_c.id)
    before = int(reader.count(RunChunk, run_id=run_id, done=False) * place)
    found = reader.connection.scalar(undone.offset(before).limit(1))
    return Turn(run_id, in_order, 0 if found is None else found - 1)


def next_chunk(tx: Tx, turn: Turn) -> RunChunk | None:
    """A chunk to work off in this transaction; None when each that is undone is in somebody else's hands."""
    first = turn.run_id * CHUNKS_PER_RUN
    places = {"run": turn.run_id, "branch": turn.branch_id, "after": turn.after, "first": first}
    places |= {"ahead": max(first, turn.after + 1), "last": first + CHUNKS_PER_RUN - 1}
    for statement in _TAKEN[turn.in_order, tx.is_sqlite]:
        if found := tx.asked(statement, **places):
            return tx.need(RunChunk, found[0][0])
    return None


def wait_for_others(tx: Tx, run_id: int) -> bool:
    """Wait until a chunk in other hands is done or given back. False when no chunk of the run is undone any more."""
    undone = select(_c.id).where(_c.run_id == run_id, ~_c.done).order_by(_c.id).limit(1)
    if not tx.is_sqlite:
        # A chunk may take as long as it takes.
        tx.connection.execute(text("SET LOCAL lock_timeout = 0"))
    return tx.connection.scalar(undone if tx.is_sqlite else undone.with_for_update()) is not None

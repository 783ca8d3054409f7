"""Which chunk of a run a worker takes next, whoever else takes chunks of it: no two the same, and none left behind.

A chunk is taken by locking its row in the transaction that works it off: who dies gives it back. On SQLite the one
writer holds the whole file anyway.
"""

from dataclasses import dataclass

from sqlalchemy import Select, func, select, text

from ops_console.data.runs.chunks import CHUNKS_PER_RUN
from ops_console.data.store import Reader, Tx, table_of
from ops_console.data.tables import RunChunk

_chunk = table_of(RunChunk)
_c = _chunk.c


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
    for wanted in _in_order(turn) if turn.in_order else _anywhere(turn):
        statement = wanted if tx.is_sqlite else wanted.with_for_update(of=_chunk, skip_locked=True)
        found = tx.connection.scalar(statement)
        if found is not None:
            return tx.need(RunChunk, found)
    return None


def wait_for_others(tx: Tx, run_id: int) -> bool:
    """Wait until a chunk in other hands is done or given back. False when no chunk of the run is undone any more."""
    undone = select(_c.id).where(_c.run_id == run_id, ~_c.done).order_by(_c.id).limit(1)
    if not tx.is_sqlite:
        # A chunk may take as long as it takes.
        tx.connection.execute(text("SET LOCAL lock_timeout = 0"))
    return tx.connection.scalar(undone if tx.is_sqlite else undone.with_for_update()) is not None


def _anywhere(turn: Turn) -> tuple[Select[int], ...]:
    """By primary key, for the undone chunks of a run have no order of their own in any other index."""
    first, last = turn.run_id * CHUNKS_PER_RUN, (turn.run_id + 1) * CHUNKS_PER_RUN - 1
    undone = select(_c.id).where(~_c.done).order_by(_c.id).limit(1)
    ahead = undone.where(_c.id.between(max(first, turn.after + 1), last))
    return ahead, undone.where(_c.id.between(first, turn.after))


def _in_order(turn: Turn) -> tuple[Select[int], ...]:
    """The first undone chunk of the worker's own branch, else of any."""
    o = _chunk.alias("other").c
    undone = select(func.min(o.id)).where(o.run_id == turn.run_id, ~o.done)
    own = undone.where(o.branch_id == turn.branch_id, o.id > turn.after).scalar_subquery()
    taken = select(_c.id).where(~_c.done).order_by(_c.id <= turn.after, _c.id).limit(1)
    return taken.where(_c.id == own), taken.where(_c.id.in_(undone.group_by(o.branch_id)))

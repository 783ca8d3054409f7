"""One chunk of a run: one transaction, kept and marked done, or taken back when it was only a rehearsal."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ops_console.base.problems import Conflict
from ops_console.batch.report import Totals
from ops_console.data.runs.chunks import CHUNKS_PER_RUN, Range
from ops_console.data.runs.taking import Turn, next_chunk
from ops_console.data.store import Store, Tx
from ops_console.data.tables import RunChunk

ATTEMPTS = 3
"""How often a chunk is tried when a clerk changes a policy of it at the same moment."""


@dataclass(frozen=True)
class ChunkResult:
    """What a chunk did: totals by servicing branch, digest over the sealed rows it wrote itself, what was refused, and
    what was set aside because something unforeseen happened."""

    totals: Mapping[int, Totals]
    digest: str = ""
    left: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


Work = Callable[[Tx, RunChunk], ChunkResult]
"""Works off one chunk inside its transaction."""


class _TakenBack(Exception):
    """Ends a dry run's transaction without keeping it."""

    def __init__(self, result: ChunkResult) -> None:
        self.result = result


def chunks_of(run_id: int, ranges: Iterable[Range]) -> list[RunChunk]:
    return [
        RunChunk(
            id=run_id * CHUNKS_PER_RUN + no, run_id=run_id, branch_id=r.branch_id, first_id=r.first, last_id=r.last
        )
        for no, r in enumerate(ranges, 1)
    ]


def keep_next(store: Store, turn: Turn, work: Work, still: bool) -> tuple[RunChunk, ChunkResult] | None:
    """Take the next chunk, work it off and mark it done, in one transaction. None when there is none to be taken.

    `still`: first it is tried on the store as at one moment.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with store.write(still=still and attempt == 1) as tx:
                chunk = next_chunk(tx, turn)
                if chunk is None:
                    return None
                result = work(tx, chunk)
                total = sum(result.totals.values(), Totals())
                totals = {str(branch): [t.rows, int(t.amount)] for branch, t in sorted(result.totals.items())}
                done = {"done": True, "rows": total.rows, "amount": total.amount, "totals": totals}
                left = {"left": [*result.left, *result.faults]} if result.left or result.faults else {}
                tx.update(RunChunk, {"id": chunk.id}, {**done, **left, "digest": result.digest})
            return chunk, result
        except Conflict:
            if attempt == ATTEMPTS:
                raise
    raise AssertionError("unreachable")


def take_back(store: Store, chunk: RunChunk, work: Work) -> ChunkResult:
    try:
        with store.write() as tx:
            raise _TakenBack(work(tx, chunk))
    except _TakenBack as end:
        return end.result

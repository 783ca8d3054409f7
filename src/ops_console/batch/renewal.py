"""renewal-run: every premium that falls due up to a day is raised, posted and queued for collection, exactly once.

A due is its own sub-ledger (natural key: policy and due date); the general ledger is posted once for each chunk,
servicing branch and income account. A due that nothing has settled is the collection waiting to be made.
"""

from collections.abc import Iterable
from datetime import date

from ops_console.base.i18n import N_, _
from ops_console.base.known import known
from ops_console.base.money import Fen
from ops_console.base.problems import Conflict
from ops_console.batch.chunks import ChunkResult
from ops_console.batch.report import Expected, Totals, added
from ops_console.batch.runs import RunKind, Task
from ops_console.data.runs import renewal as rows
from ops_console.data.runs.chunks import Range
from ops_console.data.runs.digests import chunk_digest, merged
from ops_console.data.store import Reader, Tx
from ops_console.data.tables import Branch, LedgerLine, RunChunk
from ops_console.rules import postings
from ops_console.rules.calendar import add_months

POSTING = "premium_due"
POLICIES_PER_CHUNK = 25_000
"""A chunk of so many holds the store for less than a tenth of a second."""
SHORTEST_MODE = 1
"""Months between instalments, at least: who was due no longer ago than that owes one instalment only."""


class _Renewal:
    """Works off the chunks of one run, guessing that each has the groups of the one before."""

    def __init__(self, task: Task) -> None:
        self._rule = task.catalog.ledger.rules[POSTING]
        self._scope = rows.Scope(task.as_of, task.branches)
        self._groups: tuple[rows.Group, ...] = ()
        self._chunk: RunChunk | None = None

    def __call__(self, tx: Tx, chunk: RunChunk) -> ChunkResult:
        passes = list(self._passes(tx, chunk))
        if not passes:
            return ChunkResult({})
        amounts: dict[rows.Group, tuple[Fen, Fen]] = {}
        for one in passes:
            for group, (_count, premium, loading) in one.groups.items():
                before = amounts.get(group, (Fen(0), Fen(0)))
                amounts[group] = (before[0] + premium, before[1] + loading)
        lines = self._lines(tx, chunk, amounts)
        tx.insert(lines)
        digest = chunk_digest(merged(one.columns for one in passes), lines)
        totals = added(
            {branch: Totals(count, premium)}
            for one in passes
            for (branch, _account), (count, premium, _loading) in one.groups.items()
        )
        return ChunkResult(totals, digest)

    def _passes(self, tx: Tx, chunk: RunChunk) -> Iterable[rows.Due]:
        """Raise one instalment a policy and move it on, until none is due: a policy may owe several."""
        again = True
        while again:
            due = rows.due(tx, self._scope, chunk, self._guess(chunk))
            if not due.rows:
                return
            raised, moved = rows.raise_dues(tx, self._scope, chunk), rows.advance(tx, self._scope, chunk)
            if {raised, moved} != {due.rows}:
                raise Conflict(_("Policies of this chunk were changed while it was worked on; nothing of it was kept."))
            self._chunk, self._groups = chunk, tuple(due.groups)
            yield due
            again = add_months(due.earliest, SHORTEST_MODE) <= self._scope.as_of

    def _guess(self, chunk: RunChunk) -> tuple[rows.Group, ...]:
        if self._chunk is not None and self._chunk.branch_id == chunk.branch_id:
            return self._groups
        return tuple((chunk.branch_id, account) for account in sorted({account for _branch, account in self._groups}))

    def _lines(self, tx: Tx, chunk: RunChunk, amounts: dict[rows.Group, tuple[Fen, Fen]]) -> list[LedgerLine]:
        lines: list[LedgerLine] = []
        days = {branch_id: _open_day(tx, branch_id) for branch_id in sorted({group[0] for group in amounts})}
        for entry_no, ((branch_id, account), (premium, loading)) in enumerate(sorted(amounts.items()), 1):
            parts = {"premium": premium - loading, "health_loading": loading}
            for line in postings.lines(self._rule, parts, {"income": account}):
                lines.append(
                    LedgerLine(
                        source_id=chunk.id,
                        line_no=len(lines) + 1,
                        entry_no=entry_no,
                        rule=POSTING,
                        account=line.account,
                        amount=line.amount,
                        branch_id=branch_id,
                        booked_on=days[branch_id],
                    )
                )
        return lines


def _open_day(tx: Tx, branch_id: int) -> date:
    """The branch's open day, which is not closed before the chunk is written."""
    return known(tx.hold(Branch, branch_id), "branch").open_day


def _cut(reader: Reader, task: Task) -> Iterable[Range]:
    return rows.ranges(reader, rows.Scope(task.as_of, task.branches), POLICIES_PER_CHUNK)


def _expect(reader: Reader, task: Task) -> Expected:
    """Policies due, with one instalment each: a policy may owe several."""
    return Expected(*rows.waiting(rows.Scope(task.as_of, task.branches)).count(reader))


RENEWAL = RunKind(
    "renewal-run",
    N_("Premiums that fall due raised"),
    ("premium",),
    _cut,
    _Renewal,
    expect=_expect,
    in_order=False,
    still=True,
)

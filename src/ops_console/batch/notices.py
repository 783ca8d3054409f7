"""notice-run: customers are reminded of the next instalment in time, each instalment once."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from ops_console.base.i18n import N_, Language, _, use_language
from ops_console.base.problems import Conflict
from ops_console.batch.acting import set_aside
from ops_console.batch.chunks import ChunkResult
from ops_console.batch.report import Totals, added
from ops_console.batch.runs import RunKind, Task
from ops_console.data.catalog_rows import catalog_of
from ops_console.data.runs import notices as rows
from ops_console.data.runs.chunks import Range
from ops_console.data.store import Reader, Tx
from ops_console.data.tables import Letter, RunChunk
from ops_console.rooms.money_in import CHANNELS
from ops_console.rules.calendar import add_months

POLICIES_PER_CHUNK = 1_000
LETTER, PLANNED = "premium_reminder", "planned_reminder"
Said = tuple[str, Mapping[str, str]]
"""Kind of letter, and what it says by placeholder."""
STANDARD = "renewal_reminder"
"""Says how many months before the due date (company default)."""


class _Notices:
    """Works off the chunks of one run."""

    def __init__(self, task: Task) -> None:
        self._task = task

    def __call__(self, tx: Tx, chunk: RunChunk) -> ChunkResult:
        window = _window(self._task)
        found = rows.reminders(tx, window, chunk)
        said: dict[int, Said] = {}
        faults: list[str] = []
        for reminder in found:
            with set_aside(tx, reminder.policy_number, faults):
                said[reminder.policy_id] = self._said(tx, reminder)
        told = [reminder for reminder in found if reminder.policy_id in said]
        not_told = [reminder.policy_id for reminder in found if reminder.policy_id not in said]
        if rows.mark_reminded(tx, window, chunk, not_told) != len(told):
            raise Conflict(_("Policies of this chunk were changed while it was worked on; nothing of it was kept."))
        ids = _ids(tx, told)
        tx.insert([self._letter(one, next(ids[one.branch_id]), said[one.policy_id]) for one in told])
        totals = added({reminder.branch_id: Totals(1, reminder.amount)} for reminder in told)
        return ChunkResult(totals, faults=tuple(faults))

    def _said(self, tx: Tx, reminder: rows.Reminder) -> Said:
        """Which letter it is, and what it says. A premium that is planned, not owed, has one of its own."""
        catalog = self._task.catalog
        product = catalog_of(tx, reminder.catalog_version).products[reminder.product]
        grace_ends = catalog.calendar.legal_deadline(reminder.due_date, product.grace_days).day
        kind = LETTER if product.basis.account is None else PLANNED
        with use_language(cast(Language, reminder.language)):
            return kind, {
                "name": reminder.name,
                "number": "",
                "day": self._task.as_of.isoformat(),
                "branch": str(catalog.branches[reminder.branch_id].label),
                "amount": reminder.amount.yuan(),
                "channel": _(CHANNELS.get(reminder.channel, reminder.channel)),
                "due": reminder.due_date.isoformat(),
                "grace_end": grace_ends.isoformat(),
                "policy": reminder.policy_number,
            }

    def _letter(self, reminder: rows.Reminder, letter_id: int, said: Said) -> Letter:
        kind, values = said
        return Letter(
            id=letter_id,
            kind=kind,
            party_id=reminder.party_id,
            policy_id=reminder.policy_id,
            branch_id=reminder.branch_id,
            language=reminder.language,
            day=self._task.as_of,
            values=dict(values),
        )


def _ids(tx: Tx, reminders: list[rows.Reminder]) -> Mapping[int, Iterator[int]]:
    """New ids for each branch, taken in ascending order of branches."""
    needed = Counter(reminder.branch_id for reminder in reminders)
    return {branch_id: iter(rows.new_ids(tx, branch_id, needed[branch_id])) for branch_id in sorted(needed)}


def _window(task: Task) -> rows.Window:
    months = task.catalog.standards[STANDARD].allowed()
    return rows.wanted(task.as_of, add_months(task.as_of, months), task.branches)


def _cut(reader: Reader, task: Task) -> Iterable[Range]:
    return rows.ranges(reader, _window(task), POLICIES_PER_CHUNK)


NOTICE = RunKind("notice-run", N_("Reminders of premium to come"), ("premium",), _cut, _Notices)

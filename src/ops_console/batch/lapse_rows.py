"""What plain lapses leave: their events and what those seal, as rows are stored, to the byte as the desk writes them.

Rows are tuples in the order of their table's columns. A branch lapses policies by the thousand, and they differ in
little: what they share is encoded once, as patterns with gaps, or encoding would take longer than the store does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from ops_console.data.bulk import Row
from ops_console.data.days import day_number, day_of
from ops_console.data.runs.lapses import Lapsing
from ops_console.data.seals import GAP, digest, event_pattern, pattern_of, seal_of_lines, sealed_pattern
from ops_console.data.store import table_of
from ops_console.data.tables import Branch, ChangeSet, DueEvent, LedgerLine

OPERATION, POSTING = "premium.lapse", "premium_cancelled"
_DUE_EVENT, _LINE, _CHANGE_SET = (table_of(model) for model in (DueEvent, LedgerLine, ChangeSet))


@dataclass(frozen=True, eq=False)
class LapseDay:
    """What the lapses of one product and due date have in common. There is one of each: looked up as itself."""

    grace_ends: date
    lapsed_on: date
    reinstate_until: date
    notice_due: date


@dataclass(frozen=True)
class Lapse:
    """The rows of one lapse, and the hash of its event."""

    cancelled: list[Row]
    lines: list[Row]
    change_set: Row
    event: Row
    hash: str


@dataclass
class LapseDesk:
    """What the lapses written together have in common, patterns among it."""

    branch: Branch
    today: date
    clerk_id: int
    door: str
    duty: str
    at: int
    _changes: dict[tuple[LapseDay, int | None], str] = field(default_factory=dict)
    _data: dict[tuple[int, int, date], str] = field(default_factory=dict)
    _lines: dict[str, str] = field(default_factory=dict)

    def lapse(
        self,
        one: Lapsing,
        day: LapseDay,
        instalments: Sequence[tuple[int, int]],
        sides: Iterable[tuple[str, int]],
        event_id: int,
        prev: str,
    ) -> Lapse:
        """Everything one lapse writes but its letter and the policy's own rows. `instalments`: due days (yyyymmdd) and
        fen; `sides`: the accounts a cancelled instalment is booked on, and the sign it has on each; `prev`: the hash
        before it on the branch's chain."""
        policy_id, booked, branch_id = one.policy_id, self._booked, self.branch.id
        changes = self._changes_of(one, day) % (policy_id, policy_id)
        sealed = [self._sealed_change_set % (changes, policy_id, event_id)]
        cancelled: list[Row] = []
        lines: list[Row] = []
        for entry_no, (due, amount) in enumerate(instalments, 1):
            cancelled.append((policy_id, due, 1, "cancelled", amount, booked, event_id))
            sealed.append(self._sealed_due % (amount, due, policy_id, event_id))
            for account, sign in sides:
                no, signed = len(lines) + 1, sign * amount
                lines.append((event_id, no, entry_no, POSTING, account, signed, branch_id, booked, policy_id))
                sealed.append(self._sealed_line(account) % (signed, entry_no, no, policy_id, event_id))
        data = self._data_of(len(instalments), len(lines), day.notice_due) % (
            *(given for due, _amount in instalments for given in (policy_id, f'"{day_of(due)}"')),
            *([event_id] * len(lines)),
            event_id,
            policy_id,
            changes,
        )
        seal = seal_of_lines(sealed)
        hashed = digest(self._hashed_event % (data, event_id, policy_id, f'"{prev}"', f'"{seal}"'))
        event = (
            event_id, branch_id, self.at, booked, self.clerk_id, self.door, OPERATION, None, policy_id,
            data, seal, prev, hashed,
        )  # fmt: skip
        change_set = (event_id, policy_id, None, day_number(self.today), changes, None)
        return Lapse(cancelled, lines, change_set, event, hashed)

    @cached_property
    def _booked(self) -> int:
        return day_number(self.branch.open_day)

    @cached_property
    def _sealed_due(self) -> str:
        """Gaps: amount, due date, policy, event."""
        return sealed_pattern(
            _DUE_EVENT,
            {
                "policy_id": GAP,
                "due_date": GAP,
                "no": 1,
                "kind": "cancelled",
                "amount": GAP,
                "day": self._booked,
                "source_id": GAP,
            },
        )

    def _sealed_line(self, account: str) -> str:
        """Gaps: amount, entry, line, policy, event."""
        if account not in self._lines:
            values: dict[str, Any] = {
                "source_id": GAP,
                "line_no": GAP,
                "entry_no": GAP,
                "rule": POSTING,
                "account": account,
                "amount": GAP,
                "branch_id": self.branch.id,
                "booked_on": self._booked,
                "policy_id": GAP,
            }
            self._lines[account] = sealed_pattern(_LINE, values)
        return self._lines[account]

    @cached_property
    def _sealed_change_set(self) -> str:
        """Gaps: changes, policy, event."""
        day = day_number(self.today)
        values = {"source_id": GAP, "policy_id": GAP, "case_id": None, "day": day, "changes": GAP, "reverses": None}
        return sealed_pattern(_CHANGE_SET, values)

    @cached_property
    def _hashed_event(self) -> str:
        """Gaps: data, id, policy, hash before, seal."""
        return event_pattern(
            {
                "id": GAP,
                "branch_id": self.branch.id,
                "at": self.at,
                "day": self._booked,
                "clerk_id": self.clerk_id,
                "door": self.door,
                "operation": OPERATION,
                "case_id": None,
                "policy_id": GAP,
                "data": GAP,
                "sealed": GAP,
                "prev": GAP,
            }
        )

    def _changes_of(self, one: Lapsing, day: LapseDay) -> str:
        """What changed on the policy, as the desk records it. Gaps: policy, twice."""
        key = (day, one.reinstated_on)
        if key not in self._changes:
            before: dict[str, Any] = {"lapsed_on": None, "status": "in_force"}
            after: dict[str, Any] = {"lapsed_on": day.lapsed_on, "status": "lapsed"}
            if one.reinstated_on is not None:
                before["reinstated_on"], after["reinstated_on"] = day_of(one.reinstated_on), None
            of_policy = {"policy_id": GAP}
            changes = [
                {"table": "billing", "key": of_policy, "before": {"active": True}, "after": {"active": False}},
                {"table": "policy_status", "key": of_policy, "before": before, "after": after},
            ]
            self._changes[key] = pattern_of(changes)
        return self._changes[key]

    def _data_of(self, instalments: int, lines: int, notice_due: date) -> str:
        """The event's data. Gaps: policy and day of each instalment, event of each line, event and policy, changes."""
        key = (instalments, lines, notice_due)
        if key not in self._data:
            added = [
                *(["due_event", GAP, GAP, 1] for _ in range(instalments)),
                *(["ledger_line", GAP, no] for no in range(1, lines + 1)),
                ["change_set", GAP, GAP],
            ]
            data = {"added": added, "changes": GAP, "duty": self.duty, "notice_due": notice_due}
            self._data[key] = pattern_of(data)
        return self._data[key]

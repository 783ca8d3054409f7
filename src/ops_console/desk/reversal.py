"""Taking back what an earlier operation did: the inverse of its change set, and what stands against it.

A change set keeps, for each record, the values before and after. Its inverse is possible while those values stand; once
a later change built on them, the later one has to be reversed first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ops_console.base.known import known
from ops_console.data.revival import revived
from ops_console.data.store import AnyRecord, Reader, table_of
from ops_console.data.tables import (
    DATED,
    Billing,
    BillingTerms,
    ChangeSet,
    Coverage,
    Event,
    LedgerLine,
    Loan,
    Mandate,
    Party,
    PolicyRole,
    PolicyStatus,
)
from ops_console.data.types import FOREVER
from ops_console.desk.plan import Change, Posting
from ops_console.desk.view import View
from ops_console.rules.postings import Line

RESTORED: Mapping[str, type[AnyRecord]] = {
    table_of(model).name: model
    for model in (PolicyStatus, Coverage, BillingTerms, PolicyRole, Mandate, Billing, Loan, Party)
}
"""Tables whose changes a reversal takes back; the rest of a change set is the case's own."""

STAYS = {table_of(Billing).name: frozenset({"next_due"})}
"""Columns that do not go back where instalments were raised: these, though cancelled, are not raised again."""

Place = tuple[str, tuple[tuple[str, Any], ...]]
"""A record: table and key."""


@dataclass(frozen=True)
class Restored:
    """One record of a change set: the values it had before, and those it was given."""

    model: type[AnyRecord]
    key: dict[str, Any]
    before: dict[str, Any]
    after: dict[str, Any]
    stays: frozenset[str] = frozenset()
    """Columns that do not go back."""

    @property
    def place(self) -> Place:
        return table_of(self.model).name, tuple(sorted(self.key.items()))

    def still_stands(self, reader: Reader) -> bool:
        """Has the record still the values it was given? Not one that has ended."""
        current = self._now(reader)
        return current is not None and all(getattr(current, name) == value for name, value in self.after.items())

    @property
    def back(self) -> dict[str, Any]:
        """The values that go back."""
        return {name: value for name, value in self.before.items() if name not in self.stays}

    def inverse(self, view: View) -> Change:
        """The change back; a dated record gets a new row from today, never before its present one."""
        if self.model not in DATED:
            return Change(self.model, self.key, self.back)
        present = known(self._now(view.reader), "the present row")
        return Change(self.model, self.key, self.back, max(view.today, present.valid_from))

    def _now(self, reader: Reader) -> Any:
        """The record, its present row when it is dated; None when that has ended."""
        columns = table_of(self.model).c
        present = [columns.valid_to == FOREVER] if self.model in DATED else []
        return reader.first(self.model, *present, **self.key)


def restored_by(change_set: ChangeSet, *, raised: bool = True) -> tuple[Restored, ...]:
    """What reversing a change set would restore, each record once: first value before, last value after. `raised`: the
    same operation raised instalments."""
    found: dict[Place, Restored] = {}
    for change in change_set.changes:
        model = RESTORED.get(change["table"])
        if model is None:
            continue
        one = Restored(
            model,
            revived(model, change["key"]),
            revived(model, change["before"]),
            revived(model, change["after"]),
            STAYS.get(change["table"], frozenset()) if raised else frozenset(),
        )
        earlier = found.get(one.place)
        if earlier is not None:
            one = replace(one, before=one.before | earlier.before, after=earlier.after | one.after)
        found[one.place] = one
    return tuple(found.values())


def built_on(reader: Reader, change_set: ChangeSet) -> list[ChangeSet]:
    """Later change sets, not reversed themselves, that changed a value this one gave or a record it made."""
    sets = reader.find(ChangeSet, policy_id=change_set.policy_id)
    event = reader.need(Event, change_set.source_id)
    gone = {one.reverses for one in sets} | {one.source_id for one in sets if one.reverses is not None}
    made = {_place(name, key) for name, *key in event.data.get("added", []) if name in RESTORED}
    given = {(one.place, name) for one in restored_by(change_set) for name in one.after}
    return [
        other
        for other in sets
        if other.source_id not in gone
        and reader.need(Event, other.source_id).at > event.at
        and any(
            one.place in made or any((one.place, name) in given for name in one.after) for one in restored_by(other)
        )
    ]


def _place(table: str, key: Sequence[Any]) -> Place:
    """The place of a row that was added, by table and primary key; a dated row is known without its revision."""
    names = [column.name for column in table_of(RESTORED[table]).primary_key]
    return table, tuple(sorted((name, value) for name, value in zip(names, key, strict=True) if name != "revision"))


def taken_back(reader: Reader, source_id: int, policy_id: int, rule: str | None = None, but: str = "") -> list[Posting]:
    """Postings that undo the ledger entries of an operation on a policy, under their own rules or one rule; not those
    of rule `but`."""
    entries: dict[int, list[LedgerLine]] = {}
    for line in reader.find(LedgerLine, source_id=source_id, policy_id=policy_id):
        if line.rule != but:
            entries.setdefault(line.entry_no, []).append(line)
    return [
        Posting(
            rule or lines[0].rule,
            {},
            policy_id=policy_id,
            branch_id=lines[0].branch_id,
            lines=tuple(Line(line.account, -line.amount) for line in lines),
        )
        for lines in entries.values()
    ]

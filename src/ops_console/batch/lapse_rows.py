"""What a plain lapse leaves: its event and what that seals, as rows are stored, to the byte as the desk writes them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ops_console.data.days import day_number, day_of
from ops_console.data.runs.lapses import Lapsing, Row
from ops_console.data.seals import raw_event_hash, raw_sealed_line, seal_of_lines
from ops_console.data.store import table_of
from ops_console.data.tables import Branch, ChangeSet, DueEvent, LedgerLine
from ops_console.data.types import canonical_json

OPERATION = "premium.lapse"
_DUE_EVENT, _LINE, _CHANGE_SET = (table_of(model) for model in (DueEvent, LedgerLine, ChangeSet))


@dataclass(frozen=True)
class LapseDay:
    """What the lapses of one product and due date have in common; days yyyymmdd."""

    grace_ends: date
    lapsed_on: date
    reinstate_until: date
    notice_due: date


@dataclass(frozen=True)
class LapseDesk:
    """What the lapses written together have in common."""

    branch: Branch
    today: date
    clerk_id: int
    door: str
    duty: str
    at: int


def changes_of(one: Lapsing, day: LapseDay) -> list[dict[str, Any]]:
    """What changed on the policy, as the desk records it."""
    before: dict[str, Any] = {"lapsed_on": None, "status": "in_force"}
    after: dict[str, Any] = {"lapsed_on": day.lapsed_on, "status": "lapsed"}
    if one.reinstated_on is not None:
        before["reinstated_on"], after["reinstated_on"] = day_of(one.reinstated_on), None
    key = {"policy_id": one.policy_id}
    return [
        {"table": "billing", "key": key, "before": {"active": True}, "after": {"active": False}},
        {"table": "policy_status", "key": key, "before": before, "after": after},
    ]


def event_of(
    desk: LapseDesk, one: Lapsing, day: LapseDay, sealed: Sequence[Iterable[Row]], event_id: int, prev: str
) -> dict[str, Any]:
    """The event that seals these rows: of instalments, of the ledger, the change set."""
    cancelled, lines, change_sets = sealed
    texts = [
        raw_sealed_line(table, row)
        for table, some in ((_DUE_EVENT, cancelled), (_LINE, lines), (_CHANGE_SET, change_sets))
        for row in some
    ]
    added = [
        *(["due_event", row["policy_id"], day_of(row["due_date"]), row["no"]] for row in cancelled),
        *(["ledger_line", row["source_id"], row["line_no"]] for row in lines),
        *(["change_set", row["source_id"], row["policy_id"]] for row in change_sets),
    ]
    # The changes are a text already: that of the change set.
    [change_set] = change_sets
    rest = canonical_json({"duty": desk.duty, "notice_due": day.notice_due})[1:]
    data = f'{{"added":{canonical_json(added)},"changes":{change_set["changes"]},{rest}'
    event = {
        "id": event_id,
        "branch_id": desk.branch.id,
        "at": desk.at,
        "day": day_number(desk.branch.open_day),
        "clerk_id": desk.clerk_id,
        "door": desk.door,
        "operation": OPERATION,
        "case_id": None,
        "policy_id": one.policy_id,
        "data": data,
        "sealed": seal_of_lines(texts),
        "prev": prev,
    }
    return event | {"hash": raw_event_hash(event)}

"""Apply a plan in one transaction: changes, cases, letters, ledger, receipts, and last the event that seals them."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, cast

from ops_console.base.i18n import Language, _, use_language
from ops_console.base.money import Fen
from ops_console.base.problems import Conflict
from ops_console.data.confidential import hidden_columns
from ops_console.data.seals import seal
from ops_console.data.store import AnyRecord, Tx, key_of, table_of, values_of
from ops_console.data.tables import (
    DATED,
    SEALED,
    Branch,
    ChangeSet,
    Event,
    LedgerLine,
    Letter,
    Party,
    Receipt,
    Trace,
)
from ops_console.data.types import FOREVER
from ops_console.desk.events import BUSINESS_DATE, append, next_event_id
from ops_console.desk.ledger import lines_of
from ops_console.desk.moving import move_cases, open_case
from ops_console.desk.plan import Change, Plan
from ops_console.desk.view import View


@dataclass(frozen=True)
class Applied:
    """What was written, for the caller: the event and the numbers a clerk wants to see."""

    event_id: int
    opened: list[str]
    receipts: list[int]
    letters: list[int]
    lines: list[LedgerLine]


@dataclass(frozen=True)
class Origin:
    """Who does it, through which door, and when."""

    clerk_id: int
    door: str
    at: datetime
    operation: str


def apply(tx: Tx, view: View, plan: Plan, origin: Origin, data: dict[str, Any]) -> Applied:
    """Write everything the plan intends and its event.

    Locks are taken in one order, whoever works: cases and billing rows, the branch's counters and the branch, last the
    head of its chain.
    """
    changed: list[dict[str, Any]] = [_update(tx, change) for change in plan.changes if change.model not in DATED]
    move_cases(tx, view, plan)
    receipts = _receipts(tx, view, plan)
    letters = _letters(tx, view, plan, receipts)
    opened = [open_case(tx, view, new).number for new in plan.cases]
    if not any(change.model is Branch for change in plan.changes):
        _refuse_closed_day(tx, view)
    event_id, prev = next_event_id(tx, view.branch.id)
    # Who is new is known before a role of a policy passes to them.
    people = [record for record in plan.inserts if isinstance(record, Party)]
    tx.insert(people)
    changed += [_redate(tx, change, event_id) for change in plan.changes if change.model in DATED]
    for removal in plan.removals:
        tx.delete(removal.model, dict(removal.key))
    lines = lines_of(view, plan.postings, event_id)
    records = [*(new.record for new in plan.cases if new.record is not None), *plan.inserts, *receipts]
    written = [*(_sourced(record, event_id) for record in records), *lines]
    if plan.change_set is not None:
        written.append(_change_set(view, plan, plan.change_set, changed, event_id))
    traces = _traces(view, plan, event_id)
    tx.insert([*(one for one in written if not isinstance(one, Party)), *traces, *letters])
    record = {
        **data,
        **plan.data,
        "from": view.case.state if view.case and plan.to else None,
        "to": plan.to,
        "opened": opened,
        "measures": plan.measures,
        "changes": changed,
        "added": [_name(record) for record in written],
        # The event's own day is that of the books, which an open day leaves behind.
        BUSINESS_DATE: view.today.isoformat() if view.today != view.booking_day else None,
    }
    append(
        tx,
        Event(
            id=event_id,
            branch_id=view.branch.id,
            at=origin.at,
            day=view.booking_day,
            clerk_id=origin.clerk_id,
            door=origin.door,
            operation=origin.operation,
            case_id=_case_id(view, plan),
            policy_id=view.policy.id if view.policy else None,
            data={k: v for k, v in record.items() if v},
            sealed=seal([*(record for record in written if isinstance(record, SEALED)), *traces]),
            prev=prev,
            hash="",
        ),
    )
    return Applied(event_id, opened, [receipt.no for receipt in receipts], [letter.id for letter in letters], lines)


def _refuse_closed_day(tx: Tx, view: View) -> None:
    """While this was computed another clerk may have closed the branch's day (only the close changes the branch):
    nothing is booked on a closed day, and none is closed before this is written."""
    branch = tx.lock(Branch, view.branch.id)
    if branch is None or branch.open_day != view.branch.open_day:
        raise Conflict(_("The branch's day was closed meanwhile. Nothing was changed; do it again."))


def _case_id(view: View, plan: Plan) -> int | None:
    """The case the event belongs to: the one worked on, else the first one it opens."""
    if view.case is not None:
        return view.case.id
    return plan.cases[0].id if plan.cases else None


def _update(tx: Tx, change: Change) -> dict[str, Any]:
    """Change a record; returns table, key, before and after."""
    before = tx.find(change.model, **change.key)
    if len(before) != 1:
        raise LookupError(f"{change.model.__name__} {dict(change.key)}: {len(before)} records")
    tx.update(change.model, dict(change.key), dict(change.values))
    return _difference(change, before[0])


def _redate(tx: Tx, change: Change, source_id: int) -> dict[str, Any]:
    """Close the current row of a dated table on the change's day and open the next, unless it ends there; returns
    table, key, before, after."""
    if change.day is None:
        raise ValueError(f"a change of {change.model.__name__} needs its day")
    current = tx.find(change.model, **change.key, valid_to=FOREVER)
    if len(current) != 1:
        raise LookupError(f"{change.model.__name__} {dict(change.key)}: {len(current)} current rows")
    values = values_of(current[0])
    tx.update(change.model, key_of(current[0]), {"valid_to": change.day})
    if change.ends:
        return _difference(replace(change, values={"valid_to": change.day}), current[0])
    values |= change.values
    values |= {
        "revision": values["revision"] + 1,
        "valid_from": change.day,
        "valid_to": FOREVER,
        "source_id": source_id,
    }
    tx.insert([change.model(**values)])
    return _difference(change, current[0])


def _difference(change: Change, before: AnyRecord) -> dict[str, Any]:
    table = table_of(change.model).name
    names = [name for name in change.values if getattr(before, name) != change.values[name]]
    hidden = hidden_columns(table)
    return {
        "table": table,
        "key": dict(change.key),
        "before": {name: "*" if name in hidden else getattr(before, name) for name in names},
        "after": {name: "*" if name in hidden else change.values[name] for name in names},
    }


def _sourced(record: AnyRecord, event_id: int) -> AnyRecord:
    if getattr(record, "source_id", None) == 0:
        record.source_id = event_id
    return record


def _receipts(tx: Tx, view: View, plan: Plan) -> list[Receipt]:
    return [
        Receipt(
            branch_id=view.branch.id,
            no=tx.next_number(view.branch.id, "receipt"),
            day=view.booking_day,
            amount=Fen(r.amount),
            method=r.method,
            purpose=r.purpose,
            policy_id=r.policy_id,
            case_id=r.case_id,
            party_id=r.party_id,
            source_id=0,
        )
        for r in plan.receipts
    ]


def _letters(tx: Tx, view: View, plan: Plan, receipts: list[Receipt]) -> list[Letter]:
    given = {
        "number": view.case.number if view.case else "",
        "day": view.today.isoformat(),
        "receipt": ", ".join(f"{receipt.branch_id}-{receipt.no}" for receipt in receipts),
    }
    letters = []
    for notice in plan.notices:
        party = tx.need(Party, notice.party_id)
        with use_language(cast(Language, party.language)):
            branch = str(view.catalog.branches[view.branch.id].label)
        values = {"name": party.name, "branch": branch, **given, **notice.values}
        missing = view.catalog.letters[notice.kind].placeholders - values.keys()
        if missing:
            raise LookupError(f"letter {notice.kind} lacks {', '.join(sorted(missing))}")
        letters.append(
            Letter(
                id=view.new_id(),
                kind=notice.kind,
                party_id=party.id,
                case_id=_case_id(view, plan),
                policy_id=notice.policy_id or (view.policy.id if view.policy else None),
                branch_id=view.branch.id,
                language=party.language,
                day=view.today,
                values=values,
            )
        )
    return letters


def _traces(view: View, plan: Plan, event_id: int) -> list[Trace]:
    """Why the plan's numbers are what they are, kept with the event that used them."""
    if not plan.whys:
        return []
    version = view.reader.state().catalog_version
    return [
        Trace(
            source_id=event_id,
            no=no,
            rule=why.rule,
            policy_id=view.policy.id if view.policy else None,
            case_id=_case_id(view, plan),
            catalog_version=version,
            body=asdict(why),
        )
        for no, why in enumerate(plan.whys, 1)
    ]


def _change_set(view: View, plan: Plan, policy_id: int, changed: list[dict[str, Any]], event_id: int) -> ChangeSet:
    return ChangeSet(
        source_id=event_id,
        policy_id=policy_id,
        case_id=view.case.id if view.case else None,
        day=view.today,
        changes=changed,
        reverses=plan.reverses,
    )


def _name(record: AnyRecord) -> list[Any]:
    return [table_of(type(record)).name, *key_of(record).values()]

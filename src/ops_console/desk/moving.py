"""Cases opened, and cases that go on: their state, version and clocks."""

from collections.abc import Iterable
from typing import Any

from ops_console.data.store import Tx
from ops_console.data.tables import WorkItem
from ops_console.desk.clocks import CaseClocks
from ops_console.desk.kinds import KINDS, State
from ops_console.desk.plan import ClockStart, NewCase, Plan
from ops_console.desk.view import View
from ops_console.rules.numbers import printed


def open_case(tx: Tx, view: View, new: NewCase) -> WorkItem:
    """A case of the kind in its first state, its clocks started."""
    kind = KINDS[new.kind]
    clocks = CaseClocks(tx, view.catalog, new.id)
    for start in new.clocks:
        clocks.start(start)
    item = WorkItem(
        id=new.id,
        number=printed(kind.prefix, new.id),
        kind=kind.name,
        room=kind.start.room,
        state=kind.start.name,
        branch_id=new.branch_id,
        party_id=new.party_id,
        policy_id=new.policy_id,
        parent_id=new.parent_id,
        received=new.received or view.today,
        due=clocks.earliest_due,
        priority=new.priority,
        referred_to=new.referred_to,
    )
    tx.insert([item])
    clocks.save(tx)
    return item


def move_cases(tx: Tx, view: View, plan: Plan) -> None:
    """New state, version and clocks of the case that was worked on, and of those that go on with it."""
    if view.case is not None:
        clocks = CaseClocks(tx, view.catalog, view.case.id)
        if plan.waits_over:
            clocks.go_on(view.today)
        clocks.meet(plan.clocks_met, view.today)
        _move(tx, view, view.case, clocks, plan.to, plan.outcome, plan.clocks, plan.waits)
    for move in plan.moves:
        case = tx.need(WorkItem, move.case_id)
        _move(tx, view, case, CaseClocks(tx, view.catalog, case.id), move.to, move.outcome)


def _move(
    tx: Tx,
    view: View,
    case: WorkItem,
    clocks: CaseClocks,
    to: str | None,
    outcome: str | None,
    starts: Iterable[ClockStart] = (),
    waits: Iterable[str] = (),
) -> None:
    values: dict[str, Any] = {"version": case.version + 1}
    state = KINDS[case.kind].state(to) if to is not None else None
    if outcome or (state and state.final):
        clocks.meet_all(view.today)
        values["closed_on"] = case.closed_on or view.today
    if outcome:
        values["outcome"] = outcome
    for start in starts:
        clocks.start(start)
    # What the case waits for stops clocks that begin with the wait, too.
    clocks.wait(waits, view.today)
    if state is not None:
        values |= _entered(case, state)
        if state.clock is not None and state.name != case.state:
            clocks.start(ClockStart(state.clock, view.today))
    clocks.save(tx)
    tx.update(WorkItem, {"id": case.id}, values | {"due": clocks.earliest_due})


def _entered(case: WorkItem, state: State) -> dict[str, Any]:
    """What changes when a case comes to a state; in another room nobody has taken it yet."""
    values: dict[str, Any] = {"state": state.name, "room": state.room, "open": not state.final}
    if state.room != case.room or state.final:
        values["assignee_id"] = None
    return values

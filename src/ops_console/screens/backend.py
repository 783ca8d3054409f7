"""What the screens ask of the desk. Loaded after the first paint, in a thread: the desk brings SQLAlchemy and pydantic.

A question opens and closes its own view of the store, and its answer is frozen. Those of forms are in
`form_backend.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ops_console import rooms
from ops_console.base.i18n import _
from ops_console.base.problems import NotAllowed, UsageError
from ops_console.batch.registry import BATCHES
from ops_console.batch.standing import runs_due
from ops_console.catalog.model import Catalog
from ops_console.data.catalog_rows import catalog_of
from ops_console.data.queries.case_look import CaseLook
from ops_console.data.queries.case_read import case_look
from ops_console.data.queries.history import EventLook, history_of
from ops_console.data.queries.money_look import MoneyLook, money_of
from ops_console.data.queries.policy_look import PolicyLook, policy_look
from ops_console.data.store import Reader, store_at
from ops_console.data.tables import Letter, Policy, WorkItem
from ops_console.desk import desk, offering
from ops_console.desk.checks import duty_for, reads_accounts, reads_confidential
from ops_console.desk.entry import Actor
from ops_console.desk.forms import FieldSpec, fields_of
from ops_console.desk.kinds import KINDS
from ops_console.desk.looks import may_read
from ops_console.desk.operations import OPERATIONS, On, Operation, find, possible
from ops_console.exchange.letters import printed_lines
from ops_console.rooms.preservation.worth import Worth, worth_of
from ops_console.rooms.traces import traces_of
from ops_console.rules.why import Why
from ops_console.screens.session import Session
from ops_console.screens.words import RECORDED, ROOMS, room_name

rooms.load()


@dataclass(frozen=True)
class Action:
    """An operation as an action bar offers it; `why_not` is None when nothing stands against it. `proposed`: what its
    form begins with, by field."""

    name: str
    code: str
    room: str
    label: str
    help: str
    on: str
    decides: bool
    why_not: str | None
    proposed: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class CaseAnswer:
    """A case and what can be done with it. `unsuited`: what its state allows but what it does not ask for."""

    look: CaseLook
    actions: tuple[Action, ...]
    unsuited: tuple[Action, ...]


@dataclass(frozen=True)
class PolicyAnswer:
    """A policy, its money and its history."""

    look: PolicyLook
    money: MoneyLook
    events: tuple[EventLook, ...]
    worth: Worth | None


def catalog(session: Session) -> Catalog:
    """The catalog the store works by."""
    with store_at(session.location).read() as reader:
        return catalog_of(reader, reader.state().catalog_version)


def case(session: Session, case_id: int) -> CaseAnswer:
    """A case with the actions its state allows, and those that suit any open case."""
    with store_at(session.location).read() as reader:
        known = catalog_of(reader, reader.state().catalog_version)
        duties = session.clerk.duties
        item = reader.need(WorkItem, case_id)
        look = case_look(
            reader,
            case_id,
            confidential=may_read(reader, known, session.clerk.id, duties, item),
            accounts=reads_accounts(known, duties),
        )
        actor = actor_of(session)
        fitting = [*possible(item.kind, item.state)]
        fitting += [one for one in OPERATIONS.values() if one.on is On.ANY_CASE and item.open]
        offers = [(offering.is_asked_for(reader, one, item), _offer(reader, one, actor, item)) for one in fitting]
        return CaseAnswer(
            look,
            tuple(offer for is_asked_for, offer in offers if is_asked_for),
            tuple(offer for is_asked_for, offer in offers if not is_asked_for),
        )


def _offer(reader: Reader, operation: Operation, actor: Actor, case: WorkItem) -> Action:
    """An operation as the case offers it, with what its form begins with if it can be done."""
    why_not = offering.why_not(reader, operation, actor, case)
    offered = action_of(operation, why_not)
    return offered if why_not else replace(offered, proposed=offering.proposed(reader, operation, actor, case))


def room_actions(session: Session, room: str) -> tuple[Action, ...]:
    """What a room begins with: operations on nothing or on a policy."""
    fitting = [one for one in OPERATIONS.values() if one.room == room and one.on in (On.NOTHING, On.POLICY)]
    return tuple(action_of(one, duty_missing(session, one)) for one in fitting)


def on_policy(session: Session, actions: Sequence[Action], policy_id: int) -> tuple[Action, ...]:
    """These actions for a policy: those that ask nothing say why they can't be done on it as it is."""
    with store_at(session.location).read() as reader:
        actor, policy = actor_of(session), reader.need(Policy, policy_id)
        return tuple(
            one
            if one.why_not
            else replace(one, why_not=offering.why_not_now(reader, OPERATIONS[one.name], actor, policy))
            for one in actions
        )


def all_actions(session: Session) -> tuple[Action, ...]:
    """Every operation of every room; `why_not` as far as the clerk's duties tell."""
    return tuple(action_of(one, duty_missing(session, one)) for one in OPERATIONS.values())


def policy(session: Session, policy_id: int) -> PolicyAnswer:
    """A policy by id."""
    with store_at(session.location).read() as reader:
        view = offering.policy_view(reader, actor_of(session), reader.need(Policy, policy_id))
        readable = reads_confidential(view.catalog, session.clerk.duties)
        return PolicyAnswer(
            policy_look(reader, policy_id, confidential=readable),
            money_of(reader, policy_id, None),
            history_of(reader, policy_id=policy_id),
            worth_of(view),
        )


def traces(session: Session, look: CaseLook) -> tuple[Why, ...]:
    """Why the numbers of a case are what they are; nothing where a loading would tell of somebody's health."""
    if look.withheld:
        return ()
    with store_at(session.location).read() as reader:
        return traces_of(offering.case_view(reader, actor_of(session), reader.need(WorkItem, look.id)))


def runs_to_start(session: Session) -> tuple[str, ...]:
    """Runs with work waiting that the clerk may start."""
    mine = [name for name, kind in BATCHES.items() if session.clerk.duties & set(kind.duties)]
    if not mine:
        return ()
    with store_at(session.location).read() as reader:
        waiting = runs_due(reader, actor_of(session), reader.state().business_date, session.clerk.scope)
    return tuple(name for name in waiting if name in mine)


def history(session: Session, case_id: int | None, policy_id: int | None) -> tuple[EventLook, ...]:
    """The events of a case, or of a policy."""
    with store_at(session.location).read() as reader:
        return history_of(reader, case_id=case_id, policy_id=policy_id, whys=True)


def print_letters(session: Session, ids: Sequence[int]) -> tuple[tuple[str, ...], ...]:
    """Letters as they are printed now, by number; the desk counts each print."""
    store = store_at(session.location)
    with store.read() as reader:
        known = catalog_of(reader, reader.state().catalog_version)
        texts = tuple(tuple(printed_lines(known, reader.need(Letter, number))) for number in ids)
    desk.perform(store, "desk.print_letters", actor_of(session), None, {"letters": [str(number) for number in ids]})
    return texts


def operation(name: str) -> Operation:
    """An operation by name or code; UsageError when there is none."""
    return find(name)


def room_of(operation: Operation) -> str:
    """The room in which a case waits for the operation; its own where several do, or any."""
    rooms = [KINDS[kind].state(state).room for kind, state in operation.states()]
    return operation.room if operation.room in rooms or not rooms else rooms[0]


def choose_a_case(operation: Operation) -> str:
    """What is said when an operation on a case is asked for and none is chosen."""
    label, room = _(operation.label), room_of(operation)
    if room in ROOMS:
        return _("{operation}: choose a case in the room {room} first.").format(operation=label, room=room_name(room))
    return _("{operation}: choose a case first.").format(operation=label)


def label_of(name: str) -> str:
    """The label of an operation that an event names; the name itself for one no room has any more."""
    return OPERATIONS[name].label if name in OPERATIONS else RECORDED.get(name, name)


def input_fields(name: str) -> Mapping[str, FieldSpec]:
    """The fields of the operation an event names; none for one no room has any more."""
    return {spec.name: spec for spec in fields_of(OPERATIONS[name].form)} if name in OPERATIONS else {}


def actor_of(session: Session) -> Actor:
    """The clerk, at the screen."""
    return Actor(session.clerk.id, "screen")


def duty_missing(session: Session, operation: Operation) -> str | None:
    """Why the clerk's duties do not allow an operation; None when they do."""
    try:
        duty_for(operation, session.clerk.duties)
    except (NotAllowed, UsageError) as error:
        return error.message
    return None


def action_of(operation: Operation, why_not: str | None) -> Action:
    """An operation as it is offered."""
    return Action(
        operation.name,
        operation.code,
        operation.room,
        operation.label,
        operation.help,
        str(operation.on),
        operation.decides,
        why_not,
    )

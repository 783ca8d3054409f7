"""Looking at cases, policies and people: queues, one thing in full, search."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

import typer

from ops_console.base.aligned import table
from ops_console.base.i18n import N_, _
from ops_console.base.problems import UsageError
from ops_console.cli.asking import day_of_option
from ops_console.cli.output import Row, answer
from ops_console.cli.session import must_be_seen, session

if TYPE_CHECKING:
    from ops_console.data.queries.history import EventLook
    from ops_console.data.store import Reader
    from ops_console.data.tables import WorkItem

POLICY, PARTY = "policy", "party"
NEVER = date(9999, 12, 31)
WHY_WIDTH = 100
"""Columns a trace is told in."""


def queue(
    room: str = typer.Argument(help=N_("Room.")),
    limit: int = typer.Option(50, "--limit", min=1, max=1000, help=N_("Cases at most.")),
) -> None:
    """The open cases of a room in your branches, the most urgent first."""
    from ops_console.data.glance import glance
    from ops_console.data.queries import queue as queries
    from ops_console.desk.kinds import KINDS
    from ops_console.desk.words import word

    session().open()
    rooms = sorted({state.room for kind in KINDS.values() for state in kind.states})
    if room not in rooms:
        raise UsageError(_("There is no room {room}. Rooms are {known}.").format(room=room, known=", ".join(rooms)))
    with glance(session().location) as lines:
        rows = queries.page(lines, room, session().scope(), size=limit)
    shown = [
        [
            row.number, _(KINDS[row.kind].label), _(KINDS[row.kind].state(row.state).label),
            None if row.due == NEVER else row.due, row.branch_id, row.party, row.assignee, word(row.referred_to),
        ]
        for row in rows
    ]  # fmt: skip
    headers = [
        _("Number"), _("Kind"), _("State"), _("Due"), _("Branch"), _("Customer"), _("Taken by"), _("Referred to")
    ]  # fmt: skip
    answer([asdict(row) for row in rows], table(headers, shown))


def show(
    kind: str = typer.Argument(help=N_("policy, party, or a kind of case.")),
    number: str = typer.Argument(help=N_("Its number.")),
    as_at: str = typer.Option("", "--as-at", metavar="DATE", help=N_("A policy as it was on this day.")),
    why: bool = typer.Option(False, "--why", help=N_("Why the numbers of what was done are what they are.")),
) -> None:
    """One case, policy or person in full. What is confidential is left out, unless you gave a purpose for it."""
    from ops_console.cli.looks import told
    from ops_console.data.catalog_rows import catalog_in_force
    from ops_console.desk.kinds import KINDS

    store = session().open()
    scope = frozenset(session().scope())
    with store.read() as reader:
        if kind == POLICY:
            found = _policy(reader, number, scope, day_of_option(as_at) if as_at else None)
        elif as_at:
            raise UsageError(_("--as-at is for policies."))
        elif kind == PARTY:
            found = _party(reader, number)
        elif kind in KINDS:
            found = _case(reader, kind, number, scope)
        else:
            known = ", ".join([POLICY, PARTY, *KINDS])
            raise UsageError(_("There is no kind {kind}. Kinds are {known}.").format(kind=kind, known=known))
        if why:
            _explain(reader, found)
            return
        catalog = catalog_in_force(reader)
    answer(found, told(found, catalog))


def _explain(reader: "Reader", found: Any) -> None:
    """The traces kept with what was done on a case or a policy, the latest first."""
    from ops_console.data.queries.case_look import CaseLook
    from ops_console.data.queries.history import history_of

    if isinstance(found, CaseLook):
        events = history_of(reader, case_id=found.id, whys=True)
    elif isinstance(found, Mapping) and POLICY in found:
        events = history_of(reader, policy_id=found[POLICY].id, whys=True)
    else:
        raise UsageError(_("--why is for cases and policies."))
    traces = [
        {"day": event.day.isoformat(), "operation": event.operation, "clerk": event.clerk, "why": why}
        for event in events
        for why in event.whys
    ]
    answer(traces, _why_text(events))


def _why_text(events: "Iterable[EventLook]") -> Iterator[str]:
    from ops_console.desk.operations import OPERATIONS
    from ops_console.screens.why_text import why_lines

    for event in events:
        done = _(OPERATIONS[event.operation].label) if event.operation in OPERATIONS else event.operation
        for why in event.whys:
            yield f"{event.day.isoformat()}  {done}  {event.clerk}"
            yield from (line.plain for line in why_lines(why, WHY_WIDTH)[1:])
            yield ""


def search(
    text: str = typer.Argument(
        help=N_("Number or its last digits, form number, name, pinyin initials, document or phone.")
    ),
) -> None:
    """Cases, policies and people in your branches that begin with the text."""
    from ops_console.data.glance import glance
    from ops_console.data.queries.search import search as find
    from ops_console.desk.kinds import KINDS
    from ops_console.desk.words import word

    session().open()
    with glance(session().location) as lines:
        found = find(lines, text, session().scope())
    rows: list[Row] = [
        *(
            [_("case"), one.number, _(KINDS[one.kind].label), _(KINDS[one.kind].state(one.state).label), one.party]
            for one in found.cases
        ),
        *([_("policy"), one.number, one.product, word(one.status), one.party] for one in found.policies),
        *([_("person"), one.id, word(one.tier), one.phone, one.name] for one in found.parties),
    ]
    answer(asdict(found), table([_("What"), _("Number"), _("Kind"), _("State"), _("Person")], rows))


def _case(reader: "Reader", kind: str, number: str, scope: frozenset[int]) -> Any:
    from ops_console.data.queries.case_read import case_look
    from ops_console.data.tables import WorkItem
    from ops_console.desk.kinds import KINDS
    from ops_console.rules.numbers import parse

    case = reader.get(WorkItem, parse(number, KINDS[kind].prefix).id)
    if case is None or case.kind != kind:
        raise UsageError(_("There is no {number} in this store.").format(number=number))
    must_be_seen(case.branch_id, scope)
    return case_look(reader, case.id, confidential=_has_looked(reader, case), accounts=False)


def _has_looked(reader: "Reader", case: "WorkItem") -> bool:
    """Has the clerk who asks, if one is named, said why the confidential part of an archived case is needed today?"""
    from ops_console.desk.looks import has_looked

    if case.open or (session().clerk is None and reader.state().is_demo):
        return False
    return has_looked(reader, session().actor().clerk_id, case)


def _policy(reader: "Reader", number: str, scope: frozenset[int], day: date | None) -> Any:
    from ops_console.data.queries.money_look import money_of
    from ops_console.data.queries.policy_look import policy_look
    from ops_console.data.tables import Policy, PolicyStatus
    from ops_console.rules.numbers import Prefix, parse

    policy = reader.get(Policy, parse(number, Prefix.POLICY).id)
    if policy is None:
        raise UsageError(_("There is no {number} in this store.").format(number=number))
    must_be_seen(reader.current(PolicyStatus, policy.id)[0].branch_id, scope)
    if day is None:
        return {"policy": policy_look(reader, policy.id), "money": money_of(reader, policy.id, None)}
    return _as_at(reader, policy.id, number, day)


def _as_at(reader: "Reader", policy_id: int, number: str, day: date) -> dict[str, Any]:
    """The dated rows of a policy that were valid on a day, but for what tells of somebody's health."""
    from ops_console.data.confidential import HEALTH
    from ops_console.data.queries.history import masked
    from ops_console.data.store import values_of
    from ops_console.data.tables import DATED

    found = {
        model.__tablename__: [
            {name: value for name, value in masked(values_of(row)).items() if name != HEALTH}
            for row in reader.as_at(model, policy_id, day)
        ]
        for model in DATED
    }
    if not any(found.values()):
        raise UsageError(_("{number} did not exist on {day}.").format(number=number, day=day))
    return {"policy": number, "as_at": day, **{str(name): rows for name, rows in found.items()}}


def _party(reader: "Reader", number: str) -> Any:
    from ops_console.data.queries.party_look import party_look

    try:
        return party_look(reader, int(number))
    except (ValueError, LookupError):
        raise UsageError(_("There is no {number} in this store.").format(number=number)) from None


def add_to(app: typer.Typer) -> None:
    """These commands, in this order."""
    for command in (queue, show, search):
        app.command(command.__name__)(command)

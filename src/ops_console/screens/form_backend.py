"""What forms ask of the desk: their fields, what was typed before, the trial calculation, posting. See `backend.py`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from ops_console.data.catalog_rows import catalog_of
from ops_console.data.confidential import hidden_columns
from ops_console.data.days import FOREVER
from ops_console.data.queries.history import masked, with_names
from ops_console.data.store import Reader, store_at, table_of, values_of
from ops_console.data.tables import DATED
from ops_console.data.waiting import writing_for
from ops_console.desk import desk, drafts, offering
from ops_console.desk.forms import FieldSpec, fields_of, parse
from ops_console.desk.operations import Offered, On, find
from ops_console.desk.plan import Change
from ops_console.desk.typed import Today
from ops_console.exchange.illustrations import Page
from ops_console.rooms import quoting
from ops_console.screens.backend import Action, action_of, actor_of, duty_missing
from ops_console.screens.session import Session


@dataclass(frozen=True)
class FormAnswer:
    """What a form needs to be drawn."""

    action: Action
    fields: tuple[FieldSpec, ...]
    takes_policy: bool
    offers: bool
    """Has it fields to tick that depend on the case?"""
    draft: Mapping[str, Any]
    """What the clerk typed into it before, by field."""


@dataclass(frozen=True)
class TrialAnswer:
    """A trial calculation, and its changes with table, before and after."""

    trial: desk.Trial
    changes: tuple[Mapping[str, Any], ...]


def form(session: Session, name: str, subject: str | None, proposed: Mapping[str, Any]) -> FormAnswer:
    """The form of an operation, by name or transaction code; its fields begin with what is proposed for them."""
    operation = find(name)
    action = action_of(operation, duty_missing(session, operation))
    with store_at(session.location).read() as reader:
        draft = drafts.kept(reader, _draft(session, operation.name, subject or ""))
        spared = offering.spared(reader, operation, actor_of(session), subject)
    fields = tuple(
        replace(spec, default=proposed[spec.name]) if spec.name in proposed else spec
        for spec in fields_of(operation.form)
        if spec.name not in spared
    )
    return FormAnswer(action, fields, operation.on is On.POLICY, operation.offers is not None, draft)


def offered(
    session: Session, name: str, subject: str | None, values: Mapping[str, Any]
) -> Mapping[str, Sequence[Offered]]:
    """What may be ticked in the form of an operation, by field."""
    with store_at(session.location).read() as reader:
        return offering.offered(reader, find(name), actor_of(session), subject, values)


def illustrated(session: Session, values: Mapping[str, Any]) -> Page:
    """What a product would cost and how it would go on from the business date, of what was typed."""
    with store_at(session.location).read() as reader:
        state = reader.state()
        known = catalog_of(reader, state.catalog_version)
        wish = parse(quoting.Wish, values, Today(state.business_date, known.calendar))
        return quoting.page_for(known, wish, state.business_date)


def trial(
    session: Session, name: str, subject: str | None, values: Mapping[str, Any], version: int | None
) -> TrialAnswer:
    """What posting would do, with what it would change as it is now."""
    store = store_at(session.location)
    tried = desk.trial(store, name, actor_of(session), subject, values, version)
    with store.read() as reader:
        changes = [_before_and_after(reader, change) for change in tried.plan.changes]
    return TrialAnswer(tried, tuple(change for change in changes if change["after"]))


def _before_and_after(reader: Reader, change: Change) -> dict[str, Any]:
    """One change in the form events keep it: the columns that get another value, before and after."""
    now = {"valid_to": FOREVER} if change.model in DATED else {}
    record = reader.first(change.model, **change.key, **now)
    before = values_of(record) if record else {}
    moved = [name for name, value in change.values.items() if before.get(name) != value]
    hidden = hidden_columns(table_of(change.model).name)
    told = [name for name in moved if name not in hidden]
    return {
        "table": table_of(change.model).name,
        "before": masked(with_names(reader, {name: before.get(name) for name in told})),
        "after": masked(with_names(reader, {name: change.values[name] for name in told})),
    }


def post(
    session: Session,
    name: str,
    subject: str | None,
    values: Mapping[str, Any],
    version: int | None,
    draft_of: str | None = None,
) -> desk.Outcome:
    """Do it; the draft of its form is gone with it. `draft_of`: what the form was opened on."""
    with writing_for(session.clerk.id, find(name).label), store_at(session.location).write() as tx:
        outcome = desk.perform_in(tx, name, actor_of(session), subject, values, version)
        drafts.forget(tx, _draft(session, name, draft_of or ""))
    return outcome


def keep_draft(session: Session, name: str, subject: str, values: Mapping[str, Any]) -> None:
    """Keep what the clerk has half typed; forget it when there is nothing."""
    store, place = store_at(session.location), _draft(session, name, subject)
    if values:
        drafts.keep(store, place, values, datetime.now(UTC))
        return
    with store.write() as tx:
        drafts.forget(tx, place)


def _draft(session: Session, name: str, subject: str) -> drafts.Place:
    return drafts.Place(session.clerk.id, name, subject)

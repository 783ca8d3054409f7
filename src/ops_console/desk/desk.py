"""The desk: the one way through. Every change of the store is `perform`; `trial` shows what it would do.

1 permission, branch scope, incompatible duties  2 lock the case; state and version  3 validate the input
4 compute the plan  5 authority on its measures: within, or referred  6 apply: one event; commit, or nothing at all
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ops_console.base.i18n import _
from ops_console.base.problems import InputErrors, NotAllowed, Problem
from ops_console.data.store import Reader, Store, Tx
from ops_console.data.tables import Clerk, LedgerLine
from ops_console.data.waiting import writing_for
from ops_console.desk import authority, checks, referrals
from ops_console.desk.apply import Applied, Origin, apply
from ops_console.desk.entry import Actor, admit, subject_of, suits, view_for
from ops_console.desk.forms import Form, fields_of, parse
from ops_console.desk.ledger import lines_of
from ops_console.desk.operations import Operation, find
from ops_console.desk.plan import Plan
from ops_console.desk.typed import Today
from ops_console.desk.view import View


@dataclass(frozen=True)
class Outcome:
    """What came of an operation. `referred_to` is a grade: then nothing but the referral was committed."""

    operation: str
    event_id: int
    number: str | None
    state: str | None
    referred_to: str | None = None
    opened: list[str] = field(default_factory=list)
    receipts: list[int] = field(default_factory=list)
    letters: list[int] = field(default_factory=list)
    lines: list[LedgerLine] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Trial:
    """What an operation would do: the plan, its ledger lines, and the grade it would be referred to."""

    plan: Plan
    lines: list[LedgerLine]
    referred_to: str | None


@dataclass
class _Entry:
    """An operation on its way through the desk, after the first three steps."""

    operation: Operation
    view: View
    duty: str
    form: Form
    values: dict[str, Any]
    deputy_of: Clerk | None

    @property
    def record(self) -> dict[str, Any]:
        """What the event says of it from the start: duty and input, and in whose place it was done where a grade was
        asked for."""
        operation = self.operation
        for_whom = {}
        if self.deputy_of is not None and (operation.decides or operation.graded):
            for_whom = {"deputy_of": self.deputy_of.login}
        return {"duty": self.duty, "input": self.values, **for_whom}


def perform(
    store: Store,
    name: str,
    actor: Actor,
    subject: str | None = None,
    values: Mapping[str, Any] | None = None,
    version: int | None = None,
) -> Outcome:
    """Do an operation on a case or policy (by printed number). Raises OpsError with nothing changed."""
    with writing_for(actor.clerk_id, find(name).label), store.write() as tx:
        return perform_in(tx, name, actor, subject, values, version)


def perform_in(
    tx: Tx,
    name: str,
    actor: Actor,
    subject: str | None = None,
    values: Mapping[str, Any] | None = None,
    version: int | None = None,
) -> Outcome:
    """Like perform, inside the transaction of a batch's chunk. After an OpsError the transaction must not be committed,
    unless the error came before anything was written, as every refusal does."""
    entry = _enter(tx, name, actor, subject, values or {}, version)
    plan = entry.operation.plan(entry.view, entry.form)
    _check_transition(entry, plan)
    grade = authority.grade_needed(tx, entry.view.catalog, entry.view.clerk, entry.view.case, plan)
    origin = Origin(actor.clerk_id, actor.door, entry.view.now, entry.operation.name)
    data = entry.record
    if grade is not None:
        done, plan = referrals.refer(tx, entry.view, plan, grade, origin, data, _hidden(entry.form))
    else:
        referrals.decided(entry.view, plan, entry.operation)
        done = apply(tx, entry.view, plan, origin, data)
    return _outcome(entry, plan, done, grade)


def trial(
    store: Store,
    name: str,
    actor: Actor,
    subject: str | None,
    values: Mapping[str, Any],
    version: int | None = None,
) -> Trial:
    """The trial calculation: the same plan the operation would apply, and nothing changes."""
    with store.read() as reader:
        entry = _enter(reader, name, actor, subject, values, version)
        plan = entry.operation.plan(entry.view, entry.form)
        grade = authority.grade_needed(reader, entry.view.catalog, entry.view.clerk, entry.view.case, plan)
        shown = plan.with_foreseen()
        return Trial(shown, lines_of(entry.view, shown.postings, 0), grade)


def _enter(
    reader: Reader, name: str, actor: Actor, subject: str | None, values: Mapping[str, Any], version: int | None
) -> _Entry:
    operation = find(name)
    clerk = reader.get(Clerk, actor.clerk_id)
    if clerk is None or clerk.locked:
        raise NotAllowed(_("This clerk may not work: unknown or locked."), code="clerk")
    case, policy = subject_of(reader, operation, subject)
    duty, acting = admit(reader, operation, clerk, case, policy)
    if case is not None:
        # First of all: what the slower clerk is told then is who was quicker, not what can't be done any more.
        checks.check_version(reader, case, version)
        checks.transition_of(operation, case)
        suits(reader, operation, case)
    view = view_for(reader, actor, acting.clerk, case, policy)
    form = parse(operation.form, values, Today(view.today, view.calendar))
    _refuse_spared(operation, view, form)
    return _Entry(operation, view, duty, form, _recorded(form), acting.deputy_of)


def _refuse_spared(operation: Operation, view: View, form: Form) -> None:
    """InputErrors for each field that does not concern the case and is filled in all the same."""
    fields = set(operation.spares(view)) if operation.spares else set()
    given = [spec.name for spec in fields_of(type(form)) if spec.name in fields]
    found = [name for name in given if getattr(form, name) != type(form).model_fields[name].default]
    if found:
        raise InputErrors([Problem(name, _("does not concern this case: leave it empty")) for name in found])


def _recorded(form: Form) -> dict[str, Any]:
    """The input as the event keeps it: confidential fields are left out, amounts are fen."""
    return _given(form, confidential=False)


def _hidden(form: Form) -> dict[str, Any]:
    """The confidential fields of the input."""
    return _given(form, confidential=True)


def _given(form: Form, *, confidential: bool) -> dict[str, Any]:
    wanted = {spec.name for spec in fields_of(type(form)) if spec.confidential is confidential}
    given = form.model_dump().items()
    return {name: value for name, value in given if name in wanted and value not in (None, "", ())}


def _check_transition(entry: _Entry, plan: Plan) -> None:
    """A plan that goes where the declaration does not allow is a mistake in the program, not of the clerk."""
    if entry.view.case is None or plan.to is None:
        return
    transition = checks.transition_of(entry.operation, entry.view.case)
    if transition is not None and plan.to not in transition.to:
        raise LookupError(f"{entry.operation.name}: {entry.view.case.state} -> {plan.to} is not declared")


def _outcome(entry: _Entry, plan: Plan, done: Applied, referred_to: str | None = None) -> Outcome:
    case = entry.view.case
    number = case.number if case else (done.opened[0] if done.opened else None)
    state = plan.to or (case.state if case else None)
    return Outcome(
        entry.operation.name,
        done.event_id,
        number,
        state,
        referred_to,
        done.opened,
        done.receipts,
        done.letters,
        done.lines,
        plan.messages,
    )

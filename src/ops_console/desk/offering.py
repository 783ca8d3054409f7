"""What doors are told before anything is done: what can be done, why not, and what a form begins with."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ops_console.base.problems import NotAllowed, OpsError, Refused
from ops_console.data.catalog_rows import catalog_of
from ops_console.data.store import Reader
from ops_console.data.tables import Clerk, Policy, WorkItem
from ops_console.desk import checks, referrals
from ops_console.desk.entry import Actor, admit, policy_of, subject_of, suits, view_for
from ops_console.desk.forms import Nothing
from ops_console.desk.operations import Offered, On, Operation
from ops_console.desk.view import View


def why_not(
    reader: Reader, operation: Operation, actor: Actor, case: WorkItem | None, policy: Policy | None = None
) -> str | None:
    """Why the clerk can't do the operation (on the case or policy); None when nothing stands against it before the
    input."""
    try:
        admit(reader, operation, reader.need(Clerk, actor.clerk_id), case, policy)
        suits(reader, operation, case)
    except (NotAllowed, Refused) as error:
        return error.message
    return None


def why_not_now(reader: Reader, operation: Operation, actor: Actor, policy: Policy) -> str | None:
    """Why an operation that asks nothing can't be done on the policy as it is: what it would say itself. None where
    nothing stands against it, or where it depends on what is typed."""
    if operation.form is not Nothing or operation.on is not On.POLICY:
        return None
    try:
        operation.plan(policy_view(reader, actor, policy), Nothing())
    except OpsError as error:
        return error.message
    return None


def is_asked_for(reader: Reader, operation: Operation, case: WorkItem) -> bool:
    """Does the case ask for this operation, of those its state allows?"""
    try:
        suits(reader, operation, case)
    except Refused:
        return False
    return True


def proposed(reader: Reader, operation: Operation, actor: Actor, case: WorkItem) -> Mapping[str, Any]:
    """What the form of an operation on the case begins with, by field: what the operation proposes, unless a rule
    stands against computing it, which the operation itself will say; and what was typed by who referred the case."""
    clerk = reader.need(Clerk, actor.clerk_id)
    readable = checks.reads_confidential(
        catalog_of(reader, reader.state().catalog_version), checks.duties_of(reader, clerk)
    )
    return {
        **_proposed(reader, operation, actor, clerk, case),
        **referrals.typed_before(reader, case, operation, confidential=readable),
    }


def _proposed(reader: Reader, operation: Operation, actor: Actor, clerk: Clerk, case: WorkItem) -> Mapping[str, Any]:
    if operation.proposes is None:
        return {}
    policy = policy_of(reader, case.policy_id, case.number) if case.policy_id is not None else None
    try:
        return operation.proposes(view_for(reader, actor, clerk, case, policy))
    except OpsError:
        return {}


def offered(
    reader: Reader, operation: Operation, actor: Actor, subject: str | None, values: Mapping[str, Any]
) -> Mapping[str, Sequence[Offered]]:
    """What may be ticked in the form of an operation, by field, as the case and what is typed so far have it; nothing
    where a rule stands against it, which the operation itself will say."""
    if operation.offers is None:
        return {}
    try:
        case, policy = subject_of(reader, operation, subject)
        return operation.offers(view_for(reader, actor, reader.need(Clerk, actor.clerk_id), case, policy), values)
    except OpsError:
        return {}


def spared(reader: Reader, operation: Operation, actor: Actor, subject: str | None) -> Collection[str]:
    """Fields of the operation's form that do not concern its subject; none where a rule stands against it, which the
    operation itself will say."""
    if operation.spares is None:
        return ()
    try:
        case, policy = subject_of(reader, operation, subject)
        return operation.spares(view_for(reader, actor, reader.need(Clerk, actor.clerk_id), case, policy))
    except OpsError:
        return ()


def policy_view(reader: Reader, actor: Actor, policy: Policy) -> View:
    """What the clerk's operations on a policy would compute from: for what is only looked at."""
    return view_for(reader, actor, reader.need(Clerk, actor.clerk_id), None, policy)


def case_view(reader: Reader, actor: Actor, case: WorkItem) -> View:
    """The same for operations on a case."""
    policy = policy_of(reader, case.policy_id, case.number) if case.policy_id is not None else None
    return view_for(reader, actor, reader.need(Clerk, actor.clerk_id), case, policy)

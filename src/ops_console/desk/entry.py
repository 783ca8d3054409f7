"""Who acts on what: the first steps of everything that is done, tried or only offered.

Permission, branch scope and duties kept apart are checked here, the case is locked, and the view is made that plans
compute from.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from ops_console.base.i18n import _
from ops_console.base.problems import UsageError
from ops_console.data.catalog_rows import catalog_of
from ops_console.data.store import Reader, Tx
from ops_console.data.tables import Billing, Branch, Clerk, Policy, PolicyStatus, WorkItem
from ops_console.desk import authority, checks, deputies
from ops_console.desk.operations import On, Operation
from ops_console.desk.view import View
from ops_console.rules import numbers


@dataclass(frozen=True)
class Actor:
    """Who acts, and through which door: screen, cli, batch, intake, training."""

    clerk_id: int
    door: str = "cli"
    at: datetime | None = None
    """The instant recorded; None is now. Only the training stores, the same for the same seed, set it."""


def view_for(reader: Reader, actor: Actor, clerk: Clerk, case: WorkItem | None, policy: Policy | None) -> View:
    """What an operation computes from: records, catalog and days."""
    state = reader.state()
    return View(
        reader,
        catalog_of(reader, state.catalog_version),
        clerk,
        reader.need(Branch, branch_of(reader, clerk, case, policy)),
        state.business_date,
        case,
        policy,
        actor.at or datetime.now(UTC),
    )


def admit(
    reader: Reader, operation: Operation, clerk: Clerk, case: WorkItem | None, policy: Policy | None = None
) -> tuple[str, deputies.Standing]:
    """Step 1; returns the duty the clerk acts under, and with whose grade."""
    duties = checks.duties_of(reader, clerk)
    duty = checks.duty_for(operation, duties)
    state = reader.state()
    catalog = catalog_of(reader, state.catalog_version)
    branch_id = branch_of(reader, clerk, case, policy)
    acting = deputies.standing(reader, catalog, clerk, duties, duty, branch_id, state.business_date)
    if case is not None:
        checks.check_scope(reader, clerk, case.branch_id)
        checks.check_hands(reader, catalog, operation, duty, clerk, case)
        authority.check_referral(catalog, acting.clerk, case, operation)
    elif policy is not None:
        checks.check_scope(reader, clerk, branch_id)
    return duty, acting


def suits(reader: Reader, operation: Operation, case: WorkItem | None) -> None:
    """Refused when the case's state allows the operation, but the case asks for something else."""
    if case is not None and operation.suits is not None:
        operation.suits(reader, case)


def subject_of(reader: Reader, operation: Operation, subject: str | None) -> tuple[WorkItem | None, Policy | None]:
    """The case and the policy the operation is about; locked when it is going to write."""
    if operation.on is On.NOTHING:
        if subject:
            raise UsageError(_("{operation} is not done on a case.").format(operation=operation.name))
        return None, None
    if not subject:
        raise UsageError(_("{operation} needs the number of what it is done on.").format(operation=operation.name))
    number = numbers.parse(subject, numbers.Prefix.POLICY if operation.on is On.POLICY else None)
    if number.prefix is numbers.Prefix.POLICY:
        if operation.on is not On.POLICY:
            raise UsageError(_("{operation} is done on a case, not on a policy.").format(operation=operation.name))
        return None, policy_of(reader, number.id, subject)
    case = reader.lock(WorkItem, number.id) if isinstance(reader, Tx) else reader.get(WorkItem, number.id)
    if case is None or case.number != str(number):
        raise UsageError(_("There is no {number} in this store.").format(number=subject))
    return case, policy_of(reader, case.policy_id, case.number) if case.policy_id is not None else None


def policy_of(reader: Reader, policy_id: int, subject: str) -> Policy:
    """A policy, held until the operation ends when it is going to write. UsageError, naming `subject`, for none."""
    policy = reader.get(Policy, policy_id)
    if policy is None:
        raise UsageError(_("There is no {number} in this store.").format(number=subject))
    if isinstance(reader, Tx):
        reader.lock(Billing, policy_id)
    return policy


def branch_of(reader: Reader, clerk: Clerk, case: WorkItem | None, policy: Policy | None) -> int:
    """The branch an operation belongs to: of the case, else of the policy, else the clerk's."""
    if case is not None:
        return case.branch_id
    if policy is not None:
        return reader.current(PolicyStatus, policy.id)[0].branch_id
    return clerk.branch_id

"""What is checked before an operation computes anything: duty, branch scope, duties kept apart, state, version."""

from ops_console.base.i18n import _
from ops_console.base.moments import local
from ops_console.base.problems import Conflict, NotAllowed, Refused, UsageError
from ops_console.catalog.model import Catalog
from ops_console.data.store import Reader, table_of
from ops_console.data.tables import Branch, Clerk, ClerkDuty, Event, WorkItem
from ops_console.desk.kinds import KINDS, Transition
from ops_console.desk.operations import OPERATIONS, Hand, On, Operation
from ops_console.desk.words import word

AUDITOR = "auditor"


def duties_of(reader: Reader, clerk: Clerk) -> frozenset[str]:
    """The duties a clerk holds."""
    return frozenset(row.duty for row in reader.find(ClerkDuty, clerk_id=clerk.id))


def reads_confidential(catalog: Catalog, duties: frozenset[str]) -> bool:
    """Does one of the duties let a clerk read what is confidential of a case?"""
    return any(catalog.duties[duty].reads_confidential for duty in duties & catalog.duties.keys())


def reads_accounts(catalog: Catalog, duties: frozenset[str]) -> bool:
    """Does one of the duties let a clerk see the whole account a payment goes to?"""
    return any(catalog.duties[duty].reads_accounts for duty in duties & catalog.duties.keys())


def duty_for(operation: Operation, duties: frozenset[str]) -> str:
    """The duty the clerk acts under; NotAllowed when none of theirs allows the operation. Auditors change nothing."""
    if operation.duties:
        held = next((duty for duty in operation.duties if duty in duties), None)
        if held is not None:
            return held
    elif duties and AUDITOR not in duties:
        return ""
    raise NotAllowed(
        _("{operation} needs the duty {duties}.").format(
            operation=_(operation.label), duties=" / ".join(map(word, operation.duties)) or "-"
        ),
        code="duty",
        source="catalog: duties",
    )


def in_scope(reader: Reader, clerk: Clerk, branch_id: int) -> bool:
    """Is the branch the clerk's own or below it?"""
    current: int | None = branch_id
    while current is not None:
        if current == clerk.branch_id:
            return True
        current = reader.need(Branch, current).parent_id
    return False


def check_scope(reader: Reader, clerk: Clerk, branch_id: int) -> None:
    """NotAllowed when the branch lies outside the clerk's; UsageError when there is none of that number."""
    if reader.get(Branch, branch_id) is None:
        raise UsageError(_("There is no branch {branch}.").format(branch=branch_id))
    if not in_scope(reader, clerk, branch_id):
        raise NotAllowed(
            _("The branch {branch} is outside your own.").format(branch=branch_id),
            code="branch",
            source="company default",
        )


def transition_of(operation: Operation, case: WorkItem) -> Transition | None:
    """How the operation applies to the case; Refused when it does not, None for one that suits any open case."""
    kind = KINDS[case.kind]
    if operation.on is On.ANY_CASE:
        if case.open:
            return None
    else:
        transition = kind.transition(case.state, operation.name)
        if transition is not None:
            return transition
    raise Refused(
        _("{operation} is not possible while {number} is {state}.").format(
            operation=_(operation.label), number=case.number, state=_(kind.state(case.state).label)
        ),
        code="state",
        source="company default",
    )


def check_version(reader: Reader, case: WorkItem, version: int | None) -> None:
    """Conflict, naming the clerk who was quicker, what was done and when, if the case is no longer as it was seen."""
    if version is None or version == case.version:
        return
    last = reader.find(Event, case_id=case.id, order_by="-id", limit=1)
    who, what, time = "?", "?", "?"
    if last:
        who, what = reader.need(Clerk, last[0].clerk_id).name, last[0].operation
        time = f"{local(last[0].at):%Y-%m-%d %H:%M:%S}"
    raise Conflict(
        _("{who} was quicker on {number}: {what}, {time}. Nothing was changed, what you typed is kept.").format(
            who=who, number=case.number, what=_(OPERATIONS[what].label) if what in OPERATIONS else what, time=time
        ),
        who=who,
        version=case.version,
    )


def family(reader: Reader, case: WorkItem) -> tuple[int, ...]:
    """The case and those it came from: where duties are kept apart, a payment and the claim behind it are one case."""
    ids = [case.id]
    while case.parent_id is not None:
        case = reader.need(WorkItem, case.parent_id)
        ids.append(case.id)
    return tuple(ids)


def check_hands(
    reader: Reader, catalog: Catalog, operation: Operation, duty: str, clerk: Clerk, case: WorkItem
) -> None:
    """One person neither makes and checks, nor holds two incompatible duties, on one case."""
    table = table_of(Event)
    events = reader.find(Event, table.c.case_id.in_(family(reader, case)), clerk_id=clerk.id)
    opposite = {Hand.MAKES: Hand.CHECKS, Hand.CHECKS: Hand.MAKES}.get(operation.hand)
    apart = catalog.duties[duty].incompatible_on_case if duty else frozenset()
    for event in events:
        earlier = OPERATIONS.get(event.operation)
        if earlier and opposite and earlier.hand is opposite:
            raise NotAllowed(
                _("You did {earlier} on {number}: another clerk has to do {operation}.").format(
                    earlier=_(earlier.label), number=case.number, operation=_(operation.label)
                ),
                code="maker_checker",
                source="catalog: duties (making and approving)",
            )
        if event.data.get("duty") in apart:
            raise NotAllowed(
                _("You acted as {earlier} on {number}; the same person may not act as {duty} on it.").format(
                    earlier=catalog.duties[event.data["duty"]].label,
                    number=case.number,
                    duty=catalog.duties[duty].label,
                ),
                code="incompatible_duties",
                source="catalog: duties",
            )

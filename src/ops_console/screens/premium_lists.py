"""Lists behind F4 for who takes premium in: the collectors of the branch, and the receipts of a policy."""

from ops_console.base.i18n import _
from ops_console.base.problems import OpsError
from ops_console.data.queries.receipts import paid_with, receipts_of
from ops_console.data.store import Reader, store_at
from ops_console.data.tables import Clerk, ClerkDuty, Policy, PolicyStatus, Receipt, ReceiptBook
from ops_console.rules import numbers
from ops_console.screens.session import Session
from ops_console.screens.words import amount, day, word

Entry = tuple[str, str]
"""What the field takes, and what is told of it."""
COLLECTOR = "collector"


def collectors(session: Session, grades: dict[str, str]) -> tuple[Entry, ...]:
    """Collectors of the clerk's branch, and who still has a book of it though they collect no more; by login.
    `grades`: labels by code."""
    branch = session.clerk.branch_id
    with store_at(session.location).read() as reader:
        clerks = {one.id: one for one in reader.find(Clerk, branch_id=branch, order_by="login")}
        collect = {one.clerk_id for one in reader.find(ClerkDuty, duty=COLLECTOR)}
        hold = {one.clerk_id for one in reader.find(ReceiptBook, branch_id=branch, closed_on=None)}
    return tuple(
        (one.login, f"{one.name}  {grades.get(one.grade, one.grade)}")
        for one in clerks.values()
        if one.id in hold or (one.id in collect and not one.locked)
    )


def receipts(session: Session, subject: str | None) -> tuple[Entry, ...]:
    """Receipts of the servicing branch for a policy, the newest first: day, amount, way and what they paid. None where
    the subject is no policy the clerk's branches service."""
    try:
        number = numbers.parse(subject or "", numbers.Prefix.POLICY)
    except OpsError:
        return ()
    with store_at(session.location).read() as reader:
        policy = reader.get(Policy, number.id)
        if policy is None:
            return ()
        branch = reader.current(PolicyStatus, policy.id)[0].branch_id
        found = [one for one in receipts_of(reader, policy) if one.branch_id == branch in session.clerk.scope]
        return tuple((str(one.no), _told(reader, one)) for one in sorted(found, key=lambda one: -one.no))


def _told(reader: Reader, receipt: Receipt) -> str:
    dues = ", ".join(map(day, paid_with(reader, receipt)))
    paid = _("due on {dates}").format(dates=dues) if dues else word(receipt.purpose)
    return "  ".join((day(receipt.day), amount(receipt.amount), word(receipt.method), paid))

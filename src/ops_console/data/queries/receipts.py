"""What a receipt was for, and how often it was put on paper."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select

from ops_console.data.store import Reader, table_of
from ops_console.data.tables import DueEvent, Letter, Policy, PolicyRole, Receipt


def times_made_out(reader: Reader, policy_id: int, receipt: str, kinds: Sequence[str]) -> int:
    """Letters of these kinds to a policy's applicants, former ones too, that are about a receipt of that name."""
    role, letter = table_of(PolicyRole), table_of(Letter)
    applicants = select(role.c.party_id).where(role.c.policy_id == policy_id, role.c.role == "applicant")
    found = reader.find(
        Letter, letter.c.party_id.in_(applicants), letter.c.policy_id == policy_id, letter.c.kind.in_(kinds)
    )
    return sum(one.values.get("receipt") == receipt for one in found)


def paid_with(reader: Reader, receipt: Receipt) -> tuple[date, ...]:
    """Due dates of the instalments that were collected with it, oldest first; none for a first premium."""
    if receipt.policy_id is None:
        return ()
    events = reader.find(DueEvent, policy_id=receipt.policy_id, source_id=receipt.source_id, kind="collected")
    return tuple(sorted(event.due_date for event in events))


def receipts_of(reader: Reader, policy: Policy) -> list[Receipt]:
    """All receipts of a policy, that of its first premium, which was paid on the application, among them."""
    receipt = table_of(Receipt).c
    return reader.find(Receipt, or_(receipt.policy_id == policy.id, receipt.case_id == policy.application_id))

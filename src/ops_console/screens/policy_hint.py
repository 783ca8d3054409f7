"""What a form says of the policy it is filled in for: whose it is, and the money that waits on it."""

from dataclasses import dataclass

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.base.problems import OpsError
from ops_console.data.store import store_at
from ops_console.data.tables import CollectionOrder, Party, Policy
from ops_console.desk import offering
from ops_console.desk.entry import Actor
from ops_console.rooms.policies import position_of
from ops_console.rules import numbers
from ops_console.screens.session import Session
from ops_console.screens.words import day, word


@dataclass(frozen=True)
class PolicyHint:
    """A policy in one line: applicant, status, what is owed and held, and the instalments that are with a bank (due
    date and bank)."""

    applicant: str
    status: str
    owed: Fen
    held: Fen
    at_bank: tuple[tuple[str, str], ...]

    def told(self) -> str:
        """In the reader's language."""
        parts = [self.applicant, word(self.status)]
        if self.owed:
            parts.append(_("{amount} owed").format(amount=self.owed.yuan()))
        parts += [_("due {day} is with bank {bank}").format(day=due, bank=bank) for due, bank in self.at_bank]
        if self.held:
            parts.append(_("{amount} held").format(amount=self.held.yuan()))
        return ", ".join(parts)


def policy_hint(session: Session, typed: str) -> PolicyHint | None:
    """Of the policy whose number is typed; None for no number, or none of the clerk's branches."""
    try:
        number = numbers.parse(typed, numbers.Prefix.POLICY)
    except OpsError:
        return None
    with store_at(session.location).read() as reader:
        policy = reader.get(Policy, number.id)
        if policy is None or policy.number != str(number):
            return None
        position = position_of(offering.policy_view(reader, Actor(session.clerk.id, "screen"), policy))
        if position.status.branch_id not in session.clerk.scope:
            return None
        owed = {one.due_date for one in position.owed}
        sent = reader.find(CollectionOrder, policy_id=policy.id, state="sent", order_by="due_date")
        return PolicyHint(
            reader.need(Party, position.applicant_id).name,
            position.status.status,
            position.premium_owed,
            position.suspense,
            tuple((day(one.due_date), one.bank) for one in sent if one.due_date in owed),
        )

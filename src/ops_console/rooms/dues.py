"""Instalments of a policy: what is owed and what became of it. A due is never changed; its later life is a row each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ops_console.base.money import Fen
from ops_console.data.store import Reader
from ops_console.data.tables import DueEvent, PremiumDue

PAID = frozenset({"collected", "lent", "waived", "skipped"})
"""The cover of the instalment's period is paid for: by money, or by an account out of which its charges are taken."""
RECEIVED = frozenset({"collected", "lent"})
"""Money came in for it, the customer's or one that was lent to them."""
OWED = frozenset({"raised", "returned", "reopened"})
"""The company waits for the money; what is neither paid nor owed was cancelled."""


@dataclass(frozen=True)
class Instalment:
    """One premium due and its life so far, oldest first."""

    due: PremiumDue
    events: tuple[DueEvent, ...]

    @property
    def due_date(self) -> date:
        return self.due.due_date

    @property
    def amount(self) -> Fen:
        return self.due.amount

    @property
    def state(self) -> str:
        """raised, collected, returned, waived, skipped, cancelled, reopened or lent."""
        return self.events[-1].kind if self.events else "raised"

    @property
    def is_owed(self) -> bool:
        return self.state in OWED

    @property
    def is_paid(self) -> bool:
        return self.state in PAID

    @property
    def is_received(self) -> bool:
        return self.state in RECEIVED

    def next(self, kind: str, day: date) -> "Instalment":
        """The instalment after one more event, which is still to be written."""
        event = DueEvent(
            policy_id=self.due.policy_id,
            due_date=self.due_date,
            no=len(self.events) + 1,
            kind=kind,
            amount=self.amount,
            day=day,
            source_id=0,
        )
        return Instalment(self.due, (*self.events, event))


def instalments_of(reader: Reader, policy_id: int) -> tuple[Instalment, ...]:
    """Every instalment raised on a policy, by due date."""
    events: dict[date, list[DueEvent]] = {}
    for event in reader.find(DueEvent, policy_id=policy_id):
        events.setdefault(event.due_date, []).append(event)
    return tuple(
        Instalment(due, tuple(events.get(due.due_date, ()))) for due in reader.find(PremiumDue, policy_id=policy_id)
    )


def paid_to(instalments: Iterable[Instalment], next_due: date) -> date:
    """Due date of the first instalment that is not paid for; the next one to be raised when all are."""
    return next((one.due_date for one in instalments if not one.is_paid), next_due)

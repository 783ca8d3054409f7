"""A door of the house as a scenario sees it: somebody does an operation, and the store tells what came of it."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ops_console.data.tables import Event, WorkItem
from ops_console.desk.entry import Actor
from tests.support.company import Company

REFERRED = "desk.refer"


@dataclass(frozen=True)
class Done:
    """What an operation left in the store. `state` is that of its case; a referral leaves the grade instead."""

    number: str
    """Of the case it was done on, or of the first one it opened; empty without a case."""
    state: str
    opened: tuple[str, ...]
    referred_to: str | None


class Door(ABC):
    """One way into the house, on one store."""

    name: str
    """As events record it."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.done: set[str] = set()
        """The operations done through this door."""

    async def do(self, actor: Actor, operation: str, number: str | None = None, /, **values: object) -> Done:
        """Do an operation as a clerk, its values as they are typed; fails unless exactly this was recorded."""
        before = self._last_of(actor)
        await self._do(actor, operation, number, {name: typed(value) for name, value in values.items()})
        event = self._last_of(actor)
        assert event is not None
        assert before is None or event.id != before.id, f"{operation} left no event"
        assert event.door == self.name
        assert event.operation in (operation, REFERRED)
        if event.operation == operation:
            self.done.add(operation)
        return self._left_by(event)

    @abstractmethod
    async def _do(self, actor: Actor, operation: str, number: str | None, values: Mapping[str, str]) -> None:
        """Do it by the means of this door; AssertionError when the door does not let it through."""

    def _last_of(self, actor: Actor) -> Event | None:
        with self.company.store.read() as reader:
            found = reader.find(Event, clerk_id=actor.clerk_id, order_by="-at", limit=1)
        return found[0] if found else None

    def _left_by(self, event: Event) -> Done:
        data: Mapping[str, Any] = event.data
        opened = tuple(data.get("opened", ()))
        if event.case_id is None:
            return Done("", "", opened, None)
        with self.company.store.read() as reader:
            case = reader.need(WorkItem, event.case_id)
        return Done(case.number, case.state, opened, case.referred_to)


def typed(value: object) -> str:
    """A value as a clerk types it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)

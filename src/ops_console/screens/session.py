"""Who sits at the console, and the quick looks at the store that need nothing heavy."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ops_console.base.i18n import language
from ops_console.data.days import FOREVER
from ops_console.data.glance import Lines, glance
from ops_console.data.queries import people, queue, search
from ops_console.data.queries.drafts import DraftLine, drafts_of
from ops_console.data.queries.people import ClerkLook, StoreLook
from ops_console.data.queries.queue import Place, QueueRow, RoomCounts
from ops_console.screens.words import ROOMS


@dataclass(frozen=True, eq=False)
class Session:
    """A clerk at work in a store, from login to lock."""

    location: str
    store: StoreLook
    clerk: ClerkLook

    @property
    def branch(self) -> str:
        return self.clerk.branch_zh if language() == "zh" else self.clerk.branch_en

    @contextmanager
    def look(self) -> Iterator[Lines]:
        """One consistent view of the store."""
        with glance(self.location) as lines:
            yield lines

    def queue_page(
        self, room: str, after: Place | None = None, before: Place | None = None, backward: bool = False
    ) -> list[QueueRow]:
        """A page of the room's queue."""
        with self.look() as lines:
            return queue.page(lines, room, self.clerk.scope, after=after, before=before, backward=backward)

    def waiting(self, room: str) -> int:
        """How many cases wait in the room."""
        with self.look() as lines:
            return queue.waiting(lines, room, self.clerk.scope)

    def counts(self) -> dict[str, RoomCounts]:
        """What waits in every room."""
        with self.look() as lines:
            return queue.counts(lines, tuple(ROOMS), self.clerk.scope, self.clerk.id, self.store.business_date)

    def filtered(self, room: str, text: str) -> list[QueueRow]:
        """The cases of the room that fit a text; an asterisk stands for those the clerk has taken."""
        with self.look() as lines:
            ids = queue.mine(lines, room, self.clerk.id) if text == "*" else search.case_ids(lines, text, room)
            return queue.found(lines, room, self.clerk.scope, ids)

    def search(self, text: str) -> search.Found:
        """Cases, policies and people that fit a text."""
        with self.look() as lines:
            return search.search(lines, text, self.clerk.scope)

    def drafts(self) -> list[DraftLine]:
        """The forms the clerk has left half typed."""
        with self.look() as lines:
            return drafts_of(lines, self.clerk.id)

    def days_left(self, due: date) -> int | None:
        """Working days from the business date to a due date, negative when it is past; None when nothing runs."""
        return None if due == FOREVER else _days_left(self, due)


@lru_cache(maxsize=4096)
def _days_left(session: Session, due: date) -> int:
    return session.store.calendar.working_days_between(session.store.business_date, due)


def open_session(location: str, clerk_id: int) -> Session | None:
    """A session for a clerk who needs no password here; None for one who is unknown or locked."""
    with glance(location) as lines:
        clerk = people.clerk_by_id(lines, clerk_id)
        return None if clerk is None or clerk.locked else Session(location, people.store_look(lines), clerk)


def log_in(location: str, login: str, password: str) -> Session | None:
    """A session for login and password in a live store; NotAllowed as `desk/logins.py` says. None for a clerk who was
    locked meanwhile."""
    from ops_console.data.store import store_at
    from ops_console.desk import logins

    return open_session(location, logins.log_in(store_at(location), login, password, "screen").id)

"""Who sits at the console, and the quick looks at the store that need nothing heavy."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ops_console.base.i18n import language
from ops_console.data.days import FOREVER
from ops_console.data.glance import Lines, glance
from ops_console.data.queries import floor, people, queue, search, team
from ops_console.data.queries.drafts import DraftLine, drafts_of
from ops_console.data.queries.floor import Behind, DayFlow
from ops_console.data.queries.people import ClerkLook, StoreLook
from ops_console.data.queries.premium_month import PremiumMonth, premium_month
from ops_console.data.queries.queue import Place, QueueRow, RoomCounts
from ops_console.data.queries.team import Load
from ops_console.rooms.next_case import next_of
from ops_console.screens.words import ROOMS

PREMIUM = "premium"
"""The room whose clerks watch the month's premium."""


@dataclass(frozen=True)
class Floor:
    """What the lobby shows besides what waits: cases done by room, the week, what is left behind; renewal premium for
    who collects it."""

    done: dict[str, int]
    week: tuple[DayFlow, ...]
    behind: Behind
    premium: PremiumMonth | None


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

    def floor(self) -> Floor:
        """The day and the week on the operations floor, and what is left behind."""
        clerk, today = self.clerk, self.store.business_date
        with self.look() as lines:
            return Floor(
                floor.done(lines, tuple(ROOMS), clerk.scope),
                floor.week(lines, clerk.scope, today),
                floor.behind(lines, self.location, clerk.scope, today),
                premium_month(lines, clerk.scope, today) if PREMIUM in clerk.rooms else None,
            )

    def premium_month(self) -> PremiumMonth:
        """Renewal premium of the month: raised, and collected."""
        with self.look() as lines:
            return premium_month(lines, self.clerk.scope, self.store.business_date)

    def next_case(self) -> tuple[str, int] | None:
        """Room and id of the most urgent case the clerk has taken, or free in the rooms of the clerk's duties."""
        with self.look() as lines:
            room_of = queue.taken(lines, self.clerk.id)
            rows = queue.several(lines, list(room_of))
            for room in self.clerk.rooms:
                found = [row for row in queue.page(lines, room, self.clerk.scope) if row.id not in room_of]
                room_of |= dict.fromkeys((row.id for row in found), room)
                rows += found
        following = next_of(rows, self.clerk.id, above=self.clerk.above)
        return (room_of[following.id], following.id) if following else None

    def team(self) -> list[Load]:
        """The clerks of the branches in scope, and how much each has to do."""
        with self.look() as lines:
            return team.team(lines, self.clerk.scope, self.store.business_date)

    def held_by(self, clerk_id: int) -> list[tuple[str, QueueRow]]:
        """The cases a clerk has taken, in scope, each with its room."""
        with self.look() as lines:
            room_of = queue.taken(lines, clerk_id)
            return [
                (room_of[row.id], row)
                for row in queue.several(lines, list(room_of))
                if row.branch_id in self.clerk.scope
            ]

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

"""Who works in the demo store, and under which login.

The easy logins sit in Shanghai, where everything can be tried; above them the east region and head office, for
referrals.
Every other branch has its counter; its cases are worked by the region, its files kept there.

| login | duty | where |
|---|---|---|
| `counter` `counter2` | counter | Shanghai |
| `preservation` `uw` `claims` `cashier` `approver` `consultation` | that duty; also `.senior` … `.manager` | Shanghai |
| `callback` `premium` `keeper` | that duty (uw: underwriting; keeper, approver: of the archive) | Shanghai |
| `preservation.east` … `uw.north` … | every duty but counter, at the grade `region` | each of the five regions |
| `preservation.head` `uw.head` `claims.head` … `consultation.head` | that duty, without limit | head office |
| `premium.head` | premium, without limit: starts the runs of the whole company, sets targets | head office |
| `counter.suzhou` … `collector.suzhou` … | counter; collector of premium | every second-level branch |
| `collector` `service` `service.east` … | collector of premium; service of orphan policies | Shanghai, regions |
| `admin` `admin2` `auditor` | administrator (two: one proposes, one approves), internal auditor | head office |
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ops_console.catalog.model import Catalog
from ops_console.data.store import Reader, Tx
from ops_console.data.tables import Clerk
from ops_console.desk.desk import perform_in
from ops_console.desk.entry import Actor
from ops_console.desk.setup import FirstAdministrator
from ops_console.rules.numbers import HEAD_OFFICE
from ops_console.training.hours import Hours
from ops_console.training.people import People

EASY_BRANCH = 101
"""Where the easy logins work."""
FIRST = FirstAdministrator(login="admin", name="系统管理员")
DOOR = "training"

LOGINS = {
    "counter": "counter",
    "preservation": "preservation",
    "underwriting": "uw",
    "claims": "claims",
    "callback": "callback",
    "premium": "premium",
    "cashier": "cashier",
    "archive_keeper": "keeper",
    "archive_approver": "approver",
    "consultation": "consultation",
}
"""Duty → what its logins begin with."""
DECIDING = ("preservation", "underwriting", "claims", "cashier", "archive_approver", "consultation")
"""Duties whose decisions are limited by grade."""
GRADES = {"": "clerk", ".senior": "senior", ".supervisor": "supervisor", ".manager": "branch_manager"}


@dataclass(frozen=True, slots=True)
class Seat:
    """One clerk's place."""

    login: str
    duty: str
    grade: str
    branch: int


def seats(catalog: Catalog) -> Iterator[Seat]:
    """Every clerk but the first administrator."""
    yield from _easy_seats()
    yield from _head_office_seats()
    for branch in catalog.branches.values():
        place = _place(branch.label.en)
        if branch.level == 1:
            yield from _region_seats(branch.id, place)
        elif branch.level == 2 and branch.id != EASY_BRANCH:
            yield Seat(f"counter.{place}", "counter", "clerk", branch.id)
    yield from _outside_seats(catalog)


def _easy_seats() -> Iterator[Seat]:
    for duty, login in LOGINS.items():
        for suffix, grade in GRADES.items():
            if not suffix or duty in DECIDING:
                yield Seat(login + suffix, duty, grade, EASY_BRANCH)
    yield Seat("counter2", "counter", "clerk", EASY_BRANCH)


def _head_office_seats() -> Iterator[Seat]:
    for duty in DECIDING:
        yield Seat(f"{LOGINS[duty]}.head", duty, "head_office", HEAD_OFFICE)
    yield Seat("premium.head", "premium", "head_office", HEAD_OFFICE)
    for login, duty in (("admin2", "administrator"), ("auditor", "auditor")):
        yield Seat(login, duty, "clerk", HEAD_OFFICE)


def _outside_seats(catalog: Catalog) -> Iterator[Seat]:
    """Who collects premium by hand in each branch, and who serves the policies of agents who left."""
    yield Seat("collector", "collector", "clerk", EASY_BRANCH)
    yield Seat("service", "service", "clerk", EASY_BRANCH)
    for branch in catalog.branches.values():
        place = _place(branch.label.en)
        if branch.level == 1:
            yield Seat(f"service.{place}", "service", "clerk", branch.id)
        elif branch.level == 2 and branch.id != EASY_BRANCH:
            yield Seat(f"collector.{place}", "collector", "clerk", branch.id)


def _place(name: str) -> str:
    return name.lower().replace(" region", "").replace(" ", "-")


def _region_seats(region: int, place: str) -> Iterator[Seat]:
    for duty, login in LOGINS.items():
        if duty != "counter":
            yield Seat(f"{login}.{place}", duty, "region", region)


def hire(tx: Tx, catalog: Catalog, agents: Mapping[int, Sequence[str]], hours: Hours, invent: People) -> None:
    """Every seat filled, and the agents of the branches, by operations of the first administrator. Demo stores need no
    password.
    """
    administrator = tx.find(Clerk, login=FIRST.login)[0].id

    def enter(operation: str, values: Mapping[str, object]) -> None:
        actor = Actor(administrator, DOOR, hours.stamp(HEAD_OFFICE))
        named = {"name": invent.surname() + invent.given(), **values}
        perform_in(tx, f"administration.{operation}", actor, None, named)

    for seat in seats(catalog):
        place = {"branch": seat.branch, "grade": seat.grade, "duties": [seat.duty]}
        enter("add_clerk", {"login": seat.login, **place})
    for branch, codes in agents.items():
        for code in codes:
            enter("add_agent", {"code": code, "branch": branch, "phone": invent.phone()})


@dataclass(frozen=True)
class Staff:
    """Who does what where: the clerk of a duty who serves a branch."""

    ids: Mapping[str, int]
    regions: Mapping[int, str]
    counters: Mapping[int, str]

    def of(self, duty: str, branch: int) -> int:
        """The clerk's id: at the counter the branch's own, for every other duty the region's."""
        if duty == "counter":
            return self.ids[self.counters[branch]]
        return self.ids[f"{LOGINS[duty]}.{self.regions[branch]}"]

    def named(self, login: str) -> int:
        return self.ids[login]

    def who(self, duty_or_login: str, branch: int) -> int:
        """Whoever has the duty for the branch, or the clerk of that login (which no duty is called)."""
        known = self.ids.get(duty_or_login) if duty_or_login not in LOGINS else None
        return known if known is not None else self.of(duty_or_login, branch)


def staff(reader: Reader, catalog: Catalog) -> Staff:
    """The clerks of a store that `hire` has filled."""
    ids = {clerk.login: clerk.id for clerk in reader.find(Clerk)}
    place = {seat.branch: seat.login.partition(".")[2] for seat in seats(catalog) if seat.grade == "region"}
    counters = {seat.branch: seat.login for seat in seats(catalog) if seat.duty == "counter"}
    level_two = [branch for branch in catalog.branches.values() if branch.level == 2]
    return Staff(
        ids,
        {branch.id: place[branch.parent] for branch in level_two if branch.parent is not None},
        counters,
    )

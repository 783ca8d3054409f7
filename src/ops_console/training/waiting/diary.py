"""Stories and the diary they are written into: many cases at once, each act on its day, one day after the other."""

from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from heapq import heappop, heappush
from random import Random
from typing import Any

from ops_console.catalog.model import Catalog
from ops_console.data.store import Reader, Store, Tx
from ops_console.data.tables import Application, Policy, WorkItem
from ops_console.desk.desk import Outcome, perform_in
from ops_console.desk.entry import Actor
from ops_console.training.clerks import DOOR, EASY_BRANCH, Staff
from ops_console.training.hours import Hours
from ops_console.training.market import Market
from ops_console.training.replay import turn_to
from ops_console.training.sales import Days, Kind, Period, Sale
from ops_console.training.script import POLICY


@dataclass(frozen=True)
class Of:
    """What a sale of the history became: its policy, or the case of its application."""

    sale: Sale
    what: str = POLICY

    def number(self, reader: Reader) -> str:
        application = reader.find(Application, form_no=self.sale.form_no)[0]
        if self.what == POLICY:
            return reader.need(Policy, application.policy_id).number
        return reader.need(WorkItem, application.case_id).number


@dataclass(frozen=True)
class Do:
    """One act of a story. ``who``: a duty, done by whoever serves the branch, or a login; ``on``: a printed number,
    or what a sale became.
    """

    day: date
    branch: int
    who: str
    operation: str
    on: str | Of | None = None
    values: dict[str, Any] = field(default_factory=dict)


Story = Generator[Do, Outcome, Any]
"""Yields what is done next and is sent what came of it."""


class World:
    """What stories may draw on: policies of the history, new customers, days of the last weeks."""

    def __init__(
        self, catalog: Catalog, staff: Staff, period: Period, sold: Sequence[Sale], market: Market, random: Random
    ) -> None:
        self.catalog = catalog
        self.staff = staff
        self.period = period
        self.market = market
        self.random = random
        self._sold = list(sold)
        random.shuffle(self._sold)
        self._used: set[int] = set()
        self._form = len(sold)

    def ago(self, worked_days: int) -> date:
        """The worked day so many before the demo day."""
        return self.period.worked[-1 - worked_days]

    def policy(self, wanted: Callable[[Sale], bool], branch: int | None = None) -> Sale | None:
        """A sale nobody has a story about, of the branch if it has one; None when there is none such left."""
        for in_branch in (True, False):
            for sale in self._sold:
                if sale.no not in self._used and (sale.branch == branch) is in_branch and wanted(sale):
                    self._used.add(sale.no)
                    return sale
        return None

    def customer(self, kind: Kind, branch: int, received: int) -> Sale:
        """Somebody new who wants to buy, so many worked days before the demo day; what follows takes its usual time."""
        self._form += 1
        later = (0, 1, 2, 3, 5, 6, 8, 9, 11)
        days = Days(*(self.ago(max(received - n, 0)) for n in later))
        return self.market.sale(self._form, kind, branch, days)

    def branch(self, in_the_easy_one: float = 0.7) -> int:
        """Mostly the branch of the easy logins."""
        if self.random.random() < in_the_easy_one:
            return EASY_BRANCH
        return self._sold[int(self.random.random() * len(self._sold))].branch if self._sold else EASY_BRANCH


class Diary:
    """Performs stories side by side: on each day every act that is due, in the order the stories were begun."""

    def __init__(self, store: Store, staff: Staff, each_day: Callable[[date], None]) -> None:
        self._store = store
        self._staff = staff
        self._each_day = each_day
        self._hours = Hours(date.min)

    def write(self, stories: Iterable[Story], days: Iterable[date]) -> int:
        """Tell the stories on these days, ascending; `each_day` is called before a day's acts. Returns their number."""
        acts = 0
        waiting: list[tuple[date, int, Do, Story]] = []
        for number, story in enumerate(stories):
            _wait(waiting, number, story, next(story, None))
        for day in days:
            self._each_day(day)
            with self._store.write() as tx:
                turn_to(tx, day)
                self._hours.turn_to(day)
                while waiting and waiting[0][0] <= day:
                    _day, number, do, story = heappop(waiting)
                    outcome = self._do(tx, do)
                    acts += 1
                    _wait(waiting, number, story, _told_on(story, outcome))
        return acts

    def _do(self, tx: Tx, do: Do) -> Outcome:
        clerk = self._staff.who(do.who, do.branch)
        actor = Actor(clerk, DOOR, self._hours.stamp(do.branch))
        on = do.on.number(tx) if isinstance(do.on, Of) else do.on
        return perform_in(tx, do.operation, actor, on, do.values)


def _wait(waiting: list[tuple[date, int, Do, Story]], number: int, story: Story, do: Do | None) -> None:
    if do is not None:
        heappush(waiting, (do.day, number, do, story))


def _told_on(story: Story, outcome: Outcome) -> Do | None:
    try:
        return story.send(outcome)
    except StopIteration:
        return None

"""The demo store: a company with three years behind it and work waiting in every room. The same for the same seed.

What lies behind is cast from moulds (`foundry.py`): the same rows, ledger entries and events as if clerks had done
every act, which a test proves. Premiums are raised by the real renewal run. What waits was made by operations.
"""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from random import Random

from ops_console import rooms
from ops_console.base.i18n import Language, _, use_language
from ops_console.batch.grace import GRACE
from ops_console.batch.renewal import RENEWAL
from ops_console.batch.terms import TERM
from ops_console.catalog.load import shipped
from ops_console.catalog.model import Catalog
from ops_console.data.bulk import filling, indexes_last
from ops_console.data.store import Store
from ops_console.data.tables import Agent
from ops_console.desk.entry import Actor
from ops_console.desk.setup import init_store
from ops_console.training.casting import Caster, by_month, load_billing
from ops_console.training.clerks import DOOR, FIRST, Staff, hire, staff
from ops_console.training.foundry import make_moulds
from ops_console.training.hours import Hours, instant
from ops_console.training.market import Market
from ops_console.training.people import People
from ops_console.training.replay import turn_to
from ops_console.training.sales import KINDS, Period, Sale
from ops_console.training.waiting import Diary, World, stories

FIRST_DAY = date(2023, 11, 1)
HISTORY_ENDS = date(2026, 10, 23)
"""From then on everything is done by operations."""
DEMO_DAY = date(2026, 11, 20)
"""A Friday."""
AGENTS_BY_CLASS = {"A": 4, "B": 2, "C": 1, "D": 1}
MISSED = 0.07
"""Of the instalments due lately, how many were not paid."""

INVENTED_BEFORE = 250
"""Of one day, region and sex: more than any history of a demo store has."""
ONE_DAY, ONE_WEEK, MONDAY = timedelta(days=1), timedelta(days=7), 0

STORED: Language = "zh"
"""What is stored does not depend on who asks for it."""

Watch = Callable[[str], None]
"""Told what is being done, in the language spoken."""


def build(location: str, policies: int, seed: int, progress: Watch | None = None) -> Store:
    """Make the demo store in an empty place. Refused when there is a store already."""
    rooms.load()
    tell = progress or (lambda _what: None)
    catalog = shipped()
    period = Period(catalog, FIRST_DAY, HISTORY_ENDS)
    store = init_store(location, is_demo=True, business_date=FIRST_DAY, admin=FIRST, at=instant(FIRST_DAY, 0))
    with filling(store), uncollected():
        tell(_("Clerks and agents"))
        people(store, catalog, seed)
        tell(_("Three years of policies"))
        sold = sales(catalog, period, policies, seed)
        history(store, catalog, period, sold)
        tell(_("What waits in the rooms"))
        last_weeks(store, catalog, sold, seed)
    return store


@contextmanager
def uncollected() -> Iterator[None]:
    """Nothing is gained by looking for garbage, again and again, among millions of rows that are all still needed."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def people(store: Store, catalog: Catalog, seed: int) -> None:
    """Clerks and agents, by operations of the administrator."""
    with use_language(STORED), store.write() as tx:
        hire(tx, catalog, agents_of(catalog), Hours(FIRST_DAY), People(Random(f"{seed} people")))


def agents_of(catalog: Catalog) -> dict[int, tuple[str, ...]]:
    """The codes of every second-level branch's agents."""
    return {
        branch.id: tuple(f"{branch.id}-{n:02d}" for n in range(1, AGENTS_BY_CLASS[branch.klass or "D"] + 1))
        for branch in catalog.branches.values()
        if branch.level == 2
    }


def sales(catalog: Catalog, period: Period, count: int, seed: int) -> list[Sale]:
    """What was sold in the period, and which renewal premiums came in since."""
    random = Random(f"{seed} sales")
    market = Market(catalog, agents_of(catalog), period, People(random), random)
    return [market.collect(sale, MISSED) for sale in market.sales(count)]


def history(store: Store, catalog: Catalog, period: Period, sold: Sequence[Sale]) -> None:
    """Everything that was done on the sales, and the renewal runs between."""
    needed = {sale.kind.name for sale in sold}
    moulds = make_moulds(catalog, period, [kind for kind in KINDS if kind.name in needed])
    with use_language(STORED), store.write() as tx:
        known = staff(tx, catalog)
        caster = Caster(catalog, known, moulds, {agent.code: agent.id for agent in tx.find(Agent)})
        caster.cast(tx, sold)
        with indexes_last(tx):
            caster.write(tx)
    for day, billing in by_month(caster.billing, period.runs):
        load_billing(store, billing)
        if day <= period.last:
            raise_premiums(store, known, day)


def raise_premiums(store: Store, known: Staff, day: date) -> None:
    """The renewal run of a day, before anything else is done on it."""
    with store.write() as tx:
        turn_to(tx, day)
    RENEWAL.run(store, Actor(known.named("premium.head"), DOOR, instant(day, 0)), day)


def last_weeks(store: Store, catalog: Catalog, sold: Sequence[Sale], seed: int) -> None:
    """From the end of the history to the demo day, by operations and runs alone; what they leave waits in the rooms."""
    period = Period(catalog, HISTORY_ENDS + ONE_DAY, DEMO_DAY)
    random = Random(f"{seed} waiting")
    with store.read() as reader:
        known = staff(reader, catalog)
    market = Market(catalog, agents_of(catalog), period, People(random, INVENTED_BEFORE), random)
    world = World(catalog, known, period, sold, market, random)
    days = sorted({*period.worked, *(day for day in period.runs if period.first <= day <= period.last)})
    with use_language(STORED):
        Diary(store, known, lambda day: _runs(store, known, period, day)).write(stories(world), days)


def _runs(store: Store, known: Staff, period: Period, day: date) -> None:
    """What is run before a day's work: premiums raised on the first of the month; one-year covers renewed, but not on
    the last day; grace ended every Monday, but not in the last week, so that these runs have something to do.
    """
    if day in period.runs:
        raise_premiums(store, known, day)
    if day < period.last:
        with store.write() as tx:
            turn_to(tx, day)
        TERM.run(store, Actor(known.named("premium.head"), DOOR, instant(day, 0)), day)
    if day.weekday() == MONDAY and period.last - day > ONE_WEEK:
        with store.write() as tx:
            turn_to(tx, day)
        GRACE.run(store, Actor(known.named("premium.head"), DOOR, instant(day, 0)), day)

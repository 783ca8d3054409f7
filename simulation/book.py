"""The company a simulation begins with: contracts sold in five months, each act of it as clerks would have done it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from ops_console import rooms
from ops_console.base.i18n import use_language
from ops_console.batch.registry import BATCHES
from ops_console.catalog.load import shipped
from ops_console.data.bulk import filling, indexes_last
from ops_console.data.store import Reader, Tx
from ops_console.data.tables import Agent, Application, Clerk, ClerkDuty
from ops_console.desk.entry import Actor
from ops_console.desk.setup import init_store
from ops_console.rules.numbers import HEAD_OFFICE, Prefix, printed
from ops_console.training import demo
from ops_console.training.casting import Caster, by_month, load_billing
from ops_console.training.clerks import FIRST, staff
from ops_console.training.foundry import make_moulds
from ops_console.training.hours import instant
from ops_console.training.market import Market
from ops_console.training.people import People
from ops_console.training.replay import turn_to
from ops_console.training.sales import KINDS, Period, Sale
from tests.support.branches import catalog_of_few, close_all_but

FIRST_DAY, SOLD_UNTIL = date(2023, 11, 1), date(2024, 3, 29)
BEGINS = date(2024, 4, 1)
"""A Monday: the first day of the simulation."""
BRANCHES = (101, 102, 109, 137)
"""In three regions."""
OTHERS = ("claims", "preservation", "underwriting", "counter", "cashier", "administrator", "premium")


@dataclass(frozen=True)
class Contract:
    """A sale that became a policy."""

    id: int
    number: str
    sale: Sale


def build(location: str, policies: int, seed: int) -> None:
    """Fill an empty place with a company that has sold so many policies; the store is left closed."""
    rooms.load()
    catalog, opened = shipped(), catalog_of_few(BRANCHES)
    known, lately = Period(catalog, demo.FIRST_DAY, demo.HISTORY_ENDS), Period(catalog, FIRST_DAY, SOLD_UNTIL)
    sold = sales(policies, seed)
    store = init_store(location, is_demo=True, business_date=FIRST_DAY, admin=FIRST, at=instant(FIRST_DAY, 0))
    with filling(store), demo.uncollected(), use_language(demo.STORED):
        with store.write() as tx:
            close_all_but(tx, opened)
        demo.people(store, opened, seed)
        # Moulds need years in which premiums are collected; what is sold from them needs none.
        needed = {sale.kind.name for sale in sold}
        moulds = make_moulds(catalog, known, [kind for kind in KINDS if kind.name in needed])
        with store.write() as tx:
            clerks = staff(tx, opened)
            caster = Caster(opened, clerks, moulds, {agent.code: agent.id for agent in tx.find(Agent)})
            caster.cast(tx, sold)
            with indexes_last(tx):
                caster.write(tx)
        for day, billing in by_month(caster.billing, lately.runs):
            load_billing(store, billing)
            if day <= SOLD_UNTIL:
                demo.raise_premiums(store, clerks, day)
        with store.write() as tx:
            _hire(tx.find(Clerk, order_by="-id", limit=1)[0].id, tx)
            turn_to(tx, BEGINS)
    store.close()


def sales(policies: int, seed: int) -> list[Sale]:
    """What was sold, with the renewal premiums that came in before the simulation begins: all of them."""
    catalog = catalog_of_few(BRANCHES)
    random = Random(f"{seed} sales")
    period = Period(catalog, FIRST_DAY, SOLD_UNTIL)
    market = Market(catalog, demo.agents_of(catalog), period, People(random), random)
    return [market.collect(sale, 0) for sale in market.sales(policies)]


def contracts(reader: Reader, sold: Sequence[Sale]) -> list[Contract]:
    """The policies the sales became, by number."""
    known = {one.form_no: one.policy_id for one in reader.find(Application) if one.policy_id is not None}
    found = [(known[sale.form_no], sale) for sale in sold]
    return [Contract(id_, printed(Prefix.POLICY, id_), sale) for id_, sale in sorted(found, key=lambda one: one[0])]


def _hire(last: int, tx: Tx) -> None:
    """Two clerks of head office for every duty: who does and who looks over it."""
    duties = sorted({duty for kind in BATCHES.values() for duty in kind.duties} | set(OTHERS))
    for place, duty in enumerate(duties):
        for no in (1, 2, 3):
            id_ = last + 3 * place + no
            login = login_of(duty, no)
            tx.insert([Clerk(id=id_, login=login, name=login, branch_id=HEAD_OFFICE, grade="head_office")])
            tx.insert([ClerkDuty(clerk_id=id_, duty=duty)])


def login_of(duty: str, no: int = 1) -> str:
    return f"sim-{duty}-{no}"


def actors(reader: Reader) -> dict[str, Actor]:
    """Every clerk by login."""
    return {clerk.login: Actor(clerk.id, "batch") for clerk in reader.find(Clerk)}

"""Samples for moulds: sales of one kind performed on a scratch store, and the rows each of them wrote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from ops_console.batch.renewal import RENEWAL
from ops_console.catalog.model import Catalog
from ops_console.data.bulk import Row, columns_of, every_model, filling, key_columns, rows_as_held
from ops_console.data.store import Reader, Tx
from ops_console.data.tables import (
    Agent,
    Billing,
    Branch,
    BranchCounter,
    CatalogEntry,
    ChainHead,
    Clerk,
    ClerkDuty,
    Event,
    Run,
    RunChunk,
    StoreState,
)
from ops_console.desk.entry import Actor
from ops_console.desk.kinds import KINDS
from ops_console.desk.setup import init_store
from ops_console.rules.numbers import make_id
from ops_console.training.clerks import DOOR, seats, staff
from ops_console.training.facts import NO_COST, Cost, Costs, Facts, Numbers, first_unpaid, general
from ops_console.training.hours import Hours, instant, stamp, stamp_of
from ops_console.training.moulds import Model, Unexplained
from ops_console.training.replay import Replay, turn_to
from ops_console.training.sales import Collected, Period, Sale
from ops_console.training.script import Act, collected, sold

BRANCHES = (101, 109, 137)
"""In three regions, so that everybody who acts is somebody else."""
AGENTS = {branch: (f"{branch}-01", f"{branch}-02") for branch in BRANCHES}
BESIDE: tuple[Model, ...] = (CatalogEntry, Branch, BranchCounter, ChainHead, StoreState, Run, RunChunk)
"""Tables that no mould is made of: the catalog, what runs write, and counters, which are kept apart."""

Contents = dict[Model, dict[Row, Row]]
"""Rows of a store by their keys."""


@dataclass
class Sample:
    """One sale performed, or one renewal premium of it: its facts, what each act took, the rows it wrote."""

    facts: Facts
    costs: dict[str, Cost] = field(default_factory=dict)
    rows: dict[Model, list[Row]] = field(default_factory=dict)


class Bench:
    """A scratch store where samples are performed."""

    def __init__(self, catalog: Catalog, period: Period) -> None:
        self._catalog = catalog
        self._folder = TemporaryDirectory(prefix="ops-console-")
        location = str(Path(self._folder.name) / "scratch.db")
        self._store = init_store(location, is_demo=True, business_date=period.first)
        self._filling = filling(self._store)
        self._filling.__enter__()
        with self._store.write() as tx:
            _employ(tx, catalog)
            _start_numbers_apart(tx)
        with self._store.read() as reader:
            self._staff = staff(reader, catalog)
        self._hours = Hours(period.first)
        self._replay = Replay(self._staff, self._hours)

    def close(self) -> None:
        """Throw the scratch store away."""
        self._filling.__exit__(None, None, None)
        self._store.close()
        self._folder.cleanup()

    def sell(self, sale: Sale) -> Sample:
        """Every act of a sale from application to archive."""
        sample = Sample(self._facts(sale))
        with self._store.write() as tx:
            before = _contents(tx)
            for act in sold(sale, self._catalog):
                sample.facts.acts[act.name] = self._act(tx, sample, act)
            sample.rows = _added(before, _contents(tx), may_change=())
        return sample

    def collect(self, sample: Sample, count: int) -> Sample:
        """So many renewal premiums, each after the run that raises it; the last of them is the sample."""
        sale = sample.facts.sale
        paid = replace(sale, collected=tuple(_soon_after(sale.due(k), k + count) for k in range(1, count + 1)))
        premium = sample
        for number, (act, one) in enumerate(zip(collected(paid), paid.collected, strict=True), 1):
            self._raise_premiums(one.due)
            premium = Sample(self._facts(paid, sample.facts.acts, number))
            with self._store.write() as tx:
                before = _contents(tx)
                premium.facts.now = self._act(tx, premium, act)
                premium.rows = _added(before, _contents(tx), may_change=(Billing,))
                _check_paid_to(tx, premium.facts)
        return premium

    def imagined(self, sale: Sale, collects: int, costs: Costs | None = None, cost: Cost = NO_COST) -> Facts:
        """The facts of a sale as if performed, with numbers of no store."""
        random = Random(sale.form_no)
        acts = {}
        for act in sold(sale, self._catalog):
            clerk = self._staff.of(act.duty, sale.branch)
            acts[act.name] = _invented(act.day, clerk, (costs or {}).get(act.name, NO_COST), random)
        day = sale.due(collects) + timedelta(days=int(random.random() * 20))
        now = _invented(day, self._staff.of("premium", sale.branch), cost, random)
        return self._facts(sale, acts, collects, now)

    def _facts(
        self, sale: Sale, acts: dict[str, Numbers] | None = None, collects: int = 0, now: Numbers | None = None
    ) -> Facts:
        name = self._catalog.branches[sale.branch].label.zh
        return Facts(sale, name, _agent_id(sale.agent), acts if acts is not None else {}, collects, now)

    def _raise_premiums(self, day: date) -> None:
        with self._store.write() as tx:
            turn_to(tx, day)
        RENEWAL.run(self._store, Actor(self._staff.named("premium.head"), DOOR, instant(day, 0)), day)

    def _act(self, tx: Tx, sample: Sample, act: Act) -> Numbers:
        """Perform an act; what it took of its branch's numbers is kept with the sample."""
        sale = sample.facts.sale
        turn_to(tx, act.day)
        self._hours.turn_to(act.day)
        before = _counters(tx, sale.branch)
        outcome = self._replay.perform(tx, sale, act)
        after = _counters(tx, sale.branch)
        taken = {name: number - before.get(name, 1) for name, number in after.items() if number != before.get(name, 1)}
        first = {name: before.get(name, 1) for name in taken}
        sample.costs[act.name] = Cost(taken.pop("id", 0), taken.pop("receipt", 0), taken)
        event = tx.need(Event, outcome.event_id)
        first_id = make_id(sale.branch, before["id"])
        return Numbers(stamp_of(act.day, event.at), event.clerk_id, event.id, first_id, before["receipt"], first)


def _soon_after(due: date, days: int) -> Collected:
    return Collected(due, due + timedelta(days=days))


def _invented(day: date, clerk: int, cost: Cost, random: Random) -> Numbers:
    number = int(random.random() * 10**9)
    return Numbers(
        stamp(day, number % 1000), clerk, 3 * number, 5 * number, 7 * number, dict.fromkeys(cost.counters, number)
    )


def _check_paid_to(reader: Reader, facts: Facts) -> None:
    """A premium moves paid-to on by one instalment. Unexplained when it does not."""
    place = columns_of(Billing).index("paid_to")
    if first_unpaid(facts) not in {row[place] for row in rows_as_held(reader, Billing)}:
        raise Unexplained(f"{facts.sale.kind.name}: paid-to after a premium")


def _contents(reader: Reader) -> Contents:
    """Every row an act may write."""
    found: Contents = {}
    for model in every_model():
        if model not in BESIDE:
            places = [columns_of(model).index(name) for name in key_columns(model)]
            found[model] = {tuple(row[place] for place in places): row for row in rows_as_held(reader, model)}
    return found


def _added(before: Contents, after: Contents, may_change: Sequence[Model]) -> dict[Model, list[Row]]:
    """The rows that are new. Unexplained when others are not as they were."""
    added: dict[Model, list[Row]] = {}
    for model, rows in after.items():
        earlier = before[model]
        changed = [key for key, row in earlier.items() if rows.get(key) != row]
        if changed and model not in may_change:
            raise Unexplained(f"{model.__name__} {changed} was there before and is not as it was")
        new = [row for key, row in rows.items() if key not in earlier]
        if new:
            added[model] = new
    return added


def _counters(reader: Reader, branch: int) -> Mapping[str, int]:
    """The next numbers of a branch, by counters named as for any branch."""
    return {general(counter.name, branch): counter.next for counter in reader.find(BranchCounter, branch_id=branch)}


def _employ(tx: Tx, catalog: Catalog) -> None:
    """A clerk in every seat, and the agents of the sample branches."""
    for clerk_id, seat in enumerate(seats(catalog), 1001):
        clerk = Clerk(id=clerk_id, login=seat.login, name=seat.login, branch_id=seat.branch, grade=seat.grade)
        tx.insert([clerk, ClerkDuty(clerk_id=clerk_id, duty=seat.duty)])
    for branch, codes in AGENTS.items():
        tx.insert([Agent(id=_agent_id(code), code=code, name="-", branch_id=branch, phone="-") for code in codes])


def _agent_id(code: str) -> int:
    """On the scratch store: 101-02 is 101002."""
    branch, _dash, number = code.partition("-")
    return int(branch) * 1000 + int(number)


def _start_numbers_apart(tx: Tx) -> None:
    """Ids, receipts, events and cabinets of the sample branches begin at numbers that nothing else has."""
    for n, branch in enumerate(BRANCHES, 1):
        for name, start in (("id", 410_001), ("receipt", 52_001)):
            tx.update(BranchCounter, {"branch_id": branch, "name": name}, {"next": start * n})
        tx.update(ChainHead, {"branch_id": branch}, {"seq": 730_011 * n})
        for kind in KINDS.values():
            cabinet = f"cabinet {kind.prefix}-{branch}"
            tx.insert([BranchCounter(branch_id=branch, name=cabinet, next=1371 * n + 1013 * ord(kind.prefix))])

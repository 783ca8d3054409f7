"""Where moulds are made: a scratch store, three sales of a kind, their acts performed, and what they wrote compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from ops_console.base.i18n import use_language
from ops_console.batch.renewal import RENEWAL
from ops_console.catalog.model import Catalog
from ops_console.data.bulk import Row, columns_of, every_model, filling, key_columns, raw_rows
from ops_console.data.days import day_number, day_of
from ops_console.data.seals import raw_event_text, raw_sealed_line
from ops_console.data.store import Reader, Tx, table_of
from ops_console.data.tables import (
    SEALED,
    Agent,
    Billing,
    Branch,
    BranchCounter,
    CatalogEntry,
    ChainHead,
    Clerk,
    ClerkDuty,
    Clock,
    Event,
    Run,
    RunChunk,
    StoreState,
)
from ops_console.desk.desk import Actor
from ops_console.desk.kinds import KINDS
from ops_console.desk.setup import init_store
from ops_console.rules import clocks
from ops_console.rules.numbers import make_id
from ops_console.training.clerks import DOOR, seats, staff
from ops_console.training.facts import Cost, Facts, Numbers, first_unpaid, general, premium_vocabulary, vocabulary
from ops_console.training.hours import Hours, instant
from ops_console.training.moulds import Ambiguity, Casting, Filler, Model, Slot, Unexplained, row_slots
from ops_console.training.replay import Replay, turn_to
from ops_console.training.sales import KINDS as KINDS_OF_SALES
from ops_console.training.sales import Collected, Kind, Market, Period, Sale
from ops_console.training.script import Act, collected, sold

BESIDE: tuple[Model, ...] = (CatalogEntry, Branch, BranchCounter, ChainHead, StoreState, Run, RunChunk)
"""Tables that no mould is made of: the catalog, what runs write, and counters, which are kept apart."""
WITNESSES = 12
ATTEMPTS = 5000
BRANCHES = (101, 109, 137)
"""In three regions, so that everybody who acts is somebody else."""
PREV, SEAL, CONTENT = "<prev>", "<sealed>", "<data>"
NO_COST = Cost()
EVENT_END = ("sealed", "prev", "hash")
_SEED = 20261120


@dataclass(frozen=True)
class EventMould:
    """One event: its columns but the last three, the text its hash covers, the sealed lines written with it."""

    columns: tuple[Slot, ...]
    text: Slot
    sealed: tuple[Slot, ...]


@dataclass(frozen=True)
class Mould:
    """What some acts write, in order."""

    fill: Filler
    costs: tuple[Cost, ...]
    rows: Mapping[Model, tuple[tuple[Slot, ...], ...]]
    events: tuple[EventMould, ...]


@dataclass(frozen=True)
class Moulds:
    """Of one kind: from the application to the archive, and one renewal premium (None where none is ever due)."""

    sale: Mould
    premium: Mould | None


@dataclass
class Sample:
    """One sale performed: its facts, and the rows it wrote."""

    facts: Facts
    costs: list[Cost] = field(default_factory=list)
    rows: dict[Model, list[Row]] = field(default_factory=dict)


class Foundry:
    """Makes moulds on a scratch store in memory."""

    def __init__(self, catalog: Catalog, period: Period) -> None:
        self._catalog = catalog
        self._period = period
        self._folder = TemporaryDirectory(prefix="ops-console-")
        location = str(Path(self._folder.name) / "scratch.db")
        self._store = init_store(location, is_demo=True, business_date=period.first)
        self._quick = filling(self._store)
        self._quick.__enter__()
        with self._store.write() as tx:
            _employ(tx, catalog)
            _start_numbers_apart(tx)
        with self._store.read() as reader:
            self._staff = staff(reader, catalog)
        self._hours = Hours(period.first)
        self._replay = Replay(self._staff, self._hours)

    def moulds(self, kind: Kind) -> Moulds:
        """Both moulds of a kind."""
        sales, witnesses = self._chosen(kind)
        with use_language("zh"):
            samples = [self._sell(sale) for sale in sales]
            sale_mould = self._mould(samples, witnesses)
            if self._catalog.products[kind.product].renewed_as_new_term:
                return Moulds(sale_mould, None)
            premiums = [self._collect(sample, n) for n, sample in enumerate(samples, 1)]
            return Moulds(sale_mould, self._mould(premiums, witnesses, samples[0].costs))

    def close(self) -> None:
        """Throw the scratch store away."""
        self._quick.__exit__(None, None, None)
        self._store.close()
        self._folder.cleanup()

    def _chosen(self, kind: Kind) -> tuple[list[Sale], list[Sale]]:
        """Sales that tell every symbol from every other, and some more that prove it."""
        agents = {branch: (f"{branch}-01", f"{branch}-02") for branch in BRANCHES}
        random = Random(f"{_SEED} {kind.name}")
        market = Market(self._catalog, agents, self._period, random)
        witnesses = [market.sale(no, kind, BRANCHES[no % len(BRANCHES)]) for no in range(1, WITNESSES + 1)]
        proof = [self._imagined(sale, 2 + n % 3) for n, sale in enumerate(witnesses)]
        costs = [NO_COST] * len(proof[0].acts)
        tell_apart = Ambiguity(premium_vocabulary(self._catalog, witnesses[0], costs, NO_COST), proof)
        for attempt in range(1, ATTEMPTS):
            no = 10 * (attempt + ATTEMPTS * KINDS_OF_SALES.index(kind))
            sales = [market.sale(no + place, kind, branch) for place, branch in enumerate(BRANCHES)]
            if not tell_apart.fault([self._imagined(sale, n) for n, sale in enumerate(sales, 1)]):
                return sales, witnesses
        raise AssertionError(f"no sales of kind {kind.name} can be told apart")

    def _imagined(self, sale: Sale, collects: int, costs: Sequence[Cost] = (), cost: Cost = NO_COST) -> Facts:
        """The facts of a sale as if performed, with numbers of no store."""
        random = Random(f"{sale.form_no}")
        acts = list(sold(sale, self._catalog))
        numbers = [
            self._invented(act.day, self._staff.of(act.duty, sale.branch), costs[n] if costs else NO_COST, random)
            for n, act in enumerate(acts)
        ]
        day = sale.due(collects) + timedelta(days=int(random.random() * 20))
        now = self._invented(day, self._staff.of("premium", sale.branch), cost, random)
        return self._facts(sale, numbers, collects, now)

    def _invented(self, day: date, clerk: int, cost: Cost, random: Random) -> Numbers:
        number = int(random.random() * 10**9)
        at = instant(day, number % 1000)
        return Numbers(day, at, clerk, 3 * number, 5 * number, 7 * number, dict.fromkeys(cost.counters, number))

    def _facts(self, sale: Sale, acts: list[Numbers], collects: int = 0, now: Numbers | None = None) -> Facts:
        agent = sale.branch * 1000 + int(sale.agent[-2:])
        return Facts(sale, self._catalog.branches[sale.branch].label.zh, agent, acts, collects, now)

    def _sell(self, sale: Sale) -> Sample:
        sample = Sample(self._facts(sale, []))
        with self._store.write() as tx:
            before = _everything(tx)
            for act in sold(sale, self._catalog):
                self._act(tx, sample, act, sample.facts.acts)
            sample.rows = _added(before, _everything(tx), may_change=())
        return sample

    def _collect(self, sample: Sample, count: int) -> Sample:
        """So many renewal premiums, each after the run that raises it; the last of them is the sample."""
        sale = sample.facts.sale
        paid = replace(sale, collected=tuple(_soon_after(sale.due(k), k + count) for k in range(1, count + 1)))
        for act, one in zip(collected(paid), paid.collected, strict=True):
            with self._store.write() as tx:
                turn_to(tx, one.due)
            clerk = Actor(self._staff.named("premium.head"), DOOR, instant(one.due, 0))
            RENEWAL.run(self._store, clerk, one.due)
            premium = Sample(self._facts(paid, sample.facts.acts, sample.facts.collects + 1))
            with self._store.write() as tx:
                before = _everything(tx)
                numbers: list[Numbers] = []
                self._act(tx, premium, act, numbers)
                premium.rows = _added(before, _everything(tx), may_change=(Billing,))
                premium.facts.now = numbers[0]
                _check_paid_to(tx, premium.facts)
            sample = premium
        return sample

    def _act(self, tx: Tx, sample: Sample, act: Act, numbers: list[Numbers]) -> None:
        sale = sample.facts.sale
        turn_to(tx, act.day)
        self._hours.turn_to(act.day)
        before = _counters(tx, sale.branch)
        outcome = self._replay.perform(tx, sale, act)
        after = _counters(tx, sale.branch)
        taken = {name: after[name] - before.get(name, 1) for name in after if after[name] != before.get(name, 1)}
        ids, receipts = taken.pop("id", 0), taken.pop("receipt", 0)
        first = {general(name, sale.branch): before.get(name, 1) for name in taken}
        sample.costs.append(Cost(ids, receipts, {general(name, sale.branch): n for name, n in taken.items()}))
        event = tx.need(Event, outcome.event_id)
        first_id = make_id(sale.branch, before["id"])
        numbers.append(Numbers(act.day, event.at, event.clerk_id, event.id, first_id, before["receipt"], first))

    def _mould(
        self, samples: Sequence[Sample], witnesses: Sequence[Sale], sold_for: Sequence[Cost] | None = None
    ) -> Mould:
        facts, costs, sale = [sample.facts for sample in samples], samples[0].costs, samples[0].facts.sale
        if any(sample.costs != costs for sample in samples):
            raise Unexplained(f"{sale.kind.name}: numbers taken {[sample.costs for sample in samples]}")
        if sold_for is None:
            symbols = list(vocabulary(self._catalog, sale, costs))
            proof = [self._imagined(one, 0, costs) for one in witnesses]
        else:
            symbols = list(premium_vocabulary(self._catalog, sale, sold_for, costs[0]))
            proof = [self._imagined(one, 2 + n % 3, sold_for, costs[0]) for n, one in enumerate(witnesses)]
        fault = Ambiguity(symbols, proof).fault(facts)
        if fault is not None:
            raise Unexplained(f"{sale.kind.name}: {fault}")
        return self._cast(Casting(symbols, facts), samples)

    def _cast(self, casting: Casting, samples: Sequence[Sample]) -> Mould:
        rows: dict[Model, list[tuple[Slot, ...]]] = {}
        events = [sample.rows.pop(Event) for sample in samples]
        models = samples[0].rows.keys()
        sealed: dict[int, list[Slot]] = {}
        for model in models:
            alike = [sample.rows.get(model, []) for sample in samples]
            if len({len(some) for some in alike} | {sample.rows.keys() == models for sample in samples} - {True}) != 1:
                raise Unexplained(f"{model.__name__}: {[len(some) for some in alike]} rows")
            for n, row in enumerate(zip(*alike, strict=True)):
                where = f"{model.__name__} {n}"
                rows.setdefault(model, []).append(self._row(casting, model, row, where))
                if model in SEALED:
                    source = row[0][columns_of(model).index("source_id")]
                    lines = [raw_sealed_line(table_of(model), _named(model, one)) for one in row]
                    sealed.setdefault(source, []).append(casting.text(lines, where, {}))
        moulds = []
        for n, event in enumerate(zip(*events, strict=True)):
            moulds.append(_event(casting, event, f"Event {n}", tuple(sealed.pop(event[0][0], ()))))
        if sealed or len(moulds) != len(samples[0].costs):
            raise Unexplained("rows of another event, or an act without exactly one event")
        return Mould(
            casting.finished(),
            tuple(samples[0].costs),
            {model: tuple(slots) for model, slots in rows.items()},
            tuple(moulds),
        )

    def _row(self, casting: Casting, model: Model, row: Sequence[Row], where: str) -> tuple[Slot, ...]:
        """A row; what follows from other columns of it is computed from them, not looked up."""
        slots = list(row_slots(casting, model, [self._known_part(model, one) for one in row], where))
        columns = columns_of(model)
        if model is Clock:
            slots[columns.index("due")] = self._deadline(casting, [_named(Clock, one) for one in row], where)
        if model is Billing:
            place = columns.index("paid_to")
            values = tuple(one[place] for one in row)
            slots[place] = casting.derived(values, "first unpaid", first_unpaid, where)
        return tuple(slots)

    def _known_part(self, model: Model, row: Row) -> Row:
        later = {Clock: "due", Billing: "paid_to"}.get(model)
        return tuple(None if name == later else value for name, value in zip(columns_of(model), row, strict=True))

    def _deadline(self, casting: Casting, rows: Sequence[Mapping[str, Any]], where: str) -> Slot:
        """When a clock is due follows from its standard, its start and what it allows."""
        standard, allowed = self._catalog.standards[rows[0]["standard"]], rows[0]["allowed"]
        name, started = casting.reading(tuple(row["started"] for row in rows), where)

        @cache
        def due(day: int) -> int:
            return day_number(clocks.start(standard, day_of(day), self._catalog.calendar, allowed=allowed).due)

        values = tuple(row["due"] for row in rows)
        label = f"{standard.code} of {allowed} from {name}"
        return casting.derived(values, label, lambda f: due(started(f)), where)


def _event(casting: Casting, rows: Sequence[Row], where: str, sealed: tuple[Slot, ...]) -> EventMould:
    """The content of the event's data stands in its own column and again in the text that is hashed."""
    if columns_of(Event)[-3:] != EVENT_END:
        raise Unexplained("columns of events")
    columns = row_slots(casting, Event, [(*row[:-3], None, None, None) for row in rows], where)[:-3]
    content = columns[columns_of(Event).index("data")]
    marked = {"data": f'"{CONTENT}"', "prev": PREV, "sealed": SEAL}
    texts = [raw_event_text(_named(Event, row) | marked) for row in rows]
    return EventMould(columns, casting.text(texts, where, {CONTENT: content}), sealed)


def _named(model: Model, row: Row) -> dict[str, Any]:
    return dict(zip(columns_of(model), row, strict=True))


def _soon_after(due: date, days: int) -> Collected:
    return Collected(due, due + timedelta(days=days))


def _check_paid_to(reader: Reader, facts: Facts) -> None:
    """A premium moves paid-to on by one instalment and changes nothing else that was there."""
    place = columns_of(Billing).index("paid_to")
    if first_unpaid(facts) not in {row[place] for row in raw_rows(reader, Billing)}:
        raise Unexplained(f"{facts.sale.kind.name}: paid-to after a premium")


def _everything(reader: Reader) -> dict[Model, dict[Row, Row]]:
    """Every row an act may write, by its key."""
    found: dict[Model, dict[Row, Row]] = {}
    for model in every_model():
        if model not in BESIDE:
            place = [columns_of(model).index(name) for name in key_columns(model)]
            found[model] = {tuple(row[n] for n in place): row for row in raw_rows(reader, model)}
    return found


def _added(
    before: dict[Model, dict[Row, Row]], after: dict[Model, dict[Row, Row]], may_change: tuple[Model, ...]
) -> dict[Model, list[Row]]:
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


def _counters(reader: Reader, branch: int) -> dict[str, int]:
    return {counter.name: counter.next for counter in reader.find(BranchCounter, branch_id=branch)}


def _employ(tx: Tx, catalog: Catalog) -> None:
    """A clerk in every seat and two agents in the branches of the samples."""
    for clerk_id, seat in enumerate(seats(catalog), 1001):
        clerk = Clerk(id=clerk_id, login=seat.login, name=seat.login, branch_id=seat.branch, grade=seat.grade)
        tx.insert([clerk, ClerkDuty(clerk_id=clerk_id, duty=seat.duty)])
    for branch in BRANCHES:
        for n in (1, 2):
            agent_id = branch * 1000 + n
            tx.insert([Agent(id=agent_id, code=f"{branch}-{n:02d}", name="-", branch_id=branch, phone="-")])


def _start_numbers_apart(tx: Tx) -> None:
    """Ids, receipts and events of the sample branches begin at numbers that nothing else has."""
    for n, branch in enumerate(BRANCHES, 1):
        for name, start in (("id", 410_001), ("receipt", 52_001)):
            tx.update(BranchCounter, {"branch_id": branch, "name": name}, {"next": start * n})
        tx.update(ChainHead, {"branch_id": branch}, {"seq": 730_011 * n})
        for kind in KINDS.values():
            cabinet = f"cabinet {kind.prefix}-{branch}"
            tx.insert([BranchCounter(branch_id=branch, name=cabinet, next=1371 * n + 1013 * ord(kind.prefix))])

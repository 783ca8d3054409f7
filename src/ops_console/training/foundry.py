"""Where moulds are made: samples of a kind compared cell by cell, and templates made of what they have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from ops_console.base.i18n import use_language
from ops_console.catalog.model import Catalog
from ops_console.data.bulk import Row, columns_of
from ops_console.data.days import day_number, day_of
from ops_console.data.seals import raw_event_text, raw_sealed_line
from ops_console.data.store import table_of
from ops_console.data.tables import SEALED, Billing, Clock, Event
from ops_console.rules import clocks
from ops_console.training.facts import NO_COST, Costs, Facts, Symbol, first_unpaid, premium_vocabulary, vocabulary
from ops_console.training.market import Market
from ops_console.training.moulds import Ambiguity, Casting, Filler, Model, Slot, Unexplained, row_slots
from ops_console.training.people import People
from ops_console.training.sales import KINDS, Kind, Period, Sale
from ops_console.training.samples import AGENTS, BRANCHES, Bench, Sample
from ops_console.training.script import sold

COLLECTED = (1, 1, 2)
"""Which renewal premium of each sample the mould of a premium is made of."""
WITNESSES = 12
ATTEMPTS = 5000
PREV, SEAL, CONTENT = "<prev>", "<sealed>", "<data>"
"""What stands in an event's text for the hash before it, its sealed digest, its data."""
EVENT_END = ("sealed", "prev", "hash")


@dataclass(frozen=True)
class EventMould:
    """One event: its columns but the last three, the text its hash covers, the sealed lines written with it."""

    columns: tuple[Slot, ...]
    text: Slot
    sealed: tuple[Slot, ...]


@dataclass(frozen=True)
class Mould:
    """What some acts write, and the numbers each of them takes."""

    fill: Filler
    costs: Costs
    rows: Mapping[Model, tuple[tuple[Slot, ...], ...]]
    events: tuple[EventMould, ...]


@dataclass(frozen=True)
class Moulds:
    """Of sales from application to archive, by kind; of a renewal premium, by product."""

    sales: Mapping[str, Mould]
    premiums: Mapping[str, Mould]


def make_moulds(catalog: Catalog, period: Period, kinds: Sequence[Kind]) -> Moulds:
    """The moulds of these kinds."""
    bench = Bench(catalog, period)
    foundry = _Foundry(catalog, period, bench)
    sales: dict[str, Mould] = {}
    premiums: dict[str, Mould] = {}
    with use_language("zh"):
        for kind in kinds:
            chosen, witnesses = foundry.chosen(kind)
            samples = [bench.sell(sale) for sale in chosen]
            sales[kind.name] = foundry.of_sales(samples, witnesses)
            if kind.product not in premiums and not catalog.products[kind.product].renewed_as_new_term:
                premiums[kind.product] = foundry.of_premiums(samples, witnesses)
    bench.close()
    return Moulds(sales, premiums)


class _Foundry:
    """Compares samples."""

    def __init__(self, catalog: Catalog, period: Period, bench: Bench) -> None:
        self._catalog = catalog
        self._period = period
        self._bench = bench

        @cache
        def due(standard: str, allowed: int, day: int) -> int:
            clock = clocks.start(catalog.standards[standard], day_of(day), catalog.calendar, allowed=allowed)
            return day_number(clock.due)

        self._due = due

    def chosen(self, kind: Kind) -> tuple[list[Sale], list[Sale]]:
        """Sales that tell every symbol from every other, and some more that prove it."""
        random = Random(f"samples of {kind.name}")
        market = Market(self._catalog, AGENTS, self._period, People(random), random)
        witnesses = [market.sale(no, kind, BRANCHES[no % len(BRANCHES)]) for no in range(WITNESSES)]
        acts = {act.name: NO_COST for act in sold(witnesses[0], self._catalog)}
        symbols = (*vocabulary(self._catalog, witnesses[0], acts), *premium_vocabulary(self._catalog, acts, NO_COST))
        tell_apart = Ambiguity(symbols, [self._bench.imagined(sale, 2 + sale.no % 3) for sale in witnesses])
        for attempt in range(1, ATTEMPTS):
            no = 10 * (attempt + ATTEMPTS * KINDS.index(kind))
            sales = [market.sale(no + place, kind, branch) for place, branch in enumerate(BRANCHES)]
            imagined = [self._bench.imagined(sale, count) for sale, count in zip(sales, COLLECTED, strict=True)]
            if not tell_apart.fault(imagined):
                return sales, witnesses
        raise LookupError(f"no sales of kind {kind.name} can be told apart")

    def of_sales(self, samples: Sequence[Sample], witnesses: Sequence[Sale]) -> Mould:
        """From application to archive."""
        costs = _common_costs(samples)
        symbols = vocabulary(self._catalog, samples[0].facts.sale, costs)
        return self._mould(samples, symbols, [self._bench.imagined(sale, 0, costs) for sale in witnesses], costs)

    def of_premiums(self, samples: Sequence[Sample], witnesses: Sequence[Sale]) -> Mould:
        """One renewal premium."""
        premiums = [self._bench.collect(sample, count) for sample, count in zip(samples, COLLECTED, strict=True)]
        sold_for, costs = _common_costs(samples), _common_costs(premiums)
        (cost,) = costs.values()
        symbols = premium_vocabulary(self._catalog, sold_for, cost)
        proof = [self._bench.imagined(sale, 2 + sale.no % 3, sold_for, cost) for sale in witnesses]
        return self._mould(premiums, symbols, proof, costs)

    def _mould(
        self, samples: Sequence[Sample], symbols: Iterable[Symbol], witnesses: Sequence[Facts], costs: Costs
    ) -> Mould:
        known, facts = list(symbols), [sample.facts for sample in samples]
        fault = Ambiguity(known, witnesses).fault(facts)
        if fault is not None:
            raise Unexplained(fault)
        casting = Casting(known, facts)
        written = [model for model in samples[0].rows if model is not Event]
        if any([model for model in sample.rows if model is not Event] != written for sample in samples):
            raise Unexplained(f"tables written: {[list(sample.rows) for sample in samples]}")
        rows: dict[Model, tuple[tuple[Slot, ...], ...]] = {}
        sealed: dict[int, list[Slot]] = {}
        for model in written:
            alike = _alike(samples, model)
            rows[model] = tuple(self._row(casting, model, row, f"{model.__name__} {n}") for n, row in enumerate(alike))
            if model in SEALED:
                _seal(casting, model, alike, sealed)
        events = [
            _event(casting, event, f"Event {n}", tuple(sealed.pop(event[0][0], ())))
            for n, event in enumerate(_alike(samples, Event))
        ]
        if sealed or len(events) != len(costs):
            raise Unexplained("rows of another event, or an act without exactly one event")
        return Mould(casting.finished(), costs, rows, tuple(events))

    def _row(self, casting: Casting, model: Model, row: Sequence[Row], where: str) -> tuple[Slot, ...]:
        """A row; what follows from other columns of it is computed from them, not looked up."""
        columns = columns_of(model)
        follows = {Clock: "due", Billing: "paid_to"}.get(model)
        if follows is None:
            return row_slots(casting, model, row, where)
        place = columns.index(follows)
        slots = list(row_slots(casting, model, [(*one[:place], None, *one[place + 1 :]) for one in row], where))
        values = tuple(one[place] for one in row)
        if model is Clock:
            slots[place] = self._deadline(casting, [_named(Clock, one) for one in row], values, where)
        else:
            slots[place] = casting.derived(values, "first unpaid", first_unpaid, where)
        return tuple(slots)

    def _deadline(
        self, casting: Casting, rows: Sequence[Mapping[str, Any]], values: tuple[int, ...], where: str
    ) -> Slot:
        """When a clock is due follows from its standard, its start and what it allows."""
        standard, allowed = rows[0]["standard"], rows[0]["allowed"]
        name, started = casting.reading(tuple(row["started"] for row in rows), where)
        due = self._due
        return casting.derived(
            values, f"{standard} of {allowed} from {name}", lambda f: due(standard, allowed, started(f)), where
        )


def _common_costs(samples: Sequence[Sample]) -> Costs:
    costs = samples[0].costs
    if any(sample.costs != costs for sample in samples):
        raise Unexplained(f"numbers taken: {[sample.costs for sample in samples]}")
    return costs


def _alike(samples: Sequence[Sample], model: Model) -> list[tuple[Row, ...]]:
    """The rows of a table, each as it stands in every sample."""
    found = [sample.rows[model] for sample in samples]
    if len({len(rows) for rows in found}) != 1:
        raise Unexplained(f"{model.__name__}: {[len(rows) for rows in found]} rows")
    return list(zip(*found, strict=True))


def _seal(casting: Casting, model: Model, rows: Sequence[tuple[Row, ...]], sealed: dict[int, list[Slot]]) -> None:
    """The line of each row that the digest of its event covers, by the event in the first sample."""
    source = columns_of(model).index("source_id")
    for n, row in enumerate(rows):
        lines = [raw_sealed_line(table_of(model), _named(model, one)) for one in row]
        sealed.setdefault(row[0][source], []).append(casting.text(lines, f"{model.__name__} {n}, sealed", {}))


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

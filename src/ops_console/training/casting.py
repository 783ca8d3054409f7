"""Casting: the rows of thousands of sales from the moulds of their kinds, numbered as the desk would have numbered
them.

Three passes: every act of the company in its order is given the next numbers of its branch; the rows of each sale are
made; the events are chained, branch by branch.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ops_console.catalog.model import Catalog
from ops_console.data.bulk import Row, every_model, load
from ops_console.data.seals import digest, seal_of_lines
from ops_console.data.store import Store, Tx
from ops_console.data.tables import Billing, BranchCounter, ChainHead, Event
from ops_console.rules.numbers import make_id
from ops_console.training.clerks import Staff
from ops_console.training.facts import BRANCH_SIGN, Cost, Facts, Numbers, general
from ops_console.training.foundry import PREV, SEAL, Mould, Moulds
from ops_console.training.hours import stamp
from ops_console.training.moulds import Model, getter
from ops_console.training.sales import Sale
from ops_console.training.script import collected, in_order, sold

Get = Callable[[Sequence[Any]], Row]


@dataclass(slots=True)
class _Counters:
    """The next numbers of a branch, and the acts of the day so far."""

    id: int
    receipt: int
    event: int
    others: dict[str, int]
    day: date | None = None
    acts: int = 0


@dataclass(slots=True)
class _Unchained:
    """An event whose place in the chain is known, but not the hash before it."""

    columns: Row
    text: str
    sealed: str


class _Cast:
    """A mould ready to be filled."""

    def __init__(self, mould: Mould) -> None:
        self.fill = mould.fill
        self.rows = [(model, [getter(slots) for slots in rows]) for model, rows in mould.rows.items()]
        self.events = [(getter(event.columns), event.text, event.sealed) for event in mould.events]
        self.costs = mould.costs


class Caster:
    """Fills a new store with sales."""

    def __init__(self, catalog: Catalog, staff: Staff, moulds: Moulds, agents: Mapping[str, int]) -> None:
        self._catalog = catalog
        self._staff = staff
        self._agents = agents
        self._sales = {kind: _Cast(mould) for kind, mould in moulds.sales.items()}
        self._premiums = {product: _Cast(mould) for product, mould in moulds.premiums.items()}
        self.rows: dict[Model, list[Row]] = defaultdict(list)
        self._events: dict[int, _Unchained] = {}
        self.billing: list[tuple[date, Row]] = []
        """Billing rows with the day they came to be: the runs between must not find them earlier."""

    def cast(self, tx: Tx, sales: Sequence[Sale]) -> None:
        """Make the rows of the sales; the numbers begin where the store's branches stand."""
        counters = _counters(tx)
        facts = [self._facts(sale) for sale in sales]
        numbers = self._number(sales, facts, counters)
        for one, premiums in zip(facts, numbers, strict=True):
            self._sell(one)
            for count, now in enumerate(premiums, 1):
                one.collects, one.now = count, now
                self._pour(self._premiums[one.sale.kind.product], one)
        self._chain(tx, counters)
        _keep(tx, counters)

    def write(self, tx: Tx) -> None:
        """Write what was cast, parents before children."""
        for model in every_model():
            load(tx, model, self.rows.pop(model, []))

    def _facts(self, sale: Sale) -> Facts:
        name = str(self._catalog.branches[sale.branch].label)
        return Facts(sale, name, self._agents[sale.agent], {}, len(sale.collected))

    def _number(
        self, sales: Sequence[Sale], facts: Sequence[Facts], counters: Mapping[int, _Counters]
    ) -> list[list[Numbers]]:
        """Give every act its numbers, in the company's order; those of renewal premiums are returned by sale."""
        scripts = [self._script(sale) for sale in sales]
        numbers: list[list[Any]] = [[None] * len(script) for script in scripts]
        for step in in_order((n, [day for day, _clerk, _cost in script]) for n, script in enumerate(scripts)):
            sale = sales[step.sale]
            _day, clerk, cost = scripts[step.sale][step.number]
            given = _next(counters[sale.branch], sale.branch, step.day, clerk, cost)
            numbers[step.sale][step.number] = given
        premiums = []
        for one, given_to in zip(facts, numbers, strict=True):
            names = self._sales[one.sale.kind.name].costs
            one.acts = dict(zip(names, given_to, strict=False))
            premiums.append(given_to[len(names) :])
        return premiums

    def _script(self, sale: Sale) -> list[tuple[date, int, Cost]]:
        costs = self._sales[sale.kind.name].costs
        acts = [
            (act.day, self._staff.of(act.duty, sale.branch), cost)
            for act, cost in zip(sold(sale, self._catalog), costs.values(), strict=True)
        ]
        if sale.collected:
            (cost,) = self._premiums[sale.kind.product].costs.values()
            acts += [(act.day, self._staff.of(act.duty, sale.branch), cost) for act in collected(sale)]
        return acts

    def _sell(self, facts: Facts) -> None:
        rows = self._pour(self._sales[facts.sale.kind.name], facts)
        self.billing += [(facts.sale.days.signed, row) for row in rows]

    def _pour(self, cast: _Cast, facts: Facts) -> list[Row]:
        """Fill a mould for a sale; returns the billing rows, which are written later than all others."""
        values = cast.fill(facts)
        billing: list[Row] = []
        for model, getters in cast.rows:
            rows = billing if model is Billing else self.rows[model]
            rows += [get(values) for get in getters]
        for columns, text, sealed in cast.events:
            row = columns(values)
            seal = seal_of_lines([values[slot] for slot in sealed]) if sealed else ""
            self._events[row[0]] = _Unchained(row, values[text], seal)
        return billing

    def _chain(self, tx: Tx, counters: Mapping[int, _Counters]) -> None:
        """Hash the events, each upon the one before it in its branch."""
        rows = self.rows[Event]
        for branch, ends in counters.items():
            head = tx.need(ChainHead, branch)
            last = head.hash
            for sequence in range(head.seq + 1, ends.event):
                one = self._events.pop(make_id(branch, sequence))
                prev, last = last, digest(one.text.replace(PREV, last, 1).replace(SEAL, one.sealed, 1))
                rows.append((*one.columns, one.sealed, prev, last))
            if ends.event > head.seq + 1:
                tx.update(ChainHead, {"branch_id": branch}, {"seq": ends.event - 1, "hash": last})


def _counters(tx: Tx) -> dict[int, _Counters]:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for counter in tx.find(BranchCounter):
        found[counter.branch_id][general(counter.name, counter.branch_id)] = counter.next
    heads = {head.branch_id: head.seq for head in tx.find(ChainHead)}
    return {
        branch: _Counters(numbers.pop("id"), numbers.pop("receipt"), heads[branch] + 1, numbers)
        for branch, numbers in found.items()
    }


def _next(counters: _Counters, branch: int, day: date, clerk: int, cost: Cost) -> Numbers:
    """What the branch gives its next act, and what is left then."""
    if counters.day != day:
        counters.day, counters.acts = day, 0
    others: dict[str, int] = {}
    for name, count in cost.counters.items():
        others[name] = counters.others.get(name, 1)
        counters.others[name] = others[name] + count
    given = Numbers(
        stamp(day, counters.acts),
        clerk,
        make_id(branch, counters.event),
        make_id(branch, counters.id),
        counters.receipt,
        others,
    )
    counters.acts += 1
    counters.event += 1
    counters.id += cost.ids
    counters.receipt += cost.receipts
    return given


def _keep(tx: Tx, counters: Mapping[int, _Counters]) -> None:
    """The counters of the branches as the acts have left them."""
    for branch, numbers in counters.items():
        left = {"id": numbers.id, "receipt": numbers.receipt}
        left |= {name.replace(BRANCH_SIGN, str(branch)): following for name, following in numbers.others.items()}
        for name, following in left.items():
            if not tx.update(BranchCounter, {"branch_id": branch, "name": name}, {"next": following}):
                tx.insert([BranchCounter(branch_id=branch, name=name, next=following)])


def by_month(billing: Iterable[tuple[date, Row]], runs: Sequence[date]) -> Iterable[tuple[date, list[Row]]]:
    """Each day of a run with the billing rows that came to be before it and after the run before."""
    waiting = sorted(billing, key=lambda one: one[0])
    for day in runs:
        ready = [row for made, row in waiting if made < day]
        waiting = waiting[len(ready) :]
        yield day, ready
    if waiting:
        yield date.max, [row for _made, row in waiting]


def load_billing(store: Store, rows: Sequence[Row]) -> None:
    with store.write() as tx:
        load(tx, Billing, rows)

"""Casting: the rows of thousands of sales from the moulds of their kinds, numbered as the desk would have numbered
them.

Three passes: every act of the company in its order is given the next numbers of its branch; the rows of all sales of a
kind are made at once; the events are chained, branch by branch.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from ops_console.catalog.model import Catalog
from ops_console.data.bulk import Row, every_model, load
from ops_console.data.seals import digest, seal_of_lines
from ops_console.data.store import Store, Tx
from ops_console.data.tables import Billing, BranchCounter, ChainHead, Event
from ops_console.rules.numbers import branch_of, make_id
from ops_console.training.clerks import Staff
from ops_console.training.facts import BRANCH_SIGN, Cost, Facts, Numbers, general
from ops_console.training.foundry import PREV, SEAL, Mould, Moulds
from ops_console.training.hours import stamp
from ops_console.training.moulds import Model, rows_of
from ops_console.training.sales import Sale
from ops_console.training.script import collected, in_order, sold


@dataclass(slots=True)
class _Counters:
    """The next numbers of a branch, and the acts of the day so far."""

    id: int
    receipt: int
    event: int
    others: dict[str, int]
    day: date | None = None
    acts: int = 0


class _Unchained(NamedTuple):
    """An event whose place in the chain is known, but not the hash before it."""

    columns: Row
    text: str
    sealed: str


class Caster:
    """Fills a new store with sales."""

    def __init__(self, catalog: Catalog, staff: Staff, moulds: Moulds, agents: Mapping[str, int]) -> None:
        self._catalog = catalog
        self._staff = staff
        self._agents = agents
        self._moulds = moulds
        self.rows: dict[Model, list[Row]] = defaultdict(list)
        self._events: list[_Unchained] = []
        self.billing: list[tuple[date, Row]] = []
        """Billing rows with the day they came to be: the runs between must not find them earlier."""

    def cast(self, tx: Tx, sales: Sequence[Sale]) -> None:
        """Make the rows of the sales; the numbers begin where the store's branches stand."""
        counters = _counters(tx)
        facts = [self._facts(sale) for sale in sales]
        premiums = self._number(facts, counters)
        for kind, sold_so in _grouped(facts, lambda one: one.sale.kind.name):
            billing = self._pour(self._moulds.sales[kind], sold_so)
            self.billing += zip((one.sale.days.signed for one in sold_so), billing, strict=True)
        for product, renewed in _grouped(premiums, lambda one: one.sale.kind.product):
            self._pour(self._moulds.premiums[product], renewed)
        self._chain(tx, counters)
        _keep(tx, counters)

    def write(self, tx: Tx) -> None:
        """Write what was cast, parents before children."""
        for model in every_model():
            load(tx, model, self.rows.pop(model, []))

    def _facts(self, sale: Sale) -> Facts:
        name = str(self._catalog.branches[sale.branch].label)
        return Facts(sale, name, self._agents[sale.agent], {}, len(sale.collected))

    def _number(self, facts: Sequence[Facts], counters: Mapping[int, _Counters]) -> list[Facts]:
        """Give every act its numbers, in the company's order. Returns the renewal premiums."""
        scripts = [self._script(one.sale) for one in facts]
        numbers: list[list[Any]] = [[None] * len(script) for script in scripts]
        for step in in_order((n, [day for day, _clerk, _cost in script]) for n, script in enumerate(scripts)):
            branch = facts[step.sale].sale.branch
            _day, clerk, cost = scripts[step.sale][step.number]
            numbers[step.sale][step.number] = _next(counters[branch], branch, step.day, clerk, cost)
        premiums = []
        for one, given_to in zip(facts, numbers, strict=True):
            names = self._moulds.sales[one.sale.kind.name].costs
            one.acts.update(zip(names, given_to, strict=False))
            premiums += [replace(one, collects=n, now=now) for n, now in enumerate(given_to[len(names) :], 1)]
        return premiums

    def _script(self, sale: Sale) -> list[tuple[date, int, Cost]]:
        costs = self._moulds.sales[sale.kind.name].costs
        acts = [
            (act.day, self._staff.of(act.duty, sale.branch), cost)
            for act, cost in zip(sold(sale, self._catalog), costs.values(), strict=True)
        ]
        if sale.collected:
            (cost,) = self._moulds.premiums[sale.kind.product].costs.values()
            acts += [(act.day, self._staff.of(act.duty, sale.branch), cost) for act in collected(sale)]
        return acts

    def _pour(self, mould: Mould, facts: Sequence[Facts]) -> list[Row]:
        """Fill a mould for sales; returns the billing rows, which are written later than all others."""
        columns = mould.fill(facts)
        billing: list[Row] = []
        for model, rows in mould.rows.items():
            for slots in rows:
                (billing if model is Billing else self.rows[model]).extend(rows_of(columns, slots))
        for event in mould.events:
            seals = map(seal_of_lines, rows_of(columns, event.sealed)) if event.sealed else [""] * len(facts)
            self._events += map(_Unchained, rows_of(columns, event.columns), columns[event.text], seals)
        return billing

    def _chain(self, tx: Tx, counters: Mapping[int, _Counters]) -> None:
        """Hash the events, each upon the one before it in its branch."""
        hashes = {branch: tx.need(ChainHead, branch).hash for branch in counters}
        rows = self.rows[Event]
        # An event's id is its branch and its place in the branch's chain.
        for columns, text, sealed in sorted(self._events, key=lambda one: one.columns[0]):
            branch = branch_of(columns[0])
            prev = hashes[branch]
            hashes[branch] = digest(text.replace(PREV, prev, 1).replace(SEAL, sealed, 1))
            rows.append((*columns, sealed, prev, hashes[branch]))
        self._events.clear()
        for branch, ends in counters.items():
            tx.update(ChainHead, {"branch_id": branch}, {"seq": ends.event - 1, "hash": hashes[branch]})


def _grouped(facts: Iterable[Facts], key: Callable[[Facts], str]) -> Iterable[tuple[str, list[Facts]]]:
    groups: dict[str, list[Facts]] = defaultdict(list)
    for one in facts:
        groups[key(one)].append(one)
    return groups.items()


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

"""Everything a row of one sale can say, by name: the vocabulary that moulds are made in.

A symbol is a name and a function of the facts: who, what, when, and the numbers that acts were given. What an operation
writes and no symbol explains is an error when a mould is made, never a wrong row.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from ops_console.catalog.model import Catalog
from ops_console.data.days import day_number
from ops_console.rules.numbers import Prefix, printed
from ops_console.training.hours import Stamp
from ops_console.training.people import Invented
from ops_console.training.sales import Sale

BRANCH_SIGN = "<branch>"


@dataclass(slots=True)
class Numbers:
    """What one act was given: its stamp, who did it, and the next numbers of its branch."""

    stamp: Stamp
    clerk: int
    event: int
    first_id: int
    receipt: int
    counters: Mapping[str, int]


@dataclass(slots=True)
class Facts:
    """A sale, the numbers of its acts, and what the company calls the branch and the agent."""

    sale: Sale
    branch_name: str
    agent_id: int
    acts: dict[str, Numbers]
    """Of the acts from application to archive, by name."""
    collects: int = 0
    """How many renewal premiums came in so far: the next one to come is instalment ``collects + 1``."""
    now: Numbers | None = None
    """Of the premium coming in now, instalment ``collects``."""


@dataclass(frozen=True)
class Cost:
    """How many numbers of its branch an act takes: ids, receipts, those of other counters (named as by `general`)."""

    ids: int = 0
    receipts: int = 0
    counters: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """How something is read that belongs to a person or an act: whole sales are read whole by whole, then part by
    part."""

    whole: Callable[[Facts], Any]
    part: Callable[[Any], Any]

    def __call__(self, f: Facts) -> Any:
        return self.part(self.whole(f))


Read = Callable[[Facts], Any]
Symbol = tuple[str, Read]
OfPerson = Callable[[Facts], Invented]
OfAct = Callable[[Facts], Numbers]
Costs = Mapping[str, Cost]
"""By the name of the act, in the order of the script."""

NO_COST = Cost()


def vocabulary(catalog: Catalog, sale: Sale, costs: Costs) -> Iterator[Symbol]:
    """The symbols of a sale of this kind."""
    yield from _person("applicant", lambda f: f.sale.applicant)
    if sale.kind.insured != "self":
        yield from _person("insured", lambda f: f.sale.insured)
    else:
        for n in range(len(sale.heirs)):
            yield from _person(f"heir {n}", _heir(n))
    yield from _terms()
    yield from _price(sale)
    yield from _contract()
    for name, cost in costs.items():
        yield from _act(name, _named(name), cost, catalog)


def premium_vocabulary(catalog: Catalog, costs: Costs, cost: Cost) -> Iterator[Symbol]:
    """The symbols of a renewal premium, which are the same for all kinds of sales."""
    yield "instalment due", lambda f: day_number(f.sale.due(f.collects))
    yield "instalment due, text", lambda f: f.sale.due(f.collects).isoformat()
    yield "next instalment due", first_unpaid
    yield "next instalment due, text", lambda f: f.sale.due(f.collects + 1).isoformat()
    yield from _act("now", _now, cost, catalog)
    yield from _person("applicant", lambda f: f.sale.applicant)
    yield from _terms()
    yield from _contract()
    for name in ("receive", "issue"):
        yield from _act(name, _named(name), costs.get(name, NO_COST), catalog)


def general(counter: str, branch: int) -> str:
    """The name of a branch's counter, for any branch."""
    return counter.replace(str(branch), BRANCH_SIGN)


def first_unpaid(f: Facts) -> int:
    """Due date of the first instalment that has not come in."""
    return day_number(f.sale.due(f.collects + 1))


def _now(f: Facts) -> Numbers:
    if f.now is None:
        raise LookupError("no premium is coming in")
    return f.now


def _named(name: str) -> OfAct:
    return lambda f: f.acts[name]


def _heir(n: int) -> OfPerson:
    return lambda f: f.sale.heirs[n]


def _person(who: str, of: OfPerson) -> Iterator[Symbol]:
    for name in ("name", "initials", "sex"):
        yield f"{who}: {name}", Part(of, attrgetter(name))
    yield f"{who}: birth", Part(of, lambda person: day_number(person.birth))
    yield f"{who}: birth, text", Part(of, lambda person: person.birth.isoformat())
    yield f"{who}: document", Part(of, attrgetter("document_no"))
    for name in ("phone", "address"):
        yield f"{who}: {name}", Part(of, attrgetter(name))


def _terms() -> Iterator[Symbol]:
    yield "branch", attrgetter("sale.branch")
    yield "branch's name", attrgetter("branch_name")
    yield "form", attrgetter("sale.form_no")
    yield "agent", attrgetter("sale.agent")
    yield "agent's id", attrgetter("agent_id")
    yield "account", attrgetter("sale.account_no")
    yield "bank", attrgetter("sale.bank")
    yield "sum", lambda f: int(f.sale.sum_assured)
    yield "sum, yuan", lambda f: f.sale.sum_assured.yuan()
    yield "premium", lambda f: int(f.sale.premium)
    yield "premium, negative", lambda f: -f.sale.premium
    yield "premium, yuan", lambda f: f.sale.premium.yuan()
    yield "income", lambda f: int(f.sale.income)
    yield "income, yuan", lambda f: f.sale.income.yuan()
    yield "entry age", attrgetter("sale.entry_age")
    yield "years of payment", attrgetter("sale.pay_years")
    yield "years of cover", attrgetter("sale.cover_years")
    yield "months", attrgetter("sale.months")


def _price(sale: Sale) -> Iterator[Symbol]:
    """What the trace of the premium says."""
    yield "price: table", lambda f: f.sale.priced.inputs["table"]
    for n, (name, _value) in enumerate(sale.priced.steps):
        yield f"price: {name}", _step(n)


def _step(n: int) -> Read:
    return lambda f: f.sale.priced.steps[n][1]


def _contract() -> Iterator[Symbol]:
    yield "commenced", lambda f: day_number(f.sale.commenced)
    yield "commenced, text", lambda f: f.sale.commenced.isoformat()
    yield "anchor day", lambda f: f.sale.commenced.day
    yield "first renewal", lambda f: day_number(f.sale.due(1))
    yield "premiums end", lambda f: day_number(f.sale.due(f.sale.pay_years * 12 // f.sale.months))


def _act(name: str, of: OfAct, cost: Cost, catalog: Catalog) -> Iterator[Symbol]:
    yield f"{name}: day", Part(of, attrgetter("stamp.day"))
    yield f"{name}: day, text", Part(of, attrgetter("stamp.day_text"))
    yield f"{name}: instant", Part(of, attrgetter("stamp.at"))
    yield f"{name}: instant, text", Part(of, attrgetter("stamp.at_text"))
    yield f"{name}: clerk", Part(of, attrgetter("clerk"))
    yield f"{name}: event", Part(of, attrgetter("event"))
    if cost.receipts:
        yield f"{name}: receipt", Part(of, attrgetter("receipt"))
        yield f"{name}: receipt, text", lambda f: f"{f.sale.branch}-{of(f).receipt}"
    for n in range(cost.ids):
        yield from _id(f"{name}: id {n}", of, n)
    for counter in cost.counters:
        yield from _counter(f"{name}: {counter}", of, counter, catalog.setting("archive_box"))


def _id(name: str, of: OfAct, n: int) -> Iterator[Symbol]:
    yield name, Part(of, lambda act: act.first_id + n)
    for prefix in Prefix:
        yield f"{name}, printed {prefix}", _printed(of, n, prefix)


def _printed(of: OfAct, n: int, prefix: Prefix) -> Read:
    return Part(of, lambda act: printed(prefix, act.first_id + n))


def _counter(name: str, of: OfAct, counter: str, box: int) -> Iterator[Symbol]:
    yield name, Part(of, lambda act: act.counters[counter])
    yield f"{name}, box", Part(of, lambda act: (act.counters[counter] - 1) // box + 1)
    yield f"{name}, place in the box", Part(of, lambda act: (act.counters[counter] - 1) % box + 1)

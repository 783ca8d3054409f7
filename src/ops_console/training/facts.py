"""Everything a row of one sale can say, by name: the vocabulary that moulds are made in.

A symbol is a name and a function of the facts: who, what, when, and the numbers that acts were given. What an operation
writes and no symbol explains is an error when a mould is made, never a wrong row.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from ops_console.catalog.model import Catalog
from ops_console.data.days import day_number
from ops_console.rules.numbers import Prefix, printed
from ops_console.training.sales import Sale

BRANCH_SIGN = "<branch>"
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - only ever subtracted


@dataclass(slots=True)
class Numbers:
    """What one act was given: its day and instant, who did it, and the next numbers of its branch."""

    day: date
    at: datetime
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
    acts: list[Numbers]
    """Of the acts from application to archive."""
    collects: int = 0
    """How many renewal premiums came in so far: the next one to come is instalment ``collects + 1``."""
    now: Numbers | None = None
    """Of the premium coming in now, instalment ``collects``."""


@dataclass(frozen=True)
class Cost:
    """How many numbers of its branch an act takes: ids, receipts, and those of other counters (names as `general` gives)."""

    ids: int = 0
    receipts: int = 0
    counters: Mapping[str, int] = field(default_factory=dict)


Read = Callable[[Facts], Any]
Symbol = tuple[str, Read]


def vocabulary(catalog: Catalog, sale: Sale, costs: Sequence[Cost]) -> Iterator[Symbol]:
    """The symbols of a sale of this kind. ``costs``: of each act from application to archive."""
    box = catalog.setting("archive_box")
    yield from _people(sale)
    yield from _terms()
    yield from _contract()
    for place, cost in enumerate(costs):
        yield from _act(f"act {place}", lambda f, place=place: f.acts[place], cost, box)


def premium_vocabulary(catalog: Catalog, sale: Sale, costs: Sequence[Cost], cost: Cost) -> Iterator[Symbol]:
    """The same, and the symbols of a renewal premium."""
    yield "instalment due", lambda f: day_number(f.sale.due(f.collects))
    yield "instalment due, text", lambda f: f.sale.due(f.collects).isoformat()
    yield "next instalment due", lambda f: day_number(f.sale.due(f.collects + 1))
    yield "next instalment due, text", lambda f: f.sale.due(f.collects + 1).isoformat()
    yield from _act("now", _now, cost, catalog.setting("archive_box"))
    yield from vocabulary(catalog, sale, costs)


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


def _people(sale: Sale) -> Iterator[Symbol]:
    cast_: list[tuple[str, Callable[[Facts], Any]]] = [("applicant", lambda f: f.sale.applicant)]
    if sale.kind.insured != "self":
        cast_.append(("insured", lambda f: f.sale.insured))
    else:
        cast_ += [(f"heir {n}", lambda f, n=n: f.sale.heirs[n]) for n in range(len(sale.heirs))]
    for who, of in cast_:
        yield f"{who}: name", lambda f, of=of: of(f).name
        yield f"{who}: initials", lambda f, of=of: of(f).initials
        yield f"{who}: sex", lambda f, of=of: of(f).sex
        yield f"{who}: birth", lambda f, of=of: day_number(of(f).birth)
        yield f"{who}: birth, text", lambda f, of=of: of(f).birth.isoformat()
        yield f"{who}: document", lambda f, of=of: of(f).document_no
        yield f"{who}: phone", lambda f, of=of: of(f).phone
        yield f"{who}: address", lambda f, of=of: of(f).address


def _terms() -> Iterator[Symbol]:
    yield "branch", lambda f: f.sale.branch
    yield "branch's name", lambda f: f.branch_name
    yield "form", lambda f: f.sale.form_no
    yield "agent", lambda f: f.sale.agent
    yield "agent's id", lambda f: f.agent_id
    yield "account", lambda f: f.sale.account_no
    yield "sum", lambda f: int(f.sale.sum_assured)
    yield "sum, yuan", lambda f: f.sale.sum_assured.yuan()
    yield "premium", lambda f: int(f.sale.premium)
    yield "premium, negative", lambda f: -f.sale.premium
    yield "premium, yuan", lambda f: f.sale.premium.yuan()
    yield "income", lambda f: int(f.sale.income)
    yield "income, yuan", lambda f: f.sale.income.yuan()
    yield "entry age", lambda f: f.sale.entry_age
    yield "years of payment", lambda f: f.sale.pay_years
    yield "years of cover", lambda f: f.sale.cover_years
    yield "months", lambda f: f.sale.months


def _contract() -> Iterator[Symbol]:
    yield "commenced", lambda f: day_number(f.sale.commenced)
    yield "commenced, text", lambda f: f.sale.commenced.isoformat()
    yield "anchor day", lambda f: f.sale.commenced.day
    yield "first renewal", lambda f: day_number(f.sale.due(1))
    yield "premiums end", lambda f: day_number(f.sale.due(f.sale.pay_years * 12 // f.sale.months))


def _act(name: str, of: Callable[[Facts], Numbers], cost: Cost, box: int) -> Iterator[Symbol]:
    yield f"{name}: day", lambda f: day_number(of(f).day)
    yield f"{name}: day, text", lambda f: of(f).day.isoformat()
    yield f"{name}: instant", lambda f: microseconds(of(f).at)
    yield f"{name}: instant, text", lambda f: of(f).at.isoformat()
    yield f"{name}: clerk", lambda f: of(f).clerk
    yield f"{name}: event", lambda f: of(f).event
    if cost.receipts:
        yield f"{name}: receipt", lambda f: of(f).receipt
        yield f"{name}: receipt, text", lambda f: f"{f.sale.branch}-{of(f).receipt}"
    for n in range(cost.ids):
        yield f"{name}: id {n}", lambda f, n=n: of(f).first_id + n
        for prefix in Prefix:
            yield f"{name}: number {prefix}{n}", lambda f, n=n, p=prefix: printed(p, of(f).first_id + n)
    for counter in cost.counters:
        yield f"{name}: counter {counter}", lambda f, c=counter: of(f).counters[c]
        yield f"{name}: box by {counter}", lambda f, c=counter: (of(f).counters[c] - 1) // box + 1
        yield f"{name}: place by {counter}", lambda f, c=counter: (of(f).counters[c] - 1) % box + 1


def microseconds(at: datetime) -> int:
    """An instant as the store keeps it."""
    since = at.replace(tzinfo=None) - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds

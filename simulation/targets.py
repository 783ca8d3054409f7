"""Runs to be killed: for each a store that has work for it, and the way to start it again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ops_console import rooms
from ops_console.batch import bank_import, bank_reading, by_policy, collections, grace, notices, renewal
from ops_console.batch.bank_export import write_drawn
from ops_console.batch.bank_import import BANK_IMPORT
from ops_console.batch.bank_intake import take_in
from ops_console.batch.crew import crew_of
from ops_console.batch.registry import BATCHES
from ops_console.data.catalog_rows import catalog_of
from ops_console.data.store import Store
from ops_console.data.tables import Run
from ops_console.desk.entry import Actor
from ops_console.training.replay import turn_to
from simulation.bank import Bank
from simulation.book import actors, build, login_of
from simulation.chance import Chance

NOTICED_ON, DUE_BY, ANSWERED_ON, LAPSED_BY = date(2024, 12, 31), date(2025, 2, 28), date(2025, 3, 9), date(2025, 5, 8)
"""Many are due within two months; they owe an instalment; the bank has answered; grace is over for all of them."""
SEED = 1
PER_CHUNK = 20
"""Policies or lines: so that a kill can fall between two of many chunks."""
ANSWERS = "answers"
DAY_DIGITS = 8
"""At the end of the name of a bank's file, behind a letter and the bank's code."""

Start = Callable[[Store, Actor, Path, int], None]


@dataclass(frozen=True)
class Target:
    """A run: the stage of the store it begins with (see `stages`), its day, how it is started."""

    name: str
    stage: str
    day: date
    start: Start


def small_chunks() -> None:
    """For this process and those copied from it."""
    for module in (renewal, collections, grace, notices, by_policy):
        module.POLICIES_PER_CHUNK = PER_CHUNK  # type: ignore[attr-defined]
    bank_import.LINES_PER_CHUNK = bank_reading.LINES_AT_ONCE = PER_CHUNK


def _run(name: str, day: date) -> Start:
    def start(store: Store, actor: Actor, _folder: Path, workers: int) -> None:
        BATCHES[name].run(store, actor, day, crew=crew_of(workers))

    return start


def _import(store: Store, actor: Actor, folder: Path, workers: int) -> None:
    """Read and book; what was read already is only booked."""
    with store.read() as reader:
        begun = reader.first(Run, kind=BANK_IMPORT.name)
    if begun is not None:
        BANK_IMPORT.run(store, actor, begun.as_of, crew=crew_of(workers))
    for path in sorted((folder / ANSWERS).iterdir()):
        take_in(store, actor, path, bank=path.stem[1:-DAY_DIGITS])


TARGETS: Mapping[str, Target] = {
    one.name: one
    for one in (
        Target("notice-run", "new", NOTICED_ON, _run("notice-run", NOTICED_ON)),
        Target("renewal-run", "owing soon", DUE_BY, _run("renewal-run", DUE_BY)),
        Target("collection-run", "owing", DUE_BY, _run("collection-run", DUE_BY)),
        Target("bank-import", "answered", ANSWERED_ON, _import),
        Target("grace-run", "overdue", LAPSED_BY, _run("grace-run", LAPSED_BY)),
    )
}


def premium_clerk(store: Store) -> Actor:
    with store.read() as reader:
        return actors(reader)[login_of("premium")]


def stages(place: Callable[[str], str], copy: Callable[[str, str], None], folder: Path, policies: int) -> None:
    """The stores the runs begin with, each grown from the one before. `place`: the URL of a store by its name; `copy`:
    one store, closed, to another name. The bank's answers are in the folder."""
    rooms.load()
    build(place("new"), policies, SEED)
    _on(place("new"), NOTICED_ON, lambda _store, _actor: None)
    copy("new", "owing soon")
    _on(place("owing soon"), DUE_BY, lambda _store, _actor: None)
    copy("owing soon", "owing")
    _on(place("owing"), DUE_BY, lambda store, actor: _work(store, actor, "renewal-run"))
    copy("owing", "overdue")
    _on(place("overdue"), LAPSED_BY, lambda _store, _actor: None)
    copy("owing", "answered")
    _on(place("answered"), DUE_BY, lambda store, actor: _answered(store, actor, folder))
    _on(place("answered"), ANSWERED_ON, lambda _store, _actor: None)


def _on(url: str, day: date, work: Callable[[Store, Actor], None]) -> None:
    store = Store(url)
    with store.write() as tx:
        turn_to(tx, day)
    work(store, premium_clerk(store))
    store.close()


def _work(store: Store, actor: Actor, name: str) -> None:
    BATCHES[name].run(store, actor, DUE_BY)


def _answered(store: Store, actor: Actor, folder: Path) -> None:
    """Ordered from the bank; its answers lie there, settled and rejected, none of them booked."""
    _work(store, actor, "collection-run")
    with store.read() as reader:
        banking = catalog_of(reader, reader.state().catalog_version).banking
    answers = folder / ANSWERS
    answers.mkdir(parents=True, exist_ok=True)
    if any(answers.iterdir()):
        return  # Of the other engine: the orders are the same.
    bank, out = Bank(Chance(SEED), banking, answers), folder / "out"
    out.mkdir(exist_ok=True)
    for file in write_drawn(store, actor, out).written:
        bank.receive(Path(file.path), file.bank, file.kind, DUE_BY)
    bank.delivers(ANSWERED_ON)

"""Many clerks at once on the same policies while premiums are raised and the bank's answers booked on them: nothing
lost, nothing double, everybody told.

Every clerk is a process with a store of its own, and does as a desk does: takes premium, takes in a request, keys one.
Afterwards every success has its event and its receipt, no request was done twice, every line of the bank is booked, and
`verify` finds nothing.
"""

import os
import pickle
import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from benchmarks.figures import Figure
from ops_console import rooms
from ops_console.base.problems import OpsError
from ops_console.base.waits import listening
from ops_console.batch.registry import BATCHES
from ops_console.data.store import Reader, Store
from ops_console.data.tables import BankFile, Clerk, ClerkDuty, Event, Policy, PolicyStatus, Receipt, Run
from ops_console.data.types import FOREVER
from ops_console.data.verify import verify_store
from ops_console.desk.desk import perform
from ops_console.desk.entry import Actor
from ops_console.rules.numbers import HEAD_OFFICE
from ops_console.training.replay import turn_to
from simulation.servers import server
from simulation.targets import LAPSED_BY, TARGETS, premium_clerk, stages

AT_ONCE = {"SQLite": 5, "PostgreSQL": 20}
POLICIES, SHARED, REQUESTS = 120, 30, 40
"""In the store; that everybody works on; requests that wait, each for whoever is first."""
EACH = 30
"""Operations of a clerk."""
RENEWAL, BANK = "renewal-run", "bank-import"
DUTIES = ("premium", "counter", "preservation")
DOOR = "clerk"
CONTACT = 3
AMOUNT = 1_000
"""Fen."""
LONGEST = 10.0
"""Seconds after which the program tells a clerk that another one holds what is needed."""


@dataclass
class Told:
    """What became of the operations of one clerk, or of all: seconds of each, those done, errors by their code, and
    what was waited for longer than a moment."""

    seconds: list[float] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    waits: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Told") -> None:
        self.seconds += other.seconds
        self.done += other.done
        self.errors += other.errors
        self.waits += other.waits

    def hears(self, text: str) -> None:
        """What the other one is doing; who it is and since when are left out."""
        self.waits[text.rpartition(",")[0].rpartition(": ")[2]] += 1

    @property
    def percentile_95(self) -> float:
        return sorted(self.seconds)[len(self.seconds) * 95 // 100]


@dataclass(frozen=True)
class Work:
    """What lies on the desks: numbers of policies and of requests."""

    policies: Sequence[str]
    requests: Sequence[str]


def measure(quick: bool = False) -> list[Figure]:
    """On both engines: many at once, beside one alone who does what one of them does."""
    rooms.load()
    figures = []
    for engine, clerks in AT_ONCE.items():
        with _stores(engine) as (place, copy), tempfile.TemporaryDirectory() as bank:
            stages(place, copy, Path(bank), POLICIES)
            url = place("answered")
            work = _prepare(url, 2 * clerks)
            alone, alone_took = _all(url, work, range(1), EACH, ())
            runs = (lambda: _renew(url), lambda: _book_answers(url, Path(bank)))  # noqa: B023 - over before the next url
            many, took = _all(url, work, range(1, clerks + 1), EACH // 3 if quick else EACH, runs)
            _check(url, work, alone, many)
        what = f"{clerks} clerks and two runs, {engine}"
        count = len(many.seconds)
        print(f"{what}: {count / took:.0f} operations/s, done {dict(many.done)}, told {dict(many.errors)}")
        print(f"  longest {max(many.seconds):.1f} s; waited longer than a moment: {dict(many.waits)}")
        each, usual = took / count * 1000, alone_took / len(alone.seconds) * 1000
        figures.append(Figure(f"{what}: an operation", "ms", each, usual, "one clerk alone, no run", 2))
        figures.append(
            Figure(f"{what}: 95th percentile", "ms", many.percentile_95 * 1000, alone.percentile_95 * 1000,
                   "one clerk alone, no run", 4 * clerks, limit=LONGEST * 1000)
        )  # fmt: skip
    return figures


@contextmanager
def _stores(engine: str) -> Iterator[tuple[Callable[[str], str], Callable[[str, str], None]]]:
    """The URL of a store by its name, and a way to copy one; on disk, as durable as a company's."""
    if engine == "PostgreSQL":
        with server() as cluster:
            cluster.create("new")
            yield cluster.url, lambda name, other: cluster.create(other, name)
        return
    with tempfile.TemporaryDirectory(prefix="ops-console-bench-") as folder:

        def path(name: str) -> Path:
            return Path(folder) / f"{name.replace(' ', '-')}.sqlite"

        def copy(name: str, other: str) -> None:
            shutil.copyfile(path(name), path(other))

        yield lambda name: f"sqlite:///{path(name)}", copy


def _prepare(url: str, clerks: int) -> Work:
    store = Store(url)
    with store.write() as tx:
        turn_to(tx, LAPSED_BY)
        last = tx.find(Clerk, order_by="-id", limit=1)[0].id
        for place in range(clerks * len(DUTIES)):
            id_, duty = last + 1 + place, DUTIES[place % len(DUTIES)]
            login = _login(duty, place // len(DUTIES))
            tx.insert([Clerk(id=id_, login=login, name=login, branch_id=HEAD_OFFICE, grade="clerk")])
            tx.insert([ClerkDuty(clerk_id=id_, duty=duty)])
    with store.read() as reader:
        in_force = {one.policy_id for one in reader.find(PolicyStatus, valid_to=FOREVER, status="in_force")}
        policies = [one.number for one in reader.find(Policy) if one.id in in_force][:SHARED]
        counter = _actors(reader, 0)["counter"]
    requests = []
    for number in range(REQUESTS):
        done = perform(store, "counter.receive_request", counter, policies[number % SHARED], {"item": CONTACT})
        requests.append(str(done.number))
    store.close()
    return Work(policies, requests)


def _login(duty: str, clerk: int) -> str:
    return f"bench-{duty}-{clerk}"


def _actors(reader: Reader, clerk: int) -> dict[str, Actor]:
    return {duty: Actor(reader.find(Clerk, login=_login(duty, clerk))[0].id, DOOR) for duty in DUTIES}


def _all(url: str, work: Work, clerks: range, each: int, runs: Sequence[Callable[[], None]]) -> tuple[Told, float]:
    """Clerks and runs, each in a process of its own; what the clerks were told, and the seconds until the last one."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        started = time.perf_counter()
        at_work = [_fork(partial(_clerk, url, work, clerk, each, folder)) for clerk in clerks]
        running = [_fork(run) for run in runs]
        ended = [os.waitpid(child, 0)[1] for child in at_work]
        took = time.perf_counter() - started
        ended += [os.waitpid(child, 0)[1] for child in running]
        if any(ended):
            raise RuntimeError(f"a clerk or a run ended with an error: {ended}")
        told = Told()
        for path in sorted(folder.iterdir()):
            told.add(pickle.loads(path.read_bytes()))  # noqa: S301 - our own
    return told, took


def _fork(work: Callable[[], object]) -> int:
    child = os.fork()
    if child:
        return child
    try:
        work()
        os._exit(0)
    finally:
        os._exit(1)


def _renew(url: str) -> None:
    """Of two months."""
    store = Store(url)
    BATCHES[RENEWAL].run(store, premium_clerk(store), LAPSED_BY)
    store.close()


def _book_answers(url: str, bank: Path) -> None:
    store = Store(url)
    TARGETS[BANK].start(store, premium_clerk(store), bank, 1)
    store.close()


def _clerk(url: str, work: Work, clerk: int, each: int, folder: Path) -> None:
    """A day at the desk."""
    rnd, told, store = random.Random(clerk), Told(), Store(url)  # noqa: S311 - keeps no secret
    with store.read() as reader:
        actors = _actors(reader, clerk)
    for _number in range(each):
        name, subject, values = _next(rnd, work)
        duty = {"premium": "premium", "counter": "counter"}.get(name.partition(".")[0], "preservation")
        started = time.perf_counter()
        try:
            with listening(told.hears):
                perform(store, name, actors[duty], subject, values)
        except OpsError as error:
            told.errors[f"{name}: {type(error).__name__} {error.code}"] += 1
        else:
            told.done[name] += 1
        told.seconds.append(time.perf_counter() - started)
    store.close()
    (folder / f"{clerk}.pickle").write_bytes(pickle.dumps(told))


def _next(rnd: random.Random, work: Work) -> tuple[str, str, dict[str, object]]:
    kind = rnd.random()
    if kind < 0.5:
        return "premium.collect", rnd.choice(work.policies), {"amount": AMOUNT, "method": "transfer"}
    if kind < 0.7:
        return "counter.receive_request", rnd.choice(work.policies), {"item": CONTACT}
    phone = f"139{rnd.randrange(10**8):08d}"
    return "preservation.change_contact", rnd.choice(work.requests), {"phone": phone}


def _check(url: str, work: Work, *all_told: Told) -> None:
    """Every success has one event, every premium one receipt; no request was done twice; the books are whole."""
    done = sum((told.done for told in all_told), Counter[str]())
    store = Store(url)
    with store.read() as reader:
        events = Counter(event.operation for event in reader.find(Event, door=DOOR))
        events["counter.receive_request"] -= REQUESTS
        taken = sum(receipt.amount == AMOUNT for receipt in reader.find(Receipt))
        files = [file.state for file in reader.find(BankFile, direction="in")]
        unfinished = [run.kind for run in reader.find(Run, finished_at=None)]
        findings = verify_store(reader)
    store.close()
    assert set(files) == {"booked"}, files
    assert unfinished == [], unfinished
    assert events == done, (events, done)
    assert taken == done["premium.collect"], (taken, done)
    assert done["preservation.change_contact"] <= len(work.requests)
    assert findings == [], findings[:5]

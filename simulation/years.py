"""The days of a simulated company, one after the other."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from ops_console.batch.bank_export import write_drawn
from ops_console.batch.bank_intake import take_in
from ops_console.batch.day import run_day
from ops_console.data.catalog_rows import catalog_of
from ops_console.data.store import Reader, Store, table_of
from ops_console.data.tables import Branch, Letter
from ops_console.data.verify.digest import digest_of
from ops_console.desk.entry import Actor
from ops_console.rules.numbers import SEQUENCES_PER_BRANCH
from ops_console.training.replay import turn_to
from simulation import book, checks
from simulation.bank import Bank
from simulation.chance import Chance
from simulation.customers import Customers
from simulation.log import Log, Row
from simulation.occurred import LARGE, LONG, occurred
from simulation.people_work import Office

A_MONTH = 30
ONE_DAY = timedelta(days=1)
LAPSE = "lapse_notice"
TOLD = (LAPSE, "apl_notice")


@dataclass(frozen=True)
class Plan:
    """What is simulated: `workers` of each run; `verify` runs every so many evenings, 0 for at the end alone. `stride`:
    days from one evening's runs to the next, over which everybody else goes on as ever."""

    policies: int
    days: int
    seed: int
    workers: int = 1
    verify_every: int = A_MONTH
    stride: int = 1

    @property
    def is_large(self) -> bool:
        """So many policies and days that everything has to happen at least once."""
        return self.policies >= LARGE and self.days >= LONG


@dataclass(frozen=True)
class Ending:
    """How it ended: the store's digest, what became of the instalments, the persistency both ways, how often what the
    simulation is for happened, what was done; and what does not hold."""

    day: date
    digest: str
    dues: Mapping[str, int]
    persistency: list[Row]
    occurred: Mapping[str, int]
    done: Mapping[str, int]
    refused: Mapping[str, int]
    lines: Mapping[str, int]
    wrong: checks.Findings


@dataclass
class Years:
    """A store that is at the beginning, and everybody who acts on it."""

    store: Store
    plan: Plan
    folder: Path
    lines: dict[str, int] = field(default_factory=dict)
    _read: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.out, answers = self.folder / "out", self.folder / "in"
        for made in (self.out, answers):
            made.mkdir(parents=True, exist_ok=True)
        with self.store.read() as reader:
            self.catalog = catalog_of(reader, reader.state().catalog_version)
            self.today = reader.state().business_date
            self.actors: Mapping[str, Actor] = book.actors(reader)
            self.log = Log(book.contracts(reader, book.sales(self.plan.policies, self.plan.seed)))
        chance = Chance(self.plan.seed)
        self.bank = Bank(chance, self.catalog.banking, answers)
        self.office = Office(self.store, self.actors)
        self.customers = Customers(self.store, self.office, self.log, chance, self.catalog)

    def live(self, told: Callable[[date], None] = lambda _day: None) -> Ending:
        """All the days; Wrong as soon as a day or the books of it do not hold."""
        self.customers.begin(self.today, self.plan.days)
        for number in range(1, self.plan.days // self.plan.stride + 1):
            if number > 1:
                self._pass()
            self.day()
            if self.plan.verify_every and number % self.plan.verify_every == 0:
                with self.store.read() as reader:
                    found = checks.unsound(reader)
                if found:
                    raise checks.Wrong("; ".join(found))
            told(self.today)
        with self.store.read() as reader:
            wrong = checks.unsound(reader)
            return Ending(
                self.today,
                digest_of(reader),
                checks.dues_explained(reader, self.catalog, self.today, wrong),
                checks.persistency_agrees(reader, self.catalog, self.log, self.today, wrong),
                occurred(reader, self.log, wrong, all_of_it=self.plan.is_large),
                self.office.done,
                self.office.refused,
                self.lines,
                wrong,
            )

    def day(self) -> None:
        """Answers of the bank, customers, the evening's runs, files to the bank."""
        today = self.today
        for bank, path, answers in self.bank.delivers(today):
            taken = take_in(self.store, self._premium, path, bank=bank)
            for total in taken.totals if answers else ():
                self.lines[total.state] = self.lines.get(total.state, 0) + total.lines
            held = {line.reference for line in taken.held}
            for answer in answers:
                if answer.reference not in held and answer.reference.startswith("P"):
                    self.customers.hear(today, answer)
        self.customers.act(today)
        report = run_day(
            self.store, lambda kind: self.actors[book.login_of(kind.duties[0])], today, workers=self.plan.workers
        )
        if report.failed is not None or report.faults:
            raise checks.Wrong(f"{today}: {report.failed} {report.faults[:5]}")
        day_end = report.lines[-1].report
        if day_end is None or day_end.left:
            raise checks.Wrong(f"{today}: {report.lines[-1].came}, {day_end and day_end.left}")
        self._post(today)
        written = write_drawn(self.store, self._premium, self.out)
        if written.problems:
            raise checks.Wrong(f"{today}: {written.problems[:3]}")
        for file in written.written:
            self.bank.receive(Path(file.path), file.bank, file.kind, today)
            Path(file.path).unlink()
        with self.store.read() as reader:
            checks.after_a_day(reader, today)
            self.today = reader.state().business_date
        if self.today != today + ONE_DAY:
            raise checks.Wrong(f"{today}: the day did not close; it is {self.today}")

    def _pass(self) -> None:
        """To the next evening on which anybody runs anything."""
        if self.plan.stride > 1:
            self.today += (self.plan.stride - 1) * ONE_DAY
            with self.store.write() as tx:
                turn_to(tx, self.today)

    @property
    def _premium(self) -> Actor:
        return self.actors[book.login_of("premium")]

    def _post(self, today: date) -> None:
        """The letters of the day that tell a customer of a lapse or a premium loan."""
        with self.store.read() as reader:
            letters = [one for one in self._new_letters(reader) if one.kind in TOLD and one.day == today]
        for letter in sorted(letters, key=lambda one: one.values["policy"]):
            number = letter.values["policy"]
            if letter.kind == LAPSE:
                self.customers.lapsed(today, number)
            else:
                self.log.by_number[number].paid[date.fromisoformat(letter.values["due"])] = today

    def _new_letters(self, reader: Reader) -> Iterator[Letter]:
        """Those written since they were last asked for: a branch numbers them upwards."""
        id_ = table_of(Letter).c.id
        for branch in reader.find(Branch):
            last = self._read.get(branch.id, branch.id * SEQUENCES_PER_BRANCH)
            own = id_.between(last + 1, (branch.id + 1) * SEQUENCES_PER_BRANCH - 1)
            for letter in reader.find(Letter, own):
                self._read[branch.id] = letter.id
                yield letter

"""The guide does the steps and shows each: who, by which duty and authority, what changed, clocks, ledger, letters."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from random import Random
from typing import Any

from ops_console.base.i18n import _, language
from ops_console.base.money import Fen
from ops_console.base.problems import OpsError
from ops_console.batch.runs import RunKind
from ops_console.catalog.model import Catalog
from ops_console.data.catalog_rows import catalog_of
from ops_console.data.store import Reader, Store
from ops_console.data.tables import Clerk, Clock, Event, LedgerLine, Letter, Party, WorkItem
from ops_console.desk.desk import Outcome, perform
from ops_console.desk.entry import Actor
from ops_console.desk.kinds import KINDS
from ops_console.desk.operations import OPERATIONS, Operation
from ops_console.desk.words import word
from ops_console.exchange.letters import letter_lines
from ops_console.rules.authority import MeasureUnit
from ops_console.rules.numbers import Prefix, parse
from ops_console.rules.sources import source_text
from ops_console.training.clerks import DOOR, EASY_BRANCH, hire
from ops_console.training.hours import Hours
from ops_console.training.people import People
from ops_console.training.tour.teller import Teller
from ops_console.training.tour.words import COLUMNS, MONEY

FIRST_DAY = date(2020, 3, 9)
"""A Monday."""
SEED = 1949
AGENT = "101-01"
MOST_LINES = 8

ClockKey = tuple[int, int]


@dataclass(frozen=True)
class _Told:
    """What a step is told from."""

    operation: Operation
    clerk: Clerk
    outcome: Outcome
    event: Event


class Guide:
    """Performs operations on the tour's store, and tells them."""

    def __init__(self, store: Store, teller: Teller) -> None:
        self.store = store
        self.teller = teller
        self.steps = 0
        self.refusals = 0
        self._hours = Hours(FIRST_DAY)
        with store.read() as reader:
            self.catalog: Catalog = catalog_of(reader, reader.state().catalog_version)

    @property
    def today(self) -> date:
        with self.store.read() as reader:
            return reader.state().business_date

    def employ(self) -> None:
        """The clerks of the demo store."""
        with self.store.write() as tx:
            hire(tx, self.catalog, {EASY_BRANCH: [AGENT]}, self._hours, People(Random(SEED)))

    def do(self, title: str, login: str, operation: str, on: str | None = None, **values: Any) -> Outcome:
        """One step: done, and told in full."""
        with self.store.read() as reader:
            before = _clocks(reader)
        outcome = self.quietly(login, operation, on, **values)
        self.steps += 1
        found = OPERATIONS[operation]
        self.teller.headline(self.steps, title, f"{found.code} {operation}")
        with self.store.read() as reader:
            event = reader.need(Event, outcome.event_id)
            told = _Told(found, reader.need(Clerk, event.clerk_id), outcome, event)
            self._tell_who(told)
            self._tell_case(reader, told)
            self._tell_changes(told)
            self._tell_clocks(reader, before)
            self._tell_money(told)
            self._tell_letters(reader, told)
        for message in outcome.messages:
            self.teller.line(_("Says"), message)
        return outcome

    def quietly(self, login: str, operation: str, on: str | None = None, **values: Any) -> Outcome:
        """The same, without a word."""
        with self.store.read() as reader:
            clerk = reader.find(Clerk, login=login)[0]
        actor = Actor(clerk.id, DOOR, self._hours.stamp(clerk.branch_id))
        return perform(self.store, operation, actor, on, values)

    def refused(self, title: str, login: str, operation: str, on: str | None = None, **values: Any) -> None:
        """A step that must not be possible: why not, and by which rule. RuntimeError when it was done all the same."""
        try:
            self.quietly(login, operation, on, **values)
        except OpsError as error:
            self.refusals += 1
            self.teller.headline(self.steps, _("Refused: {attempt}").format(attempt=title), OPERATIONS[operation].code)
            with self.store.read() as reader:
                clerk = reader.find(Clerk, login=login)[0]
            self.teller.line(_("Tried by"), f"{clerk.login} ({clerk.name})")
            self.teller.line(_("Refused"), error.message, style="red")
            for problem in error.problems:
                self.teller.line("", f"{problem.field}: {problem.message}", style="red")
            if error.source:
                self.teller.line(_("Rule"), source_text(error.source))
        else:
            raise RuntimeError(f"{operation} was done, though a rule stands against it")

    def run(self, title: str, kind: RunKind) -> None:
        """A batch over the whole company, as of today."""
        with self.store.read() as reader:
            clerk = reader.find(Clerk, login="premium.head")[0]
        report = kind.run(self.store, Actor(clerk.id, DOOR, self._hours.stamp(clerk.branch_id)), self.today)
        self.steps += 1
        self.teller.headline(self.steps, title, f"batch {report.name}")
        self.teller.line(_("Totals"), _("{rows} rows, {amount}").format(
            rows=report.total.rows, amount=report.total.amount.yuan()))  # fmt: skip
        for line in report.left:
            self.teller.line(_("Left"), line)

    def quietly_run(self, kind: RunKind) -> None:
        """A batch, without a word."""
        with self.store.read() as reader:
            clerk = reader.find(Clerk, login="premium.head")[0]
        kind.run(self.store, Actor(clerk.id, DOOR, self._hours.stamp(clerk.branch_id)), self.today)

    def told(self, policy: str) -> None:
        """What the last operation on a policy did, when a run did it."""
        with self.store.read() as reader:
            event = reader.find(Event, policy_id=parse(policy).id, order_by="-id", limit=1)[0]
            letters = [one.id for one in reader.find(Letter, policy_id=event.policy_id, day=event.day)]
            lines = reader.find(LedgerLine, source_id=event.id)
            outcome = Outcome(event.operation, event.id, None, None, letters=letters, lines=lines)
            told = _Told(OPERATIONS[event.operation], reader.need(Clerk, event.clerk_id), outcome, event)
            self.teller.line(_("Policy"), f"{policy}: {_(told.operation.label)}")
            self._tell_changes(told)
            self._tell_money(told)
            self._tell_letters(reader, told)

    def move_to(self, day: date, why: str = "") -> None:
        """A later business date: in training stores one operation moves it."""
        self.quietly("admin", "administration.move_date", None, day=day)
        self._hours.turn_to(day)
        self.teller.say("")
        self.teller.say(f"--- {day.isoformat()} {why}".rstrip())

    def letter_of(self, number: str, kind: str) -> None:
        """The last letter of a kind on a policy, printed in the language spoken."""
        with self.store.read() as reader:
            letters = reader.find(Letter, policy_id=parse(number).id, kind=kind, order_by="-id", limit=1)
        between = "" if language() == "zh" else " "
        lines = letter_lines(self.catalog.letters[kind], language(), letters[0].values)
        for _blank, paragraph in groupby(lines, key=bool):
            self.teller.line("", between.join(paragraph))

    def opened(self, outcome: Outcome, prefix: Prefix) -> str:
        """The number of the case of a kind that a step opened."""
        return next(number for number in outcome.opened if number.startswith(prefix))

    def _tell_who(self, told: _Told) -> None:
        duty, clerk = told.event.data.get("duty"), told.clerk
        grade = self.catalog.authority.grade(clerk.grade)
        branch = self.catalog.branches[clerk.branch_id].label
        acting = self.catalog.duties[duty].label if duty else _("any duty")
        self.teller.line(_("Done by"), f"{clerk.login} ({clerk.name}), {acting}, {grade.label}, {branch}")
        if told.operation.duties:
            duties = " / ".join(str(self.catalog.duties[one].label) for one in told.operation.duties)
            self.teller.line(_("May do it"), duties)
        measures = told.event.data.get("measures") or told.event.data.get("asked") or {}
        for code, value in measures.items():
            measure, limit = self.catalog.authority.measures[code], grade.limits.get(code, 0)
            shown, most = (_amount(one, measure.unit) for one in (value, limit))
            self.teller.line(
                _("Authority"),
                _("{measure} {value}; limit of the grade {limit}").format(
                    measure=measure.label, value=shown, limit=most
                ),
            )
        if told.outcome.referred_to:
            up = self.catalog.authority.grade(told.outcome.referred_to).label
            self.teller.line(_("Referred"), _("to {grade}: nothing else is done").format(grade=up), style="yellow")

    def _tell_case(self, reader: Reader, told: _Told) -> None:
        numbers = dict.fromkeys([*([told.outcome.number] if told.outcome.number else []), *told.outcome.opened])
        for number in numbers:
            case = reader.get(WorkItem, parse(number).id)
            if case is not None:
                kind = KINDS[case.kind]
                self.teller.line(_("Case"), f"{_(kind.label)} {number}: {_(kind.state(case.state).label)}")

    def _tell_changes(self, told: _Told) -> None:
        lines = []
        for change in told.event.data.get("changes", []):
            for column, after in change["after"].items():
                if column in COLUMNS:
                    before = change["before"].get(column)
                    lines.append(f"{_(COLUMNS[column])}: {_shown(column, before)} -> {_shown(column, after)}")
        self.teller.lines(_("Changed"), list(dict.fromkeys(lines))[:MOST_LINES])

    def _tell_clocks(self, reader: Reader, before: Mapping[ClockKey, Clock]) -> None:
        lines = []
        for key, clock in _clocks(reader).items():
            earlier = before.get(key)
            if earlier is None or _stand(clock) != _stand(earlier):
                label = self.catalog.standards[clock.standard].label
                lines.append(f"{label}: {_moved(clock, earlier)}")
        self.teller.lines(_("Clocks"), lines)

    def _tell_money(self, told: _Told) -> None:
        for receipt in told.outcome.receipts:
            self.teller.line(_("Receipt"), str(receipt))
        self.teller.ledger(_("Ledger"), [self._posting(line) for line in told.outcome.lines])

    def _posting(self, line: LedgerLine) -> tuple[str, str, int, str]:
        account = self.catalog.ledger.accounts[line.account]
        return line.account, str(account.label), line.amount, Fen(abs(line.amount)).yuan()

    def _tell_letters(self, reader: Reader, told: _Told) -> None:
        for letter_id in told.outcome.letters:
            letter = reader.need(Letter, letter_id)
            name = reader.need(Party, letter.party_id).name
            label = self.catalog.letters[letter.kind].label
            self.teller.line(_("Letter"), _("{letter} to {name}").format(letter=label, name=name))


def _clocks(reader: Reader) -> dict[ClockKey, Clock]:
    return {(clock.case_id, clock.no): clock for clock in reader.find(Clock)}


def _stand(clock: Clock) -> tuple[date, date | None, date | None]:
    return clock.due, clock.stopped_since, clock.met_on


def _moved(clock: Clock, earlier: Clock | None) -> str:
    """What happened to a clock: started, stopped, goes on, met."""
    due = clock.due.isoformat()
    if clock.met_on and (earlier is None or earlier.met_on is None):
        return _("met, was due {day}").format(day=due)
    if clock.stopped_since and (earlier is None or earlier.stopped_since is None):
        return _("stopped")
    if earlier is not None and earlier.stopped_since:
        return _("goes on, due {day}").format(day=due)
    return _("started, due {day}").format(day=due)


def _shown(column: str, value: Any) -> str:
    if value is None or value == "":
        return "-"
    if column in MONEY:
        return Fen(value).yuan()
    return word(str(value), column)


def _amount(value: int | None, unit: MeasureUnit) -> str:
    if value is None:
        return _("none")
    return Fen(value).yuan() if unit is MeasureUnit.FEN else str(value)

"""Letters about instalments, each once for each instalment: notice-run before one falls due, overdue-run while nobody
paid it inside the days of grace.

A chunk reads whom it is about in one statement, makes the texts of letters that say the same but for name and amount
once, and writes them in one.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from ops_console.base.i18n import N_, Language, _, use_language
from ops_console.base.money import Fen
from ops_console.base.problems import Conflict
from ops_console.batch.acting import UNFORESEEN, fault_of
from ops_console.batch.chunks import ChunkResult, Work
from ops_console.batch.report import Expected, Totals
from ops_console.batch.runs import RunKind, Task
from ops_console.batch.sold import products_sold
from ops_console.data.bulk import Row, load
from ops_console.data.catalog_rows import catalog_of
from ops_console.data.days import day_number, day_of
from ops_console.data.runs import notices as rows
from ops_console.data.runs.chunks import Range
from ops_console.data.runs.notices import FIRST, LAST_CALL, OVERDUE, SECOND, Notice, Window
from ops_console.data.seals import GAP, pattern_of
from ops_console.data.store import Reader, Tx
from ops_console.data.tables import Letter, PremiumNotice, RunChunk
from ops_console.data.types import canonical_json
from ops_console.rooms.money_in import CHANNELS
from ops_console.rules.calendar import add_months

POLICIES_PER_CHUNK = 10_000
LETTERS = {
    FIRST: "premium_reminder",
    SECOND: "premium_second_notice",
    OVERDUE: "premium_overdue",
    LAST_CALL: "premium_last_call",
}
"""Kind of notice: its letter."""
PLANNED = "planned_reminder"
STANDARD = "renewal_reminder"
"""How many months before the due date the first goes out (company default)."""
SECOND_BEFORE, OVERDUE_AFTER, LAST = "second_notice", "overdue_reminder", "last_call"
"""Settings: days before the due date, and twice after it (company defaults)."""
ONE_DAY = timedelta(days=1)
MOST_DAYS_OFF = 15
"""Days by which holidays may prolong a period that would end in them."""
Windows = Callable[[Reader, Task], list[Window]]


@dataclass(frozen=True)
class _Text:
    """A letter's kind, and its values as a pattern: gaps for amount, branch, name and policy; grace is over after
    the day."""

    letter: str
    values: str
    grace_ends: date


Told = tuple[Notice, _Text]


class _Letters:
    """Works off the chunks of one run."""

    def __init__(self, task: Task, windows: Windows) -> None:
        self._task = task
        self._windows = windows
        self._today = task.as_of
        """The business date, which letters bear: on it they are written, whatever day was asked for."""
        self._texts: dict[str, dict[tuple[str, int, int, str, str], _Text]] = {}

    def __call__(self, tx: Tx, chunk: RunChunk) -> ChunkResult:
        count, amount, faults = 0, 0, []
        if (today := tx.state().business_date) != self._today:
            self._today, self._texts = today, {}
        for window in self._windows(tx, self._task):
            found = rows.notices(tx, window, chunk)
            told, wrong = self._told(tx, window.kind, found)
            not_told = _missing(found, told)
            if rows.mark(tx, window, chunk, today, not_told) != len(told):
                raise Conflict(_("Policies of this chunk were changed while it was worked on; nothing of it was kept."))
            if window.is_first:
                load(tx, PremiumNotice, self._spared(one for one, _text in told))
            load(tx, Letter, self._letters(tx, chunk.branch_id, told))
            count += len(told)
            amount += sum(one.amount for one, _text in told)
            faults += wrong
        totals = {chunk.branch_id: Totals(count, Fen(amount))} if count else {}
        return ChunkResult(totals, faults=tuple(faults))

    def _told(self, tx: Tx, kind: str, found: list[Notice]) -> tuple[list[Told], list[str]]:
        """Who is written to and with which text, and what could not be told."""
        told: list[Told] = []
        faults = []
        texts = self._texts.setdefault(kind, {})
        for one in found:
            text = texts.get(one.alike)
            if text is None:
                try:
                    text = texts[one.alike] = self._make_text(tx, kind, one)
                except UNFORESEEN as error:
                    faults.append(fault_of(one.policy_number, error))
                    continue
            if max(self._task.as_of, self._today) <= text.grace_ends:
                told.append((one, text))
        return told, faults

    def _letters(self, tx: Tx, branch_id: int, told: Sequence[Told]) -> list[Row]:
        day, ids = day_number(self._today), rows.new_ids(tx, branch_id, len(told)) if told else ()
        label, names = self._task.catalog.branches[branch_id].label, {}
        for language in {one.language for one, _text in told}:
            with use_language(cast(Language, language)):
                names[language] = canonical_json(str(label))
        return [
            (
                letter_id,
                text.letter,
                one.party_id,
                None,
                one.policy_id,
                branch_id,
                one.language,
                day,
                text.values
                % (
                    f'"{Fen(one.amount).yuan()}"',
                    names[one.language],
                    canonical_json(one.name),
                    f'"{one.policy_number}"',
                ),
                0,
            )
            for letter_id, (one, text) in zip(ids, told, strict=True)
        ]

    def _make_text(self, tx: Tx, kind: str, one: Notice) -> _Text:
        """What the letters have in common that are about one product, due date, channel and language."""
        catalog, day = self._task.catalog, day_of(one.due)
        sold = catalog_of(tx, one.catalog_version).products[one.product]
        grace_ends = catalog.calendar.legal_deadline(day, sold.grace_days).day
        with use_language(cast(Language, one.language)):
            values = {
                "amount": GAP,
                "branch": GAP,
                "channel": _(CHANNELS.get(one.channel, one.channel)),
                "day": self._today,
                "due": day,
                "grace_end": grace_ends,
                "name": GAP,
                "number": "",
                "policy": GAP,
            }
        letter = LETTERS[kind] if sold.basis.account is None else PLANNED
        return _Text(letter, pattern_of(values), grace_ends)

    def _spared(self, told: Iterable[Notice]) -> list[Row]:
        """A first reminder so late that the second would follow at once stands for both."""
        until = day_number(_second_until(self._task))
        today = day_number(self._today)
        return [(one.policy_id, one.due, SECOND, today) for one in told if one.due <= until and one.months > 1]


def _missing(found: Sequence[Notice], told: Sequence[Told]) -> list[int]:
    """Policies that were found and not told: nearly always none."""
    if len(found) == len(told):
        return []
    return sorted({one.policy_id for one in found}.difference(one.policy_id for one, _text in told))


def _second_until(task: Task) -> date:
    return task.as_of + timedelta(days=task.catalog.setting(SECOND_BEFORE))


def _to_come(reader: Reader, task: Task) -> list[Window]:
    first_until = _months_ahead(task.as_of, task.catalog.standards[STANDARD].allowed())
    return [
        rows.to_remind(task.as_of, first_until, task.branches),
        rows.to_remind_again(task.as_of, _second_until(task), _planned(reader), task.branches),
    ]


def _months_ahead(day: date, months: int) -> date:
    """The last day that is so many calendar months after a day, or less: 30 April is two months after 28 February, as
    28 and 29 April are."""
    ahead = add_months(day, months)
    if (day + ONE_DAY).day != 1:
        return ahead
    return add_months(ahead.replace(day=1), 1) - ONE_DAY


def _overdue(reader: Reader, task: Task) -> list[Window]:
    """So many days after an instalment fell due, and again; not after the longest grace of any product and the days off
    that may prolong it."""
    first_until, last_until = (
        task.as_of - timedelta(days=task.catalog.setting(name)) for name in (OVERDUE_AFTER, LAST)
    )
    longest = max((product.grace_days for product in products_sold(reader)), default=0)
    since, planned = task.as_of - timedelta(days=longest + MOST_DAYS_OFF), _planned(reader)
    return [
        rows.to_press(OVERDUE, last_until + ONE_DAY, first_until, planned, task.branches),
        rows.to_press(LAST_CALL, since, last_until, planned, task.branches),
    ]


def _planned(reader: Reader) -> set[str]:
    """Products whose premium is planned, not owed."""
    return {product.code for product in products_sold(reader) if product.basis.account is not None}


def _kind(name: str, label: str, windows: Windows) -> RunKind:
    def cut(reader: Reader, task: Task) -> Iterable[Range]:
        return rows.candidates(windows(reader, task)).ranges_by_branch(reader, POLICIES_PER_CHUNK)

    def worker(task: Task) -> Work:
        return _Letters(task, windows)

    def expect(reader: Reader, task: Task) -> Expected:
        return Expected(*rows.candidates(windows(reader, task)).count(reader))

    return RunKind(name, label, ("premium",), cut, worker, expect=expect)


NOTICE = _kind("notice-run", N_("Reminders of premium to come"), _to_come)
PRESSING = _kind("overdue-run", N_("Reminders of premium not paid"), _overdue)

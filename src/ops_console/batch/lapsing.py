"""The plain lapse for many policies at once: in force, premium unpaid, grace over, and nothing else the matter.

Each policy gets exactly the rows that `premium.lapse` would have written for it, its own event in the branch's chain
among them; they are only read, made and written together. A test holds the two ways against each other.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import cast

from ops_console.base.i18n import Language, use_language
from ops_console.base.known import known
from ops_console.base.money import Fen
from ops_console.batch.lapse_rows import OPERATION, POSTING, LapseDay, LapseDesk
from ops_console.batch.report import Totals
from ops_console.batch.runs import Task
from ops_console.batch.sold import products_sold
from ops_console.data.bulk import Row, load
from ops_console.data.catalog_rows import catalog_of
from ops_console.data.days import day_number, day_of
from ops_console.data.runs import lapses as rows
from ops_console.data.runs.lapses import Lapsing, Suspended
from ops_console.data.runs.notices import new_ids
from ops_console.data.seals import GAP, pattern_of
from ops_console.data.store import AnyRecord, Reader, Tx
from ops_console.data.tables import Branch, ChainHead, ChangeSet, Clerk, DueEvent, Event, LedgerLine, Letter
from ops_console.data.types import canonical_json, stamp_of
from ops_console.desk import checks
from ops_console.desk.events import next_event_id
from ops_console.desk.operations import find
from ops_console.rooms.settling import NOTICE_STANDARD
from ops_console.rules import clocks, postings
from ops_console.rules.numbers import sequence_of

LETTER = "lapse_notice"
ONE_DAY = timedelta(days=1)


class Lapses:
    """Plain lapses of one run."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._rule = task.catalog.ledger.rules[POSTING]
        self._days: dict[tuple[str, int, int], LapseDay] = {}
        self._branches: dict[tuple[int, str], str] = {}
        self._accounts: dict[str, list[tuple[str, int]]] = {}
        self._letters: dict[tuple[date, int, LapseDay], str] = {}

    def plain(self, tx: Tx, policy_ids: Sequence[int]) -> dict[int, Lapsing]:
        """Those of the policies that are plain, by id."""
        return {one.policy_id: one for one in rows.plain(tx, policy_ids, _ordinary(tx))} if policy_ids else {}

    def is_over(self, reader: Reader, one: Lapsing, day: date) -> bool:
        """Is the grace of its oldest instalment over on a day?"""
        return day > self._day(reader, one).grace_ends

    def lapse(self, tx: Tx, branch_id: int, some: Sequence[Lapsing]) -> Totals:
        """Lapse policies of one branch, in their order; how many, and what their oldest instalments come to."""
        if not some:
            return Totals()
        owed = rows.owed(tx, [one.policy_id for one in some])
        letters = new_ids(tx, branch_id, len(some))
        desk = self._desk(tx, branch_id)
        first, prev = next_event_id(tx, branch_id)
        written: dict[type[AnyRecord], list[Row]] = {model: [] for model in rows.ORDER}
        suspended: list[Suspended] = []
        amount = 0
        for event_id, letter_id, one in zip(count(first), letters, some, strict=False):
            instalments, day = owed[one.policy_id], self._day(tx, one)
            amount += instalments[0][1]
            suspended.append(Suspended(one.policy_id, one.revision, day_number(day.lapsed_on), event_id))
            lapse = desk.lapse(one, day, instalments, self._sides(one.account), event_id, prev)
            prev = lapse.hash
            written[DueEvent] += lapse.cancelled
            written[LedgerLine] += lapse.lines
            written[ChangeSet].append(lapse.change_set)
            written[Letter].append(self._letter(desk, one, day, instalments[0][1], letter_id))
            written[Event].append(lapse.event)
        rows.suspend(tx, suspended)
        for model, some_rows in written.items():
            load(tx, model, some_rows)
        tx.update(ChainHead, {"branch_id": branch_id}, {"seq": sequence_of(first + len(some) - 1), "hash": prev})
        return Totals(len(some), Fen(amount))

    def _day(self, reader: Reader, one: Lapsing) -> LapseDay:
        key = (one.product, one.catalog_version, one.due)
        if key not in self._days:
            product, catalog = catalog_of(reader, one.catalog_version).products[one.product], self._task.catalog
            grace_ends = catalog.calendar.legal_deadline(day_of(one.due), product.grace_days).day
            lapsed_on = grace_ends + ONE_DAY
            notice_due = clocks.start(catalog.standards[NOTICE_STANDARD], lapsed_on, catalog.calendar).due
            until = catalog.calendar.legal_deadline_months(lapsed_on, product.reinstatement_months).day
            self._days[key] = LapseDay(grace_ends, lapsed_on, until, notice_due)
        return self._days[key]

    def _desk(self, tx: Tx, branch_id: int) -> LapseDesk:
        """The branch's day stays open until the chunk is written."""
        actor = self._task.actor
        duty = checks.duty_for(find(OPERATION), checks.duties_of(tx, tx.need(Clerk, actor.clerk_id)))
        at = stamp_of(actor.at or datetime.now(UTC))
        branch = known(tx.lock(Branch, branch_id), "branch")
        return LapseDesk(branch, tx.state().business_date, actor.clerk_id, actor.door, duty, at)

    def _letter(self, desk: LapseDesk, one: Lapsing, day: LapseDay, amount: int, letter_id: int) -> Row:
        key = (desk.today, one.due, day)
        if key not in self._letters:
            alike = {
                "amount": GAP,
                "branch": GAP,
                "day": desk.today,
                "due": day_of(one.due),
                "lapsed": day.lapsed_on,
                "name": GAP,
                "number": "",
                "policy": GAP,
                "receipt": "",
                "reinstate_until": day.reinstate_until,
            }
            self._letters[key] = pattern_of(alike)
        branch = canonical_json(self._branch(desk.branch.id, one.language))
        values = self._letters[key] % (f'"{Fen(amount).yuan()}"', branch, canonical_json(one.name), f'"{one.number}"')
        booked = day_number(desk.today)
        return (
            letter_id, LETTER, one.party_id, None, one.policy_id, desk.branch.id, one.language, booked, values, 0
        )  # fmt: skip

    def _sides(self, income: str) -> list[tuple[str, int]]:
        """The accounts a cancelled instalment without loading is booked on, and the sign it has on each: the rule has
        no other amount, so what it makes of one fen it makes of all."""
        if income not in self._accounts:
            lines = postings.lines(self._rule, {"premium": 1, "health_loading": 0}, {"income": income})
            self._accounts[income] = [(line.account, int(line.amount)) for line in lines]
        return self._accounts[income]

    def _branch(self, branch_id: int, language: str) -> str:
        key = (branch_id, language)
        if key not in self._branches:
            with use_language(cast(Language, language)):
                self._branches[key] = str(self._task.catalog.branches[branch_id].label)
        return self._branches[key]


def _ordinary(reader: Reader) -> set[str]:
    """Products whose contracts lapse when premium that is owed is not paid: neither a planned premium nor a cover that
    ends instead."""
    products = list(products_sold(reader))
    others = {one.code for one in products if one.basis.account is not None or not one.reinstatement_months}
    return {one.code for one in products} - others

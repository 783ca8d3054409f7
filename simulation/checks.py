"""What has to hold every day, every month and at the end."""

from collections import Counter
from datetime import date, timedelta

from ops_console.catalog.model import Catalog
from ops_console.data.queries.books import balances
from ops_console.data.queries.reports.persistency import persistency
from ops_console.data.store import Reader, table_of
from ops_console.data.tables import (
    Branch,
    BranchDay,
    CollectionOrder,
    DueEvent,
    LedgerLine,
    Policy,
    PolicyStatus,
    PremiumDue,
    RunChunk,
)
from ops_console.data.types import FOREVER
from ops_console.data.verify import verify_store
from simulation.log import YEARS, Log, Row

SETTLED = ("collected", "lent", "waived", "skipped", "cancelled")
"""What may become of an instalment for good."""


ONE_DAY = timedelta(days=1)
Findings = list[str]
"""What does not hold at the end: all of it is told."""


class Wrong(Exception):
    """Something doesn't hold: the simulation stops and says what."""


def after_a_day(reader: Reader, day: date) -> None:
    """Every branch has closed the day, debit like credit like the lines it booked; every chunk is done. With the days
    before, which stay as they were, so the trial balance is nil; `unsound` adds it up."""
    branches = reader.find(Branch)
    for branch in branches:
        closed = reader.get(BranchDay, branch.id, day)
        booked = reader.total(LedgerLine, "amount", branch_id=branch.id, booked_on=day)
        debit = reader.total(
            LedgerLine, "amount", table_of(LedgerLine).c.amount > 0, branch_id=branch.id, booked_on=day
        )
        if closed is None or booked or not debit == closed.debit == closed.credit:
            raise Wrong(f"{day}: branch {branch.id} closed with {closed}, booked {debit}, off by {booked}")
    if undone := reader.count(RunChunk, done=False):
        raise Wrong(f"{day}: {undone} chunks undone")


def unsound(reader: Reader) -> Findings:
    """What is wrong with the books as a whole: a trial balance that is not nil, what `verify` finds."""
    total = sum(one.balance for one in balances(reader))
    off = [f"the trial balance is off by {total}"] if total else []
    return off + [f"{one.place} {one.message}" for one in verify_store(reader)[:20]]


def dues_explained(reader: Reader, catalog: Catalog, today: date, wrong: Findings) -> Counter[str]:
    """What became of every instalment ever raised; those are wrong that are owed and should not be. The runs were those
    of the day before, which leaves alone what a bank has not answered."""
    last: dict[tuple[int, date], DueEvent] = {}
    for event in reader.find(DueEvent, order_by=("policy_id", "due_date", "no")):
        last[event.policy_id, event.due_date] = event
    standing = {one.policy_id: one.status for one in reader.find(PolicyStatus, valid_to=FOREVER)}
    products = {one.id: one.product for one in reader.find(Policy)}
    with_bank = {(one.policy_id, one.due_date) for one in reader.find(CollectionOrder, state="sent")}
    found: Counter[str] = Counter()
    unexplained = []
    for due in reader.find(PremiumDue):
        latest = last.get((due.policy_id, due.due_date))
        if latest is not None and latest.kind in SETTLED:
            found[latest.kind] += 1
            continue
        days = catalog.products[products[due.policy_id]].grace_days
        grace = catalog.calendar.legal_deadline(due.due_date, days).day
        state = standing[due.policy_id]
        if state == "in_force" and grace >= today - ONE_DAY:
            found["owed, in grace"] += 1
        elif state == "in_force" and (due.policy_id, due.due_date) in with_bank:
            found["owed, with the bank"] += 1
        else:
            unexplained.append(f"{due.policy_id} {due.due_date} {state}: {latest.kind if latest else 'nothing'}")
    if unexplained:
        wrong.append(f"{len(unexplained)} instalments without explanation: {unexplained[:20]}")
    return found


def persistency_agrees(reader: Reader, catalog: Catalog, log: Log, today: date, wrong: Findings) -> list[Row]:
    """The report against the simulation's own log."""
    wanted = log.persistency(catalog, today)
    months = sorted({row[0] for row in wanted})
    told: list[Row] = []
    branches = [branch.id for branch in reader.find(Branch)]
    for after in YEARS if months else ():
        for one in persistency(reader, catalog, months, after, branches, None):
            told.append(
                (one.month, after, one.sold, int(one.sold_premium), one.kept, int(one.kept_premium), one.left_out)
            )
    if sorted(told) != wanted:
        differences = sorted(set(told) ^ set(wanted))
        wrong.append(f"persistency: the report and the log differ: {differences[:8]}")
    return wanted

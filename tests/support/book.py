"""A book of policies in force, for tests of runs: billing rows as the rooms leave them, without the rooms."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ops_console.base.money import Fen
from ops_console.batch.renewal import RENEWAL
from ops_console.batch.report import RunReport
from ops_console.data.runs.digests import chunk_digest_now
from ops_console.data.store import Store
from ops_console.data.tables import (
    Billing,
    Branch,
    Clerk,
    ClerkDuty,
    LedgerLine,
    Mandate,
    Policy,
    PolicyStatus,
    PremiumDue,
    RunChunk,
    StoreState,
)
from ops_console.data.types import FOREVER
from ops_console.desk.entry import Actor
from ops_console.desk.setup import HEAD_OFFICE, init_store
from ops_console.rules.numbers import Prefix, make_id, printed

SHANGHAI, BEIJING = 101, 102
FIRST_DAY = date(2026, 1, 1)
INCOME = "6031.01"
RECEIVABLE = "1122"


def build(url: str) -> None:
    """Fill an empty store: tables, branches, catalog, and one clerk at head office who runs the premium department."""
    store = init_store(url, is_demo=True, business_date=FIRST_DAY)
    with store.write() as tx:
        tx.insert([Clerk(id=9, login="premium", name="premium", branch_id=HEAD_OFFICE, grade="clerk")])
        tx.insert([ClerkDuty(clerk_id=9, duty="premium")])
    store.close()


PREMIUM_CLERK = Actor(9, "batch")


@dataclass
class Book:
    """A store with a book of policies. Amounts are fen."""

    store: Store
    actor: Actor = PREMIUM_CLERK
    _policies: int = 0

    def add(
        self,
        next_due: date,
        *,
        months: int = 12,
        premium: int = 100_000,
        anchor_day: int | None = None,
        ends_on: date = date(2046, 1, 1),
        branch: int = SHANGHAI,
        serviced_by: int | None = None,
        account: str = INCOME,
        active: bool = True,
        bank: str = "",
    ) -> int:
        """A policy that has paid everything up to `next_due`; returns its id. With a `bank` it is in force and has a
        mandate for an account there."""
        self._policies += 1
        policy_id = make_id(branch, self._policies)
        number = printed(Prefix.POLICY, policy_id)
        policy = Policy(
            id=policy_id, number=number, application_id=0, product="WL20", catalog_version=1, issued_on=next_due
        )
        billing = Billing(
            policy_id=policy_id,
            branch_id=serviced_by or branch,
            active=active,
            next_due=next_due,
            paid_to=next_due,
            ends_on=ends_on,
            months=months,
            anchor_day=anchor_day or next_due.day,
            premium=Fen(premium),
            channel="bank",
            account=account,
        )
        with self.store.write() as tx:
            tx.insert([policy, billing, *(_authorised(policy, billing, bank) if bank else ())])
        return policy_id

    def renew(self, as_of: date, *, branch: int | None = None, dry_run: bool = False) -> RunReport:
        return RENEWAL.run(self.store, self.actor, as_of, branch, dry_run)

    def billing(self, policy_id: int) -> Billing:
        with self.store.read() as reader:
            return reader.need(Billing, policy_id)

    def dues(self, policy_id: int | None = None) -> list[PremiumDue]:
        where = {} if policy_id is None else {"policy_id": policy_id}
        with self.store.read() as reader:
            return reader.find(PremiumDue, **where)

    def due_dates(self, policy_id: int) -> list[date]:
        return [due.due_date for due in self.dues(policy_id)]

    def lines(self) -> list[LedgerLine]:
        with self.store.read() as reader:
            return reader.find(LedgerLine)

    def balances(self) -> Mapping[tuple[int, str], int]:
        """What stands on each account of each branch."""
        found: dict[tuple[int, str], int] = {}
        for line in self.lines():
            found[line.branch_id, line.account] = found.get((line.branch_id, line.account), 0) + line.amount
        return found

    def chunks(self) -> list[RunChunk]:
        with self.store.read() as reader:
            return reader.find(RunChunk)

    def broken_chunks(self) -> list[int]:
        """Ids of done chunks whose rows are not what their digest says."""
        with self.store.read() as reader:
            return [c.id for c in reader.find(RunChunk, done=True) if chunk_digest_now(reader, c) != c.digest]

    def open_day(self, branch: int, day: date) -> None:
        with self.store.write() as tx:
            tx.update(Branch, {"id": branch}, {"open_day": day})

    def business_date(self, day: date) -> None:
        with self.store.write() as tx:
            tx.update(StoreState, {"id": 1}, {"business_date": day})
            for branch in tx.find(Branch):
                tx.update(Branch, {"id": branch.id}, {"open_day": day})


def _authorised(policy: Policy, billing: Billing, bank: str) -> tuple[PolicyStatus, Mandate]:
    row: dict[str, Any] = {
        "policy_id": policy.id, "revision": 1, "valid_from": FIRST_DAY, "valid_to": FOREVER, "source_id": 0
    }  # fmt: skip
    status = PolicyStatus(**row, status="in_force", branch_id=billing.branch_id, commenced_on=FIRST_DAY)
    account = f"6222{policy.id:015d}"
    mandate = Mandate(
        **row, reference=f"{policy.number}-1", bank=bank, account_no=account, status="active", signed_on=FIRST_DAY
    )
    return status, mandate

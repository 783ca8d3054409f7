"""What an operation sees while it computes: records, catalog, days, the clerk and the case. It changes nothing."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from ops_console.base.i18n import _
from ops_console.base.problems import Refused
from ops_console.catalog.model import Catalog, Product
from ops_console.data.catalog_rows import catalog_of
from ops_console.data.store import Reader, Record, Tx
from ops_console.data.tables import Billing, Branch, BranchCounter, Clerk, Policy, WorkItem
from ops_console.rules.calendar import WorkCalendar
from ops_console.rules.numbers import Prefix, printed


@dataclass
class View:
    """The desk makes one for each operation; plan functions read through it."""

    reader: Reader
    catalog: Catalog
    clerk: Clerk
    branch: Branch
    """The branch the operation belongs to: the case's servicing branch, else the clerk's own."""
    today: date
    """The store's business date: deadlines count from it."""
    case: WorkItem | None = None
    policy: Policy | None = None
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    """The instant that is recorded; deadlines and postings never come from it."""
    _unsaved_ids: int = field(default=0)

    @property
    def booking_day(self) -> date:
        """The branch's open day: postings are dated by it."""
        return self.branch.open_day

    @property
    def calendar(self) -> WorkCalendar:
        return self.catalog.calendar

    @property
    def the_case(self) -> WorkItem:
        """The case of an operation that is done on one."""
        if self.case is None:
            raise LookupError("this operation has no case")
        return self.case

    @property
    def the_policy(self) -> Policy:
        """The policy the operation, or its case, is about."""
        if self.policy is None:
            raise LookupError("this operation has no policy")
        return self.policy

    def own(self, model: type[Record]) -> Record:
        """The row the case's kind keeps under the case's id."""
        return self.reader.need(model, self.the_case.id)

    def lock(self, model: type[Record], *key: Any) -> Record:
        """A record that must exist and that nobody else changes before the operation is done; read, in a trial."""
        if isinstance(self.reader, Tx):
            self.reader.lock(model, *key)
        return self.reader.need(model, *key)

    def new_id(self) -> int:
        """An id for a new row. In a trial calculation it is a negative stand-in."""
        if isinstance(self.reader, Tx):
            return self.reader.new_id(self.branch.id)
        self._unsaved_ids -= 1
        return self._unsaved_ids

    @property
    def is_trial(self) -> bool:
        """Is this a trial calculation, in which nothing new has a number yet?"""
        return not isinstance(self.reader, Tx)

    def number_of(self, prefix: Prefix, new_id: int) -> str:
        """The printed number of something new; in a trial calculation, that it will get one."""
        return _("(given when it is posted)") if self.is_trial else printed(prefix, new_id)

    def hold_policy(self, policy_id: int) -> None:
        """Keep runs and other clerks off a policy until the operation ends; the desk does it for the view's own one.
        Several are held in ascending order."""
        if isinstance(self.reader, Tx):
            self.reader.lock(Billing, policy_id)

    def next_number(self, name: str) -> int:
        """The next number of one of the branch's counters, from 1. In a trial calculation it is not used up."""
        if isinstance(self.reader, Tx):
            return self.reader.next_number(self.branch.id, name)
        counter = self.reader.get(BranchCounter, self.branch.id, name)
        return counter.next if counter else 1

    def next_numbers(self, name: str, count: int) -> range:
        """So many numbers of a counter, one after the other. In a trial calculation they are not used up."""
        first = self.next_number(name)
        for _further in range(1, count if isinstance(self.reader, Tx) else 1):
            self.next_number(name)
        return range(first, first + count)

    def product_of(self, policy: Policy) -> Product:
        """The product as it was when the policy was sold."""
        return catalog_of(self.reader, policy.catalog_version).products[policy.product]

    def refuse_unless(self, holds: bool, code: str, message: str, source: str) -> None:
        """Refused, naming the rule and where it comes from, unless it holds."""
        if not holds:
            raise Refused(message, code=code, source=source)

    def product(self, code: str) -> Product:
        """The product as sold today; Refused when it is not sold."""
        product = self.catalog.products.get(code)
        if product is None:
            known = ", ".join(self.catalog.products)
            raise Refused(
                _("{code} is not on sale. Products on sale: {known}.").format(code=code, known=known),
                code="product_unknown",
                source="catalog",
            )
        return product

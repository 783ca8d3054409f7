"""A company at work for tests: one branch with a clerk of every duty and grade, who do everything by operations.

`company` is a fixture for every test; its store is a copy of one made once, on both engines.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from ops_console import rooms
from ops_console.base.money import Fen
from ops_console.catalog.model import Catalog
from ops_console.data.catalog_rows import catalog_of
from ops_console.data.store import Store
from ops_console.data.tables import (
    Agent,
    Application,
    Branch,
    Clerk,
    ClerkDuty,
    Event,
    LedgerLine,
    Letter,
    StoreState,
    WorkItem,
)
from ops_console.data.verify import Finding, verify_store
from ops_console.desk.desk import Outcome, Trial, perform, trial
from ops_console.desk.entry import Actor
from ops_console.desk.operations import find
from ops_console.desk.setup import init_store
from ops_console.rules import numbers

rooms.load()

BRANCH = 101
FIRST_DAY = date(2026, 3, 2)
"""A Monday without a holiday near."""
AGENT = "SH0001"
HIGHEST_GRADE = "head_office"

LI_MING = {
    "applicant_name": "李明",
    "applicant_document": "310101198603152718",
    "applicant_phone": "13800000001",
    "applicant_address": "上海市黄浦区人民路1号",
}
"""A man of 39 on the first day."""

HEALTHY = {
    "occupation": "office",
    "height_cm": 175,
    "weight_kg": 70,
    "systolic": 120,
    "diastolic": 80,
    "smoker": False,
}
TERMS: Mapping[str, Mapping[str, Any]] = {
    "WL20": {"sum_assured": "100000", "pay_years": 20, "months": 12},
    "WP20": {"sum_assured": "100000", "pay_years": 20, "months": 12},
    "EP10": {"sum_assured": "100000", "pay_years": 5, "cover_years": 10, "months": 12},
    "TM20": {"sum_assured": "300000", "pay_years": 20, "cover_years": 20, "months": 12},
    "EN15": {"sum_assured": "100000", "pay_years": 5, "cover_years": 15, "months": 12},
    "CI30": {"sum_assured": "200000", "pay_years": 20, "cover_years": 30, "months": 12},
    "UL10": {"sum_assured": "100000", "pay_years": 10, "months": 12, "planned_premium": "10000"},
    "UK10": {
        "sum_assured": "100000",
        "pay_years": 10,
        "months": 12,
        "planned_premium": "10000",
        "allocation": "STEADY/60,GROWTH/40",
    },
    "DA60": {"sum_assured": "10000", "pay_years": 10, "months": 12},
    "AC01": {"sum_assured": "100000", "pay_years": 1, "cover_years": 1, "months": 12},
    "HC01": {"sum_assured": "200", "pay_years": 1, "cover_years": 1, "months": 12},
}


def build(url: str) -> None:
    """Fill an empty store: tables, branches, catalog, one agent."""
    store = init_store(url, is_demo=True, business_date=FIRST_DAY)
    with store.write() as tx:
        tx.insert([Agent(id=BRANCH * 10**11 + 99, code=AGENT, name="王芳", branch_id=BRANCH, phone="13900000001")])
    store.close()


@dataclass
class Company:
    """A store and the people who work in it. Days are business dates, amounts as typed (yuan) or fen."""

    store: Store
    _forms: int = 0
    _clerks: dict[tuple[str, str, int, int], Actor] = field(default_factory=dict)

    @property
    def today(self) -> date:
        with self.store.read() as reader:
            return reader.state().business_date

    @property
    def catalog(self) -> Catalog:
        with self.store.read() as reader:
            return catalog_of(reader, reader.state().catalog_version)

    def clerk(self, duty: str, grade: str = "clerk", no: int = 1, branch: int = BRANCH) -> Actor:
        """The clerk with this one duty and grade; a second one is `no=2`."""
        key = (duty, grade, no, branch)
        if key not in self._clerks:
            login, name = f"{duty}-{grade}-{no}-{branch}", f"{duty} {grade} {no}"
            with self.store.write() as tx:
                # Somebody of a store that was copied works there already.
                clerk = tx.first(Clerk, login=login)
                if clerk is None:
                    known = tx.find(Clerk, order_by="-id", limit=1)
                    number = known[0].id + 1 if known else 1
                    clerk = Clerk(id=number, login=login, name=name, branch_id=branch, grade=grade)
                    tx.insert([clerk, ClerkDuty(clerk_id=number, duty=duty)])
            self._clerks[key] = Actor(clerk.id, "test")
        return self._clerks[key]

    def do(self, operation: str, number: str | None = None, actor: Actor | None = None, **values: Any) -> Outcome:
        """Perform an operation; without an actor by a clerk of its first duty with authority for everything."""
        return perform(self.store, operation, actor or self._someone_for(operation), number, values)

    def trial(self, operation: str, number: str | None = None, actor: Actor | None = None, **values: Any) -> Trial:
        """The trial calculation of the same."""
        return trial(self.store, operation, actor or self._someone_for(operation), number, values)

    def _someone_for(self, operation: str) -> Actor:
        duties = find(operation).duties
        return self.clerk(duties[0] if duties else "counter", HIGHEST_GRADE)

    def received(self, product: str = "WL20", **values: Any) -> str:
        """Number of an application stamped at the counter with every paper."""
        self._forms += 1
        given = {
            "form_no": f"{product}-{self._forms:06d}",
            "product": product,
            "agent": AGENT,
            "papers": "application_form,identity_applicant,identity_insured,account_authority,health_declaration",
        }
        return self._number(self.do("counter.receive_application", **{**LI_MING, **given, **values}))

    def keyed(self, product: str = "WL20", received: Mapping[str, Any] | None = None, **values: Any) -> str:
        """Number of an application keyed for a healthy person of 39 who insures himself, or with other `values`."""
        received = received or {}
        number = self.received(product, **received)
        self.do("counter.check_papers", number)
        document = received.get("applicant_document", LI_MING["applicant_document"])
        given = {"applicant_document": document, "income": "200000", "account_no": "6222000000000001"}
        self.do("counter.key_application", number, **{**given, **HEALTHY, **TERMS[product], **values})
        return number

    def issued(self, product: str = "WL20", received: Mapping[str, Any] | None = None, **values: Any) -> str:
        """Number of an application that is issued, by rule or by an underwriter at standard terms."""
        number = self.keyed(product, received, **values)
        if self.case(number).state == "underwriting":
            self.do("underwriting.accept", number)
        self.do("underwriting.issue", number)
        return number

    def policy(self, product: str = "WL20", received: Mapping[str, Any] | None = None, **values: Any) -> str:
        """Number of a policy in force from tomorrow: issued, delivered, signed and paid today."""
        number = self.keyed(product, received, **values)
        if self.case(number).state == "underwriting":
            self.do("underwriting.accept", number)
        return self.delivered_and_paid(number)

    def delivered_and_paid(self, number: str) -> str:
        """Number of the policy that an accepted application becomes today."""
        self.do("underwriting.issue", number)
        self.do("counter.record_delivery", number, delivered_on=self.today)
        self.do("counter.collect_first_premium", number, amount=int(self.application(number).premium), method="bank")
        self.do("counter.record_receipt", number, signed_on=self.today)
        return self.policy_number(number)

    def policy_number(self, application: str) -> str:
        """The number of the policy that an application became."""
        policy_id = self.application(application).policy_id
        assert policy_id is not None
        return numbers.printed(numbers.Prefix.POLICY, policy_id)

    def case(self, number: str) -> WorkItem:
        """The case with this number."""
        with self.store.read() as reader:
            return reader.need(WorkItem, numbers.parse(number).id)

    def application(self, number: str) -> Application:
        with self.store.read() as reader:
            return reader.need(Application, numbers.parse(number).id)

    def opened_for(self, number: str, kind: str) -> WorkItem:
        """The case of a kind that was opened from a case, or on a policy; the newest."""
        parsed = numbers.parse(number)
        column = "policy_id" if parsed.prefix is numbers.Prefix.POLICY else "parent_id"
        with self.store.read() as reader:
            return reader.find(WorkItem, kind=kind, order_by="-id", limit=1, **{column: parsed.id})[0]

    def letters(self, number: str) -> list[Letter]:
        """The letters of a case or policy, oldest first."""
        parsed = numbers.parse(number)
        column = "policy_id" if parsed.prefix is numbers.Prefix.POLICY else "case_id"
        with self.store.read() as reader:
            return reader.find(Letter, **{column: parsed.id})

    def events(self, number: str) -> list[Event]:
        """What was done on a case, oldest first."""
        with self.store.read() as reader:
            return reader.find(Event, case_id=numbers.parse(number).id)

    def move_to(self, day: date) -> None:
        """The business date, and every branch's open day."""
        with self.store.write() as tx:
            tx.update(StoreState, {"id": 1}, {"business_date": day})
            for branch in tx.find(Branch):
                tx.update(Branch, {"id": branch.id}, {"open_day": day})

    def move_by(self, days: int) -> None:
        self.move_to(self.today + timedelta(days=days))

    def balance(self, account: str, number: str | None = None) -> Fen:
        """What an account stands at (debit positive), of all or of one policy."""
        where = {} if number is None else {"policy_id": numbers.parse(number).id}
        with self.store.read() as reader:
            return Fen(reader.total(LedgerLine, "amount", account=account, **where))

    def verify(self) -> list[Finding]:
        """Every broken invariant of the store: none, unless a test broke it by hand."""
        with self.store.read() as reader:
            return verify_store(reader)

    def _number(self, outcome: Outcome) -> str:
        assert outcome.number is not None
        return outcome.number

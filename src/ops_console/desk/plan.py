"""What an operation intends: a pure value. The desk checks it, applies it or shows it as a trial calculation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ops_console.base.money import Fen
from ops_console.data.store import AnyRecord
from ops_console.rules.postings import Line
from ops_console.rules.why import Why


@dataclass(frozen=True)
class Change:
    """New values for columns of one record. For a dated table it closes the current row and opens the next on `day`, or
    none when it `ends` there."""

    model: type[AnyRecord]
    key: Mapping[str, Any]
    values: Mapping[str, Any]
    day: date | None = None
    ends: bool = False


@dataclass(frozen=True)
class Posting:
    """Amounts handed to a posting rule of the catalog (`ledger`), by the names its legs use."""

    rule: str
    amounts: Mapping[str, int]
    accounts: Mapping[str, str] = field(default_factory=dict)
    """For legs whose account the event names: a way money moves (cash, bank, suspense) or an account code."""
    policy_id: int | None = None
    branch_id: int | None = None
    """Whose books; the case's branch when None."""
    lines: Sequence[Line] = ()
    """Lines as they are, instead of the rule's: those of an entry that is taken back."""


LetterValue = str | int | Sequence[str]
"""What a letter says in one place: a text on one line, or several lines."""


@dataclass(frozen=True)
class Notice:
    """A letter to go to the outbox."""

    kind: str
    party_id: int
    values: Mapping[str, LetterValue]
    policy_id: int | None = None


@dataclass(frozen=True)
class ClockStart:
    """Start a standard on the case; `allowed` overrides the standard's limit where the product says so."""

    standard: str
    day: date
    allowed: int | None = None
    vip: bool = False


@dataclass(frozen=True)
class NewCase:
    """A case this operation opens. `record` is its kind's own row, made under the id given here."""

    id: int
    kind: str
    branch_id: int
    record: AnyRecord | None = None
    party_id: int | None = None
    policy_id: int | None = None
    parent_id: int | None = None
    received: date | None = None
    clocks: Sequence[ClockStart] = ()
    priority: int = 0
    referred_to: str | None = None
    """The grade that has to decide it from the start; the plan inserts the referral."""


@dataclass(frozen=True)
class CaseMove:
    """Another case that goes on because of this one: a claim is closed when its payment is paid."""

    case_id: int
    to: str
    outcome: str | None = None


@dataclass(frozen=True)
class ReceiptPlan:
    """Money taken in: gets the branch's next receipt number."""

    amount: Fen
    method: str
    purpose: str
    policy_id: int | None = None
    case_id: int | None = None
    party_id: int | None = None


@dataclass
class Plan:
    """Everything one operation does, in the order it is applied: rows, changes, money, letters, clocks, state."""

    to: str | None = None
    """State the case goes to; None leaves it."""
    outcome: str | None = None
    inserts: list[AnyRecord] = field(default_factory=list)
    """New records. Sealed ones carry source_id 0 until applied."""
    changes: list[Change] = field(default_factory=list)
    change_set: int | None = None
    """Policy whose changes are kept as a change set, so that they can be reversed."""
    reverses: int | None = None
    """source_id of the change set that this plan undoes."""
    removals: list[Change] = field(default_factory=list)
    """Records to delete (duties); `values` unused."""
    postings: list[Posting] = field(default_factory=list)
    receipts: list[ReceiptPlan] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    cases: list[NewCase] = field(default_factory=list)
    moves: list[CaseMove] = field(default_factory=list)
    clocks: list[ClockStart] = field(default_factory=list)
    clocks_met: list[str] = field(default_factory=list)
    """Standards that are fulfilled now. All others of the case end when it closes."""
    waits: list[str] = field(default_factory=list)
    """Waits that begin (stop clocks whose standard names them): papers, examination …"""
    waits_over: bool = False
    """What the case waited for has come: its stopped clocks run again."""
    measures: dict[str, int] = field(default_factory=dict)
    """What authority is checked on."""
    comment: str = ""
    """What the clerk says to who has to decide it, should it be above the clerk's authority."""
    decision: str | None = None
    """Kind of decision with a grade of its own in the catalog: refusal, ex_gratia, agreement."""
    whys: list[Why] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    """What the clerk is told when it is done."""
    data: dict[str, Any] = field(default_factory=dict)
    """More for the event's record; nothing confidential."""
    foreseen: "Plan | None" = None
    """What will follow once others agreed or the customer paid: a trial calculation shows it, nothing of it is done."""

    def insert(self, *records: AnyRecord) -> None:
        self.inserts.extend(records)

    def change(self, model: type[AnyRecord], key: Mapping[str, Any], day: date | None = None, **values: Any) -> None:
        self.changes.append(Change(model, key, values, day))

    def end(self, model: type[AnyRecord], key: Mapping[str, Any], day: date) -> None:
        """The current row of a dated table is valid no more from a day on, and none follows."""
        self.changes.append(Change(model, key, {}, day, ends=True))

    def post(
        self, rule: str, policy_id: int | None = None, accounts: Mapping[str, str] | None = None, **amounts: int
    ) -> None:
        self.postings.append(Posting(rule, amounts, accounts or {}, policy_id))

    def notify(self, kind: str, party_id: int, /, policy_id: int | None = None, **values: LetterValue) -> None:
        self.notices.append(Notice(kind, party_id, values, policy_id))

    def with_foreseen(self) -> "Plan":
        """What a trial calculation shows: this plan, and what is foreseen to follow."""
        if self.foreseen is None:
            return self
        shown = Plan()
        shown.add(self)
        shown.add(self.foreseen)
        return shown

    def add(self, other: "Plan") -> None:
        """Take over everything another plan intends (state and outcome too, when it sets them)."""
        self.to = other.to or self.to
        self.outcome = other.outcome or self.outcome
        self.change_set = other.change_set or self.change_set
        self.reverses = other.reverses or self.reverses
        self.decision = other.decision or self.decision
        self.comment = other.comment or self.comment
        self.waits_over = other.waits_over or self.waits_over
        self.measures.update(other.measures)
        self.data.update(other.data)
        for name in (
            "inserts",
            "changes",
            "removals",
            "postings",
            "receipts",
            "notices",
            "cases",
            "moves",
            "clocks",
            "clocks_met",
            "waits",
            "whys",
            "messages",
        ):
            getattr(self, name).extend(getattr(other, name))

"""bank-import's statements: the plain answers of a stretch of lines, booked by sets; the rest is for a closer look.

Plain is a line that is the first of its policy in the stretch and does with its order what it was sent for: so a policy
has one receipt and one event of a chunk at most. Days of an engine are never reckoned with.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Select,
    Update,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    type_coerce,
    update,
)

from ops_console.base.money import Fen
from ops_console.data.runs.chunks import Range
from ops_console.data.store import Reader, Tx, table_of, whole_sum
from ops_console.data.tables import (
    BankFile,
    BankLine,
    Billing,
    Branch,
    BranchCounter,
    CollectionOrder,
    DueEvent,
    Policy,
    PolicyRole,
    PolicyStatus,
    PremiumDue,
    Receipt,
    RunChunk,
)
from ops_console.data.types import FOREVER
from ops_console.rules.bank_answers import IN, MONEY, OUT
from ops_console.rules.numbers import HEAD_OFFICE, PRINTED_LENGTH

LINES_PER_FILE = 10**8
"""More than a file can have: a line's key is its file's number times this, and its own."""
RECEIPTS = "receipt"
"""Counter of a branch's receipts."""
DAY_AT, DAY_LENGTH = PRINTED_LENGTH + 2, 8
"""Where a reference to an instalment has its due date, after the policy's number and a hyphen."""
_file, _line, _order = table_of(BankFile), table_of(BankLine), table_of(CollectionOrder)
_billing, _due, _event, _status = (table_of(one) for one in (Billing, PremiumDue, DueEvent, PolicyStatus))
_role, _branch, _counter, _policy = (table_of(one) for one in (PolicyRole, Branch, BranchCounter, Policy))
_l, _o, _b = _line.c, _order.c, _billing.c


@dataclass(frozen=True)
class Stretch:
    """Lines `first` to `last` of a file, booked on a business date by the chunk `source`."""

    file_id: int
    first: int
    last: int
    source: int
    today: date

    @classmethod
    def of(cls, chunk: RunChunk, today: date) -> "Stretch":
        file_id, first = divmod(chunk.first_id, LINES_PER_FILE)
        return cls(file_id, first, chunk.last_id % LINES_PER_FILE, chunk.id, today)

    @property
    def lines(self) -> dict[str, Any]:
        return {"file": self.file_id, "first": self.first, "last": self.last}


@dataclass(frozen=True)
class Collected:
    """What a stretch collects for a servicing branch."""

    branch_id: int
    rows: int
    amount: Fen


@dataclass(frozen=True)
class Rejected:
    """A plain rejection: its line, the key of its order, why, and what its days of grace depend on."""

    no: int
    policy_id: int
    due_date: date
    attempt: int
    reason: str
    branch_id: int
    product: str
    catalog_version: int


def ranges(reader: Reader, size: int) -> Iterator[Range]:
    """Stretches of `size` lines of every file that is read and not booked, in the order they came."""
    for file in waiting_files(reader):
        yield from file_ranges(file, size)


def file_ranges(file: BankFile, size: int) -> Iterator[Range]:
    """Stretches of `size` lines of a file."""
    base = file.id * LINES_PER_FILE
    for first in range(1, file.lines + 1, size):
        yield Range(HEAD_OFFICE, base + first, base + min(first + size - 1, file.lines))


def waiting_files(reader: Reader) -> list[BankFile]:
    """Files that are in the store and not booked, in the order they came."""
    return reader.find(BankFile, direction="in", state="read", order_by="id")


def waiting(reader: Reader) -> tuple[int, Fen]:
    """How many lines wait to be booked, and what they come to."""
    of_file = and_(_file.c.id == _l.file_id, _file.c.direction == "in", _file.c.state == "read")
    statement = select(func.count(), whole_sum(_l.amount)).join_from(_line, _file, of_file).where(_l.state == "read")
    rows, amount = reader.connection.execute(statement).one()
    return rows, Fen(amount)


def lock(tx: Tx, stretch: Stretch) -> None:
    """Nobody else changes what the policies of the stretch owe until the end. SQLite's one writer holds them all."""
    if tx.is_sqlite:
        return
    named = select(_l.policy_id).where(_in_stretch())
    held = select(_b.policy_id).where(_b.policy_id.in_(named)).order_by(_b.policy_id).with_for_update().subquery()
    tx.connection.execute(select(func.count()).select_from(held), stretch.lines)


def mark_collected(tx: Tx, stretch: Stretch) -> int:
    """Mark the plain lines by which an instalment is collected; returns how many."""
    return tx.connection.execute(_mark_collected(), stretch.lines).rowcount


def collected(tx: Tx, stretch: Stretch) -> list[Collected]:
    """What the marked lines come to, by servicing branch, ascending."""
    source, amount, branch = _collected()
    statement = select(branch, func.count(), whole_sum(amount)).select_from(source).where(_booked()).group_by(branch)
    rows = tx.connection.execute(statement.order_by(branch), stretch.lines)
    return [Collected(branch_id, count, Fen(total)) for branch_id, count, total in rows]


def book_collected(tx: Tx, stretch: Stretch, found: Collection[Collected]) -> None:
    """Receipts in the order of the lines, what became of the instalments, orders, paid-to. No posting."""
    for one in found:
        _take_numbers(tx, one)
    given = stretch.lines | {"source": stretch.source, "today": stretch.today}
    for statement in (_write_receipts(), _write_events(), _close_orders(), _advance()):
        tx.connection.execute(statement, given)


def rejected(tx: Tx, stretch: Stretch, reasons: Collection[str]) -> list[Rejected]:
    """The plain rejections for one of the reasons."""
    current = and_(_status.c.policy_id == _l.policy_id, _status.c.valid_to == FOREVER)
    statement = (
        select(
            _l.no,
            _o.policy_id,
            _o.due_date,
            _o.attempt,
            _l.reason,
            _o.branch_id,
            _policy.c.product,
            _policy.c.catalog_version,
        )
        .join_from(_line, _order, _ordered())
        .join(_policy, _policy.c.id == _l.policy_id)
        .join(_status, current)
        .where(
            _in_stretch(),
            _first_of_policy(),
            _l.state == "read",
            _l.outcome == "rejected",
            _l.reason.in_(sorted(reasons)),
            _o.state == "sent",
            _status.c.status == "in_force",
        )
        .order_by(_l.no)
    )
    return [Rejected(*row) for row in tx.connection.execute(statement, stretch.lines)]


def book_rejected(tx: Tx, stretch: Stretch, found: Collection[tuple[Rejected, date]]) -> None:
    """The orders are rejected, each to be tried again on its day."""
    if not found:
        return
    order = (
        update(_order)
        .where(
            _o.policy_id == bindparam("of_policy"), _o.due_date == bindparam("of_due"), _o.attempt == bindparam("nth")
        )
        .values(state="rejected", reason=bindparam("why"), answered_on=stretch.today, retry_on=bindparam("again"))
    )
    rows = [
        {"of_policy": one.policy_id, "of_due": one.due_date, "nth": one.attempt, "why": one.reason, "again": day}
        for one, day in found
    ]
    tx.connection.execute(order, rows)
    line = update(_line).where(_l.file_id == stretch.file_id, _l.no == bindparam("of_line")).values(state="booked")
    tx.connection.execute(line, [{"of_line": one.no} for one, _day in found])


def mark_repeated(tx: Tx, stretch: Stretch, file_kind: str) -> int:
    """Mark lines that say of an order what is known; returns how many. Money that an account shows twice in one file
    came twice: that is for a closer look."""
    said = or_(
        and_(_l.outcome.in_(sorted(IN)), _o.state == "collected"),
        and_(_l.outcome == "rejected", _o.state.in_(("rejected", "returned"))),
        and_(_l.outcome.in_(sorted(OUT)), _o.state == "returned"),
    )
    wanted = and_(_in_stretch(), _l.state == "read", exists().where(_ordered(), said))
    if file_kind in MONEY:
        wanted = and_(wanted, ~exists(_said_before()))
    return tx.connection.execute(update(_line).where(wanted).values(state="repeated"), stretch.lines).rowcount


def said_before(reader: Reader, line: BankLine) -> bool:
    """Does an earlier line of the same file say the same?"""
    found = reader.first(
        BankLine,
        _l.no < line.no,
        file_id=line.file_id,
        policy_id=line.policy_id,
        reference=line.reference,
        outcome=line.outcome,
    )
    return found is not None


def left(tx: Tx, stretch: Stretch) -> list[BankLine]:
    """The lines that are still to be looked at, in order."""
    return tx.find(
        BankLine, _l.no.between(stretch.first, stretch.last), file_id=stretch.file_id, state="read", order_by="no"
    )


def close_files(tx: Tx) -> list[BankFile]:
    """Files none of whose lines waits any more are booked; returns them."""
    open_line = select(_l.no).where(_l.file_id == _file.c.id, _l.state == "read").exists()
    done = tx.find(BankFile, ~open_line, direction="in", state="read", order_by="id")
    for file in done:
        tx.update(BankFile, {"id": file.id}, {"state": "booked"})
    return done


def _in_stretch(line: FromClause = _line) -> ColumnElement[bool]:
    return and_(line.c.file_id == bindparam("file"), line.c.no.between(bindparam("first"), bindparam("last")))


def _booked() -> ColumnElement[bool]:
    """Marked by `mark_collected`, which comes before everything else."""
    return and_(_in_stretch(), _l.state == "booked", _l.outcome.in_(sorted(IN)))


def _ordered() -> ColumnElement[bool]:
    """The order is the one the line names, for the same amount. What is no reference of ours is never taken apart."""
    day = cast(func.substr(_l.reference, DAY_AT, DAY_LENGTH), Integer)
    attempt = cast(func.substr(_l.reference, DAY_AT + DAY_LENGTH + 1), Integer)
    is_ours = _l.policy_id.is_not(None)
    return and_(
        _o.policy_id == _l.policy_id,
        type_coerce(_o.due_date, Integer) == case((is_ours, day)),
        _o.attempt == case((is_ours, attempt)),
        or_(_l.amount.is_(None), _l.amount == _o.amount),
    )


def _first_of_policy() -> ColumnElement[bool]:
    earlier = _line.alias("earlier")
    before = and_(
        earlier.c.policy_id == _l.policy_id,
        earlier.c.file_id == bindparam("file"),
        earlier.c.no.between(bindparam("first"), _l.no - 1),
    )
    return ~select(earlier.c.no).where(before).exists()


def _said_before() -> Select[Any]:
    earlier = _line.alias("earlier")
    return select(earlier.c.no).where(
        earlier.c.policy_id == _l.policy_id,
        earlier.c.file_id == _l.file_id,
        earlier.c.no < _l.no,
        earlier.c.reference == _l.reference,
        earlier.c.outcome == _l.outcome,
    )


@cache
def _mark_collected() -> Update:
    """The instalment is the first unpaid and the last one raised, nothing became of it yet, and the policy stands."""
    later = _due.alias("later")
    plain = (
        select(_o.policy_id)
        .join_from(_order, _billing, and_(_b.policy_id == _o.policy_id, _b.paid_to == _o.due_date))
        .join(_due, and_(_due.c.policy_id == _o.policy_id, _due.c.due_date == _o.due_date))
        .join(_status, and_(_status.c.policy_id == _o.policy_id, _status.c.valid_to == FOREVER))
        .where(
            _ordered(),
            _o.state == "sent",
            _due.c.amount == _o.amount,
            _status.c.status == "in_force",
            ~select(_event.c.no).where(_event.c.policy_id == _o.policy_id, _event.c.due_date == _o.due_date).exists(),
            ~select(later.c.due_date).where(later.c.policy_id == _o.policy_id, later.c.due_date > _o.due_date).exists(),
        )
        .correlate(_line)
    )
    return (
        update(_line)
        .where(_in_stretch(), _l.state == "read", _l.outcome.in_(sorted(IN)), _first_of_policy(), plain.exists())
        .values(state="booked")
    )


def _collected() -> tuple[FromClause, ColumnElement[Fen], ColumnElement[int]]:
    """The marked lines with their instalment and the policy's standing; its amount and its servicing branch."""
    source = (
        _line.join(_billing, _b.policy_id == _l.policy_id)
        .join(_due, and_(_due.c.policy_id == _b.policy_id, _due.c.due_date == _b.paid_to))
        .join(_status, and_(_status.c.policy_id == _b.policy_id, _status.c.valid_to == FOREVER))
        .join(_branch, _branch.c.id == _status.c.branch_id)
    )
    return source, _due.c.amount, _status.c.branch_id


def _take_numbers(tx: Tx, one: Collected) -> None:
    """So many numbers of the branch's receipts, without a gap: they are given back if the chunk fails."""
    key = and_(_counter.c.branch_id == one.branch_id, _counter.c.name == RECEIPTS)
    moved = tx.connection.execute(update(_counter).where(key).values(next=_counter.c.next + one.rows))
    if not moved.rowcount:
        tx.insert([BranchCounter(branch_id=one.branch_id, name=RECEIPTS, next=1 + one.rows)])


@cache
def _write_receipts() -> Any:
    source, amount, branch = _collected()
    applicant = and_(_role.c.policy_id == _b.policy_id, _role.c.role == "applicant", _role.c.valid_to == FOREVER)
    numbers = and_(_counter.c.branch_id == branch, _counter.c.name == RECEIPTS)
    of_branch = func.count().over(partition_by=branch)
    place = func.row_number().over(partition_by=branch, order_by=_l.no)
    rows = (
        select(
            branch,
            _counter.c.next - of_branch + place - 1,
            _branch.c.open_day,
            amount,
            literal("bank"),
            literal("premium"),
            _l.policy_id,
            _role.c.party_id,
            bindparam("source", type_=_l.policy_id.type),
        )
        .select_from(source.join(_role, applicant).join(_counter, numbers))
        .where(_booked())
    )
    names = ["branch_id", "no", "day", "amount", "method", "purpose", "policy_id", "party_id", "source_id"]
    return insert(table_of(Receipt)).from_select(names, rows, include_defaults=False)


@cache
def _write_events() -> Any:
    source, amount, _of_branch = _collected()
    rows = (
        select(
            _l.policy_id,
            _b.paid_to,
            literal(1),
            literal("collected"),
            amount,
            _branch.c.open_day,
            bindparam("source", type_=_l.policy_id.type),
        )
        .select_from(source)
        .where(_booked())
    )
    names = ["policy_id", "due_date", "no", "kind", "amount", "day", "source_id"]
    return insert(_event).from_select(names, rows, include_defaults=False)


@cache
def _close_orders() -> Update:
    """A due has one order with the bank at most: the one answered."""
    first_unpaid = select(_b.paid_to).where(_b.policy_id == _o.policy_id).scalar_subquery()
    return (
        update(_order)
        .where(_o.policy_id.in_(_policies()), _o.state == "sent", _o.due_date == first_unpaid)
        .values(state="collected", answered_on=bindparam("today"))
    )


@cache
def _advance() -> Update:
    return update(_billing).where(_b.policy_id.in_(_policies())).values(paid_to=_b.next_due)


def _policies() -> Select[int]:
    return select(_l.policy_id).where(_booked())

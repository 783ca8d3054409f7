"""Files that came in from a bank and their lines: what was said before, what became of each."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select

from ops_console.base.money import Fen
from ops_console.data.store import Reader, Store, table_of, whole_sum
from ops_console.data.tables import BankFile, BankLine, CollectionOrder, PayoutOrder, WorkItem
from ops_console.rules.bank_answers import LEFT_OUT
from ops_console.rules.references import CollectionReference, PayoutReference, read_reference

_line, _case = table_of(BankLine), table_of(WorkItem)
AT_ONCE = 5_000
FINE = ("booked", "repeated")
"""States of lines nobody has to look at."""


@dataclass(frozen=True)
class StateTotal:
    """How many lines of a file are in a state, and what they come to; `outcome`: what the bank says of them."""

    state: str
    outcome: str
    lines: int
    amount: Fen


@dataclass(frozen=True)
class HeldLine:
    """A line that was not booked: what it says, how it is kept, the case that clears its money; `ordered`: what we had
    asked for."""

    no: int
    reference: str
    outcome: str
    amount: Fen | None
    state: str
    name: str
    text: str
    case: str | None
    ordered: Fen | None


def totals_of(reader: Reader, file_id: int) -> tuple[StateTotal, ...]:
    """The lines of a file by what became of them and what the bank says: what it refused is no money."""
    statement = (
        select(_line.c.state, _line.c.outcome, func.count(), whole_sum(_line.c.amount))
        .where(_line.c.file_id == file_id)
        .group_by(_line.c.state, _line.c.outcome)
        .order_by(_line.c.state, _line.c.outcome)
    )
    return tuple(
        StateTotal(state, outcome, lines, Fen(amount))
        for state, outcome, lines, amount in reader.connection.execute(statement)
    )


def held_lines(reader: Reader, file_id: int, limit: int | None = None, state: str | None = None) -> Iterator[HeldLine]:
    """The lines of a file that were not booked, in order; those of a state alone where one is named."""
    wanted = _line.c.state.not_in(FINE) if state is None else _line.c.state == state
    statement = (
        select(
            _line.c.no,
            _line.c.reference,
            _line.c.outcome,
            _line.c.amount,
            _line.c.state,
            _line.c.name,
            _line.c.text,
            _case.c.number,
        )
        .outerjoin_from(_line, _case, _case.c.id == _line.c.case_id)
        .where(_line.c.file_id == file_id, wanted)
        .order_by(_line.c.no)
        .limit(limit)
    )
    for row in reader.rows(statement):
        ordered = _ordered(reader, row.reference)
        yield HeldLine(
            row.no, row.reference, row.outcome, row.amount, row.state, row.name, row.text, row.number, ordered
        )


def _ordered(reader: Reader, reference: str) -> Fen | None:
    named = read_reference(reference)
    if isinstance(named, CollectionReference):
        asked = reader.get(CollectionOrder, named.policy_id, named.due_date, named.attempt)
        return asked.amount if asked else None
    paid = None if named is None else reader.get(PayoutOrder, named.case_id, named.attempt)
    return paid.amount if paid else None


def last_line(store: Store, file_id: int) -> int:
    """The number of the last line that is kept of a file; 0 before the first."""
    with store.read() as reader:
        last = select(func.coalesce(func.max(_line.c.no), 0)).where(_line.c.file_id == file_id)
        return int(reader.connection.scalar(last) or 0)


def orders_in(store: Store, bank: str, message: str) -> int:
    """How many orders a file of ours has, by its name for itself; 0 where we sent no such file."""
    with store.read() as reader:
        file = reader.first(BankFile, direction="out", bank=bank, message=message)
    return file.lines if file else 0


def references_of(store: Store, bank: str, message: str) -> Iterator[str]:
    """The references of all orders in a file of ours, by its name for itself; none where we sent no such file."""
    with store.read() as reader:
        file = reader.first(BankFile, direction="out", bank=bank, message=message)
        if file is None:
            return
        kept = reader.connection.execution_options(yield_per=AT_ONCE)
        o, p = table_of(CollectionOrder).c, table_of(PayoutOrder).c
        of_dues = select(o.policy_id, o.due_date, o.attempt).where(o.file_id == file.id, o.reason.not_in(LEFT_OUT))
        for policy_id, due_date, attempt in kept.execute(of_dues.order_by(o.policy_id, o.due_date, o.attempt)):
            yield str(CollectionReference(policy_id, due_date, attempt))
        of_payments = (
            select(p.case_id, p.attempt)
            .where(p.file_id == file.id, p.reason.not_in(LEFT_OUT))
            .order_by(p.case_id, p.attempt)
        )
        for case_id, attempt in kept.execute(of_payments):
            yield str(PayoutReference(case_id, attempt))

"""A bank's file comes in: read, kept line by line as it came, and booked. The same file again changes nothing.

Its lines are kept in transactions of their own; killed between two, the next import of the same bytes goes on where it
stopped. The lines are in the store before the first is booked.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count, islice

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.base.problems import Conflict, Refused
from ops_console.data.bulk import Row, load
from ops_console.data.queries.bank_lines import last_line, orders_in, references_of
from ops_console.data.runs.exclusive import exclusively
from ops_console.data.store import Store, Tx
from ops_console.data.tables import BankFile, BankLine
from ops_console.data.types import day_number
from ops_console.exchange.bank.checking import Faults
from ops_console.exchange.bank.model import Faulty, Incoming, Result
from ops_console.rules.bank_answers import PENDING
from ops_console.rules.numbers import HEAD_OFFICE
from ops_console.rules.references import CollectionReference, read_reference

LINES_AT_ONCE = 10_000
Watch = Callable[[int], None]
"""Told how many lines are kept so far."""


@dataclass(frozen=True)
class Arrival:
    """A file as it comes in: its head, its lines, and what it is known by here."""

    head: Incoming
    lines: Iterable[Result | Faulty]
    bank: str
    profile: str
    name: str


def known_as(store: Store, arrival: Arrival) -> BankFile | None:
    """The file with the same bytes that is in the store already. Refused when another of the bank's has its name for
    itself, InputErrors when it decides at once on a file that the bank never got from us."""
    with store.read() as reader:
        known = reader.first(BankFile, direction="in", digest=arrival.head.digest)
        if known is None and arrival.head.message:
            other = reader.first(BankFile, direction="in", bank=arrival.bank, message=arrival.head.message)
            if other is not None:
                raise Refused(
                    _(
                        "{bank} sent a file named {message} on {day} already, this one of {today} has other content."
                    ).format(
                        bank=arrival.bank,
                        message=arrival.head.message,
                        day=other.day.isoformat(),
                        today=reader.state().business_date.isoformat(),
                    ),
                    code="other_content",
                    source="company default",
                )
    if known is None:
        _check_decision(store, arrival)
    return known


def _check_decision(store: Store, arrival: Arrival) -> None:
    head = arrival.head
    if head.whole and not orders_in(store, arrival.bank, head.original):
        faults = Faults(1)
        told = _("no file that this bank got from us has this name: nothing can be decided on it as a whole")
        faults.add("OrgnlMsgId", told, None, head.original)
        raise faults.refusal(arrival.name)


def keep(store: Store, arrival: Arrival, at: datetime | None = None, watch: Watch | None = None) -> int:
    """Keep a file and all its lines; its id. Goes on where an earlier start stopped."""
    with exclusively(store, f"bank-reading-{arrival.head.digest[:16]}"):
        known = known_as(store, arrival)
        if known is not None and known.state != "reading":
            return known.id
        file_id, done = _begin(store, arrival, at) if known is None else (known.id, last_line(store, known.id))
        for rows in _batches(islice(_rows(store, arrival, file_id), done, None)):
            with store.write() as tx:
                if tx.lock(BankFile, file_id) is None:
                    raise Conflict(_("{name} was given up while it was read.").format(name=arrival.name))
                load(tx, BankLine, rows)
            done += len(rows)
            if watch:
                watch(done)
        with store.write() as tx:
            close(tx, file_id, done)
    return file_id


def rehearse(tx: Tx, store: Store, arrival: Arrival) -> int:
    """The same, in one transaction that is going to be taken back."""
    file = _file(tx, arrival, None)
    tx.insert([file])
    done = 0
    for rows in _batches(_rows(store, arrival, file.id)):
        load(tx, BankLine, rows)
        done += len(rows)
    close(tx, file.id, done)
    return file.id


def close(tx: Tx, file_id: int, lines: int) -> None:
    """All lines of a file are in the store."""
    amount = Fen(tx.total(BankLine, "amount", file_id=file_id))
    tx.update(BankFile, {"id": file_id}, {"state": "read", "lines": lines, "amount": amount})


def _begin(store: Store, arrival: Arrival, at: datetime | None) -> tuple[int, int]:
    with store.write() as tx:
        file = _file(tx, arrival, at)
        tx.insert([file])
    return file.id, 0


def _file(tx: Tx, arrival: Arrival, at: datetime | None) -> BankFile:
    today = tx.state().business_date
    created = arrival.head.created
    return BankFile(
        id=tx.next_number(HEAD_OFFICE, "bank_file"),
        direction="in",
        kind=arrival.head.kind,
        bank=arrival.bank,
        profile=arrival.profile,
        message=arrival.head.message,
        name=arrival.name,
        created_at=at or datetime.now(UTC),
        day=today,
        value_day=created.date() if created else today,
        digest=arrival.head.digest,
        state="reading",
        account=arrival.head.ours_account or None,
        closing=arrival.head.closing,
        closing_day=arrival.head.closing_day,
    )


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, LINES_AT_ONCE)):
        yield batch


def _rows(store: Store, arrival: Arrival, file_id: int) -> Iterator[Row]:
    """The lines as the driver takes them, numbered from 1."""
    for no, line in zip(count(1), _lines(store, arrival)):
        if isinstance(line, Faulty):
            told = f"{line.field}: {line.message} ({line.text})"
            yield _row(file_id, no, "", None, "faulty", line.field, "", None, "", told)
        else:
            yield _row(
                file_id, no, line.reference, line.amount, line.outcome, line.code, line.reason, line.day, line.name,
                line.text,
            )  # fmt: skip


def _row(
    file_id: int,
    no: int,
    reference: str,
    amount: Fen | None,
    outcome: str,
    code: str,
    reason: str,
    day: date | None,
    name: str,
    text: str,
) -> Row:
    named = read_reference(reference)
    policy_id = named.policy_id if isinstance(named, CollectionReference) else None
    fen = None if amount is None else int(amount)
    state = outcome if outcome == "faulty" else "read"
    on = None if day is None else day_number(day)
    return (file_id, no, reference, fen, outcome, code, reason, on, name, text, state, policy_id, None)


def _lines(store: Store, arrival: Arrival) -> Iterator[Result | Faulty]:
    """The lines of the file. Where the bank decided on all of ours at once, those it did not name follow, one for each
    order."""
    head = arrival.head
    if not head.whole or head.whole == PENDING or head.count >= orders_in(store, arrival.bank, head.original):
        yield from arrival.lines
        return
    named = set()
    for line in arrival.lines:
        named.add(line.reference if isinstance(line, Result) else "")
        yield line
    for reference in references_of(store, arrival.bank, head.original):
        if reference not in named:
            yield Result(0, reference, None, head.whole, head.code, head.reason, None, "", "")

"""A bank's file from the folder to the books: whose it is, read, kept, booked; and what came of it, line by line."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.problems import Conflict, NotAllowed, UsageError
from ops_console.batch import bank_reading
from ops_console.batch.bank_import import BANK_IMPORT, LINES_PER_CHUNK
from ops_console.batch.chunks import chunks_of
from ops_console.batch.report import Watch
from ops_console.batch.runs import task_of
from ops_console.catalog.model_bank import Bank, Banking, FileFormat
from ops_console.data.queries.bank_lines import HeldLine, StateTotal, held_lines, totals_of
from ops_console.data.runs.bank_stretch import file_ranges
from ops_console.data.store import Reader, Store
from ops_console.data.tables import BankFile
from ops_console.desk.entry import Actor
from ops_console.exchange.bank.incoming import read
from ops_console.exchange.bank.model import Limits

MOST_TOLD = 1_000
"""Lines that were not booked which an answer lists; all of them stay in the store."""
MEGABYTE = 10**6
FAULTY = "faulty"
"""State of a line with a fault of its own: it is kept, and nobody knows what it says."""
WRONG = {
    "unknown": N_("no order of ours has this reference"),
    "differs": N_("another amount than ordered"),
    "late": N_("the order was answered otherwise, or the instalment is not owed any more"),
    "pending": N_("the bank is still at it"),
    FAULTY: N_("can't be read"),
    "read": N_("set aside: something unforeseen happened"),
}
"""What is wrong with a line that was not booked, by how it is kept."""


@dataclass(frozen=True)
class Taken:
    """What came of a file. `already`: the day the same bytes came in before; `held`: the first lines that were not
    booked, `faulty`: the first that can't be read; `left`: of the first held that a rule refused to book, why;
    `faults`: what was set aside. `file_id` is None for a dry run, of which nothing is kept."""

    name: str
    bank: str
    kind: str
    message: str
    file_id: int | None
    already: date | None
    totals: tuple[StateTotal, ...]
    held: tuple[HeldLine, ...]
    faulty: tuple[HeldLine, ...]
    left: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def lines(self) -> int:
        return sum(one.lines for one in self.totals)

    @property
    def faulty_count(self) -> int:
        return sum(one.lines for one in self.totals if one.state == FAULTY)

    @property
    def held_count(self) -> int:
        return sum(one.lines for one in self.totals if one.state in WRONG)

    def _by_state(self) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for one in self.totals:
            told = found.setdefault(one.state, {"lines": 0, "amount": Fen(0), "outcomes": {}})
            told["lines"] += one.lines
            told["amount"] += one.amount
            told["outcomes"][one.outcome] = {"lines": one.lines, "amount": one.amount}
        return found

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            "file": self.file_id,
            "name": self.name,
            "bank": self.bank,
            "kind": self.kind,
            "message": self.message,
            "already": self.already.isoformat() if self.already else None,
            "lines": self.lines,
            "totals": self._by_state(),
            "held": [
                {
                    "line": one.no,
                    "reference": one.reference,
                    "outcome": one.outcome,
                    "amount": one.amount,
                    "state": one.state,
                    "wrong": wrong_with(one),
                    "ordered": one.ordered,
                    "case": one.case,
                }
                for one in self.held
            ],
            "left": list(self.left),
        }


class _TakenBack(Exception):
    """Ends a dry run's transaction without keeping it."""


def wrong_with(line: HeldLine) -> str:
    """What is wrong with a line, and what would be right where that is known."""
    told = line.text if line.state == FAULTY else _(WRONG[line.state])
    if line.state == "differs" and line.ordered is not None:
        told = _("{wrong}: {amount} would be right").format(wrong=told, amount=line.ordered.yuan())
    return told


def take_in(
    store: Store,
    actor: Actor,
    path: Path,
    *,
    bank: str = "",
    profile: str = "",
    dry_run: bool = False,
    reading: Callable[[int], None] | None = None,
    booking: Watch | None = None,
) -> Taken:
    """Take in one file. InputErrors with every fault of a file that is not in order: nothing of it is kept.

    NotAllowed to who does not act for the company: a bank answers to all of it. Conflict while another file is booked:
    what was read is kept then, and booked by the next start.
    """
    with store.read() as reader:
        task = task_of(reader, BANK_IMPORT.name, actor, reader.state().business_date, None)
        if not BANK_IMPORT.may_be_started(reader, actor) or task.branches is not None:
            raise NotAllowed(
                _("Files of banks are taken in by head office's premium department."), code="branch",
                source="company default",
            )  # fmt: skip
        banking, most = task.catalog.banking, task.catalog.setting("bank_file_size") * MEGABYTE
    arrival = _arrival(banking, path, bank, profile, most)
    known = bank_reading.known_as(store, arrival)
    if known is not None and known.state == "booked":
        with store.read() as reader:
            return _taken(reader, known, already=known.day)
    if dry_run:
        return _rehearse(store, actor, arrival)
    file_id = bank_reading.keep(store, arrival, actor.at, reading)
    left, faults = tuple[str, ...](), tuple[str, ...]()
    while (file := _file(store, file_id)).state == "read":
        try:
            report = BANK_IMPORT.run(store, actor, task.as_of, progress=booking)
        except Conflict as error:
            told = _("{name} is read. Another file is being booked: start again, or leave it to the next bank-import.")
            raise Conflict(f"{told.format(name=file.name)} {error.message}", who=error.who) from error
        left, faults = left + report.left, faults + report.faults
        if not report.resumed:
            break
    with store.read() as reader:
        return _taken(reader, _file(store, file.id), left, faults)


def _arrival(banking: Banking, path: Path, bank: str, profile: str, most: int) -> bank_reading.Arrival:
    """The file, checked as a whole, and the bank it is from."""
    named = _chosen(banking.banks, bank, N_("There is no bank {code}. Banks are {known}."))
    layout = _chosen(banking.profiles, profile or (named.profile if named else ""), N_("There is no profile {code}."))
    if layout is None:
        if path.suffix.lower() != ".xml":
            raise UsageError(_("Whose file is it? Name its bank with --bank: only XML says what it is."))
        layout = next((one for one in banking.profiles.values() if one.format is FileFormat.ISO20022), None)
    ours = [named] if named else list(banking.banks.values())
    limits = Limits(
        most_bytes=most,
        banks=frozenset(one.number for one in ours),
        accounts=frozenset(one.account for each in ours for one in (each.collects, each.pays)),
    )
    head, lines = read(path, layout, limits)
    sender = named or _sender(ours, head.bank, head.ours_account)
    if sender is None:
        raise UsageError(_("The file does not say whose it is. Name its bank with --bank."))
    return bank_reading.Arrival(head, lines, sender.code, layout.code if layout else "", path.name)


def _chosen(known: Any, code: str, message: str) -> Any:
    """The entry with a code; None for no code, UsageError for one there is not."""
    if code and code not in known:
        raise UsageError(_(message).format(code=code, known=", ".join(known)))
    return known.get(code)


def _sender(banks: Sequence[Bank], number: str, account: str) -> Bank | None:
    for bank in banks:
        if number == bank.number or (account and account in (bank.collects.account, bank.pays.account)):
            return bank
    return None


def _file(store: Store, file_id: int) -> BankFile:
    with store.read() as reader:
        return reader.need(BankFile, file_id)


def _taken(
    reader: Reader,
    file: BankFile,
    left: tuple[str, ...] = (),
    faults: tuple[str, ...] = (),
    *,
    already: date | None = None,
    kept: bool = True,
) -> Taken:
    return Taken(
        file.name,
        file.bank,
        file.kind,
        file.message,
        file.id if kept else None,
        already,
        totals_of(reader, file.id),
        tuple(held_lines(reader, file.id, MOST_TOLD)),
        tuple(held_lines(reader, file.id, MOST_TOLD, FAULTY)),
        left[:MOST_TOLD],
        faults,
    )


def _rehearse(store: Store, actor: Actor, arrival: bank_reading.Arrival) -> Taken:
    """All of it in one transaction, which is taken back."""
    found: list[Taken] = []
    try:
        with store.write() as tx:
            file_id = bank_reading.rehearse(tx, store, arrival)
            task = task_of(tx, BANK_IMPORT.name, actor, tx.state().business_date, None)
            work, left, faults = BANK_IMPORT.worker(task), tuple[str, ...](), tuple[str, ...]()
            for chunk in chunks_of(0, file_ranges(tx.need(BankFile, file_id), LINES_PER_CHUNK)):
                done = work(tx, chunk)
                left, faults = left + done.left, faults + done.faults
            found.append(_taken(tx, tx.need(BankFile, file_id), left, faults, kept=False))
            raise _TakenBack
    except _TakenBack:
        return found[0]

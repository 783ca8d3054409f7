"""Writing the files that runs have drawn up for the banks: each once, its bytes known by their digest.

What a file says comes from rows that stay: so who is stopped between the file and its note in the store writes the same
bytes under the same name again. A file that is noted is not written again but on demand, and then it has to come out
the same. One event for each, on head office's chain.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.base.problems import Conflict, InputErrors, NotAllowed, Problem, Refused, UsageError
from ops_console.batch.bank_leaving_out import VOID, leave_out_overtaken
from ops_console.batch.bank_outgoing import kind_of, outgoing
from ops_console.batch.bank_unfit import withdraw
from ops_console.batch.runs import branches_below
from ops_console.data.catalog_rows import catalog_in_force
from ops_console.data.queries.bank_files import to_write
from ops_console.data.runs.exclusive import exclusively
from ops_console.data.store import Reader, Store
from ops_console.data.tables import BankFile, Clerk
from ops_console.desk import checks
from ops_console.desk.entry import Actor
from ops_console.desk.recording import record
from ops_console.desk.words import word
from ops_console.exchange.bank.model import Written
from ops_console.exchange.bank.outgoing import file_name, unfit, write
from ops_console.exchange.bank.writing import write_atomically
from ops_console.rules.numbers import HEAD_OFFICE

EXPORT = "bank-export"
"""Name of what is under way; one at a time."""
OPERATION = f"batch.{EXPORT}"
DUTIES = ("premium", "cashier")
DRAWN, WRITTEN = "drawn", "written"


@dataclass(frozen=True)
class Exported:
    """A file that was written. `altered`: texts a bank could not be told as they are."""

    id: int
    path: str
    bank: str
    kind: str
    message: str
    lines: int
    amount: Fen
    digest: str
    again: bool
    altered: tuple[dict[str, str], ...]
    altered_count: int
    withdrawn: tuple[dict[str, str], ...] = ()
    """Orders it could not carry, with what is wrong with them, and those nobody wanted any more."""

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return asdict(self)


@dataclass(frozen=True)
class Export:
    """What came of writing files: those that are there, what stood against others, and those none of whose orders was
    wanted any more, which are nowhere (`path` is empty)."""

    written: tuple[Exported, ...]
    problems: tuple[Problem, ...]
    void: tuple[Exported, ...] = ()


def write_drawn(
    store: Store,
    actor: Actor,
    folder: Path,
    *,
    bank: str | None = None,
    branch: int | None = None,
    watch: Callable[[Exported], None] | None = None,
) -> Export:
    """Write every file that is drawn up and not written; of one bank, of what a branch and those below it issued."""
    with exclusively(store, EXPORT):
        with store.read() as reader:
            _check_clerk(reader, actor, branch)
            if bank is not None and bank not in catalog_in_force(reader).banking.banks:
                known = ", ".join(catalog_in_force(reader).banking.banks)
                raise UsageError(_("There is no bank {bank}. Banks are {known}.").format(bank=bank, known=known))
            files = to_write(reader, bank, _branches(reader, actor, branch))
        written: list[Exported] = []
        void: list[Exported] = []
        problems: list[Problem] = []
        for file in files:
            try:
                done = _export_wanted(store, actor, file, folder)
            except InputErrors as error:
                problems += [Problem(file.message, one.message, value=one.value) for one in error.problems]
                continue
            (written if done.path else void).append(done)
            if watch and done.path:
                watch(done)
    return Export(tuple(written), tuple(problems), tuple(void))


def write_again(store: Store, actor: Actor, folder: Path, file_id: int) -> Exported:
    """Write a file once more, as it was. Refused when it would not come out the same."""
    with exclusively(store, EXPORT):
        with store.read() as reader:
            file = reader.get(BankFile, file_id)
            if file is None or file.direction != "out":
                raise UsageError(_("There is no file {id} to a bank.").format(id=file_id))
            _check_clerk(reader, actor, file.branch_id)
        if file.state != WRITTEN:
            raise Refused(
                _("File {id} has not been written yet.").format(id=file_id),
                code="not_written",
                source="company default",
            )
        return _export(store, actor, file, folder)


def _export_wanted(store: Store, actor: Actor, file: BankFile, folder: Path) -> Exported:
    """Write a file with the orders that are wanted still. With none, nothing is written."""
    told = leave_out_overtaken(store, actor, file)
    if not told:
        return _export_fitting(store, actor, file, folder)
    with store.read() as reader:
        left = reader.need(BankFile, file.id)
    done = _exported(left) if left.state == VOID else _export_fitting(store, actor, left, folder)
    return replace(done, withdrawn=(*_told(told), *done.withdrawn))


def _export_fitting(store: Store, actor: Actor, file: BankFile, folder: Path) -> Exported:
    """Write a file; without the orders it can't carry, where there are such: they are withdrawn. InputErrors when none
    is left, or something else stands against it."""
    try:
        return _export(store, actor, file, folder)
    except InputErrors:
        with store.read() as reader:
            catalog = catalog_in_force(reader)
            found = list(unfit(outgoing(reader, catalog, file), catalog.banking.profiles[file.profile]))
        told = withdraw(store, actor, file, found)
        if not told:
            raise
    with store.read() as reader:
        left = reader.need(BankFile, file.id)
    if left.state == VOID:
        raise InputErrors([Problem(file.message, f"{one.field}, {one.message}", value=one.value) for one in told])
    return replace(_export(store, actor, left, folder), withdrawn=_told(told))


def _told(problems: Iterable[Problem]) -> tuple[dict[str, str], ...]:
    return tuple({"order": one.field, "wrong": one.message, "value": one.value or ""} for one in problems)


def _export(store: Store, actor: Actor, file: BankFile, folder: Path) -> Exported:
    with store.read() as reader:
        catalog = catalog_in_force(reader)
        profile = catalog.banking.profiles.get(file.profile)
        if profile is None or file.bank not in catalog.banking.banks:
            message = _("The catalog has no bank {bank} or no profile {profile} any more.")
            raise Refused(message.format(bank=file.bank, profile=file.profile), code="no_bank", source="catalog: bank")
        name = file.name or file_name(profile, kind_of(file), file.message, file.bank, file.value_day)
        path = folder / name
        again = file.state == WRITTEN
        with write_atomically(path) as out:
            written = write(out, outgoing(reader, catalog, file), profile)
            if again and written.digest != file.digest:
                raise Refused(
                    _("{name} would not come out as it was: what it says has changed since.").format(name=name),
                    code="differs",
                    source="company default",
                )
    _note(store, actor, file, name, written, again=again)
    altered = tuple(asdict(one) for one in written.altered)
    return replace(
        _exported(file),
        path=str(path),
        digest=written.digest,
        again=again,
        altered=altered,
        altered_count=written.altered_count,
    )


def _exported(file: BankFile) -> Exported:
    """The file before it is written."""
    return Exported(file.id, "", file.bank, file.kind, file.message, file.lines, file.amount, "", False, (), 0)


def _note(store: Store, actor: Actor, file: BankFile, name: str, written: Written, *, again: bool) -> None:
    """The file is there: its name and digest are kept, and who wrote it."""
    with store.write() as tx:
        known = tx.lock(BankFile, file.id)
        if known is None or known.state != file.state:
            raise Conflict(_("Somebody else has written {name} meanwhile.").format(name=name))
        tx.update(BankFile, {"id": file.id}, {"state": WRITTEN, "name": name, "digest": written.digest})
        data = {"file": file.id, "message": file.message, "name": name, "digest": written.digest}
        sums = {"lines": file.lines, "amount": file.amount}
        record(tx, HEAD_OFFICE, OPERATION, {**data, **sums, **({"again": True} if again else {})}, actor)


def _check_clerk(reader: Reader, actor: Actor, branch: int | None) -> None:
    clerk = reader.need(Clerk, actor.clerk_id)
    if clerk.locked or not checks.duties_of(reader, clerk) & set(DUTIES):
        message = _("{operation} needs the duty {duties}.")
        duties = " / ".join(map(word, DUTIES))
        raise NotAllowed(message.format(operation=EXPORT, duties=duties), code="duty", source="catalog: duties")
    checks.check_scope(reader, clerk, branch or clerk.branch_id)


def _branches(reader: Reader, actor: Actor, branch: int | None) -> tuple[int, ...] | None:
    branch_id = branch or reader.need(Clerk, actor.clerk_id).branch_id
    return None if branch_id == HEAD_OFFICE else branches_below(reader, branch_id)

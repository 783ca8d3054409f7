"""Orders that a file can't carry, as for an account number no bank has: withdrawn, so that they hold back no other.

An instalment is not ordered again under the same mandate: another account, or the mandate renewed, ends that. A payment
waits to be released once more. Source: company default.
"""

from collections.abc import Iterable

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.base.problems import Conflict, InputErrors, NotAllowed, Problem, Refused
from ops_console.data.runs.bank_files import add
from ops_console.data.store import Store, Tx
from ops_console.data.tables import BankFile, CollectionOrder, PayoutOrder
from ops_console.desk.desk import perform_in
from ops_console.desk.entry import Actor
from ops_console.desk.recording import record
from ops_console.exchange.bank.model import Line
from ops_console.rules import numbers
from ops_console.rules.bank_answers import UNFIT
from ops_console.rules.numbers import HEAD_OFFICE
from ops_console.rules.references import CollectionReference, PayoutReference, read_reference

OPERATION = "batch.bank-withdrawal"
VOID = "void"
"""State of a file none of whose orders can go out: it keeps its number and is never written."""


def withdraw(store: Store, actor: Actor, file: BankFile, found: Iterable[tuple[Line, Problem]]) -> list[Problem]:
    """Take lines that don't fit out of a file that is not written yet, in one transaction, with one event on head
    office's chain; returns what was wrong with each, by its reference. A payment stays where the clerk may not record
    that it came back."""
    with store.write() as tx:
        known = tx.lock(BankFile, file.id)
        if known is None or known.state != file.state:
            raise Conflict(_("Somebody else has written {name} meanwhile.").format(name=file.message))
        out = [(line, problem) for line, problem in found if _withdraw(tx, actor, line)]
        if out:
            amount = Fen.total(line.amount for line, _problem in out)
            add(tx, file.id, -len(out), Fen(-amount))
            if known.lines == len(out):
                tx.update(BankFile, {"id": file.id}, {"state": VOID})
            references = [line.reference for line, _problem in out]
            data = {"file": file.id, "message": file.message, "orders": references, "amount": amount}
            record(tx, HEAD_OFFICE, OPERATION, data, actor)
    return [
        Problem(line.reference, f"{problem.field}: {problem.message}", value=problem.value) for line, problem in out
    ]


def _withdraw(tx: Tx, actor: Actor, line: Line) -> bool:
    named, today = read_reference(line.reference), tx.state().business_date
    if isinstance(named, CollectionReference):
        key = {"policy_id": named.policy_id, "due_date": named.due_date, "attempt": named.attempt}
        tx.update(CollectionOrder, key, {"state": "withdrawn", "reason": UNFIT, "answered_on": today})
        return True
    if isinstance(named, PayoutReference):
        number = numbers.printed(numbers.Prefix.PAYMENT, named.case_id)
        try:
            perform_in(tx, "premium.record_bounce", actor, number, {"reason": "other"})
        except (Refused, NotAllowed, InputErrors):
            return False
        tx.update(PayoutOrder, {"case_id": named.case_id, "attempt": named.attempt}, {"reason": UNFIT})
        return True
    return False

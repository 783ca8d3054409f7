"""Orders that a file can't carry, as for an account number no bank has: withdrawn, so that they hold back no other.

An instalment is not ordered again under the same mandate: another account, or the mandate renewed, ends that. A payment
waits to be released once more. Source: company default.
"""

from collections.abc import Iterable

from ops_console.base.problems import InputErrors, NotAllowed, Problem, Refused
from ops_console.batch.bank_leaving_out import leave_out, unwritten
from ops_console.data.runs.bank_files import NO_FILE
from ops_console.data.store import Store, Tx
from ops_console.data.tables import BankFile, CollectionOrder, PayoutOrder
from ops_console.desk.desk import perform_in
from ops_console.desk.entry import Actor
from ops_console.exchange.bank.model import Line
from ops_console.rules import numbers
from ops_console.rules.bank_answers import UNFIT
from ops_console.rules.references import CollectionReference, PayoutReference, read_reference


def withdraw(store: Store, actor: Actor, file: BankFile, found: Iterable[tuple[Line, Problem]]) -> list[Problem]:
    """Take lines that don't fit out of a file that is not written yet, in one transaction, with one event on head
    office's chain; returns what was wrong with each, by its reference. A payment stays where the clerk may not record
    that it came back."""
    with store.write() as tx:
        known = unwritten(tx, file)
        out = [(line, problem) for line, problem in found if _withdraw(tx, actor, file.id, line)]
        leave_out(tx, actor, known, [(line.reference, line.amount) for line, _problem in out])
    return [
        Problem(line.reference, f"{problem.field}: {problem.message}", value=problem.value) for line, problem in out
    ]


def _withdraw(tx: Tx, actor: Actor, file_id: int, line: Line) -> bool:
    named, today = read_reference(line.reference), tx.state().business_date
    if isinstance(named, CollectionReference):
        key = {"policy_id": named.policy_id, "due_date": named.due_date, "attempt": named.attempt}
        tx.update(CollectionOrder, key, {"state": "withdrawn", "reason": UNFIT, "answered_on": today})
        return True
    if isinstance(named, PayoutReference):
        number = numbers.printed(numbers.Prefix.PAYMENT, named.case_id)
        key = {"case_id": named.case_id, "attempt": named.attempt}
        try:
            with tx.attempt():
                # Out of its file first: of what a file still has nobody may say that it came back.
                tx.update(PayoutOrder, key, {"file_id": NO_FILE})
                perform_in(tx, "premium.record_bounce", actor, number, {"reason": "other"})
        except (Refused, NotAllowed, InputErrors):
            return False
        tx.update(PayoutOrder, key, {"file_id": file_id, "reason": UNFIT})
        return True
    return False

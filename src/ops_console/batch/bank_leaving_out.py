"""Orders that leave a file before it goes to its bank: its sums stay true, and one event says which and how much.

What was drawn up and has been overtaken since is not asked for: an instalment that was paid, or whose mandate is not in
force any more, is withdrawn; a payment that was answered already goes out with the order that followed, if any. Source:
company default.
"""

from collections.abc import Sequence

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.problems import Conflict, Problem
from ops_console.data.runs.bank_files import add
from ops_console.data.runs.overtaken import SENT, Overtaken, overtaken
from ops_console.data.store import Store, Tx
from ops_console.data.tables import BankFile, CollectionOrder, PayoutOrder
from ops_console.desk.entry import Actor
from ops_console.desk.recording import record
from ops_console.rules.bank_answers import OVERTAKEN
from ops_console.rules.numbers import HEAD_OFFICE
from ops_console.rules.references import CollectionReference

OPERATION = "batch.bank-withdrawal"
VOID = "void"
"""State of a file none of whose orders goes out: it keeps its number and is never written."""
ANSWERED = N_("it was answered already")
WITHOUT_MANDATE = N_("its mandate is not in force any more")
NOT_OWED = N_("nothing is owed for it any more")


def leave_out_overtaken(store: Store, actor: Actor, file: BankFile) -> list[Problem]:
    """Leave out the orders of an unwritten file that nobody wants any more, in one transaction; returns why, by their
    references, with what each comes to."""
    with store.read() as reader:
        if not overtaken(reader, file):
            return []
    with store.write() as tx:
        known = unwritten(tx, file)
        found = overtaken(tx, known)
        for one in found:
            _withdraw(tx, one)
        leave_out(tx, actor, known, [(str(one.named), one.amount) for one in found])
    return [Problem(str(one.named), _(_why(one)), value=one.amount.yuan()) for one in found]


def unwritten(tx: Tx, file: BankFile) -> BankFile:
    """The file as it stands, held; Conflict where it was written meanwhile."""
    known = tx.lock(BankFile, file.id)
    if known is None or known.state != file.state:
        raise Conflict(_("Somebody else has written {name} meanwhile.").format(name=file.message))
    return known


def leave_out(tx: Tx, actor: Actor, file: BankFile, orders: Sequence[tuple[str, Fen]]) -> None:
    """A file has these orders, each a reference and fen, less; with one event on head office's chain."""
    if not orders:
        return
    amount = Fen.total(each for _reference, each in orders)
    add(tx, file.id, -len(orders), Fen(-amount))
    if file.lines == len(orders):
        tx.update(BankFile, {"id": file.id}, {"state": VOID})
    references = [reference for reference, _amount in orders]
    data = {"file": file.id, "message": file.message, "orders": references, "amount": amount}
    record(tx, HEAD_OFFICE, OPERATION, data, actor)


def _withdraw(tx: Tx, one: Overtaken) -> None:
    """What waits for its answer waits no more; what was answered stays so."""
    named = one.named
    if not isinstance(named, CollectionReference):
        tx.update(PayoutOrder, {"case_id": named.case_id, "attempt": named.attempt}, {"reason": OVERTAKEN})
        return
    key = {"policy_id": named.policy_id, "due_date": named.due_date, "attempt": named.attempt}
    values = {"state": "withdrawn", "answered_on": tx.state().business_date} if one.state == SENT else {}
    tx.update(CollectionOrder, key, {**values, "reason": OVERTAKEN})


def _why(one: Overtaken) -> str:
    if one.state != SENT:
        return ANSWERED
    return NOT_OWED if one.authorised else WITHOUT_MANDATE

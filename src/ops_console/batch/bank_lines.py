"""Lines of a bank's file that are not plain: each is looked at alone, and booked by the operation a clerk would use."""

from collections.abc import Mapping
from typing import Any

from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, NotAllowed, OpsError, Refused
from ops_console.batch.acting import set_aside
from ops_console.batch.report import Totals
from ops_console.batch.runs import Task
from ops_console.catalog.model_bank import OTHER
from ops_console.data.queries.bank_told import HeldMoney
from ops_console.data.queries.file_sums import is_cleared, is_held, is_told
from ops_console.data.runs.bank_matching import said_before
from ops_console.data.store import Tx
from ops_console.data.tables import BankFile, BankLine, CollectionOrder, PayoutOrder, Policy, WorkItem
from ops_console.desk.desk import Outcome, perform_in
from ops_console.rooms.premium.bank_items import MOST_NAME, MOST_TEXT
from ops_console.rooms.premium.file_sums import FileSums, Movement
from ops_console.rules.bank_answers import MONEY, REPEATED, Act, Answer, moved, on_collection, on_payout
from ops_console.rules.numbers import parse
from ops_console.rules.references import CollectionReference, PayoutReference, read_reference

BOOK, BOUNCE, HOLD = "premium.book_result", "premium.record_bounce", "premium.hold_bank_money"
UNKNOWN = "unknown"
OUTCOMES = {Act.COLLECT: "settled", Act.REJECT: "rejected", Act.RETURN: "returned"}
REFUSED = (Refused, NotAllowed, InputErrors)


class Booker:
    """Books the lines of one chunk that its sets have left. A bank speaks of orders it was given, never of another's.
    `left`: why money is held; `faults`: lines set aside."""

    def __init__(self, tx: Tx, task: Task, file: BankFile) -> None:
        self._tx = tx
        self._actor = task.actor
        self._file = file
        self._today = tx.state().business_date
        self._sums = FileSums(tx, task.catalog)
        self._money = HeldMoney(tx, file, self._today)
        self.totals: list[dict[int, Totals]] = []
        self.left: list[str] = []
        self.faults: list[str] = []

    def book(self, line: BankLine) -> None:
        """Do what the line asks for, if it can be done; keep it with what became of it."""
        with set_aside(self._tx, f"{self._file.name} {line.no}", self.faults):
            named = read_reference(line.reference)
            if isinstance(named, CollectionReference):
                self._collection(line, self._tx.get(CollectionOrder, named.policy_id, named.due_date, named.attempt))
            elif isinstance(named, PayoutReference):
                self._payout(line, self._tx.lock(PayoutOrder, named.case_id, named.attempt))
            else:
                self._keep(line, UNKNOWN)

    def _collection(self, line: BankLine, order: CollectionOrder | None) -> None:
        if order is None or order.bank != self._file.bank:
            self._keep(line, UNKNOWN)
            return
        same = _same(line, order.amount)
        answer = on_collection(line.outcome, self._file.kind, order.state, same_amount=same)
        if answer.act is None:
            self._keep_answer(line, answer, order.amount)
            return
        number = self._tx.need(Policy, order.policy_id).number
        values = {"due_date": order.due_date, "attempt": order.attempt, "outcome": OUTCOMES[answer.act]}
        reason = {} if answer.act is Act.COLLECT else {"reason": line.reason or OTHER}
        if self._perform(line.no, BOOK, number, {**values, **reason}) is None:
            # Not owed any more, or used since: the money is real all the same.
            self._keep(line, "late", order.amount, "returned" if answer.act is Act.RETURN else "late")
            return
        self._update(line, "booked")
        self.totals.append({order.branch_id: Totals(1, order.amount if answer.act is Act.COLLECT else Fen(0))})

    def _payout(self, line: BankLine, order: PayoutOrder | None) -> None:
        if order is None or order.bank != self._file.bank:
            self._keep(line, UNKNOWN)
            return
        answer = on_payout(line.outcome, self._file.kind, order.state, same_amount=_same(line, order.amount))
        if answer.act is None:
            self._keep_answer(line, answer, order.amount)
            return
        if answer.act is Act.CONFIRM:
            key = {"case_id": order.case_id, "attempt": order.attempt}
            self._tx.update(PayoutOrder, key, {"state": "confirmed", "answered_on": self._today})
        else:
            number = self._tx.need(WorkItem, order.case_id).number
            if self._perform(line.no, BOUNCE, number, {"reason": line.reason or OTHER}) is None:
                self._keep(line, "late", order.amount)
                return
        self._update(line, "booked", case_id=order.case_id)
        self.totals.append({order.branch_id: Totals(1)})

    def _keep_answer(self, line: BankLine, answer: Answer, ordered: Fen) -> None:
        """Nothing is to be done. But an account that shows a movement twice in one file had it twice."""
        twice = answer is REPEATED and self._file.kind in MONEY and said_before(self._tx, line)
        if twice:
            self._keep(line, "late", ordered)
        else:
            self._keep(line, answer.state, ordered)

    def _keep(self, line: BankLine, state: str, ordered: Fen | None = None, why: str = "") -> None:
        """The line stays as it is; money that moved with it is held, once, and has a case. `ordered`: by its order."""
        way = moved(line.outcome, self._file.kind, ordered=ordered is not None)
        amount = line.amount if line.amount is not None else ordered
        if state in ("repeated", "pending") or not way or not amount:
            self._update(line, state)
            return
        told = self._money.told_by(line, way * amount)
        if told is not None:
            self._update(line, "repeated", case_id=told)
            return
        known = self._sum_told(line, Fen(way * amount)) if state == UNKNOWN else None
        if known is not None:
            self._update(line, "repeated", reference=known)
            return
        values = {
            "amount": amount,
            "direction": "in" if way > 0 else "out",
            "day": line.day or self._today,
            "name": line.name[:MOST_NAME],
            "text": " ".join(filter(None, (line.reference, line.text)))[:MOST_TEXT],
            "why": why or state,
            "file": line.file_id,
            "line": line.no,
        }
        opened = self._held(values)
        self._update(line, state, case_id=parse(opened.number or "").id)

    def _sum_told(self, line: BankLine, amount: Fen) -> str | None:
        """The name of the file of ours, or of its part, whose sum a movement on our account is: its orders are booked.
        None where it is none, the sum was told before, or money of that amount waits for a clerk to say what it is."""
        file = self._file
        if file.kind not in MONEY:
            return None
        movement = Movement(file.bank, file.account or "", line.reference, line.name, amount, line.day or self._today)
        one = self._sums.likely(movement)
        if one is None or is_held(self._tx, amount) or is_cleared(self._tx, one) or is_told(self._tx, one, [file.kind]):
            return None
        return one.name

    def _held(self, values: Mapping[str, Any]) -> Outcome:
        """The case that clears money. A movement without one would be lost: ValueError where it can't be opened, so
        that the line is set aside and told."""
        try:
            return perform_in(self._tx, HOLD, self._actor, None, values)
        except REFUSED as error:
            raise ValueError(_told(error)) from error

    def _perform(self, no: int, operation: str, number: str, values: Mapping[str, Any]) -> Outcome | None:
        """What came of it; None where a rule refused, which is told of the line."""
        try:
            return perform_in(self._tx, operation, self._actor, number, values)
        except REFUSED as error:
            self.left.append(f"{self._file.name} {no}, {number}: {_told(error)}")
            return None

    def _update(self, line: BankLine, state: str, **values: Any) -> None:
        self._tx.update(BankLine, {"file_id": line.file_id, "no": line.no}, {"state": state, **values})


def _told(error: OpsError) -> str:
    """Why something was refused, with the fields that are wrong."""
    return "; ".join([error.message, *(f"{problem.field}: {problem.message}" for problem in error.problems)])


def _same(line: BankLine, amount: Fen) -> bool:
    """A report may leave the amount out: then it speaks of the order's."""
    return line.amount in (None, amount)

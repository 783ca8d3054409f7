"""What a line of a bank's answer means for the order it names: what is done, and how the line is kept.

One order gets one answer. The same answer again changes nothing; another than the first is nobody's guess: the line is
kept, and where money moved with it a clerk clears it. Source: company default.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

MONEY = frozenset({"notification", "statement"})
"""Kinds of file whose lines are movements on our account, not only what became of orders."""
IN, OUT = frozenset({"settled", "credited"}), frozenset({"returned", "debited"})
"""What a line says that an instalment came, or went again."""
CAME_BACK = "came_back"
"""Our own payment came back: a return, and money in. `returned` in a kind of MONEY is a return by which money went."""
PENDING = "pending"
UNFIT = "unfit"
"""Reason of an order that its file could not carry: it was taken out before the file went to the bank."""
OVERTAKEN = "overtaken"
"""Reason of an order that nobody wanted carried out any more when its file was to go to the bank."""
LEFT_OUT = (UNFIT, OVERTAKEN)
"""Reasons of orders that their file does not have, though they name it: no bank was told of them."""


class Act(StrEnum):
    """What an answer asks for."""

    COLLECT = "collect"
    REJECT = "reject"
    RETURN = "return"
    CONFIRM = "confirm"
    BOUNCE = "bounce"


@dataclass(frozen=True, slots=True)
class Answer:
    """What to do, if anything, and how the line is kept: booked, repeated, differs, late or pending."""

    state: str
    act: Act | None = None


REPEATED, LATE, DIFFERS = Answer("repeated"), Answer("late"), Answer("differs")
_COLLECTION = {
    "settled": {"sent": Answer("booked", Act.COLLECT), "collected": REPEATED},
    "rejected": {"sent": Answer("booked", Act.REJECT), "rejected": REPEATED, "returned": REPEATED},
    "returned": {"collected": Answer("booked", Act.RETURN), "returned": REPEATED},
    CAME_BACK: {},
}
_PAYOUT = {
    "settled": {"sent": Answer("booked", Act.CONFIRM), "confirmed": REPEATED},
    "rejected": {"sent": Answer("booked", Act.BOUNCE), "bounced": REPEATED},
    "returned": {},
    CAME_BACK: {
        "sent": Answer("booked", Act.BOUNCE),
        "confirmed": Answer("booked", Act.BOUNCE),
        "bounced": REPEATED,
    },
}
"""Outcome → state of the order → answer; what is not here comes too late."""
_WITHOUT_MONEY = {"sent": Answer("booked", Act.REJECT), "rejected": REPEATED}
"""A report that an instalment came and went at once, of one that was never booked: it did not come."""


def on_collection(outcome: str, file_kind: str, state: str, *, same_amount: bool) -> Answer:
    """What an answer means for an order to collect, which is sent, collected, rejected, returned or withdrawn."""
    if outcome == PENDING:
        return Answer(PENDING)
    if not same_amount:
        return DIFFERS
    meant = "settled" if outcome in IN else "returned" if outcome in OUT else outcome
    if meant == "returned" and file_kind not in MONEY and state in _WITHOUT_MONEY:
        return _WITHOUT_MONEY[state]
    return _COLLECTION[meant].get(state, LATE)


def on_payout(outcome: str, file_kind: str, state: str, *, same_amount: bool) -> Answer:
    """What an answer means for an order to pay, which is sent, confirmed or bounced. A report that it was returned can
    only mean that it came back; on our account it did if money came in."""
    if outcome == PENDING:
        return Answer(PENDING)
    if not same_amount:
        return DIFFERS
    meant = {"debited": "settled", "credited": CAME_BACK}.get(outcome, outcome)
    if meant == "returned" and file_kind not in MONEY:
        meant = CAME_BACK
    return _PAYOUT[meant].get(state, LATE)


def moved(outcome: str, file_kind: str, *, ordered: bool) -> int:
    """Which way money went with a line that could not be booked: 1 came in, -1 went out, 0 none did, as the bank states
    it. A report that an order (`ordered`) was carried out says that the money moved; of an order nobody gave it says
    nothing."""
    if file_kind in MONEY:
        return 1 if outcome in IN or outcome == CAME_BACK else -1 if outcome in OUT else 0
    return 1 if outcome == "settled" and ordered else 0


def next_try(due: date, after_days: Iterable[int], today: date, grace_ends: date) -> date | None:
    """When a rejected collection is tried again: on the first of the set days after the due date that is still to come,
    never after the last day of grace (Insurance Law art 36). None when there is no such day."""
    days = (due + timedelta(days=after) for after in sorted(after_days))
    return next((day for day in days if today < day <= grace_ends), None)

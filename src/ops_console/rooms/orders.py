"""Orders to collect, once the bank has answered: how they stand, when they are tried again, and their mandate."""

from datetime import date

from ops_console.base.i18n import _
from ops_console.base.problems import Refused
from ops_console.data.store import table_of
from ops_console.data.tables import BankFile, BankLine, CollectionOrder
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.mandates import ACTIVE, SUSPENDED, change_mandate, mandate_of
from ops_console.rooms.policies import PolicyPosition
from ops_console.rules.bank_answers import next_try
from ops_console.rules.references import CollectionReference, PayoutReference, read_reference

ANSWER_WAIT = "bank_answer_wait"
"""Setting: working days after grace in which a bank's answer to an order given within it may still come."""
DRAWN = "drawn"
"""State of a file that is not written yet."""
_line = table_of(BankLine).c


def answer(
    view: View, plan: Plan, order: CollectionOrder, state: str, reason: str = "", retry_on: date | None = None
) -> None:
    """The order stands so from now on."""
    key = {"policy_id": order.policy_id, "due_date": order.due_date, "attempt": order.attempt}
    plan.change(CollectionOrder, key, state=state, reason=reason, answered_on=view.today, retry_on=retry_on)


def must_have_gone_out(view: View, named: CollectionReference | PayoutReference, file_id: int) -> None:
    """Refused while the file of an order is not written: of what no bank was given none can say anything. Where a
    bank's file names the order it was given all the same, though its note in the store is lost (company default)."""
    file = view.reader.get(BankFile, file_id)
    if (
        file is None
        or file.state != DRAWN
        or view.reader.count(BankLine, _line.file_id > file_id, reference=str(named))
    ):
        return
    message = _(
        "{order} is in a file ({file}) that has not been written for the bank yet: there can be no answer to it."
    )
    raise Refused(
        message.format(order=named, file=file.message or file.id), code="not_with_bank", source="company default"
    )


def worth_another_try(view: View, reason: str) -> bool:
    """Does the catalog say that a reason may have gone by the next time?"""
    known = view.catalog.banking.reasons.get(reason)
    return known is not None and known.retry


def tried_again_on(view: View, position: PolicyPosition, due: date, reason: str) -> date | None:
    """When an instalment that was not collected for a reason is asked for again; None for never."""
    days = view.catalog.banking.retry_days if worth_another_try(view, reason) else ()
    return next_try(due, days, view.today, position.grace_ends(due))


def suspend_mandate(view: View, plan: Plan, order: CollectionOrder, reason: str) -> None:
    """Nothing more is collected under the mandate the order was made under, if it is the present one still."""
    mandate = mandate_of(view.reader, order.policy_id)
    if mandate is not None and mandate.status == ACTIVE and mandate.reference == order.mandate:
        change_mandate(view, plan, mandate, status=SUSPENDED, reason=reason)


def awaited_until(view: View, position: PolicyPosition, day: date) -> date | None:
    """Until when the bank's answer is waited for before the end of grace has its consequences: some working days
    (company default), where the oldest instalment owed was to be collected within its grace and nothing came back yet.
    None when nothing is waited for any more, or never was.
    """
    oldest = position.owed[0] if position.owed else None
    if oldest is None:
        return None
    grace_ends = position.grace_ends(oldest.due_date)
    until = view.calendar.add_working_days(grace_ends, view.catalog.setting(ANSWER_WAIT)).day
    if day > until:
        return None
    sent = view.reader.find(CollectionOrder, policy_id=position.policy.id, due_date=oldest.due_date, state="sent")
    given = [view.reader.get(BankFile, order.file_id) for order in sent]
    return until if any(file is not None and file.value_day <= grace_ends for file in given) else None


def withdraw_named(view: View, plan: Plan, file_id: int, line_no: int) -> None:
    """The order that a line of a bank's file was the answer to, though not the right one, waits no more for another. An
    order that another bank has still does."""
    file, line = view.reader.get(BankFile, file_id), view.reader.get(BankLine, file_id, line_no)
    named = read_reference(line.reference) if line is not None else None
    if file is None or not isinstance(named, CollectionReference):
        return
    key = (named.policy_id, named.due_date, named.attempt)
    if view.reader.get(CollectionOrder, *key) is None:
        return
    order = view.lock(CollectionOrder, *key)
    if order.state == "sent" and order.bank == file.bank:
        answer(view, plan, order, "withdrawn")

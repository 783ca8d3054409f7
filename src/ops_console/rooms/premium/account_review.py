"""A payment to an account that was changed shortly before: the commonest way of stealing from a customer (company
default). It is released, but by a grade that looks twice: did the customer really ask for the change?
"""

from datetime import date, timedelta
from itertools import pairwise

from ops_console.base.i18n import _
from ops_console.data.store import Reader, table_of
from ops_console.data.tables import BillingTerms, Event, Payable
from ops_console.desk.events import done_on
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rules import accounts

CHANGED_ACCOUNT = "changed_account"
"""Kind of decision; its grade is in the catalog."""
DAYS = "account_review"
"""Setting: how long a change counts as recent."""
_PAYABLE = table_of(Payable).name


def review_when_changed(view: View, plan: Plan, payable: Payable) -> None:
    """The release needs its own grade if the payee's account was changed not long ago."""
    since = view.today - timedelta(days=view.catalog.setting(DAYS))
    changes = [day for day in (*_of_payment(view.reader, payable), *_of_policy(view.reader, payable)) if day > since]
    if not changes:
        return
    plan.decision = CHANGED_ACCOUNT
    plan.comment = _("The payee's account was changed on {day}: {account}.").format(
        day=max(changes).isoformat(), account=accounts.mask(payable.account_no)
    )
    plan.messages.append(plan.comment)


def _of_payment(reader: Reader, payable: Payable) -> list[date]:
    """Days on which another account was named for the payment, on it or by a request of the customer's (item 42);
    naming a first one is no change."""
    events = reader.find(Event, case_id=payable.case_id)
    if payable.policy_id is not None:
        events += reader.find(Event, policy_id=payable.policy_id)
    return [
        done_on(event)
        for event in events
        for change in event.data.get("changes", ())
        if change["table"] == _PAYABLE
        and change["key"].get("case_id") == payable.case_id
        and change["before"].get("account_no")
    ]


def _of_policy(reader: Reader, payable: Payable) -> list[date]:
    """Days on which the account it goes to became that of the policy in place of another (item 12)."""
    if payable.policy_id is None or not payable.account_no:
        return []
    number = accounts.read(payable.account_no).number
    terms = reader.find(BillingTerms, policy_id=payable.policy_id, order_by="revision")
    return [
        row.valid_from
        for before, row in pairwise(terms)
        if before.account_no and row.account_no and _number(before) != _number(row) == number
    ]


def _number(terms: BillingTerms) -> str:
    return accounts.read(terms.account_no).number

"""Mandates 授权: from which account a policy's premiums are collected. A policy has one at a time, a dated row.

The first is given with the application. Another account needs another mandate; the same account its old one again.
Source: company default.
"""

from datetime import date

from ops_console.data.store import Reader
from ops_console.data.tables import Mandate
from ops_console.data.types import FOREVER
from ops_console.desk.plan import Plan
from ops_console.desk.view import View

BANK = "bank"
"""The channel that needs a mandate."""
ACTIVE, SUSPENDED, ENDED = "active", "suspended", "ended"
OTHER_CHANNEL, POLICY_ENDED, TAKEN_BACK = "other_channel", "policy_ended", "taken_back"
"""Why a mandate ended."""
BY_CUSTOMER = "customer"
"""Why a mandate is suspended, besides the reasons of banks: the applicant asked for it."""
_SEPARATOR = "-"


def mandate_of(reader: Reader, policy_id: int) -> Mandate | None:
    """The mandate of a policy as it now stands, ended or not; None where there never was one."""
    found = reader.current(Mandate, policy_id)
    return found[0] if found else None


def first_mandate(view: View, policy_id: int, number: str, account_no: str, signed_on: date) -> Mandate:
    """The mandate of a policy that had none, from today; written by the operation it is inserted by."""
    return Mandate(
        policy_id=policy_id,
        revision=1,
        valid_from=view.today,
        valid_to=FOREVER,
        source_id=0,
        reference=f"{number}{_SEPARATOR}1",
        bank=view.catalog.banking.code_of(account_no),
        account_no=account_no,
        status=ACTIVE,
        reason="",
        signed_on=signed_on,
    )


def follow_account(view: View, plan: Plan, channel: str, account_no: str) -> None:
    """The view's policy is collected another way from today: its mandate ends, comes into force again, or another
    follows."""
    policy = view.the_policy
    present = mandate_of(view.reader, policy.id)
    if channel != BANK:
        end_mandate(view, plan, policy.id, OTHER_CHANNEL)
    elif present is None:
        plan.insert(first_mandate(view, policy.id, policy.number, account_no, view.today))
    elif present.account_no == account_no:
        change_mandate(view, plan, present, status=ACTIVE, reason="")
    else:
        change_mandate(
            view,
            plan,
            present,
            reference=_next_reference(view.reader, present),
            bank=view.catalog.banking.code_of(account_no),
            account_no=account_no,
            status=ACTIVE,
            reason="",
            signed_on=view.today,
        )


def end_mandate(view: View, plan: Plan, policy_id: int, reason: str, day: date | None = None) -> None:
    """Nothing is collected under it from a day, else from today. Nothing where none is in force."""
    present = mandate_of(view.reader, policy_id)
    if present is not None and present.status != ENDED:
        change_mandate(view, plan, present, day, status=ENDED, reason=reason)


def change_mandate(view: View, plan: Plan, present: Mandate, day: date | None = None, **values: object) -> None:
    """The mandate's next row, from a day, else from today; never before the present one."""
    plan.change(Mandate, {"policy_id": present.policy_id}, day=max(day or view.today, present.valid_from), **values)


def _next_reference(reader: Reader, present: Mandate) -> str:
    """Never one that an earlier mandate of the policy had, be it taken back since."""
    number, _separator, _no = present.reference.rpartition(_SEPARATOR)
    had = (one.reference.rpartition(_SEPARATOR)[2] for one in reader.find(Mandate, policy_id=present.policy_id))
    return f"{number}{_SEPARATOR}{max(map(int, had)) + 1}"

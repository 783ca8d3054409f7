"""Mandates: what the terms in force say is collected by the bank has one, on the same account."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, or_, select

from ops_console.base.i18n import _
from ops_console.data.store import Reader, table_of
from ops_console.data.tables import Billing, BillingTerms, Mandate
from ops_console.data.types import FOREVER
from ops_console.data.verify.findings import MOST, Finding


def mandates_are_as_agreed(reader: Reader) -> Iterator[Finding]:
    """A policy that bills by the bank has a mandate that has not ended, for the account its terms name; one that bills
    another way has none."""
    for (policy,) in reader.rows(_of_another_account()):
        yield Finding(f"mandate policy {policy}", _("is not for the account that the terms in force name"))


@cache
def _of_another_account() -> Select[Any]:
    billing, terms, mandate = (table_of(model) for model in (Billing, BillingTerms, Mandate))
    agreed = and_(terms.c.policy_id == billing.c.policy_id, terms.c.valid_to == FOREVER)
    current = and_(
        mandate.c.policy_id == billing.c.policy_id, mandate.c.valid_to == FOREVER, mandate.c.status != "ended"
    )
    by_bank = and_(terms.c.channel == "bank", terms.c.account_no != "")
    wrong = (
        select(billing.c.policy_id)
        .join(terms, agreed)
        .outerjoin(mandate, current)
        .where(
            billing.c.active,
            or_(
                and_(by_bank, or_(mandate.c.policy_id.is_(None), mandate.c.account_no != terms.c.account_no)),
                and_(terms.c.channel != "bank", mandate.c.policy_id.is_not(None)),
            ),
        )
    )
    return wrong.limit(MOST)


def references_are_of_one_account(reader: Reader) -> Iterator[Finding]:
    """A mandate's reference stands for one account and one signature."""
    for row in reader.rows(_of_two_accounts()):
        yield Finding(f"mandate {row.reference}", _("stands for two accounts"))


@cache
def _of_two_accounts() -> Select[Any]:
    mandate = table_of(Mandate)
    other = mandate.alias("other")
    same = and_(other.c.policy_id == mandate.c.policy_id, other.c.reference == mandate.c.reference)
    differs = or_(other.c.account_no != mandate.c.account_no, other.c.signed_on != mandate.c.signed_on)
    return select(mandate.c.policy_id, mandate.c.reference).join(other, and_(same, differs)).distinct().limit(MOST)

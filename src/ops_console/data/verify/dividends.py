"""Dividends: what has accumulated is what was put in and taken out, and stands in the ledger; additions are what
dividends have bought."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, func, select

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.data.catalog_rows import catalog_of
from ops_console.data.store import Reader, table_of, whole_sum
from ops_console.data.tables import AccountEntry, Coverage, Dividend, PolicyAccount
from ops_console.data.types import FOREVER
from ops_console.data.verify.findings import MOST, Finding
from ops_console.data.verify.ledger import balance_of
from ops_console.rules.postings import Side

KIND, ADDITION = "dividend", "addition"


def accumulations_are_their_entries(reader: Reader) -> Iterator[Finding]:
    """Each account of dividends holds the sum of its entries, never less than nothing, and has entries at all."""
    for (policy,) in reader.rows(_not_their_entries()):
        yield Finding(f"policy_account policy {policy}", _("accumulated dividends differ from their entries"))


@cache
def _not_their_entries() -> Select[Any]:
    account, entry = table_of(PolicyAccount), table_of(AccountEntry)
    key = (entry.c.policy_id, entry.c.coverage_no)
    moved = select(*key, whole_sum(entry.c.amount).label("moved")).where(entry.c.kind == KIND).group_by(*key).subquery()
    same = and_(moved.c.policy_id == account.c.policy_id, moved.c.coverage_no == account.c.coverage_no)
    wrong = (
        select(account.c.policy_id)
        .outerjoin(moved, same)
        .where(
            account.c.kind == KIND, (account.c.balance != func.coalesce(moved.c.moved, -1)) | (account.c.balance < 0)
        )
    )
    return wrong.limit(MOST)


def accumulations_are_booked(reader: Reader) -> Iterator[Finding]:
    """What has accumulated on all policies equals its account in the ledger."""
    ledger = catalog_of(reader, reader.state().catalog_version).ledger
    if "dividend_interest" not in ledger.rules:
        return
    account = next(leg.account for leg in ledger.rules["dividend_interest"].legs if leg.side is Side.CREDIT)
    booked, wanted = balance_of(reader, account), Fen(-reader.total(PolicyAccount, "balance", kind=KIND))
    if booked != wanted:
        message = _("{booked} CNY booked, {wanted} CNY in the table {name}").format(
            booked=booked.yuan(), wanted=wanted.yuan(), name="policy_account"
        )
        yield Finding(f"account {account}", message)


def additions_were_bought(reader: Reader) -> Iterator[Finding]:
    """The paid-up additions of a policy are the sums its dividends have bought."""
    for (policy,) in reader.rows(_not_bought()):
        yield Finding(f"coverage policy {policy}", _("paid-up additions differ from what dividends have bought"))


@cache
def _not_bought() -> Select[Any]:
    dividend, coverage = table_of(Dividend), table_of(Coverage)
    bought = (
        select(dividend.c.policy_id, whole_sum(dividend.c.additions).label("bought"))
        .group_by(dividend.c.policy_id)
        .subquery()
    )
    wrong = (
        select(coverage.c.policy_id)
        .outerjoin(bought, bought.c.policy_id == coverage.c.policy_id)
        .where(
            coverage.c.kind == ADDITION,
            coverage.c.valid_to == FOREVER,
            coverage.c.sum_assured != func.coalesce(bought.c.bought, 0),
        )
    )
    return wrong.limit(MOST)

"""Instalments: the billing row says what the dues and their later life add up to, and so does the ledger."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, func, not_, or_, select

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.data.store import Reader, table_of, whole_sum
from ops_console.data.tables import Application, Billing, BillingTerms, Coverage, DueEvent, PremiumDue, PremiumNotice
from ops_console.data.types import FOREVER
from ops_console.data.verify.findings import MOST, Finding, number
from ops_console.data.verify.ledger import balance_of, receivable_account

PAID = ("collected", "lent", "waived", "skipped")
"""Kinds of due event after which the instalment's period is paid for."""
CANCELLED = "cancelled"


def receivable_is_owed(reader: Reader) -> Iterator[Finding]:
    """What the receivable account shows is exactly the instalments raised and neither paid nor cancelled."""
    account = receivable_account(reader)
    booked, wanted = balance_of(reader, account), Fen(number(reader, _owed()))
    if booked != wanted:
        message = _("{booked} CNY booked, {wanted} CNY in the table {name}").format(
            booked=booked.yuan(), wanted=wanted.yuan(), name="premium_due"
        )
        yield Finding(f"account {account}", message)


@cache
def _owed() -> Select[Any]:
    due, last = _dues_with_last_event()
    owed = or_(last.is_(None), last.not_in((*PAID, CANCELLED)))
    return select(whole_sum(_due().c.amount)).select_from(due).where(owed)


def paid_to_follows_collection(reader: Reader) -> Iterator[Finding]:
    """Paid-to is the due date of the first instalment not paid for; when all are, it is the next due date."""
    for (policy,) in reader.rows(_paid_to_another_day()):
        yield Finding(f"billing policy {policy}", _("paid-to is not the first instalment that is not paid for"))


@cache
def _paid_to_another_day() -> Select[Any]:
    due, last = _dues_with_last_event()
    unpaid = or_(last.is_(None), last.not_in(PAID))
    first = (
        select(_due().c.policy_id, func.min(_due().c.due_date).label("first"))
        .select_from(due)
        .where(unpaid)
        .group_by(_due().c.policy_id)
        .subquery()
    )
    billing = table_of(Billing)
    wanted = func.coalesce(first.c.first, billing.c.next_due)
    wrong = (
        select(billing.c.policy_id)
        .outerjoin(first, first.c.policy_id == billing.c.policy_id)
        .where(billing.c.paid_to != wanted)
    )
    return wrong.limit(MOST)


def next_due_follows_dues(reader: Reader) -> Iterator[Finding]:
    """Every instalment raised lies before the next one, and dues belong to a policy that is billed."""
    for row in reader.rows(_not_before_the_next()):
        yield Finding(f"premium_due policy {row.policy_id} {row.due_date}", _("the billing row does not know of it"))


@cache
def _not_before_the_next() -> Select[Any]:
    due, billing = _due(), table_of(Billing)
    late = (
        select(due.c.policy_id, due.c.due_date)
        .outerjoin(billing, billing.c.policy_id == due.c.policy_id)
        .where(or_(billing.c.policy_id.is_(None), due.c.due_date >= billing.c.next_due))
    )
    return late.limit(MOST)


def due_events_have_their_due(reader: Reader) -> Iterator[Finding]:
    """Whatever became of an instalment became of one that was raised; its events are numbered from 1 without a gap."""
    for row in reader.rows(_of_no_due()):
        yield Finding(f"due_event policy {row.policy_id} {row.due_date}", _("no such instalment was raised"))
    for row in reader.rows(_with_gaps()):
        yield Finding(
            f"due_event policy {row.policy_id} {row.due_date}", _("its events are not numbered without a gap")
        )


@cache
def _of_no_due() -> Select[Any]:
    due, event = _due(), table_of(DueEvent)
    same = and_(due.c.policy_id == event.c.policy_id, due.c.due_date == event.c.due_date)
    raised = select(due.c.policy_id).where(same).exists()
    return select(event.c.policy_id, event.c.due_date).where(~raised).distinct().limit(MOST)


@cache
def _with_gaps() -> Select[Any]:
    event = table_of(DueEvent).c
    key = (event.policy_id, event.due_date)
    gaps = or_(func.min(event.no) != 1, func.max(event.no) != func.count())
    return select(*key).group_by(*key).having(gaps).limit(MOST)


def billing_is_as_agreed(reader: Reader) -> Iterator[Finding]:
    """The billing row a run reads says what the terms in force say: mode, premium, channel."""
    for (policy,) in reader.rows(_not_as_agreed()):
        yield Finding(f"billing policy {policy}", _("is not what the terms in force say"))


@cache
def _not_as_agreed() -> Select[Any]:
    billing, terms = table_of(Billing), table_of(BillingTerms)
    names = ("months", "premium", "loading", "channel")
    differs = or_(*(billing.c[name] != terms.c[name] for name in names))
    current = and_(terms.c.policy_id == billing.c.policy_id, terms.c.valid_to == FOREVER)
    wrong = select(billing.c.policy_id).outerjoin(terms, current).where(or_(terms.c.policy_id.is_(None), differs))
    return wrong.where(billing.c.active).limit(MOST)


def terms_are_as_applied_for(reader: Reader) -> Iterator[Finding]:
    """A policy began with the instalment its application was accepted at."""
    for (policy,) in reader.rows(_not_as_applied_for()):
        yield Finding(f"billing_terms policy {policy}", _("its first terms are not those of its application"))


@cache
def _not_as_applied_for() -> Select[Any]:
    application, terms = table_of(Application), table_of(BillingTerms)
    names = ("months", "premium", "loading")
    differs = or_(*(application.c[name] != terms.c[name] for name in names))
    first = and_(terms.c.policy_id == application.c.policy_id, terms.c.revision == 1)
    wrong = (
        select(application.c.policy_id)
        .outerjoin(terms, first)
        .where(application.c.policy_id.is_not(None), or_(terms.c.policy_id.is_(None), differs))
    )
    return wrong.order_by(application.c.policy_id).limit(MOST)


def covers_make_the_instalment(reader: Reader) -> Iterator[Finding]:
    """The covers' parts of the instalment, and of its loading, make those of the terms in force; a cover that says
    nothing of its part pays all of it, and no other does."""
    for (policy,) in reader.rows(_not_the_instalment()):
        yield Finding(f"coverage policy {policy}", _("the covers' parts do not make the instalment"))


@cache
def _not_the_instalment() -> Select[Any]:
    cover, terms = table_of(Coverage), table_of(BillingTerms)
    sums = [func.sum(func.coalesce(cover.c[name], 0)) for name in ("premium", "loading")]
    whole = func.count() - func.count(cover.c.premium)
    differs = or_(*(total != terms.c[name] for total, name in zip(sums, ("premium", "loading"), strict=True)))
    alone = and_(whole == 1, sums[0] == 0)
    current = and_(terms.c.policy_id == cover.c.policy_id, terms.c.valid_to == FOREVER)
    wrong = (
        select(cover.c.policy_id)
        .join(terms, current)
        .where(cover.c.valid_to == FOREVER)
        .group_by(cover.c.policy_id, terms.c.premium, terms.c.loading)
        .having(not_(or_(alone, and_(whole == 0, not_(differs)))))
    )
    return wrong.limit(MOST)


def _due() -> FromClause:
    return table_of(PremiumDue)


def _dues_with_last_event() -> tuple[FromClause, ColumnElement[str]]:
    """Dues joined with the last thing that became of each; that is NULL when nothing did."""
    due, event = _due(), table_of(DueEvent)
    newest = (
        select(event.c.policy_id, event.c.due_date, func.max(event.c.no).label("no"))
        .group_by(event.c.policy_id, event.c.due_date)
        .subquery()
    )
    of_due = and_(newest.c.policy_id == due.c.policy_id, newest.c.due_date == due.c.due_date)
    last = and_(
        event.c.policy_id == newest.c.policy_id, event.c.due_date == newest.c.due_date, event.c.no == newest.c.no
    )
    return due.outerjoin(newest, of_due).outerjoin(event, last), event.c.kind


def notices_are_of_instalments(reader: Reader) -> Iterator[Finding]:
    """A letter that presses for an instalment names one that was raised; one sent before it fell due, a policy that is
    billed."""
    for row in reader.rows(_of_no_instalment()):
        yield Finding(
            f"premium_notice policy {row.policy_id} {row.kind}",
            _("no instalment falls due on {day}").format(day=row.due_date.isoformat()),
        )


@cache
def _of_no_instalment() -> Select[Any]:
    notice, due, billing = table_of(PremiumNotice), _due(), table_of(Billing)
    key = and_(due.c.policy_id == notice.c.policy_id, due.c.due_date == notice.c.due_date)
    raised = select(due.c.policy_id).where(key).exists()
    billed = select(billing.c.policy_id).where(billing.c.policy_id == notice.c.policy_id).exists()
    wrong = or_(~billed, and_(notice.c.kind != "second", ~raised))
    return select(notice.c.policy_id, notice.c.kind, notice.c.due_date).where(wrong).limit(MOST)

"""Cases and dated rows: due dates as clocks say, no gap between periods or receipts, references that hold."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlalchemy import Select, Table, and_, func, or_, select
from sqlmodel import SQLModel

from ops_console.base.i18n import N_, _
from ops_console.data.days import FOREVER_NUMBER
from ops_console.data.seals import digest
from ops_console.data.store import AnyRecord, Reader, table_of
from ops_console.data.tables import (
    DATED,
    Agent,
    Application,
    Billing,
    BranchCounter,
    Call,
    CallbackFinding,
    CatalogEntry,
    Claim,
    Clerk,
    Clock,
    Coverage,
    Endorsement,
    Event,
    FileLoan,
    Invoice,
    Letter,
    Note,
    Party,
    Payable,
    Policy,
    PolicyRole,
    Receipt,
    Referral,
    StoreState,
    WorkItem,
)
from ops_console.data.verify.findings import MOST, Finding, answers, raw_rows, stream, whether_any

ENDING = (Coverage, PolicyRole)
"""Dated tables whose rows may end before the policy does: a rider, a member of a group."""
REFERENCES: tuple[tuple[type[SQLModel], str, type[SQLModel]], ...] = (
    (WorkItem, "party_id", Party),
    (WorkItem, "policy_id", Policy),
    (WorkItem, "parent_id", WorkItem),
    (WorkItem, "assignee_id", Clerk),
    (Application, "applicant_id", Party),
    (Application, "insured_id", Party),
    (Application, "policy_id", Policy),
    (Policy, "application_id", WorkItem),
    (Coverage, "insured_id", Party),
    (PolicyRole, "party_id", Party),
    (Billing, "policy_id", Policy),
    (Endorsement, "case_id", WorkItem),
    (Claim, "insured_id", Party),
    (Payable, "party_id", Party),
    (Payable, "policy_id", Policy),
    (Receipt, "party_id", Party),
    (Letter, "party_id", Party),
    (Letter, "case_id", WorkItem),
    (Note, "clerk_id", Clerk),
    (Call, "clerk_id", Clerk),
    (CallbackFinding, "seller_id", Agent),
    (FileLoan, "file_case_id", WorkItem),
    (FileLoan, "reader_id", Clerk),
    (Referral, "from_clerk_id", Clerk),
    (Event, "case_id", WorkItem),
    (Event, "policy_id", Policy),
)
"""Columns that name a row of another table without the database watching over it, or that it can't watch."""


def due_is_the_earliest_clock(reader: Reader) -> Iterator[Finding]:
    """A case's due date is that of its most urgent running clock; without one it never comes due."""
    for (number,) in reader.rows(_not_the_earliest()):
        yield Finding(f"work_item {number}", _("its due date is not that of its earliest clock"))


@cache
def _not_the_earliest() -> Select[Any]:
    clock, item = table_of(Clock), table_of(WorkItem)
    running = and_(clock.c.case_id == item.c.id, clock.c.met_on.is_(None), clock.c.stopped_since.is_(None))
    earliest = select(func.min(clock.c.due)).where(running).scalar_subquery()
    return select(item.c.number).where(item.c.due != func.coalesce(earliest, FOREVER_NUMBER)).limit(MOST)


def dated_rows_follow_each_other(reader: Reader) -> Iterator[Finding]:
    """Each row of a dated table ends where the next begins, and exactly the last one is current; those of `ENDING` may
    have none."""
    for model, wrong in zip(_dated(), answers(reader, _any_misfit()), strict=True):
        for row in reader.rows(_misfits(model).limit(MOST)) if wrong else ():
            place = " ".join(str(part) for part in row)
            yield Finding(f"{table_of(model).name} {place}", _("does not end where the next row begins"))


@cache
def _misfits(model: type[SQLModel]) -> Select[Any]:
    table = table_of(model)
    following = table.alias("following")
    key = [column.name for column in table.primary_key if column.name != "revision"]
    next_one = and_(*(following.c[name] == table.c[name] for name in key), following.c.revision == table.c.revision + 1)
    ends = func.coalesce(following.c.valid_from, table.c.valid_to if model in ENDING else FOREVER_NUMBER)
    wrong = or_(table.c.valid_to != ends, table.c.valid_from > table.c.valid_to)
    return select(*(table.c[name] for name in (*key, "revision"))).outerjoin(following, next_one).where(wrong)


@cache
def _any_misfit() -> Select[Any]:
    return whether_any(_misfits(model) for model in _dated())


def _dated() -> tuple[type[SQLModel], ...]:
    return DATED


def receipts_are_gapless(reader: Reader) -> Iterator[Finding]:
    """A branch's receipts are numbered 1, 2, 3 … up to its counter."""
    return _gapless(reader, Receipt, N_("receipts are gone"))


def invoices_are_gapless(reader: Reader) -> Iterator[Finding]:
    """A branch's invoices are numbered 1, 2, 3 … up to its counter. Each is for the amount of its receipt, or answers
    in red, over the same amount, one made out before."""
    yield from _gapless(reader, Invoice, N_("invoices are gone"))
    for row in reader.rows(_without_receipt()):
        yield Finding(f"invoice {row.branch_id}-{row.no}", _("is not for a receipt of that amount"))


@cache
def _without_receipt() -> Select[Any]:
    invoice, receipt, original = table_of(Invoice), table_of(Receipt), table_of(Invoice).alias("original")
    same = and_(receipt.c.branch_id == invoice.c.branch_id, receipt.c.no == invoice.c.receipt_no)
    answered = and_(
        original.c.branch_id == invoice.c.branch_id,
        original.c.receipt_no == invoice.c.receipt_no,
        original.c.no < invoice.c.no,
    )
    in_red = and_(receipt.c.amount == -invoice.c.amount, select(original.c.no).where(answered).exists())
    wrong = (
        select(invoice.c.branch_id, invoice.c.no)
        .outerjoin(receipt, same)
        .where(or_(receipt.c.no.is_(None), ~or_(receipt.c.amount == invoice.c.amount, in_red)))
    )
    return wrong.limit(MOST)


def _gapless(reader: Reader, model: type[AnyRecord], gone: str) -> Iterator[Finding]:
    """Rows numbered by the branch's counter of the table's name; `gone` is what is said when none is left."""
    table = table_of(model)
    nexts = {counter.branch_id: counter.next for counter in reader.find(BranchCounter, name=table.name)}
    for row in reader.rows(_numbers(table)):
        last = nexts.pop(row.branch_id, 1) - 1
        if not row.count == row.last == last:
            message = _("{count} numbers are used, the last is {last}, the counter stands at {counter}").format(
                count=row.count, last=row.last, counter=last
            )
            yield Finding(f"{table.name} branch {row.branch_id}", message)
    for branch, number in nexts.items():
        if number != 1:
            yield Finding(f"{table.name} branch {branch}", _(gone))


@cache
def _numbers(table: Table) -> Select[Any]:
    """How many numbers each branch has used, and the last."""
    count, last = func.count().label("count"), func.max(table.c.no).label("last")
    return select(table.c.branch_id, count, last).group_by(table.c.branch_id)


def references_hold(reader: Reader) -> Iterator[Finding]:
    """Whoever and whatever a row names is there."""
    for (model, column, target), lost in zip(REFERENCES, answers(reader, _any_lost()), strict=True):
        table, there = table_of(model), table_of(target)
        for row in reader.rows(_lost(table, column, there).limit(MOST)) if lost else ():
            place = " ".join(str(part) for part in row)
            message = _("{column} names nothing in {target}").format(column=column, target=there.name)
            yield Finding(f"{table.name} {place}", message)


@cache
def _lost(table: Table, column: str, target: Table) -> Select[Any]:
    key = target.alias("there").c.id
    named = ~select(key).where(key == table.c[column]).exists()
    return select(*table.primary_key.columns).where(table.c[column].is_not(None), named)


@cache
def _any_lost() -> Select[Any]:
    return whether_any(_lost(table_of(model), column, table_of(target)) for model, column, target in REFERENCES)


def catalog_is_as_loaded(reader: Reader) -> Iterator[Finding]:
    """Every stored entry has the digest of its content, and the version in force is there."""
    versions = set()
    for entry in stream(reader, _entries()):
        versions.add(entry["version"])
        if digest(str(entry["body"])) != entry["digest"]:
            place = f"catalog_entry version {entry['version']} {entry['kind']} {entry['code']}"
            yield Finding(place, _("was changed: its digest is another"))
    state = reader.need(StoreState, 1)
    if state.catalog_version not in versions:
        yield Finding("store_state", _("the catalog version in force is missing"))


@cache
def _entries() -> Select[Any]:
    entry = raw_rows(table_of(CatalogEntry)).selected_columns
    return select(entry.version, entry.kind, entry.code, entry.body, entry.digest)

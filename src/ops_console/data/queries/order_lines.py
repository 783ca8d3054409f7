"""The orders of a file to a bank, as they are written: a page at a time, so that a million fit."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, select, tuple_

from ops_console.base.known import known
from ops_console.base.money import Fen
from ops_console.data.by_key import by_key
from ops_console.data.store import Reader, table_of
from ops_console.data.tables import BankFile, CollectionOrder, Mandate, Party, Payable, PayoutOrder, PolicyRole
from ops_console.data.types import FOREVER
from ops_console.rules.bank_answers import LEFT_OUT
from ops_console.rules.numbers import SEQUENCES_PER_BRANCH

AT_ONCE = 5_000
SEQUENCES = ("FRST", "RCUR")
"""In the order a file has them."""


class CollectionLine(NamedTuple):
    """An instalment to be collected: its order's key and what a bank is told of it."""

    policy_id: int
    due_date: date
    attempt: int
    amount: Fen
    account_no: str
    mandate: str
    signed_on: date
    sequence: str
    applicant: str


class PayoutLine(NamedTuple):
    """A payment to be made: its order's key and what a bank is told of it."""

    case_id: int
    attempt: int
    amount: Fen
    account_no: str
    payee: str


def collection_lines(reader: Reader, file: BankFile) -> Iterator[CollectionLine]:
    """By sequence type, policy, due date and attempt."""
    for sequence in SEQUENCES:
        given = {**of_file(file), "sequence": sequence}
        rows = _paged(
            reader, _collections(), given, lambda row: {"first": row[0], "policy": row[0], "due": row[1], "try": row[2]}
        )
        yield from map(CollectionLine._make, rows)


def payout_lines(reader: Reader, file: BankFile) -> Iterator[PayoutLine]:
    """By payment and attempt."""
    rows = _paged(reader, _payouts(), of_file(file), lambda row: {"first": row[0], "case": row[0], "try": row[1]})
    yield from map(PayoutLine._make, rows)


def _paged(
    reader: Reader, page: Select[Any], given: dict[str, Any], key: Callable[[Any], dict[str, Any]]
) -> Iterator[Any]:
    """Every row of a statement that gives those after a key, of all after the lowest."""
    after: dict[str, Any] = {"policy": 0, "due": date.min, "case": 0, "try": 0}
    with by_key(reader):
        while rows := reader.connection.execute(page, {**given, **after}).all():
            yield from rows
            if len(rows) < AT_ONCE:
                break
            after |= key(rows[-1])


def of_file(file: BankFile) -> dict[str, Any]:
    """The file, and between which ids its orders are: its branch issued what they are about."""
    first = known(file.branch_id, "the branch of a file") * SEQUENCES_PER_BRANCH
    return {"file": file.id, "first": first, "last": first + SEQUENCES_PER_BRANCH - 1}


@cache
def _collections() -> Select[Any]:
    o, mandate, role, party = (table_of(model).c for model in (CollectionOrder, Mandate, PolicyRole, Party))
    applicant = and_(role.policy_id == o.policy_id, role.role == "applicant", role.valid_to == FOREVER)
    # Every row of a reference has the same signature.
    signed_on = select(func.min(mandate.signed_on)).where(
        mandate.policy_id == o.policy_id, mandate.reference == o.mandate
    )
    key = (o.policy_id, o.due_date, o.attempt)
    after = tuple_(bindparam("policy"), bindparam("due", type_=o.due_date.type), bindparam("try"))
    return (
        select(
            *key,
            o.amount,
            o.account_no,
            o.mandate,
            signed_on.scalar_subquery().label("signed_on"),
            o.sequence,
            party.name,
        )
        .select_from(table_of(CollectionOrder))
        .join(table_of(PolicyRole), applicant)
        .join(table_of(Party), party.id == role.party_id)
        .where(
            o.file_id == bindparam("file"),
            o.reason.not_in(LEFT_OUT),
            issued(o.policy_id),
            o.sequence == bindparam("sequence"),
            tuple_(*key) > after,
        )
        .order_by(*key)
        .limit(AT_ONCE)
    )


@cache
def _payouts() -> Select[Any]:
    o, payable, party = (table_of(model).c for model in (PayoutOrder, Payable, Party))
    key = (o.case_id, o.attempt)
    return (
        select(*key, o.amount, o.account_no, party.name)
        .select_from(table_of(PayoutOrder))
        .join(table_of(Payable), payable.case_id == o.case_id)
        .join(table_of(Party), party.id == payable.party_id)
        .where(
            o.file_id == bindparam("file"),
            o.reason.not_in(LEFT_OUT),
            issued(o.case_id),
            tuple_(*key) > tuple_(bindparam("case"), bindparam("try")),
        )
        .order_by(*key)
        .limit(AT_ONCE)
    )


def issued(column: ColumnElement[int]) -> ColumnElement[bool]:
    """The id is one that the branch of the file issued (`of_file`): PostgreSQL then looks at its partition alone."""
    return column.between(bindparam("first"), bindparam("last"))

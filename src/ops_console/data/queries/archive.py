"""The archive's books: the index of files, the labels of boxes, what is lent, who looked at what and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, select

from ops_console.data.store import Reader, table_of
from ops_console.data.tables import ArchiveFile, Clerk, Event, FileLoan, Party, Policy, WorkItem

_file, _case, _party, _policy, _loan, _clerk, _event = (
    table_of(model) for model in (ArchiveFile, WorkItem, Party, Policy, FileLoan, Clerk, Event)
)


@dataclass(frozen=True)
class FileLine:
    """A file in the index."""

    cabinet: str
    box: int
    no: int
    number: str
    kind: str
    client: str | None
    policy: str | None
    filed_on: date
    confidential: bool
    on_loan: bool
    missing_since: date | None


@dataclass(frozen=True)
class BoxLine:
    """The label of a box: what it holds."""

    cabinet: str
    box: int
    files: int
    first_no: int
    last_no: int
    first_day: date
    last_day: date


@dataclass(frozen=True)
class LoanLine:
    """A file that is lent."""

    number: str
    cabinet: str
    box: int
    no: int
    file: str
    reader: str
    purpose: str
    out_on: date
    due_back: date
    extended_on: date | None
    reminded_on: date | None


@dataclass(frozen=True)
class Look:
    """Somebody looked at something confidential."""

    at: datetime
    clerk: str
    operation: str
    number: str
    purpose: str
    door: str


def index(reader: Reader, branches: Sequence[int], first: date, last: date) -> list[FileLine]:
    """Files put away on these days, as they stand."""
    file = _case.alias("file")
    statement = (
        select(
            _file.c.cabinet, _file.c.box, _file.c.no, file.c.number, file.c.kind, _party.c.name,
            _policy.c.number, _file.c.filed_on, _file.c.confidential, _file.c.on_loan, _file.c.missing_since,
        )
        .join_from(_file, file, file.c.id == _file.c.case_id)
        .outerjoin(_party, _party.c.id == file.c.party_id)
        .outerjoin(_policy, _policy.c.id == file.c.policy_id)
        .where(file.c.branch_id.in_(branches), _file.c.filed_on.between(first, last))
        .order_by(_file.c.cabinet, _file.c.box, _file.c.no)
    )  # fmt: skip
    return [FileLine(*tuple(row)) for row in reader.rows(statement)]


def labels(reader: Reader, branches: Sequence[int]) -> list[BoxLine]:
    """Every box of these branches."""
    no, day = _file.c.no, _file.c.filed_on
    statement = (
        select(
            _file.c.cabinet, _file.c.box, func.count(), func.min(no), func.max(no), func.min(day), func.max(day)
        )
        .join(_case, _case.c.id == _file.c.case_id)
        .where(_case.c.branch_id.in_(branches))
        .group_by(_file.c.cabinet, _file.c.box)
        .order_by(_file.c.cabinet, _file.c.box)
    )  # fmt: skip
    return [BoxLine(*tuple(row)) for row in reader.rows(statement)]


def lent(reader: Reader, branches: Sequence[int]) -> list[LoanLine]:
    """Files that are out, the longest due first."""
    file = _case.alias("file")
    statement = (
        select(
            _case.c.number, _file.c.cabinet, _file.c.box, _file.c.no, file.c.number, _clerk.c.name, _loan.c.purpose,
            _loan.c.out_on, _loan.c.due_back, _loan.c.extended_on, _loan.c.reminded_on,
        )
        .join_from(_loan, _case, and_(_case.c.id == _loan.c.case_id, _case.c.state == "out"))
        .join(_file, _file.c.case_id == _loan.c.file_case_id)
        .join(file, file.c.id == _loan.c.file_case_id)
        .join(_clerk, _clerk.c.id == _loan.c.reader_id)
        .where(_case.c.branch_id.in_(branches))
        .order_by(_loan.c.due_back, _loan.c.case_id)
    )  # fmt: skip
    return [LoanLine(*tuple(row)) for row in reader.rows(statement)]


def looks(reader: Reader, operations: Sequence[str], branches: Sequence[int], first: date, last: date) -> list[Look]:
    """Looks on these days, oldest first."""
    statement = (
        select(_event.c.at, _clerk.c.name, _event.c.operation, _case.c.number, _event.c.data, _event.c.door)
        .join_from(_event, _clerk, _clerk.c.id == _event.c.clerk_id)
        .join(_case, _case.c.id == _event.c.case_id)
        .where(_event.c.operation.in_(operations), _event.c.branch_id.in_(branches), _event.c.day.between(first, last))
        .order_by(_event.c.at, _event.c.id)
    )
    return [
        Look(at, clerk, operation, number, data.get("input", {}).get("purpose", ""), door)
        for at, clerk, operation, number, data, door in map(tuple, reader.rows(statement))
    ]


def cabinets(reader: Reader, branches: Sequence[int]) -> list[tuple[str, int]]:
    """The cabinets of these branches, and how many files each holds."""
    statement = (
        select(_file.c.cabinet, func.count())
        .join(_case, _case.c.id == _file.c.case_id)
        .where(_case.c.branch_id.in_(branches))
        .group_by(_file.c.cabinet)
        .order_by(_file.c.cabinet)
    )
    return [(cabinet, files) for cabinet, files in map(tuple, reader.rows(statement))]

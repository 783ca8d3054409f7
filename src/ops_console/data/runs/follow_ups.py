"""Whom the follow-up runs are about: callbacks near their last day, papers that don't come, files that are not back."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import and_, or_, select

from ops_console.data.runs.candidates import Candidates
from ops_console.data.runs.waiting_cases import waits_in
from ops_console.data.store import table_of
from ops_console.data.tables import Callback, Clock, FileLoan, Letter, WorkItem

_case, _callback, _clock, _loan, _letter = (table_of(model) for model in (WorkItem, Callback, Clock, FileLoan, Letter))


def callbacks_due(latest: date, branches: tuple[int, ...] | None) -> Candidates:
    """Callbacks still to be made whose legal clock ends on a day or before, and that were not escalated."""
    ends = (
        select(_clock.c.case_id)
        .where(
            _clock.c.case_id == _case.c.id,
            _clock.c.standard == "callback",
            _clock.c.met_on.is_(None),
            _clock.c.due <= latest,
        )
        .exists()
    )
    fresh = (
        select(_callback.c.case_id)
        .where(_callback.c.case_id == _case.c.id, _callback.c.escalated_on.is_(None))
        .exists()
    )
    wanted = and_(_case.c.room == "callback", _case.c.open, _case.c.state == "to_call", ends, fresh)
    return Candidates(_case.c.id, wanted if branches is None else and_(wanted, _case.c.branch_id.in_(branches)))


def files_overdue(today: date, long_ago: date, branches: tuple[int, ...] | None) -> Candidates:
    """Loans of files that should be back: the reader was not reminded, or it is long ago and nobody above knows."""
    late = (
        select(_loan.c.case_id)
        .where(
            _loan.c.case_id == _case.c.id,
            _loan.c.due_back < today,
            or_(_loan.c.reminded_on.is_(None), and_(_loan.c.escalated_on.is_(None), _loan.c.due_back <= long_ago)),
        )
        .exists()
    )
    wanted = and_(_case.c.room == "archive", _case.c.open, _case.c.kind == "file_loan", _case.c.state == "out", late)
    return Candidates(_case.c.id, wanted if branches is None else and_(wanted, _case.c.branch_id.in_(branches)))


def papers_missing(
    latest: date,
    places: Iterable[tuple[str, str, str]],
    asked: Iterable[str],
    reminder: str,
    branches: tuple[int, ...] | None,
) -> Candidates:
    """Open cases in one of these places (room, kind, state) whose list of papers (letters of these kinds) went out on a
    day or before, none later, and that were not reminded."""
    of_case = select(_letter.c.id).where(_letter.c.case_id == _case.c.id)
    lists = of_case.where(_letter.c.kind.in_(list(asked)))
    wanted = and_(
        waits_in(places),
        lists.where(_letter.c.day <= latest).exists(),
        ~lists.where(_letter.c.day > latest).exists(),
        ~of_case.where(_letter.c.kind == reminder).exists(),
    )
    return Candidates(_case.c.id, wanted if branches is None else and_(wanted, _case.c.branch_id.in_(branches)))

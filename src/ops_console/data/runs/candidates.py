"""Whom the runs that work case by case are about: overdue policies, terms that end, benefits and dividends to come,
payments released, branches whose day is open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Column, ColumnElement, Integer, and_, false, func, literal, or_, select, true, type_coerce

from ops_console.base.money import Fen
from ops_console.data.days import day_number
from ops_console.data.runs.chunks import Range, cut, cut_by_branch
from ops_console.data.store import Reader, table_of, whole_sum
from ops_console.data.tables import (
    Billing,
    Branch,
    Coverage,
    Dividend,
    Loan,
    Payable,
    PolicyStatus,
    RunChunk,
    SurvivalBenefit,
    WorkItem,
)
from ops_console.data.types import FOREVER
from ops_console.rules.calendar import add_months

A_YEAR = 10_000
"""Between two stored days of one number and month."""
_billing, _status, _case, _payable = (table_of(model) for model in (Billing, PolicyStatus, WorkItem, Payable))
_coverage, _benefit, _dividend = table_of(Coverage), table_of(SurvivalBenefit), table_of(Dividend)
_loan = table_of(Loan)


@dataclass(frozen=True)
class Candidates:
    """Rows of one table that a run is about: their key, what makes them so, and what each comes to in fen, where the
    store knows that."""

    key: Column[int]
    wanted: ColumnElement[bool]
    amount: ColumnElement[Fen] | None = None

    def ranges(self, reader: Reader, size: int) -> Iterable[Range]:
        return cut(reader, self.key, self.wanted, size)

    def ranges_by_branch(self, reader: Reader, size: int) -> Iterable[Range]:
        """For work that takes numbers of the servicing branch and writes on its chain."""
        return cut_by_branch(reader, self.key, self._branch, self.wanted, size)

    @property
    def _branch(self) -> ColumnElement[int]:
        """Who services the row: its table's column of that name."""
        branch: ColumnElement[int] = self.key.table.c.branch_id
        return branch

    def count(self, reader: Reader) -> tuple[int, Fen | None]:
        """How many there are, and what they come to."""
        amount = literal(0) if self.amount is None else self.amount
        rows, total = reader.connection.execute(
            select(func.count(self.key), whole_sum(amount)).where(self.wanted)
        ).one()
        return rows, None if self.amount is None else Fen(total)

    def of(self, reader: Reader, chunk: RunChunk) -> list[int]:
        """Keys of a chunk's rows that are still wanted and that its branch services, ascending; locked for a writer on
        PostgreSQL."""
        in_chunk = and_(self.key.between(chunk.first_id, chunk.last_id), self._branch == chunk.branch_id)
        statement = select(self.key).where(self.wanted, in_chunk).order_by(self.key)
        if not reader.is_sqlite:
            statement = statement.with_for_update(of=self.key.table)
        return list(reader.connection.scalars(statement))


def overdue(latest: date, branches: tuple[int, ...] | None) -> Candidates:
    """Policies in force that have not paid an instalment which fell due on a day or before."""
    wanted = and_(_billing.c.paid_to <= latest, _billing.c.paid_to < _billing.c.next_due, in_force())
    return Candidates(_billing.c.policy_id, within(wanted, _billing.c.branch_id, branches), _billing.c.premium)


def lapsed_by(day: date, branches: tuple[int, ...] | None) -> Candidates:
    """Policies that lapsed on a day or before and are still lapsed."""
    wanted = and_(~_billing.c.active, standing(_status.c.status == "lapsed", _status.c.lapsed_on <= day))
    return Candidates(_billing.c.policy_id, within(wanted, _billing.c.branch_id, branches))


def with_loans(branches: tuple[int, ...] | None) -> Candidates:
    """Policies in force with a loan that runs."""
    running = select(_loan.c.policy_id).where(_loan.c.policy_id == _billing.c.policy_id, _loan.c.closed_on.is_(None))
    wanted = and_(running.exists(), in_force())
    return Candidates(_billing.c.policy_id, within(wanted, _billing.c.branch_id, branches))


def ending_terms(ended: date, offered_until: date, branches: tuple[int, ...] | None) -> Candidates:
    """Policies in force with a one-year cover, paid for, whose year ended by a day, or ends by a later one and is not
    offered yet; and with a cover for more years that has run out by the day, premium ending with it at the latest. A
    few more are found than there are.
    """
    one_year = (
        select(_coverage.c.policy_id)
        .where(
            _coverage.c.policy_id == _billing.c.policy_id, _coverage.c.valid_to == FOREVER, _coverage.c.cover_years == 1
        )
        .exists()
    )
    b = _billing.c
    a_year = and_(
        ~b.active, or_(b.ends_on <= ended, b.reminded_to < b.ends_on), b.paid_to == b.next_due, in_force(), one_year
    )
    wanted = and_(b.ends_on <= offered_until, or_(a_year, _has_run_out(ended)))
    return Candidates(b.policy_id, within(wanted, b.branch_id, branches))


def _has_run_out(day: date) -> ColumnElement[bool]:
    """In force with a cover for more than a year whose years are over by a day, or the day after."""
    began = type_coerce(func.coalesce(_coverage.c.term_from, _status.c.commenced_on), Integer)
    current = and_(_status.c.policy_id == _coverage.c.policy_id, _status.c.valid_to == FOREVER)
    return (
        select(_coverage.c.policy_id)
        .join(_status, current)
        .where(
            _coverage.c.policy_id == _billing.c.policy_id,
            _coverage.c.valid_to == FOREVER,
            _coverage.c.cover_years > 1,
            _status.c.status == "in_force",
            # Anniversaries of 29 February fall a day earlier in most years.
            began + _coverage.c.cover_years * A_YEAR <= day_number(day + timedelta(days=1)),
        )
        .exists()
    )


@dataclass(frozen=True)
class Rhythm:
    """When a product pays on survival: every so many years at least; an annuity from an attained age on."""

    years: int
    from_age: int | None = None


def benefits_to_come(
    due: date, horizon: date, rhythms: Mapping[str, Rhythm], branches: tuple[int, ...] | None
) -> Candidates:
    """Policies in force, or ended not long ago, with a benefit on survival that is due by a day and not granted, or due
    by the horizon and not announced. `rhythms`: by product; a few more are found than there are.
    """
    # A day more than the horizon: anniversaries of 29 February fall a day earlier in most years.
    b, eve = _billing.c, horizon + timedelta(days=1)
    wanted: list[ColumnElement[bool]] = []
    for product, rhythm in sorted(rhythms.items()):
        since = add_months(eve, -12 * rhythm.years)
        settled = (
            select(_benefit.c.policy_id)
            .where(
                _benefit.c.policy_id == b.policy_id,
                _benefit.c.due_on > since,
                or_(_benefit.c.granted_on.is_not(None), _benefit.c.due_on > due),
            )
            .exists()
        )
        ended_since = and_(_status.c.status == "ended", _status.c.valid_from > since)
        old_enough = standing(_status.c.commenced_on <= since, or_(_status.c.status == "in_force", ended_since))
        begun = true() if rhythm.from_age is None else _has_reached(product, rhythm.from_age, eve)
        wanted.append(and_(_sold(product), begun, old_enough, ~settled))
    return Candidates(b.policy_id, within(or_(false(), *wanted), b.branch_id, branches))


def _has_reached(product: str, age: int, day: date) -> ColumnElement[bool]:
    """An insured under the product is of an age by the anniversary before a day, or on it. Days are stored as yyyymmdd:
    so many years later is so many times ten thousand more."""
    commenced = type_coerce(_status.c.commenced_on, Integer)
    current = and_(_status.c.policy_id == _coverage.c.policy_id, _status.c.valid_to == FOREVER)
    return (
        select(_coverage.c.policy_id)
        .join(_status, current)
        .where(
            _coverage.c.policy_id == _billing.c.policy_id,
            _coverage.c.valid_to == FOREVER,
            _coverage.c.product == product,
            commenced + (age - _coverage.c.entry_age) * A_YEAR <= day_number(day),
        )
        .exists()
    )


def dividends_to_come(declared_to: Mapping[str, date], branches: tuple[int, ...] | None) -> Candidates:
    """Policies in force, or ended not long ago, without a dividend for the policy year that ended last by a day: the
    last one for which each product's rates are declared. A few more are found than there are.
    """
    b = _billing.c
    wanted: list[ColumnElement[bool]] = []
    for product, day in sorted(declared_to.items()):
        # A day more than a year: anniversaries of 29 February fall a day earlier in most years.
        since = add_months(day + timedelta(days=1), -12)
        granted = (
            select(_dividend.c.policy_id)
            .where(_dividend.c.policy_id == b.policy_id, _dividend.c.due_on > since)
            .exists()
        )
        ended_since = and_(_status.c.status == "ended", _status.c.valid_from > since)
        old_enough = standing(_status.c.commenced_on <= since, or_(_status.c.status == "in_force", ended_since))
        wanted.append(and_(_sold(product), old_enough, ~granted))
    return Candidates(b.policy_id, within(or_(false(), *wanted), b.branch_id, branches))


def released_payments(received: date, branches: tuple[int, ...] | None) -> Candidates:
    """Payments that a second person has released and that go to an account."""
    has_account = (
        select(_payable.c.case_id).where(_payable.c.case_id == _case.c.id, _payable.c.account_no != "").exists()
    )
    wanted = and_(
        _case.c.room == "premium",
        _case.c.open,
        _case.c.kind == "payment",
        _case.c.state == "released",
        _case.c.received <= received,
        has_account,
    )
    owed = select(_payable.c.amount).where(_payable.c.case_id == _case.c.id).scalar_subquery()
    return Candidates(_case.c.id, within(wanted, _case.c.branch_id, branches), owed)


def open_branches(reader: Reader, day: date, branches: tuple[int, ...] | None) -> list[int]:
    """Branches whose open day is a day or earlier, ascending."""
    table = table_of(Branch)
    found = reader.find(Branch, table.c.open_day <= day)
    return [branch.id for branch in found if branches is None or branch.id in branches]


def in_force() -> ColumnElement[bool]:
    """The billing row's policy is in force."""
    return standing(_status.c.status == "in_force")


def _sold(product: str) -> ColumnElement[bool]:
    """The billing row's policy has a cover of a product."""
    current = and_(_coverage.c.policy_id == _billing.c.policy_id, _coverage.c.valid_to == FOREVER)
    return select(_coverage.c.policy_id).where(current, _coverage.c.product == product).exists()


def standing(*wanted: ColumnElement[bool]) -> ColumnElement[bool]:
    """All this holds of the current status of the billing row's policy."""
    current = and_(_status.c.policy_id == _billing.c.policy_id, _status.c.valid_to == FOREVER)
    return select(_status.c.policy_id).where(current, *wanted).exists()


def within(
    wanted: ColumnElement[bool], column: ColumnElement[int], branches: tuple[int, ...] | None
) -> ColumnElement[bool]:
    return wanted if branches is None else and_(wanted, column.in_(branches))

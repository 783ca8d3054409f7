"""Whom fund-run is about: unit-linked policies with something to order or to trade."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select

from ops_console.data.last_events import is_last
from ops_console.data.queries.prices import corrected, last_price_day
from ops_console.data.runs.candidates import Candidates
from ops_console.data.store import Reader, table_of
from ops_console.data.tables import (
    Billing,
    Coverage,
    DueEvent,
    FundHolding,
    FundOrder,
    FundPrice,
    FundTrade,
    PolicyStatus,
)
from ops_console.data.types import FOREVER
from ops_console.rules.calendar import add_months

_b, _coverage, _status = table_of(Billing).c, table_of(Coverage).c, table_of(PolicyStatus).c
_order, _trade, _event, _price, _holding = (
    table_of(model) for model in (FundOrder, FundTrade, DueEvent, FundPrice, FundHolding)
)


def units_to_see_to(reader: Reader, day: date, products: Sequence[str], branches: tuple[int, ...] | None) -> Candidates:
    """Policies of these products with a month or a premium that is not ordered for, an order that waits, a trade at a
    price that was corrected since or for an order that was cancelled, or no units left. A few more are found than there
    are."""
    mine = and_(_coverage.policy_id == _b.policy_id, _coverage.valid_to == FOREVER)
    sold = select(_coverage.policy_id).where(mine, _coverage.product.in_(products)).exists()
    wanted = and_(sold, or_(*_reasons(reader, day)))
    return Candidates(_b.policy_id, wanted if branches is None else and_(wanted, _b.branch_id.in_(branches)))


def _reasons(reader: Reader, day: date) -> Iterator[ColumnElement[bool]]:
    """Why a policy is looked at. Prices are asked for once, not for every order and trade."""
    yield from (_month_begins(day), _premium_moved(), _was_cancelled(), _sold_out())
    last, wrong = last_price_day(reader), corrected(reader)
    if last is not None:
        yield _order_waits(last)
    if wrong:
        yield _trade_is_wrong(wrong)


def _month_begins(day: date) -> ColumnElement[bool]:
    """In force, and no risk charge ordered within the last month."""
    o = _order.c
    charged = select(o.policy_id).where(o.policy_id == _b.policy_id, o.what == "risk", o.day > add_months(day, -1))
    return and_(_in_force(_status.commenced_on <= day), ~charged.exists())


def _premium_moved() -> ColumnElement[bool]:
    """An instalment collected that bought nothing, or returned though it did."""
    o = _order.c
    bought = (
        select(o.no)
        .where(o.policy_id == _b.policy_id, o.due_date == _event.c.due_date, o.cancelled_on.is_(None))
        .exists()
    )
    collected = _event.c.kind == "collected"
    moved = or_(and_(collected, ~bought), and_(~collected, bought))
    return select(_event.c.no).where(_event.c.policy_id == _b.policy_id, is_last(_event), moved).exists()


def _order_waits(last: date) -> ColumnElement[bool]:
    """An order not carried out, with a price after its day."""
    o = _order.c
    waits = and_(o.done_on.is_(None), o.cancelled_on.is_(None), o.day < last)
    return select(o.no).where(o.policy_id == _b.policy_id, waits).exists()


def _was_cancelled() -> ColumnElement[bool]:
    """An order cancelled after it was carried out, some of whose trades stand."""
    o, t = _order.c, _trade.c
    mine = and_(t.policy_id == o.policy_id, t.coverage_no == o.coverage_no, t.order_no == o.no)
    stands = select(t.no).where(mine, _stands()).exists()
    done = and_(o.done_on.is_not(None), o.cancelled_on.is_not(None))
    return select(o.no).where(o.policy_id == _b.policy_id, done, stands).exists()


def _trade_is_wrong(days: Sequence[tuple[str, date]]) -> ColumnElement[bool]:
    """A trade that stands at another price than the last one of its day; `days`: those that were corrected."""
    t, p = _trade.c, _price.c
    latest = select(p.price).where(p.fund == t.fund, p.day == t.day).order_by(p.revision.desc()).limit(1)
    of_days = or_(*(and_(t.fund == fund, t.day == day) for fund, day in days))
    wrong = and_(t.policy_id == _b.policy_id, of_days, t.price != latest.scalar_subquery(), _stands())
    return select(t.no).where(wrong).exists()


def _stands() -> ColumnElement[bool]:
    """The trade takes none back, and none takes it back."""
    t, back = _trade.c, _trade.alias("back")
    mine = and_(back.c.policy_id == t.policy_id, back.c.coverage_no == t.coverage_no, back.c.reverses == t.no)
    return and_(t.reverses.is_(None), ~select(back.c.no).where(mine).exists())


def _sold_out() -> ColumnElement[bool]:
    """In force, and nothing is left of the units it held."""
    h = _holding.c
    held = select(h.policy_id).where(h.policy_id == _b.policy_id)
    return and_(_in_force(), held.exists(), ~held.where(h.units > 0).exists())


def _in_force(*wanted: ColumnElement[bool]) -> ColumnElement[bool]:
    current = and_(_status.policy_id == _b.policy_id, _status.valid_to == FOREVER, _status.status == "in_force")
    return select(_status.policy_id).where(current, *wanted).exists()

"""The units of funds a unit-linked cover holds: its orders, its trades, and what it is worth at the prices known."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.base.problems import Refused
from ops_console.data.queries.prices import prices_known
from ops_console.data.tables import Coverage, FundOrder, FundTrade
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.allocating import cover_of, cover_with_account
from ops_console.rooms.policies import PolicyPosition
from ops_console.rules.products import universal
from ops_console.rules.products.units import (
    Done,
    Order,
    Prices,
    day_after,
    risk_charge,
    trades_of,
    units_value,
    valuation_days,
)
from ops_console.rules.why import Why


@dataclass(frozen=True)
class UnitCover:
    """A unit-linked cover: every order that was given, every trade that was made, and the prices since the first."""

    policy_id: int
    coverage: Coverage
    history: tuple[Coverage, ...]
    """The coverage's dated rows, for the sum assured of a day."""
    cover: universal.Cover
    orders: tuple[FundOrder, ...]
    trades: tuple[FundTrade, ...]
    prices: Prices

    @property
    def funds(self) -> tuple[str, ...]:
        return self.cover.account.funds

    @property
    def standing(self) -> tuple[FundOrder, ...]:
        """Orders that were not cancelled."""
        return tuple(one for one in self.orders if one.cancelled_on is None)

    @property
    def live(self) -> tuple[FundTrade, ...]:
        """Trades that were not taken back."""
        back = {one.reverses for one in self.trades}
        return tuple(one for one in self.trades if one.reverses is None and one.no not in back)

    @property
    def put_in(self) -> dict[date, int]:
        """What the premium of each due date bought, or is to buy."""
        found: dict[date, int] = {}
        for one in self.standing:
            if one.due_date is not None:
                found[one.due_date] = found.get(one.due_date, 0) + (one.amount or 0)
        return found

    @cached_property
    def days(self) -> tuple[date, ...]:
        """Valuation days: those on which every fund has a price."""
        return valuation_days(self.prices, self.funds)

    @cached_property
    def done(self) -> Done:
        """The trades as they are by today's prices."""
        orders = [Order(one.no, one.what, one.fund, one.day, one.amount, one.units, one.after) for one in self.standing]
        return trades_of(orders, self.prices, self.funds, self.risk)

    @property
    def short(self) -> tuple[date, Fen] | None:
        """The first monthly day whose charges the units did not carry, and what they lacked; None when they carried
        all, or a premium was ordered since."""
        paid = max((one.day for one in self.standing if one.what == "premium"), default=date.min)
        lacking: dict[date, Fen] = {}
        for one in self.standing:
            if one.no in self.done.lacking and one.day > paid:
                lacking[one.day] = lacking.get(one.day, Fen(0)) + self.done.lacking[one.no]
        return min(lacking.items(), default=None)

    def cover_on(self, day: date) -> universal.Cover:
        """The cover with the sum assured of a day."""
        then = next((row for row in self.history if row.valid_from <= day < row.valid_to), self.coverage)
        return replace(self.cover, terms=replace(self.cover.terms, sum_assured=then.sum_assured))

    def risk(self, day: date, value: Fen) -> Fen:
        """The risk charge of the month that begins on a day, on units worth so much once the fee is taken."""
        return universal.risk_charge(self.cover_on(day), value, day)[0]

    def risk_why(self, order: FundOrder) -> Why:
        """Why a risk charge that was carried out is what it is."""
        return risk_charge(self.cover_on(order.day), self.done.worth[order.no], order.day)[1]

    def units(self, until: date) -> dict[str, int]:
        """Units by fund after the trades of valuation days up to one."""
        held = dict.fromkeys(self.funds, 0)
        for one in self.done.trades:
            if one.day <= until:
                held[one.fund] += one.units
        return held

    def value(self, day: date) -> tuple[Fen, Why]:
        """What the cover's units are worth at the last prices up to a day; nothing before the first."""
        last = max((one for one in self.days if one <= day), default=None)
        if last is None:
            return units_value({}, {}, day)
        return units_value(self.units(last), {fund: self.prices[fund][last] for fund in self.funds}, last)

    def value_after(self, day: date) -> tuple[Fen, Why] | None:
        """What the units held at the end of a day are worth at the next prices; None while there are none."""
        following = day_after(self.days, day)
        if following is None:
            return None
        before = replace(self, orders=tuple(one for one in self.orders if one.day <= day and one.what != "release"))
        held = before.units(following)
        return units_value(held, {fund: self.prices[fund][following] for fund in self.funds}, following)


def units_of(view: View, position: PolicyPosition, plan: Plan | None = None) -> UnitCover | None:
    """The units of a policy that has commenced, with the orders a plan gives already; None where it has none."""
    coverage = cover_with_account(position)
    if coverage is None or position.status.commenced_on is None:
        return None
    cover = cover_of(position, coverage)
    if not cover.account.funds:
        return None
    reader, policy_id, no = view.reader, position.policy.id, coverage.no
    orders = reader.find(FundOrder, policy_id=policy_id, coverage_no=no)
    if plan is not None:
        orders += [one for one in plan.inserts if isinstance(one, FundOrder)]
    return UnitCover(
        policy_id,
        coverage,
        tuple(reader.find(Coverage, policy_id=policy_id, no=no)),
        cover,
        tuple(orders),
        tuple(reader.find(FundTrade, policy_id=policy_id, coverage_no=no)),
        prices_known(reader, cover.commencement, cover.account.funds),
    )


def need_value(units: UnitCover, day: date) -> tuple[Fen, Why]:
    """What the units held at the end of a day are worth at the next prices. Refused while these are not known."""
    found = units.value_after(day)
    if found is None:
        raise Refused(
            _("The units of {day} have no price yet: it is the next one that counts.").format(day=day.isoformat()),
            code="no_price",
            source="contract: forward pricing",
        )
    return found

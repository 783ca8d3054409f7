"""Units of funds: what an amount buys, what units are worth, and the trades that orders make at the prices there are.

The trades of a cover follow from its orders and from the prices alone. Whoever has made trades before compares them
with these: what a later price, a corrected one or a cancelled order changes is taken back and done again, so that the
units are always those a cover would hold had everything been known from the start.

Units are whole numbers of 1/1,000,000, prices of 1/10,000 of a yuan, amounts fen; units and amounts are rounded half up
once each. Orders are carried out at the first valuation day after their own on which every fund of the product has a
price, in the order of those days, of their own days, premiums before charges before all else (forward pricing, company
default).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ops_console.base.money import Fen
from ops_console.rules.products import universal
from ops_console.rules.products.pricing import describe
from ops_console.rules.products.universal import Cover
from ops_console.rules.why import Value, Why

UNITS, PRICES = 10**6, 10**4
"""Parts of a unit, and of a yuan in a price."""
_SCALE = UNITS * PRICES // 100
"""Units times price is fen times this."""
WHOLE = 1000
"""Shares of funds are in per mille."""
NO_MONEY = Fen(0)
RANK = {
    "premium": 0,
    "fee": 1,
    "risk": 2,
    "switch_out": 3,
    "switch_in": 4,
    "withdrawal": 5,
    "surrender": 6,
    "release": 7,
}
"""In what order orders of one day are carried out."""
CHARGES = frozenset({"fee", "risk"})
SELLS_ALL = frozenset({"surrender", "release"})
SOURCE = "contract: forward pricing; company default"

Prices = Mapping[str, Mapping[date, int]]
"""Fund → valuation day → price."""


@dataclass(frozen=True, slots=True)
class Order:
    """An order as it was given. ``fund`` empty: of every fund, in proportion to their worth. ``amount`` to be bought
    for, or sold for when negative; ``units`` to be sold, negative; ``after``: the order whose proceeds it spends."""

    no: int
    what: str
    fund: str
    day: date
    amount: Fen | None = None
    units: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Trade:
    """Units bought (positive) or sold (negative) for an order, and what they were worth, with the same sign."""

    order_no: int
    what: str
    fund: str
    day: date
    price: int
    units: int
    amount: Fen


@dataclass(frozen=True, slots=True)
class Done:
    """``trades`` in the order they are made; ``days``: number of an order → the day it is carried out; ``lacking``:
    number of a charge's order → what the units did not carry of it; ``worth``: number of a risk charge's order → what
    the units were worth before it."""

    trades: tuple[Trade, ...]
    days: Mapping[int, date]
    lacking: Mapping[int, Fen]
    worth: Mapping[int, Fen]


Risk = Callable[[date, Fen], Fen]
"""The risk charge ordered on a day for a cover that is worth so much."""


def units_for(amount: Fen, price: int) -> int:
    """The units an amount buys at a price, half up to the millionth. ValueError for a price that is none."""
    if price <= 0 or amount < 0:
        raise ValueError(f"{amount} fen at a price of {price}")
    return _half_up(int(amount) * _SCALE, price)


def _half_up(dividend: int, divisor: int) -> int:
    """The quotient of whole numbers, none of them negative, to the nearest one, halves up: no fraction is made of
    numbers that a cover of ten years divides by the thousand."""
    return (2 * dividend + divisor) // (2 * divisor)


def value_of(units: int, price: int) -> Fen:
    """What units are worth at a price, half up to the fen."""
    return Fen(_half_up(units * price, _SCALE))


def priced(price: int) -> str:
    """A price for a reader, with its four decimals."""
    return f"{price // PRICES}.{price % PRICES:04d}"


def valuation_days(prices: Prices, funds: Iterable[str]) -> tuple[date, ...]:
    """The days on which every fund has a price, in order."""
    days = [set(prices.get(fund, {})) for fund in funds]
    return tuple(sorted(set[date].intersection(*days))) if days else ()


def day_after(days: tuple[date, ...], day: date) -> date | None:
    """The first valuation day after a day; None while there is none."""
    place = bisect_right(days, day)
    return days[place] if place < len(days) else None


def trades_of(orders: Iterable[Order], prices: Prices, funds: tuple[str, ...], risk: Risk) -> Done:
    """Every trade that the orders make at the prices there are, in the order they are made. Orders without a price yet
    wait. An order for more than there is sells what there is."""
    days = valuation_days(prices, funds)
    dated = [(day, order) for order in orders if (day := day_after(days, order.day)) is not None]
    dated.sort(key=lambda one: (one[0], one[1].day, RANK[one[1].what], one[1].no))
    book = _Book(prices)
    for day, order in dated:
        _carry_out(book, order, day, risk)
    return Done(tuple(book.trades), {order.no: day for day, order in dated}, book.lacking, book.at_risk)


def allocated(amount: Fen, shares: Mapping[str, int]) -> dict[str, Fen]:
    """An amount divided among funds by shares in per mille: rounded half up each, the last takes the rest. ValueError
    for shares that are not the whole."""
    if sum(shares.values()) != WHOLE:
        raise ValueError("the shares of the funds do not make the whole")
    left, parts = amount, {}
    for place, (fund, share) in enumerate(shares.items(), 1):
        parts[fund] = left if place == len(shares) else min(left, Fen(_half_up(int(amount) * share, WHOLE)))
        left -= parts[fund]
    return parts


def units_value(units: Mapping[str, int], prices: Mapping[str, int], day: date) -> tuple[Fen, Why]:
    """What units of several funds are worth at the prices of a day: each fund rounded to the fen once."""
    worth = {fund: value_of(count, prices[fund]) for fund, count in sorted(units.items()) if count}
    total = Fen.total(worth.values())
    inputs: dict[str, Value] = {"day": day.isoformat()}
    for fund in worth:
        inputs[f"units: {fund}"] = f"{units[fund] // UNITS}.{units[fund] % UNITS:06d}"
        inputs[f"price: {fund}"] = priced(prices[fund])
    steps = tuple((f"value: {fund}", int(value)) for fund, value in worth.items())
    return total, Why("units_value", SOURCE, inputs, steps, int(total))


def risk_charge(cover: Cover, worth: Fen, day: date) -> tuple[Fen, Why]:
    """The charge of the month that begins on a day, of units worth so much once the fee is taken, as it is ordered."""
    charge, steps = universal.risk_charge(cover, worth, day)
    inputs = describe(cover.basis, cover.terms) | {
        "em_points": cover.em_points,
        "commencement": cover.commencement.isoformat(),
        "day": day.isoformat(),
        "account": int(worth),
    }
    steps = (("attained age", cover.age(day)), *steps)
    return charge, Why("risk_charge", universal.SOURCE, inputs, steps, int(charge))


@dataclass(slots=True)
class _Book:
    """Units by fund while orders are carried out."""

    prices: Prices
    held: dict[str, int] = field(default_factory=dict)
    trades: list[Trade] = field(default_factory=list)
    proceeds: dict[int, Fen] = field(default_factory=dict)
    lacking: dict[int, Fen] = field(default_factory=dict)
    at_risk: dict[int, Fen] = field(default_factory=dict)

    def worth(self, day: date) -> dict[str, Fen]:
        return {fund: value_of(units, self.prices[fund][day]) for fund, units in sorted(self.held.items()) if units}

    def trade(self, order: Order, fund: str, day: date, units: int, amount: Fen) -> None:
        if not units and not amount:
            return
        self.held[fund] = self.held.get(fund, 0) + units
        self.trades.append(Trade(order.no, order.what, fund, day, self.prices[fund][day], units, amount))
        self.proceeds[order.no] = self.proceeds.get(order.no, NO_MONEY) - amount


def _carry_out(book: _Book, order: Order, day: date, risk: Risk) -> None:
    if order.what == "premium":
        _buy(book, order, day, order.amount or NO_MONEY)
    elif order.what == "switch_in":
        _buy(book, order, day, book.proceeds.get(order.after or 0, NO_MONEY))
    elif order.units is not None:
        _sell(book, order, order.fund, day, min(-order.units, book.held.get(order.fund, 0)))
    elif order.what in SELLS_ALL:
        for fund in book.worth(day):
            _sell(book, order, fund, day, book.held[fund])
    else:
        worth = Fen.total(book.worth(day).values())
        amount = -(order.amount or NO_MONEY)
        if order.what == "risk":
            amount, book.at_risk[order.no] = risk(order.day, worth), worth
        if order.what in CHARGES and amount > worth:
            book.lacking[order.no] = amount - worth
        _sell_for(book, order, day, Fen(min(amount, worth)))


def _buy(book: _Book, order: Order, day: date, amount: Fen) -> None:
    book.trade(order, order.fund, day, units_for(amount, book.prices[order.fund][day]), amount)


def _sell(book: _Book, order: Order, fund: str, day: date, units: int) -> None:
    book.trade(order, fund, day, -units, -value_of(units, book.prices[fund][day]))


def _sell_for(book: _Book, order: Order, day: date, amount: Fen) -> None:
    """Of every fund in proportion to its worth; the last takes the rest, and what is sold out is sold whole."""
    worth = book.worth(day)
    total, left = Fen.total(worth.values()), amount
    for place, (fund, value) in enumerate(worth.items(), 1):
        part = left if place == len(worth) else Fen(_half_up(int(amount) * int(value), int(total)))
        part = min(part, left, value)
        left -= part
        units = book.held[fund] if part == value else min(book.held[fund], units_for(part, book.prices[fund][day]))
        book.trade(order, fund, day, -units, -part)

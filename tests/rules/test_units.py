"""Units of funds: forward pricing by hand, and trades that follow from orders and prices alone."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops_console.base.money import Fen
from ops_console.rules.products.units import (
    Order,
    Prices,
    Trade,
    allocated,
    day_after,
    trades_of,
    units_for,
    units_value,
    valuation_days,
    value_of,
)

FUNDS = ("GROWTH", "STEADY")
FIRST = date(2026, 3, 2)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


PRICES: Prices = {
    "STEADY": {day(1): 10_000, day(2): 10_200, day(3): 10_300},
    "GROWTH": {day(1): 20_000, day(2): 19_000, day(3): 21_000},
}


def no_risk(_day: date, _value: Fen) -> Fen:
    return Fen(0)


def a_tenth_of_what_lacks_to_1000_yuan(_day: date, value: Fen) -> Fen:
    return Fen.round(Fraction(max(0, 100_000 - value), 10))


def test_600_yuan_at_1_0235_buy_586_223742_units() -> None:
    """600 / 1.0235 = 586.2237420…"""
    assert units_for(Fen(60_000), 10_235) == 586_223_742
    assert value_of(586_223_742, 10_235) == 60_000


def test_units_are_rounded_half_up_to_the_millionth_and_worth_to_the_fen() -> None:
    assert units_for(Fen(1), 20_000) == 5_000
    assert units_for(Fen(1), 30_000) == 3_333
    assert units_for(Fen(2), 30_000) == 6_667
    assert value_of(5_000, 10_000) == 1  # 0.5 fen
    assert value_of(4_999, 10_000) == 0


def test_a_price_of_nothing_buys_nothing() -> None:
    with pytest.raises(ValueError, match="price"):
        units_for(Fen(1), 0)


def test_an_order_is_carried_out_at_the_first_price_after_its_day() -> None:
    days = valuation_days({"A": {day(1): 1, day(2): 1, day(4): 1}, "B": {day(2): 1, day(4): 1}}, ("A", "B"))
    assert days == (day(2), day(4))
    assert (day_after(days, day(1)), day_after(days, day(2)), day_after(days, day(4))) == (day(2), day(4), None)


def test_a_premium_a_fee_a_switch_and_a_surrender_by_hand() -> None:
    """1,000.00: 600.00 in STEADY at 1.0000 are 600 units, 400.00 in GROWTH at 2.0000 are 200. On the second day they
    are worth 612.00 and 380.00; a fee of 10.00 takes 10 × 380/992 = 3.83 out of GROWTH (2.015789 units) and 6.17
    out of STEADY (6.049020). All of GROWTH, 197.984211 units at 2.1000 = 415.77, then buys 403.660194 units of
    STEADY at 1.0300; the 997.611174 units are worth 1,027.54."""
    orders = [
        Order(1, "premium", "STEADY", day(0), Fen(60_000)),
        Order(2, "premium", "GROWTH", day(0), Fen(40_000)),
        Order(3, "fee", "", day(1), Fen(-1_000)),
        Order(4, "switch_out", "GROWTH", day(2), None, -200_000_000),
        Order(5, "switch_in", "STEADY", day(2), None, None, 4),
        Order(6, "surrender", "", day(2)),
        Order(7, "premium", "STEADY", day(3), Fen(10_000)),
    ]
    done = trades_of(orders, PRICES, FUNDS, no_risk)
    assert done.trades == (
        Trade(1, "premium", "STEADY", day(1), 10_000, 600_000_000, Fen(60_000)),
        Trade(2, "premium", "GROWTH", day(1), 20_000, 200_000_000, Fen(40_000)),
        Trade(3, "fee", "GROWTH", day(2), 19_000, -2_015_789, Fen(-383)),
        Trade(3, "fee", "STEADY", day(2), 10_200, -6_049_020, Fen(-617)),
        Trade(4, "switch_out", "GROWTH", day(3), 21_000, -197_984_211, Fen(-41_577)),
        Trade(5, "switch_in", "STEADY", day(3), 10_300, 403_660_194, Fen(41_577)),
        Trade(6, "surrender", "STEADY", day(3), 10_300, -997_611_174, Fen(-102_754)),
    )
    assert done.days == {1: day(1), 2: day(1), 3: day(2), 4: day(3), 5: day(3), 6: day(3)}


def test_a_risk_charge_follows_from_the_value_once_the_fee_is_taken() -> None:
    """600.00 less a fee of 100.00 are 500.00: 500.00 are at risk, of which a tenth is taken."""
    orders = [
        Order(1, "premium", "STEADY", day(0), Fen(60_000)),
        Order(2, "risk", "", day(0)),
        Order(3, "fee", "", day(0), Fen(-10_000)),
    ]
    done = trades_of(orders, PRICES, FUNDS, a_tenth_of_what_lacks_to_1000_yuan)
    assert [(one.what, one.amount) for one in done.trades] == [("premium", 60_000), ("fee", -10_000), ("risk", -5_000)]


def test_a_charge_takes_no_more_than_there_is() -> None:
    orders = [Order(1, "premium", "STEADY", day(0), Fen(500)), Order(2, "fee", "", day(0), Fen(-1_000))]
    done = trades_of(orders, PRICES, FUNDS, no_risk)
    assert sum(one.units for one in done.trades) == 0
    assert done.trades[-1].amount == -500


def test_an_allocation_gives_the_rest_to_the_last_fund() -> None:
    assert allocated(Fen(1_001), {"STEADY": 333, "GROWTH": 667}) == {"STEADY": 333, "GROWTH": 668}
    with pytest.raises(ValueError, match="whole"):
        allocated(Fen(1), {"STEADY": 999})


def test_what_units_are_worth_is_told_by_fund() -> None:
    value, why = units_value({"STEADY": 1_500_000, "GROWTH": 0}, {"STEADY": 10_235, "GROWTH": 1}, day(1))
    assert value == 154  # 1.53525 yuan
    assert why.inputs == {"day": "2026-03-03", "units: STEADY": "1.500000", "price: STEADY": "1.0235"}
    assert why.steps == (("value: STEADY", 154),)


amounts = st.integers(1, 10**7).map(Fen)


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Order], dict[str, dict[date, int]]]:
    """Orders of a few days in any order, and prices of some of the days after them."""
    count = draw(st.integers(1, 8))
    prices = {
        fund: {day(number): draw(st.integers(1_000, 100_000)) for number in range(1, draw(st.integers(2, 10)))}
        for fund in FUNDS
    }
    orders = []
    for no in range(1, count + 1):
        what = draw(st.sampled_from(["premium", "fee", "risk", "switch_out", "surrender"]))
        on = day(draw(st.integers(0, 8)))
        fund = draw(st.sampled_from(FUNDS)) if what in ("premium", "switch_out") else ""
        if what == "premium":
            orders.append(Order(no, what, fund, on, draw(amounts)))
        elif what == "fee":
            orders.append(Order(no, what, fund, on, -draw(amounts)))
        elif what == "switch_out":
            orders.append(Order(no, what, fund, on, None, -draw(st.integers(1, 10**9))))
            other = FUNDS[1 - FUNDS.index(fund)]
            orders.append(Order(no + 100, "switch_in", other, on, None, None, no))
        else:
            orders.append(Order(no, what, fund, on))
    return orders, prices


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_in_which_orders_were_given_changes_no_trade(
    history: tuple[list[Order], dict[str, dict[date, int]]], random: object
) -> None:
    orders, prices = history
    mixed = list(orders)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert trades_of(mixed, prices, FUNDS, a_tenth_of_what_lacks_to_1000_yuan) == trades_of(
        orders, prices, FUNDS, a_tenth_of_what_lacks_to_1000_yuan
    )


@given(histories())
def test_units_are_never_below_nothing_and_a_later_price_changes_no_earlier_trade(
    history: tuple[list[Order], dict[str, dict[date, int]]],
) -> None:
    orders, prices = history
    whole = trades_of(orders, prices, FUNDS, a_tenth_of_what_lacks_to_1000_yuan).trades
    held = dict.fromkeys(FUNDS, 0)
    for one in whole:
        held[one.fund] += one.units
        assert held[one.fund] >= 0
        assert (one.units >= 0) == (one.amount >= 0) or not one.amount
    last = max(next(iter(prices.values())))
    earlier = {fund: {on: price for on, price in known.items() if on < last} for fund, known in prices.items()}
    before = trades_of(orders, earlier, FUNDS, a_tenth_of_what_lacks_to_1000_yuan).trades
    assert whole[: len(before)] == before

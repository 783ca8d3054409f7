"""The account of universal life, month by month, computed by hand."""

from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops_console.base.money import Fen
from ops_console.catalog.load import shipped
from ops_console.rules.due_dates import due_date
from ops_console.rules.products.basis import PolicyTerms
from ops_console.rules.products.universal import (
    Cover,
    Movement,
    balance_on,
    charge_on_additional,
    fen_days,
    initial_charge,
    interest,
    rate_on,
    risk_charge,
    roll,
    surrender_charge,
    value_on,
)
from ops_console.rules.recomputing import agrees

START = date(2026, 1, 15)
BASIS = shipped().products["UL10"].basis
TERMS = PolicyTerms("male", 39, Fen.of_yuan("100000"), 10, None, planned=Fen.of_yuan("10000"))
COVER = Cover(BASIS, TERMS, 0, START)
DECLARED = ((date(2026, 1, 1), Fraction("0.03")), (date(2026, 7, 1), Fraction("0.0275")))
FIRST = Movement(START, "premium", Fen.of_yuan("5000"))
"""A first premium of 10,000, less the half that is kept in the first year."""

# Monthly day, interest of the month that ended, risk charge of the month that begins, account after both and the fee.
# cl3: q(39) = 0.001170, q(40) = 0.001270. First day: (100,000 - 4,995) x 0.001170 / 12 = 9.26; 5,000 - 5 - 9.26.
# 15 February: 4,985.74 x 3 % x 31 / 365 = 12.70; 15 March: 4,984.18 x 3 % x 28 / 365 = 11.47; so on. The month that
# begins on 15 July is the first at 2.75 %; on 15 January 2027 the second policy year begins, at age 40.
BY_HAND = (
    ("2026-01-15", "0", "9.26", "4985.74"),
    ("2026-02-15", "12.70", "9.26", "4984.18"),
    ("2026-03-15", "11.47", "9.26", "4981.39"),
    ("2026-04-15", "12.69", "9.26", "4979.82"),
    ("2026-05-15", "12.28", "9.26", "4977.84"),
    ("2026-06-15", "12.68", "9.26", "4976.26"),
    ("2026-07-15", "12.27", "9.26", "4974.27"),
    ("2026-08-15", "11.62", "9.26", "4971.63"),
    ("2026-09-15", "11.61", "9.26", "4968.98"),
    ("2026-10-15", "11.23", "9.26", "4965.95"),
    ("2026-11-15", "11.60", "9.27", "4963.28"),
    ("2026-12-15", "11.22", "9.27", "4960.23"),
    ("2027-01-15", "11.59", "10.06", "4956.76"),
)


def test_thirteen_monthly_days_by_hand() -> None:
    rolled = roll(COVER, DECLARED, [FIRST], START, date(2027, 1, 15))
    assert (rolled.rolled_to, rolled.lacking) == (date(2027, 2, 15), None)
    account = FIRST.amount
    for day, earned, risk, left in BY_HAND:
        on = [one for one in rolled.movements if one.day == date.fromisoformat(day)]
        by_what = {one.what: one.amount for one in on}
        assert by_what.get("interest", 0) == Fen.of_yuan(earned), day
        assert (by_what["fee"], by_what["risk"]) == (Fen.of_yuan("-5"), -Fen.of_yuan(risk)), day
        account += Fen.total(by_what.values())
        assert account == Fen.of_yuan(left), day


def test_the_table_by_hand_follows_from_plain_decimals() -> None:
    """The same once more, with none of the code under test."""
    days = [date.fromisoformat(row[0]) for row in BY_HAND]
    account, previous = Decimal(5000), None
    for day, (_day, earned, risk, left) in zip(days, BY_HAND, strict=True):
        if previous is not None:
            rate = Decimal("0.03") if previous < date(2026, 7, 1) else Decimal("0.0275")
            assert _cents(account * rate * (day - previous).days / 365) == Decimal(earned)
            account += Decimal(earned)
        account -= 5
        q = Decimal("0.001270") if day >= date(2027, 1, 15) else Decimal("0.001170")
        assert _cents((100_000 - account) * q / 12) == Decimal(risk)
        account -= Decimal(risk)
        assert account == Decimal(left)
        previous = day


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_every_month_says_why() -> None:
    [first] = roll(COVER, DECLARED, [FIRST], START, START).whys
    assert dict(first.steps) == {
        "attained age": 39,
        "monthly fee": 500,
        "death rate of the year": 0.00117,
        "net amount at risk": "95,005.0000 CNY",
        "risk charge": 926,
    }
    assert (first.inputs["account"], first.result) == (500000, 498574)


@given(st.integers(0, 40), st.integers(1, 10**8))
def test_every_month_can_be_computed_again_from_what_it_says(months: int, premium: int) -> None:
    paid = [Movement(START, "premium", Fen(premium)), Movement(date(2026, 6, 1), "additional", Fen(premium))]
    rolled = roll(COVER, DECLARED, paid, START, due_date(START, 1, months))
    _made, value, why = value_on(COVER, DECLARED, [*paid, *rolled.movements], rolled.rolled_to, date(2030, 1, 1))
    assert all(agrees(one, BASIS) for one in (*rolled.whys, why))
    assert not agrees(replace(why, result=int(value) + 1), BASIS)
    for one in rolled.whys:
        assert not agrees(replace(one, result=int(one.result) + 1), BASIS)


def test_rolled_in_steps_is_rolled_at_once() -> None:
    at_once = roll(COVER, DECLARED, [FIRST], START, date(2028, 5, 1))
    held, rolled_to = [FIRST], START
    for until in (date(2026, 3, 20), date(2026, 3, 21), date(2027, 1, 15), date(2028, 5, 1)):
        step = roll(COVER, DECLARED, held, rolled_to, until)
        held, rolled_to = [*held, *step.movements], step.rolled_to
    assert (tuple(held[1:]), rolled_to) == (at_once.movements, at_once.rolled_to)


def test_a_premium_counts_from_its_day() -> None:
    """1,000.00 on 25 January: 21 of 31 days at 3 %, 1.73 more than without it."""
    more = Movement(date(2026, 1, 25), "premium", Fen.of_yuan("1000"))
    month = roll(COVER, DECLARED, [FIRST, more], START, date(2026, 2, 15)).movements
    [earned] = [one.amount for one in month if one.what == "interest"]
    assert earned == Fen.of_yuan("12.70") + Fen.of_yuan("1.73")


def test_the_guaranteed_rate_is_credited_where_less_or_nothing_was_declared() -> None:
    assert rate_on(COVER.account, (), START) == Fraction("0.01")
    assert rate_on(COVER.account, ((START, Fraction("0.005")),), START) == Fraction("0.01")
    assert rate_on(COVER.account, DECLARED, date(2025, 12, 31)) == Fraction("0.01")
    assert rate_on(COVER.account, DECLARED, date(2030, 1, 1)) == Fraction("0.0275"), "until another is declared"


def test_initial_charges_by_policy_year_and_the_last_goes_on() -> None:
    premium = Fen.of_yuan("10000")
    years = [initial_charge(COVER, premium, date(2025 + year, 1, 15))[0].yuan() for year in range(1, 9)]
    assert years[:6] == ["5,000.00", "2,500.00", "1,500.00", "1,000.00", "1,000.00", "500.00"]
    assert years[6:] == ["500.00", "500.00"]
    assert charge_on_additional(COVER, premium, START)[0] == Fen.of_yuan("500")


def test_surrender_charges_end_after_five_years() -> None:
    charges = [surrender_charge(COVER, Fen.of_yuan("10000"), date(2025 + year, 1, 15))[0] for year in range(1, 7)]
    assert charges == [50000, 40000, 30000, 20000, 10000, 0]
    assert surrender_charge(COVER, Fen(-100), START)[0] == 0


def test_a_rich_account_is_at_risk_for_the_part_above_it() -> None:
    """200,000 at age 39: the benefit is 1.6 x 200,000, so 120,000 are at risk; x 0.001170 / 12 = 11.70."""
    assert risk_charge(COVER, Fen.of_yuan("200000"), START)[0] == Fen.of_yuan("11.70")


def test_extra_mortality_is_charged_to_the_account() -> None:
    """Half as many deaths again: 95,005 x 0.001170 x 1.5 / 12 = 13.89."""
    assert risk_charge(Cover(BASIS, TERMS, 50, START), Fen.of_yuan("4995"), START)[0] == Fen.of_yuan("13.89")


def test_charges_that_the_account_cannot_carry_wait_for_a_premium() -> None:
    """20.00 carry one month (14.73 left 5.27 and a little interest); the second finds 5.2x against 5.00 and 9.75."""
    poor = Movement(START, "premium", Fen.of_yuan("20"))
    short = roll(COVER, DECLARED, [poor], START, date(2026, 4, 1))
    assert (short.rolled_to, short.lacking) == (date(2026, 2, 15), Fen.of_yuan("14.75"))
    paid = Movement(date(2026, 3, 1), "additional", Fen.of_yuan("100"))
    carried = roll(COVER, DECLARED, [poor, *short.movements, paid], short.rolled_to, date(2026, 4, 1))
    assert carried.lacking is None
    assert [(one.day, one.what) for one in carried.movements if one.what == "fee"] == [
        (date(2026, 3, 1), "fee"),
        (date(2026, 3, 15), "fee"),
    ]


def test_a_month_that_is_not_over_earns_by_the_day() -> None:
    """4,985.74 x 3 % x 10 / 365 = 4.10."""
    rolled = roll(COVER, DECLARED, [FIRST], START, date(2026, 1, 25))
    made, value, why = value_on(COVER, DECLARED, [FIRST, *rolled.movements], rolled.rolled_to, date(2026, 1, 25))
    assert made is not None
    assert (made.amount, value, why.result) == (410, Fen.of_yuan("4989.84"), 498984)


def test_an_overdrawn_account_earns_nothing() -> None:
    days = fen_days([Movement(START, "premium", Fen(-100000))], START, date(2026, 2, 15))
    assert (days, interest(days, Fraction("0.03"))) == (-3_100_000, 0)


def test_monthly_days_are_clamped_to_the_months_end() -> None:
    cover = Cover(BASIS, TERMS, 0, date(2024, 1, 31))
    rolled = roll(
        cover, (), [Movement(date(2024, 1, 31), "premium", FIRST.amount)], cover.commencement, date(2024, 5, 1)
    )
    assert [one.day.isoformat() for one in rolled.movements if one.what == "fee"] == [
        "2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30",
    ]  # fmt: skip


@pytest.mark.parametrize("age", [0, 17, 105])
def test_the_youngest_and_the_oldest_are_charged(age: int) -> None:
    terms = PolicyTerms("female", age, Fen.of_yuan("100000"), 10, None)
    charge, _steps = risk_charge(Cover(BASIS, terms, 1000, date(2000, 2, 29)), Fen(0), date(2030, 1, 1))
    assert 0 < charge <= Fen.of_yuan("8333.33")


@given(
    premiums=st.lists(st.tuples(st.integers(0, 900), st.integers(1, 10**9)), min_size=1, max_size=6),
    days=st.integers(0, 1200),
)
def test_the_account_is_the_sum_of_its_movements_and_never_overdrawn_by_charges(
    premiums: list[tuple[int, int]], days: int
) -> None:
    paid = [Movement(date.fromordinal(START.toordinal() + day), "premium", Fen(amount)) for day, amount in premiums]
    until = date.fromordinal(START.toordinal() + days)
    rolled = roll(COVER, DECLARED, paid, START, until)
    held = [*paid, *rolled.movements]
    for day in sorted({one.day for one in held}):
        assert balance_on(held, day) >= 0
    assert rolled.lacking is not None or rolled.rolled_to > until
    fees = sum(one.what == "fee" for one in rolled.movements)
    assert len(rolled.whys) == fees + (rolled.lacking is not None)

"""The actuary's numbers: held against known ones, a computation in decimals, and the field's identities."""

from decimal import Decimal, getcontext
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops_console.rules.actuary import contingencies as lc
from ops_console.rules.actuary.cash_values import grading, minimum_cash_values, policy_value_reserves
from ops_console.rules.actuary.cover import level_cover, years_to_end
from ops_console.rules.actuary.mortality import MortalityTable, read_tables
from ops_console.rules.actuary.premiums import gross_premium, net_premium
from ops_console.rules.actuary.reserves import full_preliminary_term_reserves, net_level_reserves

TABLES, _PROBLEMS = read_tables((files("ops_console.catalog") / "tables" / "cl2010_2013.csv").read_text())
LOADS = (0.85, 0.80, 0.75, 0.10)
WHOLE_LIFE = level_cover(TABLES["cl1"], 30, 76, 100_000)

tables = st.sampled_from(sorted(TABLES)).map(TABLES.__getitem__)
interests = st.sampled_from([0.01, 0.0175, 0.02, 0.025, 0.035, 0.045])
ages = st.integers(0, 90)
terms = st.integers(1, 15)


@pytest.mark.parametrize(
    ("interest", "table", "age", "expected"),
    [
        (0.025, "cl1", 30, (0.323307, 27.744412, 15.801354, 0.026665, 0.614601)),
        (0.025, "cl1", 40, (0.406180, 24.346635, 15.561600, 0.061642, 0.620449)),
        (0.035, "cl2", 40, (0.245724, 22.305016, 14.548459, 0.024876, 0.508023)),
    ],
)
def test_present_values_to_the_last_digit(interest: float, table: str, age: int, expected: tuple[float, ...]) -> None:
    basis = (TABLES[table], interest, age)
    found = (
        lc.whole_life_assurance(*basis),
        lc.life_annuity_due(*basis),
        lc.temporary_annuity_due(*basis, 20),
        lc.term_assurance(*basis, 20),
        lc.endowment_assurance(*basis, 20),
    )
    assert tuple(round(value, 6) for value in found) == expected


def at(values: tuple[float, ...], *years: int) -> list[float]:
    return [round(values[year], 2) for year in years]


def test_whole_life_of_a_man_of_30_to_the_fen() -> None:
    assert round(net_premium(WHOLE_LIFE, 0.025, 20), 2) == 2046.07
    level = net_level_reserves(WHOLE_LIFE, 0.025, 20)
    assert at(level, 1, 5, 10, 20, 30) == [2019.13, 10577.74, 22431.53, 50454.82, 61655.94]
    cash = minimum_cash_values(WHOLE_LIFE, 0.045, 20, LOADS, 0.8)
    assert at(cash, 1, 5, 10, 20, 30) == [118.00, 2802.60, 9766.07, 31042.38, 43632.52]
    preliminary = full_preliminary_term_reserves(WHOLE_LIFE, 0.025, 20)
    assert at(preliminary, 1, 5, 10, 20, 30) == [0, 8908.02, 21249.52, 50454.82, 61655.94]


def second_computation(
    age: int, interest: str, pay_years: int, loads: list[str]
) -> tuple[Decimal, Decimal, list[Decimal]]:
    """A_x, the level premium out of which the loads are met, and the reserves on it: sums over deaths, in decimals."""
    getcontext().prec = 40
    q = [Decimal(str(rate)) for rate in TABLES["cl1"].q[age:]]
    v = 1 / (1 + Decimal(interest))
    e = [Decimal(loads[min(k, len(loads) - 1)]) for k in range(pay_years)]

    def benefits(t: int) -> Decimal:
        alive, value = Decimal(1), Decimal(0)
        for k in range(t, len(q)):
            value += alive * q[k] * v ** (k - t + 1)
            alive *= 1 - q[k]
        return value

    def annuity(t: int) -> Decimal:
        alive, value = Decimal(1), Decimal(0)
        for k in range(t, pay_years):
            value += alive * (1 - e[k]) * v ** (k - t)
            alive *= 1 - q[k]
        return value

    premium = benefits(0) / annuity(0)
    return benefits(0), premium, [benefits(t) - premium * annuity(t) for t in range(len(q))]


def test_a_second_computation_in_decimals_agrees() -> None:
    assured, premium, reserves = second_computation(30, "0.025", 20, ["0"])
    assert float(assured) == pytest.approx(lc.whole_life_assurance(TABLES["cl1"], 0.025, 30), rel=1e-12)
    assert float(premium) == pytest.approx(net_premium(WHOLE_LIFE, 0.025, 20) / 100_000, rel=1e-12)
    ours = net_level_reserves(WHOLE_LIFE, 0.025, 20)
    assert [value / 100_000 for value in ours[:-1]] == pytest.approx([float(value) for value in reserves], abs=1e-10)


def test_a_second_computation_of_the_policy_value_reserve_agrees() -> None:
    _assured, premium, reserves = second_computation(45, "0.045", 10, ["0.75", "0.80", "0.60", "0.10"])
    cover = level_cover(TABLES["cl1"], 45, 61)
    loads = (0.75, 0.80, 0.60, 0.10)
    assert float(premium) == pytest.approx(gross_premium(cover, 0.045, 10, loads), rel=1e-12)
    ours = policy_value_reserves(cover, 0.045, 10, loads)
    assert list(ours[:-1]) == pytest.approx([float(value) for value in reserves], abs=1e-10)


@given(tables, interests, ages)
def test_assurance_is_one_less_discount_times_annuity(table: MortalityTable, interest: float, age: int) -> None:
    d = interest / (1 + interest)
    annuity = lc.life_annuity_due(table, interest, age)
    assert lc.whole_life_assurance(table, interest, age) == pytest.approx(1 - d * annuity, abs=1e-12)


@given(tables, interests, ages, terms)
def test_endowment_is_one_less_discount_times_temporary_annuity(
    table: MortalityTable, interest: float, age: int, years: int
) -> None:
    d = interest / (1 + interest)
    annuity = lc.temporary_annuity_due(table, interest, age, years)
    assert lc.endowment_assurance(table, interest, age, years) == pytest.approx(1 - d * annuity, abs=1e-12)


@given(tables, interests, ages, terms)
def test_deferred_is_the_pure_endowment_of_what_starts_then(
    table: MortalityTable, interest: float, age: int, years: int
) -> None:
    survival = lc.pure_endowment(table, interest, age, years)
    later = lc.life_annuity_due(table, interest, age + years)
    assert lc.deferred_annuity_due(table, interest, age, years) == pytest.approx(survival * later, abs=1e-11)
    later = lc.whole_life_assurance(table, interest, age + years)
    assert lc.deferred_assurance(table, interest, age, years) == pytest.approx(survival * later, abs=1e-11)


@given(tables, interests, ages, terms, st.integers(1, 15), st.sampled_from([0.0, 1.0]))
def test_a_reserve_grows_by_premium_and_interest_and_pays_the_deaths(
    table: MortalityTable, interest: float, age: int, years: int, pay_years: int, maturity: float
) -> None:
    pay_years = min(pay_years, years)
    cover = level_cover(table, age, years, 1.0, maturity)
    premium = net_premium(cover, interest, pay_years)
    reserves = net_level_reserves(cover, interest, pay_years)
    assert reserves[0] == pytest.approx(0, abs=1e-10)
    assert reserves[-1] == maturity
    for t in range(years):
        q = table.rate(age + t)
        paid = premium if t < pay_years else 0.0
        grown = (reserves[t] + paid) * (1 + interest)
        assert grown == pytest.approx(q + (1 - q) * reserves[t + 1], abs=1e-9)


@given(tables, interests, st.integers(0, 60), st.sampled_from([1, 5, 10, 20]))
def test_whole_life_cash_values_lie_between_nothing_and_the_reserve(
    table: MortalityTable, interest: float, age: int, pay_years: int
) -> None:
    cover = level_cover(table, age, years_to_end(table, age))
    cash = minimum_cash_values(cover, interest + 0.02, pay_years, LOADS, 0.8)
    reserves = net_level_reserves(cover, interest, pay_years)
    assert cash[0] == pytest.approx(0, abs=1e-10)
    assert cash[-1] == reserves[-1] == 1
    assert all(0 <= value <= reserve + 1e-9 for value, reserve in zip(cash, reserves, strict=True))


@given(tables, interests, st.integers(0, 60))
def test_preliminary_term_meets_the_level_reserve_when_premiums_end(
    table: MortalityTable, interest: float, age: int
) -> None:
    cover = level_cover(table, age, years_to_end(table, age))
    level = net_level_reserves(cover, interest, 10)
    preliminary = full_preliminary_term_reserves(cover, interest, 10)
    assert preliminary[:2] == (0, pytest.approx(0, abs=1e-10))
    assert preliminary[10:] == pytest.approx(level[10:], abs=1e-9)
    assert all(p <= v + 1e-9 for p, v in zip(preliminary, level, strict=True))


def test_grading_reaches_the_full_reserve_after_the_premium_years_or_twenty() -> None:
    assert [grading(t, 20, 0.8) for t in (0, 10, 19, 20, 30)] == pytest.approx([0.8, 0.9, 0.99, 1, 1])
    assert [grading(t, 5, 0.8) for t in (1, 4, 5)] == pytest.approx([0.84, 0.96, 1])
    assert [grading(t, 30, 0.9) for t in (10, 20)] == pytest.approx([0.95, 1])
    assert grading(1, 1, 1.0) == 1


def test_a_single_premium_has_no_preliminary_term() -> None:
    assert full_preliminary_term_reserves(WHOLE_LIFE, 0.025, 1) == net_level_reserves(WHOLE_LIFE, 0.025, 1)


def test_a_cover_the_table_cannot_carry_is_refused() -> None:
    with pytest.raises(ValueError, match="can't carry 77 years"):
        level_cover(TABLES["cl1"], 30, 77)
    with pytest.raises(ValueError, match="can't be paid for 11 of 10"):
        net_premium(level_cover(TABLES["cl1"], 30, 10), 0.02, 11)
    with pytest.raises(ValueError, match="outside the table"):
        lc.life_annuity_due(TABLES["cl1"], 0.02, 106)

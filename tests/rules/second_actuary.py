"""A second actuary, who shares nothing with the first: premiums, cash values and reserves of every product priced by
tables, read from the shipped files and computed by plain loops in decimals of 40 digits.

Where the first goes by present values at issue, this one goes from year to year: reserves by recursion, premiums by
trial on the equation they solve. Amounts are whole fen, rounded half up once.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, getcontext
from functools import cache
from pathlib import Path
from typing import Any

getcontext().prec = 40
NOTHING, ONE = Decimal(0), Decimal(1)
EXACT = Decimal("1e-25")
PRICED_BY_TABLES = (
    "whole_life", "term", "endowment", "deferred_annuity", "critical_illness", "waiver", "accident", "hospital_cash",
    "group_term",
)  # fmt: skip
ONE_YEAR = ("accident", "hospital_cash", "group_term")


@dataclass(frozen=True)
class Worth:
    """Of 1 of sum assured, by the end of policy years 0, 1, …: exact."""

    annual: Decimal
    cash: tuple[Decimal, ...]
    reserves: tuple[Decimal, ...]


@dataclass(frozen=True)
class Years:
    """A cover: who leaves in each year, what is paid on leaving and to those who stay, and at the very end."""

    leave: tuple[Decimal, ...]
    paid: tuple[Decimal, ...]
    survived: tuple[Decimal, ...]
    maturity: Decimal = NOTHING


class Actuary:
    """Works from the catalog folder alone."""

    def __init__(self, folder: Path) -> None:
        self._tables = {path.stem: _columns(path) for path in (folder / "tables").glob("*.csv")}
        entries = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in (folder / "products").glob("*.toml")}
        self.products = {code: one for code, one in sorted(entries.items()) if one["shape"] in PRICED_BY_TABLES}

    def amounts(self, code: str, sex: str, age: int, pay: int, cover: int | None, klass: int, fen: int) -> Amounts:
        """Of one policy: annual premium, cash values and reserves at the end of years 0, 1, …"""
        worth = self.worth(code, sex, age, pay, cover, klass)
        return Amounts(
            rounded(worth.annual * fen),
            [rounded(one * fen) for one in worth.cash],
            [rounded(one * fen) for one in worth.reserves],
        )

    @cache  # noqa: B019 - there is one actuary, who lives as long as the process
    def worth(self, code: str, sex: str, age: int, pay: int, cover: int | None, klass: int) -> Worth:
        """Of 1 of sum assured on these terms."""
        product = self.products[code]
        basis, shape = product["basis"], product["shape"]
        loads = _band(basis["expense_loads"], pay)
        if shape in ONE_YEAR:
            rates = self._rates(basis, "mortality" if shape == "group_term" else "incidence", sex)
            factor = Decimal(basis.get("class_factors", {}).get(str(klass), "1"))
            return Worth(rates[age] * factor / (1 - loads[0]), (NOTHING, NOTHING), (NOTHING, NOTHING))
        years = cover or max(self._rates(basis, "mortality", sex)) - age + 1
        made, annual = getattr(self, f"_{shape}")(basis, sex, age, pay, years)
        cash = _cash_values(made, basis, pay)
        if shape == "deferred_annuity":
            waits = basis["annuity_age"] - age
            cash = [*cash[:waits], *[NOTHING] * (years + 1 - waits)]
        return Worth(annual, tuple(cash), tuple(_reserves(made, Decimal(basis["interest"]), pay, annual)))

    def _rates(self, basis: dict[str, Any], kind: str, sex: str) -> dict[int, Decimal]:
        named = basis[kind]
        return self._tables[named["table"]][named[sex]]

    def _deaths(self, basis: dict[str, Any], sex: str, age: int, years: int) -> tuple[Decimal, ...]:
        rates = self._rates(basis, "mortality", sex)
        return tuple(rates[age + k] for k in range(years))

    def _whole_life(self, basis: dict[str, Any], sex: str, age: int, pay: int, years: int) -> tuple[Years, Decimal]:
        leave = self._deaths(basis, sex, age, years)
        floors = [_floor(basis, age + k) * min(k + 1, pay) for k in range(years)]
        survived, maturity = [NOTHING] * years, NOTHING
        if paid := basis.get("survival"):
            maturity = Decimal(paid["maturity"])
            survived = [Decimal(paid["share"]) if k % paid["every_years"] == 0 and k < years else NOTHING
                        for k in range(1, years + 1)]  # fmt: skip

        def cover(annual: Decimal) -> Years:
            return Years(leave, tuple(max(ONE, annual * floor) for floor in floors), tuple(survived), maturity)

        def slope(annual: Decimal) -> Years:
            """What 1 more of premium adds to the benefits."""
            return Years(leave, tuple(floor if annual * floor > 1 else NOTHING for floor in floors), (NOTHING,) * years)

        interest, loads = Decimal(basis["interest"]), _band(basis["expense_loads"], pay)
        left = _annuity(leave, interest, [1 - _at(loads, k) for k in range(pay)])
        annual = NOTHING
        while True:
            short = _benefits(cover(annual), interest) - annual * left
            if abs(short) < EXACT:
                return cover(annual), annual
            annual += short / (left - _benefits(slope(annual), interest))

    _term = _whole_life
    _endowment = _whole_life

    def _two_causes(
        self, basis: dict[str, Any], sex: str, age: int, years: int
    ) -> tuple[tuple[Decimal, ...], list[Decimal]]:
        """Who leaves, ill or dead, and which part of them are ill."""
        ill, dead = self._rates(basis, "incidence", sex), self._rates(basis, "mortality", sex)
        part = Decimal(basis["undiagnosed"])
        rates = [(ill[age + k], part * dead[age + k]) for k in range(years)]
        return tuple(min(ONE, i + d) for i, d in rates), [i / (i + d) for i, d in rates]

    def _critical_illness(
        self, basis: dict[str, Any], sex: str, age: int, pay: int, years: int
    ) -> tuple[Years, Decimal]:
        leave, ill = self._two_causes(basis, sex, age, years)
        interest, loads = Decimal(basis["interest"]), _band(basis["expense_loads"], pay)
        back = Years(leave, tuple((1 - ill[k]) * min(k + 1, pay) for k in range(years)), (NOTHING,) * years)
        left = _annuity(leave, interest, [1 - _at(loads, k) for k in range(pay)]) - _benefits(back, interest)
        annual = _benefits(Years(leave, tuple(ill), (NOTHING,) * years), interest) / left
        paid = tuple(ill[k] + annual * back.paid[k] for k in range(years))
        return Years(leave, paid, (NOTHING,) * years), annual

    def _waiver(self, basis: dict[str, Any], sex: str, age: int, pay: int, years: int) -> tuple[Years, Decimal]:
        leave, ill = self._two_causes(basis, sex, age, years)
        interest, loads = Decimal(basis["interest"]), _band(basis["expense_loads"], pay)
        to_come = [sum((1 / (1 + interest) ** j for j in range(years - 1 - k)), NOTHING) for k in range(years)]
        made = Years(leave, tuple(ill[k] * to_come[k] for k in range(years)), (NOTHING,) * years)
        left = _annuity(leave, interest, [1 - _at(loads, k) for k in range(pay)])
        return made, _benefits(made, interest) / left

    def _deferred_annuity(
        self, basis: dict[str, Any], sex: str, age: int, pay: int, years: int
    ) -> tuple[Years, Decimal]:
        leave = self._deaths(basis, sex, age, years)
        waits, every, share = basis["annuity_age"] - age, basis["survival"]["every_years"], basis["survival"]["share"]
        survived = tuple(Decimal(share) if k >= waits and (k - waits) % every == 0 and k < years else NOTHING
                         for k in range(1, years + 1))  # fmt: skip
        interest, loads = Decimal(basis["interest"]), _band(basis["expense_loads"], pay)
        left = _annuity(leave, interest, [1 - _at(loads, k) for k in range(pay)])
        made = Years(leave, (NOTHING,) * years, survived)
        while True:
            annual = _benefits(made, interest) / left
            worth = _cash_values(made, basis, pay)
            worth[waits] += survived[waits - 1]
            paid = tuple(max(annual * min(k, pay), worth[k]) if k <= waits else NOTHING for k in range(1, years + 1))
            if max(abs(a - b) for a, b in zip(paid, made.paid, strict=True)) < EXACT:
                return made, annual
            made = Years(leave, paid, survived)


@dataclass(frozen=True)
class Amounts:
    """In fen, by the end of policy years 0, 1, …"""

    annual: int
    cash: list[int]
    reserves: list[int]


def rounded(amount: Decimal) -> int:
    """To the fen, half up."""
    return int(amount.quantize(ONE, ROUND_HALF_UP)) if amount >= 0 else -int((-amount).quantize(ONE, ROUND_HALF_UP))


def _columns(path: Path) -> dict[str, dict[int, Decimal]]:
    with path.open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    return {name: {int(line["age"]): Decimal(line[name]) for line in lines} for name in lines[0] if name != "age"}


def _band(bands: Sequence[dict[str, Any]], pay: int) -> list[Decimal]:
    reached = [band for band in bands if band["from_pay_years"] <= pay]
    return [Decimal(load) for load in max(reached, key=lambda band: int(band["from_pay_years"]))["loads"]]


def _at(loads: Sequence[Decimal], k: int) -> Decimal:
    return loads[min(k, len(loads) - 1)]


def _floor(basis: dict[str, Any], age: int) -> Decimal:
    reached = [step for step in basis.get("death_floors", []) if step["from_age"] <= age]
    return Decimal(max(reached, key=lambda step: int(step["from_age"]))["multiple"]) if reached else NOTHING


def _annuity(leave: Sequence[Decimal], interest: Decimal, parts: Sequence[Decimal]) -> Decimal:
    """The parts, one at the start of each year, to those who are there."""
    there, value = ONE, NOTHING
    for k, part in enumerate(parts):
        value += there * part
        there *= (1 - leave[k]) / (1 + interest)
    return value


def _benefits(years: Years, interest: Decimal) -> Decimal:
    """All that is ever paid, at the start."""
    there, value = ONE, NOTHING
    for q, paid, survived in zip(years.leave, years.paid, years.survived, strict=True):
        value += there * q * paid / (1 + interest)
        there *= (1 - q) / (1 + interest)
        value += there * survived
    return value + there * years.maturity


def _forward(years: Years, interest: Decimal, premiums: Sequence[Decimal]) -> list[Decimal]:
    """What is held at the end of each year, begun with nothing, for each who is still there."""
    held = [NOTHING]
    for k, (q, paid, survived) in enumerate(zip(years.leave, years.paid, years.survived, strict=True)):
        premium = premiums[k] if k < len(premiums) else NOTHING
        grown = (held[-1] + premium) * (1 + interest) - q * paid
        held.append(grown / (1 - q) - survived if q < 1 else paid)
    return held


def _backward(years: Years, interest: Decimal, premiums: Sequence[Decimal]) -> list[Decimal]:
    """What has to be held at the end of each year for what is still to come; at the very end what then falls due."""
    last = years.paid[-1] if years.leave[-1] == 1 else years.maturity
    held = [last]
    needed = years.maturity
    for k in reversed(range(len(years.leave))):
        q = years.leave[k]
        premium = premiums[k] if k < len(premiums) else NOTHING
        needed = (q * years.paid[k] + (1 - q) * (needed + years.survived[k])) / (1 + interest) - premium
        held.append(needed)
    return held[::-1]


def _cash_values(years: Years, basis: dict[str, Any], pay: int) -> list[Decimal]:
    """Minimum cash values; nothing for a product without them."""
    given = basis.get("cash_value")
    if given is None:
        return [NOTHING] * (len(years.leave) + 1)
    interest, k = Decimal(given["interest"]), Decimal(given["k"])
    loads = _band(given["loads"], pay)
    left = [1 - _at(loads, year) for year in range(pay)]
    premium = _benefits(years, interest) / _annuity(years.leave, interest, left)
    held = _forward(years, interest, [premium * part for part in left])
    full = min(20, pay)
    return [max(one, NOTHING) * (k + t * (1 - k) / full if t < full else 1) for t, one in enumerate(held)]


def _reserves(years: Years, interest: Decimal, pay: int, gross: Decimal) -> list[Decimal]:
    """Full preliminary term: the first premium pays the first year, the others what comes after; no premium that is
    counted on is above the gross one.
    """
    if pay == 1 or len(years.leave) == 1:
        net = [_benefits(years, interest) / _annuity(years.leave, interest, [ONE] * pay)]
    else:
        later = Years(years.leave[1:], years.paid[1:], years.survived[1:], years.maturity)
        level = _benefits(later, interest) / _annuity(later.leave, interest, [ONE] * (pay - 1))
        first = (years.leave[0] * years.paid[0] + (1 - years.leave[0]) * years.survived[0]) / (1 + interest)
        net = [first, *[level] * (pay - 1)]
    return _backward(years, interest, [min(one, gross) for one in net])

"""Present values of life contingencies, benefits at the end of the year of death, payments at the start of the year.

Symbols are the international actuarial notation (Bowers et al., *Actuarial Mathematics*, chapters 4 and 5). Values
are floats per 1 of benefit or of yearly payment; interest is a yearly rate per one. ValueError for ages outside the
table.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ops_console.rules.actuary.mortality import MortalityTable


@dataclass(frozen=True, slots=True)
class Commutation:
    """Commutation columns of a table at an interest rate, by age less ``first_age``; one row beyond ω, where all are
    0.
    """

    first_age: int
    d: tuple[float, ...]
    n: tuple[float, ...]
    m: tuple[float, ...]

    def row(self, age: int) -> int:
        row = age - self.first_age
        if not 0 <= row < len(self.d) - 1:
            raise ValueError(f"age {age} lies outside the table")
        return row

    def end(self, age: int, years: int) -> int:
        """The row ``years`` later, no further than the one beyond ω."""
        return min(self.row(age) + years, len(self.d) - 1)


@lru_cache(maxsize=256)
def commutation(table: MortalityTable, interest: float) -> Commutation:
    """D(x) = v^x l(x), N(x) = ΣD, M(x) = ΣC with C(x) = v^(x+1) d(x)."""
    v = 1 / (1 + interest)
    size = len(table.q)
    d = [v**k * lives for k, lives in enumerate(table.lx)]
    c = [v * d[k] * table.q[k] for k in range(size)]
    n, m = [0.0] * (size + 1), [0.0] * (size + 1)
    for k in reversed(range(size)):
        n[k] = n[k + 1] + d[k]
        m[k] = m[k + 1] + c[k]
    return Commutation(table.first_age, tuple(d), tuple(n), tuple(m))


def whole_life_assurance(table: MortalityTable, interest: float, age: int) -> float:
    """A_x: 1 at the end of the year of death."""
    cols = commutation(table, interest)
    row = cols.row(age)
    return cols.m[row] / cols.d[row]


def term_assurance(table: MortalityTable, interest: float, age: int, years: int) -> float:
    """A¹_x:n: 1 at the end of the year of death within n years."""
    cols = commutation(table, interest)
    row = cols.row(age)
    return (cols.m[row] - cols.m[cols.end(age, years)]) / cols.d[row]


def pure_endowment(table: MortalityTable, interest: float, age: int, years: int) -> float:
    """A_x:n¹ = nE_x: 1 on survival for n years."""
    cols = commutation(table, interest)
    return cols.d[cols.end(age, years)] / cols.d[cols.row(age)]


def endowment_assurance(table: MortalityTable, interest: float, age: int, years: int) -> float:
    """A_x:n: 1 at the end of the year of death within n years, or on survival."""
    return term_assurance(table, interest, age, years) + pure_endowment(table, interest, age, years)


def deferred_assurance(table: MortalityTable, interest: float, age: int, years: int) -> float:
    """n|A_x: 1 at the end of the year of death, later than n years."""
    return whole_life_assurance(table, interest, age) - term_assurance(table, interest, age, years)


def life_annuity_due(table: MortalityTable, interest: float, age: int) -> float:
    """ä_x: 1 at the start of every year for life."""
    cols = commutation(table, interest)
    row = cols.row(age)
    return cols.n[row] / cols.d[row]


def temporary_annuity_due(table: MortalityTable, interest: float, age: int, years: int) -> float:
    """ä_x:n: 1 at the start of every year for life, n payments at most."""
    cols = commutation(table, interest)
    row = cols.row(age)
    return (cols.n[row] - cols.n[cols.end(age, years)]) / cols.d[row]


def deferred_annuity_due(table: MortalityTable, interest: float, age: int, years: int) -> float:
    """n|ä_x: 1 at the start of every year for life, from n years on."""
    return life_annuity_due(table, interest, age) - temporary_annuity_due(table, interest, age, years)

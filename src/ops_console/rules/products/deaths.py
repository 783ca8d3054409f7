"""What a shape pays on the insured's death, given what the premiums paid and the cover itself are worth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from ops_console.base.money import Fen
from ops_console.rules.products.basis import Basis, PolicyTerms
from ops_console.rules.why import Value

Steps: TypeAlias = tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Death:
    """A death at an attained age. ``premiums_paid`` without loadings; ``worth``: the cash value, or the account, of the
    cover on that day.
    """

    age: int
    premiums_paid: Fen
    worth: Fen


OnDeath: TypeAlias = Callable[[Basis, PolicyTerms, Death], tuple[Fen, Steps]]


def sum_or_floor(basis: Basis, terms: PolicyTerms, death: Death) -> tuple[Fen, Steps]:
    """The sum assured, or the floor of the premiums paid where that is more."""
    multiple = basis.death_floor(death.age)
    floor = Fen.round(Fraction(death.premiums_paid) * multiple)
    return max(terms.sum_assured, floor), (("multiple of premiums", str(multiple)), ("floor", int(floor)))


def premiums_back(_basis: Basis, _terms: PolicyTerms, death: Death) -> tuple[Fen, Steps]:
    """The premiums paid."""
    return death.premiums_paid, (("premiums paid", int(death.premiums_paid)),)


def before_annuity(basis: Basis, _terms: PolicyTerms, death: Death) -> tuple[Fen, Steps]:
    """The premiums paid, or the cash value where that is more; nothing once the annuity has begun."""
    steps: Steps = (("premiums paid", int(death.premiums_paid)), ("cash value", int(death.worth)))
    if basis.annuity_age is not None and death.age >= basis.annuity_age:
        return Fen(0), (("the annuity began at age", basis.annuity_age),)
    return max(death.premiums_paid, death.worth), steps


def sum_or_account(basis: Basis, terms: PolicyTerms, death: Death) -> tuple[Fen, Steps]:
    """The sum assured, or the multiple of the account at the attained age where that is more."""
    reached = [multiple for from_age, multiple in basis.death_multiples if from_age <= death.age]
    multiple = reached[-1] if reached else Fraction(1)
    least = Fen.round(Fraction(death.worth) * multiple)
    steps: Steps = (("account", int(death.worth)), ("multiple of the account", str(multiple)), ("least", int(least)))
    return max(terms.sum_assured, least), steps

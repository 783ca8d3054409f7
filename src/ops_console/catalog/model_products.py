"""What the company sells, as frozen values: products, the funds they buy, what was declared for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ops_console.base.labels import Label
from ops_console.base.money import Fen
from ops_console.rules.claims.facts import HospitalDays
from ops_console.rules.products.basis import Basis, Shape


@dataclass(frozen=True, slots=True)
class Fund:
    """A fund of unit-linked covers. ``largest_move``: per mille its price may change from one valuation day to the next
    before somebody has to confirm it."""

    code: str
    label: Label
    largest_move: int
    source: str


@dataclass(frozen=True, slots=True)
class Declared:
    """What was declared for one product, by rising day or year. ``crediting``: yearly rate of accounts from a day on;
    ``accumulation``: of dividends left with the company; ``spreads``: by calendar year, what the surplus earned above
    the pricing interest."""

    product: str
    crediting: tuple[tuple[date, Fraction], ...]
    accumulation: tuple[tuple[date, Fraction], ...]
    spreads: tuple[tuple[int, Fraction], ...]
    source: str


@dataclass(frozen=True, slots=True)
class Planned:
    """What may be planned as a premium of a cover with an account, each time it is paid."""

    minimum: Fen
    maximum: Fen
    step: Fen


@dataclass(frozen=True, slots=True)
class Product:
    """One version of one product, known by code and digest; ages last birthday, terms in years, sums in fen (a day's
    cash for hospital cash).

    ``cover_years`` is empty for a cover for life. ``risk`` is the kind of sum at risk it adds to. ``benefits``:
    benefit → the amount of posting rule claim_paid it is booked as. ``premium_income``: the account its premium is
    booked on. ``renewal_claims``: a one-year cover that paid so many claims in its year is not renewed, 0 for however
    many. ``illnesses``: those a critical illness cover pays for, by code. ``sample_per_mille`` of clean cases are
    examined. ``is_rider``: sold with a main cover only; ``riders``: codes of those this one may be sold with.
    ``planned``: covers with an account only. ``free_cover``: the sum up to which a member of a group needs no
    underwriter; of groups only.
    """

    code: str
    label: Label
    valid_from: date
    digest: str
    basis: Basis
    risk: str
    benefits: Mapping[str, str]
    premium_income: str
    entry_ages: tuple[int, int]
    pay_years: tuple[int, ...]
    cover_years: tuple[int, ...]
    cover_to_age: int
    minimum_sum: Fen
    maximum_sum: Fen
    sum_step: Fen
    hesitation_days: int
    waiting_days: int
    grace_days: int
    reinstatement_months: int
    automatic_premium_loan: bool
    renewed_as_new_term: bool
    renewal_to_age: int
    renewal_claims: int
    hospital_days: HospitalDays | None
    illnesses: Mapping[str, Label]
    production_fee: Fen
    sample_per_mille: int
    is_rider: bool
    riders: tuple[str, ...]
    planned: Planned | None
    free_cover: Fen | None
    source: str

    @property
    def callback(self) -> bool:
        """Contracts longer than one year are called back (Basic Service Rules 2010 art 15)."""
        return not self.renewed_as_new_term

    @property
    def is_group(self) -> bool:
        """One contract of an organisation for its members."""
        return self.basis.shape is Shape.GROUP_TERM

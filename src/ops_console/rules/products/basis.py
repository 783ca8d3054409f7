"""Everything a product's computations need, as data. The catalog fills these from a product entry; no rule knows a
product by name.

Rates are exact ``Fraction`` values per one (2 % is ``Fraction("0.02")``), because loan interest and premium
instalments are rounded from exact ratios; the actuarial rules turn them into floats. Everything here is immutable and
hashable, so that results can be cached.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Generic, Literal, TypeAlias, TypeVar

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.rules.actuary.mortality import MortalityTable
from ops_console.rules.not_possible import NotPossible

Sex: TypeAlias = Literal["male", "female"]
Months: TypeAlias = Literal[1, 3, 6, 12]
T = TypeVar("T")
NO_MONEY = Fen(0)


class Shape(StrEnum):
    """How a product's benefits lie in time."""

    WHOLE_LIFE = "whole_life"
    TERM = "term"
    ENDOWMENT = "endowment"
    DEFERRED_ANNUITY = "deferred_annuity"
    CRITICAL_ILLNESS = "critical_illness"
    ACCIDENT = "accident"
    HOSPITAL_CASH = "hospital_cash"
    WAIVER = "waiver"
    UNIVERSAL_LIFE = "universal_life"
    UNIT_LINKED = "unit_linked"
    GROUP_TERM = "group_term"


ONE_YEAR = frozenset({Shape.ACCIDENT, Shape.HOSPITAL_CASH, Shape.GROUP_TERM})
"""Covers of one year, renewed as a new term; without cash values."""
WITH_ACCOUNT = frozenset({Shape.UNIVERSAL_LIFE, Shape.UNIT_LINKED})
"""Covers worth what their account holds; their premium is planned, not computed."""
FOR_LIFE = frozenset({Shape.WHOLE_LIFE, Shape.DEFERRED_ANNUITY, Shape.UNIVERSAL_LIFE, Shape.UNIT_LINKED})
"""Covers sold without a term; all others have one."""


@dataclass(frozen=True, slots=True)
class BySex(Generic[T]):
    """One thing for each sex, such as cl3 for men and cl4 for women."""

    male: T
    female: T

    def of(self, sex: Sex) -> T:
        return self.male if sex == "male" else self.female


@dataclass(frozen=True, slots=True)
class IncidenceTable:
    """What is expected in a year by attained age, for one sex: days in hospital, or first diagnoses of an illness.

    No published table is to be had, so ``illustrative`` is true unless the catalog says where the rates come from; it
    is shown on every quote.
    """

    name: str
    rates: tuple[float, ...]
    first_age: int = 0
    illustrative: bool = True

    def at(self, age: int) -> float:
        """The year's rate at an attained age. ValueError outside the table."""
        if not self.first_age <= age < self.first_age + len(self.rates):
            raise NotPossible(_("{table} has no rate for age {age}").format(table=self.name, age=age))
        return self.rates[age - self.first_age]


@dataclass(frozen=True, slots=True)
class LoadBand:
    """Loads as parts of the gross premium by policy year, the last going on, for premium terms of so many years up."""

    from_pay_years: int
    loads: tuple[Fraction, ...]


def loads_for(bands: tuple[LoadBand, ...], pay_years: int) -> tuple[Fraction, ...]:
    """The loads of the band a premium term falls in. ValueError when every band starts above it."""
    fitting = [band for band in bands if band.from_pay_years <= pay_years]
    if not fitting:
        raise NotPossible(_("no loads for a premium term of {years} years").format(years=pay_years))
    return max(fitting, key=lambda band: band.from_pay_years).loads


@dataclass(frozen=True, slots=True)
class CashValueBasis:
    """The basis of the minimum cash value: interest of the policy value reserve, k of r(t), loads by premium term."""

    interest: Fraction
    k: Fraction
    loads: tuple[LoadBand, ...]


@dataclass(frozen=True, slots=True)
class LoanBasis:
    """What may be lent: part of the cash value net of debts, least amount, yearly interest, longest term in months."""

    share: Fraction
    minimum: Fen
    interest: Fraction
    term_months: int


@dataclass(frozen=True, slots=True)
class SurvivalBasis:
    """What is paid while the insured lives, as parts of the sum assured: ``share`` after every ``every_years`` policy
    years, of an annuity from its first payment on; ``maturity`` of an endowment at the end of its last year instead.
    ``to``: applicant or insured.
    """

    every_years: int
    share: Fraction
    maturity: Fraction
    to: Literal["applicant", "insured"]

    def pays(self, year: int, years: int) -> Fraction:
        """The part paid at the end of a policy year of a cover of so many years."""
        if year == years:
            return self.maturity
        return self.share if year % self.every_years == 0 else Fraction(0)


@dataclass(frozen=True, slots=True)
class AccountBasis:
    """What is taken out of an account, and what is put in.

    ``initial_charges``: parts of each premium by policy year, the last going on. ``monthly_fee`` in fen.
    ``guaranteed``: the least yearly rate credited, 0 for units of funds. ``surrender_charges``: parts of the account by
    policy year, 0 beyond. ``death_multiples``: (attained age from, least death benefit as a multiple of the account).
    ``funds``: codes of the funds that may be chosen, empty for an account in money.
    """

    initial_charges: tuple[Fraction, ...]
    monthly_fee: Fen
    guaranteed: Fraction
    surrender_charges: tuple[Fraction, ...]
    death_multiples: tuple[tuple[int, Fraction], ...]
    funds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Basis:
    """One version of one product, as its computations see it.

    ``mode_factors``: (months between instalments, instalment as a part of the annual premium).
    ``death_floors``: (attained age from, least death benefit as a multiple of the premiums paid), by rising age; none
    below the first.
    ``mortality`` is needed by every shape but hospital cash and accident, ``incidence`` by these, by critical illness
    and by a waiver;
    ``undiagnosed``: the part of all deaths that no listed illness was diagnosed before. ``survival``: of endowments
    and annuities only. ``cash_value`` None: the product has no cash value.
    ``loan`` None: nothing is lent on it, no automatic premium loan either.
    ``class_factors``: (occupation class, multiple of the table's rates); a class that is not there is not insured;
    empty where the class does not matter. ``annuity_age``: attained age from which a deferred annuity is paid.
    ``account``: universal life and unit-linked only. ``participating``: shares in the surplus that is declared.
    """

    product: str
    shape: Shape
    interest: Fraction
    expense_loads: tuple[LoadBand, ...]
    mode_factors: tuple[tuple[int, Fraction], ...]
    mortality: BySex[MortalityTable] | None = None
    incidence: BySex[IncidenceTable] | None = None
    cash_value: CashValueBasis | None = None
    death_floors: tuple[tuple[int, Fraction], ...] = ()
    loan: LoanBasis | None = None
    survival: SurvivalBasis | None = None
    undiagnosed: Fraction = Fraction(1)
    class_factors: tuple[tuple[int, Fraction], ...] = ()
    annuity_age: int | None = None
    account: AccountBasis | None = None
    participating: bool = False

    def __hash__(self) -> int:
        # What is computed on a basis is kept under it, and a few share a name at most.
        return hash(self.product)

    def mode_factor(self, months: int) -> Fraction:
        """The instalment as a part of the annual premium. ValueError for a mode the product does not offer."""
        for offered, factor in self.mode_factors:
            if offered == months:
                return factor
        raise NotPossible(_("{product} is not paid every {months} months").format(product=self.product, months=months))

    def class_factor(self, klass: int) -> Fraction:
        """The multiple of the table's rates for an occupation class, 1 where the class does not matter. ValueError for
        a class that is not insured.
        """
        factor = dict(self.class_factors).get(klass) if self.class_factors else Fraction(1)
        if factor is None:
            raise NotPossible(
                _("{product} insures nobody of occupation class {klass}").format(product=self.product, klass=klass)
            )
        return factor

    @property
    def death_multiples(self) -> tuple[tuple[int, Fraction], ...]:
        """(attained age from, least death benefit as a multiple of the account); none without an account."""
        return self.account.death_multiples if self.account is not None else ()

    def death_floor(self, age: int) -> Fraction:
        """The least death benefit at an attained age as a multiple of the premiums paid; 0 where no floor applies."""
        reached = [multiple for from_age, multiple in self.death_floors if from_age <= age]
        return reached[-1] if reached else Fraction(0)


@dataclass(frozen=True, slots=True)
class PolicyTerms:
    """What one coverage was sold as. ``sum_assured`` of hospital cash is the amount a day, of an annuity the amount a
    year, of a waiver the annual premium that is waived.

    ``entry_age`` is the age last birthday on the commencement date; ``pay_years`` 1 is a single premium (or a one-year
    cover); ``cover_years`` None is for life; ``months`` is the time between instalments. ``occupation_class`` 1 to 6,
    where the price depends on it. ``planned`` is the instalment of a cover with an account.
    """

    sex: Sex
    entry_age: int
    sum_assured: Fen
    pay_years: int
    cover_years: int | None
    months: Months = 12
    occupation_class: int = 1
    planned: Fen = NO_MONEY

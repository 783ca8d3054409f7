"""The actuarial basis of a product, checked against the rules of pricing and cash values."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeVar

from ops_console.base.i18n import _
from ops_console.catalog.builders.tables import Tables
from ops_console.catalog.entry import Entry
from ops_console.catalog.model import Fund
from ops_console.rules.products.basis import (
    ONE_YEAR,
    WITH_ACCOUNT,
    AccountBasis,
    Basis,
    BySex,
    CashValueBasis,
    LoadBand,
    LoanBasis,
    Shape,
    SurvivalBasis,
)

T = TypeVar("T")
MODES = (12, 6, 3, 1)
CLASSES = range(1, 7)
BASIS_POINTS = 10_000
PERCENT = 100
FLOORED = (Shape.WHOLE_LIFE, Shape.ENDOWMENT)
DIAGNOSED = (Shape.HOSPITAL_CASH, Shape.CRITICAL_ILLNESS, Shape.ACCIDENT, Shape.WAIVER)
WITHOUT_MORTALITY = (Shape.HOSPITAL_CASH, Shape.ACCIDENT)
SURVIVED = (Shape.ENDOWMENT, Shape.DEFERRED_ANNUITY)
BY_CLASS = (Shape.ACCIDENT, Shape.GROUP_TERM)
WITH_CASH_VALUE = frozenset(Shape) - ONE_YEAR - WITH_ACCOUNT - {Shape.WAIVER}
FLOOR_LIMITS = {18: "death_floor_18", 41: "death_floor_41", 61: "death_floor_61"}


def basis_of(product: Entry, tables: Tables, funds: Mapping[str, Fund]) -> Basis:
    """The ``basis`` table of a product entry."""
    shape = product.choice("shape", Shape)
    entry = product.table("basis")
    interest = entry.fraction("interest")
    participating = entry.optional_flag("participating")
    entry.lawful("interest", _interest_limit(shape, participating), int(interest * BASIS_POINTS))
    needs_mortality = shape not in WITHOUT_MORTALITY
    basis = Basis(
        product=product.code,
        shape=shape,
        interest=interest,
        expense_loads=_bands(entry, "expense_loads"),
        mode_factors=_mode_factors(entry.table("mode_factors")),
        mortality=_by_sex(entry.table("mortality"), tables.mortality) if needs_mortality else None,
        incidence=_by_sex(entry.table("incidence"), tables.incidence) if shape in DIAGNOSED else None,
        cash_value=_cash_value(entry.table("cash_value"), interest) if entry.has("cash_value") else None,
        death_floors=_death_floors(entry) if shape in FLOORED else (),
        loan=_loan(entry.table("loan")) if entry.has("loan") else None,
        survival=_survival(entry.table("survival"), shape) if shape in SURVIVED else None,
        undiagnosed=_undiagnosed(entry) if shape in (Shape.CRITICAL_ILLNESS, Shape.WAIVER) else Fraction(1),
        class_factors=_class_factors(entry.table("class_factors")) if shape in BY_CLASS else (),
        annuity_age=entry.whole("annuity_age", least=40, most=85) if shape is Shape.DEFERRED_ANNUITY else None,
        account=_account(entry.table("account"), shape, funds) if shape in WITH_ACCOUNT else None,
        participating=participating,
    )
    if shape in WITH_CASH_VALUE and basis.cash_value is None:
        entry.problem("cash_value", _("A cover of several years has a minimum cash value"))
    if shape is Shape.DEFERRED_ANNUITY and basis.loan is not None:
        entry.problem("loan", _("Nothing is lent on an annuity: what secures a loan ends with its first payment"))
    entry.finish()
    return basis


def _by_sex(entry: Entry, tables: Mapping[str, Mapping[str, T]]) -> BySex[T] | None:
    columns = tables.get(entry.reference("table", tables, _("table of rates")), {})
    names = [entry.reference(sex, columns, _("column of that table")) for sex in ("male", "female")]
    entry.finish()
    if not all(name in columns for name in names):
        return None
    return BySex(columns[names[0]], columns[names[1]])


def _bands(entry: Entry, field: str) -> tuple[LoadBand, ...]:
    bands = []
    for table in entry.tables(field):
        band = LoadBand(table.whole("from_pay_years", least=1), table.fractions("loads"))
        if not band.loads or any(not 0 <= load < 1 for load in band.loads):
            table.problem("loads", _("Loads lie between 0 and 1"))
        table.finish()
        bands.append(band)
    if not bands or min(band.from_pay_years for band in bands) > 1:
        entry.problem(field, _("A band for premium terms from 1 year is wanted"))
    return tuple(bands)


def _mode_factors(entry: Entry) -> tuple[tuple[int, Fraction], ...]:
    factors = tuple((months, entry.fraction(str(months))) for months in MODES if entry.has(str(months)))
    entry.finish()
    for months, factor in factors:
        if factor * (12 // months) < 1:
            entry.problem(str(months), _("A year's instalments are never less than the annual premium"), factor)
    if not factors:
        entry.problem("", _("At least one of {options} is wanted").format(options="12, 6, 3, 1"))
    return factors


def _cash_value(entry: Entry, pricing_interest: Fraction) -> CashValueBasis:
    basis = CashValueBasis(entry.fraction("interest"), entry.fraction("k"), _bands(entry, "loads"))
    entry.finish()
    entry.lawful("interest", "reserve_margin", int((basis.interest - pricing_interest) * BASIS_POINTS))
    entry.lawful("k", "cash_value_k", int(basis.k * PERCENT))
    return basis


def _death_floors(entry: Entry) -> tuple[tuple[int, Fraction], ...]:
    return _floors(entry, "death_floors")


def _floors(entry: Entry, field: str) -> tuple[tuple[int, Fraction], ...]:
    """Multiples of premiums, or of an account, that a death benefit never falls below."""
    floors = _multiples(entry, field)
    given = dict(floors)
    for age, limit in FLOOR_LIMITS.items():
        entry.lawful(field, limit, int(given.get(age, Fraction(0)) * PERCENT))
    return floors


def _multiples(entry: Entry, field: str) -> tuple[tuple[int, Fraction], ...]:
    """A list of attained ages and multiples, by rising age."""
    found = []
    for table in entry.tables(field):
        found.append((table.whole("from_age"), table.fraction("multiple")))
        table.finish()
    return tuple(sorted(found))


def _loan(entry: Entry) -> LoanBasis:
    loan = LoanBasis(
        entry.fraction("share"), entry.fen("minimum"), entry.fraction("interest"), entry.whole("term_months", least=1)
    )
    entry.finish()
    entry.lawful("share", "loan_share", int(loan.share * PERCENT))
    entry.lawful("term_months", "loan_term", loan.term_months)
    return loan


def _interest_limit(shape: Shape, participating: bool) -> str:
    if shape in WITH_ACCOUNT:
        return "guaranteed_interest"
    return "participating_interest" if participating else "pricing_interest"


def _class_factors(entry: Entry) -> tuple[tuple[int, Fraction], ...]:
    """Multiples of the table's rates by occupation class; a class that is left out is not insured."""
    factors = tuple((klass, entry.fraction(str(klass))) for klass in CLASSES if entry.has(str(klass)))
    entry.finish()
    if not factors or any(factor <= 0 for _klass, factor in factors):
        entry.problem("", _("Multiples above 0 for the classes that are insured, 1 to 6, are wanted"))
    return factors


def _account(entry: Entry, shape: Shape, funds: Mapping[str, Fund]) -> AccountBasis:
    linked = shape is Shape.UNIT_LINKED
    account = AccountBasis(
        entry.fractions("initial_charges"),
        entry.fen("monthly_fee"),
        Fraction(0) if linked else entry.fraction("guaranteed"),
        entry.fractions("surrender_charges"),
        _floors(entry, "death_multiples"),
        entry.references("funds", funds, _("fund")) if linked else (),
    )
    entry.finish()
    if not account.initial_charges:
        entry.problem("initial_charges", _("At least one entry is wanted"))
    for name in ("initial_charges", "surrender_charges"):
        if any(not 0 <= part < 1 for part in getattr(account, name)):
            entry.problem(name, _("Charges lie between 0 and 1"))
    if linked and not account.funds:
        entry.problem("funds", _("At least one entry is wanted"))
    entry.lawful("guaranteed", "guaranteed_interest", int(account.guaranteed * BASIS_POINTS))
    return account


def _survival(entry: Entry, shape: Shape) -> SurvivalBasis:
    to = entry.text("to")
    if to not in ("applicant", "insured"):
        entry.problem("to", _("One of {options} is wanted").format(options="applicant, insured"), to)
    survival = SurvivalBasis(
        entry.whole("every_years", least=1),
        entry.fraction("share"),
        entry.fraction("maturity") if shape is Shape.ENDOWMENT else Fraction(0),
        "applicant" if to == "applicant" else "insured",
    )
    entry.finish()
    for name, share in (("share", survival.share), ("maturity", survival.maturity)):
        if share < 0:
            entry.problem(name, _("A part of the sum is never below 0"), share)
    if shape is Shape.ENDOWMENT:
        entry.lawful("every_years", "first_survival", survival.every_years * 12)
    return survival


def _undiagnosed(entry: Entry) -> Fraction:
    part = entry.fraction("undiagnosed")
    if not 0 <= part <= 1:
        entry.problem("undiagnosed", _("A part of all deaths lies between 0 and 1"), part)
    return part

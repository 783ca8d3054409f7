"""Products: from an entry and the tables of rates to what the rules of premiums and values compute with."""

from __future__ import annotations

from collections.abc import Mapping

from ops_console.base.i18n import _
from ops_console.base.labels import Label
from ops_console.base.money import Fen
from ops_console.catalog.builders.basis import BASIS_POINTS, basis_of
from ops_console.catalog.builders.rows import Rows
from ops_console.catalog.builders.tables import DAYS_A_YEAR, Tables
from ops_console.catalog.entry import Entry
from ops_console.catalog.model import Fund, Ledger, Planned, Product
from ops_console.rules.claims.facts import HospitalDays
from ops_console.rules.products.basis import FOR_LIFE, ONE_YEAR, WITH_ACCOUNT, Shape

CLAIM_POSTING = "claim_paid"
OLDEST_AGE = 105
PER_MILLE = 1000
SHORT_TERM = 10
"""Years of cover up to which a participating cover's value reserve has the lower limit of interest."""
MONTHS_A_YEAR = 12


def products(rows: Rows, tables: Tables, books: Ledger, funds: Mapping[str, Fund]) -> dict[str, Product]:
    made = rows.build("product", lambda entry: _product(entry, tables, books, funds))
    riders = {code: product for code, product in made.items() if product.is_rider}
    for entry in rows.of("product"):
        for code in made[entry.code].riders:
            entry.known("riders", code, riders, _("rider"))
    return made


def _product(entry: Entry, tables: Tables, books: Ledger, funds: Mapping[str, Fund]) -> Product:
    basis = basis_of(entry, tables, funds)
    sums = entry.table("sum_assured")
    minimum, maximum, step = sums.fen("minimum"), sums.fen("maximum"), sums.fen("step")
    if not 0 < minimum <= maximum or step <= 0:
        sums.problem("", _("0 < minimum <= maximum and a step above 0 are wanted"))
    sums.finish()
    product = Product(
        code=entry.code,
        label=entry.label(),
        valid_from=entry.row.valid_from,
        digest=entry.row.digest,
        basis=basis,
        risk=entry.text("risk"),
        benefits=_benefits(entry.table("benefits"), books),
        premium_income=entry.reference("premium_income", books.accounts, _("account")),
        entry_ages=_entry_ages(entry),
        pay_years=entry.wholes("pay_years"),
        cover_years=entry.wholes("cover_years") if entry.has("cover_years") else (),
        cover_to_age=_age(entry, "cover_to_age"),
        minimum_sum=minimum,
        maximum_sum=maximum,
        sum_step=step,
        hesitation_days=entry.whole("hesitation_days"),
        waiting_days=entry.optional_whole("waiting_days") or 0,
        grace_days=entry.whole("grace_days"),
        reinstatement_months=entry.optional_whole("reinstatement_months") or 0,
        automatic_premium_loan=entry.optional_flag("automatic_premium_loan"),
        renewed_as_new_term=entry.optional_flag("renewed_as_new_term"),
        renewal_to_age=_age(entry, "renewal_to_age"),
        renewal_claims=entry.optional_whole("renewal_claims") or 0,
        hospital_days=_hospital_days(entry, basis.shape),
        illnesses=_illnesses(entry, basis.shape),
        production_fee=entry.fen("production_fee"),
        sample_per_mille=entry.whole("sample_per_mille", most=PER_MILLE),
        is_rider=entry.optional_flag("is_rider"),
        riders=entry.texts("riders") if entry.has("riders") else (),
        planned=_planned(entry.table("planned")) if basis.shape in WITH_ACCOUNT else None,
        free_cover=_free_cover(entry, basis.shape),
        source=entry.source(),
    )
    _check_terms(entry, product)
    _check_law(entry, product)
    return product


def _benefits(entry: Entry, books: Ledger) -> dict[str, str]:
    amounts = dict.fromkeys(books.rules[CLAIM_POSTING].amounts if CLAIM_POSTING in books.rules else ())
    found = {code: entry.reference(code, amounts, _("amount of a paid claim")) for code in entry.body}
    if not found:
        entry.problem("", _("At least one entry is wanted"))
    return found


def _planned(entry: Entry) -> Planned:
    planned = Planned(entry.fen("minimum"), entry.fen("maximum"), entry.fen("step"))
    if not 0 < planned.minimum <= planned.maximum or planned.step <= 0:
        entry.problem("", _("0 < minimum <= maximum and a step above 0 are wanted"))
    entry.finish()
    return planned


def _free_cover(entry: Entry, shape: Shape) -> Fen | None:
    """Of a group; one that was stored before there was any has none, and its members are all looked at."""
    if shape is not Shape.GROUP_TERM or (entry.stored and not entry.has("free_cover")):
        return None
    return entry.fen("free_cover")


def _hospital_days(entry: Entry, shape: Shape) -> HospitalDays | None:
    if shape is not Shape.HOSPITAL_CASH:
        return None
    limits = entry.table("hospital_days")
    found = HospitalDays(limits.whole("a_stay", least=1), limits.whole("a_year", least=1, most=DAYS_A_YEAR))
    limits.finish()
    return found


def _illnesses(entry: Entry, shape: Shape) -> dict[str, Label]:
    if shape not in (Shape.CRITICAL_ILLNESS, Shape.WAIVER):
        return {}
    listed = entry.table("illnesses")
    found = {code: listed.label(code) for code in listed.body}
    if not found:
        listed.problem("", _("At least one entry is wanted"))
    return found


def _entry_ages(entry: Entry) -> tuple[int, int]:
    ages = entry.wholes("entry_ages")
    if len(ages) != 2 or not 0 <= ages[0] <= ages[1] <= OLDEST_AGE:
        entry.problem("entry_ages", _("Two ages, the lower first, are wanted"), ages)
        return 0, 0
    return ages[0], ages[1]


def _age(entry: Entry, field: str) -> int:
    found = entry.optional_whole(field, most=OLDEST_AGE)
    return OLDEST_AGE if found is None else found


def _check_terms(entry: Entry, product: Product) -> None:
    if not product.pay_years:
        entry.problem("pay_years", _("At least one premium term is wanted"))
    if bool(product.cover_years) == (product.basis.shape in FOR_LIFE):
        entry.problem(
            "cover_years", _("Terms of cover are wanted for every shape but those for life"), product.cover_years
        )
    if product.renewed_as_new_term != (product.basis.shape in ONE_YEAR):
        entry.problem("renewed_as_new_term", _("A cover of one year is renewed as a new term, and no other"))
    if product.is_rider and product.riders:
        entry.problem("riders", _("A rider has no riders of its own"))
    if product.is_rider and product.renewed_as_new_term:
        entry.problem("is_rider", _("A rider runs beside its main cover, not from year to year"))
    if product.basis.shape is Shape.WAIVER and not product.is_rider:
        entry.problem("is_rider", _("A waiver of premium is sold as a rider"))
    if product.automatic_premium_loan and product.basis.loan is None:
        entry.problem("automatic_premium_loan", _("Only a product with loans can lend a premium"))
    if product.renewed_as_new_term and [months for months, _factor in product.basis.mode_factors] != [12]:
        entry.problem("basis.mode_factors", _("A one-year cover is paid once a year"))


def _check_law(entry: Entry, product: Product) -> None:
    entry.lawful("hesitation_days", "hesitation", product.hesitation_days)
    entry.lawful("waiting_days", "waiting_period", product.waiting_days)
    cash_value = product.basis.cash_value
    if product.basis.participating and cash_value is not None:
        short = any(years <= SHORT_TERM for years in product.cover_years)
        margin = int((cash_value.interest - product.basis.interest) * BASIS_POINTS)
        limit = "participating_margin_short" if short else "participating_margin"
        entry.lawful("basis.cash_value.interest", limit, margin)
    if not product.renewed_as_new_term:
        entry.lawful("grace_days", "grace", product.grace_days)
        entry.lawful("reinstatement_months", "reinstatement", product.reinstatement_months)
    if product.basis.annuity_age is not None:
        shortest = product.basis.annuity_age - product.entry_ages[1]
        entry.lawful("entry_ages", "first_survival", shortest * MONTHS_A_YEAR)

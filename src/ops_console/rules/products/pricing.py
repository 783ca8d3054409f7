"""What a coverage costs: annual premium, instalment, and the part of each that is charged for extra risk.

Loading for extra mortality: the premium on the table with EM per cent more deaths at every age, less the standard
premium, so that the extra charge is worth q(x) × EM of the sum at risk in every year. Source: company default
(substandard table method). Each amount is rounded half up to the fen once: the standard and loading parts of the
annual premium, and of the instalment.
"""

from __future__ import annotations

from dataclasses import dataclass

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.rules.actuary.premiums import instalment
from ops_console.rules.not_possible import NotPossible
from ops_console.rules.products.basis import WITH_ACCOUNT, Basis, PolicyTerms
from ops_console.rules.products.shapes import annual_rate
from ops_console.rules.why import Value, Why

PLANNED_SOURCE = "premium planned by the applicant; what the cover costs is taken out of its account"
SOURCE = "equivalence principle on the product's basis (company default); rounded half up to the fen once per amount"


@dataclass(frozen=True, slots=True)
class Quote:
    """A premium. ``instalment`` = ``standard`` + ``loading``, paid every ``months`` months; ``annual`` likewise of
    its parts.

    ``illustrative``: rates stand in for data that is not to be had; whoever shows the quote says so.
    """

    instalment: Fen
    standard: Fen
    loading: Fen
    annual: Fen
    annual_standard: Fen
    annual_loading: Fen
    months: int
    illustrative: bool
    why: Why


def quote(basis: Basis, terms: PolicyTerms, em_points: int = 0) -> Quote:
    """The premium of a coverage. ValueError when the product cannot be sold so: mode, term, age outside its table."""
    if em_points < 0:
        raise ValueError("extra mortality is not negative")
    factor = basis.mode_factor(terms.months)
    if basis.shape in WITH_ACCOUNT:
        return _planned(basis, terms)
    standard_rate = annual_rate(basis, terms)
    loaded_rate = annual_rate(basis, terms, em_points) if em_points else standard_rate
    annual_standard = Fen.round(standard_rate * terms.sum_assured)
    annual_loading = Fen.round((loaded_rate - standard_rate) * terms.sum_assured)
    standard, loading = instalment(annual_standard, factor), instalment(annual_loading, factor)
    steps: tuple[tuple[str, Value], ...] = (
        ("standard annual premium per 1 of sum assured", standard_rate),
        ("annual premium with extra mortality per 1 of sum assured", loaded_rate),
        ("standard annual premium", int(annual_standard)),
        ("annual loading", int(annual_loading)),
        ("instalment as part of the annual premium", str(factor)),
        ("standard instalment", int(standard)),
        ("instalment of the loading", int(loading)),
    )
    return Quote(
        standard + loading,
        standard,
        loading,
        annual_standard + annual_loading,
        annual_standard,
        annual_loading,
        terms.months,
        _is_illustrative(basis, terms),
        Why("quote", SOURCE, describe(basis, terms) | {"em_points": em_points}, steps, int(standard + loading)),
    )


def _planned(basis: Basis, terms: PolicyTerms) -> Quote:
    """Of a cover with an account: the instalment that is planned, without a loading of its own. ValueError without."""
    if terms.planned <= 0:
        raise NotPossible(_("{product} has no planned premium").format(product=basis.product))
    planned, nothing = terms.planned, Fen(0)
    annual = planned * (12 // terms.months)
    why = Why("quote", PLANNED_SOURCE, describe(basis, terms), (("planned", int(planned)),), int(planned))
    illustrative = _is_illustrative(basis, terms)
    return Quote(planned, planned, nothing, annual, annual, nothing, terms.months, illustrative, why)


def describe(basis: Basis, terms: PolicyTerms) -> dict[str, Value]:
    """Basis and terms as inputs of a :class:`Why`."""
    used = (basis.mortality, basis.incidence)
    table = ", ".join(tables.of(terms.sex).name for tables in used if tables is not None)
    inputs: dict[str, Value] = {
        "product": basis.product,
        "table": table,
        "interest": str(basis.interest),
        "sex": terms.sex,
        "entry_age": terms.entry_age,
        "sum_assured": int(terms.sum_assured),
        "pay_years": terms.pay_years,
        "cover_years": "life" if terms.cover_years is None else terms.cover_years,
        "months": terms.months,
    }
    if basis.class_factors:
        inputs["occupation_class"] = terms.occupation_class
    if basis.shape in WITH_ACCOUNT:
        inputs["planned"] = int(terms.planned)
    return inputs


def _is_illustrative(basis: Basis, terms: PolicyTerms) -> bool:
    return basis.incidence is not None and basis.incidence.of(terms.sex).illustrative

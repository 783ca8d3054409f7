"""One-year hospital cash: an amount for each day in hospital, priced by attained age from an incidence table.

The annual premium is the expected days times the amount a day, over what the loads leave; claims are taken as paid
within the year, without interest (company default: the cover is too short for it to matter).
"""

from ops_console.rules.products.basis import Basis, IncidenceTable, PolicyTerms, Sex, loads_for


def incidence_of(basis: Basis, sex: Sex) -> IncidenceTable:
    """The product's incidence table for a sex. ValueError for a product without one."""
    if basis.incidence is None:
        raise ValueError(f"{basis.product} has no incidence table")
    return basis.incidence.of(sex)


def annual_premium(basis: Basis, terms: PolicyTerms, em_points: int = 0) -> float:
    """Gross annual premium per 1 of daily amount, with ``em_points`` per cent more days. ValueError unless one year."""
    if terms.cover_years != 1 or terms.pay_years != 1:
        raise ValueError(f"{basis.product} runs for one year at a time")
    days = incidence_of(basis, terms.sex).at(terms.entry_age) * (1 + em_points / 100)
    return days / (1 - float(loads_for(basis.expense_loads, 1)[0]))
